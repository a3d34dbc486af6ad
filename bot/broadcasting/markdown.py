"""The little Markdown that people write into a notice → Telegram's HTML. HTML tags in it stay as they are.

Headings and bold, links, code, list dots; everything else is left alone, since a lone star or dash is more often meant as such.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"^```[^\n`]*\n(.*?)\n```[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[-*+][ \t]+", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s()<>\"]+)\)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def to_html(source: str) -> str:
    """Markdown → HTML; what is written wrongly stays as it was written."""
    kept: list[str] = []

    def keep(html: str) -> str:
        kept.append(html)
        return f"\x00{len(kept) - 1}\x00"

    text = source.replace("\r\n", "\n").replace("\x00", "")
    text = _FENCE.sub(lambda found: keep(f"<pre>{_plain(found[1])}</pre>"), text)
    text = _CODE.sub(lambda found: keep(f"<code>{_plain(found[1])}</code>"), text)
    text = _BULLET.sub(r"\1· ", text)
    # An address may hold underscores that are not meant as bold.
    text = _LINK.sub(lambda found: keep(f'<a href="{found[2]}">') + found[1] + "</a>", text)
    text = _HEADING.sub(lambda found: "<b>" + _BOLD.sub(r"\2", found[1]) + "</b>", text)
    text = _BOLD.sub(r"<b>\2</b>", text)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)


def _plain(code: str) -> str:
    return code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
