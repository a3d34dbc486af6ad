"""The audit log in people's words, and people's words as a search in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.access import Action, Verdict, at_shell
from bot.chat import texts as chat_texts
from bot.chat.conversation import Objection
from bot.features.reports import texts
from bot.library.folding import fold
from bot.library.normalize import clean
from bot.outbox import weekday
from bot.storage.audit import AuditLine
from bot.when import CHINA, day_and_time

REFUSALS = frozenset({Verdict.REFUSED.value, Verdict.ACT_AS_YOURSELF.value})
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})[日号]?|月)?", re.ASCII)
_BRACKETS = str.maketrans(dict.fromkeys("()[]【】", ""))
_BETWEEN = re.compile(r"[\s,，、;；：]+")
_ABOUT_ROLES = frozenset({Action.GRANT.value, Action.REVOKE.value})
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_TARGET, _LONGEST_DETAIL = 24, 16, 40, 140


class SearchError(Objection):
    """Words that contradict each other; the message says how (Chinese)."""


@dataclass(frozen=True, slots=True)
class Search:
    """``meant``: codes of acts, results, kinds of targets and roles that a word may stand for besides itself.

    ``since`` and ``until`` (not included): the day or month that was named. ``without``: results that are not wanted.
    """

    words: str
    meant: Mapping[str, Collection[str]]
    since: datetime | None = None
    until: datetime | None = None
    without: Collection[str] = ()


def parse_search(text: str) -> Search:
    """Words, and at most one day (``2026-03-01``) or month (``2026年3月``) among them; later ones are words like any other.

    Ids, numbers and days are folded; names stay as they were typed, since that is how the log keeps them.
    Raises ``SearchError`` for a day whose weekday is another one.
    """
    words: list[str] = []
    without: frozenset[str] = frozenset()
    span: tuple[datetime, datetime] | None = None
    for typed in filter(None, _BETWEEN.split(clean(text))):
        folded = fold(typed)
        word = folded if folded.isascii() else typed
        if _DAY.match(folded):
            word = _checked(folded)
        found = _span(word) if span is None else None
        if found is not None:
            span = found
        elif word == texts.AUDIT_NO_REFUSALS:
            without = REFUSALS
        else:
            words.append(word)
    since, until = span or (None, None)
    return Search(" ".join(words), {word: _codes(word) for word in words}, since, until, without)


def _checked(word: str) -> str:
    """The day without the weekday beside it, if there is one and it is right."""
    alone, said = weekday.apart(weekday.plain(word.translate(_BRACKETS)))
    span = _span(alone)
    if said is None or span is None:
        return word
    wrong = weekday.objection(span[0].date(), said, span[0].date())
    if wrong is not None:
        raise SearchError(wrong)
    return alone


def line_words(line: AuditLine, today: date, titles: Mapping[int, str]) -> tuple[str, str]:
    """Who and when; and what was done, to whom, with what result; at most some 450 units together. ``titles``: of groups."""
    who = texts.AUDIT_WHO_SYSTEM if at_shell(line.actor_id) else texts.AUDIT_WHO
    head = who.format(time=day_and_time(line.at, today), name=_cut(line.actor_name, _LONGEST_NAME), id=line.actor_id)
    parts = [action(line.action), _cut(target(line.target, titles), _LONGEST_TARGET), _cut(detail(line), _LONGEST_DETAIL)]
    done = "" if line.result == "done" else f" → {result(line.result)}"
    return head, "　".join(part for part in parts if part) + done


def action(code: str) -> str:
    """What an act is called; one of a later version keeps its code."""
    return texts.AUDIT_ACTIONS.get(code, code)


def result(code: str) -> str:
    """How it ended."""
    return texts.AUDIT_RESULTS.get(code, code)


def group_ids(lines: Iterable[AuditLine]) -> frozenset[int]:
    """The groups that something was done to."""
    return frozenset(found for line in lines if (found := _group_id(line.target)) is not None)


def target(written: str, titles: Mapping[int, str]) -> str:
    """``group:-100123`` → 群 龙泉镇工作群（-100123）; without its title, if nobody knows it."""
    kind, colon, rest = written.partition(":")
    name = texts.AUDIT_TARGETS.get(kind)
    if title := titles.get(_group_id(written) or 0):
        return texts.AUDIT_GROUP.format(kind=name, title=_cut(title, _LONGEST_TITLE), id=rest)
    return written if name is None else f"{name} {rest}" if colon else name


def _group_id(written: str) -> int | None:
    kind, _, rest = written.partition(":")
    return int(rest) if kind in ("group", "chat") and re.fullmatch(r"-?\d{1,19}", rest, re.ASCII) else None


def detail(line: AuditLine) -> str:
    """What else is known; roles by their names."""
    if line.action in _ABOUT_ROLES:
        role, space, rest = line.detail.partition(" ")
        return chat_texts.ROLES.get(role, role) + space + rest
    return line.detail


def _codes(word: str) -> list[str]:
    names = (texts.AUDIT_ACTIONS, texts.AUDIT_RESULTS, texts.AUDIT_TARGETS, chat_texts.ROLES)
    present = word.replace(*texts.AUDIT_FORMER_WORD)
    return [code for table in names for code, name in table.items() if present in name]


def _span(word: str) -> tuple[datetime, datetime] | None:
    found = _DAY.fullmatch(word)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    try:
        first = datetime(year, month, int(found[3] or 1), tzinfo=CHINA)
        if found[3]:
            return first, first + timedelta(days=1)
        return first, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=CHINA)
    except (ValueError, OverflowError):
        return None


def _cut(text: str, longest: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= longest else one_line[: longest - 1] + "…"
