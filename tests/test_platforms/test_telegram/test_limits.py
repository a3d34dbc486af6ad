"""Pure decisions: who asks too much, when to speak unasked, what to try again, what to drop, and what is remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from telegram import Chat, Message, MessageEntity, Update, User
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.chat.flood import FloodGate, FloodVerdict
from bot.chat.overhear import HourlyBudget
from bot.chat.ports import Asked, Overhearing
from bot.features.asking.memory import MemoryGroups
from bot.library.lru import Lru
from bot.platforms.telegram.addressing import AddressKind, Me, read
from bot.platforms.telegram.admission import Admission, refusal
from bot.platforms.telegram.clock import wall_clock
from bot.platforms.telegram.trace import cause
from bot.platforms.telegram.wire.retrying import pause_after

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ME = Me(42, "mingfa_bot")
AGE = timedelta(minutes=10)


def message(text: str = "问", when: datetime = NOW, **more: object) -> Message:
    person = User(7, "小王", is_bot=False)
    return Message(1, when, Chat(-100, "supergroup"), **({"from_user": person, "text": text} | more))  # type: ignore[arg-type]


def test_flood_says_it_once_and_forgets_after_a_minute() -> None:
    gate = FloodGate(2)
    said = [gate.admit(7, float(second)) for second in (0, 1, 2, 3, 59)]
    assert said == [FloodVerdict.ANSWER, FloodVerdict.ANSWER, FloodVerdict.NOTICE, FloodVerdict.SILENCE, FloodVerdict.SILENCE]
    assert gate.admit(8, 3.0) is FloodVerdict.ANSWER
    assert gate.admit(7, 60.0) is FloodVerdict.ANSWER


def test_flood_does_not_remember_everybody_for_ever() -> None:
    gate = FloodGate(1)
    for person in range(30_000):
        gate.admit(person, person / 10)
    assert len(gate._minutes) < 6_000


def test_unasked_answers_are_rationed_by_the_hour() -> None:
    budget = HourlyBudget(2)
    on = Overhearing(on=True)
    assert not budget.may_speak(1, Overhearing(), NOW)
    for minutes in (0, 10):
        assert budget.may_speak(1, on, NOW + timedelta(minutes=minutes))
        budget.spoke(1, NOW + timedelta(minutes=minutes))
    assert not budget.may_speak(1, on, NOW + timedelta(minutes=59))
    assert budget.may_speak(2, on, NOW)
    assert budget.may_speak(1, Overhearing(on=True, per_hour=3), NOW + timedelta(minutes=59))
    assert budget.may_speak(1, on, NOW + timedelta(minutes=60))
    paused = Overhearing(on=True, paused_until=NOW + timedelta(hours=3))
    assert not budget.may_speak(3, paused, NOW)
    assert budget.may_speak(3, paused, NOW + timedelta(hours=3))


@pytest.mark.parametrize(
    ("error", "behind", "again"),
    [
        (RetryAfter(7), None, True),
        (NetworkError("Bad Gateway"), None, True),
        (NetworkError("x"), httpx.ConnectError("no"), True),
        (TimedOut(), httpx.ConnectTimeout("no"), True),
        (TimedOut(), httpx.PoolTimeout("no"), True),
        (TimedOut(), httpx.ReadTimeout("late"), False),
        (NetworkError("x"), httpx.ReadError("cut"), False),
        (NetworkError("x"), httpx.RemoteProtocolError("cut"), False),
        (BadRequest("no"), None, False),
        (Forbidden("no"), None, False),
        (TelegramError("Invalid server response"), None, False),
        (NetworkError("Bad Gateway (502)"), TelegramError("Invalid server response"), False),
    ],
)
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_only_what_surely_did_not_arrive_is_tried_again(error: TelegramError, behind: Exception | None, again: bool) -> None:
    error.__cause__ = behind
    assert (pause_after(error, 0) is not None) is again


@pytest.mark.parametrize(
    ("update", "reason"),
    [
        (Update(1, message=message()), None),
        (Update(1, message=message(when=NOW - timedelta(minutes=11))), "old"),
        (Update(1, edited_message=message(when=NOW - timedelta(days=1), edit_date=NOW)), None),
        (Update(1, message=message(from_user=User(9, "bot", is_bot=True))), "bot"),
        (Update(1, message=message(from_user=User(1087968824, "Group", is_bot=True), sender_chat=Chat(-100, "supergroup"))), None),
        (Update(1, message=message(from_user=User(136817688, "Channel", is_bot=True), sender_chat=Chat(-200, "channel"))), "channel"),
        (Update(1, message=message(from_user=User(777000, "Telegram", is_bot=False), is_automatic_forward=True)), "channel"),
        (Update(1, message=message(via_bot=User(42, "us", is_bot=True))), "ours"),
        (Update(1, message=message(via_bot=User(43, "gif", is_bot=True))), None),
        (Update(1, channel_post=message()), "channel"),
        (Update(1, message=message(None, when=NOW - timedelta(days=9), migrate_to_chat_id=-1009)), None),
    ],
)
def test_which_updates_are_dropped(update: Update, reason: str | None) -> None:
    assert refusal(update, ME.id, NOW, AGE) == reason


def test_an_update_is_admitted_once() -> None:
    admission = Admission(lambda: ME.id, timedelta(days=9999), wall_clock, remembered=3)
    assert [admission.refuse(Update(number)) for number in (1, 2, 1, 3, 4, 5, 1)] == [None, None, "repeated", None, None, None, None]


def entity(text: str, part: str, kind: str, user: User | None = None) -> MessageEntity:
    before = text[: text.index(part)]
    return MessageEntity(kind, len(before.encode("utf-16-le")) // 2, len(part.encode("utf-16-le")) // 2, user=user)


@pytest.mark.parametrize(
    ("text", "part", "kind", "expected", "question"),
    [
        ("怎么办", "", "", AddressKind.OVERHEARD, "怎么办"),
        ("😀😀 @Mingfa_Bot 怎么办", "@Mingfa_Bot", "mention", AddressKind.ADDRESSED, "😀😀   怎么办"),
        ("@mingfa_bot2 怎么办", "@mingfa_bot2", "mention", AddressKind.OVERHEARD, "@mingfa_bot2 怎么办"),
        ("小明 怎么办", "小明", "text_mention", AddressKind.ADDRESSED, "怎么办"),
        ("/ask 怎么办", "/ask", "bot_command", AddressKind.ADDRESSED, "怎么办"),
        ("/ASK@Mingfa_Bot\n怎么办", "/ASK@Mingfa_Bot", "bot_command", AddressKind.ADDRESSED, "怎么办"),
        ("/ask@other_bot 怎么办", "/ask@other_bot", "bot_command", AddressKind.FOREIGN, ""),
        ("/daily", "/daily", "bot_command", AddressKind.COMMAND, ""),
        ("请用 /ask 提问", "/ask", "bot_command", AddressKind.OVERHEARD, "请用 /ask 提问"),
    ],
)
def test_who_is_addressed(text: str, part: str, kind: str, expected: AddressKind, question: str) -> None:
    entities = [entity(text, part, kind, User(42, "明法", is_bot=True) if kind == "text_mention" else None)] if part else []
    reading = read(message(text, entities=entities), ME)
    assert (reading.kind, reading.question) == (expected, question)


async def test_choices_follow_a_group_to_its_new_id_once() -> None:
    groups = MemoryGroups()
    groups.choose(-1, Overhearing(on=True))
    await groups.migrated(-1, -1001)
    await groups.migrated(-1, -1001)
    assert (await groups.overhearing(-1001)).on
    assert not (await groups.overhearing(-1)).on


def test_memory_is_bounded() -> None:
    memory: Lru[int, int] = Lru(2)
    for number in (1, 2):
        memory.put(number, number)
    memory.get(1)
    memory.put(3, 3)
    assert [memory.get(number) for number in (1, 2, 3)] == [1, None, 3]


def test_words_of_people_do_not_show() -> None:
    asked = Asked(1, "private", 2, 3, True, "none", None, question="我家的秘密")
    assert "秘密" not in repr(asked)
    with pytest.raises(LookupError) as raised:
        {}["我家的秘密"]
    assert cause(raised.value).startswith("KeyError at tests/test_platforms/test_telegram/test_limits.py:")
    assert cause(NetworkError("Bad Gateway (502). Parsing the server response b'secret' failed")) == "NetworkError(bad gateway) at unknown"
