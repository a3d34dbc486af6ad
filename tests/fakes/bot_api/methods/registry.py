"""The table of methods: one function each, found by name as Telegram does, whatever the capitals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..params import Params
from ..world import World

Handler = Callable[[World, Params], Any]
METHODS: dict[str, Handler] = {}
_SPELLINGS = {"getupdates": "getUpdates"}


def method(name: str) -> Callable[[Handler], Handler]:
    """Register a function as a Bot API method."""

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = handler
        _SPELLINGS[name.lower()] = name
        return handler

    return register


def canonical(name: str) -> str:
    """The documented spelling of a method's name; unknown names stay as they are."""
    return _SPELLINGS.get(name.lower(), name)
