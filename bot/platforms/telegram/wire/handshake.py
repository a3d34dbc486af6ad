"""A SOCKS proxy that takes a connection and says nothing: httpcore would wait for it for ever, for it reads without a time limit there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

import httpx

_SECONDS = 5.0
_guard: ContextVar[asyncio.Timeout] = ContextVar("guard")


class NoGreeting(httpx.ConnectTimeout):
    """The proxy took the connection and did not answer."""


@asynccontextmanager
async def hurried() -> AsyncIterator[None]:
    """Raises ``NoGreeting`` when the proxy's greeting takes too long; what follows takes the time that it is given."""
    try:
        async with asyncio.timeout(None) as guard:
            _guard.set(guard)
            yield
    except TimeoutError as error:
        if guard.expired():
            raise NoGreeting("no answer from the SOCKS proxy") from error
        raise


async def watch(request: httpx.Request) -> None:
    """An event hook of httpx: follow this request's connection."""
    request.extensions["trace"] = _follow


async def _follow(event: str, _: dict[str, Any]) -> None:
    if event.endswith("setup_socks5_connection.started"):
        _guard.get().reschedule(asyncio.get_running_loop().time() + _SECONDS)
    elif event.endswith("setup_socks5_connection.complete"):
        _guard.get().reschedule(None)
