"""The Bot API methods. Importing this package fills the table; getUpdates alone lives in the server, because it waits."""

from . import chats, deleting, editing, identity, polls, queries, sending
from .registry import METHODS, canonical

__all__ = ["METHODS", "canonical", "chats", "deleting", "editing", "identity", "polls", "queries", "sending"]
