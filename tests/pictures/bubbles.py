"""Messages as a chat looks on a phone: bubbles, names, buttons, photos. Knows messages of the fake Telegram and nothing of the bot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.features.reports.canvas import Canvas, fit
from tests.fakes.bot_api.state import Button, Message
from tests.pictures.wrapping import THUMBS, Line, run_width, wrap

WIDTH = 640
NOTE = "Messages"
MOST_BYTES = 60_000
_COLOURS = (64, 40, 28, 20)
_EDGE, _PAD, _GAP = 20, 18, 14
_SIZE, _LEADING = 24, 36
_NAME, _BUTTON = 22, 54
_BLANK = 18
# A chart has many shades.
_SMALLER = 0.75
_PAPER, _BOT, _PERSON, _INK, _LINK, _GREY = "#D5E2EA", "#FFFFFF", "#DDF6CF", "#15202B", "#1F6FC4", "#6E7F8E"
_QUOTE, _BAR, _KEY, _KEY_INK = "#EEF4FB", "#3C82D4", "#B9CDDA", "#17324A"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message, measured. ``photo``: PNG; ``lines`` what stands in it."""

    message: Message
    lines: Sequence[Line]
    photo: Image.Image | None
    left: float
    wide: float
    name: str

    @property
    def by_bot(self) -> bool:
        """Whether the bot said it."""
        return self.message.sender is not None and self.message.sender.is_bot

    @property
    def text_height(self) -> float:
        """Of bubble and photo, without buttons."""
        text = sum(_LEADING if line.runs else _BLANK for line in self.lines) + 2 * _PAD - 8 if self.lines else 0
        return (self.photo.height if self.photo else 0) + text + (_NAME + 12 if self.name else 0)

    @property
    def height(self) -> float:
        """With buttons."""
        return self.text_height + len(self.message.buttons) * (_BUTTON + 6)


def draw(messages: Sequence[Message], photos: dict[int, bytes] | None = None, bot_name: str = "明法") -> bytes:
    """The messages below each other, as PNG; ``photos`` by message id."""
    bubbles = [_measured(message, (photos or {}).get(message.message_id), bot_name) for message in messages]
    canvas = _ChatCanvas(WIDTH, round(sum(bubble.height + _GAP for bubble in bubbles) + 2 * _EDGE - _GAP), _PAPER)
    top: float = _EDGE
    for bubble in bubbles:
        canvas.bubble(bubble, top)
        top += bubble.height + _GAP
    notes = PngInfo()
    notes.add_text(NOTE, digest(messages))
    return canvas.small_png(_SMALLER if photos else 1, notes)


def digest(messages: Sequence[Message]) -> str:
    """Stands for the words and buttons; kept in the picture, so that a test can tell whether it is still true."""
    said = [[message.text, *message.button_texts] for message in messages]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _measured(message: Message, photo: bytes | None, bot_name: str) -> Bubble:
    by_bot = message.sender is not None and message.sender.is_bot
    most = WIDTH - 2 * _EDGE - (0 if message.buttons or photo else 60)
    image = None
    if photo is not None:
        image = Image.open(BytesIO(photo)).convert("RGB")
        image = image.resize((most, round(image.height * most / image.width)), Image.Resampling.LANCZOS)
    lines = wrap(message.text, message.entities, _SIZE, most - 2 * _PAD - _SIZE)
    widest = max((sum(run_width(run.text, _SIZE) for run in line.runs) + (24 if line.quoted else 0) for line in lines), default=0)
    name = "" if message.chat.type == "private" else bot_name if by_bot else str(message.sender.first_name if message.sender else "")
    wide = most if message.buttons or image else min(most, max(widest, run_width(name, _NAME)) + 2 * _PAD + 4)
    return Bubble(message, lines if message.text else (), image, _EDGE if by_bot else WIDTH - _EDGE - wide, wide, name)


