"""The tables. What a column means stands here; how it came to be, in ``migrations``.

Columns that hold a chat are named ``chat_id`` and say in ``Table.info["chat"]`` what becomes of their rows when a group
turns into a supergroup (see ``migrate_chat``); columns that hold a person are named ``user_id`` or ``…_by`` (see ``people``).
No table holds who asked what, nor do several together: what could be put side by side has random numbers and days (see ``veil``).

``sqlite_autoincrement``: an id is never used again, so an old button cannot hit a new row.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy import text as sql

from bot.storage.columns import BigId, UtcDateTime, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

MOVE = "move"
"""Rows go to the new chat; where it already has one of its own, the old one is dropped."""
FORGET = "forget"
"""Rows are deleted: they hold message ids, which mean other messages in the new chat."""
MERGE = "merge"
"""``migrate_chat`` joins the old row and the new one by itself."""

CHOSEN = {"chosen": True}
"""Of columns that a group's people set: they follow a group that moves (see ``places.store.groups``)."""
CHOSEN_TIME = {"chosen": True, "time": True}
"""As ``CHOSEN``: a time of day, HH:MM."""


def _chat(primary_key: bool = False, nullable: bool = False) -> Column[int]:
    return Column("chat_id", BigInteger, primary_key=primary_key, nullable=nullable, autoincrement=False)


_WANTED = sql("status <> 'rejected'")

