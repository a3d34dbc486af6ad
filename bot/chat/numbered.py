"""A screen where there are no buttons: plain text with numbered labels below it, and what a typed number presses. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import texts
from bot.chat.screen import Block, Button, Row, Screen
from bot.library.folding import bare, han_number

_PICK = re.compile(r"(?:我?选|就)?(?:\(|第|#)?([0-9]{1,3}|[一二两三])\)?(?:个|条|项|号|点)?吧?[,.。)!]*")
_BETWEEN = "　　"


@dataclass(frozen=True, slots=True)
class Numbered:
    """``presses``: what 1, 2, … stand for, packed."""

    text: str
    presses: tuple[str, ...] = ()

    def pressed(self, said: str) -> str | None:
        """What this number presses; ``None`` for what is no number here."""
        number = picked(said)
        return self.presses[number - 1] if number is not None and 1 <= number <= len(self.presses) else None


def numbered(shown: Screen) -> Numbered:
    """All of the screen, however long it is: parts to turn to are for messages with a limit."""
    lines: list[str] = []
    buttons: list[Button] = []
    for row in shown.rows:
        lines.append(_line(row, len(buttons)))
        buttons += row
    parts = [plain(shown.blocks), "\n".join(lines)]
    return Numbered("\n\n".join(part for part in parts if part), tuple(button.press.pack() for button in buttons))


def plain(blocks: Sequence[Block]) -> str:
    """Blocks as text; bold and quotations are as all the rest."""
    text = ""
    for block in filter(lambda block: block.text, blocks):
        between = "" if not text else "\n\n" if block.gap else "\n"
        text += between + block.text
    return text


def picked(said: str) -> int | None:
    """The number in 2, ２, ②, 2., 第2个, 选二 …; ``None`` when it is something else, such as a question."""
    found = _PICK.fullmatch(bare(said))
    return None if found is None else int(found[1]) if found[1].isdecimal() else han_number(found[1])


def _line(row: Row, before: int) -> str:
    return _BETWEEN.join(texts.BUTTON_NUMBERED.format(number=number, label=button.label) for number, button in enumerate(row, before + 1))
