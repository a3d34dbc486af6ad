"""Scripted trouble: which request meets which misfortune. Carrying it out is left to the server.

Faults are tried in the order they were added; each has its own number of times, chance and condition. All chance comes
from one seeded generator, so a run with the same requests has the same faults.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal

from .errors import JSON, ApiError, too_many_requests
from .record import Call

Kind = Literal["refuse", "drop_before", "drop_after", "delay", "garble"]
When = Callable[[Call], bool]


@dataclass(slots=True, eq=False)
class Fault:
    """One kind of trouble and the requests that meet it."""

    kind: Kind
    methods: frozenset[str] | None = None
    chats: frozenset[int | str] | None = None
    when: When | None = None
    times: int | None = 1  # None: always
    skip: int = 0  # so many matching requests pass first
    chance: float = 1.0
    error: ApiError | None = None
    seconds: float = 0.0
    gate: asyncio.Event | None = None
    after: bool = False  # delay or garble the answer of an accepted request
    status: int = 200
    body: bytes = b""
    met: int = 0

    def matches(self, call: Call) -> bool:
        """Whether the request is of the kind this fault waits for."""
        if self.methods is not None and call.method.lower() not in self.methods:
            return False
        if self.chats is not None and call.chat_id not in self.chats:
            return False
        return self.when is None or self.when(call)


@dataclass(slots=True)
class Faults:
    """The script. Every method returns the Fault, whose `met` counts how often it struck and which `remove` takes."""

    rng: random.Random = field(default_factory=lambda: random.Random(0))
    script: list[Fault] = field(default_factory=list)

    def seed(self, seed: int) -> None:
        """Start the generator of chances anew."""
        self.rng = random.Random(seed)

    def clear(self) -> None:
        """No more trouble."""
        self.script.clear()

    def remove(self, fault: Fault) -> None:
        """Take one fault out of the script."""
        if fault in self.script:
            self.script.remove(fault)

    def add(
        self, kind: Kind, *, method: str | Collection[str] | None = None, chat: int | str | Collection[int | str] | None = None,
        when: When | None = None, times: int | None = 1, skip: int = 0, chance: float = 1.0,
        error: ApiError | None = None, seconds: float = 0.0, gate: asyncio.Event | None = None, after: bool = False,
        status: int = 200, body: bytes = b"",
    ) -> Fault:  # fmt: skip
        """Add any fault; the methods below are shorter."""
        methods = None if method is None else frozenset(m.lower() for m in ([method] if isinstance(method, str) else method))
        chats = None if chat is None else frozenset([chat] if isinstance(chat, int | str) else chat)
        fault = Fault(kind, methods, chats, when, times, skip, chance, error, seconds, gate, after, status, body)
        self.script.append(fault)
        return fault

    def refuse(
        self, code: int, description: str | None = None, *, retry_after: int | None = None, parameters: JSON | None = None,
        method: str | Collection[str] | None = None, chat: int | str | Collection[int | str] | None = None,
        when: When | None = None, times: int | None = 1, skip: int = 0, chance: float = 1.0,
    ) -> Fault:  # fmt: skip
        """Answer with a status: `refuse(429, retry_after=3)`, `refuse(403)`, `refuse(502)`, `refuse(400, "Bad Request: …")`."""
        usual = {
            400: "Bad Request: something is wrong", 401: "Unauthorized", 403: "Forbidden: bot was blocked by the user",
            404: "Not Found", 409: "Conflict", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
            504: "Gateway Timeout",
        }  # fmt: skip
        error = too_many_requests(retry_after or 1) if code == 429 else ApiError(code, description or usual[code], parameters)
        return self.add("refuse", error=error, method=method, chat=chat, when=when, times=times, skip=skip, chance=chance)

    def drop(
        self, *, accepted: bool, method: str | Collection[str] | None = None, chat: int | str | Collection[int | str] | None = None,
        when: When | None = None, times: int | None = 1, skip: int = 0, chance: float = 1.0,
    ) -> Fault:  # fmt: skip
        """Cut the connection without an answer, before or after the request has taken effect."""
        kind: Kind = "drop_after" if accepted else "drop_before"
        return self.add(kind, method=method, chat=chat, when=when, times=times, skip=skip, chance=chance)

    def delay(
        self, seconds: float = 0.0, *, gate: asyncio.Event | None = None, accepted: bool = False,
        method: str | Collection[str] | None = None, chat: int | str | Collection[int | str] | None = None,
        when: When | None = None, times: int | None = 1, skip: int = 0, chance: float = 1.0,
    ) -> Fault:  # fmt: skip
        """Hold a request for some seconds or until the gate is set; `accepted`: it takes effect first, the answer is late."""
        return self.add(
            "delay", seconds=seconds, gate=gate, after=accepted, method=method, chat=chat, when=when, times=times, skip=skip, chance=chance
        )

    def garble(
        self, body: bytes = b"<html><h1>502 Bad Gateway</h1></html>", *, status: int = 502, accepted: bool = False,
        method: str | Collection[str] | None = None, chat: int | str | Collection[int | str] | None = None,
        when: When | None = None, times: int | None = 1, skip: int = 0, chance: float = 1.0,
    ) -> Fault:  # fmt: skip
        """Answer with something that is not JSON."""
        return self.add(
            "garble", body=body, status=status, after=accepted, method=method, chat=chat, when=when, times=times, skip=skip, chance=chance
        )

    def pick(self, call: Call) -> Fault | None:
        """The fault that this request meets, counted; None on a good day."""
        for fault in self.script:
            if not fault.matches(call):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.chance < 1.0 and self.rng.random() >= fault.chance:
                continue
            fault.met += 1
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.script.remove(fault)
            return fault
        return None
