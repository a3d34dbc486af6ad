"""What a group is called, and which unit it belongs to, in words. Pure."""

from __future__ import annotations

from bot.features.groups import texts
from bot.places import texts as places_texts
from bot.places.store.groups import Group


def title_of(group: Group) -> str:
    """Its title, or its number."""
    return group.title or str(group.chat_id)


def unit_words(group: Group) -> str:
    """Its unit, and the one that its admins ask for."""
    wish = "" if group.wished_unit is None else texts.UNIT_WISHED.format(unit=group.wished_unit or places_texts.NO_UNIT)
    return (group.unit or places_texts.NO_UNIT) + wish
