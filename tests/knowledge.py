"""Knowledge folders for tests to change: a copy of the built-in one with its first wordings only, which loads in a moment."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from bot.library.shapes import BACKGROUND_KINDS
from tests.conftest import KNOWLEDGE

# What the check demands of an entry.
FEWEST = 24
WORDINGS = {"aliases:", *(f"{kind}:" for kind in BACKGROUND_KINDS)}


def small_folder(folder: Path, *, wordings: int = FEWEST, whole: Collection[str] = ()) -> Path:
    """Make ``folder``, without problems like the one it is made of. ``whole``: names of files that stay as they are."""
    shutil.copytree(KNOWLEDGE, folder)
    for path in (*(folder / "entries").glob("*.yaml"), folder / "background.yaml"):
        if path.name not in whole:
            path.write_text("".join(_first(path.read_text(encoding="utf-8").splitlines(keepends=True), wordings)), encoding="utf-8")
    return folder


def _first(lines: list[str], most: int) -> Iterator[str]:
    """The lines without wordings after the first ``most`` of a list; each wording is a line of its own."""
    listed: int | None = None
    for line in lines:
        if line.strip() in WORDINGS:
            listed = 0
        elif not line.lstrip().startswith("- ") or line.startswith("  - id:"):
            listed = None
        elif listed is not None:
            listed += 1
            if listed > most:
                continue
        yield line
