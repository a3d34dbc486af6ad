"""Who can be picked: groups, units and tags with their names, as they are now. It only reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.features.broadcasts import texts
from bot.features.broadcasts.draft import PER_PAGE, Draft, group_name
from bot.features.broadcasts.words import words_of
from bot.places.audience import Audience, To
from bot.places.store import groups as register
from bot.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Names:
    """A page of what can be picked: names with their labels for people, and whether there is a later page."""

    labels: Mapping[str, str]
    more: bool


class Audiences:
    """Everything raises ``DatabaseUnavailable``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def groups(self) -> int:
        """How many groups receive what is sent to all."""
        async with self._database.read() as transaction:
            return (await register.search(transaction, active=True, inside=True, limit=1))[1]

    async def names(self, draft: Draft) -> Names:
        """The page of the draft; of groups, those that its words find."""
        first = draft.page * PER_PAGE
        async with self._database.read() as transaction:
            if draft.to == To.PICKED:
                found, total = await register.search(transaction, draft.words, active=True, inside=True, limit=PER_PAGE, offset=first)
                labels = {str(group.chat_id): group_name(group.title, group.chat_id) for group in found}
            else:
                counts = await (register.units if draft.to == To.UNITS else register.tags)(transaction)
                total = len(counts)
                shown = list(counts.items())[first : first + PER_PAGE]
                labels = {name: texts.BUTTON_BC_NAME.format(name=name, count=count) for name, count in shown}
        return Names(labels, first + PER_PAGE < total)

    async def named(self, said: str) -> Audience | None:
        """The units, or the tags, whose names were written; ``None`` when one of the words is neither."""
        names = words_of(said)
        async with self._database.read() as transaction:
            known = {To.UNITS: await register.units(transaction), To.TAGS: await register.tags(transaction)}
        return next((Audience(to, names) for to, counts in known.items() if names and all(name in counts for name in names)), None)
