"""What is kept about one person: shown by /mydata, erased by /forget; and what a person set for oneself.

Signatures are the columns named ``…_by``, in every table: they belong to the record of the staff's work. They are kept as
long as the person is staff, and after that wherever the row cannot be without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Table, delete, func, select, update

from bot import texts
from bot.storage import votes
from bot.storage.broadcast_tables import broadcast_sources, live_messages
from bot.storage.engine import Transaction
from bot.storage.schema import metadata
from bot.storage.tables import answers, audit, dialogs, group_told, prefs, staff
from bot.storage.upsert import insert_into
from bot.storage.veil import Veil


@dataclass(frozen=True, slots=True)
class PersonData:
    """All about one person: settings as they are, roles, and numbers of the rest.

    ``answers``: messages of the private chat whose place is remembered for a few days (not their words); ``dialogs``: what a member
    of staff is in the middle of, or watches.
    """

    prefs: Mapping[str, str]
    roles: tuple[str, ...]
    answers: int
    votes: int
    audit_lines: int
    signatures: int
    dialogs: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is kept."""
        return not (self.prefs or self.roles or self.answers or self.votes or self.audit_lines or self.signatures or self.dialogs)


@dataclass(frozen=True, slots=True)
class Erased:
    """How many rows went, and sentences on what stays and why."""

    rows: int
    kept: tuple[str, ...]


async def set_pref(transaction: Transaction, user_id: int, name: str, value: str | None) -> None:
    """Keep what a person chose; ``None`` removes it."""
    if value is None:
        await transaction.execute(delete(prefs).where(prefs.c.user_id == user_id, prefs.c.name == name))
        return
    added = insert_into(transaction, prefs).values(user_id=user_id, name=name, value=value)
    await transaction.execute(added.on_conflict_do_update(index_elements=["user_id", "name"], set_={"value": value}))


async def get_prefs(transaction: Transaction, user_id: int) -> dict[str, str]:
    """What a person chose."""
    rows = await transaction.execute(select(prefs.c.name, prefs.c.value).where(prefs.c.user_id == user_id))
    return {row.name: row.value for row in rows}


async def collect(transaction: Transaction, veil: Veil, user_id: int) -> PersonData:
    """Everything that is kept about this person."""

    async def count(column: Column[int], person: int = user_id) -> int:
        return (await transaction.execute(select(func.count()).select_from(column.table).where(column == person))).scalar_one()

    return PersonData(
        prefs=await get_prefs(transaction, user_id),
        roles=tuple((await transaction.execute(select(staff.c.role).where(staff.c.user_id == user_id).order_by(staff.c.role))).scalars()),
        answers=await count(answers.c.chat_id, veil.place(user_id)),
        votes=len(await votes.of_person(transaction, veil, user_id)),
        audit_lines=await count(audit.c.actor_id),
        signatures=sum([await count(column) for _, column in _signatures()]) + await count(broadcast_sources.c.chat_id),
        dialogs=await count(dialogs.c.user_id) + await count(live_messages.c.chat_id) + await count(group_told.c.user_id),
    )


async def erase(transaction: Transaction, veil: Veil, user_id: int) -> Erased:
    """Delete what may be deleted. Roles and audit lines stay, and the signatures of present staff."""
    rows = await votes.erase(transaction, veil, user_id)
    rows += (await transaction.execute(delete(answers).where(answers.c.chat_id == veil.place(user_id)))).rowcount
    rows += (await transaction.execute(delete(dialogs).where(dialogs.c.user_id == user_id))).rowcount
    rows += (await transaction.execute(delete(live_messages).where(live_messages.c.chat_id == user_id))).rowcount
    rows += (await transaction.execute(delete(broadcast_sources).where(broadcast_sources.c.chat_id == user_id))).rowcount
    rows += (await transaction.execute(delete(group_told).where(group_told.c.user_id == user_id))).rowcount
    rows += (await transaction.execute(delete(prefs).where(prefs.c.user_id == user_id))).rowcount
    before = await collect(transaction, veil, user_id)
    if not before.roles:
        for table, column in _signatures():
            if column.nullable:
                unsigned = update(table).where(column == user_id).values({column.name: None})
                rows += (await transaction.execute(unsigned)).rowcount
    after = await collect(transaction, veil, user_id)
    kept = ((after.roles, texts.KEPT_STAFF), (after.audit_lines, texts.KEPT_AUDIT), (after.signatures, texts.KEPT_WORK))
    return Erased(rows, tuple(sentence for present, sentence in kept if present))


def _signatures() -> Iterator[tuple[Table, Column[int]]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_by"):
                yield table, column
