"""What is said: content that was checked, as the API calls that say it.

One call is one message and one row of deliveries. A long text becomes several; a caption cannot. What is stored is the calls
themselves, so that what was released is what is sent, whatever becomes of the knowledge or of a rule for splitting.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot import texts
from bot.broadcasting import html

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
PARTS_LIMIT = 8


@dataclass(frozen=True, slots=True)
class SendText:
    """A text message in Telegram's HTML. ``entry_id``: the card of an entry, which gets its buttons."""

    html: str
    entry_id: str = ""
    type: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class SendFile:
    """A photo or a document that Telegram has already, with a caption in HTML."""

    type: Literal["photo", "document"]
    file_id: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class CopyMessage:
    """A copy of a message, without its author."""

    from_chat_id: int
    message_id: int
    type: Literal["copy"] = "copy"


Call = SendText | SendFile | CopyMessage


@dataclass(frozen=True, slots=True)
class Content:
    """What a broadcast says: its calls in order, and ``opening``, the first words for lists."""

    calls: tuple[Call, ...]
    opening: str

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


def text(source: str, *, entry_id: str = "") -> Checked:
    """A text in Telegram's HTML, or an entry's card. Too long for one message: several, cut at sentence ends."""
    try:
        runs = html.strip(html.parse(source))
    except html.HtmlError as error:
        return Checked(None, (str(error),))
    read = html.plain(runs)
    if not read:
        return Checked(None, (texts.CONTENT_EMPTY,))
    parts = html.cut(runs, TEXT_LIMIT)
    length = html.units(read)
    if len(parts) > PARTS_LIMIT:
        return Checked(None, (texts.CONTENT_TOO_LONG.format(length=length, parts=len(parts), most=PARTS_LIMIT),))
    # The buttons of a card belong under its end.
    calls = tuple(SendText(html.write(part), entry_id if part is parts[-1] else "") for part in parts)
    notes = (texts.CONTENT_SPLIT.format(length=length, limit=TEXT_LIMIT, parts=len(parts)),) if len(parts) > 1 else ()
    return Checked(Content(calls, _opening(read)), notes=notes)


def file(kind: Literal["photo", "document"], file_id: str, caption: str = "") -> Checked:
    """A photo or document with a caption in Telegram's HTML (may be empty)."""
    if not file_id:
        return Checked(None, (texts.CONTENT_NO_FILE,))
    try:
        runs = html.strip(html.parse(caption))
    except html.HtmlError as error:
        return Checked(None, (str(error),))
    read = html.plain(runs)
    length = html.units(read)
    if length > CAPTION_LIMIT:
        return Checked(None, (texts.CAPTION_TOO_LONG.format(length=length, limit=CAPTION_LIMIT, over=length - CAPTION_LIMIT),))
    return Checked(Content((SendFile(kind, file_id, html.write(runs)),), texts.CONTENT_OPENING[kind] + _opening(read)))


def copy(from_chat_id: int, message_id: int, opening: str = "") -> Checked:
    """A message to copy. Whether it is still there only Telegram knows: the preview copies it to the announcer first."""
    return Checked(Content((CopyMessage(from_chat_id, message_id),), texts.CONTENT_OPENING["copy"] + _opening(opening)))


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
            return CopyMessage(**values)
        case _:
            return SendFile(**values)


def _canonical(content: Content) -> str:
    return json.dumps([asdict(call) for call in content.calls], ensure_ascii=False, sort_keys=True)


def _opening(read: str, limit: int = 40) -> str:
    line = " ".join(read.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