groups = Table(
    "groups",
    metadata,
    _chat(primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", String(16), nullable=False),  # group, supergroup, channel
    Column("unit", Text, nullable=False, server_default="", info=CHOSEN),
    Column("members", Integer),
    Column("active", Boolean, nullable=False),
    Column("joined", UtcDateTime, nullable=False),
    Column("last_seen", UtcDateTime, nullable=False),
    Column("notice_thread_id", BigInteger),  # the forum topic for notices; null is the group itself
    Column("overhear", Boolean, nullable=False, server_default=sql("false"), info=CHOSEN),
    Column("overheard_per_hour", Integer, info=CHOSEN),  # null: as set for the whole bot
    Column("overhear_paused_until", UtcDateTime, info=CHOSEN),
    Column("daily", Boolean, nullable=False, server_default=sql("false"), info=CHOSEN),
    Column("daily_at", String(5), nullable=False, server_default="08:30", info=CHOSEN_TIME),  # Asia/Shanghai, as all times of day
    Column("quiet_from", String(5), info=CHOSEN_TIME),
    Column("quiet_to", String(5), info=CHOSEN_TIME),
    # Whether staff took it in (``places.standing``): only then does it receive anything, and its unit means something.
    Column("standing", String(16), nullable=False, server_default=sql("'waiting'")),
    Column("wished_unit", Text),  # by its own admins, until staff say yes or no; empty: none, null: no wish
    Column("added_by", BigInteger),  # who brought us in, until staff decide
    Column("greeted_at", UtcDateTime),  # when it was told that it waits
    CheckConstraint("standing IN ('waiting', 'kept', 'taken', 'refused')", name="standing"),
    Index(None, "active", "unit"),
    info={"chat": MERGE},
)

group_tags = Table(
    "group_tags",
    metadata,
    _chat(primary_key=True),
    Column("tag", String(64), primary_key=True),
    Index(None, "tag"),
    info={"chat": MOVE},
)

group_muted = Table(
    "group_muted",
    metadata,
    _chat(primary_key=True),
    Column("kind", String(64), primary_key=True),  # a kind of announcement that the group's admins turned off
    info={"chat": MOVE},
)

# Who of the staff was told what about a group that needs a decision, and in which message of their private chat.
group_told = Table(
    "group_told",
    metadata,
    _chat(primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("about", String(16), primary_key=True),
    Column("message_id", BigInteger),  # null: on its way
    Column("at", UtcDateTime, nullable=False),
    Index(None, "user_id"),
    info={"chat": MOVE},
)

# Late updates still carry the old id: whoever meets one finds the group here.
chat_migrations = Table(
    "chat_migrations",
    metadata,
    Column("old_chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_chat_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("granted_by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

# Append-only: triggers refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE. ``target`` is text, for a chat id in it must not change.
audit = Table(
    "audit",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
    Column("result", String(32), nullable=False),
    Index(None, "at"),
    Index(None, "actor_id"),
    sqlite_autoincrement=True,
)

misses = Table(
    "misses",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("question", Text, nullable=False),  # after anonymize()
    Column("key", Text, nullable=False),  # normalize(question): what is asked alike is grouped by it
    Column("unit", Text, nullable=False, server_default=""),
    _chat(nullable=True),  # a group, never a private chat: its id is a person's
    Column("reason", String(16), nullable=False),
    Column("near", Words, nullable=False),
    Column("created", UtcDateTime, nullable=False),  # the day only: the moment would tell who asked
    Column("state", String(16), nullable=False),
    CheckConstraint("reason IN ('none', 'thumbs_down')", name="reason"),
    CheckConstraint("state IN ('open', 'later', 'dismissed', 'taught')", name="state"),
    Index(None, "state", "key"),
    Index(None, "created"),
    info={"chat": MOVE},
    sqlite_autoincrement=True,
)

supplements = Table(
    "supplements",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("alias", Text, nullable=False),
    Column("key", Text, nullable=False),  # normalize(alias)
    Column("entry_id", String(24), nullable=False),
    Column("status", String(16), nullable=False),
    CheckConstraint("status IN ('pending', 'live', 'rejected')", name="status"),
    Column("proposed_by", BigInteger),
    Column("decided_by", BigInteger),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created", UtcDateTime, nullable=False),
    Column("decided", UtcDateTime),
    Index(None, "status"),
    # One wording asks for one entry, also when two editors teach it at the same moment.
    Index("uq_supplements_wanted_key", "key", unique=True, sqlite_where=_WANTED, postgresql_where=_WANTED),
    sqlite_autoincrement=True,
)

# Processes compare these numbers with what they loaded: a cheap look every few seconds.
knowledge_state = Table(
    "knowledge_state",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("changed", UtcDateTime, nullable=False),
)

question_log = Table(
    "question_log",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("day", Date, nullable=False),  # in Asia/Shanghai
    Column("hour", SmallInteger, nullable=False),
    Column("unit", Text, nullable=False, server_default=""),
    Column("chat_kind", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("entry_id", String(24)),
    Column("ups", Integer, nullable=False, server_default=sql("0")),
    Column("downs", Integer, nullable=False, server_default=sql("0")),
    Index(None, "day"),
    sqlite_autoincrement=True,
)

# Which of our messages answers which question: for edits, votes and updates that come twice. Rows expire. A private chat stands
# here under a number that leads to nobody (see veil).
answers = Table(
    "answers",
    metadata,
    Column("id", BigId, primary_key=True),
    _chat(),
    Column("question_message_id", BigInteger, nullable=False),
    Column("answer_message_id", BigInteger, nullable=False),
    Column("outcome", String(16), nullable=False),  # empty in private, where no entry stands either
    Column("entry_id", String(24)),
    Column("expires", UtcDateTime, nullable=False),  # the end of a day
    Index("uq_answers_question", "chat_id", "question_message_id", unique=True),
    Index(None, "chat_id", "answer_message_id"),
    Index(None, "expires"),
    info={"chat": FORGET},
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("answer_id", BigId, ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("voter", String(64), primary_key=True),  # veil.voter: the same person differs from answer to answer
    Column("up", Boolean, nullable=False),
)

prefs = Table(
    "prefs",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

# What staff are in the middle of, in private chats; data is JSON.
dialogs = Table(
    "dialogs",
    metadata,
    _chat(primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(32), primary_key=True),
    Column("data", Text, nullable=False),
    Column("touched", UtcDateTime, nullable=False),
    # One that lasts stays open while its person does something else in between.
    Column("lasts", Boolean, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Index(None, "expires"),
    info={"chat": FORGET},
)
