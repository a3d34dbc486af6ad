"""An entry as the parts of a card, in plain text; terminal and Telegram only lay them out.

Censor marks of the source are shown as …… here and nowhere filled in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import texts
from bot.library.models import CENSOR_MARK, Case, Entry, Statute

_CENSORED = re.compile(re.escape(CENSOR_MARK) + "+")


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case: heading, what happened, what it teaches, and remarks a reader must know."""

    heading: str
    gist: str
    lesson: str
    remarks: tuple[str, ...]


def readable(text: str) -> str:
    """Text of the speech as people see it: runs of censor marks become ……"""
    return _CENSORED.sub("……", text)


def excerpts(entry: Entry) -> tuple[str, ...]:
    """The passage, excerpt by excerpt."""
    return tuple(readable(excerpt) for excerpt in entry.passage)


def statute_line(statute: Statute) -> str:
    """One article in one line: law, article, version, what it says, and a remark if needed."""
    line = texts.STATUTE_LINE.format(law=statute.law, article=statute.article, version=statute.version, gist=statute.gist)
    remarks = [remark for remark in (statute.note, "" if statute.checked == "已核" else statute.checked) if remark]
    return line + (texts.REMARKS.format(remarks="；".join(remarks)) if remarks else "")


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
