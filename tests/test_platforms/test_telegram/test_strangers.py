"""Strangers at the webhook's port: what they send is not read, what they hold open is dropped, and Telegram gets through."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
import time
from collections.abc import Iterator

import aiohttp
import pytest

from bot.platforms.telegram import texts
from bot.platforms.telegram.wire import listening
from bot.platforms.telegram.wire.run import StartError
from bot.settings.config import SettingsError, parse_settings
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, Start

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_SECRET = "X-Telegram-Bot-Api-Secret-Token"


async def opened(port: int, *, sends: bytes = b"") -> Connection:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sends)
    await writer.drain()
    return reader, writer


async def ended(connection: Connection, within: float) -> bytes:
    """What came until the server closed it."""
    reader, writer = connection
    said = b""
    async with asyncio.timeout(within):
        with contextlib.suppress(ConnectionError):
            while piece := await reader.read(65_536):
                said += piece
    writer.close()
    return said


def let_go(connections: list[Connection]) -> None:
    for _, writer in connections:
        writer.transport.abort()


def post(length: int, secret: str = "") -> bytes:
    lines = ["POST /hook HTTP/1.1", "Host: x", f"Content-Length: {length}", *([f"{_SECRET}: {secret}"] if secret else [])]
    return "\r\n".join([*lines, "", ""]).encode()


def servers() -> list[listening.BoundedServer]:
    return [one for one in gc.get_objects() if type(one) is listening.BoundedServer and not one._stopped]


async def test_a_body_is_not_read_before_the_secret_was_seen(start: Start, free_port: int) -> None:
    async with start(webhook_port=free_port, secret="right-one"):
        connection = await opened(free_port, sends=post(900_000))
        said = await ended(connection, within=2)  # nothing of the body was sent, and there is an end all the same
        assert said.startswith(b"HTTP/1.1 403")


async def test_a_stranger_who_sends_on_and_on_is_cut_off(start: Start, free_port: int) -> None:
    async with start(webhook_port=free_port, secret="right-one"):
        for _ in range(20):
            reader, writer = await opened(free_port, sends=post(900_000, "wrong"))
            with contextlib.suppress(ConnectionError):
                writer.write(b"x" * 890_000)
                await asyncio.wait_for(writer.drain(), 2)
            await ended((reader, writer), within=2)
        (server,) = servers()
        assert not server._connections


async def test_telegram_gets_through_whatever_strangers_hold_open(api: BotApi, start: Start, free_port: int) -> None:
    async with start(webhook_port=free_port) as bot:
        held = [await opened(free_port, sends=b"POST / HTTP/1.1\r\nX: ") for _ in range(2 * listening.MOST_CONNECTIONS)]
        (server,) = servers()
        try:
            assert len(server._connections) <= listening.MOST_CONNECTIONS + 1
            wang = api.person()
            wang.says(ASKS)
            assert (await api.next_message(wang)).covered("blockquote")
            more = [await opened(free_port) for _ in range(listening.MOST_CONNECTIONS)]
            held += more
            assert len(server._proven) >= 1, "what Telegram holds open is not closed for strangers"
            wang.says("/help")
            await api.next_message(wang)
            await api.quiet(bot.application)
        finally:
            let_go(held)


async def test_slow_and_idle_connections_end(start: Start, free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "IDLE_TIMEOUT", 0.3)
    monkeypatch.setattr(listening, "BODY_TIMEOUT", 0.3)
    async with start(webhook_port=free_port, secret="right-one"):
        for sends in (b"", b"POST / HTTP/1.1\r\nHost: ", post(1000, "right-one") + b"{", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"):
            await ended(await opened(free_port, sends=sends), within=5)


async def test_a_header_without_end_is_refused(start: Start, free_port: int) -> None:
    async with start(webhook_port=free_port):
        await ended(await opened(free_port, sends=b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000), within=5)


@contextlib.contextmanager
def few_files(spare: int) -> Iterator[None]:
    """The process may open only so many more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with open("/dev/null") as probe:  # the lowest free number
        lowest = probe.fileno()
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + spare, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_without_file_descriptors_it_rests_and_says_it_once(start: Start, free_port: int, log: pytest.LogCaptureFixture) -> None:
    async with start(webhook_port=free_port):
        held: list[Connection] = []
        with few_files(40):
            with contextlib.suppress(OSError):
                while len(held) < 200:
                    held.append(await opened(free_port))
            spent = time.process_time()
            await asyncio.sleep(1.5)
            assert time.process_time() - spent < 0.75, "it burns the processor"
        assert len([r for r in log.records if "no connection can be accepted" in r.getMessage()]) == 1
        assert [r for r in log.records if r.exc_info or r.levelname == "ERROR"] == []
        let_go(held)
        await asyncio.sleep(1.2)
        async with aiohttp.ClientSession() as web, web.get(f"http://127.0.0.1:{free_port}/health") as response:
            assert response.status == 200


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"update_id": ' + "[" * 5000 + "]" * 5000 + "}", '{"update_id": ' + "9" * 6000 + "}", "[]", '{"update_id": "a\\nb"}',
     '{"update_id": 1e400}', '{"update_id": 99999999999999999999}', '{"update_id": true, "message": {}}', "null", '"x"',
     '{"update_id": 5, "message": {"message_id": "x\\ny", "date": 1, "chat": {"id": "a\\nb", "type": "private"}}}'],
)  # fmt: skip
async def test_what_has_the_secret_and_no_sense_is_taken_once(
    api: BotApi, start: Start, free_port: int, body: str, log: pytest.LogCaptureFixture
) -> None:
    async with start(webhook_port=free_port, secret="right-one") as bot, aiohttp.ClientSession() as web:
        async with web.post(f"http://127.0.0.1:{free_port}/", data=body, headers={_SECRET: "right-one"}) as response:
            assert response.status == 200
        await api.quiet(bot.application)
    assert [record for record in log.records if record.exc_info or "\n" in record.getMessage()] == []


async def test_an_update_that_no_rule_foresaw_holds_up_nothing(api: BotApi, start: Start, log: pytest.LogCaptureFixture) -> None:
    async with start() as bot:
        wang = api.person()
        api.world.tell("message", {"message_id": 2, "date": int(time.time()), "from": wang.user.json(), "text": ASKS})
        wang.says(ASKS)
        assert (await api.next_message(wang)).covered("blockquote")
        await api.quiet(bot.application, timeout=10)
        assert not api.world.updates.pending, "it is acknowledged"
    assert [record for record in log.records if record.exc_info] == []


async def test_it_listens_where_it_is_told(start: Start, free_port: int) -> None:
    assert parse_settings({}).webhook_listen == ""
    assert parse_settings({"WEBHOOK_LISTEN": "localhost"}).webhook_listen == "127.0.0.1"
    assert parse_settings({"WEBHOOK_LISTEN": " [::1] "}).webhook_listen == "::1"
    with pytest.raises(SettingsError, match="WEBHOOK_LISTEN"):
        parse_settings({"WEBHOOK_LISTEN": "everywhere"})
    with pytest.raises(StartError) as raised:
        async with start(webhook_port=free_port, listen="192.0.2.1"):
            pass
    assert str(raised.value) == texts.LISTEN_WRONG.format(address="192.0.2.1")
