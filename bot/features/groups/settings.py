"""/settings and /here: what a group's own admins choose for it, with buttons or in one line."""

from __future__ import annotations

from telegram import Chat, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import texts
from bot.access import Action, allowed
from bot.features.groups import wishes
from bot.features.groups.settings_panel import VIEWS, Around, panel, view, which_screen
from bot.features.groups.wishes import Wish, WishError
from bot.library.folding import fold_name
from bot.library.ids import group_first, group_id
from bot.places.doors import Who
from bot.places.store import group_doors, groups
from bot.places.store.groups import Group
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.desk import Desk
from bot.platforms.telegram.staff.gate import staff_button, staff_command
from bot.storage.engine import Transaction


async def _settings(update: Update, context: BotContext, actor: Actor, text: str) -> None:
    """/settings: the panel; with words after it, the change that they ask for. In a private chat (owners) the group's id comes first."""
    named, words = group_first(text)
    chat_id = actor.chat_id if named is None else named
    if actor.private and named is None:
        await gate.show(update, context, which_screen())
        return
    if not actor.private and chat_id != actor.chat_id:
        await gate.tell(update, context, texts.STAFF_PRIVATE_ONLY)
        return
    group = await _group(update, context, chat_id)
    if group is None:
        await gate.tell(update, context, texts.GROUP_UNKNOWN)
        return
    said = ""
    if words:
        try:
            wish = wishes.from_words(words)
        except WishError as error:
            await gate.tell(update, context, str(error))
            return
        if not await _may_change(update, context, actor):
            return
        group, said = await _apply(update, context, actor, group, wish)
    await gate.show(update, context, panel(group, await _around(update, context, group), said))


async def _press(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """A button of the panel: another view, or a change."""
    number, _, rest = arguments.partition(":")
    key, _, value = rest.partition(":")
    chat_id = group_id(number)
    group = await _group(update, context, chat_id) if chat_id is not None else None
    # Who is an admin here is asked about this group only: a button that speaks of another one is none of ours.
    if group is None or (not actor.private and group.chat_id != actor.chat_id):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    around = await _around(update, context, group)
    if key == "v":
        await gate.show(update, context, view(group, around, value) if value in VIEWS else panel(group, around))
        return
    wish = wishes.from_button(key, value)
    if wish is None or (wish.here and around.topic is None):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    if not await _may_change(update, context, actor):
        return
    group, said = await _apply(update, context, actor, group, wish)
    await gate.answer(update, context, said)
    await gate.show(update, context, panel(group, around))


async def _here(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """/here: notices go into the topic where this was said."""
    message = update.message
    if message is None:
        return
    if actor.private:
        await gate.tell(update, context, texts.HERE_IN_TOPIC)
        return
    group = await _group(update, context, actor.chat_id)
    if group is None:
        await gate.tell(update, context, texts.GROUP_UNKNOWN)
        return
    if not await _may_change(update, context, actor):
        return
    in_topic = speak.thread_of(message) is not None
    wish = wishes.topic(here=in_topic)
    await _apply(update, context, actor, group, wish, Action.HERE)
    if in_topic:
        await gate.tell(update, context, texts.HERE_DONE)
    else:
        await gate.tell(update, context, texts.HERE_GENERAL if message.chat.is_forum else texts.HERE_NO_TOPICS)


async def _may_change(update: Update, context: BotContext, actor: Actor) -> bool:
    """Whether it is within what a group's own admin may change in a day; if not, they have been told. Staff may always."""
    if actor.roles or context.services.limits.settings.admit(actor.user_id, context.services.today()):
        return True
    trace.note(outcome="flood", settings="spent")
    await gate.tell(update, context, texts.SETTINGS_ENOUGH)
    return False


async def _group(update: Update, context: BotContext, chat_id: int) -> Group | None:
    """The group's row; the group where this is said is entered if it is not known yet."""
    desk = gate.desk_of(context)
    async with desk.database.read() as transaction:
        group = await groups.get(transaction, chat_id)
    chat: Chat | None = update.effective_chat
    if group is None and chat is not None and chat.id == chat_id:
        async with desk.database.write() as transaction:
            await groups.see(transaction, chat.id, chat.title or "", chat.type, desk.clock())
            group = await groups.get(transaction, chat_id)
    return group


async def _apply(
    update: Update, context: BotContext, actor: Actor, group: Group, wish: Wish, action: Action = Action.SETTINGS
) -> tuple[Group, str]:
    """Do it, and say what was done. A unit decides who gets what: from those who may not give one it is a request to staff."""
    desk, said = gate.desk_of(context), wish.said
    unit = wish.changes.get("unit")
    async with desk.database.write() as transaction:
        if unit is not None and not allowed(Action.GROUP_UNIT, actor.roles):
            said = await _ask_for_unit(transaction, desk, actor, group, unit)
        else:
            await _write(transaction, group.chat_id, wish, _topic(update))
            if unit is not None:
                await group_doors.wish_unit(transaction, group.chat_id, None)
            await desk.audit(transaction, actor, action, f"group:{group.chat_id}", wish.said)
        changed = await groups.get(transaction, group.chat_id)
    await context.services.preferences.changed(group.chat_id)
    if said != wish.said and desk.news is not None:
        await desk.news.look()
    return changed or group, said


async def _ask_for_unit(transaction: Transaction, desk: Desk, actor: Actor, group: Group, unit: str) -> str:
    name = fold_name(unit)
    await desk.doors.ask_for_unit(transaction, Who(actor.user_id, actor.name), group, name)
    return (texts.UNIT_ALREADY if name == group.unit else texts.UNIT_ASKED).format(unit=name or texts.NO_UNIT)


async def _write(transaction: Transaction, chat_id: int, wish: Wish, topic: int | None) -> None:
    if wish.here:
        await groups.change(transaction, chat_id, notice_thread_id=topic)
    elif wish.changes:
        await groups.change(transaction, chat_id, **wish.changes)
    for kind, off in wish.muted.items():
        await groups.mute(transaction, chat_id, kind, off)


def _topic(update: Update) -> int | None:
    message = update.effective_message
    return speak.thread_of(message) if isinstance(message, Message) else None


async def _around(update: Update, context: BotContext, group: Group) -> Around:
    message = update.effective_message
    chat = message.chat if isinstance(message, Message) else None
    return Around(
        per_hour=gate.desk_of(context).settings.overheard_per_hour,
        hears_all=not group.overhear or await _hears_all(context, group.chat_id),
        topic=_topic(update),
        forum=chat is not None and bool(chat.is_forum),
        private=chat is not None and chat.type == ChatType.PRIVATE,
    )


async def _hears_all(context: BotContext, chat_id: int) -> bool:
    """Whether Telegram shows us what is not meant for us: with privacy mode off, or as an admin."""
    if context.bot.bot.can_read_all_group_messages:
        return True
    try:
        return (await context.bot.get_chat_member(chat_id, context.bot.id)).status == "administrator"
    except TelegramError as error:
        trace.note(own=trace.cause(error))
        return True  # not known: no warning


HANDLERS: list[gate.Guarded] = [
    staff_command("settings", Action.SETTINGS, _settings),
    staff_command("here", Action.HERE, _here),
    staff_button("set", Action.SETTINGS, _press),
]
