"""What the buttons of groups mean: the register, decisions about newcomers, settings."""

from __future__ import annotations

from enum import StrEnum

from bot.chat.press import Press


class ListGroups(Press, prefix="gl"):
    """A page of the register; ``words``: of what is looked for."""

    page: int
    words: str = ""


class ViewGroup(Press, prefix="gv"):
    """One group."""

    chat_id: int


class AskTags(Press, prefix="gt"):
    """Begins the dialogue for tags."""

    chat_id: int


class AskUnit(Press, prefix="gu"):
    """Begins the dialogue for the unit."""

    chat_id: int


class Untag(Press, prefix="gx"):
    """Take the tag with this key away."""

    chat_id: int
    key: str


class LeaveGroup(Press, prefix="gq"):
    """Leave it: asked first (``?``), then done (``!``)."""

    chat_id: int
    sure: str


class ListMark(StrEnum):
    """Kinds of lists of groups that need a decision."""

    WAITING = "w"
    WISH = "u"
    KEPT = "k"


class ListUndecided(Press, prefix="gn"):
    """A page of such a list."""

    mark: ListMark
    page: int = 0


class How(StrEnum):
    """Yes or no to one group, pressed in the list or below the group."""

    YES_IN_LIST = "yl"
    NO_IN_LIST = "nl"
    YES = "yv"
    NO = "nv"

    @property
    def yes(self) -> bool:
        """What was said."""
        return self in (How.YES_IN_LIST, How.YES)

    @property
    def in_list(self) -> bool:
        """Whether the list is gone on with."""
        return self in (How.YES_IN_LIST, How.NO_IN_LIST)


def how(*, yes: bool, in_list: bool) -> How:
    """The one for this."""
    return How(f"{'y' if yes else 'n'}{'l' if in_list else 'v'}")


class Decide(Press, prefix="gi"):
    """Take one group in, or leave it."""

    how: How
    chat_id: int


class Together(StrEnum):
    """What is decided about all groups of a list."""

    TAKE_IN = "wy"
    REFUSE = "wn"
    KEEP = "ky"

    @property
    def mark(self) -> ListMark:
        """Of the list."""
        return ListMark(self.value[0])

    @property
    def yes(self) -> bool:
        """Whether they are taken in."""
        return self is not Together.REFUSE


class DecideAll(Press, prefix="ga"):
    """About those that were shown, by their ``digest``; ``sure``: asked first, then done (``!``)."""

    what: Together
    digest: str
    sure: str = ""


class AnswerWish(Press, prefix="gw"):
    """Yes or no to the unit that a group asks for: to the one with this key."""

    how: How
    chat_id: int
    key: str


VIEW = "v"


class Choose(Press, prefix="set"):
    """A choice (``value``) for a setting (``key``); with ``VIEW`` as key, the choices of the setting ``value``, or everything."""

    chat_id: int
    key: str
    value: str = "0"


def whole_panel(chat_id: int) -> Choose:
    """The button to everything that is set."""
    return Choose(chat_id, VIEW, "-")
