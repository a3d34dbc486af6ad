"""Buttons of cards: views, choices, contents, thumbs, and "leave me alone". Anybody may press them.

A card that was sent by inline mode stands in a message without a number: nobody's question is known to be answered by it.
"""

from __future__ import annotations

from datetime import timedelta

from bot import texts as common_texts
from bot import trace
from bot.access import Action, allowed
from bot.chat import texts as chat_texts
from bot.chat.conversation import ANYBODY, EVERYBODY, Act, Conversation
from bot.chat.platform import NotChecked
from bot.chat.reply import Reply, change, toast
from bot.chat.screen import screen
from bot.features.asking import screens, texts
from bot.features.asking.presses import OLD_LOOKS, Contents, Down, Hush, Look, Neither, OldLook, Open, Part, Pick, Up
from bot.features.asking.service import Asking

_HUSH = timedelta(hours=1)

cards = Conversation[None]("cards", ANYBODY)


@cards.press(Open)
async def open_card(act: Act[None], press: Open) -> Reply:
    """The card in this message."""
    card = act.desk(Asking).card(press.key)
    return _stale() if card is None else change(screens.card_screen(card, press.mark, press.page))


@cards.press(Pick)
async def pick(act: Act[None], press: Pick) -> Reply:
    """One of a choice: it was what was asked."""
    asking = act.desk(Asking)
    card = asking.card(press.key)
    if card is None:
        return _stale()
    if act.who.message_id:
        await asking.recorder.picked(act.place.id, act.who.message_id, press.key)
    return change(screens.card_screen(card))


@cards.press(Neither)
async def neither(act: Act[None], _: Neither) -> Reply:
    """None of a choice: kept for editors, so many a day from one person."""
    asking = act.desk(Asking)
    if act.who.message_id and asking.may_keep(act.who.user_id):
        await asking.recorder.picked(act.place.id, act.who.message_id, None)
    return change(screen(common_texts.PICK_NONE))


@cards.press(Look)
async def look(act: Act[None], press: Look) -> Reply:
    """A view of a card, in its place."""
    card = act.desk(Asking).card(press.key)
    view = act.desk(Asking).knowledge.answerer.view(press.key, press.view)
    return _stale() if card is None or view is None else change(screens.view_screen(card, view, press.view, press.mark, press.page))


async def _old_look(act: Act[None], press: OldLook) -> Reply:
    """A view under a card from before: the kind of button was its name."""
    return await look(act, Look(press.key, press.prefix, press.page, press.mark))


for _kind in OLD_LOOKS:
    cards.press(_kind)(_old_look)


@cards.press(Contents)
async def parts(act: Act[None], press: Contents) -> Reply:
    """The contents."""
    return change(screens.parts_screen(act.desk(Asking).knowledge.library, press.page))


@cards.press(Part)
async def part(act: Act[None], press: Part) -> Reply:
    """One part of the contents."""
    shown = screens.part_screen(act.desk(Asking).knowledge.library, press.key, press.page)
    return _stale() if shown is None else change(shown)


@cards.press(Up)
async def up(act: Act[None], _: Up) -> Reply:
    """It helped."""
    return await _vote(act, texts.TOAST_THANKS_UP, up=True)


@cards.press(Down)
async def down(act: Act[None], _: Down) -> Reply:
    """It did not."""
    return await _vote(act, texts.TOAST_THANKS_DOWN, up=False)


async def _vote(act: Act[None], thanks: str, *, up: bool) -> Reply:
    """The last thumb of a person counts."""
    if act.who.message_id:
        changed = await act.desk(Asking).recorder.voted(act.place.id, act.who.message_id, act.who.user_id, up=up)
        trace.note(changed=changed)
    return toast(thanks)


@cards.press(Hush, EVERYBODY)
async def hush(act: Act[None], _: Hush) -> Reply:
    """No unasked answers for an hour, if an admin of the group says so."""
    if not act.who.message_id:
        return _stale()
    try:
        admin = allowed(Action.OVERHEAR_PAUSE, act.who.roles) or await act.platform.is_admin(act.place.id, act.who.user_id)
    except NotChecked:
        return toast(texts.TOAST_NOT_CHECKED)
    if not admin:
        return toast(texts.TOAST_ADMINS_ONLY)
    await act.desk(Asking).preferences.pause_overhearing(act.place.id, act.now + _HUSH)
    return toast(texts.TOAST_HUSHED)


def _stale() -> Reply:
    return toast(chat_texts.TOAST_STALE)
