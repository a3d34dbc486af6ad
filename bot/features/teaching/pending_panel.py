"""Proposals, and what is in use of them, as screens. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import texts
from bot.features.teaching.knowing import title_of
from bot.features.teaching.store.supplements import Supplement
from bot.features.teaching.teach_panel import effect_blocks
from bot.features.teaching.trial import Effect
from bot.library.models import Library
from bot.platforms.telegram.render import Block, Button, Row, Screen, pages, shorten
from bot.platforms.telegram.staff.gate import button_data
from bot.when import CHINA

PER_PAGE = 5
_LONGEST = 120
Names = Mapping[int, str]


def list_screen(found: Sequence[Supplement], total: int, page: int, library: Library, names: Names, *, live: bool, others: int) -> Screen:
    """One page of what waits, or of what is in use; ``others``: how many there are on the other list."""
    nothing, something = (texts.PENDING_LIVE_NONE, texts.PENDING_LIVE_HEAD) if live else (texts.PENDING_NONE, texts.PENDING_HEAD)
    head = (something if total else nothing).format(count=total)
    rows: list[Row] = []
    if found:
        rows.append(tuple(Button(f"#{item.id}", button_data("pv", item.id)) for item in found))
    mark, other = ("l", "w") if live else ("w", "l")
    turns = []
    if page:
        turns.append(Button(texts.BUTTON_EARLIER, button_data("pl", f"{mark}{page - 1}")))
    if (page + 1) * PER_PAGE < total:
        turns.append(Button(texts.BUTTON_LATER, button_data("pl", f"{mark}{page + 1}")))
    rows += [tuple(turns)] if turns else []
    if found and not live:
        rows.append((Button(texts.BUTTON_APPROVE_PAGE.format(count=len(found)), button_data("pb", f"{found[0].id}-{found[-1].id}")),))
    if others:
        text = texts.BUTTON_PENDING_WAITING if live else texts.BUTTON_PENDING_LIVE
        rows.append((Button(text.format(count=others), button_data("pl", f"{other}0")),))
    blocks = [Block(head, "b" if total else ""), *(Block(_line(item, library, names), gap=True) for item in found)]
    if found:
        blocks.append(Block(texts.PENDING_LIVE_HINT if live else texts.PENDING_HINT, gap=True))
    return Screen(pages(blocks)[0], tuple(rows))


def detail_screen(item: Supplement, library: Library, names: Names, effect: Effect | str | None = None, note: str = "") -> Screen:
    """One proposal, or one alias in use, with what can be done about it."""
    blocks = [Block(_line(item, library, names), "b")]
    entry = library.by_id.get(item.entry_id)
    blocks.append(Block(entry.gist if entry is not None else texts.PENDING_NO_ENTRY))
    if note:
        blocks.append(Block(note, gap=True))
    if effect is not None:
        blocks += effect_blocks(effect)
    if item.status.value == "live":
        back = Button(texts.BUTTON_BACK, button_data("pl", "l0"))
        return Screen(pages(blocks)[0], ((Button(texts.BUTTON_WITHDRAW, button_data("pw", item.id)),), (back,)))
    decide = (Button(texts.BUTTON_APPROVE, button_data("pa", item.id)), Button(texts.BUTTON_REJECT, button_data("px", item.id)))
    last = (Button(texts.BUTTON_TRY, button_data("pe", item.id)), Button(texts.BUTTON_BACK, button_data("pl", "w0")))
    return Screen(pages(blocks)[0], (decide, last))


def reason_screen(item: Supplement) -> Screen:
    """Why is it turned down?"""
    rows: list[Row] = [
        tuple(Button(reason, button_data("pr", f"{item.id}:{number}")) for number, reason in enumerate(texts.REJECT_REASONS)),
        (Button(texts.BUTTON_BACK, button_data("pv", item.id)),),
    ]
    return Screen(pages([Block(texts.REJECT_WHY.format(alias=shorten(item.alias, 60)))])[0], tuple(rows))


def _line(item: Supplement, library: Library, names: Names) -> str:
    local = item.created.astimezone(CHINA)
    who = names.get(item.proposed_by or 0, str(item.proposed_by)) if item.proposed_by is not None else texts.SOMEBODY
    return texts.PENDING_LINE.format(
        id=item.id,
        alias=shorten(item.alias, _LONGEST),
        title=title_of(library, item.entry_id),
        who=who,
        day=f"{local.month}月{local.day}日",
    )
