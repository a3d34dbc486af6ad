"""Which messages a broadcast's content was taken from: what becomes of them is news for whoever prepared it, never content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, literal, select, update

from bot.outbox.store.broadcasts import BroadcastStage
from bot.storage.broadcast_tables import broadcast_sources, broadcasts
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A message in an announcer's private chat; ``digest`` changes when what it says does."""

    chat_id: int
    message_id: int
    digest: str


async def set_sources(transaction: Transaction, broadcast_id: int, sources: Sequence[SourceMessage]) -> None:
    """Its content was taken from these, and from no others."""
    await transaction.execute(delete(broadcast_sources).where(broadcast_sources.c.broadcast_id == broadcast_id))
    rows = [
        {"broadcast_id": broadcast_id, "chat_id": one.chat_id, "message_id": one.message_id, "digest": one.digest}
        for one in dict.fromkeys(sources)
    ]
    if rows:
        await transaction.execute(insert(broadcast_sources), rows)


async def copy_sources(transaction: Transaction, of: int, to: int) -> None:
    """Another broadcast says the same."""
    columns = (broadcast_sources.c.chat_id, broadcast_sources.c.message_id, broadcast_sources.c.digest)
    same = select(literal(to), *columns).where(broadcast_sources.c.broadcast_id == of)
    await transaction.execute(insert(broadcast_sources).from_select(["broadcast_id", "chat_id", "message_id", "digest"], same))


async def note_edit(transaction: Transaction, source: SourceMessage) -> list[int]:
    """Broadcasts that were taken from this message when it said something else, unless cancelled; each edit is news once."""
    this = (broadcast_sources.c.chat_id == source.chat_id, broadcast_sources.c.message_id == source.message_id)
    other = (*this, broadcast_sources.c.digest != source.digest)
    wanted = select(broadcasts.c.id).join(broadcast_sources).where(*other, broadcasts.c.state != BroadcastStage.CANCELLED)
    found = list((await transaction.execute(wanted.order_by(broadcasts.c.id))).scalars())
    await transaction.execute(update(broadcast_sources).where(*other).values(digest=source.digest))
    return found


async def is_source(transaction: Transaction, chat_id: int, message_id: int) -> bool:
    """Whether any broadcast was taken from this message."""
    this = (broadcast_sources.c.chat_id == chat_id, broadcast_sources.c.message_id == message_id)
    return (await transaction.execute(select(broadcast_sources.c.broadcast_id).where(*this).limit(1))).first() is not None
