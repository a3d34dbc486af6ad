"""What each column that can hold an id or words may tell about a person: the list that /mydata and /forget go by.

A column that is not here, and can hold any of it, fails a test: whoever adds one decides what it is. Columns named ``…_by`` are
signatures without being listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from sqlalchemy import Column, Table

from bot.storage.schema import metadata
from bot.storage.tables import groups


class Holds(Enum):
    """What may stand in a column, and what becomes of it."""

    CODE = auto()
    """A number, a code or a moment of ours: of nobody."""
    GROUP = auto()
    """A group's id, name or setting; never a person's."""
    WORDS = auto()
    """Words that staff wrote for everybody, or of a question after ``anonymize``: they belong to the work, not to a person."""
    ROLE = auto()
    """A person who works here: stays as long as that."""
    NAME = auto()
    """A name beside the id of the same person, whose row it shares."""
    SIGNED = auto()
    """Whose work it is: stays while the person works here, and after that where the row cannot be without."""
    GOES = auto()
    """A person's id; the rows go at /forget."""
    VEILED = auto()
    """A number or a hash that only the bot can tell (see ``veil``); the rows go at /forget."""
    ACTED = auto()
    """Who acted: stays, for nobody may change the record."""
    MENTIONS = auto()
    """Text in which somebody's id may stand: looked through by /mydata. It stays, and /forget says so."""


def _all(table: str, columns: str, holds: Holds) -> dict[str, Holds]:
    return {f"{table}.{column}": holds for column in columns.split()}


DECIDED: dict[str, Holds] = {
    **_all("groups", "chat_id title wished_unit", Holds.GROUP),
    **{f"groups.{column.name}": Holds.GROUP for column in groups.c if column.info.get("chosen")},
    **_all("groups", "kind members notice_thread_id standing", Holds.CODE),
    **_all("group_tags", "chat_id tag", Holds.GROUP),
    **_all("group_muted", "chat_id kind", Holds.GROUP),
    **_all("group_told", "chat_id", Holds.GROUP),
    **_all("group_told", "user_id", Holds.GOES),
    **_all("group_told", "about message_id", Holds.CODE),
    **_all("chat_migrations", "old_chat_id new_chat_id", Holds.GROUP),
    **_all("staff", "user_id", Holds.ROLE),
    **_all("staff", "name", Holds.NAME),
    **_all("staff", "role", Holds.CODE),
    **_all("audit", "actor_id", Holds.ACTED),
    **_all("audit", "actor_name", Holds.NAME),
    **_all("audit", "target detail", Holds.MENTIONS),
    **_all("audit", "id action result", Holds.CODE),
    **_all("misses", "question key", Holds.WORDS),
    **_all("misses", "chat_id unit", Holds.GROUP),
    **_all("misses", "id reason near state", Holds.CODE),
    **_all("supplements", "alias key reason", Holds.WORDS),
    **_all("supplements", "id entry_id status", Holds.CODE),
    **_all("knowledge_state", "name version", Holds.CODE),
    **_all("question_log", "unit", Holds.GROUP),
    **_all("question_log", "id chat_kind outcome entry_id ups downs", Holds.CODE),
    **_all("answers", "chat_id", Holds.VEILED),
    **_all("answers", "id question_message_id answer_message_id outcome entry_id", Holds.CODE),
    **_all("answer_marks", "mark state", Holds.CODE),  # made with the key, of an update; gone within hours
    **_all("held_updates", "mark sealed worker", Holds.CODE),  # sealed with the key until it is answered: nobody can find a person's
    **_all("votes", "voter", Holds.VEILED),
    **_all("votes", "answer_id", Holds.CODE),
    **_all("prefs", "user_id", Holds.GOES),
    **_all("prefs", "name value", Holds.NAME),
    **_all("dialogs", "chat_id user_id", Holds.GOES),
    **_all("dialogs", "data", Holds.MENTIONS),
    **_all("dialogs", "name", Holds.CODE),
    **_all("broadcasts", "content", Holds.MENTIONS),
    **_all("broadcasts", "opening audience_names kind", Holds.WORDS),
    **_all("broadcasts", "id digest audience_to state state_cause series_id refusals", Holds.CODE),
    **_all("broadcast_sources", "chat_id", Holds.GOES),
    **_all("broadcast_sources", "message_id broadcast_id digest", Holds.CODE),
    **_all("schedules", "broadcast_id cron max_age_minutes skipped", Holds.CODE),
    **_all("deliveries", "chat_id", Holds.GROUP),
    **_all("deliveries", "reason recall_reason", Holds.MENTIONS),
    **_all("deliveries", "id broadcast_id state cause tries claim message_id recall recall_tries", Holds.CODE),
    **_all("send_starts", "chat_id", Holds.GROUP),
    **_all("send_starts", "id", Holds.CODE),
    **_all("send_pace", "limited_chat", Holds.GROUP),
    **_all("send_pace", "failures", Holds.CODE),
}


def holds(column: Column[object]) -> Holds | None:
    """What may stand in a column; ``None``: nobody has decided."""
    decided = DECIDED.get(f"{column.table.name}.{column.name}")
    return Holds.SIGNED if decided is None and column.name.endswith("_by") else decided


def columns(*wanted: Holds) -> Iterator[tuple[Table, Column[object]]]:
    """All columns that hold such things."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if holds(column) in wanted:
                yield table, column
