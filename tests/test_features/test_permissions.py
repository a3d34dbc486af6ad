"""Every command and every button × every role × every place × every kind of sender, driven by what is registered.

What must come out is said by ``bot.access.decide``, whose table ``test_access`` has written out by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot import texts as common_texts
from bot.access import Action, Role, Verdict, decide
from bot.app.conversations import CONVERSATIONS
from bot.chat import texts
from bot.chat.gate import sentence
from bot.chat.press import Press
from bot.chat.refusals import Refusals
from bot.platforms.telegram import adapter, questions
from bot.platforms.telegram import texts as telegram_texts
from bot.platforms.telegram.adapter import ConversationButton, ConversationCommand
from bot.storage import audit, dialogs
from bot.storage.dialogs import Dialog
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Chat, Message
from tests.office import Office
from tests.running import ASKS

HANDLERS = adapter.handlers(CONVERSATIONS, questions.message)
GUARDED = [handler for handler in HANDLERS if getattr(handler, "action", None) is not None]
COMMANDS = [handler for handler in GUARDED if isinstance(handler, ConversationCommand)]
BUTTONS = [handler for handler in GUARDED if isinstance(handler, ConversationButton)]
DIALOGUES = [
    *((one.name, one.right) for one in CONVERSATIONS if one.keeps and isinstance(one.right, Action)),
]
# The whole table, a second time and by hand: a command, a button or a dialogue that is not in it fails, and so does one
# that asks for another right than it says here.
ACTS = {
    "settings": "/settings set",
    "here": "/here",
    "overhear_pause": "",  # under a card that was not asked for, by the handler of cards
    "groups_list": "/groups gl gn",
    "group_view": "/group gv",
    "group_tag": "gt gx dialog:tag",
    "group_unit": "gu gw dialog:unit",
    "group_leave": "gq",
    "group_take_in": "gi ga",
    "staff_list": "/staff",
    "grant": "/grant sn sg dialog:grant",
    "revoke": "/revoke sr",
    "misses": "/misses ml mv",
    "misses_decide": "md mt",
    "teach": "/teach tp te tu tm tk tc dialog:teach",
    "pending_list": "/pending pl pv pe",
    "pending_decide": "pa px pr pb pw rc dialog:reject",
    "test": "/test",
    "reload": "/reload",
    "export": "/export ex",
    "import": "ik it ic dialog:import",
    "stats": "/stats stats statsx",
    "audit": "/audit au ax",
    "health": "/health hl",
    "broadcast_prepare": "/broadcast bc bk be bn dialog:broadcast dialog:broadcast_edit",
    "broadcast_release": "br",
    "broadcast_control": "bx bz",
    "broadcast_official": "bo",
    "broadcast_view": "/broadcasts bl bw bv bp bu bs",
}
# What everybody may use; whatever else is registered must be guarded.
# What is in hand comes again with every poll: with many at once most of the time would go into that.
AT_ONCE = 4
# What handles anything but commands and presses: it must not become a way past the gate.
OTHERS = [
    "_file_handler.<locals>.run",
    "edited",
    "edits.<locals>.run",
    "inline",
    "listener.<locals>.route",
    "message",
    "migrated",
    "my_membership",
    "noticed",
    "renamed",
]
SENTENCES = {
    texts.COMMAND_UNKNOWN,
    texts.STAFF_NOT_YOUR_BUTTON,
    texts.STAFF_LOOK_ONLY,
    texts.STAFF_PRIVATE_ONLY,
    texts.STAFF_IN_GROUP,
    texts.STAFF_ACT_AS_YOURSELF,
    texts.STAFF_ACT_AS_YOURSELF_HERE,
}
REFUSED = {verdict.value for verdict in Verdict if verdict is not Verdict.ALLOWED}
Refused = tuple[int, str, str, str]
"""Of a line of the audit log: who, what, where, and the detail."""
PUBLIC = {"start", "help", "topics", "topic", "daily", "privacy", "about", "cancel", "mydata", "forget"}
OPEN_BUTTONS = {
    *("card", "view", "whole", "law", "cases", "related", "up", "down", "pick", "neither", "parts", "part", "me:forget"),
    "hush",  # asks by itself whether it is an admin of the group
}
STANDINGS: dict[str, frozenset[Role]] = {role.value: frozenset({role}) for role in Role} | {
    "nobody": frozenset(),
    "group admin": frozenset(),
    "everything": frozenset(Role),
}


@dataclass
class Place:
    """One person in one chat, with a message of the bot's that carries buttons."""

    person: Person
    standing: str
    kind: str
    chat: Chat
    card: Message

    def verdict(self, action: Action) -> Verdict:
        """What must become of an attempt here."""
        private = self.kind == "private"
        is_admin = self.standing == "group admin" and not private
        return decide(action, self.person.id, STANDINGS[self.standing], is_group_admin=is_admin, in_private=private)

    def dead_ends(self, messages: list[Message]) -> list[str]:
        """Staff buttons that are shown here and may not be pressed here."""
        shown = [str(button.data).split(":")[1] for message in messages for row in message.buttons for button in row if button.data]
        actions = {button.prefix: button.action for button in BUTTONS}
        return [prefix for prefix in shown if prefix in actions and self.verdict(actions[prefix]) is not Verdict.ALLOWED]

    def __str__(self) -> str:
        return f"{self.standing} in {self.kind}"


