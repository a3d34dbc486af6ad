"""Which of our messages answers which question, for some days: for edited questions, votes and updates that come twice.

``chat_id`` is here what stands for a chat (``veil.Veil.place``). Of a private chat neither outcome nor entry is kept, of no chat
the row that counts the question: whoever has the key of the veil finds it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, tuple_

from bot.storage.engine import Transaction
from bot.storage.tables import answers
from bot.storage.upsert import insert_into
from bot.storage.veil import end_of_day, random_id


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """Our answer to one message; ``outcome`` is empty where it was given in private."""

    id: int
    chat_id: int
    question_message_id: int
    answer_message_id: int
    outcome: str
    entry_id: str | None
    expires: datetime


@dataclass(slots=True)
class Keeping:
    """An answer to be kept. One that the same question had before keeps its ``id``."""

    chat_id: int
    question_message_id: int
    answer_message_id: int
    outcome: str
    entry_id: str | None
    expires: datetime
    id: int = field(default_factory=random_id)

    @property
    def values(self) -> dict[str, Any]:
        """The row: the day on which it goes, not the moment of the answer; in private not what the answer was."""
        private = {} if self.chat_id < 0 else {"outcome": "", "entry_id": None}
        return asdict(self) | {"expires": end_of_day(self.expires)} | private


async def keep_all(transaction: Transaction, keeping: Collection[Keeping]) -> None:
    """As ``keep``, for many at once; no two of them for the same question."""
    if keeping:
        await transaction.execute(_replacing(transaction), [one.values for one in keeping])


async def to_questions(transaction: Transaction, keys: Collection[tuple[int, int]]) -> dict[tuple[int, int], KeptAnswer]:
    """What we answered to these (chat, message), where we did."""
    wanted = tuple_(answers.c.chat_id, answers.c.question_message_id).in_(list(keys))
    if not keys:
        return {}
    rows = (await transaction.execute(select(answers).where(wanted))).mappings()
    return {(row["chat_id"], row["question_message_id"]): KeptAnswer(**row) for row in rows}


async def newest(transaction: Transaction, chat_id: int) -> int:
    """The id of the last message in this chat that we answered; 0 without any."""
    query = select(func.max(answers.c.question_message_id)).where(answers.c.chat_id == chat_id)
    return (await transaction.execute(query)).scalar() or 0


async def keep(transaction: Transaction, keeping: Keeping) -> int:
    """Remember an answer; one that the same question had before is replaced. Returns its id."""
    added = _replacing(transaction).values(**keeping.values).returning(answers.c.id)
    identity: int = (await transaction.execute(added)).scalar_one()
    return identity


async def to_question(transaction: Transaction, chat_id: int, message_id: int) -> KeptAnswer | None:
    """What we answered to this message."""
    return await _find(transaction, (answers.c.chat_id == chat_id) & (answers.c.question_message_id == message_id))


async def at_message(transaction: Transaction, chat_id: int, message_id: int) -> KeptAnswer | None:
    """The answer that this message of ours is."""
    return await _find(transaction, (answers.c.chat_id == chat_id) & (answers.c.answer_message_id == message_id))


async def drop(transaction: Transaction, chat_id: int, question_message_id: int) -> bool:
    """Forget an answer (it was withdrawn); returns whether there was one."""
    gone = delete(answers).where(answers.c.chat_id == chat_id, answers.c.question_message_id == question_message_id)
    return (await transaction.execute(gone)).rowcount > 0


async def expire(transaction: Transaction, now: datetime) -> int:
    """Forget what has expired, and its votes; returns how many."""
    return (await transaction.execute(delete(answers).where(answers.c.expires <= now))).rowcount


async def _find(transaction: Transaction, where: ColumnElement[bool]) -> KeptAnswer | None:
    row = (await transaction.execute(select(answers).where(where).order_by(answers.c.id.desc()).limit(1))).mappings().first()
    return None if row is None else KeptAnswer(**row)


def _replacing(transaction: Transaction) -> Any:
    added = insert_into(transaction, answers)
    fresh = {name: added.excluded[name] for name in ("answer_message_id", "outcome", "entry_id", "expires")}
    return added.on_conflict_do_update(index_elements=["chat_id", "question_message_id"], set_=fresh)
