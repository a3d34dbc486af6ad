"""/pending: proposals to approve or to turn down with a reason; what is in use can be taken back here."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Message, Update
from telegram.error import TelegramError

from bot import texts
from bot.access import Action
from bot.features.teaching.knowing import begin_work, may_go_live, row_id, teaching_of, title_of
from bot.features.teaching.pending_panel import PER_PAGE, detail_screen, list_screen, reason_screen
from bot.features.teaching.store import supplements
from bot.features.teaching.store.supplements import Decided, Status, Supplement
from bot.features.teaching.teach import effect_of
from bot.library.folding import first
from bot.library.normalize import clean
from bot.library.supplementing import Taught
from bot.places.store import staff
from bot.platforms.telegram import trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import shorten
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.dialogs import Dialog, DialogKind
from bot.platforms.telegram.staff.gate import staff_button, staff_command
from bot.storage.engine import Transaction

_NAME = "reject"
_LONGEST_REASON = 200


async def _pending(update: Update, context: BotContext, actor: Actor, text: str) -> None:
    """/pending, /pending NUMBER, /pending NUMBER 通过, /pending NUMBER 驳回 REASON."""
    number, rest = first(text)
    act, reason = first(rest)
    if not number:
        await _list(update, context, live=False, page=0)
        return
    act, row = act.lower(), row_id(number)
    number = str(row)
    if row is None or act not in ("", *texts.WORDS_APPROVE, *texts.WORDS_REJECT):
        await gate.tell(update, context, texts.PENDING_USAGE)
    elif not act:
        await _view(update, context, actor, number)
    elif await gate.permits(update, context, actor, Action.PENDING_DECIDE):
        if act in texts.WORDS_APPROVE:
            await _approve(update, context, actor, number)
        elif reason:
            await _settle(update, context, actor, number, approve=False, reason=clean(reason))
        else:
            await _ask_reason(update, context, actor, number)


async def _turn(update: Update, context: BotContext, _: Actor, arguments: str) -> None:
    """Another page, or the other list."""
    mark, page = arguments[:1], arguments[1:]
    if mark not in ("w", "l") or not (page.isascii() and page.isdecimal() and len(page) < 6):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await _list(update, context, live=mark == "l", page=int(page))


async def _list(update: Update, context: BotContext, *, live: bool, page: int) -> None:
    desk = gate.desk_of(context)
    async with desk.database.read() as transaction:
        in_use, _ = await supplements.live(transaction)
        waiting, count = await supplements.pending(transaction, limit=PER_PAGE, offset=page * PER_PAGE)
        names = await _names(transaction)
    newest_first = in_use[::-1]
    found = newest_first[page * PER_PAGE : (page + 1) * PER_PAGE] if live else waiting
    total, others = (len(in_use), count) if live else (count, len(in_use))
    if not found and page:
        await _list(update, context, live=live, page=(total - 1) // PER_PAGE if total else 0)
        return
    await gate.show(update, context, list_screen(found, total, page, desk.knowledge.library, names, live=live, others=others))


async def _view(update: Update, context: BotContext, actor: Actor, number: str) -> None:
    """One of them."""
    await dialogs.end(context, actor, _NAME)  # "back" leaves the question for a reason
    item = await _find(update, context, number)
    if item is not None:
        await gate.show(update, context, detail_screen(item, gate.desk_of(context).knowledge.library, await _all_names(context)))


async def _try(update: Update, context: BotContext, actor: Actor, number: str) -> None:
    """Which evaluation questions would change?"""
    item = await _find(update, context, number)
    if item is None:
        return
    work = await begin_work(update, context, actor, texts.TEACH_TRYING)
    effect = await effect_of(context, [Taught(item.alias, item.entry_id)])
    await work.finish(detail_screen(item, gate.desk_of(context).knowledge.library, await _all_names(context), effect))


async def _approve(update: Update, context: BotContext, actor: Actor, number: str) -> None:
    """Use it, if it still can be used."""
    item = await _find(update, context, number)
    if item is None:
        return
    wordings = await teaching_of(context).keeper.wordings()
    objection = wordings.objection(item.alias, item.entry_id)
    if objection is not None:
        owner = title_of(teaching_of(context).keeper.library, wordings.owner(item.alias) or "")
        sentence = texts.OBJECTIONS[objection].format(alias=item.alias, owner=owner, limit="")
        await gate.tell(update, context, texts.PENDING_NOT_NOW.format(reason=sentence))
        return
    await _settle(update, context, actor, number, approve=True)


async def _ask_reason(update: Update, context: BotContext, actor: Actor, number: str) -> None:
    """Turn it down: for which reason?"""
    item = await _find(update, context, number)
    if item is not None:
        await dialogs.begin(context, actor, _NAME, {"id": item.id})
        await gate.show(update, context, reason_screen(item))


async def _reject(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """One of the usual reasons."""
    number, _, which = arguments.partition(":")
    if not (which.isascii() and which.isdecimal() and len(which) < 4 and int(which) < len(texts.REJECT_REASONS)):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await dialogs.end(context, actor, _NAME)
    await _settle(update, context, actor, number, approve=False, reason=texts.REJECT_REASONS[int(which)])


async def _step(update: Update, context: BotContext, actor: Actor, dialog: Dialog) -> None:
    """A reason in words."""
    message = update.effective_message
    reason = clean(message.text or "") if isinstance(message, Message) else ""
    if not reason:
        await gate.tell(update, context, texts.REJECT_WORDS)
        return
    await dialogs.end(context, actor, _NAME)
    await _settle(update, context, actor, str(dialog.data.get("id", "")), approve=False, reason=reason[:_LONGEST_REASON])


async def _settle(update: Update, context: BotContext, actor: Actor, number: str, *, approve: bool, reason: str = "") -> None:
    item = await _find(update, context, number)
    if item is None:
        return
    desk = gate.desk_of(context)
    own_too = may_go_live(context)
    async with desk.database.write() as transaction:
        decided = await supplements.decide(
            transaction, item.id, approve=approve, by=actor.user_id, now=desk.clock(), reason=reason, own_too=own_too
        )
        if decided is Decided.DONE:
            result = "approved" if approve else "rejected"
            await desk.audit(transaction, actor, Action.PENDING_DECIDE, f"supplement:{item.id}", reason, result)
    if decided is Decided.DONE:
        teaching_of(context).keeper.nudge()
        await _tell_proposer(context, actor, item, approve=approve, reason=reason)
    sentence = {Decided.GONE: texts.PENDING_GONE, Decided.OWN: texts.PENDING_OWN}.get(decided) or (
        texts.PENDING_APPROVED if approve else texts.PENDING_REJECTED
    )
    say = gate.done if decided is Decided.DONE else gate.tell
    await say(update, context, sentence.format(id=item.id))
    if update.callback_query is not None:
        await _list(update, context, live=False, page=0)


async def _approve_page(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Everything on the page that was shown; one's own only where that is allowed."""
    first, _, last = arguments.partition("-")
    lowest, highest = row_id(first), row_id(last)
    if lowest is None or highest is None:
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    desk, keeper = gate.desk_of(context), teaching_of(context).keeper
    wordings = await keeper.wordings()
    async with desk.database.write() as transaction:
        waiting, _ = await supplements.pending(transaction, limit=PER_PAGE * 20)
        page = [item for item in waiting if lowest <= item.id <= highest][:PER_PAGE]
        sound = [item.id for item in page if wordings.objection(item.alias, item.entry_id) is None]
        count = await supplements.approve_many(transaction, sound, by=actor.user_id, now=desk.clock(), own_too=may_go_live(context))
        await desk.audit(transaction, actor, Action.PENDING_DECIDE, "supplements", " ".join(f"#{id_}" for id_ in sound), "approved")
    keeper.nudge()
    left = len(page) - count
    said = texts.PENDING_PAGE_DONE.format(count=count) + (texts.PENDING_PAGE_LEFT.format(left=left) if left else "")
    await (gate.tell if left else gate.done)(update, context, said)
    await _list(update, context, live=False, page=0)


