"""Telegram's HTML subset: text with tags in, plain text and entities out, with TDLib's refusals.

Follows parse_html in td/telegram/MessageEntity.cpp. Where entities overlap, nothing is repaired as TDLib would.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import JSON, bad_request
from .text import sort_entities, utf16

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link", "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int  # where its text starts among the pieces


def _decode(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return _NAMED.get(name, match.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match.group()


def decode_references(text: str) -> str:
    """Replace the character references that Telegram knows: four names and all numbers."""
    return _REFERENCE.sub(_decode, text) if "&" in text else text


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[JSON] = []

    def refuse(self, reason: str, position: int | None = None) -> Exception:
        where = "" if position is None else f" at byte offset {len(self.source[:position].encode('utf-8', 'replace'))}"
        return bad_request(f"can't parse entities: {reason}{where}")

    def parse(self) -> tuple[str, list[JSON]]:
        source = self.source
        while self.at < len(source):
            tag = source.find("<", self.at)
            end = len(source) if tag < 0 else tag
            if end > self.at:
                piece = decode_references(source[self.at : end])
                self.pieces.append(piece)
                self.offset += utf16(piece)
            self.at = end
            if tag >= 0:
                (self.end_tag if source.startswith("</", tag) else self.start_tag)()
        if self.open:
            raise self.refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self.pieces), sort_entities(self.entities)

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def skip_space(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def take_until(self, stop: str) -> str:
        begin = self.at
        while (c := self.peek()) and not c.isspace() and c not in stop:
            self.at += 1
        return self.source[begin : self.at]

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.take_until(">").lower()
        if not self.peek():
            raise self.refuse("Unclosed start tag", begin)
        if tag not in _KINDS:
            raise self.refuse(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while True:
            self.skip_space()
            if self.peek() == ">":
                break
            name, value = self.attribute(tag, begin)
            if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
                argument = value
            elif (tag, name) == ("code", "class") and value.startswith("language-"):
                argument = value[len("language-") :]
            elif (tag, name) == ("span", "class") and value.startswith("tg-"):
                argument = value[len("tg-") :]
            elif (tag, name) == ("blockquote", "expandable"):
                argument = "expandable"
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise self.refuse('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, self.offset, len(self.pieces)))

    def attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self.take_until("=>").lower()
        if not name and self.peek():
            raise self.refuse(f'Empty attribute name in the tag "{tag}"', begin)
        self.skip_space()
        if self.peek() != "=":
            if (tag, name) == ("blockquote", "expandable") and self.peek():
                return name, ""
            if not self.peek():
                raise self.refuse("Unclosed start tag", begin)
            raise self.refuse(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        self.skip_space()
        quote = self.peek()
        if quote and quote in "'\"":
            end = self.source.find(quote, self.at + 1)
            if end < 0 or end + 1 >= len(self.source):
                raise self.refuse("Unclosed start tag", begin)
            value = decode_references(self.source[self.at + 1 : end])
            self.at = end + 1
            return name, value
        token = self.at
        while (c := self.peek()) and ((c.isascii() and c.isalnum()) or c in ".-"):
            self.at += 1
        if not self.peek():
            raise self.refuse("Unclosed start tag", begin)
        if not self.peek().isspace() and self.peek() != ">":
            raise self.refuse("Unexpected end of name token", token)
        return name, self.source[token : self.at].lower()

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self.refuse("Unexpected end tag", begin)
        self.at += 2
        tag = self.take_until(">").lower()
        self.skip_space()
        if self.peek() != ">":
            raise self.refuse("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            where = len(self.source[:begin].encode("utf-8", "replace"))
            raise self.refuse(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.offset > opened.offset:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        entity: JSON = {"type": _KINDS[opened.tag], "offset": opened.offset, "length": self.offset - opened.offset}
        last = self.entities[-1] if self.entities else {}
        same = (last.get("offset"), last.get("length")) == (entity["offset"], entity["length"])
        if opened.tag == "a":
            url = opened.argument or "".join(self.pieces[opened.begin :])
            if user := _USER_LINK.fullmatch(url):
                entity |= {"type": "text_mention", "user_id": int(user.group(1))}
            elif not re.match(r"(?:https?|tg|ton|tonsite)://|[\w-]+(?:\.[\w-]+)+|mailto:|tel:", url):
                return
            else:
                entity["url"] = url if "://" in url else f"http://{url}/"
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit() or int(opened.argument) == 0:
                raise self.refuse("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "pre" and same and last.get("type") == "code" and last.get("language"):
            last["type"] = "pre"
            return
        elif opened.tag == "code":
            if same and last.get("type") == "pre" and opened.argument:
                last["language"] = opened.argument
                return
            if opened.argument:
                entity["language"] = opened.argument
        elif opened.argument == "expandable":
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """Plain text and entities of an HTML text; raises Telegram's 400 when a tag is unknown, open or crossed.

    A link to a person comes back as a `text_mention` with `user_id`; the caller puts the user in its place.
    """
    return _Parser(source).parse()
