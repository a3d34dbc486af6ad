"""What can happen to one delivery: what the wire said, what befell the process, and what people decided.

Each is a value without behaviour; ``states.next_state`` says what follows from it. ``reason`` is for the log and the
announcer's sheet: Telegram's own description or the name of an exception, never the text of a broadcast.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Cause(StrEnum):
    """Why a delivery is where it is; the sheet and the progress message group by it."""

    NONE = ""
    RATE = "rate"  # 429
    SERVER = "server"  # 5xx, or something between us and Telegram that answered in its place
    NETWORK = "network"  # no connection: surely not sent
    TOKEN = "token"  # the bot itself is refused
    KICKED = "kicked"  # 403
    MISSING = "missing"  # chat not found
    REFUSED = "refused"  # any other 400
    NO_REPLY = "no_reply"  # the request went out, the answer never came
    DIED = "died"  # the process died while sending
    TWICE = "twice"  # two groups became one
    CANCELLED = "cancelled"
    EARLIER_PART = "earlier_part"  # an earlier part of the message could not be delivered
    INACTIVE = "inactive"  # the bot is not in the group
    NOT_TAKEN_IN = "not_taken_in"  # nobody of the staff took the group in, or not again since it came back
    OPTED_OUT = "opted_out"  # the group wants no announcements of this kind
    MISSED = "missed"  # the time had passed too long ago
    CONFIRMED = "confirmed"  # a person says that it arrived


# --- What the wire said ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Accepted:
    """Telegram has it; without ``message_id``, under a number that means nothing any more."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429: nothing was sent; not before ``seconds`` have passed."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Kicked:
    """403: the bot was removed, blocked, or may not write."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChatMissing:
    """400 chat not found."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Any other 400: the content, or (``by_group``) surely something of this group, like a right that the bot lacks there."""

    reason: str
    by_group: bool = False


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup; nothing was sent. ``taken``: the new chat has a delivery of this broadcast already."""

    chat_id: int
    taken: bool = False


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The group's notice topic was deleted; nothing was sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """No connection: surely nothing was sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class BadToken:
    """401/404: Telegram does not know this bot; nothing was sent, nothing will be."""

    reason: str


@dataclass(frozen=True, slots=True)
class ServerError:
    """Telegram's own 5xx, or a refusal (4xx) of what stands between us and it: nothing was sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoReply:
    """The request went out and no answer of Telegram's came (none, a gateway's 5xx, or one cut short): nobody knows whether it was sent."""

    reason: str


# --- What befell the process ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Claimed:
    """A worker takes it and is about to send."""


@dataclass(frozen=True, slots=True)
class Released:
    """The worker that took it never sent it, and knows so."""


@dataclass(frozen=True, slots=True)
class Died:
    """The lease ran out: its worker died, or hangs."""


# --- What people decided --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Cancel:
    """The rest of the broadcast is cancelled, or this delivery is one too many."""

    cause: Cause = Cause.CANCELLED


@dataclass(frozen=True, slots=True)
class Skip:
    """The group is not to get it: inactive, not taken in, opted out, or too late."""

    cause: Cause


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Retry what failed."""


@dataclass(frozen=True, slots=True)
class SayArrived:
    """A person saw the message in the group."""


@dataclass(frozen=True, slots=True)
class SayAgain:
    """A person wants an uncertain message sent (perhaps a second time)."""


Reply = Accepted | RateLimited | Kicked | ChatMissing | Refused | Migrated | TopicGone | NotSent | BadToken | ServerError | NoReply
Outcome = Reply | Claimed | Released | Died | Cancel | Skip | TryAgain | SayArrived | SayAgain
