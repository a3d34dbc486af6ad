"""Sound things made unsound by chance: texts, bytes, JSON. Pure, the same for the same generator."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from tests.fuzz.findings import MARK

_PIECES = (
    "法无授权不可为", "怎么办", "？", "\ufdfa", "㍿", "😀", "👨‍👩‍👧", "\u202e", "\u200b", "\x00", "\n", "\t", " ", "　", "\ud800",
    "\U0010ffff", "<b>", "&lt;", "'", '"',
    "{0}", "%s", "/", "／", "、", "@mingfa_bot", "/ask", "/topic", "1 1 1", "13800138000", "１２３",
    "²", "٣", "-", "—", ":", "：", "#", "&a", "*a", "!!python",
    "[", "{", "|", ">", "- ", "? ", "a" * 200, "哈" * 500, "张三", "\u0301" * 50, "A. ", "____", "《", "》", MARK,
)  # fmt: skip
_VALUES: tuple[Callable[[Random], Any], ...] = (
    lambda chance: None,
    lambda chance: chance.choice((True, False)),
    lambda chance: chance.choice((0, -1, 1, 2**31, 2**53, 2**63, -(2**63) - 1, 10**30)),
    lambda chance: chance.choice((0.5, -0.0, 1e308)),
    lambda chance: text(chance, 4),
    lambda chance: [],
    lambda chance: {},
    lambda chance: [text(chance, 2), 1, None],
    lambda chance: {text(chance, 1): {"id": text(chance, 1)}},
)


def text(chance: Random, most: int = 12) -> str:
    """Words and what is none."""
    return "".join(chance.choices(_PIECES, k=chance.randrange(0, most + 1)))


def data(chance: Random, sound: bytes) -> bytes:
    """A few bytes changed, cut out, doubled or put in."""
    changed = bytearray(sound)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0 if at < len(changed):
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(1, 200)]
            case 2:
                changed[at:at] = changed[at : at + chance.randrange(1, 300)]
            case 3:
                changed[at:at] = text(chance, 3).encode("utf-8", "surrogatepass")
            case _:
                changed[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 8)))
    return bytes(changed)


def tree(chance: Random, sound: Any, share: float = 0.08) -> Any:
    """JSON with some of its values replaced, dropped or doubled."""
    if chance.random() < share:
        return chance.choice(_VALUES)(chance)
    if isinstance(sound, dict):
        return {key: tree(chance, value, share) for key, value in sound.items() if chance.random() > share / 2}
    if isinstance(sound, list):
        items = [tree(chance, item, share) for item in sound]
        return items + items if chance.random() < share else items
    return sound