@pytest.fixture
async def places(office: Office, api: BotApi) -> list[Place]:
    """Everybody everywhere, each with chats of their own, so that every reaction belongs to one attempt."""
    made = []
    for standing, roles in STANDINGS.items():
        person = await office.person(standing, *roles)
        group, forum = api.group(f"{standing}的群", person), api.group(f"{standing}的论坛", person, forum=True)
        for kind, chat in (("private", person.chat), ("group", group), ("forum", forum)):
            if standing == "group admin" and kind != "private":
                person.promotes(person, chat)
            thread = {"thread": "通知"} if kind == "forum" else {}
            # A short message: every press carries it along.
            person.command("ask", "", chat, **thread)
            made.append(Place(person, standing, kind, chat, await api.next_message(chat)))
            if kind != "private":
                await office.takes_in(chat)  # else staff would be told of it in the middle of what is tried here
    await office.quiet()
    return made


def expected(verdict: Verdict, action: Action, refusal: str) -> str:
    """The one line for an attempt that is not allowed."""
    return refusal if verdict is Verdict.REFUSED else sentence(verdict, action)


def test_every_command_button_and_dialogue_is_in_the_table() -> None:
    found: dict[str, set[str]] = {action.value: set() for action in Action}
    for command in COMMANDS:
        found[command.action.value].add(f"/{command.name}")
    for button in BUTTONS:
        found[button.action.value].add(button.prefix)
    for name, action in DIALOGUES:
        found[action.value].add(f"dialog:{name}")
    assert found == {action: set(acts.split()) for action, acts in ACTS.items()}


def test_every_button_that_is_drawn_has_a_handler() -> None:
    """What is drawn and not registered would be a dead end."""
    ours = [kind for kind in Press.kinds.values() if kind.__module__.startswith("bot.")]
    drawn = {kind.prefix for kind in ours if kind.head == f"s:{kind.prefix}"}
    assert len(drawn) > 20
    assert drawn <= {button.prefix for button in BUTTONS}


