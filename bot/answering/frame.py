"""The frame of an exam item or a quotation: what a text says about itself, never about its subject. It is taken off.

Everything here reads simplified text (``normalize.simplify``): NFKC, lower case, single spaces. NFKC has turned ① into 1, Ａ．
into a. and （ into (. Every repetition that looks ahead is bounded: the time stays in proportion to the length.
"""

from __future__ import annotations

import re
from collections.abc import Container

from bot.library.normalize import normalize

# Less than this behind a frame is no stem: then the frame was all there is.
LEAST_STEM = 4
# Outside an exam item a short name may be what is asked about; a long one is somebody else's title.
LONG_NAME = 10

_KINDS = (
    r"(?:不定项|单项|多项|单|多|复)?选择?题|(?:不定项|单项|多项)选择|判断(?:正误|对错)?题?|填空题?"
    r"|简答题?|论述题?|问答题|名词解释|案例(?:分析题?|题)"
)
_MARKED_KINDS = rf"{_KINDS}|单选|多选|不定项"
_ITEM_KIND = re.compile(
    rf"[【\[(]\s*(?:{_MARKED_KINDS})\s*[】\])]|(?:^|(?<=[\s\d.、]))(?:{_KINDS})(?=[\s\d(:、.。]|$)"
    r"|(?:^|(?<=[\s\d.、]))(?:单选|多选|不定项|选择|问答)(?=\s*[:、])"
)
_ITEM_PART = re.compile(r"[【\[(]\s*(?:题干|选项|题目|试题)\s*[】\])]|(?:^|(?<=\s))(?:题干|题目|试题|题型|必答题|抢答题)\s*:")
_ITEM_SCORE = re.compile(r"[(\[]\s*(?:每[题小空]*|本题|共|满分|\d{1,3}\s*小?题)?[^()\[\]]{0,12}\d{1,3}\s*分\s*[^()\[\]]{0,8}[)\]]")
_ITEM_NUMBER = re.compile(r"(?:^|\s)(?:第?\s*\d{1,3}(?:/\d{1,3})?\s*题|\d{1,3}\s*[.、)])\s*")
_ANSWER = re.compile(
    r"[【\[(]?\s*(?:正确答案|参考答案|标准答案|答案|答案解析|试题解析|解析|考点|难度)"
    r"\s*[】\])]?\s*:.*?(?=(?:\s\d{1,3}\s*[.、])|$)"
)
_BLANK = re.compile(r"[(\[]\s*(?:[a-h√×对错x]{0,8}|正确|错误)\s*[)\]]|_{2,}")
# How options are marked, and how many marks, from the first on, make a list: ways that also occur in sentences need more.
_MARKS = (
    (re.compile(r"(?:[○●◯□☐]\s?)?[(\[]?(?<![a-z])([ab])\s?[.、:)\]]"), "ab"),
    (re.compile(r"(?:^|(?<=[\s。?:;)])|(?<=\w))([甲乙])[.、:)]"), "甲乙"),
    # Bare letters, and what was ①②③ before: the first one stands behind the question.
    (re.compile(r"(?<=[。?)])\s?(a)\s?(?=[^a-z\s])|(?<=[\s。?:;,)])([bc])\s?(?=[^a-z\s])"), "abc"),
    (re.compile(r"(?<=[。?)])\s?(1)(?=[^\d\s.、年月日:/-])|(?<!\d)([23])(?=[^\d\s.、年月日:/-])"), "123"),
)
# From one option to the next.
_OPTION_UP_TO = 400
_NEXT_ITEM = re.compile(r"\s\d{1,3}\s*[.、]\s*(?=\S)")
_NAMED = re.compile(r"(?:根据|依据|按照|依照)?《([^《》]{1,80})》(?:\([^()]{0,20}\))?(?:的?规定)?[,:]?")


def is_item(said: str) -> bool:
    """Is a simplified message an exam item: does it name its kind, marks or options, leave a blank or give the answer?"""
    return any(sign.search(said) for sign in (_ITEM_KIND, _ITEM_PART, _ITEM_SCORE, _BLANK, _ANSWER)) or bool(_options(said))


def without_frame(said: str, known: Container[str] = ()) -> str:
    """A simplified message without what says nothing about its subject.

    Of an exam item that is its kind, number, marks, options, answer and blanks; everywhere the long name of a document in 《》.
    Where hardly anything else is there (《…》是什么), the message stays as it is. ``known``: names that stay.
    """
    item = is_item(said)
    stem = said
    if item:
        stem = _without_options(" ".join(_ANSWER.sub(" ", stem).split()))
        for frame in (_ITEM_KIND, _ITEM_PART, _ITEM_SCORE, _ITEM_NUMBER, _BLANK):
            stem = " ".join(frame.sub(" ", stem).split())
    stem = _NAMED.sub(lambda name: _name(name, known, 0 if item else LONG_NAME), stem)
    stem = " ".join(stem.split())
    return stem if len(normalize(stem)) >= LEAST_STEM else said


def names(text: str) -> frozenset[str]:
    """The names in 《》 of a text, normalised."""
    return frozenset(normalize(found[1]) for found in _NAMED.finditer(text))


def _name(found: re.Match[str], known: Container[str], shortest: int) -> str:
    name = normalize(found[1])
    return found[0] if name in known or len(name) < shortest else " "


def _options(said: str) -> list[tuple[int, int]]:
    """Where lists of options begin: the first mark's start and end."""
    found = set[tuple[int, int]]()
    for pattern, marks in _MARKS:
        following: dict[str, int] = {}  # mark → where the nearest one begins that the rest of the list follows
        for mark in reversed(list(pattern.finditer(said))):
            sign = mark[mark.lastindex or 0]
            number = marks.index(sign)
            if number < len(marks) - 1 and not 0 < following.get(marks[number + 1], -1) - mark.end() <= _OPTION_UP_TO:
                continue
            following[sign] = mark.start()
            if number == 0:
                found.add(mark.span())
    return sorted(found)


def _without_options(said: str) -> str:
    """Without each list of options, from its first mark to the next item's number or the end."""
    kept, place = [], 0
    for start, end in _options(said):
        if start < place:
            continue
        kept.append(said[place:start])
        following = _NEXT_ITEM.search(said, end)
        place = following.start() if following else len(said)
    return " ".join(" ".join((*kept, said[place:])).split())
