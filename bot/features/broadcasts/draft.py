"""A broadcast that is being put together in a dialogue, as it is kept between two messages, and its screens. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import texts as common_texts
from bot.chat.conversation import stamp
from bot.chat.screen import Block, Button, Row, Screen, paging, screen
from bot.features.broadcasts import texts
from bot.features.broadcasts.content import Pending
from bot.features.broadcasts.presses import PickAudience
from bot.places.audience import Audience, Chosen, Recipient, To

PER_PAGE = 8
_NAMES_SHOWN = 8
_TIME_BUTTONS = {
    "now": texts.BUTTON_BC_NOW,
    "tomorrow": texts.BUTTON_BC_TOMORROW,
    "workdays": texts.BUTTON_BC_WORKDAYS,
    "weekly": texts.BUTTON_BC_WEEKLY,
}
_KINDS = {"notice": "study", "study": "notice"}


@dataclass(frozen=True, slots=True)
class Draft(Pending):
    """``key`` tells this dialogue from every other: its buttons carry it.

    ``to`` is empty as long as no audience is being chosen; ``offered`` are the names on the buttons, in their order;
    ``ready``: the audience is chosen, the time is asked. ``daily``: the daily entry, ``working_days_only`` if wished.
    ``like``: the number of the broadcast that says the same, ``replaces``: that in whose place this one comes, 0 for none.
    """

    key: str = ""
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
    like: int = 0
    replaces: int = 0

    @property
    def audience(self) -> Audience:
        """Who is meant; only with ``to``."""
        return Audience(To(self.to), self.names)

    @property
    def stamp(self) -> str:
        """What a button that decides is for: under an older message it would decide about something else."""
        return stamp(self.to, self.names, self.kind, self.official)

    @property
    def page_stamp(self) -> str:
        """The same of a button that turns a page of names."""
        return stamp(self.to, self.words)

    def without_audience(self) -> Draft:
        """The audience is asked for again."""
        return replace(self, to="", names=(), offered=(), words="", page=0, ready=False)

    def toggled(self, name: str) -> Draft:
        """With this name chosen, or not any more."""
        names = tuple(other for other in self.names if other != name) if name in self.names else (*self.names, name)
        return replace(self, names=names)

    def other_kind(self) -> Draft:
        """A notice becomes study material, and the other way round."""
        return replace(self, kind=_KINDS.get(self.kind, self.kind))


def new_key() -> str:
    """For a dialogue that begins."""
    return secrets.token_hex(4)


def start_screen(draft: Draft) -> Screen:
    """Asks for the content."""
    blocks = [Block(texts.BROADCAST_START), Block(texts.BROADCAST_ONE_LINE_HINT, gap=True)]
    daily = (_button(draft, texts.BUTTON_BC_DAILY, "daily"), _button(draft, texts.BUTTON_BC_DAILY_WORKDAYS, "daily", "w"))
    return screen(blocks, (daily, (_cancel(draft),)))


def audience_screen(draft: Draft, groups: int, notes: Sequence[str] = ()) -> Screen:
    """Asks for whom."""
    blocks = [Block(texts.BROADCAST_CONTENT_IS.format(opening=draft.opening)), *map(Block, notes)]
    blocks += [Block(texts.BROADCAST_TO_WHOM, "b", gap=True), Block(texts.BROADCAST_TO_WHOM_WORDS)]
    rows = (
        (_button(draft, texts.BUTTON_BC_ALL.format(count=groups), "to", To.ALL),),
        (
            _button(draft, texts.BUTTON_BC_UNITS, "to", To.UNITS),
            _button(draft, texts.BUTTON_BC_TAGS, "to", To.TAGS),
            _button(draft, texts.BUTTON_BC_PICKED, "to", To.PICKED),
        ),
        (_cancel(draft),),
    )
    return screen(blocks, rows)


def names_screen(draft: Draft, labels: Mapping[str, str], more: bool) -> Screen:
    """Units, tags or groups to pick from: the page of ``draft.offered`` with ``labels`` for people. ``more``: a later page exists."""
    text = texts.BROADCAST_CHOOSE_NAMES[draft.to] if draft.offered else texts.BROADCAST_NO_NAMES[draft.to]
    rows: list[Row] = []
    for name in draft.offered:
        shown = labels.get(name, name)
        label = texts.BUTTON_BC_CHOSEN.format(name=shown) if name in draft.names else shown
        rows.append((_button(draft, label, "n", stamp(name)),))
    rows.append(paging(draft.page, more, lambda page: PickAudience(draft.key, "p", str(page), draft.page_stamp)))
    if draft.names:
        rows.append((_button(draft, texts.BUTTON_BC_OK.format(count=len(draft.names)), "ok", draft.stamp),))
    rows.append((_button(draft, common_texts.BUTTON_BACK, "back"), _cancel(draft)))
    return screen(text, rows)


def when_screen(draft: Draft, chosen: Chosen, *, owner: bool) -> Screen:
    """Who gets it, who does not, and asks for the time."""
    blocks = [*chosen_blocks(draft.audience, chosen), Block(texts.BROADCAST_KIND_IS.format(kind=common_texts.KINDS[draft.kind]))]
    if draft.official:
        blocks.append(Block(texts.BROADCAST_IS_OFFICIAL))
    blocks.append(Block(texts.BROADCAST_WHEN, gap=True))
    settings: list[Button] = []
    if draft.kind in _KINDS:
        settings.append(_button(draft, texts.BUTTON_BC_KIND.format(kind=common_texts.KINDS[_KINDS[draft.kind]]), "kind", draft.stamp))
    if owner:
        official = texts.BUTTON_BC_OFFICIAL_OFF if draft.official else texts.BUTTON_BC_OFFICIAL_ON
        settings.append(_button(draft, official, "official", draft.stamp))
    now, tomorrow, workdays, weekly = (_button(draft, text, "w", name, draft.stamp) for name, text in _TIME_BUTTONS.items())
    rows: list[Row] = [(now, tomorrow), (workdays, weekly), (_button(draft, texts.BUTTON_BC_AGAIN, "back"), _cancel(draft))]
    if settings:
        rows.insert(2, tuple(settings))
    return screen(blocks, rows)


TIMES = {**_TIME_BUTTONS, "now": texts.BROADCAST_NOW_WORDS[0]}
"""What the buttons for times mean, in the words that ``words.when`` reads."""


def chosen_blocks(audience: Audience, chosen: Chosen) -> list[Block]:
    """A count and the first names; those who do not get it apart."""
    blocks = [Block(texts.BROADCAST_RECEIVERS.format(audience=audience.label, count=len(chosen.receivers)), "b")]
    if chosen.receivers:
        blocks.append(Block(texts.BROADCAST_FIRST_NAMES.format(names=_names(chosen.receivers))))
    left_out = (
        (chosen.inactive, texts.BROADCAST_INACTIVE),
        (chosen.opted_out, texts.BROADCAST_OPTED_OUT),
        (chosen.waiting, texts.BROADCAST_NOT_TAKEN_IN),
    )
    for groups, sentence in left_out:
        if groups:
            blocks.append(Block(sentence.format(count=len(groups), names=_names(groups))))
    if chosen.unknown:
        blocks.append(Block(texts.BROADCAST_UNKNOWN_NAMES.format(names="、".join(chosen.unknown[:_NAMES_SHOWN]))))
    return blocks


def group_name(title: str, chat_id: int) -> str:
    """What people call a group."""
    return title or common_texts.BROADCAST_NO_NAME.format(chat_id=chat_id)


def _names(groups: Sequence[Recipient]) -> str:
    names = "、".join(group_name(group.title, group.chat_id)[:30] for group in groups[:_NAMES_SHOWN])
    return names if len(groups) <= _NAMES_SHOWN else texts.BROADCAST_AND_MORE.format(names=names)


def _button(draft: Draft, text: str, verb: str, value: str = "", shown: str = "") -> Button:
    return Button(text, PickAudience(draft.key, verb, value, shown))


def _cancel(draft: Draft) -> Button:
    return _button(draft, texts.BUTTON_BC_CANCEL, "x")
