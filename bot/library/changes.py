"""What is different between two versions of the knowledge. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bot.library.models import Entry, Library

_UNCOMPARED = ("id", "aliases")


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that is in both versions, with the names of its fields that differ (aliases apart)."""

    before: Entry
    after: Entry
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Entries that came, went or changed; (entry, alias) pairs that came or went in entries that stayed; whether the rest differs."""

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    changed: tuple[Changed, ...] = ()
    aliases_added: tuple[tuple[Entry, str], ...] = ()
    aliases_removed: tuple[tuple[Entry, str], ...] = ()
    background: bool = False
    statutes: bool = False
    cases: bool = False

    @property
    def nothing(self) -> bool:
        """Whether both versions say the same."""
        return not any(getattr(self, field.name) for field in fields(self))


def compare(before: Library, after: Library) -> Changes:
    """From ``before`` to ``after``, in the order of the speech."""
    stayed = [(before.by_id[entry.id], entry) for entry in after.entries if entry.id in before.by_id]
    changed = [Changed(old, new, _differing(old, new)) for old, new in stayed]
    return Changes(
        added=tuple(entry for entry in after.entries if entry.id not in before.by_id),
        removed=tuple(entry for entry in before.entries if entry.id not in after.by_id),
        changed=tuple(change for change in changed if change.fields),
        aliases_added=_missing([(new, old) for old, new in stayed]),
        aliases_removed=_missing(stayed),
        background=before.background != after.background,
        statutes=before.statutes != after.statutes,
        cases=before.cases != after.cases,
    )


def _differing(old: Entry, new: Entry) -> tuple[str, ...]:
    names = (field.name for field in fields(Entry) if field.name not in _UNCOMPARED)
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _missing(pairs: list[tuple[Entry, Entry]]) -> tuple[tuple[Entry, str], ...]:
    """Aliases of the first of each pair that the second does not have."""
    return tuple((one, alias) for one, other in pairs for alias in _difference(one, other))


def _difference(one: Entry, other: Entry) -> list[str]:
    present = set(other.aliases)
    return [alias for alias in one.aliases if alias not in present]
