"""A broadcast that is being put together in a dialogue, as it is kept between two messages, and its screens. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot import texts
from bot.broadcasting.audience import Audience, Chosen, Group, To
from bot.telegram.render import Block, Button, Row, Screen, label, pages
from bot.telegram.staff.gate import button_data

PER_PAGE = 8
_NAMES_SHOWN = 8
_KINDS = {"notice": "study", "study": "notice"}


@dataclass(frozen=True, slots=True)
class Draft:
    """``content`` as ``broadcasting.content.dump`` writes it, empty as long as there is none.

    ``source``, ``came`` and ``album`` as in ``broadcast_content.Pending``.
    ``to`` is empty as long as no audience is being chosen; ``offered`` are the names on the buttons, in their order;
    ``ready``: the audience is chosen, the time is asked. ``daily``: the daily entry, ``working_days_only`` if wished.
    ``replaces``: the number of the broadcast in whose place this one comes, 0 for none.
    """

    content: str = ""
    opening: str = ""
    source: str = ""
    came: int = 0
    album: str = ""
    to: str = ""
    names: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    words: str = ""
    page: int = 0
    ready: bool = False
    kind: str = "notice"
    official: bool = False
    daily: bool = False
    working_days_only: bool = False
    replaces: int = 0

    @property
    def audience(self) -> Audience:
        """Who is meant; only with ``to``."""
        return Audience(To(self.to), self.names)

    def toggled(self, name: str) -> Draft:
        """With this name chosen, or not any more."""
        names = tuple(other for other in self.names if other != name) if name in self.names else (*self.names, name)
        return replace(self, names=names)

    def other_kind(self) -> Draft:
        """A notice becomes study material, and the other way round."""
        return replace(self, kind=_KINDS.get(self.kind, self.kind))

    def dump(self) -> dict[str, Any]:
        """For the dialogue."""
        return asdict(self)


def load(data: Mapping[str, Any]) -> Draft:
    """What ``dump`` wrote."""
    return Draft(**{**data, "names": tuple(data["names"]), "offered": tuple(data["offered"])}) if data else Draft()


def start_screen() -> Screen:
    """Asks for the content."""
    blocks = [Block(texts.BROADCAST_START), Block(texts.BROADCAST_ONE_LINE_HINT, gap=True)]
    daily = (_button("daily", texts.BUTTON_BC_DAILY), _button("daily:w", texts.BUTTON_BC_DAILY_WORKDAYS))
    return Screen(pages(blocks)[0], (daily, (_cancel(),)))


def audience_screen(draft: Draft, groups: int, notes: Sequence[str] = ()) -> Screen:
    """Asks for whom."""
    blocks = [Block(texts.BROADCAST_CONTENT_IS.format(opening=draft.opening)), *map(Block, notes)]
    blocks += [Block(texts.BROADCAST_TO_WHOM, "b", gap=True), Block(texts.BROADCAST_TO_WHOM_WORDS)]
    rows = (
        (_button("to:all", texts.BUTTON_BC_ALL.format(count=groups)),),
        (
            _button("to:units", texts.BUTTON_BC_UNITS),
            _button("to:tags", texts.BUTTON_BC_TAGS),
            _button("to:picked", texts.BUTTON_BC_PICKED),
        ),
        (_cancel(),),
    )
    return Screen(pages(blocks)[0], rows)


def names_screen(draft: Draft, labels: Mapping[str, str], more: bool) -> Screen:
    """Units, tags or groups to pick from: the page of ``draft.offered`` with ``labels`` for people. ``more``: a later page exists."""
    text = texts.BROADCAST_CHOOSE_NAMES[draft.to] if draft.offered else texts.BROADCAST_NO_NAMES[draft.to]
    rows: list[Row] = []
    for number, name in enumerate(draft.offered):
        shown = labels.get(name, name)
        rows.append((_button(f"n:{number}", texts.BUTTON_BC_CHOSEN.format(name=shown) if name in draft.names else shown),))
    paging = []
    if draft.page:
        paging.append(_button(f"p:{draft.page - 1}", texts.BUTTON_EARLIER))
    if more:
        paging.append(_button(f"p:{draft.page + 1}", texts.BUTTON_LATER))
    if paging:
        rows.append(tuple(paging))
    if draft.names:
        rows.append((_button("ok", texts.BUTTON_BC_OK.format(count=len(draft.names))),))
    rows.append((_button("back", texts.BUTTON_BACK), _cancel()))
    return Screen(pages([Block(text)])[0], tuple(rows))


def when_screen(draft: Draft, chosen: Chosen, *, owner: bool) -> Screen:
    """Who gets it, who does not, and asks for the time."""
    blocks = [*chosen_blocks(draft.audience, chosen), Block(texts.BROADCAST_KIND_IS.format(kind=texts.KINDS[draft.kind]))]
    if draft.official:
        blocks.append(Block(texts.BROADCAST_IS_OFFICIAL))
    blocks.append(Block(texts.BROADCAST_WHEN, gap=True))
    settings = [_button("kind", texts.BUTTON_BC_KIND.format(kind=texts.KINDS[_KINDS[draft.kind]]))] if draft.kind in _KINDS else []
    if owner:
        settings.append(_button("official", texts.BUTTON_BC_OFFICIAL_OFF if draft.official else texts.BUTTON_BC_OFFICIAL_ON))
    rows: list[Row] = [
        (_button("w:now", texts.BUTTON_BC_NOW), _button("w:tomorrow", texts.BUTTON_BC_TOMORROW)),
        (_button("w:workdays", texts.BUTTON_BC_WORKDAYS), _button("w:weekly", texts.BUTTON_BC_WEEKLY)),
        (_button("back", texts.BUTTON_BC_AGAIN), _cancel()),
    ]
    if settings:
        rows.insert(2, tuple(settings))
    return Screen(pages(blocks)[0], tuple(rows))


TIMES = {
    "now": texts.BROADCAST_NOW_WORDS[0],
    "tomorrow": texts.BUTTON_BC_TOMORROW,
    "workdays": texts.BUTTON_BC_WORKDAYS,
    "weekly": texts.BUTTON_BC_WEEKLY,
}
"""What the buttons for times mean, in the words that ``broadcast_words.when`` reads."""


def chosen_blocks(audience: Audience, chosen: Chosen) -> list[Block]:
    """A count and the first names; those who do not get it apart."""
    blocks = [Block(texts.BROADCAST_RECEIVERS.format(audience=audience.label, count=len(chosen.receivers)), "b")]
    if chosen.receivers:
        blocks.append(Block(texts.BROADCAST_FIRST_NAMES.format(names=_names(chosen.receivers))))
    for groups, sentence in ((chosen.inactive, texts.BROADCAST_INACTIVE), (chosen.opted_out, texts.BROADCAST_OPTED_OUT)):
        if groups:
            blocks.append(Block(sentence.format(count=len(groups), names=_names(groups))))
    if chosen.unknown:
        blocks.append(Block(texts.BROADCAST_UNKNOWN_NAMES.format(names="、".join(chosen.unknown[:_NAMES_SHOWN]))))
    return blocks


def group_name(title: str, chat_id: int) -> str:
    """What people call a group."""
    return title or texts.BROADCAST_NO_NAME.format(chat_id=chat_id)


def _names(groups: Sequence[Group]) -> str:
    names = "、".join(group_name(group.title, group.chat_id)[:30] for group in groups[:_NAMES_SHOWN])
    return names if len(groups) <= _NAMES_SHOWN else texts.BROADCAST_AND_MORE.format(names=names)


def _button(arguments: str, text: str) -> Button:
    return Button(label(text), button_data("bc", arguments))


def _cancel() -> Button:
    return _button("x", texts.BUTTON_BC_CANCEL)
