"""A prompt at which one is the people: type messages, see what the bot says, press its buttons by number."""

from __future__ import annotations

import asyncio
import shlex
import sys
import threading
from collections.abc import Callable

from .api import BotApi
from .people import Person
from .record import Call
from .state import Button, Chat, Message

HELP = """\
text                 say it where you are (commands too)
:private  :group     go to the private chat, or to the group (:group NAME makes another)
:me NAME             be somebody else
:reply ID text       answer a message       :edit ID text    change your own
:N                   press button N of the bot's last message with buttons
:inline text         search in inline mode  :kick            throw the bot out of the group
:privacy on|off      privacy mode           :messages        what the bot has said here
?                    this help              Ctrl-D           end"""


class Console:
    """Lines in, people's acts out; what the bot does is printed as it happens."""

    def __init__(self, api: BotApi, write: Callable[[str], object] = print) -> None:
        self.api = api
        self.write = write
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Chat] = {}
        self.person = self._become("小王")
        self.place = self.person.chat
        self.last: Message | None = None

    def _become(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = self.api.person(name)
        self.person = self.people[name]
        return self.person

    def _group(self, name: str) -> Chat:
        if name not in self.groups:
            self.groups[name] = self.api.group(name, *self.people.values(), bot=None)
            self.person.adds_bot(self.groups[name])
        return self.groups[name]

    # -- what the bot does ----------------------------------------------------------------------------------------

    async def watch(self) -> None:
        """Print every call that is more than housekeeping."""
        while True:
            call = await self.api.wait_for(lambda c: c.method != "getUpdates", timeout=1e9)
            self.show(call)

    def show(self, call: Call) -> None:
        """One call of the bot, in plain words."""
        if call.error:
            self.write(f"  ! {call.method}: {call.error}")
        elif call.method == "answerCallbackQuery" and call.params.get("text"):
            self.write(f"  ({call.params['text']})")
        elif call.method == "answerInlineQuery":
            for result in call.params["results"]:
                self.write(f"  · {result.get('title')} — {result.get('description', '')}")
        elif isinstance(call.result, dict) and "message_id" in call.result and "chat_id" in call.params:
            chat = self.api.world.chats.get(call.params["chat_id"])
            message = chat.messages.get(call.result["message_id"]) if chat else None
            if message:
                self.write(self.rendered(message, edited=call.method.startswith("edit")))
        elif call.method == "deleteMessage":
            self.write(f"  – deleted {call.params['message_id']}")

    def rendered(self, message: Message, *, edited: bool = False) -> str:
        """A message with its buttons numbered."""
        where = "" if message.chat.type == "private" else f" in {message.chat.title}"
        kinds = ", ".join(k for k in message.content)
        head = f"  [{message.message_id}] bot{where}{' (edited)' if edited else ''}{f' <{kinds}>' if kinds else ''}:"
        lines = [head, *(f"    {line}" for line in message.text.splitlines())]
        number = 0
        for row in message.buttons:
            lines.append("    " + "  ".join(f"[:{number + i + 1} {b.text}]" for i, b in enumerate(row)))
            number += len(row)
        if message.buttons:
            self.last = message
        return "\n".join(lines)

    # -- what people do -------------------------------------------------------------------------------------------

    def enter(self, line: str) -> None:
        """One line from the keyboard."""
        if line.strip() == "?":
            self.write(HELP)
        elif line.startswith(":"):
            self._colon(line[1:])
        elif line.strip():
            message = self.person.says(line, self.place)
            self.write(f"  [{message.message_id}] {self.person.user.first_name}: {message.text}")

    def _colon(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word.isdigit():
            self._press(int(word))
        elif word == "private":
            self.place = self.person.chat
        elif word == "group":
            self.place = self._group(rest or "工作群")
        elif word == "me":
            self.person = self._become(rest or "小王")
            if self.place.type == "private":
                self.place = self.person.chat
        elif word in ("reply", "edit"):
            number, _, text = rest.partition(" ")
            message = self.place.messages[int(number)]
            if word == "reply":
                self.person.says(text, self.place, reply_to=message)
            else:
                self.person.edits(message, text)
        elif word == "inline":
            task = asyncio.get_running_loop().create_task(self.person.searches(rest))
            task.add_done_callback(lambda done: self.write(f"  {done.exception()}") if done.exception() else None)
        elif word == "kick":
            self.person.removes_bot(self.place)
        elif word == "privacy":
            self.api.world.privacy_mode = shlex.split(rest) != ["off"]
        elif word == "messages":
            for message in self.api.messages(self.place):
                self.write(self.rendered(message))
        else:
            self.write(f"  unknown: :{word}; ? helps")

    def _press(self, number: int) -> None:
        buttons: list[Button] = [b for row in self.last.buttons for b in row] if self.last else []
        if self.last is None or not 1 <= number <= len(buttons):
            self.write("  there is no such button")
            return
        button = buttons[number - 1]
        if button.data is None:
            self.write(f"  opens {button.url}")
            return
        self.person.taps(self.last, data=button.data)


async def run_console(api: BotApi) -> None:
    """Read stdin until it ends."""
    console = Console(api)
    watching = asyncio.create_task(console.watch())
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        while line := sys.stdin.readline():
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    # A daemon thread, because a thread that waits for the keyboard would keep the process alive.
    threading.Thread(target=read, daemon=True).start()
    try:
        while line := await lines.get():
            try:
                console.enter(line.rstrip("\n"))
            except (LookupError, RuntimeError, ValueError) as error:
                print(f"  {type(error).__name__}: {error}")
    finally:
        watching.cancel()
