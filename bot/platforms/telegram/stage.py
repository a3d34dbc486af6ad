"""One of Telegram's updates as the stage on which a reply is played (``bot.chat.stage``)."""

from __future__ import annotations

from telegram import Message, Update
from telegram.error import TelegramError

from bot.chat.screen import Screen
from bot.platforms.telegram import render, rendering, speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.platform import TelegramPlatform


class TelegramStage:
    """Answers what was written, or the press under a message. What Telegram refuses goes to the handler of errors, as it is."""

    def __init__(self, update: Update, context: BotContext, platform: TelegramPlatform) -> None:
        self._update, self._context, self._platform = update, context, platform
        self.pressed = update.callback_query is not None

    @property
    def platform(self) -> TelegramPlatform:
        """The platform it is part of."""
        return self._platform

    async def show(self, shown: Screen) -> None:
        """See ``Stage``."""
        if not await self.change(shown):
            await self.say(shown)

    async def change(self, shown: Screen) -> bool:
        """See ``Stage``."""
        query = self._update.callback_query
        return query is not None and await speak.edit_pressed(self._context.bot, query, rendering.one(shown))

    async def say(self, shown: Screen) -> None:
        """See ``Stage``."""
        message = self._update.effective_message
        if isinstance(message, Message):
            for page in rendering.whole(shown).screens:
                await speak.reply(self._context, message, page)

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """See ``Stage``. It may be too late for it: what was done stays done."""
        query = self._update.callback_query
        if query is None or self._context.toasted:
            return
        self._context.toasted = True
        try:
            await query.answer(render.toast(text) if text else None, show_alert=alert)
        except TelegramError as error:
            trace.note(toast=trace.cause(error))

    async def announce(self, text: str) -> Announcement:
        """See ``Stage``."""
        query, message = self._update.callback_query, self._update.effective_message
        shown = render.plain(text)
        if query is not None:
            await self.toast()
            if query.message is not None and await speak.edit_pressed(self._context.bot, query, shown):
                return Announcement(self._context, query.message.chat.id, query.message.message_id)
        if not isinstance(message, Message):
            chat = self._update.effective_chat
            sent = await speak.say(self._context.bot, chat.id if chat is not None else 0, shown)
        else:
            sent = await speak.reply(self._context, message, shown)
        return Announcement(self._context, sent.chat.id, sent.message_id)

    async def send_file(self, name: str, content: bytes, caption: str) -> None:
        """See ``Stage``."""
        chat = self._update.effective_chat
        if chat is not None:
            await speak.send_file(self._context, chat.id, name, content, caption)

    async def show_picture(self, picture: bytes, shown: Screen) -> None:
        """See ``Stage``; a caption has less room than a message."""
        query, chat = self._update.callback_query, self._update.effective_chat
        caption = rendering.one(shown, render.CAPTION_LIMIT)
        if query is not None and await speak.edit_picture(self._context.bot, query, picture, caption):
            return
        if chat is not None:
            await speak.send_picture(self._context, chat.id, picture, caption)


class Announcement:
    """Our message that says that something takes a while."""

    def __init__(self, context: BotContext, chat_id: int, message_id: int) -> None:
        self._context, self._chat_id, self._message_id = context, chat_id, message_id

    async def finish(self, shown: Screen) -> None:
        """See ``bot.chat.stage.Announced``."""
        first, *rest = rendering.whole(shown).screens
        if not await speak.edit(self._context.bot, self._chat_id, self._message_id, first):
            await speak.say(self._context.bot, self._chat_id, first)
        for page in rest:
            await speak.say(self._context.bot, self._chat_id, page)
