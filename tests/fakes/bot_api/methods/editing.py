"""Methods that change a message of the bot; an edit without a keyboard takes the keyboard away, an edit that changes nothing is refused."""

from __future__ import annotations

from typing import Any

from ..access import own_message
from ..errors import JSON, bad_request
from ..markup import checked_markup
from ..params import Params
from ..state import Message
from ..world import World
from .content import checked_caption, checked_text, formatted, stored_file
from .registry import method

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup "
    "of the message"
)


def _change(world: World, params: Params, message: Message, words: tuple[str | None, list[JSON]], markup: JSON | None) -> Any:
    body, entities = words
    if message.state() == (body, entities, markup):
        raise bad_request(NOT_MODIFIED)
    message.body, message.entities, message.markup = body, entities, markup
    message.edit_date = int(world.clock.now())
    return True if params.has("inline_message_id") else message.json()


@method("editMessageText")
def edit_message_text(world: World, params: Params) -> Any:
    """Replace the text of a text message."""
    text = formatted(world, params, "text")
    markup = checked_markup(params.values.get("reply_markup"), inline_only=True)
    message = own_message(world, params)
    if message.is_caption or message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(world, params, message, checked_text(text), markup)


@method("editMessageCaption")
def edit_message_caption(world: World, params: Params) -> Any:
    """Replace the caption of a photo or file."""
    caption = formatted(world, params, "caption", entities="caption_entities")
    markup = checked_markup(params.values.get("reply_markup"), inline_only=True)
    message = own_message(world, params)
    if not message.is_caption:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, params, message, checked_caption(caption) or (None, []), markup)


@method("editMessageMedia")
def edit_message_media(world: World, params: Params) -> Any:
    """Replace the photo or file of a message, with its caption."""
    media = params.object("media") or {}
    kind = str(media.get("type"))
    if kind not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: unsupported type")
    inner = Params({**media, kind: media.get("media")}, params.files)
    caption = formatted(world, inner, "caption", entities="caption_entities")
    markup = checked_markup(params.values.get("reply_markup"), inline_only=True)
    message = own_message(world, params)
    if not message.is_caption:
        raise bad_request("message can't be edited")
    file = stored_file(world, inner, kind)
    words = checked_caption(caption) or (None, [])
    if file.json() != message.content:  # a new upload is a new file, whatever is in it
        message.content, message.body = file.json(), None
    return _change(world, params, message, words, markup)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: Params) -> Any:
    """Replace only the buttons."""
    markup = checked_markup(params.values.get("reply_markup"), inline_only=True)
    message = own_message(world, params)
    return _change(world, params, message, (message.body, message.entities), markup)
