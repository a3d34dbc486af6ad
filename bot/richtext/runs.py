"""Text with formatting as values: runs of plain text in tags. Measured as platforms do, and cut without breaking a tag or an address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.richtext.addresses import spans
from bot.richtext.length import fitting, units

# Where a long text is best cut, best first: between paragraphs, between lines, after a sentence, after a clause, at a space.
_CUTS = tuple(re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"[。！？；…!?;]+[”’」』）)】》]*", r"[，、：,:]", r"\s+"))


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text and the opening tags around it, outermost first."""

    text: str
    tags: tuple[str, ...] = ()


def text_of(runs: Sequence[Run]) -> str:
    """What people read."""
    return "".join(run.text for run in runs)


def cut(runs: Sequence[Run], limit: int) -> tuple[tuple[Run, ...], ...]:
    """Runs → parts of at most ``limit`` units, cut at the best place in their second half; tags go on in the next part."""
    parts: list[tuple[Run, ...]] = []
    rest = strip(runs)
    while units(text := text_of(rest)) > limit:
        end = _best_end(text, fitting(text, limit))
        parts.append(strip(section(rest, 0, end)))
        rest = strip(section(rest, end, len(text)))
    return (*parts, rest)


def strip(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Without white space at the ends, which Telegram would drop."""
    text = text_of(runs)
    start = len(text) - len(text.lstrip())
    return section(runs, start, max(len(text.rstrip()), start))


def section(runs: Sequence[Run], start: int, end: int) -> tuple[Run, ...]:
    """Characters ``start`` to ``end`` of the plain text."""
    kept: list[Run] = []
    at = 0
    for run in runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            kept.append(Run(piece, run.tags))
        at += len(run.text)
    return tuple(kept)


def _best_end(text: str, most: int) -> int:
    """Where to cut, after ``most`` characters at the latest; never inside an address that fits into one part."""
    whole = [(start, end) for start, end in spans(text) if start < most and end - start <= most]
    for pattern in _CUTS:
        ends = (found.end() for found in pattern.finditer(text, 0, most))
        last = max((end for end in ends if not any(start < end < stop for start, stop in whole)), default=0)
        if last > most // 2:
            return last
    return next((start for start, end in whole if 0 < start < most < end), most)
