"""Where answers come from beside the speech: one line a source (see ``answering.sources.Source``)."""

from __future__ import annotations

from collections.abc import Callable

from bot.answering.sources import Source
from bot.settings.config import Settings

SOURCES: tuple[Callable[[Settings], Source], ...] = ()


def sources(settings: Settings) -> tuple[Source, ...]:
    """All of them, ready to answer."""
    return tuple(make(settings) for make in SOURCES)
