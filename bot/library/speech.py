"""The speech: numbered paragraphs, the headings above them, and sentences.

The file is the only source of passages. Its lines are ``[NN] text``; headings are paragraphs that
start with 一、 二、 三、 and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_PARAGRAPH = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_HEADING = re.compile(r"^[一二三四五六七八九十]+、")
# The speaker turns to the hall: the greeting, and the closing words, which belong to no part.
_TO_THE_HALL = re.compile(r"^同志们[,，:：]")
# A sentence ends at 。!?; a closing quotation mark belongs to the sentence it ends.
_SENTENCE = re.compile(r"[^。!?！？]*[。!?！？]+[”’)）]*|[^。!?！？]+$")


_CENSORED = re.compile(r"\*+")


def readable(text: str) -> str:
    """Text of the speech as people see it: runs of censor marks become …… and are filled in nowhere."""
    return _CENSORED.sub("……", text)


@dataclass(frozen=True)
class Speech:
    """The speech's paragraphs by number (1 is the first), verbatim, without their ``[NN]`` mark."""

    title: str
    paragraphs: Mapping[int, str]

    @classmethod
    def parse(cls, text: str) -> Speech:
        """Read the text of ``source/speech.txt``; raise ``ValueError`` when it has no paragraph."""
        paragraphs = {int(number): body for number, body in _PARAGRAPH.findall(text)}
        if not paragraphs:
            raise ValueError("没有找到形如“[01] 正文”的段落")
        title = next((line[2:] for line in text.splitlines() if line.startswith("# ")), "")
        return cls(title.strip(), paragraphs)

    def is_heading(self, number: int) -> bool:
        """Whether this paragraph is a heading (一、…)."""
        return bool(_HEADING.match(self.paragraphs[number]))

    @cached_property
    def _heading_of(self) -> Mapping[int, str]:
        above, found = "", {}
        for number in sorted(self.paragraphs):
            if self.is_heading(number):
                above = self.paragraphs[number]
            elif _TO_THE_HALL.match(self.paragraphs[number]):
                above = ""
            found[number] = above
        return found

    def sentences(self, number: int) -> Iterator[tuple[int, str]]:
        """The sentences of one paragraph with their offset in it."""
        for match in _SENTENCE.finditer(self.paragraphs[number]):
            yield match.start(), match.group()

    def label(self, numbers: Sequence[int]) -> str:
        """Where these paragraphs stand, as people read it: 讲话第12段 · 二、强化措施… · 三要用法律边界来守护安全."""
        if not numbers:
            return ""
        parts = [f"讲话第{_ranges(numbers)}段"]
        headings = list(dict.fromkeys(self._heading_of[number] for number in numbers))
        if len(headings) == 1 and headings[0]:
            parts.append(_short(headings[0]))
        if len(numbers) == 1 and not self.is_heading(numbers[0]) and headings[0]:
            first = next(iter(self.sentences(numbers[0])))[1].rstrip("。")
            parts.append(readable(first if len(first) <= 40 else first[:40] + "…"))
        return " · ".join(parts)


def _short(heading: str) -> str:
    """A heading as far as its first comma: 二、强化措施,狠抓落实,… → 二、强化措施…"""
    head, comma, _ = heading.partition(",")
    return f"{head}…" if comma else head


def _ranges(numbers: Sequence[int]) -> str:
    """4,5,6,8 → 4—6、8"""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