class _ChatCanvas(Canvas):
    def bubble(self, bubble: Bubble, top: float) -> None:
        """A bubble with its buttons."""
        left, right = bubble.left, bubble.left + bubble.wide
        self.box(left, top, right, top + bubble.text_height, _BOT if bubble.by_bot else _PERSON, 18)
        y = top
        if bubble.photo is not None:
            self._image.paste(bubble.photo.resize((bubble.photo.width * 2, bubble.photo.height * 2)), (round(left * 2), round(y * 2)))
            y += bubble.photo.height
        if bubble.name:
            y += 12
            self.text(left + _PAD, y + _NAME / 2 + 2, bubble.name, _NAME, _LINK, bold=True)
            y += _NAME
        y += _PAD - 4
        for line in bubble.lines:
            self._line(line, left + _PAD, right - _PAD, y)
            y += _LEADING if line.runs else _BLANK
        self._keys(bubble.message.buttons, left, right, top + bubble.text_height)

    def _line(self, line: Line, left: float, right: float, top: float) -> None:
        if line.quoted:
            self.box(left, top, right, top + _LEADING, _QUOTE)
            self.box(left, top, left + 5, top + _LEADING, _BAR)
            left += 20
        for run in line.runs:
            for piece in _pieces(run.text):
                if piece in THUMBS:
                    self.thumb(left + 2, top + _LEADING / 2, _SIZE, up=piece == "👍")
                else:
                    colour = _LINK if "link" in run.styles else _INK
                    self.text(left, top + _LEADING / 2, piece, _SIZE, colour, bold="bold" in run.styles)
                left += run_width(piece, _SIZE)

    def _keys(self, rows: Sequence[Sequence[Button]], left: float, right: float, top: float) -> None:
        for row in rows:
            wide = (right - left - 6 * (len(row) - 1)) / len(row)
            for number, button in enumerate(row):
                start = left + number * (wide + 6)
                self.box(start, top + 6, start + wide, top + 6 + _BUTTON, _KEY, 12)
                if button.text in THUMBS:
                    self.thumb(start + wide / 2 - 13, top + 6 + _BUTTON / 2, 26, up=button.text == "👍")
                else:
                    label = fit(button.text, 22, wide - 16)
                    self.text(start + wide / 2, top + 6 + _BUTTON / 2, label, 22, _KEY_INK, "mm")
            top += _BUTTON + 6

    def thumb(self, left: float, middle: float, size: float, *, up: bool) -> None:
        """A thumb, drawn: the font has none."""
        way = 1 if up else -1
        skin = "#E9A63A"

        def part(x1: float, y1: float, x2: float, y2: float, radius: float) -> None:
            ends = sorted((middle + way * y1 * size, middle + way * y2 * size))
            self.box(left + x1 * size, ends[0], left + x2 * size, ends[1], skin, radius * size)

        part(0.02, -0.02, 0.18, 0.42, 0.05)
        part(0.24, -0.06, 0.9, 0.42, 0.14)
        part(0.36, -0.46, 0.58, 0.16, 0.1)

    def small_png(self, part: float, notes: PngInfo) -> bytes:
        """``part`` as wide as usual, and with as many colours as fit into ``MOST_BYTES``: documents should load quickly."""
        small = self._image.reduce(2)
        if part < 1:
            small = small.resize((round(self.width * part), round(self.height * part)), Image.Resampling.BICUBIC)
        for colours in _COLOURS:
            out = BytesIO()
            small.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE).save(
                out, "PNG", optimize=True, pnginfo=notes
            )
            if out.tell() <= MOST_BYTES:
                return out.getvalue()
        raise ValueError(f"{out.tell()} bytes with {colours} colours: too much in one picture")


def _pieces(text: str) -> Iterator[str]:
    """The text with each thumb by itself."""
    piece = ""
    for char in text:
        if char in THUMBS:
            if piece:
                yield piece
            yield char
            piece = ""
        else:
            piece += char
    if piece:
        yield piece
