"""What a conversation keeps between two messages, and how two of them are told apart."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.access import Action, Role
from bot.chat.conversation import Conversation, stamp
from bot.chat.desk import Desk
from bot.storage.errors import DatabaseUnavailable


@dataclass(frozen=True)
class Lesson:
    entry: str = ""
    aliases: tuple[str, ...] = ()
    miss: int | None = None


def test_a_state_is_kept_as_json_and_comes_back_the_same() -> None:
    talk = Conversation("lesson", Action.TEACH, Lesson)
    lesson = Lesson("p1-1", ("甲", "乙"), 4)
    assert talk.dump(lesson) == {"entry": "p1-1", "aliases": ["甲", "乙"], "miss": 4}
    assert talk.load(talk.dump(lesson)) == lesson


def test_what_another_version_wrote_is_over_when_it_cannot_be_read() -> None:
    talk = Conversation("lesson", Action.TEACH, Lesson)
    assert talk.load({"entry": "p1-1"}) == Lesson("p1-1")
    assert talk.load({"entry": 5}) is None
    assert Conversation("none", Action.TEACH).load({"entry": "x"}) is None


def test_a_stamp_stands_for_what_is_shown() -> None:
    assert stamp("a", ["b"]) == stamp("a", ["b"])
    assert stamp("a", ["b"]) != stamp("a", ["c"])
    assert len(stamp(*"ab")) == 8


def test_a_stamp_is_the_same_after_the_state_was_kept() -> None:
    """Else a button under the message that somebody has just got would be called an old one."""
    assert stamp(Role.EDITOR, ("a", "b"), "\ud83d") == stamp("editor", ["a", "b"], "\ud83d")


def test_a_service_is_found_by_its_type() -> None:
    lesson = Lesson()
    desk = Desk(lesson)
    assert desk(Lesson) is lesson
    assert desk.has(Lesson)
    with pytest.raises(DatabaseUnavailable):
        desk(Desk)
