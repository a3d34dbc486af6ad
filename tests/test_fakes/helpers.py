"""Small things that several tests of the fakes need."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.fakes.bot_api import BotApi


def words(api: BotApi) -> str:
    """What the last request was told, without its prefix."""
    error = api.calls[-1].error
    assert error is not None
    return error.partition(": ")[2]


def keyboard(rows: int = 1, columns: int = 1, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("b", callback_data=data) for _ in range(columns)] for _ in range(rows)])
