"""The fake is light enough for benchmarks of the bot: its own processor time is what is measured, so a busy machine does not matter."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.fakes.bot_api.remote import RemoteBotApi

pytestmark = pytest.mark.asyncio
MESSAGES, GROUPS, CONNECTIONS = 2_000, 10_000, 20


async def test_2000_messages_to_10000_groups_at_more_than_500_a_second() -> None:
    async with RemoteBotApi.start() as fake, aiohttp.ClientSession() as http:
        chats = (await fake.control("groups", count=GROUPS))["chat_ids"]
        before = await fake.control("status")

        async def send(numbers: range) -> None:
            for number in numbers:
                data = {"chat_id": chats[number], "text": f"<b>通知</b> {number} " + "字" * 200, "parse_mode": "HTML"}
                async with http.post(f"{fake.base_url}{fake.token}/sendMessage", data=data) as response:
                    assert response.status == 200, await response.text()

        await asyncio.gather(*(send(range(first, MESSAGES, CONNECTIONS)) for first in range(CONNECTIONS)))
        after = await fake.control("status")
    rate = MESSAGES / (after["cpu_seconds"] - before["cpu_seconds"])
    print(f"{rate:.0f} requests per second of processor time, {after['memory_mb'] or 0:.0f} MB")
    assert after["accepted"] == MESSAGES
    assert rate > 500
    assert (after["memory_mb"] or 0) < 200
