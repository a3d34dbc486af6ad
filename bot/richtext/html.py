"""HTML as Telegram reads it ↔ runs: strict, with a sentence for whoever wrote what Telegram would refuse.

https://core.telegram.org/bots/api#html-style.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from bot.richtext import texts
from bot.richtext.addresses import spans
from bot.richtext.runs import Run

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


class HtmlError(ValueError):
    """A text that Telegram would refuse; the message is a Chinese sentence."""


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


def escape(text: str) -> str:
    """Plain text as HTML; half a surrogate pair, which nothing can send, becomes a question mark."""
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"), quote=False)


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
        out.append(escape(run.text))
        now = run.tags
    return "".join(out)


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