async def test_no_command_or_button_is_registered_past_the_gate(office: Office) -> None:
    open_commands: set[str] = set()
    open_buttons = []
    for group in office.application.handlers.values():
        for handler in group:
            if getattr(handler, "action", None) is not None:
                continue
            if isinstance(handler, CommandHandler):
                open_commands |= handler.commands
            if isinstance(handler, CallbackQueryHandler):
                pattern = handler.pattern
                open_buttons.append(getattr(pattern, "pattern", pattern))
    assert open_commands == PUBLIC
    assert {pattern.removesuffix(r"(?::.*)?\Z") for pattern in open_buttons if pattern is not None} == OPEN_BUTTONS
    assert open_buttons.count(None) == 1, "what is nobody's is told to be old"
    # Whatever else takes messages, which might be a command in disguise, and what is no message at all.
    others = sorted(
        getattr(handler.callback, "__qualname__", "")
        for group in office.application.handlers.values()
        for handler in group
        if not isinstance(handler, CommandHandler | CallbackQueryHandler)
    )
    assert others == OTHERS


def test_every_guarded_command_is_in_the_menus_and_the_help() -> None:
    names = [handler.name for handler in COMMANDS]
    assert sorted(set(names)) == sorted(names)
    assert set(names) == set(texts.STAFF_COMMANDS)


def test_no_two_buttons_share_a_prefix() -> None:
    prefixes = [handler.prefix for handler in BUTTONS]
    assert sorted(set(prefixes)) == sorted(prefixes)


@asynccontextmanager
async def hour(office: Office) -> AsyncIterator[Callable[[], Awaitable[Counter[Refused]]]]:
    """An hour of its own for one round of attempts: in one hour nobody has more than a dozen lines, whatever they try.

    What comes out returns the lines of the round, the ones that count what was tried again included.
    """
    desk, newest = office.desk, (await office.lines())[:1]
    outside, gate = desk.refusals, office.services.host.backing.gate
    async with AsyncExitStack() as open_now:
        inside = Refusals(office.database, desk.clock)
        await open_now.enter_async_context(inside.running())
        object.__setattr__(desk, "refusals", inside)
        gate.refusals = inside

        async def lines() -> Counter[Refused]:
            await open_now.aclose()
            async with office.database.read() as tx:
                found, _ = await audit.search(tx, limit=1000)
            new = [line for line in found if not newest or line.id > newest[0].id]
            return Counter((line.actor_id, line.action, line.target, line.detail) for line in new if line.result in REFUSED)

        try:
            yield lines
        finally:
            object.__setattr__(desk, "refusals", outside)
            gate.refusals = outside


def due(refused: Iterable[tuple[Place, Action]]) -> Counter[Refused]:
    """A line for the first attempt of somebody somewhere, and one that counts the others."""
    lines: Counter[Refused] = Counter()
    for (who, action, where), tried in Counter((place.person.id, action.value, place.chat.id) for place, action in refused).items():
        lines[who, action, f"chat:{where}", ""] = 1
        if tried > 1:
            lines[who, action, f"chat:{where}", texts.AUDIT_AGAIN.format(count=tried - 1)] = 1
    return lines


async def test_every_command_for_everybody_everywhere(office: Office, api: BotApi, places: list[Place]) -> None:
    for command in COMMANDS:
        before = {str(place): len(api.messages(place.chat)) for place in places}
        async with hour(office) as lines:
            for number, place in enumerate(places, 1):
                thread = {"thread": "通知"} if place.kind == "forum" else {}
                place.person.says(f"/{command.name}", place.chat, **thread)
                if not number % AT_ONCE:
                    await office.quiet()
            await office.quiet()
            noted = await lines()
        for place in places:
            said = [message.text for message in api.messages(place.chat)[before[str(place)] :]]
            verdict = place.verdict(command.action)
            what = f"/{command.name} by {place}: {said}"
            if verdict is Verdict.ALLOWED:
                assert said, what
                assert not set(said) & SENTENCES, what
                assert not any(text.startswith(telegram_texts.FAULT[:10]) for text in said), what
                assert not place.dead_ends(api.messages(place.chat)[before[str(place)] :]), what
            else:
                assert said == [expected(verdict, command.action, texts.COMMAND_UNKNOWN)], what
        refused = [place for place in places if place.verdict(command.action) is Verdict.REFUSED]
        assert noted == due((place, command.action) for place in refused), f"/{command.name}"
    assert not [call for call in api.calls if call.error and call.method != "getChat"]