async def _withdraw(update: Update, context: BotContext, actor: Actor, number: str) -> None:
    """Take an alias out of use."""
    item = await _find(update, context, number)
    if item is None:
        return
    desk = gate.desk_of(context)
    async with desk.database.write() as transaction:
        done = await supplements.withdraw(transaction, item.id, by=actor.user_id, now=desk.clock())
        if done:
            await desk.audit(transaction, actor, Action.PENDING_DECIDE, f"supplement:{item.id}", result="withdrawn")
    teaching_of(context).keeper.nudge()
    await (gate.done if done else gate.tell)(update, context, (texts.PENDING_WITHDRAWN if done else texts.PENDING_GONE).format(id=item.id))
    await _list(update, context, live=True, page=0)


async def _tell_proposer(context: BotContext, actor: Actor, item: Supplement, *, approve: bool, reason: str) -> None:
    """Best effort: who proposed it may have blocked the bot, which is no fault of who decides."""
    if item.proposed_by is None or item.proposed_by == actor.user_id:
        return
    text = (texts.PROPOSAL_APPROVED if approve else texts.PROPOSAL_REJECTED).format(alias=shorten(item.alias, 60), reason=reason)
    try:
        await context.bot.send_message(item.proposed_by, text)
    except TelegramError as error:
        trace.note(proposer=trace.cause(error))


async def _find(update: Update, context: BotContext, number: str) -> Supplement | None:
    """The supplement with this number, unless it was turned down or taken back; who asks for another is told."""
    id_ = row_id(number)
    item = None
    if id_ is not None:
        async with gate.desk_of(context).database.read() as transaction:
            item = await supplements.get(transaction, id_)
    if item is None or item.status is Status.REJECTED:
        await gate.tell(update, context, texts.PENDING_GONE.format(id=number.removeprefix("#")))
        return None
    return item


async def _all_names(context: BotContext) -> dict[int, str]:
    async with gate.desk_of(context).database.read() as transaction:
        return await _names(transaction)


async def _names(transaction: Transaction) -> dict[int, str]:
    """Names of staff by id, as they were when they got their roles."""
    holdings: Sequence[staff.Holding] = await staff.everyone(transaction)
    return {holding.user_id: holding.name for holding in holdings if holding.name}


HANDLERS: list[gate.Guarded] = [
    staff_command("pending", Action.PENDING_LIST, _pending),
    staff_button("pl", Action.PENDING_LIST, _turn),
    staff_button("pv", Action.PENDING_LIST, _view),
    staff_button("pe", Action.PENDING_LIST, _try),
    staff_button("pa", Action.PENDING_DECIDE, _approve),
    staff_button("px", Action.PENDING_DECIDE, _ask_reason),
    staff_button("pr", Action.PENDING_DECIDE, _reject),
    staff_button("pb", Action.PENDING_DECIDE, _approve_page),
    staff_button("pw", Action.PENDING_DECIDE, _withdraw),
]
DIALOGS = [DialogKind(_NAME, Action.PENDING_DECIDE, _step)]
