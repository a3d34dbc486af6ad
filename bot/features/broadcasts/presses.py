"""What the buttons of broadcasts mean."""

from __future__ import annotations

from enum import StrEnum

from bot.chat.press import Press


class Steer(StrEnum):
    """What is done with one that exists; the first two ask before the act."""

    ASK_CANCEL = "askcancel"
    ASK_RECALL = "askrecall"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RECALL = "recall"
    RETRY = "retry"


class Finding(StrEnum):
    """What somebody found out about a delivery of which nobody knows."""

    ARRIVED = "a"
    SEND_AGAIN = "s"


class Turn(Press, prefix="bl"):
    """This page of the list."""

    page: int


class ShowOne(Press, prefix="bv"):
    """Show one as it is now."""

    number: int


class Runs(Press, prefix="bw"):
    """This page of the runs of one that repeats."""

    series: int
    page: int


class Preview(Press, prefix="bp"):
    """Show what it says."""

    number: int


class ShowUncertain(Press, prefix="bu"):
    """Show the deliveries of which nobody knows."""

    number: int


class GetSheet(Press, prefix="bs"):
    """What happened in every group, as a spreadsheet."""

    number: int


class Release(Press, prefix="br"):
    """Let it go out; ``seen`` is the beginning of the digest of what was shown."""

    number: int
    seen: str


class Control(Press, prefix="bx"):
    """Steer it."""

    verb: Steer
    number: int


class Settle(Press, prefix="bz"):
    """One delivery (``which``, its number), or ``EVERY`` that is uncertain."""

    number: int
    found: Finding
    which: str


EVERY = "all"


class Official(Press, prefix="bo"):
    """Groups that turned announcements off get this one all the same, or not."""

    number: int
    official: bool


class Like(Press, prefix="bk"):
    """The same content again."""

    number: int


class ChangeDraft(Press, prefix="be"):
    """Ask for other content."""

    number: int


class Use(Press, prefix="bn"):
    """Of the dialogue ``key``: use the content that was shown, or leave all as it is (``LEAVE``)."""

    key: str = ""
    shown: str = ""


LEAVE = "x"


class PickAudience(Press, prefix="bc"):
    """Of the dialogue ``key``: see ``dialogue``. What ``stamp`` stands for may be in ``value`` where there is no other."""

    key: str = ""
    verb: str = ""
    value: str = ""
    stamp: str = ""
