"""What may stand in the log: our own lines, at the level that was chosen; of everybody else's only that something is wrong, and where.

People's words get into a log by three ways: a library writes down what passes through it, an exception says what it choked on, and a
traceback ends with that. So a line that is not ours is never written as it is, and no exception by its text, wherever it stands: in
the arguments of a line, beside it, or at the end of the process. This is decided where the records are made, so that it holds for
every handler and for every library, also for one that comes later.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

_OURS = "bot"
_PROJECT = Path(__file__).resolve().parent.parent
_MOST_FRAMES, _LONGEST_CHAIN = 4, 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_SALT = secrets.token_bytes(16)
# What servers say without quoting anybody. Of anything else they say, only its kind is written.
_KNOWN = (
    "message is not modified", "message to edit not found", "message can't be edited", "message to delete not found",
    "message can't be deleted", "message to be replied not found", "message thread not found", "message is too long",
    "message text is empty", "can't parse entities", "chat not found", "chat_write_forbidden", "not enough rights",
    "need administrator rights", "have no rights to send", "bot was blocked by the user", "bot was kicked", "bot is not a member",
    "user is deactivated",
    "can't initiate conversation", "group chat was upgraded", "group chat was deactivated", "topic_closed", "query is too old",
    "wrong file identifier", "file is too big", "button_data_invalid", "terminated by other getupdates", "webhook is active",
    "unauthorized", "not found", "forbidden", "conflict", "flood control exceeded", "too many requests", "timed out", "bad gateway",
    "gateway timeout", "service unavailable", "internal server error", "connection refused", "proxy authentication required",
    "name or service not known", "certificate verify failed",
)  # fmt: skip


def configure(level: str, form: str = _FORMAT) -> None:
    """Write to the standard error stream from now on. ``level`` is of our own lines."""
    logging.setLogRecordFactory(_record)
    logging.basicConfig(level=logging.WARNING, format=form, stream=sys.stderr, force=True)
    logging.getLogger(_OURS).setLevel(level)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be written would be shown with its arguments
    sys.excepthook = _last_words
    threading.excepthook = lambda found: _last_words(found.exc_type, found.exc_value, found.exc_traceback)
    sys.unraisablehook = lambda found: _last_words(found.exc_type, found.exc_value, found.exc_traceback)


class _Advice(str):
    """Words of ours on an error. A type of its own, because libraries add notes too, and theirs may quote anybody."""

    __slots__ = ()


def advise(error: BaseException, words: str) -> None:
    """Say for the log what to do about ``error``. ``words``: ours alone, never what somebody or a server said."""
    error.add_note(_Advice(words))


def cause(error: BaseException) -> str:
    """An error in one line without people's words: what we advise, its kind, what it says if that quotes nobody, where it came from."""
    said = str(error).lower()
    known = next((phrase for phrase in _KNOWN if phrase in said), "")
    names = [f"{type(error).__name__}({known})" if known else type(error).__name__]
    link = error.__cause__
    while link is not None and len(names) < _LONGEST_CHAIN:
        names.append(type(link).__name__)
        link = link.__cause__
    kind = f"{' from '.join(names)} at {_places(error.__traceback__) or 'unknown'}"
    advice = next((note for note in getattr(error, "__notes__", ()) if isinstance(note, _Advice)), None)
    return kind if advice is None else f"{advice} ({kind})"


def somebody(identity: object) -> str:
    """A person or a private chat in a line: the same in every line of this process, and nobody after it."""
    return hmac.digest(_SALT, str(identity).encode(), "sha256").hex()[:8]


def _places(stack: TracebackType | None) -> str:
    frames = traceback.extract_tb(stack)
    ours = [f"{_relative(frame.filename)}:{frame.lineno}" for frame in frames if frame.filename.startswith(str(_PROJECT))]
    return "<".join(reversed(ours[-_MOST_FRAMES:])) or "".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-1:])


def _relative(filename: str) -> str:
    return Path(filename).relative_to(_PROJECT).as_posix()


def _record(
    name: str, level: int, path: str, line: int, message: object, args: Any, exc_info: Any, func: str | None = None,
    sinfo: str | None = None, **more: Any,
) -> logging.LogRecord:  # fmt: skip
    """A record without anybody's words; what went wrong stands at its end instead of beside it."""
    said = message if isinstance(message, str) else _plain(message)
    if name.partition(".")[0] != _OURS:
        said, args = f"something to look at ({Path(path).name}:{line})", ()
    record = logging.LogRecord(name, level, path, line, said, _plain(args), None, func, None, **more)
    error = exc_info[1] if isinstance(exc_info, tuple) else None
    if error is not None:
        # Put together by the handlers, which survive arguments that do not fit; here that would stop whoever logs.
        told = cause(error)
        record.msg = f"{said}: {told.replace('%', '%%') if record.args else told}"
    return record


def _plain(value: object) -> Any:
    """Arguments of a line, the exceptions among them by kind and place."""
    if isinstance(value, BaseException):
        return cause(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return tuple(_plain(one) for one in value) if isinstance(value, tuple | list) else value


def _last_words(kind: type[BaseException], error: BaseException | None, stack: TracebackType | None) -> None:
    """In place of a traceback, whose last line may hold words."""
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger(_OURS).critical("unexpected end: %s", cause(error.with_traceback(stack)) if error is not None else kind.__name__)
