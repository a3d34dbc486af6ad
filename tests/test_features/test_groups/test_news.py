"""What staff are told about new groups: once each, also when the line breaks; and leaving what was refused, sooner or later."""

from __future__ import annotations

import pytest

from bot.features.groups import texts
from bot.features.groups.news import GroupNews
from tests.office import Office
from tests.test_features.test_groups.test_newcomers_conversation import newest, stored, strangers_group


async def test_what_may_have_arrived_is_not_said_again(office: Office) -> None:
    office.api.faults.drop(accepted=True, method="sendMessage", chat=office.owner.id)
    await strangers_group(office)
    for _ in range(2):
        await office.service(GroupNews).look()
    assert len(office.api.messages(office.owner.chat)) == 1


async def test_what_was_refused_for_now_is_said_later(office: Office) -> None:
    office.api.faults.refuse(400, method="sendMessage", chat=office.owner.id)
    await strangers_group(office)
    news = office.service(GroupNews)
    await news.look()
    assert not office.api.messages(office.owner.chat), "not again at once"
    news._not_before.clear()
    await news.look()
    assert newest(office, office.owner).button_texts == ["收下", "退出"]


@pytest.mark.parametrize(
    ("code", "description", "active"),
    [(400, "Bad Request: something is wrong", True), (403, "Forbidden: bot is not a member of the supergroup chat", False)],
)
async def test_a_group_that_cannot_be_left_yet_is_left_later_and_one_we_are_out_of_is_gone(
    office: Office, code: int, description: str, active: bool
) -> None:
    _, theirs = await strangers_group(office)
    office.api.faults.refuse(code, description, method="leaveChat")
    assert await office.press(office.owner, newest(office, office.owner), "退出") == texts.REFUSED.format(title="看热闹")
    assert (await stored(office, theirs)).active is active
    await office.service(GroupNews).look()
    assert not (await stored(office, theirs)).active
    assert len(office.api.calls_of("leaveChat")) == 1 + active
