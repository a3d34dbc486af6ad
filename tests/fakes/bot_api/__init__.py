"""A fake Telegram Bot API server that keeps state and says no where Telegram does. See README.md beside this file."""

from .api import TOKEN, BotApi
from .people import Offer, Person, Speaker, Toast
from .record import Call
from .state import Button, Chat, Message, User

__all__ = ["TOKEN", "BotApi", "Button", "Call", "Chat", "Message", "Offer", "Person", "Speaker", "Toast", "User"]
