"""The trace of one of Telegram's updates (see ``bot.trace``): what its line begins with."""

from __future__ import annotations

from telegram import Update

from bot import trace
from bot.logs import somebody
from bot.trace import Trace, cause, fault, note

__all__ = ["Trace", "begin", "cause", "fault", "note"]

_KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member", "poll_answer", "poll")


def begin(update: Update) -> Trace:
    """Start the trace of the update that this task handles."""
    kind = next((name for name in _KINDS if getattr(update, name, None) is not None), "other")
    chat, user = update.effective_chat, update.effective_user
    fields: dict[str, object] = {"update": update.update_id, "kind": kind}
    if chat is not None and chat.id < 0:
        fields["chat"] = chat.id
    if user is not None:
        fields["who"] = somebody(user.id)
    return trace.begin(Trace(**fields))
