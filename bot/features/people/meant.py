"""Who is meant: a person named by id, by a reply to their message, or by a forwarded message."""

from __future__ import annotations

from bot.access import may_hold_roles
from bot.chat.conversation import Objection
from bot.chat.platform import Platform
from bot.chat.said import Nobody, Person, Said
from bot.features.people import texts
from bot.library.ids import person_id


def meant(said: Said) -> Person | None:
    """The person whose message was replied to or forwarded; ``None``: neither. Raises ``Objection`` for nobody in particular."""
    if isinstance(said.about, Nobody):
        raise Objection(texts.TARGET_HIDDEN if said.about is Nobody.HIDDEN else texts.TARGET_NO_PERSON)
    return said.about


async def named(platform: Platform, text: str) -> Person:
    """The person with this id, with their name if the platform tells it; raises ``Objection``."""
    user_id = person_id(text)
    if user_id is None or not may_hold_roles(user_id):
        raise Objection(texts.TARGET_BAD_ID)
    return Person(user_id, await platform.name_of(user_id))
