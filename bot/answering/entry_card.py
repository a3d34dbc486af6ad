"""An entry of the speech as a card, and its views: the whole paragraphs, the law, cases, related entries.

Censor marks of the source are shown as …… here and nowhere filled in.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts as common_texts
from bot.answering import texts
from bot.answering.card import Card, View, ViewName
from bot.answering.hit import SPEECH, Hit
from bot.library.models import Case, Entry, Library, Statute
from bot.library.speech import readable
from bot.richtext.block import Block

_MOST_RELATED = 8


def entry_hit(entry: Entry, score: float = 0.0) -> Hit:
    """An entry as a hit."""
    return Hit(SPEECH, entry.id, entry.title, entry.text, entry.place.label, score, {"entry": entry.id})


def entry_card(entry: Entry) -> Card:
    """What people see of it first."""
    laws = (texts.CARD_LAWS.format(laws=law_names(entry.statutes)),) if entry.statutes else ()
    views = (
        ViewName("whole", texts.BUTTON_WHOLE, len(entry.place.paragraphs), apart=True),
        ViewName("law", texts.BUTTON_LAW, len(entry.statutes)),
        ViewName("cases", texts.BUTTON_CASES, len(_shown_cases(entry))),
        ViewName("related", texts.BUTTON_RELATED, len(entry.related)),
    )
    quotes = tuple(readable(excerpt) for excerpt in entry.passage)
    return Card(entry.id, entry.title, entry.gist, quotes, entry.place.label, laws, entry.cautions, views)


def entry_view(entry: Entry, library: Library, name: str) -> View | None:
    """One of the views that its card names."""
    makers = {"whole": _whole, "law": _laws, "cases": _cases, "related": _related}
    return makers[name](entry, library) if name in makers else None


def _whole(entry: Entry, library: Library) -> View:
    blocks: list[Block] = []
    for number in entry.place.paragraphs:
        blocks.append(Block(texts.PARAGRAPH_HEADING.format(title=entry.title, number=number), "b", gap=bool(blocks)))
        blocks.append(Block(readable(library.speech.paragraphs[number]), "blockquote"))
    return View("", tuple(blocks))


def _laws(entry: Entry, _: Library) -> View:
    lines = statute_lines(entry.statutes) or (texts.NO_STATUTES,)
    return View(common_texts.LABEL_LAW, tuple(Block(line, gap=True) for line in lines))


def _cases(entry: Entry, _: Library) -> View:
    blocks = [block for case in _shown_cases(entry) for block in case_blocks(case)]
    return View(common_texts.LABEL_CASE, tuple(blocks or [Block(texts.NO_CASES, gap=True)]))


def _related(entry: Entry, library: Library) -> View:
    others = [library.by_id[id_] for id_ in entry.related if id_ in library.by_id][:_MOST_RELATED]
    lines = [f"{other.title}：{other.gist}" for other in others] or [texts.NO_RELATED]
    return View(common_texts.LABEL_RELATED, tuple(Block(line, gap=True) for line in lines), tuple(map(entry_hit, others)))


def statute_lines(statutes: Sequence[Statute]) -> tuple[str, ...]:
    """Each article in one line: law, article, version, what it says, and what to know, unless a line above has said so of this law."""
    said: set[tuple[str, str]] = set()
    lines = []
    for statute in statutes:
        line = texts.STATUTE_LINE.format(law=statute.law, article=statute.article, version=statute.version, gist=statute.gist.rstrip("。"))
        # Sentence by sentence: a note opens with what holds for the whole law and may go on about one article.
        remarks = [*statute.note.split("。"), "" if statute.checked == "已核" else statute.checked.rstrip("。")]
        new = [remark for remark in remarks if remark and (statute.law, remark) not in said]
        said.update((statute.law, remark) for remark in new)
        lines.append(line + (texts.REMARKS.format(remarks="；".join(new)) if new else ""))
    return tuple(lines)


def case_blocks(case: Case) -> list[Block]:
    """Heading, what happened, what it teaches, and remarks a reader must know; nothing that nobody has checked."""
    heading = (
        texts.CASE_HEADING.format(kind=case.kind, number=case.number, title=case.title)
        if case.number
        else texts.CASE_HEADING_PLAIN.format(kind=case.kind, title=case.title)
    )
    facts = "，".join(part for part in (case.court, case.year) if part)
    remarks = [remark for remark in (facts, case.note, texts.PARTLY_CHECKED if case.status == "部分核实" else "") if remark]
    shown = [Block(heading, "b", gap=True), Block(case.gist), Block(texts.LESSON_LINE.format(lesson=case.lesson))]
    return shown + [Block(texts.REMARKS.format(remarks=remark)) for remark in remarks]


def _shown_cases(entry: Entry) -> tuple[Case, ...]:
    """The cases of an entry that may be shown as fact."""
    return tuple(case for case in entry.cases if case.status != "未核")


def law_names(statutes: Sequence[Statute]) -> str:
    """The laws of a card in short: each law once, with its articles and version."""
    articles: dict[tuple[str, str], list[str]] = {}
    for statute in statutes:
        articles.setdefault((statute.law, statute.version), []).append(str(statute.article))
    return "；".join(
        texts.LAW_NAME.format(law=law, articles="、".join(numbers), version=version) for (law, version), numbers in articles.items()
    )
