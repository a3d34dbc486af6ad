"""A dry run of an import as a screen, and in full as a text file. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts
from bot.features.exchange.plan import Edit, Plan
from bot.features.teaching.teach_panel import effect_blocks
from bot.features.teaching.trial import Effect
from bot.platforms.telegram.render import Block, Button, Row, Screen, pages, shorten
from bot.platforms.telegram.staff.gate import button_data

_SHOWN = 6
_SHOWN_FAULTS = 15
_LINE = 70
_LIMIT = 3500


def plan_screen(plan: Plan, shown: str, *, live: bool, effect: Effect | str | None = None) -> Screen:
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
    return Screen(pages(blocks, _LIMIT)[0], tuple(_rows(plan, shown, live=live, tried=effect is not None)))


def is_shortened(plan: Plan) -> bool:
    """Whether the screen does not show everything."""
    return len(plan.faults) > _SHOWN_FAULTS or any(len(lines) > _SHOWN for _, lines in _sections(plan))


def full_text(plan: Plan) -> bytes:
    """Everything, for a file."""
    parts = []
    if plan.faults:
        head = texts.IMPORT_FAULTS.format(count=len(plan.faults) + plan.more_faults)
        more = [texts.AND_MORE.format(count=plan.more_faults)] if plan.more_faults else []
        parts.append("\n".join([head, *map(str, plan.faults), *more]))
    parts += ["\n".join([head.format(count=len(lines)), *lines]) for head, lines in _sections(plan)]
    return "\n\n".join(parts).encode("utf-8-sig")


def _sections(plan: Plan) -> list[tuple[str, list[str]]]:
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
    return texts.IMPORT_EDIT_LINE.format(
        id=edit.entry.id, heading=edit.heading, before=_short(edit.before), after=_short(edit.after)
    )


def _short(text: str) -> str:
    return shorten(text.replace("\n", " "), 40)


def _lines(lines: Sequence[str], most: int, beyond: int = 0) -> list[Block]:
    more = len(lines) - most if len(lines) > most else 0
    last = [texts.AND_MORE.format(count=more + beyond)] if more + beyond else []
    return [Block(shorten(line, 2 * _LINE)) for line in [*lines[:most], *last]]


def _next(plan: Plan) -> str:
    if plan.faults:
        return texts.IMPORT_MEND
    return texts.IMPORT_READY if plan.add or plan.withdraw else texts.IMPORT_NOTHING


def _rows(plan: Plan, shown: str, *, live: bool, tried: bool) -> list[Row]:
    rows: list[Row] = []
    if not plan.faults and (plan.add or plan.withdraw):
        if plan.add and live:
            rows.append((Button(texts.BUTTON_IMPORT_LIVE.format(count=len(plan.add)), button_data("ik", f"live:{shown}")),))
        if plan.add:
            rows.append((Button(texts.BUTTON_IMPORT_ASK.format(count=len(plan.add)), button_data("ik", f"ask:{shown}")),))
        if plan.withdraw:
            both = bool(plan.add) and live
            text = texts.BUTTON_IMPORT_BOTH if both else texts.BUTTON_IMPORT_WITHDRAW
            button = Button(
                text.format(added=len(plan.add), count=len(plan.withdraw)), button_data("ik", f"{'both' if both else 'back'}:{shown}")
            )
            rows.append((button,))
        if plan.add and not tried:
            rows.append((Button(texts.BUTTON_TRY, button_data("it", "")),))
        rows.append((Button(texts.BUTTON_CANCEL, button_data("ic", "")),))
    return rows
