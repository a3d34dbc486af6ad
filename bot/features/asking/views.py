"""What people see: an entry as a card and its views, a choice, the contents. Library → ``Screen``, no Telegram types."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts as common_texts
from bot.answering.hit import Hit
from bot.features.asking import card, texts
from bot.library.models import Entry, Library
from bot.platforms.telegram.keyboards import PER_PAGE, Mark, Press, Verb, card_rows, paging_row, part_of, votes_row
from bot.platforms.telegram.render import Block, Row, Screen, label, pages


def card_screen(entry: Entry, mark: Mark = Mark.NONE, page: int = 0, heading: str = "") -> Screen:
    """The card: title, gist, passage, place, law, caution."""
    blocks = [Block(heading)] if heading else []
    blocks += [Block(entry.title, "b"), Block(entry.gist)]
    blocks += [Block(excerpt, "blockquote") for excerpt in card.excerpts(entry)]
    blocks.append(Block(common_texts.CARD_PLACE.format(place=entry.place.label)))
    if entry.statutes:
        blocks.append(Block(texts.CARD_LAWS.format(laws=card.law_names(entry.statutes)), gap=True))
    for number, caution in enumerate(entry.cautions):
        blocks.append(Block(texts.CARD_CAUTION.format(caution=caution), gap=not number and not entry.statutes))
    shown = pages(blocks)
    page = min(page, len(shown) - 1)
    return Screen(shown[page], tuple(card_rows(entry.id, mark, page, len(shown))))


def view_screen(entry: Entry, library: Library, press: Press) -> Screen:
    """One of the views behind a card's buttons (``Verb.WHOLE``, ``LAW``, ``CASES``, ``RELATED``)."""
    makers = {Verb.WHOLE: _whole, Verb.LAW: _laws, Verb.CASES: _cases, Verb.RELATED: _related}
    shown = pages(makers[press.verb](entry, library))
    page = min(press.page, len(shown) - 1)
    rows = paging_row(Press(press.verb, entry.id, page, press.mark), len(shown))
    if press.verb is Verb.RELATED:
        rows += [(Press(Verb.CARD, other.id, 0, press.mark).button(label(other.title)),) for other in _related_entries(entry, library)]
    rows.append((Press(Verb.CARD, entry.id, 0, press.mark).button(common_texts.BUTTON_BACK), *votes_row(entry.id, press.mark)))
    return Screen(shown[page], tuple(rows))


def _whole(entry: Entry, library: Library) -> list[Block]:
    blocks: list[Block] = []
    for number in entry.place.paragraphs:
        blocks.append(Block(texts.PARAGRAPH_HEADING.format(title=entry.title, number=number), "b", gap=bool(blocks)))
        blocks.append(Block(card.readable(library.speech.paragraphs[number]), "blockquote"))
    return blocks


def _heading(entry: Entry, view: str) -> Block:
    return Block(texts.VIEW_HEADING.format(title=entry.title, view=view), "b")


def _laws(entry: Entry, _: Library) -> list[Block]:
    lines = list(card.statute_lines(entry.statutes)) or [texts.NO_STATUTES]
    return [_heading(entry, common_texts.LABEL_LAW), *(Block(line, gap=True) for line in lines)]


def _cases(entry: Entry, _: Library) -> list[Block]:
    blocks = [_heading(entry, common_texts.LABEL_CASE)]
    for case in map(card.case_card, card.shown_cases(entry)):
        blocks += [Block(case.heading, "b", gap=True), Block(case.gist), Block(texts.LESSON_LINE.format(lesson=case.lesson))]
        blocks += [Block(texts.REMARKS.format(remarks=remark)) for remark in case.remarks]
    return blocks if len(blocks) > 1 else [*blocks, Block(texts.NO_CASES, gap=True)]


def _related(entry: Entry, library: Library) -> list[Block]:
    others = _related_entries(entry, library)
    lines = [f"{other.title}：{other.gist}" for other in others] or [texts.NO_RELATED]
    return [_heading(entry, common_texts.LABEL_RELATED), *(Block(line, gap=True) for line in lines)]


def _related_entries(entry: Entry, library: Library) -> list[Entry]:
    return [library.by_id[id_] for id_ in entry.related if id_ in library.by_id][:PER_PAGE]


def choice_screen(hits: Sequence[Hit]) -> Screen:
    """Up to three titles, and none of these."""
    rows: list[Row] = [(Press(Verb.PICK, hit.key).button(label(hit.title)),) for hit in hits]
    rows.append((Press(Verb.NEITHER).button(common_texts.CHOOSE_NONE),))
    question = common_texts.CHOOSE if len(hits) > 1 else common_texts.CHOOSE_ONE
    return Screen(pages([Block(question)])[0], tuple(rows))


def parts_screen(library: Library, page: int = 0) -> Screen:
    """The contents: the parts of the speech as buttons."""
    parts = list(library.parts.items())
    page = min(page, _last_page(len(parts)))
    shown = list(enumerate(parts))[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows: list[Row] = [
        (Press(Verb.PART, str(number)).button(label(common_texts.BUTTON_PAGE.format(title=part, count=len(entries)))),)
        for number, (part, entries) in shown
    ]
    rows += paging_row(Press(Verb.PARTS, "", page), _last_page(len(parts)) + 1)
    return Screen(pages([Block(texts.TOPICS_PICK.format(count=len(library.entries)), "b")])[0], tuple(rows))


def part_screen(library: Library, subject: str, page: int = 0) -> Screen | None:
    """The entries of one part as buttons; ``subject`` as in ``part_of``. ``None``: there is no such part."""
    found = part_of(library, subject)
    if found is None:
        return None
    number, own_page = found
    part, entries = list(library.parts.items())[number]
    page = min(page or own_page, _last_page(len(entries)))
    shown = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows: list[Row] = [(Press(Verb.CARD, entry.id, 0, Mark.TOPICS).button(label(entry.title)),) for entry in shown]
    rows += paging_row(Press(Verb.PART, str(number), page), _last_page(len(entries)) + 1)
    rows.append((Press(Verb.PARTS, "", number // PER_PAGE).button(common_texts.BUTTON_TOPICS),))
    return Screen(pages([Block(texts.TOPICS_PICK_ENTRY.format(part=part), "b")])[0], tuple(rows))


def _last_page(count: int) -> int:
    return max(0, (count - 1) // PER_PAGE)
