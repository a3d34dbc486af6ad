"""What is said: content that was checked, as the API calls that say it.

One call is one message and one row of deliveries. A long text becomes several; a caption cannot. What is stored is the calls
themselves, so that what was released is what is sent, whatever becomes of the knowledge or of a rule for splitting.

A call holds all that it says: words, files that Telegram has, places. None points at a message, which its author could still
change and anybody could delete.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast, get_args

from bot.outbox import texts
from bot.richtext import html
from bot.richtext.length import units
from bot.richtext.runs import Run, cut, strip, text_of

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
PARTS_LIMIT = 8


@dataclass(frozen=True, slots=True)
class SendText:
    """A text message in Telegram's HTML. ``entry_id``: the card of an entry, which gets its buttons."""

    html: str
    entry_id: str = ""
    type: Literal["text"] = "text"


FileType = Literal["photo", "video", "animation", "audio", "voice", "document", "video_note", "sticker"]
OtherType = Literal["contact", "location", "venue", "poll"]
_WITHOUT_CAPTION = ("video_note", "sticker")


@dataclass(frozen=True, slots=True)
class SendFile:
    """A file that Telegram has already, with a caption in HTML. ``spoiler``: blurred at first; ``above``: the caption stands over it."""

    type: FileType
    file_id: str
    caption: str = ""
    spoiler: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class SendOther:
    """What is neither text nor file; ``values`` are the parameters of the API call."""

    type: OtherType
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unfrozen:
    """What version 0.3 kept of a message: where it stood. Its author could change it after somebody had looked: never sent."""

    type: Literal["copy"] = "copy"


Call = SendText | SendFile | SendOther | Unfrozen


@dataclass(frozen=True, slots=True)
class Content:
    """What a broadcast says: its calls in order, and ``opening``, the first words for lists."""

    calls: tuple[Call, ...]
    opening: str

    @property
    def frozen(self) -> bool:
        """Whether it can be sent: all that it says stands in it."""
        return not any(isinstance(call, Unfrozen) for call in self.calls)

    @property
    def digest(self) -> str:
        """Changes exactly when what is sent changes: a release is for one digest."""
        return hashlib.sha256(_canonical(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Checked:
    """A look at content before release: ``content`` unless there are ``problems``; ``notes`` only tell."""

    content: Content | None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def text(source: str | Sequence[Run], *, entry_id: str = "") -> Checked:
    """A text in Telegram's HTML, or an entry's card. Too long for one message: several, cut at sentence ends."""
    try:
        runs = _runs(source)
    except html.HtmlError as error:
        return Checked(None, (str(error),))
    read = text_of(runs)
    if not read:
        return Checked(None, (texts.CONTENT_EMPTY,))
    parts = cut(runs, TEXT_LIMIT)
    length = units(read)
    if len(parts) > PARTS_LIMIT:
        return Checked(None, (texts.CONTENT_TOO_LONG.format(length=length, parts=len(parts), most=PARTS_LIMIT),))
    # The buttons of a card belong under its end.
    calls = tuple(SendText(html.write(part), entry_id if part is parts[-1] else "") for part in parts)
    notes = (texts.CONTENT_SPLIT.format(length=length, limit=TEXT_LIMIT, parts=len(parts)),) if len(parts) > 1 else ()
    return Checked(Content(calls, _opening(read)), notes=notes)


def file(kind: FileType, file_id: str, caption: str | Sequence[Run] = "", *, spoiler: bool = False, above: bool = False) -> Checked:
    """A file with a caption in Telegram's HTML (may be empty; round videos and stickers have none)."""
    if not file_id:
        return Checked(None, (texts.CONTENT_NO_FILE,))
    try:
        runs = () if kind in _WITHOUT_CAPTION else _runs(caption)
    except html.HtmlError as error:
        return Checked(None, (str(error),))
    read = text_of(runs)
    length = units(read)
    if length > CAPTION_LIMIT:
        return Checked(None, (texts.CAPTION_TOO_LONG.format(length=length, limit=CAPTION_LIMIT, over=length - CAPTION_LIMIT),))
    return Checked(Content((SendFile(kind, file_id, html.write(runs), spoiler, above),), texts.CONTENT_OPENING[kind] + _opening(read)))


def media(kind: str, values: Mapping[str, Any], caption: Sequence[Run] = (), opening: str = "") -> Checked:
    """What is no text, as the API call names it: a file with a caption, or a contact, a place, a poll with ``opening`` on it."""
    if kind in get_args(FileType):
        return file(cast(FileType, kind), caption=caption, **values)
    return other(cast(OtherType, kind), values, opening)


def other(kind: OtherType, values: Mapping[str, Any], opening: str = "") -> Checked:
    """A contact, a place or a poll. ``opening``: what stands on it."""
    return Checked(Content((SendOther(kind, values),), texts.CONTENT_OPENING[kind] + _opening(opening)))


def dump(content: Content) -> str:
    """Content → JSON for the database."""
    return json.dumps({"opening": content.opening, "calls": [asdict(call) for call in content.calls]}, ensure_ascii=False)


def load(stored: str) -> Content:
    """What ``dump`` wrote."""
    values = json.loads(stored)
    return Content(tuple(_call(call) for call in values["calls"]), values["opening"])


def _call(values: Mapping[str, Any]) -> Call:
    match values["type"]:
        case "text":
            return SendText(**values)
        case "copy":
            return Unfrozen()
        case "contact" | "location" | "venue" | "poll":
            return SendOther(**values)
        case _:
            return SendFile(**values)


def _runs(source: str | Sequence[Run]) -> tuple[Run, ...]:
    return strip(html.parse(source) if isinstance(source, str) else source)


def _canonical(content: Content) -> str:
    return json.dumps([asdict(call) for call in content.calls], ensure_ascii=False, sort_keys=True)


def _opening(read: str, limit: int = 40) -> str:
    line = " ".join(read.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
