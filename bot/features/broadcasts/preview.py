"""A preview is the real thing, sent to the announcer alone: what Telegram refuses there, it would refuse everywhere."""

from __future__ import annotations

from bot.features.broadcasts import texts
from bot.outbox.content import Content
from bot.outbox.outcomes import Accepted, Refused
from bot.outbox.sender import Sender


async def preview(sender: Sender, chat_id: int, content: Content) -> str | None:
    """Send every call to ``chat_id``, in order; the first that fails ends it with a sentence that says why."""
    if not content.frozen:
        return texts.BROADCAST_UNFROZEN
    for call in content.calls:
        outcome = await sender.send(chat_id, None, call)
        if isinstance(outcome, Accepted):
            continue
        reason = str(getattr(outcome, "reason", "") or type(outcome).__name__)
        sentence = texts.BROADCAST_REFUSED_BY_TELEGRAM if isinstance(outcome, Refused) else texts.BROADCAST_PREVIEW_UNSURE
        return sentence.format(reason=reason)
    return None
