"""An entry as the parts of a card, in plain text; terminal and Telegram only lay them out.

Censor marks of the source are shown as …… here and nowhere filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.asking import texts
from bot.library.models import Case, Entry, Statute
from bot.library.speech import readable as readable


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case: heading, what happened, what it teaches, and remarks a reader must know."""

    heading: str
    gist: str
    lesson: str
    remarks: tuple[str, ...]


def excerpts(entry: Entry) -> tuple[str, ...]:
    """The passage, excerpt by excerpt."""
    return tuple(readable(excerpt) for excerpt in entry.passage)


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


def case_card(case: Case) -> CaseCard:
    """One case, without anything that nobody has checked."""
    heading = (
        texts.CASE_HEADING.format(kind=case.kind, number=case.number, title=case.title)
        if case.number
        else texts.CASE_HEADING_PLAIN.format(kind=case.kind, title=case.title)
    )
    facts = "，".join(part for part in (case.court, case.year) if part)
    remarks = [remark for remark in (facts, case.note, texts.PARTLY_CHECKED if case.status == "部分核实" else "") if remark]
    return CaseCard(heading, case.gist, case.lesson, tuple(remarks))


def shown_cases(entry: Entry) -> tuple[Case, ...]:
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
