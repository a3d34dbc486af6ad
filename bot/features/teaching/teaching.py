"""What the staff's commands on knowledge work with, put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.training.labelled import Labelled, evaluation_set
from bot.features.teaching.keeper import POLL_SECONDS, KnowledgeKeeper, Live
from bot.features.teaching.trial import Trial
from bot.library.loader import SPEECH_FILE, content_version, load_library
from bot.library.models import Library
from bot.storage.engine import Database

Build = Callable[[Library], Answerer]


class FilesChanged(Exception):
    """The files in the folder are not those in use: they were changed and not taken over yet."""


@dataclass(frozen=True, slots=True)
class Teaching:
    """``folder``: where the files are."""

    keeper: KnowledgeKeeper
    trial: Trial
    folder: Path

    def files(self) -> dict[str, bytes]:
        """The files in use, by path. Raises ``FilesChanged`` and ``OSError``; reads the disk."""
        paths = [*self.folder.rglob("*.yaml"), self.folder / SPEECH_FILE]
        found = {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}
        if content_version(self.folder) != self.keeper.base.version:
            raise FilesChanged
        return found


def build_teaching(
    folder: Path,
    database: Database,
    live: Live,
    build: Build,
    messages: Callable[[], list[Labelled]] = evaluation_set,
    *,
    load: Callable[[], Library] | None = None,
    poll_seconds: float = POLL_SECONDS,
) -> Teaching:
    """Knowledge from ``folder`` (or from ``load``); ``build`` makes answerers, ``messages`` are the evaluation questions."""
    keeper = KnowledgeKeeper(
        database,
        live,
        load=load or (lambda: load_library(folder)),
        build=build,
        fingerprint=None if load else (lambda: content_version(folder)),
        poll_seconds=poll_seconds,
    )
    return Teaching(keeper, Trial(build, messages), folder)
