"""The services that conversations work with, found by their type; they are put together in ``bot.app``."""

from __future__ import annotations

from typing import TypeVar

from bot.storage.errors import DatabaseUnavailable

T = TypeVar("T")


class Desk:
    """``desk(Lessons)`` is the service of that type, or of one that is made from it."""

    def __init__(self, *services: object) -> None:
        self._services = {type(service): service for service in services}

    def __call__(self, kind: type[T]) -> T:
        """The service; raises ``DatabaseUnavailable`` as long as there is none, as before the database was opened."""
        service = next((one for one in (self._services.get(kind), *self._services.values()) if isinstance(one, kind)), None)
        if service is None:
            raise DatabaseUnavailable("missing")
        return service

    def also(self, service: object) -> Desk:
        """With this one too, in place of another of its type."""
        return Desk(*(self._services | {type(service): service}).values())

    def has(self, kind: type[object]) -> bool:
        """Whether there is one."""
        return kind in self._services
