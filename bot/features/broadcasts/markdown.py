"""The little Markdown that people write into a notice → Telegram's HTML. HTML tags in it stay as they are.

Headings and bold, links, code, list dots; everything else is left alone, since a lone star or dash is more often meant as such.
What must arrive letter by letter (addresses, tags, code) is taken out first and put back last. A reader of full Markdown would
join the lines of a notice and not see bold between Chinese characters and quotation marks; ours is small because it does neither.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from bot.richtext.addresses import spans, without_marks
from bot.richtext.html import TAG

_FENCE = re.compile(r"^```[^\n`]*\n(.*?)\n```[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[-*+][ \t]+", re.MULTILINE)
_AUTOLINK = re.compile(r"<((?:[a-zA-Z][a-zA-Z0-9+.-]*://|(?:mailto|tel|sms|geo|magnet):|www\.|[^\s<>@/]+@(?=[\w-]+\.)|[\w-]+(?:\.[\w-]+)+/)[^\s<>]+)>")
# One pair of parentheses may stand in the address, as in those of encyclopedias.
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(((?:https?|tg|ton)://(?:[^\s()<>\"\x00]|\([^\s()<>\"\x00]*\))+)\)")
_CODE = re.compile(r"(?<!\x00)`([^`\n]+)`")
# Inside a word neither is formatting: between Latin letters and digits no star, beside any letter no underscore, and nothing
# opens right behind what was taken out.
_BOLD = re.compile(
    r"(?<!\x00)(?!(?<=[a-zA-Z0-9])\*\*[a-zA-Z0-9])\*\*(?=\S)(.+?)(?<=\S)(?!(?<=[a-zA-Z0-9])\*\*[a-zA-Z0-9])\*\*"
    r"|(?<![\w\x00])__(?=\S)(.+?)(?<=\S)__(?!\w)"
)
_KEPT = re.compile(r"\x00(\d+)\x00")


def to_html(source: str) -> str:
    """Markdown → HTML; what is written wrongly stays as it was written."""
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"\x00{len(kept) - 1}\x00"

    text = source.replace("\r\n", "\n").replace("\x00", "")
    text = _FENCE.sub(lambda found: keep(f"<pre>{_plain(found[1])}</pre>"), text)
    text = _AUTOLINK.sub(lambda found: keep(_plain(found[1])), text)
    text = TAG.sub(lambda found: keep(found[0]), text)
    text = _LINK.sub(lambda found: keep(f'<a href="{html.escape(found[2])}">') + found[1] + keep("</a>"), text)
    text = _addresses(text, keep)
    text = _CODE.sub(lambda found: keep(f"<code>{_plain(found[1])}</code>"), text)
    text = _BULLET.sub(r"\1· ", text)
    text = _HEADING.sub(lambda found: "<b>" + _BOLD.sub(_bare, found[1]) + "</b>", text)
    text = _BOLD.sub(lambda found: f"<b>{_bare(found)}</b>", text)
    while _KEPT.search(text):  # an address may stand in code
        text = _KEPT.sub(lambda found: kept[int(found[1])], text)
    return text


def _addresses(text: str, keep: Callable[[str], str]) -> str:
    """With every address of the running text taken out."""
    pieces: list[str] = []
    at = 0
    for start, end in spans(text):
        address = without_marks(text[start:end])
        pieces += [text[at:start], keep(_plain(address))]
        at = start + len(address)
    return "".join([*pieces, text[at:]])


def _bare(found: re.Match[str]) -> str:
    return str(found[1] or found[2])


def _plain(code: str) -> str:
    return html.escape(code, quote=False)
