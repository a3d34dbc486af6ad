"""A preview at the prompt: what a broadcast says, without its formatting."""

from __future__ import annotations

from bot.chat.screen import screen
from bot.outbox import texts as outbox_texts
from bot.outbox.content import Call, SendFile, SendText
from bot.outbox.outcomes import Accepted, Refused, Reply
from bot.platforms.terminal import texts
from bot.platforms.terminal.platform import TerminalPlatform
from bot.richtext import html
from bot.richtext.runs import text_of


class PrintedSender:
    """A ``bot.outbox.sender.Sender``: prints instead of sending, and deletes nothing."""

    def __init__(self, platform: TerminalPlatform) -> None:
        self._platform = platform

    async def send(self, chat_id: int, thread_id: int | None, call: Call) -> Reply:
        """Words as they are; of anything else what it is, and the words below it."""
        if isinstance(call, SendText):
            said = text_of(html.parse(call.html))
        else:
            said = outbox_texts.CONTENT_OPENING.get(call.type, "") + (
                text_of(html.parse(call.caption)) if isinstance(call, SendFile) else ""
            )
        return Accepted(self._platform.show(screen(said), keep=True))

    async def delete(self, chat_id: int, message_id: int) -> Reply:
        """What was printed stays."""
        return Refused(texts.TERMINAL_NO_TELEGRAM)
