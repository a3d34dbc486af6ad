"""What people see: a hit as a card and its views, a choice, the contents. Pure, for every platform and every source."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts as common_texts
from bot.answering.card import Card, View
from bot.answering.hit import Hit
from bot.chat.screen import Block, Button, Row, Screen, Turning, page_of, paging, screen
from bot.features.asking import texts
from bot.features.asking.presses import Contents, Down, Hush, Look, Mark, Neither, Open, Part, Pick, Up
from bot.library.models import Library

PER_PAGE = 8
_IN_A_ROW = 2


def card_screen(card: Card, mark: Mark = Mark.NONE, page: int = 0, heading: str = "", also: Sequence[Hit] = ()) -> Screen:
    """The card: title, plain words, quotation, place, what it rests on, cautions. ``also``: what other sources answer as surely."""
    blocks = [Block(heading)] if heading else []
    blocks += [Block(card.title, "b"), *([Block(card.plain)] if card.plain else [])]
    blocks += [Block(quote, "blockquote") for quote in card.quotes]
    blocks.append(Block(common_texts.CARD_PLACE.format(place=card.place)))
    below = [*card.notes, *(texts.CARD_CAUTION.format(caution=caution) for caution in card.cautions)]
    blocks += [Block(line, gap=not number or line in card.notes) for number, line in enumerate(below)]
    views = [Button(view.label, Look(card.key, view.name, 0, mark)) for view in card.views]
    rows = [views[start : start + _IN_A_ROW] for start in range(0, len(views), _IN_A_ROW)]
    others = [(Button(hit.title, Open(hit.key, 0, mark)),) for hit in also]
    turning = Turning(page, lambda number: Open(card.key, number, mark))
    return screen(blocks, [*rows, *others, _votes(card.key, mark), _origin(card.key, mark)], turning)


def view_screen(card: Card, view: View, name: str, mark: Mark = Mark.NONE, page: int = 0) -> Screen:
    """One of the views behind a card's buttons."""
    head = (Block(texts.VIEW_HEADING.format(title=card.title, view=view.heading), "b"),) if view.heading else ()
    rows: list[Row] = [(Button(other.title, Open(other.key, 0, mark)),) for other in view.others]
    rows.append((Button(common_texts.BUTTON_BACK, Open(card.key, 0, mark)), *_votes(card.key, mark)))
    return screen([*head, *view.blocks], rows, Turning(page, lambda number: Look(card.key, name, number, mark)))


def choice_screen(hits: Sequence[Hit]) -> Screen:
    """Up to three titles, and none of these."""
    rows: list[Row] = [(Button(hit.title, Pick(hit.key)),) for hit in hits]
    rows.append((Button(common_texts.CHOOSE_NONE, Neither()),))
    return screen(common_texts.CHOOSE if len(hits) > 1 else common_texts.CHOOSE_ONE, rows)


def parts_screen(library: Library, page: int = 0) -> Screen:
    """The contents: the parts of the speech as buttons."""
    parts = [(number, part, len(entries)) for number, (part, entries) in enumerate(library.parts.items())]
    shown, page, has_later = page_of(parts, page, PER_PAGE)
    rows: list[Row] = [
        (Button(common_texts.BUTTON_PAGE.format(title=part, count=count), Part(str(number))),) for number, part, count in shown
    ]
    rows.append(paging(page, has_later, lambda number: Contents(page=number)))
    return screen([Block(texts.TOPICS_PICK.format(count=len(library.entries)), "b")], rows)


def part_screen(library: Library, subject: str, page: int = 0) -> Screen | None:
    """The entries of one part as buttons; ``subject``: its number, or an entry in it. ``None``: there is no such part."""
    found = _part_of(library, subject)
    if found is None:
        return None
    number, own_page = found
    part, entries = list(library.parts.items())[number]
    shown, page, has_later = page_of(entries, page or own_page, PER_PAGE)
    rows: list[Row] = [(Button(entry.title, Open(entry.id, 0, Mark.TOPICS)),) for entry in shown]
    rows.append(paging(page, has_later, lambda turned: Part(str(number), turned)))
    rows.append((Button(common_texts.BUTTON_TOPICS, Contents(page=number // PER_PAGE)),))
    return screen([Block(texts.TOPICS_PICK_ENTRY.format(part=part), "b")], rows)


def _votes(key: str, mark: Mark) -> Row:
    """👍 👎"""
    return (Button(texts.BUTTON_UP, Up(key, 0, mark)), Button(texts.BUTTON_DOWN, Down(key, 0, mark)))


def _origin(key: str, mark: Mark) -> Row:
    """The way back to the contents, or the way to be left alone."""
    if mark is Mark.OVERHEARD:
        return (Button(texts.BUTTON_HUSH, Hush(key, 0, mark)),)
    return (Button(common_texts.BUTTON_TOPICS, Part(key)),) if mark is Mark.TOPICS else ()


def _part_of(library: Library, subject: str) -> tuple[int, int] | None:
    """Number of a part and page in it, for a part's own number or an entry in it; ``None`` if there is no such thing."""
    parts = list(library.parts.values())
    if subject.isascii() and subject.isdecimal():
        return (int(subject), 0) if int(subject) < len(parts) else None
    for number, entries in enumerate(parts):
        ids = [entry.id for entry in entries]
        if subject in ids:
            return number, ids.index(subject) // PER_PAGE
    return None
