"""Telegram behind a proxy: real proxies on loopback, and what is said when they do not do their work."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.platforms.telegram.sender import TelegramSender, broadcast_bot, no_buttons
from bot.platforms.telegram.wire.run import check_token
from bot.settings.config import Settings
from bot.settings.proxy import Proxy as Route
from tests import forks, proxies
from tests.fakes.bot_api import BotApi
from tests.proxies import Proxy, http_proxy, silent_proxy, socks_proxy
from tests.running import ASKS, Start

LOGIN = ("wang", "p@ss/w:rd")
WRITTEN = "wang:p%40ss%2Fw%3Ard"


@pytest.mark.parametrize(
    ("kind", "variable", "address"),
    [
        (socks_proxy(), "ALL_PROXY", "socks5://127.0.0.1:{port}"),
        (socks_proxy(), "all_proxy", "socks://127.0.0.1:{port}/"),
        (socks_proxy(login=LOGIN), "MINGFA_PROXY", "socks5h://" + WRITTEN + "@127.0.0.1:{port}"),
        (http_proxy(), "HTTP_PROXY", "127.0.0.1:{port}"),
        (http_proxy(login=LOGIN), "http_proxy", "http://" + WRITTEN + "@127.0.0.1:{port}"),
    ],
)
async def test_everything_goes_through_the_proxy(
    api: BotApi, start: Start, kind: AbstractAsyncContextManager[Proxy], variable: str, address: str
) -> None:
    async with kind as proxy, start(proxies={variable: address.format(port=proxy.port)}):
        wang = api.person()
        wang.says(ASKS)
        assert (await api.next_message(wang)).covered("blockquote")
    assert set(proxy.asked) == {urlsplit(api.url).netloc}


async def test_nothing_goes_through_a_proxy_that_is_not_for_this_host(api: BotApi, start: Start) -> None:
    async with socks_proxy() as proxy, start(proxies={"ALL_PROXY": f"socks5://127.0.0.1:{proxy.port}", "no_proxy": "127.0.0.1"}):
        wang = api.person()
        wang.says(ASKS)
        await api.next_message(wang)
    assert proxy.asked == []


async def test_broadcasts_go_through_the_proxy_too(api: BotApi) -> None:
    async with socks_proxy() as proxy:
        wire = broadcast_bot(api.token, api.base_url, proxy=Route(f"socks5://127.0.0.1:{proxy.port}", "shown", "ALL_PROXY"))
        async with wire:
            assert TelegramSender(wire, no_buttons)
    assert proxy.asked


@asynccontextmanager
async def nobody() -> AsyncIterator[Proxy]:
    """A port on which nobody listens."""
    async with silent_proxy() as gone:
        pass
    yield gone


@pytest.mark.parametrize(
    ("kind", "scheme", "login", "words"),
    [
        (nobody(), "http", "", "请确认代理程序开着"),
        (nobody(), "socks5", "", "请确认代理程序开着"),
        (silent_proxy(), "socks5", "", "请确认它是哪一种"),
        (silent_proxy(), "http", "", "请确认代理程序开着"),
        (http_proxy(login=LOGIN), "http", "", "用户名和密码"),
        (socks_proxy(login=LOGIN), "socks5", "", "用户名和密码"),
        (socks_proxy(login=LOGIN), "socks5", "wang:secret@", "用户名和密码"),
        (http_proxy(login=LOGIN), "http", "wang:secret@", "用户名和密码"),
        (socks_proxy(), "http", "", "请确认它是哪一种"),
        (http_proxy(), "socks5", "", "请确认它是哪一种"),
        (socks_proxy(to=("127.0.0.1", 1)), "socks5", "", "能上外网"),
        (http_proxy(to=("127.0.0.1", 1)), "http", "", "能上外网"),
    ],
)
async def test_a_proxy_that_does_not_help_is_told_with_the_cure(
    log: pytest.LogCaptureFixture, kind: AbstractAsyncContextManager[Proxy], scheme: str, login: str, words: str
) -> None:
    async with kind as proxy:
        place = f"127.0.0.1:{proxy.port}"
        route = Route(f"{scheme}://{login}{place}", f"{scheme}://{place}", "ALL_PROXY")
        await asyncio.wait_for(check_token("1:a", "https://api.telegram.org/bot", route), 15)
    (said,) = [record.getMessage() for record in log.records if "could not be checked" in record.getMessage()]
    assert words in said
    assert f"{scheme}://{place}" in said
    assert "ALL_PROXY" in said
    assert "secret" not in said


async def test_without_a_proxy_it_says_how_to_set_one(log: pytest.LogCaptureFixture) -> None:
    async with nobody() as gone:
        await check_token("1:a", f"http://127.0.0.1:{gone.port}/bot")
    assert "MINGFA_PROXY=" in log.text


@asynccontextmanager
async def telegram_itself(api: BotApi, folder: Path) -> AsyncIterator[tuple[str, int]]:
    """The fake as api.telegram.org, with TLS; its certificate is ``folder/cert.pem``."""
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=api.telegram.org"]
    files = ["-addext", "subjectAltName=DNS:api.telegram.org", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    maker = await asyncio.create_subprocess_exec("openssl", *made, *files, stderr=asyncio.subprocess.DEVNULL)
    assert await maker.wait() == 0
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    port = urlsplit(api.url).port
    assert port is not None
    async with proxies.relay(("127.0.0.1", port), context) as front:
        yield "127.0.0.1", front


@pytest.mark.usefixtures("answerer")
@pytest.mark.parametrize(("scheme", "kind"), [("http", http_proxy), ("socks", socks_proxy)])
async def test_run_reaches_telegram_through_the_proxy_in_dotenv(
    api: BotApi, settings: Settings, tmp_path: Path, scheme: str, kind: proxies.Kind
) -> None:
    """The whole way of the first day: ``.env``, ``run``, the real name, TLS, a proxy that wants a login."""
    async with telegram_itself(api, tmp_path) as there, kind(login=LOGIN, to=there) as proxy:
        address = f"{scheme}://{WRITTEN}@127.0.0.1:{proxy.port}"
        lines = [f"TELEGRAM_BOT_TOKEN={api.token}", f"HTTPS_PROXY＝{address}", f"MINGFA_CACHE={settings.cache}", "DATABASE_URL=a.db"]
        (tmp_path / ".env").write_text("# 设置\r\n" + "\r\n".join(lines), encoding="gb18030")
        environment = {"PATH": os.environ["PATH"], "SSL_CERT_FILE": str(tmp_path / "cert.pem")}
        child = await forks.start("-m", "bot", "run", cwd=tmp_path, env=environment)
        try:
            wang = api.person()
            wang.says(ASKS)
            answer = await api.next_message(wang, timeout=60)
            assert answer.covered("blockquote")
        finally:
            child.terminate()
            _, said = await asyncio.wait_for(child.communicate(), 20)
    assert set(proxy.asked) == {"api.telegram.org:443"}
    log = said.decode()
    assert f"proxy: {'socks5' if scheme == 'socks' else 'http'}://127.0.0.1:{proxy.port} (HTTPS_PROXY)" in log
    assert LOGIN[1] not in log
    assert WRITTEN not in log
