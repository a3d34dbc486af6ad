"""Fixtures for the tests of the fakes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.contract import assert_valid


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    """A fake server; afterwards aiogram's models must agree with everything that was sent to it."""
    async with BotApi() as server:
        yield server
        for call in server.calls:
            assert_valid(call)


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """A bare client of the fake server."""
    requests = [HTTPXRequest(connection_pool_size=4, read_timeout=5) for _ in range(2)]
    async with Bot(
        api.token, base_url=api.base_url, base_file_url=api.base_file_url, request=requests[0], get_updates_request=requests[1]
    ) as client:
        yield client
