"""How many strangers may knock at the webhook's port, and for how long: the HTTP server with its bounds.

Anybody who reaches the port can open connections. Those that have not shown the secret are worth nothing: they are few, the
longest waiting one makes room for a new one, and when the process has no file descriptors left they go first. What is read
before the secret was seen is a header, never a body (see ``webhook``).
"""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any, cast

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream

_log = logging.getLogger(__name__)
MOST_BODY = 1_000_000
MOST_HEADER = 16_384
MOST_CONNECTIONS = 128
"""Telegram opens at most 100 (40 unless told otherwise); the rest is for the platform's looks at the health path."""
BODY_TIMEOUT = 10.0
IDLE_TIMEOUT = 30.0
_BACKLOG = 128
_PAUSE = 1.0
_SAID_EVERY = 60.0
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


class BoundedServer(HTTPServer):
    """tornado's server with a cap on connections, that waits when no file descriptor is left instead of trying at every turn."""

    def initialize(self, request_callback: Any, **more: Any) -> None:  # type: ignore[override]  # nobody names more
        """See ``HTTPServer``; tornado builds its servers by this and not by ``__init__``."""
        super().initialize(
            request_callback,
            max_body_size=MOST_BODY,
            max_header_size=MOST_HEADER,
            body_timeout=BODY_TIMEOUT,
            idle_connection_timeout=IDLE_TIMEOUT,
            **more,
        )
        self._unproven: dict[IOStream, None] = {}  # oldest first
        self._proven: set[IOStream] = set()
        self._said_at = float("-inf")

    def prove(self, stream: IOStream) -> None:
        """What came over this connection had the secret: it is Telegram's and stays."""
        if self._unproven.pop(stream, self) is None:
            self._proven.add(stream)

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        """Serve a new connection, if need be in place of the oldest that has shown nothing."""
        if len(self._proven) + len(self._unproven) >= MOST_CONNECTIONS and not self._drop_unproven(1):
            stream.close()
            return
        self._unproven[stream] = None
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        """A connection has ended."""
        super().on_close(server_conn)
        self._forget(cast(HTTP1ServerConnection, server_conn).stream)

    def add_sockets(self, sockets: Iterable[socket.socket]) -> None:
        """Accept on these."""
        for sock in sockets:
            self._sockets[sock.fileno()] = sock
            self._handlers[sock.fileno()] = _Acceptor(sock, self._handle_connection, self._no_room).stop

    def _forget(self, stream: IOStream) -> None:
        self._unproven.pop(stream, None)
        self._proven.discard(stream)

    def _drop_unproven(self, most: int) -> int:
        """Close the oldest connections that have not shown the secret; returns how many."""
        oldest = list(self._unproven)[:most]
        for stream in oldest:
            self._forget(stream)
            stream.close()
        return len(oldest)

    def _no_room(self, error: OSError) -> None:
        dropped = self._drop_unproven(len(self._unproven))
        now = time.monotonic()
        if now - self._said_at >= _SAID_EVERY:
            self._said_at = now
            _log.warning("no connection can be accepted (%s); %d idle ones were closed", errno.errorcode.get(error.errno or 0), dropped)


class _Acceptor:
    """Takes connections from one listening socket; rests for a moment when the system has no room for another."""

    def __init__(self, sock: socket.socket, taken: Callable[[socket.socket, Any], None], no_room: Callable[[OSError], None]) -> None:
        self._sock, self._taken, self._no_room = sock, taken, no_room
        self._loop = asyncio.get_running_loop()
        self._rest: asyncio.TimerHandle | None = None
        self._loop.add_reader(sock, self._accept)

    def stop(self) -> None:
        """Take no more."""
        if self._rest is not None:
            self._rest.cancel()
        self._loop.remove_reader(self._sock)

    def _accept(self) -> None:
        for _ in range(_BACKLOG):
            try:
                connection, address = self._sock.accept()
            except (BlockingIOError, InterruptedError):
                return
            except ConnectionAbortedError:
                continue
            except OSError as error:
                if error.errno not in _NO_ROOM:
                    raise
                # The socket stays readable: without a rest the loop would do nothing else.
                self._loop.remove_reader(self._sock)
                self._rest = self._loop.call_later(_PAUSE, self._again)
                self._no_room(error)
                return
            self._taken(connection, address)

    def _again(self) -> None:
        self._rest = None
        self._loop.add_reader(self._sock, self._accept)
