"""A file, named by a line at the prompt: typed, pasted, or dragged into the window."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from bot.chat.platform import PlatformError
from bot.chat.said import File
from bot.platforms.terminal import texts

_QUOTES = "\"'“”‘’"
_ESCAPED = re.compile(r"\\([\s()&'\"\[\]])")
# A name with an ending, or a path: words that happen to be the name of a file are words.
_LIKELY = re.compile(r"[^\n]*(?:[/\\][^\n]*|\.\w{1,5})")
_CERTAIN = re.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\][^\s/\\][^\n]*[/\\][^\n]*\.\w{1,5}|(?:~|\.{1,2}|[A-Za-z]:)[/\\][^\n]*\.\w{1,5}")


def meant(said: str) -> File | None:
    """The file that this is the path of; ``None`` for words. Raises ``PlatformError`` for a path where no file is."""
    written = said.strip().strip(_QUOTES)
    if not _LIKELY.fullmatch(written):
        return None
    as_uri = unquote(written.removeprefix("file://")) if written.startswith("file://") else written
    for path in map(Path, dict.fromkeys((as_uri, _ESCAPED.sub(r"\1", as_uri)))):
        try:
            file = path.expanduser()
            if file.is_file():
                return File(file.name, file.stat().st_size, str(file))
        except (OSError, ValueError, RuntimeError):  # too long, or no path at all
            continue
    if _CERTAIN.fullmatch(written):
        raise PlatformError(texts.TERMINAL_NO_FILE)
    return None
