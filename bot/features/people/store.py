"""What is kept about one person: shown by /mydata, erased by /forget; and what a person set for oneself.

Which column may tell of a person, and what becomes of it, stands in ``holdings``; here it is looked up and done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy import Column, ColumnElement, Table, delete, func, or_, select, update

from bot.access import Verdict
from bot.features.asking.store import votes
from bot.features.people import texts
from bot.storage.engine import Transaction
from bot.storage.holdings import Holds, columns
from bot.storage.tables import answers, audit, prefs, staff
from bot.storage.upsert import insert_into
from bot.storage.veil import Veil

_REFUSALS = tuple(verdict.value for verdict in Verdict if verdict is not Verdict.ALLOWED)


@dataclass(frozen=True, slots=True)
class PersonData:
    """All about one person: settings as they are, roles, and numbers of the rest.

    ``answers``: messages of the private chat whose place is remembered for a few days (not their words); ``dialogs``: what a member
    of staff is in the middle of, or watches. Of the audit log: lines of what the person did, of what was refused (``audit_refused``),
    and of what others did that name the person (``audit_about``). ``mentions``: other texts in which the person's id stands.
    """

    prefs: Mapping[str, str]
    roles: tuple[str, ...]
    answers: int
    votes: int
    audit_lines: int
    signatures: int
    dialogs: int = 0
    audit_refused: int = 0
    audit_about: int = 0
    mentions: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is kept."""
        return not any(getattr(self, field.name) for field in fields(self))


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

    async def count(where: ColumnElement[bool], column: Column[object]) -> int:
        return (await transaction.execute(select(func.count()).select_from(column.table).where(where))).scalar_one()

    async def rows_of(table: Table) -> int:
        return await count(or_(*(column == user_id for of, column in columns(Holds.GOES) if of is table)), next(iter(table.c)))

    mine = audit.c.actor_id == user_id
    refused = audit.c.result.in_(_REFUSALS)
    return PersonData(
        prefs=await get_prefs(transaction, user_id),
        roles=tuple((await transaction.execute(select(staff.c.role).where(staff.c.user_id == user_id).order_by(staff.c.role))).scalars()),
        answers=await count(answers.c.chat_id == veil.place(user_id), answers.c.chat_id),
        votes=len(await votes.of_person(transaction, veil, user_id)),
        audit_lines=await count(mine & ~refused, audit.c.actor_id),
        signatures=sum([await count(column == user_id, column) for _, column in columns(Holds.SIGNED)]),
        dialogs=sum([await rows_of(table) for table in {table for table, _ in columns(Holds.GOES)} - {prefs}]),
        audit_refused=await count(mine & refused, audit.c.actor_id),
        audit_about=await _mentions(transaction, user_id, in_audit=True),
        mentions=await _mentions(transaction, user_id, in_audit=False),
    )


async def erase(transaction: Transaction, veil: Veil, user_id: int) -> Erased:
    """Delete what may be deleted. Roles and audit lines stay, and the signatures of present staff."""
    rows = await votes.erase(transaction, veil, user_id)
    rows += (await transaction.execute(delete(answers).where(answers.c.chat_id == veil.place(user_id)))).rowcount
    for table, column in columns(Holds.GOES):
        rows += (await transaction.execute(delete(table).where(column == user_id))).rowcount
    before = await collect(transaction, veil, user_id)
    if not before.roles:
        for table, column in columns(Holds.SIGNED):
            if column.nullable:
                unsigned = update(table).where(column == user_id).values({column.name: None})
                rows += (await transaction.execute(unsigned)).rowcount
    after = await collect(transaction, veil, user_id)
    kept = (
        (after.roles, texts.KEPT_STAFF),
        (after.audit_lines or after.audit_refused or after.audit_about, texts.KEPT_AUDIT),
        (after.signatures, texts.KEPT_WORK),
        (after.mentions, texts.KEPT_MENTIONS),
    )
    return Erased(rows, tuple(sentence for present, sentence in kept if present))


async def _mentions(transaction: Transaction, user_id: int, *, in_audit: bool) -> int:
    """Rows with this id in a text of somebody else's: lines of the audit log, or all others."""
    whole = re.compile(rf"(?<![\d-]){user_id}(?!\d)")
    found = 0
    for table in dict.fromkeys(table for table, _ in columns(Holds.MENTIONS) if (table is audit) == in_audit):
        texts_of = [column for of, column in columns(Holds.MENTIONS) if of is table]
        somewhere = texts_of[0].contains(str(user_id))
        for column in texts_of[1:]:
            somewhere |= column.contains(str(user_id))
        others = [column != user_id for of, column in columns(Holds.ACTED, Holds.GOES) if of is table]
        rows = await transaction.execute(select(*texts_of).where(somewhere, *others))
        found += sum(any(whole.search(text or "") for text in row) for row in rows)
    return found
