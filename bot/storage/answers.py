"""Which of our messages answers which question, for some days: for edited questions, votes and updates that come twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, tuple_, update

from bot.storage.engine import Transaction
from bot.storage.tables import answers
from bot.storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """Our answer to one message. ``log_id``: its row in the question log."""

    id: int
    chat_id: int
    question_message_id: int
    answer_message_id: int
    log_id: int | None
    outcome: str
    entry_id: str | None
    expires: datetime


@dataclass(slots=True)
class Keeping:
    """An answer to be kept; without ``log_id`` the row of the question log that it had before stays."""

    chat_id: int
    question_message_id: int
    answer_message_id: int
    outcome: str
    entry_id: str | None
    expires: datetime
    log_id: int | None = None


async def keep_all(transaction: Transaction, keeping: Collection[Keeping]) -> None:
    """As ``keep``, for many at once; no two of them for the same question."""
    if not keeping:
        return
    added = insert_into(transaction, answers)
    fresh = {name: added.excluded[name] for name in ("answer_message_id", "outcome", "entry_id", "expires")}
    fresh["log_id"] = func.coalesce(added.excluded.log_id, answers.c.log_id)
    added = added.on_conflict_do_update(index_elements=["chat_id", "question_message_id"], set_=fresh)
    await transaction.execute(added, [asdict(one) for one in keeping])


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


async def keep(
    transaction: Transaction,
    *,
    chat_id: int,
    question_message_id: int,
    answer_message_id: int,
    outcome: str,
    entry_id: str | None,
    expires: datetime,
    log_id: int | None = None,
) -> int:
    """Remember an answer; one that the same question had before is replaced. Returns its id.

    Without ``log_id`` the row of the question log that it had before stays.
    """
    fresh = {"answer_message_id": answer_message_id, "outcome": outcome, "entry_id": entry_id, "expires": expires}
    if log_id is not None:
        fresh["log_id"] = log_id
    added = insert_into(transaction, answers).values(chat_id=chat_id, question_message_id=question_message_id, **fresh)
    added = added.on_conflict_do_update(index_elements=["chat_id", "question_message_id"], set_=fresh)
    identity: int = (await transaction.execute(added.returning(answers.c.id))).scalar_one()
    return identity


async def to_question(transaction: Transaction, chat_id: int, message_id: int) -> KeptAnswer | None:
    """What we answered to this message."""
    return await _find(transaction, (answers.c.chat_id == chat_id) & (answers.c.question_message_id == message_id))


async def at_message(transaction: Transaction, chat_id: int, message_id: int) -> KeptAnswer | None:
    """The answer that this message of ours is."""
    return await _find(transaction, (answers.c.chat_id == chat_id) & (answers.c.answer_message_id == message_id))


async def link(transaction: Transaction, answer_id: int, log_id: int) -> None:
    """The answer's row in the question log."""
    await transaction.execute(update(answers).where(answers.c.id == answer_id).values(log_id=log_id))


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
