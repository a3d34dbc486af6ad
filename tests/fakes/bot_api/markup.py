"""Keyboards: what Telegram accepts as a `reply_markup`, and what it stores with the message."""

from __future__ import annotations

import re
from typing import Any

from .errors import JSON, bad_request

MAX_ROW, MAX_BUTTONS, MAX_DATA = 8, 100, 64
_ACTIONS = (
    "callback_data", "url", "login_url", "web_app", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_LINK = re.compile(r"(?:https?|tg|ton)://\S+|[\w-]+(?:\.[\w-]+)+(?:/\S*)?")


def _button(button: Any) -> JSON:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions and not 1 <= len(str(button["callback_data"]).encode("utf-8", "replace")) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and not _LINK.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in actions and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return button


def inline_keyboard(markup: Any) -> JSON | None:
    """The inline keyboard as it is stored, or None for an empty one."""
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object")
    kept = [[_button(button) for button in row] for row in rows if row]
    if any(len(row) > MAX_ROW for row in kept) or sum(len(row) for row in kept) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def checked_markup(markup: Any, *, inline_only: bool = False) -> JSON | None:
    """Refuse a wrong `reply_markup`; only inline keyboards stay with the message."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return inline_keyboard(markup)
    if inline_only:
        raise bad_request("inline keyboard expected")
    if not any(key in markup for key in ("keyboard", "remove_keyboard", "force_reply")) and markup:
        raise bad_request("can't parse reply keyboard markup JSON object")
    return None
