"""What an upload says, whatever kind of file it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.features.exchange.caps import MAX_FAULTS


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place: ``where`` is sheet and cell (问法!C7) or file and line (entries/p12.yaml:31)."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where} {self.message}" if self.where else self.message


@dataclass(frozen=True, slots=True)
class AliasRow:
    """One way to ask, as somebody wrote it.

    ``id_where``: where its entry is named, if elsewhere. ``title``: the entry's title as written beside it; with an empty
    ``entry_id`` it says which entry is meant.
    """

    entry_id: str
    alias: str
    where: str
    id_where: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as somebody wrote it: texts by field (see ``columns``), as far as they were given."""

    id: str
    texts: Mapping[str, str]
    where: str


@dataclass
class Upload:
    """What was read. ``lists``: entries whose aliases were given as a whole, so that a missing one is meant to go.

    ``whole``: all entries were given, so that a missing one is meant to go. ``more_faults``: how many more than ``faults`` holds.
    """

    aliases: list[AliasRow] = field(default_factory=list)
    entries: list[EntryRow] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """Where each entry stands."""
    lists: set[str] = field(default_factory=set)
    whole: bool = False
    others: Mapping[str, bytes] = field(default_factory=dict)
    """Other files of the knowledge, by path."""
    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    hidden: int = 0
    """Rows that are hidden or filtered in their program, and count all the same."""
    nodes: int = 0
    """YAML values read so far."""

    def fault(self, where: str, message: str) -> None:
        """Note what is wrong; only so many are kept."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(where, message))
        else:
            self.more_faults += 1
