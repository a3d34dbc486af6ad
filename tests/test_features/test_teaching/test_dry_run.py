"""/test 问题."""

from __future__ import annotations

from datetime import date

import pytest

from bot.access import Role
from bot.chat import texts
from bot.features.asking.store import questions
from tests.fakes.bot_api import BotApi
from tests.office import Office
from tests.running import ASKS, CHATTER, ENTRY


@pytest.mark.parametrize("role", list(Role))
async def test_the_card_and_the_reasons(office: Office, role: Role) -> None:
    person = await office.person("某人", role)
    person.says(f"/test {ASKS}")
    await office.quiet()
    card, why = office.api.messages(person.chat)[-2:]
    assert "看全段" in card.button_texts
    assert "直接回答" in why.text
    assert ENTRY in why.text
    assert "群里没点名说这句" in why.text


async def test_chatter_gets_its_reason_and_nothing_is_counted(office: Office) -> None:
    office.owner.says(f"/test {CHATTER}")
    await office.quiet()
    none, why = office.api.messages(office.owner.chat)[-2:]
    assert "讲话里没有说到" in none.text
    assert "所以不答" in why.text
    assert "不作声" in why.text
    async with office.database.read() as tx:
        assert (await questions.stats(tx, date(2020, 1, 1), date(2100, 1, 1))).total == 0


async def test_in_a_group_and_without_words(office: Office, api: BotApi) -> None:
    group = api.group("工作群", office.owner)
    office.owner.command("test", ASKS, group)
    await office.quiet()
    assert [message.text for message in api.messages(group)] == [texts.STAFF_PRIVATE_ONLY], "its figures are for one person"
    assert "/test" in (await office.tell(office.owner, "/test")).text
    office.owner.says("/test ？！")
    await office.quiet()
    assert "没有文字" in api.messages(office.owner.chat)[-1].text
