"""Whatever people and programs send: an answer or silence as designed, no 400 from the server, one line in the log."""

from __future__ import annotations

import random

import pytest

from tests.fakes.bot_api import BotApi
from tests.running import ASKS, Running

NASTY = {
    "4096 characters": "法无授权不可为" * 585 + "？",
    "4096 emoji": "😀" * 2048,
    "only emoji": "👍🏽👨‍👩‍👧",
    "html": "<b>法无授权不可为</i> & <script>alert(1)</script> &lt;",
    "markdown": "*法无授权_不可为`[x](y) ~~~ ||",
    "right to left": "\u202e法无授权不可为\u202c مرحبا",
    "zero width": "法\u200b无\u200d授\ufeff权不可为怎么讲",
    "only zero width": "\u200b\u2060\u200d",
    "control characters": "法无\x00授权\x07不可为",
    "combining": "法" + "\u0301" * 500,
    "one character": "法",
    "blank lines": "\n\n\n法无授权不可为\n\n\n",
    "slash": "/",
    "slash and chinese": "/法治 是什么",
    "at": "@",
    "many mentions": "@mingfa_bot " * 90 + ASKS,
    "percent": "%s {question} {0} %(x)s",
    "private use": "\ue000\U000f0000",
    "traditional": "法無授權不可為是什麼意思",
    "full width": "ＡＳＫ　法无授权不可为？",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
async def test_any_text_anywhere(api: BotApi, bot: Running, text: str, log: pytest.LogCaptureFixture) -> None:
    wang = api.person("<b>小&王</b>", last_name="\u202e*_`[", id=2**52 - 1)
    group = api.group("<i>群", wang)
    said = [
        wang.says(text),
        wang.command("ask", text[:4000], group),
        wang.command("topic", text[:4000]),
        wang.photo(text[:1000]),
        wang.starts(text[:60]),
    ]
    wang.edits(said[0], text[:2000] + "。")
    await wang.searches(text[:256])
    await api.quiet(bot.application, timeout=20)
    refused = [str(call) for call in api.calls if call.error and call.method != "answerInlineQuery"]
    assert refused == []
    updates = [record for record in log.records if record.name == "bot.updates"]
    assert {record.levelname for record in updates} <= {"INFO"}
    assert len(log.records) - len([r for r in log.records if r.name.startswith("bot.platforms.telegram.wire.run")]) <= 7
    assert all(text.strip()[:6] not in record.getMessage() for record in updates if len(text.strip()) > 6)


async def test_many_random_texts_and_presses_break_nothing(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    chance = random.Random(7)
    alphabet = "法无授权不可为？<>&\"'*_`[]()@/\\\u200b\u202e😀\U0001f468\u200d\n\t 　%{}aZ0" + "\u0301"
    people = [api.person(f"第{number}人") for number in range(60)]
    people[0].says(ASKS)
    card = await api.next_message(people[0])
    for person in people:
        for _ in range(3):
            person.says("".join(chance.choices(alphabet, k=chance.randrange(1, 60))) + "法")
        person.taps(card, data="".join(chance.choices("cardlw:p12-3ot09ab", k=chance.randrange(1, 40))))
    await api.quiet(bot.application, timeout=60)
    assert [str(call) for call in api.calls if call.error] == []
    assert {record.levelname for record in log.records if record.name == "bot.updates"} == {"INFO"}
