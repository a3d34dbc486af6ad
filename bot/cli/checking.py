"""``check``: print every problem of the knowledge, or register new ids."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.cli import texts
from bot.library.loader import FolderError, load_library, register_ids
from bot.library.problems import KnowledgeError


def check(folder: Path, *, register: bool) -> int:
    """Check the folder; exit code 1 when anything is wrong with the knowledge, 0 when it is sound."""
    try:
        if register:
            print(texts.CHECK_REGISTERED.format(count=register_ids(folder)))
        library = load_library(folder)
    except KnowledgeError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(texts.CHECK_FAILED.format(count=len(error.problems)), file=sys.stderr)
        return 2 if isinstance(error, FolderError) else 1
    print(
        texts.CHECK_CLEAN.format(
            entries=len(library.entries),
            aliases=sum(len(entry.aliases) for entry in library.entries),
            statutes=len(library.statutes),
            cases=len(library.cases),
            background=len(library.background),
            version=library.version,
        )
    )
    return 0
