"""Two small real proxies on loopback: HTTP (CONNECT, and forwarding of plain requests) and SOCKS5. They note what they are asked for."""

from __future__ import annotations

import asyncio
import base64
import ssl
import struct
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Kind = Callable[..., AbstractAsyncContextManager["Proxy"]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


@dataclass
class Proxy:
    """``asked``: the places that somebody wanted to reach. ``login``: without it nobody gets through. ``to``: where every way leads."""

    login: tuple[str, str] | None = None
    to: tuple[str, int] | None = None
    asked: list[str] = field(default_factory=list)
    port: int = 0

    async def reach(self, host: str, port: int) -> Streams:
        """Note a place and connect to it."""
        self.asked.append(f"{host}:{port}")
        return await asyncio.open_connection(*(self.to or (host, port)))

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of an HTTP proxy."""
        head = await reader.readuntil(b"\r\n\r\n")
        request, *headers = head.decode("latin-1").split("\r\n")
        method, target, _ = request.split(" ")
        if self.login is not None:
            wanted = base64.b64encode(":".join(self.login).encode()).decode()
            if f"proxy-authorization: basic {wanted}".lower() not in (line.lower() for line in headers):
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                return
        if method == "CONNECT":
            host, _, port = target.rpartition(":")
            try:
                there = await self.reach(host, int(port))
            except OSError:
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                return
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await _join((reader, writer), there)
            return
        place, _, path = target.removeprefix("http://").partition("/")
        host, _, port = place.partition(":")
        there = await self.reach(host, int(port or 80))
        # One request a connection: where each further one leads would have to be read again.
        kept = [line for line in headers if line and not line.lower().startswith(("connection:", "proxy-"))]
        there[1].write("\r\n".join([f"{method} /{path} HTTP/1.1", *kept, "Connection: close", "", ""]).encode("latin-1"))
        await _join((reader, writer), there)

    async def socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a SOCKS5 proxy (RFC 1928, 1929)."""
        version, count = await reader.readexactly(2)
        if version != 5:
            return
        offered, wanted = await reader.readexactly(count), 0 if self.login is None else 2
        writer.write(bytes([5, wanted if wanted in offered else 255]))
        if wanted not in offered:
            return
        if self.login is not None:
            await reader.readexactly(1)
            said = [(await reader.readexactly((await reader.readexactly(1))[0])).decode() for _ in range(2)]
            writer.write(bytes([1, tuple(said) != self.login]))
            if tuple(said) != self.login:
                return
        _, _, _, kind = await reader.readexactly(4)
        if kind == 3:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        else:
            host = ".".join(map(str, await reader.readexactly(4)))
        (port,) = struct.unpack("!H", await reader.readexactly(2))
        try:
            there = await self.reach(host, port)
        except OSError:
            writer.write(bytes([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]))
            return
        writer.write(bytes([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        await _join((reader, writer), there)


@asynccontextmanager
async def http_proxy(**options: Any) -> AsyncIterator[Proxy]:
    """A running HTTP proxy."""
    proxy = Proxy(**options)
    async with _serve(proxy, proxy.http):
        yield proxy


@asynccontextmanager
async def socks_proxy(**options: Any) -> AsyncIterator[Proxy]:
    """A running SOCKS5 proxy."""
    proxy = Proxy(**options)
    async with _serve(proxy, proxy.socks):
        yield proxy


@asynccontextmanager
async def silent_proxy() -> AsyncIterator[Proxy]:
    """Takes connections and never says a word."""
    proxy = Proxy()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with _serve(proxy, listen):
        yield proxy


@asynccontextmanager
async def relay(to: tuple[str, int], context: ssl.SSLContext) -> AsyncIterator[int]:
    """A port that speaks TLS and hands on to one that does not."""
    proxy = Proxy(to=to)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _join((reader, writer), await proxy.reach(*to))

    async with _serve(proxy, talk, context):
        yield proxy.port


@asynccontextmanager
async def _serve(proxy: Proxy, talk: Talk, context: ssl.SSLContext | None = None) -> AsyncIterator[None]:
    running: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()
            running.discard(task)

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _join(one: Streams, other: Streams) -> None:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()

    try:
        await asyncio.gather(carry(one[0], other[1]), carry(other[0], one[1]), return_exceptions=True)
    finally:
        other[1].close()
