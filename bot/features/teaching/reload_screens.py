"""What /reload found, as screens, and what its button means. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts as common_texts
from bot.chat.press import Press
from bot.chat.screen import Block, Button, Screen, screen
from bot.features.teaching import texts
from bot.library.changes import Changes
from bot.library.columns import HEADINGS
from bot.library.models import Entry, Library
from bot.library.problems import Problem
from bot.richtext.length import shorten, units

_SHOWN = 8
_LINE = 80
_MOST_MESSAGES = 3


class ClearIdle(Press, prefix="rc"):
    """Clear away what was taught and stands in the files now."""


def problems_screen(problems: Sequence[Problem], limit: int) -> Screen | None:
    """Every problem, on a few messages of ``limit`` characters; ``None``: too many for messages, they want a file."""
    blocks = [Block(texts.RELOAD_BROKEN.format(count=len(problems)), "b"), *(Block(str(problem), gap=True) for problem in problems)]
    blocks.append(Block(texts.RELOAD_OLD_STAYS, gap=True))
    return screen(blocks) if sum(units(block.text) + 2 for block in blocks) <= _MOST_MESSAGES * limit else None


def problems_file(problems: Sequence[Problem]) -> bytes:
    """Every problem, a line each."""
    return "\n".join(map(str, problems)).encode("utf-8-sig")


def changes_screen(changes: Changes, library: Library, idle: int, *, may_clear: bool) -> Screen:
    """What changed; ``idle``: taught aliases that the files have now."""
    if changes.nothing:
        blocks = [Block(texts.RELOAD_NOTHING.format(version=library.version))]
    else:
        blocks = [Block(texts.RELOAD_DONE.format(version=library.version), "b")]
        blocks += _titles(texts.RELOAD_ADDED, changes.added)
        blocks += _titles(texts.RELOAD_REMOVED, changes.removed)
        lines = [
            texts.RELOAD_CHANGED_LINE.format(
                title=change.after.title, id=change.after.id, fields="、".join(HEADINGS.get(name, name) for name in change.fields)
            )
            for change in changes.changed
        ]
        blocks += _list(texts.RELOAD_CHANGED, lines)
        blocks += _aliases(texts.RELOAD_ALIASES_ADDED, changes.aliases_added)
        blocks += _aliases(texts.RELOAD_ALIASES_REMOVED, changes.aliases_removed)
        others = ((changes.statutes, "statutes.yaml"), (changes.cases, "cases.yaml"), (changes.background, "background.yaml"))
        named = [name for differs, name in others if differs]
        if named:
            blocks.append(Block(texts.RELOAD_OTHERS.format(names="、".join(named)), gap=True))
    if not idle:
        return screen(blocks)
    clear = [Button(texts.BUTTON_CLEAR_IDLE.format(count=idle), ClearIdle())] if may_clear else []
    return screen([*blocks, Block(texts.RELOAD_IDLE.format(count=idle), gap=True)], [clear])


def _titles(head: str, entries: Sequence[Entry]) -> list[Block]:
    return _list(head, [texts.RELOAD_ENTRY_LINE.format(title=entry.title, id=entry.id) for entry in entries])


def _aliases(head: str, pairs: Sequence[tuple[Entry, str]]) -> list[Block]:
    return _list(head, [texts.RELOAD_ALIAS_LINE.format(id=entry.id, alias=shorten(alias, _LINE)) for entry, alias in pairs])


def _list(head: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    more = [common_texts.AND_MORE.format(count=len(lines) - _SHOWN)] if len(lines) > _SHOWN else []
    return [Block(head.format(count=len(lines)), gap=True), *(Block(line) for line in [*lines[:_SHOWN], *more])]
