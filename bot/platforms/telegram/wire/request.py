"""Calls to the server: what it answers made readable for PTB, and many at once, cheaply.

httpx looks at every connection of a pool for every call, so a pool of hundreds costs more than the calls themselves:
there are several small ones.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any

import httpx
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.platforms.telegram.wire import completing
from bot.platforms.telegram.wire.handshake import NoGreeting, hurried, watch
from bot.platforms.telegram.wire.unreachable import NOT_SOCKS, explain
from bot.settings.proxy import Proxy

# Seconds, ``None`` for as long as it takes, or "not given"; PTB's own name for it is private.
Timeout = Any
_REFUSED = re.compile(rb'"ok"\s*:\s*false')
_RETRY_AFTER = re.compile(r"retry after (\d+)", re.IGNORECASE)
_LONGEST_REFUSAL = 4096
_SERVER_ERROR = 500
_BAD_REQUEST, _NOT_FOUND, _TOO_MANY, _NOT_IMPLEMENTED = 400, 404, 429, 501


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Whose certificates are believed: httpx's choice, or ``SSL_CERT_FILE``; read once. Raises ``OSError``."""
    return httpx.create_ssl_context()


Hear = Callable[[httpx.Response], Awaitable[None]]
"""Is shown every answer's head."""


class TolerantRequest(HTTPXRequest):
    """Understands servers that say no with status 200, or leave out what PTB insists on; says what stands in the way of a connection.

    Goes through ``proxy`` or directly, whatever the environment says: our settings have read that already.
    """

    def __init__(
        self,
        connection_pool_size: int = 1,
        read_timeout: float = 5.0,
        write_timeout: float = 5.0,
        connect_timeout: float = 5.0,
        pool_timeout: float = 1.0,
        proxy: Proxy | None = None,
        hear: Hear | None = None,
    ) -> None:
        self._through = proxy
        self._socks = proxy is not None and proxy.url.startswith("socks")
        hooks = {"request": [watch] if self._socks else [], "response": [hear] if hear is not None else []}
        super().__init__(
            connection_pool_size,
            read_timeout,
            write_timeout,
            connect_timeout,
            pool_timeout,
            proxy=None if proxy is None else httpx.Proxy(proxy.url, ssl_context=trusted() if proxy.url.startswith("https") else None),
            httpx_kwargs={"trust_env": False, "verify": trusted(), "event_hooks": hooks},
        )

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        """See ``BaseRequest``; a refusal has a status of 4xx or 5xx, and too many requests a time to wait."""
        try:
            answer = await (self._by_socks(*args, **named) if self._socks else super().do_request(*args, **named))
        except NetworkError as error:
            explain(error, self._through)
            raise
        return _said_plainly(*answer)

    async def _by_socks(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        try:
            async with hurried():
                return await super().do_request(*args, **named)
        except NoGreeting as error:
            raise NetworkError(f"httpx.ConnectTimeout: {error}") from error
        except NOT_SOCKS as error:
            fault = httpx.ProxyError(str(error))
            fault.__cause__ = error
            raise NetworkError(f"httpx.ProxyError: {type(error).__name__}") from fault

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """See ``BaseRequest``."""
        # Not PTB's own: that one writes what it cannot read, people's words too, into the log.
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise TelegramError("Invalid server response")
        if parsed.get("ok"):
            parsed["result"] = completing.result(parsed.get("result", True))
        return parsed


def _said_plainly(code: int, payload: bytes) -> tuple[int, bytes]:
    if code >= _SERVER_ERROR:
        # A page, or another program's JSON, says nothing about what happened behind it; PTB tells it from a refusal by this.
        return code, payload if _is_refusal(payload) else b""
    refused = code < _BAD_REQUEST and len(payload) <= _LONGEST_REFUSAL and _REFUSED.search(payload) is not None
    if not refused and code != _TOO_MANY:
        return code, payload
    try:
        said = json.loads(payload)
    except ValueError:
        return code, payload
    if not isinstance(said, dict) or said.get("ok"):
        return code, payload
    given = said.get("error_code")
    code = given if isinstance(given, int) and _BAD_REQUEST <= given < 600 else _BAD_REQUEST if refused else code
    found = _RETRY_AFTER.search(str(said.get("description")))
    if code == _TOO_MANY and found and not said.get("parameters"):
        payload = json.dumps(said | {"parameters": {"retry_after": int(found[1])}}).encode()
    return code, payload


def _is_refusal(payload: bytes) -> bool:
    """Whether this is Telegram's own "no", after which nothing has been done."""
    try:
        said = json.loads(payload)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("ok") is False and ("error_code" in said or "description" in said)


class PooledRequest(BaseRequest):
    """Gives every call to the least busy of ``pools`` pools of ``size`` connections."""

    def __init__(
        self,
        pools: int = 16,
        size: int = 16,
        read_timeout: float = 15.0,
        pool_timeout: float = 60.0,
        proxy: Proxy | None = None,
        hear: Hear | None = None,
    ) -> None:
        self._pools: Sequence[TolerantRequest] = [
            TolerantRequest(connection_pool_size=size, read_timeout=read_timeout, pool_timeout=pool_timeout, proxy=proxy, hear=hear)
            for _ in range(pools)
        ]
        self._busy = [0] * pools

    @property
    def read_timeout(self) -> float | None:
        """Seconds."""
        return self._pools[0].read_timeout

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """See ``BaseRequest``."""
        return TolerantRequest.parse_json_payload(payload)

    async def initialize(self) -> None:
        """See ``BaseRequest``."""
        for pool in self._pools:
            await pool.initialize()

    async def shutdown(self) -> None:
        """See ``BaseRequest``."""
        for pool in self._pools:
            await pool.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """See ``BaseRequest``."""
        # Ties go to the first pools: those have connections open already.
        chosen = min(range(len(self._busy)), key=self._busy.__getitem__)
        self._busy[chosen] += 1
        try:
            code, payload = await self._pools[chosen].do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
            # "Not implemented" is no passing trouble: asking again would only keep people waiting.
            return (_NOT_FOUND if code == _NOT_IMPLEMENTED else code), payload
        finally:
            self._busy[chosen] -= 1
