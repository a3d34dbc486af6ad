"""``check``: print every problem of the knowledge, or register new ids."""

from __future__ import annotations

import sys
from pathlib import Path

from bot import texts
from bot.library.loader import load_library, register_ids
from bot.library.problems import KnowledgeError


def check(folder: Path, *, register: bool) -> int:
    """Check the folder; exit code 1 when anything is wrong with the knowledge, 0 when it is sound."""
    if register:
        print(texts.CHECK_REGISTERED.format(count=register_ids(folder)))
    try:
        library = load_library(folder)
    except KnowledgeError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(texts.CHECK_FAILED.format(count=len(error.problems)), file=sys.stderr)
        # A folder that is not there is a slip of the caller, not a fault of the knowledge.
        return 1 if folder.is_dir() else 2
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
