"""Proposals, and what is in use of them, as screens, and what their buttons mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot import texts as common_texts
from bot.chat.press import Press
from bot.chat.screen import Block, Button, Screen, screen
from bot.features.teaching import listing, texts
from bot.features.teaching.listing import LONGEST, Page
from bot.features.teaching.naming import title_of
from bot.features.teaching.store.supplements import Status, Supplement
from bot.features.teaching.teach_screens import effect_blocks
from bot.features.teaching.trial import TrialEffect
from bot.library.models import Library
from bot.richtext.length import shorten
from bot.when import day

Names = Mapping[int, str]


class ProposalList(StrEnum):
    """The list of what waits, or of what is in use."""

    WAITING = "w"
    LIVE = "l"


class ListProposals(Press, prefix="pl"):
    """A page of a list."""

    shelf: ProposalList
    page: int = 0


class ViewProposal(Press, prefix="pv"):
    """One of them."""

    id: int


class TryProposal(Press, prefix="pe"):
    """Which evaluation questions would change?"""

    id: int


class ApproveProposal(Press, prefix="pa"):
    """Use it."""

    id: int


class ApprovePage(Press, prefix="pb"):
    """Use all that was shown on the page."""

    first: int
    last: int


class AskReason(Press, prefix="px"):
    """Turn it down: why?"""

    id: int


class RejectProposal(Press, prefix="pr"):
    """Turn it down for one of the usual reasons."""

    id: int
    reason: int


class WithdrawAlias(Press, prefix="pw"):
    """Take it out of use."""

    id: int


def list_screen(page: Page[Supplement], shelf: ProposalList, library: Library, names: Names) -> Screen:
    """One page of what waits, or of what is in use, and the way to the other list."""
    live = shelf is ProposalList.LIVE
    nothing, something = (texts.PENDING_LIVE_NONE, texts.PENDING_LIVE_HEAD) if live else (texts.PENDING_NONE, texts.PENDING_HEAD)
    hint = texts.PENDING_LIVE_HINT if live else texts.PENDING_HINT
    text, other = (texts.BUTTON_PENDING_WAITING, ProposalList.WAITING) if live else (texts.BUTTON_PENDING_LIVE, ProposalList.LIVE)
    approve = [] if live else _approve_page(page.items)
    others = [Button(text.format(count=page.others), ListProposals(other))] if page.others else []
    head = (something if page.total else nothing).format(count=page.total)
    lines = [(item.id, _line(item, library, names)) for item in page.items]
    turns = page.turns(lambda number: ListProposals(shelf, number))
    return listing.list_screen(head, lines, ViewProposal, hint, [turns, approve, others])


def _approve_page(items: Sequence[Supplement]) -> list[Button]:
    if not items:
        return []
    return [Button(texts.BUTTON_APPROVE_PAGE.format(count=len(items)), ApprovePage(items[0].id, items[-1].id))]


def detail_screen(item: Supplement, library: Library, names: Names, effect: TrialEffect | str | None = None) -> Screen:
    """One proposal, or one alias in use, with what can be done about it."""
    entry = library.by_id.get(item.entry_id)
    blocks = [Block(_line(item, library, names), "b"), Block(entry.gist if entry is not None else texts.PENDING_NO_ENTRY)]
    blocks += effect_blocks(effect) if effect is not None else []
    if item.status is Status.LIVE:
        back = Button(common_texts.BUTTON_BACK, ListProposals(ProposalList.LIVE))
        return screen(blocks, [[Button(texts.BUTTON_WITHDRAW, WithdrawAlias(item.id))], [back]])
    approve, ask = Button(texts.BUTTON_APPROVE, ApproveProposal(item.id)), Button(texts.BUTTON_REJECT, AskReason(item.id))
    attempt, back = (
        Button(common_texts.BUTTON_TRY, TryProposal(item.id)),
        Button(common_texts.BUTTON_BACK, ListProposals(ProposalList.WAITING)),
    )
    return screen(blocks, [[approve, ask], [attempt, back]])


def reason_screen(item: Supplement) -> Screen:
    """Why is it turned down?"""
    reasons = [Button(reason, RejectProposal(item.id, number)) for number, reason in enumerate(texts.REJECT_REASONS)]
    asked = texts.REJECT_WHY.format(alias=shorten(item.alias, 60))
    return screen(asked, [reasons, [Button(common_texts.BUTTON_BACK, ViewProposal(item.id))]])


def _line(item: Supplement, library: Library, names: Names) -> str:
    who = names.get(item.proposed_by, str(item.proposed_by)) if item.proposed_by is not None else common_texts.SOMEBODY
    alias, title = shorten(item.alias, LONGEST), title_of(library, item.entry_id)
    return texts.PENDING_LINE.format(id=item.id, alias=alias, title=title, who=who, day=day(item.created))