async def test_every_button_for_everybody_everywhere(office: Office, api: BotApi, places: list[Place]) -> None:
    for button in BUTTONS:
        # Once without arguments, and once with some that nobody made: a button says so, whatever it carries.
        taps = []
        async with hour(office) as lines:
            for arguments in ("", "-1:x"):
                for start in range(0, len(places), AT_ONCE):
                    taps += [
                        (place, arguments, place.person.taps(place.card, data=f"s:{button.prefix}:{arguments}"))
                        for place in places[start : start + AT_ONCE]
                    ]
                    await api.world.bell.until(lambda: all(query.answer for _, _, query in taps), 20)  # noqa: B023 - waited for here
            await office.quiet()
            noted = await lines()
        for place, arguments, query in taps:
            verdict = place.verdict(button.action)
            toast = (query.answer or {}).get("text", "")
            what = f"button {button.prefix}:{arguments} by {place}: {query.answer}"
            assert query.answer is not None, what
            if verdict is Verdict.ALLOWED:
                assert toast not in SENTENCES, what
                assert not toast.startswith(common_texts.TOAST_FAULT[:8]), what
            else:
                assert toast == expected(verdict, button.action, texts.STAFF_NOT_YOUR_BUTTON), what
        refused = [place for place, _, _ in taps if place.verdict(button.action) is Verdict.REFUSED]
        assert noted == due((place, button.action) for place in refused), f"button {button.prefix}"


async def test_an_anonymous_admin_is_told_to_act_as_oneself(office: Office, api: BotApi, places: list[Place]) -> None:
    for command in COMMANDS:
        groups = [place for place in places if place.kind != "private" and place.standing in ("everything", "group admin")]
        before = {str(place): len(api.messages(place.chat)) for place in groups}
        for place in groups:
            thread = {"thread": "通知"} if place.kind == "forum" else {}
            api.anonymous_admin(place.chat).says(f"/{command.name}@{api.world.bot.username}", place.chat, **thread)
        await office.quiet()
        for place in groups:
            said = [message.text for message in api.messages(place.chat)[before[str(place)] :]]
            assert said == [sentence(Verdict.ACT_AS_YOURSELF, command.action)], f"/{command.name} in {place}"


async def test_channels_are_nobody(office: Office, api: BotApi, places: list[Place]) -> None:
    channel = api.as_channel(api.channel("某频道"))
    groups = [place for place in places if place.kind != "private" and place.standing == "everything"]
    before = {str(place): len(api.messages(place.chat)) for place in groups}
    lines = len(await office.lines())
    for command in COMMANDS:
        for place in groups:
            channel.says(f"/{command.name}@{api.world.bot.username}", place.chat)
    await office.quiet()
    assert {str(place): len(api.messages(place.chat)) for place in groups} == before
    assert len(await office.lines()) == lines


async def test_every_dialogue_is_closed_to_those_who_may_not_any_more(office: Office, api: BotApi, places: list[Place]) -> None:
    private = [place for place in places if place.kind == "private"]
    for name, action in DIALOGUES:
        shut = [place for place in private if place.verdict(action) is not Verdict.ALLOWED]
        assert shut
        async with office.database.write() as tx:
            for place in shut:
                await dialogs.put(tx, place.person.id, place.person.id, Dialog(name), datetime.now(UTC), timedelta(minutes=5))
        before = {str(place): len(api.messages(place.chat)) for place in shut}
        for place in shut:
            place.person.says(ASKS)
        await office.quiet()
        for place in shut:
            said = [message.text for message in api.messages(place.chat)[before[str(place)] :]]
            assert said == [texts.STAFF_NO_LONGER], f"{name} by {place}"
