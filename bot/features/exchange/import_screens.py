"""A dry run of an import as a screen, and in full as a text file. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot import texts as common_texts
from bot.chat.press import Press
from bot.chat.screen import Block, Button, Row, Screen, screen
from bot.features.exchange import texts
from bot.features.exchange.plan import Edit, ImportPlan
from bot.features.teaching.teach_screens import effect_blocks
from bot.features.teaching.trial import TrialEffect
from bot.richtext.length import shorten

_SHOWN = 6
_SHOWN_FAULTS = 15
_LINE = 70


class Carrying(StrEnum):
    """Add at once, add for approval, add at once and take back, only take back."""

    LIVE = "live"
    ASK = "ask"
    BOTH = "both"
    BACK = "back"


class CarryOut(Press, prefix="ik"):
    """The dry run that this message shows."""

    how: Carrying
    shown: str


class TryImport(Press, prefix="it"):
    """Which evaluation questions would change?"""


class CancelImport(Press, prefix="ic"):
    """Leave it."""


def plan_screen(plan: ImportPlan, shown: str, *, live: bool, effect: TrialEffect | str | None = None) -> Screen:
    """What would happen, what is wrong, and the button, if nothing is; ``shown`` stands for this dry run."""
    blocks = [Block(texts.IMPORT_HEAD, "b")]
    if plan.faults:
        blocks.append(Block(texts.IMPORT_FAULTS.format(count=len(plan.faults) + plan.more_faults), gap=True))
        blocks += _lines([str(fault) for fault in plan.faults], _SHOWN_FAULTS, plan.more_faults)
    for head, lines in _sections(plan):
        blocks.append(Block(head.format(count=len(lines)), gap=True))
        blocks += _lines(lines, _SHOWN)
    if plan.unchanged:
        blocks.append(Block(texts.IMPORT_UNCHANGED.format(count=plan.unchanged), gap=True))
    if plan.hidden:
        blocks.append(Block(texts.IMPORT_HIDDEN.format(count=plan.hidden), gap=True))
    if plan.only_in_files:
        blocks.append(Block(texts.IMPORT_ONLY_FILES, gap=True))
    if effect is not None:
        blocks += effect_blocks(effect)
    blocks.append(Block(_next(plan), gap=True))
    return screen(blocks, _rows(plan, shown, live=live, tried=effect is not None))


def is_shortened(plan: ImportPlan) -> bool:
    """Whether the screen does not show everything."""
    return len(plan.faults) > _SHOWN_FAULTS or any(len(lines) > _SHOWN for _, lines in _sections(plan))


def full_text(plan: ImportPlan) -> bytes:
    """Everything, for a file."""
    parts = []
    if plan.faults:
        head = texts.IMPORT_FAULTS.format(count=len(plan.faults) + plan.more_faults)
        more = [common_texts.AND_MORE.format(count=plan.more_faults)] if plan.more_faults else []
        parts.append("\n".join([head, *map(str, plan.faults), *more]))
    parts += ["\n".join([head.format(count=len(lines)), *lines]) for head, lines in _sections(plan)]
    return "\n\n".join(parts).encode("utf-8-sig")


def _sections(plan: ImportPlan) -> list[tuple[str, list[str]]]:
    """Heading and lines of each kind of change, without those of which there are none."""
    sections = [
        (texts.IMPORT_ADD, [texts.IMPORT_ALIAS_LINE.format(id=row.entry_id, alias=row.alias) for row in plan.add]),
        (texts.IMPORT_WITHDRAW, [texts.IMPORT_ALIAS_LINE.format(id=item.entry_id, alias=item.alias) for item in plan.withdraw]),
        (texts.IMPORT_EDITS, [_edit(edit) for edit in plan.edits]),
        (texts.IMPORT_NEW, [texts.IMPORT_NEW_LINE.format(id=row.id, title=row.texts.get("title", "")) for row in plan.new_entries]),
        (texts.IMPORT_GONE, [texts.IMPORT_NEW_LINE.format(id=entry.id, title=entry.title) for entry in plan.gone_entries]),
        (texts.IMPORT_IN_FILES, [texts.IMPORT_ALIAS_LINE.format(id=entry.id, alias=alias) for entry, alias in plan.in_files]),
        (texts.IMPORT_OTHER_FILES, list(plan.other_files)),
    ]
    return [(head, lines) for head, lines in sections if lines]


def _edit(edit: Edit) -> str:
    return texts.IMPORT_EDIT_LINE.format(id=edit.entry.id, heading=edit.heading, before=_short(edit.before), after=_short(edit.after))


def _short(text: str) -> str:
    return shorten(text.replace("\n", " "), 40)


def _lines(lines: Sequence[str], most: int, beyond: int = 0) -> list[Block]:
    more = len(lines) - most if len(lines) > most else 0
    last = [common_texts.AND_MORE.format(count=more + beyond)] if more + beyond else []
    return [Block(shorten(line, 2 * _LINE)) for line in [*lines[:most], *last]]


def _next(plan: ImportPlan) -> str:
    if plan.faults:
        return texts.IMPORT_MEND
    return texts.IMPORT_READY if plan.add or plan.withdraw else texts.IMPORT_NOTHING


def _rows(plan: ImportPlan, shown: str, *, live: bool, tried: bool) -> list[Row]:
    added, gone = len(plan.add), len(plan.withdraw)
    if plan.faults or not (added or gone):
        return []
    rows: list[Row] = []
    if added and live:
        rows.append((Button(texts.BUTTON_IMPORT_LIVE.format(count=added), CarryOut(Carrying.LIVE, shown)),))
    if added:
        rows.append((Button(texts.BUTTON_IMPORT_ASK.format(count=added), CarryOut(Carrying.ASK, shown)),))
    if gone:
        how, text = (Carrying.BOTH, texts.BUTTON_IMPORT_BOTH) if added and live else (Carrying.BACK, texts.BUTTON_IMPORT_WITHDRAW)
        rows.append((Button(text.format(added=added, count=gone), CarryOut(how, shown)),))
    if added and not tried:
        rows.append((Button(common_texts.BUTTON_TRY, TryImport()),))
    return [*rows, (Button(common_texts.BUTTON_CANCEL, CancelImport()),)]
