"""/pending: proposals to approve or to turn down with a reason; what is in use can be taken back here."""

from __future__ import annotations

from dataclasses import dataclass

from bot import texts as common_texts
from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, Objection
from bot.chat.platform import PlatformError
from bot.chat.reply import Reply, done, end, nothing, show, tell, toast, working
from bot.chat.said import Said
from bot.chat.screen import screen
from bot.features.teaching import texts
from bot.features.teaching.lessons import Lessons
from bot.features.teaching.pending_screens import (
    ApprovePage,
    ApproveProposal,
    AskReason,
    ListProposals,
    ProposalList,
    RejectProposal,
    TryProposal,
    ViewProposal,
    WithdrawAlias,
    detail_screen,
    list_screen,
    reason_screen,
)
from bot.features.teaching.store.supplements import ProposalEnd, Supplement
from bot.library.folding import first
from bot.library.ids import counted
from bot.library.normalize import clean
from bot.library.supplementing import Taught
from bot.richtext.length import shorten

_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Rejecting:
    """A reason is being asked for."""

    id: int


pending = Conversation("reject", Action.PENDING_DECIDE, Rejecting)


@pending.command("pending", chat_texts.STAFF_COMMANDS["pending"], Action.PENDING_LIST)
async def command(act: Act[Rejecting], text: str) -> Reply:
    """/pending, /pending NUMBER, /pending NUMBER 通过, /pending NUMBER 驳回 REASON."""
    number, rest = first(text)
    word, reason = first(rest)
    if not number:
        return await turn(act, ListProposals(ProposalList.WAITING))
    word, row = word.lower(), counted(number)
    if row is None or word not in ("", *texts.WORDS_APPROVE, *texts.WORDS_REJECT):
        return tell(texts.PENDING_USAGE)
    if not word:
        return await view(act, ViewProposal(row))
    act.demand(Action.PENDING_DECIDE)
    if word in texts.WORDS_APPROVE:
        return await approve(act, ApproveProposal(row))
    return await (_reject(act, row, clean(reason)) if reason else ask_reason(act, AskReason(row)))


@pending.press(ListProposals, Action.PENDING_LIST, anytime=True)
async def turn(act: Act[Rejecting], press: ListProposals) -> Reply:
    """Another page, or the other list."""
    lessons = act.desk(Lessons)
    page = await (lessons.in_use(press.page) if press.shelf is ProposalList.LIVE else lessons.waiting(press.page))
    return show(list_screen(page, press.shelf, lessons.library, await lessons.names()))


@pending.press(ViewProposal, Action.PENDING_LIST, anytime=True)
async def view(act: Act[Rejecting], press: ViewProposal) -> Reply:
    """One of them."""
    lessons = act.desk(Lessons)
    item = await lessons.one(press.id)
    # "Back" leaves the question for a reason.
    return end() + show(detail_screen(item, lessons.library, await lessons.names()))


@pending.press(TryProposal, Action.PENDING_LIST, anytime=True)
async def attempt(act: Act[Rejecting], press: TryProposal) -> Reply:
    """Which evaluation questions would change?"""
    lessons = act.desk(Lessons)
    item = await lessons.one(press.id)

    async def result() -> Reply:
        effect = await lessons.weigh([Taught(item.alias, item.entry_id)])
        return show(detail_screen(item, lessons.library, await lessons.names(), effect))

    return working(common_texts.TEACH_TRYING, result)


@pending.press(ApproveProposal, anytime=True)
async def approve(act: Act[Rejecting], press: ApproveProposal) -> Reply:
    """Use it, if it still can be used."""
    decided, item = await act.desk(Lessons).approve(act.who, press.id)
    return await _settled(act, decided, item, texts.PENDING_APPROVED, texts.PROPOSAL_APPROVED)


@pending.press(AskReason, anytime=True)
async def ask_reason(act: Act[Rejecting], press: AskReason) -> Reply:
    """Turn it down: for which reason?"""
    item = await act.desk(Lessons).one(press.id)
    return pending.begin(Rejecting(item.id)) + show(reason_screen(item))


@pending.press(RejectProposal, anytime=True)
async def reject(act: Act[Rejecting], press: RejectProposal) -> Reply:
    """One of the usual reasons."""
    if not 0 <= press.reason < len(texts.REJECT_REASONS):
        return toast(chat_texts.TOAST_STALE)
    return end() + await _reject(act, press.id, texts.REJECT_REASONS[press.reason])


@pending.hears
async def written(act: Act[Rejecting], said: Said) -> Reply:
    """A reason in words."""
    reason = clean(said.text)
    if not reason:
        return tell(texts.REJECT_WORDS)
    return end() + await _reject(act, act.state.id, reason[:_LONGEST_REASON])


async def _reject(act: Act[Rejecting], number: int, reason: str) -> Reply:
    try:
        decided, item = await act.desk(Lessons).reject(act.who, number, reason)
    except Objection as objection:  # the question for a reason is over all the same
        return tell(str(objection))
    return await _settled(act, decided, item, texts.PENDING_REJECTED, texts.PROPOSAL_REJECTED, reason)


async def _settled(act: Act[Rejecting], decided: ProposalEnd, item: Supplement, said: str, news: str, reason: str = "") -> Reply:
    """``said`` to whoever decided, ``news`` to whoever proposed it."""
    if decided is ProposalEnd.DONE:
        await _tell_proposer(act, item, news.format(alias=shorten(item.alias, 60), reason=reason))
    again = await turn(act, ListProposals(ProposalList.WAITING)) if act.pressed else nothing()
    if decided is ProposalEnd.DONE:
        return done(said.format(id=item.id)) + again
    return tell((texts.PENDING_OWN if decided is ProposalEnd.OWN else texts.PENDING_GONE).format(id=item.id)) + again


async def _tell_proposer(act: Act[Rejecting], item: Supplement, text: str) -> None:
    if item.proposed_by is None or item.proposed_by == act.who.user_id:
        return
    try:
        await act.platform.send(item.proposed_by, screen(text))
    except PlatformError:  # who proposed it may have blocked the bot, which is no fault of who decides
        return


@pending.press(ApprovePage, anytime=True)
async def approve_page(act: Act[Rejecting], press: ApprovePage) -> Reply:
    """Everything on the page that was shown; one's own only where that is allowed."""
    count, left = await act.desk(Lessons).approve_page(act.who, press.first, press.last)
    said = texts.PENDING_PAGE_DONE.format(count=count) + (texts.PENDING_PAGE_LEFT.format(left=left) if left else "")
    return (tell if left else done)(said) + await turn(act, ListProposals(ProposalList.WAITING))


@pending.press(WithdrawAlias, anytime=True)
async def withdraw(act: Act[Rejecting], press: WithdrawAlias) -> Reply:
    """Take an alias out of use."""
    gone = await act.desk(Lessons).withdraw(act.who, press.id)
    said = (texts.PENDING_WITHDRAWN if gone else texts.PENDING_GONE).format(id=press.id)
    return (done if gone else tell)(said) + await turn(act, ListProposals(ProposalList.LIVE))
