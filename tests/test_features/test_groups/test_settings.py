"""The service of settings, on both databases: act and audit line together, within the allowance."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.access import Action, Role
from bot.chat.actor import Actor, ChatPlace
from bot.chat.conversation import Objection
from bot.features.groups import texts
from bot.features.groups.newcomers import Newcomers
from bot.features.groups.news import GroupNews
from bot.features.groups.settings import GroupSettings
from bot.features.groups.settings_table import from_words, topic
from bot.places import texts as places_texts
from bot.places.doors import Doors
from bot.storage import audit
from bot.storage.acts import Acts
from bot.storage.engine import Database
from tests.places import ours

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
CHAT = -1_001_000_000_001
HERE = ChatPlace(CHAT, private=False, title="工作群", kind="supergroup", topic=7, has_topics=True)
ADMIN = Actor(7_000_000_001, "群管理", frozenset(), True, CHAT, private=False)
OWNER = Actor(7_000_000_002, "所有者", frozenset({Role.OWNER}), False, 7_000_000_002, private=True)


class Service:
    """The service, what it told others, and how much it allows."""

    def __init__(self, database: Database, a_day: int = 100) -> None:
        self.database, self.left = database, a_day
        self.changed: list[int] = []
        self.days: set[date] = set()
        acts = Acts(database, lambda: NOW)
        news = GroupNews(acts, None, (), Newcomers(acts))
        self.settings = GroupSettings(acts, Doors(acts, ()), news, 6, self._changed, self._may_change)

    async def _changed(self, chat_id: int) -> None:
        self.changed.append(chat_id)

    def _may_change(self, user_id: int, today: date) -> bool:
        assert user_id == ADMIN.user_id
        self.days.add(today)
        self.left -= 1
        return self.left >= 0

    async def lines(self) -> list[tuple[str, str, str]]:
        async with self.database.read() as tx:
            found, _ = await audit.search(tx, limit=100)
        return [(line.action, line.target, line.detail) for line in found[::-1]]


async def test_the_group_where_it_is_said_is_entered_and_no_other(database: Database) -> None:
    service = Service(database)
    assert await service.settings.group(-1, HERE) is None
    assert await service.settings.group(OWNER.user_id, ChatPlace(OWNER.user_id, private=True)) is None, "a private chat is no group"
    found = await service.settings.group(CHAT, HERE)
    assert found is not None
    assert (found.title, found.kind, found.waits) == ("工作群", "supergroup", True)


async def test_a_change_and_its_line_and_whoever_remembers_is_told(database: Database) -> None:
    service = Service(database)
    found = await service.settings.group(CHAT, HERE)
    assert found is not None
    changed, said = await service.settings.change(ADMIN, found, from_words("免打扰 22-7"), None)
    assert (changed.quiet_from, changed.quiet_to, said) == ("22:00", "07:00", "免打扰：22:00—07:00")
    changed, _ = await service.settings.change(ADMIN, found, from_words("不收 学习"), None)
    assert changed.muted == {"study"}
    changed, _ = await service.settings.change(ADMIN, found, topic(here=True), 7, Action.HERE)
    assert changed.notice_thread_id == 7
    assert service.changed == [CHAT] * 3
    target = f"group:{CHAT}"
    assert await service.lines() == [
        ("settings", target, "免打扰：22:00—07:00"),
        ("settings", target, "不收学习资料"),
        ("here", target, texts.SET_TOPIC_HERE),
    ]


async def test_a_unit_is_a_request_unless_staff_give_it(database: Database) -> None:
    service = Service(database)
    async with database.write() as tx:
        await ours(tx, CHAT, "工作群", "supergroup", NOW)
    found = await service.settings.group(CHAT, HERE)
    assert found is not None
    asked, said = await service.settings.change(ADMIN, found, from_words("单位 龙泉镇"), None)
    assert (asked.unit, asked.wished_unit, said) == ("", "龙泉镇", texts.UNIT_ASKED.format(unit="龙泉镇"))
    given, said = await service.settings.change(OWNER, asked, from_words("单位 司法局"), None)
    assert (given.unit, given.wished_unit, said) == ("司法局", None, "单位：司法局")
    same, said = await service.settings.change(ADMIN, given, from_words("单位 司法局"), None)
    assert (same.wished_unit, said) == (None, texts.UNIT_ALREADY.format(unit="司法局"))
    assert [detail for _, _, detail in await service.lines()] == [places_texts.AUDIT_UNIT_WISHED.format(unit="龙泉镇"), "单位：司法局"]


async def test_whoever_changes_too_much_changes_nothing_more_today_and_staff_may(database: Database) -> None:
    service = Service(database, a_day=1)
    found = await service.settings.group(CHAT, HERE)
    assert found is not None
    await service.settings.change(ADMIN, found, from_words("旁听 开"), None)
    with pytest.raises(Objection, match=texts.SETTINGS_ENOUGH):
        await service.settings.change(ADMIN, found, from_words("旁听 关"), None)
    changed, _ = await service.settings.change(OWNER, found, from_words("今日一条 开"), None)
    assert (changed.overhear, changed.daily) == (True, True)
    assert len(await service.lines()) == 2
    assert service.days == {date(2026, 11, 28)}, "a day is China's"
