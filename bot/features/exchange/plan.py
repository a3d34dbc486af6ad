"""An upload against the live knowledge: what would be added, taken back, and what can only be changed in the files. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot import texts as common_texts
from bot.features.exchange import texts
from bot.features.exchange.upload import AliasRow, EntryRow, Fault, Upload
from bot.library import columns
from bot.library.models import Entry, Library
from bot.library.normalize import clean, normalize
from bot.library.supplementing import MAX_ALIAS, Taught, Unfit, Wordings

MAX_ADDITIONS = 1_000
"""Aliases that one import may add; the database is busy for about a second with so many."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A field of an entry that was changed in the upload."""

    entry: Entry
    heading: str
    before: str
    after: str


@dataclass
class ImportPlan:
    """``add`` and ``withdraw`` can be done from the chat; the rest is shown and belongs into the YAML files."""

    add: list[AliasRow] = field(default_factory=list)
    withdraw: list[Taught] = field(default_factory=list)
    unchanged: int = 0
    in_files: list[tuple[Entry, str]] = field(default_factory=list)
    """Aliases of the files that the upload does not have any more."""
    edits: list[Edit] = field(default_factory=list)
    new_entries: list[EntryRow] = field(default_factory=list)
    gone_entries: list[Entry] = field(default_factory=list)
    other_files: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    hidden: int = 0
    """Rows that are hidden in the sheet and were read all the same."""

    @property
    def only_in_files(self) -> bool:
        """Whether there is anything that only the files can change."""
        return bool(self.in_files or self.edits or self.new_entries or self.gone_entries or self.other_files)


def plan(
    upload: Upload, library: Library, wordings: Wordings, taught: Sequence[Taught], files: Mapping[str, bytes] | None = None
) -> ImportPlan:
    """``library`` is the live one, ``wordings`` are those of the files alone, ``taught`` what is live on top of them.

    ``files``: the other files of the knowledge as they are, by path.
    """
    found = ImportPlan(faults=list(upload.faults), more_faults=upload.more_faults, hidden=upload.hidden)
    new = {row.id for row in upload.entries if row.id not in library.by_id}
    rows = list(_resolved(upload, library, new, found))
    _aliases(rows, library, wordings, taught, found)
    _missing(rows, upload, library, taught, found)
    for row in upload.entries:
        if row.id in new:
            found.new_entries.append(row)
        else:
            found.edits += _edits(library.by_id[row.id], row)
    if upload.whole:
        present = {row.id for row in upload.entries}
        found.gone_entries = [entry for entry in library.entries if entry.id not in present]
    found.other_files = sorted(name for name, data in upload.others.items() if files is not None and files.get(name) != data)
    return found


def _resolved(upload: Upload, library: Library, new: Collection[str], found: ImportPlan) -> Iterator[AliasRow]:
    """The aliases of entries that we have, by their ids.

    Those of new entries are left out, others are faults of the cell that names the entry, once for each cell.
    """
    new_titles = {normalize(row.texts.get("title", "")) for row in upload.entries if row.id in new}
    told: set[str] = set()
    for row in upload.aliases:
        where = row.id_where or row.where
        titled = library.find(row.title) if row.title else None
        entry = library.by_id.get(row.entry_id) if row.entry_id else titled
        if entry is None:
            if row.entry_id in new or (not row.entry_id and normalize(row.title) in new_titles) or where in told:
                continue
            told.add(where)
            found.faults.append(Fault(where, _unknown(row, library)))
        elif titled is not None and titled is not entry:
            if where not in told:
                message = texts.IMPORT_ID_AND_TITLE.format(id=entry.id, title=shown(row.title), other=titled.id)
                found.faults.append(Fault(where, message))
            told.add(where)
        else:
            yield replace(row, entry_id=entry.id)


def _unknown(row: AliasRow, library: Library) -> str:
    if not row.entry_id:
        titles = {entry.title: entry.id for entry in library.entries}
        near = difflib.get_close_matches(row.title[:60], titles, 1)
        hint = texts.IMPORT_DID_YOU_MEAN.format(id=f"{near[0]} {titles[near[0]]}") if near else ""
        return texts.IMPORT_NO_SUCH_TITLE.format(title=shown(row.title), hint=hint)
    near = difflib.get_close_matches(row.entry_id[:60], library.by_id, 1)
    hint = texts.IMPORT_DID_YOU_MEAN.format(id=near[0]) if near else ""
    return texts.IMPORT_NO_SUCH_ENTRY.format(id=row.entry_id[:24], hint=hint)


def _aliases(rows: Sequence[AliasRow], library: Library, wordings: Wordings, taught: Sequence[Taught], found: ImportPlan) -> None:
    live = {normalize(item.alias): item.entry_id for item in taught}
    seen: dict[str, AliasRow] = {}
    for row in rows:
        alias, key = clean(row.alias), normalize(row.alias)
        if key and (first := seen.setdefault(key, row)) is not row:
            if first.entry_id != row.entry_id:
                _fault(found, row, texts.IMPORT_ALIAS_TWICE.format(alias=shown(alias), where=first.where, id=first.entry_id))
            continue
        owner = live.get(key) or wordings.owner(alias)
        if owner == row.entry_id:
            found.unchanged += 1
            continue
        objection = Unfit.OWNED if owner is not None else wordings.objection(alias, row.entry_id)
        if objection is not None:
            _fault(found, row, common_texts.OBJECTIONS[objection].format(alias=shown(alias), owner=owner or "", limit=MAX_ALIAS))
            continue
        found.add.append(AliasRow(row.entry_id, alias, row.where))
    if len(found.add) > MAX_ADDITIONS:
        found.faults.append(Fault("", texts.IMPORT_TOO_MANY_ADDITIONS.format(count=len(found.add), limit=MAX_ADDITIONS)))


def _missing(rows: Sequence[AliasRow], upload: Upload, library: Library, taught: Sequence[Taught], found: ImportPlan) -> None:
    """Aliases that we have and the upload does not, in entries whose list it gives."""
    given = {normalize(row.alias) for row in rows}
    lists = upload.lists | {row.entry_id for row in rows}
    live = {(item.entry_id, item.alias): item for item in taught}
    for entry in (entry for entry in library.entries if entry.id in lists):
        for alias in entry.aliases:
            if normalize(alias) in given:
                continue
            item = live.get((entry.id, alias))
            if item is not None:
                found.withdraw.append(item)
            else:
                found.in_files.append((entry, alias))


def _edits(entry: Entry, row: EntryRow) -> list[Edit]:
    edits = []
    for column in columns.COLUMNS:
        before = columns.comparable(column.text(entry))
        after = row.texts.get(column.field)
        if after is not None and after != before:
            edits.append(Edit(entry, column.heading, before, after))
    return edits


def _fault(found: ImportPlan, row: AliasRow, message: str) -> None:
    found.faults.append(Fault(row.where, message))


def shown(alias: str) -> str:
    """An alias in a sentence about it."""
    return alias if len(alias) <= 30 else alias[:30] + "…"
