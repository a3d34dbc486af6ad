"""A preview is the real thing, sent to the announcer alone: what Telegram refuses there, it would refuse everywhere."""

from __future__ import annotations

from bot import texts
from bot.broadcasting.content import Content, CopyMessage
from bot.broadcasting.outcomes import Accepted, Refused
from bot.delivery.sender import Sender


async def still_there(sender: Sender, chat_id: int, content: Content) -> str | None:
    """Whether what is to be copied still exists: it is copied to ``chat_id`` and taken away. Else a sentence that says so."""
    for call in content.calls:
        if not isinstance(call, CopyMessage):
            continue
        outcome = await sender.send(chat_id, None, call)
        if isinstance(outcome, Refused):
            return texts.BROADCAST_COPY_GONE
        if isinstance(outcome, Accepted) and outcome.message_id is not None:
            await sender.delete(chat_id, outcome.message_id)
    return None


async def preview(sender: Sender, chat_id: int, content: Content) -> str | None:
    """Send every call to ``chat_id``, in order; the first that fails ends it with a sentence that says why."""
    for call in content.calls:
        outcome = await sender.send(chat_id, None, call)
        if isinstance(outcome, Accepted):
            continue
        if isinstance(outcome, Refused) and isinstance(call, CopyMessage):
            return texts.BROADCAST_COPY_GONE
        reason = str(getattr(outcome, "reason", "") or type(outcome).__name__)
        sentence = texts.BROADCAST_REFUSED_BY_TELEGRAM if isinstance(outcome, Refused) else texts.BROADCAST_PREVIEW_UNSURE
        return sentence.format(reason=reason)
    return None
