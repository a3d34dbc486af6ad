"""👍 and 👎: one vote per person and answer, changeable, kept without the person (see ``veil.Veil.voter``)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sqlalchemy import case, delete, func, select, update

from bot.storage.engine import Transaction
from bot.storage.tables import answers, question_log, votes
from bot.storage.upsert import insert_into
from bot.storage.veil import Veil


@dataclass(frozen=True, slots=True)
class VoteTally:
    """The votes for one answer; ``mine``: how this person voted before (``None``: not at all)."""

    ups: int
    downs: int
    mine: bool | None


async def vote(transaction: Transaction, veil: Veil, answer_id: int, user_id: int, up: bool) -> VoteTally | None:
    """Count a vote; the same person's earlier one is replaced. ``None``: the answer has expired."""
    # The lock makes votes for one answer come one after another, so that the count is right.
    row = (await transaction.execute(select(answers.c.id).where(answers.c.id == answer_id).with_for_update())).first()
    if row is None:
        return None
    voter = veil.voter(answer_id, user_id)
    mine = (await transaction.execute(select(votes.c.up).where(votes.c.answer_id == answer_id, votes.c.voter == voter))).scalar()
    cast = insert_into(transaction, votes).values(answer_id=answer_id, voter=voter, up=up)
    await transaction.execute(cast.on_conflict_do_update(index_elements=["answer_id", "voter"], set_={"up": up}))
    ups = func.coalesce(func.sum(case((votes.c.up, 1), else_=0)), 0)
    counted = (await transaction.execute(select(ups, func.count()).where(votes.c.answer_id == answer_id))).one()
    tally = VoteTally(counted[0], counted[1] - counted[0], mine)
    log = update(question_log).where(question_log.c.id == veil.counted(answer_id))
    await transaction.execute(log.values(ups=tally.ups, downs=tally.downs))
    return tally


async def clear(transaction: Transaction, answer_id: int) -> None:
    """Forget the votes for an answer: another one has taken its place."""
    await transaction.execute(delete(votes).where(votes.c.answer_id == answer_id))


async def of_person(transaction: Transaction, veil: Veil, user_id: int) -> list[int]:
    """Ids of the answers for which a person's vote is still kept."""
    rows = await transaction.execute(select(votes.c.answer_id, votes.c.voter))
    return [answer_id for answer_id, voter in rows if hmac.compare_digest(voter, veil.voter(answer_id, user_id))]


async def erase(transaction: Transaction, veil: Veil, user_id: int) -> int:
    """Delete a person's votes; the counts in the question log stay, they name nobody. Returns how many."""
    mine = await of_person(transaction, veil, user_id)
    for answer_id in mine:
        await transaction.execute(delete(votes).where(votes.c.answer_id == answer_id, votes.c.voter == veil.voter(answer_id, user_id)))
    return len(mine)
