"""What the commands on knowledge share: the teaching at the desk, messages that announce long work, names of entries."""

from __future__ import annotations

from telegram import Message, Update

from bot.features.teaching.teaching import Teaching
from bot.library.ids import counted
from bot.library.models import Entry, Library
from bot.library.normalize import normalize
from bot.platforms.telegram import speak
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Screen, plain
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.storage.errors import DatabaseUnavailable


def teaching_of(context: BotContext) -> Teaching:
    """What changes the knowledge; raises ``DatabaseUnavailable`` where there is none."""
    teaching = gate.desk_of(context).teaching
    if teaching is None:
        raise DatabaseUnavailable("missing")
    return teaching


def row_id(text: str) -> int | None:
    """The number of a row, as written (#12) or on a button; ``None`` for anything else."""
    return counted(text)


def may_go_live(context: BotContext) -> bool:
    """Whether what an editor teaches may be used without a second person."""
    return gate.desk_of(context).settings.self_approve


def title_of(library: Library, entry_id: str) -> str:
    """An entry as people name it, also one that is gone."""
    entry = library.by_id.get(entry_id)
    return entry.title if entry is not None else entry_id


def find_entries(library: Library, text: str, most: int = 8) -> list[Entry]:
    """Entries that a few typed words may mean: by id or title first, then by what stands in the title."""
    exact = library.find(text)
    if exact is not None:
        return [exact]
    words = normalize(text)
    return [entry for entry in library.entries if words and words in normalize(entry.title)][:most]


class LongWork:
    """A message that says that something takes a while, and becomes the result."""

    def __init__(self, context: BotContext, chat_id: int, message_id: int) -> None:
        self._context, self._chat_id, self._message_id = context, chat_id, message_id

    async def finish(self, screen: Screen) -> None:
        """Show the result in its place; where the message is gone, in a new one."""
        bot = self._context.bot
        if not await speak.edit(bot, self._chat_id, self._message_id, screen):
            await speak.say(bot, self._chat_id, screen)


async def begin_work(update: Update, context: BotContext, actor: Actor, text: str) -> LongWork:
    """Announce it: in the message under the pressed button, whose waiting ends, or as an answer."""
    query, message = update.callback_query, update.effective_message
    if query is not None:
        await gate.answer(update, context)
        if query.message is not None and await speak.edit_pressed(context.bot, query, plain(text)):
            return LongWork(context, actor.chat_id, query.message.message_id)
    if isinstance(message, Message):
        sent = await speak.reply(context, message, plain(text))
    else:
        sent = await context.bot.send_message(actor.chat_id, text)
    return LongWork(context, sent.chat.id, sent.message_id)
