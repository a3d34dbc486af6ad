"""A ``HtmlMessage`` on its way to a chat: the right chat, topic and message, one call each."""

from __future__ import annotations

from datetime import UTC, datetime

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message, ReplyParameters
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, InvalidToken
from telegram.ext import ExtBot

from bot.platforms.telegram import texts, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import HtmlMessage, bare, plain

# Topic 1 is "General": Telegram refuses its id.
_GENERAL = 1
_NOTHING_TO_DO = ("message is not modified",)
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
)


def markup(screen: HtmlMessage) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram wants them."""
    if not screen.rows:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in screen.rows])


async def reply(context: BotContext, message: Message, screen: HtmlMessage) -> Message:
    """Say it in the message's chat and topic; in a group as a reply to the message, if that is still there.

    When the group has become a supergroup meanwhile, it is said there, as a reply to nothing: ids of messages begin anew.
    """
    group = message.chat.type != ChatType.PRIVATE
    answered = ReplyParameters(message.message_id, allow_sending_without_reply=True) if group else None
    try:
        sent = await _send(context.bot, message.chat.id, screen, thread_of(message), answered)
    except ChatMigrated as error:
        trace.note(migrated=error.new_chat_id)
        await context.services.groups.migrated(message.chat.id, error.new_chat_id)
        sent = await _send(context.bot, error.new_chat_id, screen)
    # PTB hands on what a server says; one that does not tell the message's number has sent it all the same.
    return sent if isinstance(sent, Message) else Message(0, datetime.now(UTC), message.chat)


async def say(bot: Bot, chat_id: int, screen: HtmlMessage) -> Message:
    """Say it in a chat, as an answer to nothing. Raises ``TelegramError``."""
    return await _send(bot, chat_id, screen)


async def _send(bot: Bot, chat_id: int, screen: HtmlMessage, thread: int | None = None, answered: ReplyParameters | None = None) -> Message:
    buttons = markup(screen)
    try:
        return await bot.send_message(
            chat_id, screen.html, parse_mode=ParseMode.HTML, reply_markup=buttons, message_thread_id=thread, reply_parameters=answered
        )
    except BadRequest as error:
        said = str(error).lower()
        # Servers that are older than the tag or the option: better a plainer answer than none.
        if answered is not None and "repl" in said:
            trace.note(unattached=True)
            return await _send(bot, chat_id, screen, thread)
        if "parse entities" not in said and "start tag" not in said:
            raise
        trace.note(untagged=trace.cause(error))
        return await bot.send_message(chat_id, bare(screen.html), reply_markup=buttons, message_thread_id=thread, reply_parameters=answered)


def thread_of(message: Message) -> int | None:
    """The topic to answer in. A reply outside of topics carries an id too, which must not be sent back."""
    if not message.is_topic_message or message.message_thread_id == _GENERAL:
        return None
    return message.message_thread_id


async def edit(bot: ExtBot[int], chat_id: int, message_id: int, screen: HtmlMessage) -> bool:
    """Change our message; returns whether it is still there. The same content again is no fault."""
    try:
        await bot.edit_message_text(screen.html, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=markup(screen))
    except BadRequest as error:
        return _settle(error)
    return True


async def edit_pressed(bot: ExtBot[int], query: CallbackQuery, screen: HtmlMessage) -> bool:
    """As ``edit``, for the message under the pressed button: also one sent by inline mode, or too old to be shown to us."""
    if query.message is not None:
        return await edit(bot, query.message.chat.id, query.message.message_id, screen)
    try:
        await bot.edit_message_text(
            screen.html, inline_message_id=query.inline_message_id, parse_mode=ParseMode.HTML, reply_markup=markup(screen)
        )
    except BadRequest as error:
        return _settle(error)
    return True


async def send_picture(context: BotContext, chat_id: int, picture: bytes, screen: HtmlMessage) -> Message:
    """A picture with the screen as its caption (at most 1024 units) in a private chat."""
    return await context.bot.send_photo(chat_id, picture, screen.html, parse_mode=ParseMode.HTML, reply_markup=markup(screen))


async def edit_picture(bot: ExtBot[int], query: CallbackQuery, picture: bytes, screen: HtmlMessage) -> bool:
    """Change the picture under the pressed button; returns whether it is still there."""
    if query.message is None:
        return False
    media = InputMediaPhoto(picture, screen.html, parse_mode=ParseMode.HTML)
    try:
        await bot.edit_message_media(media, query.message.chat.id, query.message.message_id, reply_markup=markup(screen))
    except BadRequest as error:
        return _settle(error)
    return True


async def send_file(context: BotContext, chat_id: int, name: str, content: bytes, caption: str) -> Message:
    """A file in a private chat."""
    return await context.bot.send_document(chat_id, content, caption, filename=name)


async def withdraw(bot: ExtBot[int], chat_id: int, message_id: int) -> None:
    """Delete our message; where that cannot be done (too old, not allowed, no such method), say in it that it does not count any more."""
    try:
        await bot.delete_message(chat_id, message_id)
        return
    except InvalidToken as error:  # PTB's name for "no such method"
        trace.note(kept=trace.cause(error))
    except BadRequest as error:
        trace.note(kept=trace.cause(error))
        if "not found" in str(error).lower():
            return
    await edit(bot, chat_id, message_id, plain(texts.WITHDRAWN))


def _settle(error: BadRequest) -> bool:
    said = str(error).lower()
    if any(words in said for words in _NOTHING_TO_DO):
        return True
    if any(words in said for words in _GONE):
        trace.note(gone=True)
        return False
    raise error
