"""Which conversation takes which command and which button, and what menus offer. Names stand once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bot.access import Action, Role, allowed
from bot.chat.conversation import Command, Conversation, Pressed
from bot.chat.press import kind_of

AnyConversation = Conversation[Any]


class Catalogue:
    """``shared``: what stands in everybody's menu also beside the commands of a role, names and words.

    Raises ``ValueError`` when a conversation, a command or a press stands twice.
    """

    def __init__(self, conversations: Iterable[AnyConversation], shared: Sequence[tuple[str, str]] = ()) -> None:
        self.conversations, self._shared = tuple(conversations), tuple(shared)
        self.by_name = {one.name: one for one in self.conversations}
        self._commands = {name: (one, command) for one in self.conversations for name, command in one.commands.items()}
        self._presses = {kind: (one, pressed) for one in self.conversations for kind, pressed in one.presses.items()}
        if len(self.by_name) < len(self.conversations) or len(self._commands) < sum(len(one.commands) for one in self.conversations):
            raise ValueError("two conversations or commands have the same name")
        if len(self._presses) < sum(len(one.presses) for one in self.conversations):
            raise ValueError("two conversations take the same press")

    @property
    def commands(self) -> Sequence[Command]:
        """Every command, in the order of the conversations, which is that of the menus."""
        return [command for _, command in self._commands.values()]

    def command(self, name: str) -> tuple[AnyConversation, Command]:
        """The command of this name and whose it is; raises ``KeyError``."""
        return self._commands[name]

    def press(self, data: str) -> tuple[AnyConversation, Pressed] | None:
        """Who takes a button with this data, whether or not it can be read; ``None``: nobody."""
        kind = kind_of(data)
        return None if kind is None else self._presses.get(kind)

    def menu(self, roles: Collection[Role]) -> list[tuple[str, str]]:
        """The menu of somebody with these roles: what everybody's begins with, and what they may do beside it."""
        guarded = [(one.name, one.right, one.menu) for one in self.commands if isinstance(one.right, Action) and one.menu]
        return [*self._shared, *((name, words) for name, right, words in guarded if allowed(right, roles))]
