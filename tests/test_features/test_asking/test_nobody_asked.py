"""Whoever has the database, and nothing else, cannot tell who asked what: several people talk, then every join that might tell is tried.

The attacker knows everybody's Telegram id, all the rows, and what was asked: the pairs are what must not come out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import combinations
from typing import Any

import pytest

from bot.storage.engine import Database, Transaction
from bot.storage.schema import metadata
from bot.storage.veil import Veil
from bot.when import CHINA
from tests.fakes.bot_api.people import Person
from tests.office import Office, OpenOffice
from tests.running import ASKS

UNKNOWN = ("食堂明天吃什么菜", "我家自来水费欠了好多", "今年的油菜籽卖给谁", "羽毛球馆几点关门", "手机屏幕碎了去哪修", "这个周末下不下雨")


@pytest.fixture
async def talked(open_office: OpenOffice, address: str, database: Database) -> AsyncIterator[tuple[Office, list[Person]]]:
    """Six people ask, in turn and at once; some vote, some edit, one works for the bot."""
    async with open_office(url=address) as office:
        people = [await office.person(f"第{number}人") for number in range(len(UNKNOWN))]
        group = office.api.group("工作群", office.owner, *people)
        await office.takes_in(group)
        for person, question in zip(people, UNKNOWN, strict=True):
            await office.tell(person, question)
            card = await office.tell(person, ASKS)
            await office.press(person, card, "👎" if person is people[0] else "👍")
        await office.tell(office.owner, f"/grant {people[0].id} 编辑")
        await office.tell(people[0], "/misses")
        for person in people:
            person.says(ASKS)
        await office.quiet()
        said = people[1].says(UNKNOWN[0] + "呢")
        await office.quiet()
        people[1].edits(said, UNKNOWN[2] + "呢")
        await office.tell(people[2], f"/ask {UNKNOWN[3]}", group)
        await office.quiet()
        yield office, people


async def table(tx: Transaction, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in (await tx.execute(metadata.tables[name].select())).mappings()]


Rows = dict[str, list[dict[str, Any]]]
ASKING = ("question_log", "misses", "answers", "votes")


def no_row_names_a_person(rows: Rows, ids: set[int]) -> None:
    for name in ASKING:
        assert rows[name], name
        values = {value for row in rows[name] for value in row.values()}
        assert not values & ids, f"{name} holds the id of a person"
        assert not any(str(identity) in str(value) for value in values for identity in ids), name


def no_row_holds_a_moment(rows: Rows) -> None:
    moments = [value.astimezone(CHINA) for name in ASKING for row in rows[name] for value in row.values() if isinstance(value, datetime)]
    assert len(moments) > 20
    assert {(at.hour, at.minute, at.second, at.microsecond) for at in moments} == {(0, 0, 0, 0)}


def private_answers_lead_nowhere(rows: Rows) -> None:
    """No outcome, no entry, and no number that is also in another table or a step away from one."""
    private = [row for row in rows["answers"] if row["chat_id"] > 0]
    assert len(private) >= 18
    assert {(row["outcome"], row["entry_id"]) for row in private} == {("", None)}
    numbers = {name: [row["id"] for row in rows[name]] for name in ("question_log", "misses", "answers")}
    for one, other in combinations(numbers, 2):
        assert all(abs(first - second) > 1000 < first ^ second for first in numbers[one] for second in numbers[other])


def no_order_tells(rows: Rows) -> None:
    """That misses are numbered at random is tested with more of them (``test_misses``): so few may lie in order by chance."""
    given = [row["question_message_id"] for row in sorted(rows["answers"], key=lambda row: row["id"]) if row["chat_id"] > 0]
    assert given != sorted(given)


def numbers_for_persons_stand_nowhere_else(rows: Rows, veil: Veil, ids: set[int]) -> None:
    """Who even knows which rows were written together (PostgreSQL keeps it for a while) gets a number from which nothing leads on."""
    places = {row["chat_id"] for row in rows["answers"] if row["chat_id"] > 0}
    assert places == {veil.place(identity) for identity in ids}
    for name, found in rows.items():
        assert name == "answers" or not any(places & set(row.values()) for row in found), name


def the_key_is_not_there(rows: Rows, token: str) -> None:
    for name, found in rows.items():
        values = [str(value) for row in found for value in row.values()]
        assert not any(part in value for value in values for part in (token, token.split(":")[1])), name


def the_join_of_the_review_finds_nothing(rows: Rows) -> None:
    week = 7 * 86400
    assert not [
        (miss["question"], answer["chat_id"])
        for miss in rows["misses"]
        for answer in rows["answers"]
        if answer["outcome"] == "none" and abs((answer["expires"] - miss["created"]).total_seconds() - week) < 1 and answer["chat_id"] > 0
    ]


async def test_nothing_in_the_database_tells_who_asked(talked: tuple[Office, list[Person]]) -> None:
    office, people = talked
    ids, token = {person.id for person in people}, office.desk.settings.token
    async with office.database.read() as tx:
        rows = {name: await table(tx, name) for name in metadata.tables}
    no_row_names_a_person(rows, ids)
    no_row_holds_a_moment(rows)
    private_answers_lead_nowhere(rows)
    no_order_tells(rows)
    numbers_for_persons_stand_nowhere_else(rows, Veil(token), ids)
    the_key_is_not_there(rows, token)
    the_join_of_the_review_finds_nothing(rows)


async def test_what_is_needed_still_works(talked: tuple[Office, list[Person]]) -> None:
    """Counts, thumbs, a second look at the own data, and being forgotten."""
    office, people = talked
    shown = (await office.tell(people[1], "/mydata")).text
    assert "私聊里最近 4 次回答" in shown
    await office.press(people[1], await office.tell(people[1], "/forget"), "确定删除")
    veil = Veil(office.desk.settings.token)
    async with office.database.read() as tx:
        left = {row["chat_id"] for row in await table(tx, "answers")}
        counted = await table(tx, "question_log")
    assert veil.place(people[1].id) not in left
    assert veil.place(people[3].id) in left
    assert sorted(row["outcome"] for row in counted) == ["answer"] * 12 + ["none"] * 8
    assert sorted((row["ups"], row["downs"]) for row in counted if row["ups"] or row["downs"]) == [(0, 1)] + [(1, 0)] * 5
