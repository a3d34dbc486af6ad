"""Who acts; see ``bot.chat.actor``."""

from __future__ import annotations

from bot.chat.actor import Actor

__all__ = ["Actor"]
