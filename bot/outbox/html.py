"""Telegram's HTML: check it, measure it as Telegram does, and cut it without breaking a tag.

https://core.telegram.org/bots/api#html-style. Lengths are UTF-16 units after parsing, the unit of Telegram's limits.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot import texts
from bot.outbox.addresses import spans

_PLAIN_TAGS = frozenset(["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler", "blockquote"])
_ATTRIBUTES = {"a": "href", "span": "class", "tg-emoji": "emoji-id", "code": "class", "blockquote": "expandable"}
_NEEDED = {"a": "href", "span": "class", "tg-emoji": "emoji-id"}
# In quotation marks an address may hold any sign.
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+(?:"[^"]*"|'[^']*'|[^<>"'])*)?)>""")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
# Only what Telegram decodes, and only with the semicolon: elsewhere &noticeId is a part of an address, not a sign ¬.
_REFERENCE = re.compile(r"&(?:(?:lt|gt|amp|quot)|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
# Telegram drops a link to anything else without a word.
# or makes http://mailto:… of it. A host needs a point.
_HOST = r"(?:[\w-]+(?:\.[\w-]+)+|\[[0-9a-fA-F:.]+\])"
_TARGET = re.compile(rf"(?:https?://(?:[^\s/?#@]*@)?)?{_HOST}(?=[/?#.]|:\d|\Z)|(?:tg|ton):\S", re.IGNORECASE)
# Where a long text is best cut, best first: between paragraphs, between lines, after a sentence, after a clause, at a space.
_CUTS = tuple(re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"[。！？；…!?;]+[”’」』）)】》]*", r"[，、：,:]", r"\s+"))


class HtmlError(ValueError):
    """A text that Telegram would refuse; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Run:
    """Plain text and the opening tags around it, outermost first."""

    text: str
    tags: tuple[str, ...] = ()


def units(text: str) -> int:
    """The length of a plain text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def parse(source: str) -> tuple[Run, ...]:
    """Text with tags → runs. Raises ``HtmlError`` for what Telegram refuses."""
    runs: list[Run] = []
    stack: list[tuple[str, str]] = []
    at = 0
    for found in TAG.finditer(source):
        _add(runs, source[at : found.start()], stack)
        at = found.end()
        closing, name, attributes = found[1], found[2].lower(), found[3]
        if not closing:
            stack.append((name, _opening(name, attributes)))
        elif not stack:
            raise HtmlError(texts.HTML_CLOSED_TOO_MUCH.format(tag=name))
        elif stack[-1][0] != name:
            raise HtmlError(texts.HTML_CROSSED.format(tag=name, open=stack[-1][0]))
        else:
            stack.pop()
    _add(runs, source[at:], stack)
    if stack:
        raise HtmlError(texts.HTML_UNCLOSED.format(tag=stack[-1][0]))
    return tuple(runs)


def plain(runs: Sequence[Run]) -> str:
    """What people read."""
    return "".join(run.text for run in runs)


def addresses(runs: Sequence[Run]) -> tuple[tuple[str, str], ...]:
    """Every address that people can press, in order: the words of a link and where it leads, or a bare address twice."""
    found: list[tuple[str, str]] = []
    for run in runs:
        targets = [tag.removeprefix('a href="')[:-1] for tag in run.tags if tag.startswith('a href="')]
        if targets:
            target = html.unescape(targets[-1])
            # One link may be several runs, with bold in it.
            before = found.pop()[0] if found and found[-1][1] == target else ""
            found.append((before + run.text, target))
        else:
            found += [(run.text[start:end], run.text[start:end]) for start, end in spans(run.text)]
    return tuple(found)


def opening_tag(name: str, attribute: str = "", value: str = "") -> str:
    """A tag for ``Run``, from values as they are."""
    return f'{name} {attribute}="{html.escape(value)}"' if attribute else name


def write(runs: Sequence[Run]) -> str:
    """Runs → text with tags, each closed."""
    out: list[str] = []
    now: tuple[str, ...] = ()
    for run in (*runs, Run("")):
        shared = 0
        while shared < min(len(now), len(run.tags)) and now[shared] == run.tags[shared]:
            shared += 1
        out += [f"</{_name(tag)}>" for tag in reversed(now[shared:])]
        out += [f"<{tag}>" for tag in run.tags[shared:]]
        out.append(html.escape(run.text, quote=False))
        now = run.tags
    return "".join(out)


def cut(runs: Sequence[Run], limit: int) -> tuple[tuple[Run, ...], ...]:
    """Runs → parts of at most ``limit`` units, cut at the best place in their second half; tags go on in the next part."""
    parts: list[tuple[Run, ...]] = []
    rest = strip(runs)
    while units(text := plain(rest)) > limit:
        end = _best_end(text, _fitting(text, limit))
        parts.append(strip(_slice(rest, 0, end)))
        rest = strip(_slice(rest, end, len(text)))
    return (*parts, rest)


def strip(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Without white space at the ends, which Telegram would drop."""
    text = plain(runs)
    start = len(text) - len(text.lstrip())
    return _slice(runs, start, max(len(text.rstrip()), start))


def _opening(name: str, attributes: str) -> str:
    if name not in _PLAIN_TAGS and name not in _ATTRIBUTES:
        raise HtmlError(texts.HTML_UNKNOWN_TAG.format(tag=name))
    kept = [
        (key.lower(), _decoded(next((value for value in values if value), "")))
        for key, *values in _ATTRIBUTE.findall(attributes)
        if key.lower() == _ATTRIBUTES.get(name)
    ]
    needed = _NEEDED.get(name)
    if needed and not any(key == needed and value for key, value in kept):
        raise HtmlError(texts.HTML_NEEDS.format(tag=name, attribute=needed))
    if name == "a" and not _TARGET.match(kept[0][1]):
        raise HtmlError(texts.HTML_NO_ADDRESS.format(address=kept[0][1]))
    if name == "span" and kept[0][1] != "tg-spoiler":
        raise HtmlError(texts.HTML_UNKNOWN_TAG.format(tag=name))
    return " ".join([name, *(f'{key}="{html.escape(value)}"' if value else key for key, value in kept)])


def _name(tag: str) -> str:
    return tag.partition(" ")[0]


def _add(runs: list[Run], source: str, stack: Sequence[tuple[str, str]]) -> None:
    if "<" in source:
        around = source[source.index("<") :][:12]
        raise HtmlError(texts.HTML_BARE_LESS.format(around=around))
    if source:
        runs.append(Run(_decoded(source), tuple(opening for _, opening in stack)))


def _decoded(source: str) -> str:
    return _REFERENCE.sub(lambda found: html.unescape(found[0]), source)


def _slice(runs: Sequence[Run], start: int, end: int) -> tuple[Run, ...]:
    """Characters ``start`` to ``end`` of the plain text."""
    kept: list[Run] = []
    at = 0
    for run in runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            kept.append(Run(piece, run.tags))
        at += len(run.text)
    return tuple(kept)


def _fitting(text: str, limit: int) -> int:
    """The most characters that fit into ``limit`` units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _best_end(text: str, most: int) -> int:
    """Where to cut, after ``most`` characters at the latest; never inside an address that fits into one part."""
    whole = [(start, end) for start, end in spans(text) if start < most and end - start <= most]
    for pattern in _CUTS:
        ends = (found.end() for found in pattern.finditer(text, 0, most))
        last = max((end for end in ends if not any(start < end < stop for start, stop in whole)), default=0)
        if last > most // 2:
            return last
    return next((start for start, end in whole if 0 < start < most < end), most)
