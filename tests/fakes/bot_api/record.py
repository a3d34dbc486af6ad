"""What the bot asked of the server: every call with its outcome, the journal of accepted messages, and what is still under way."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from .bell import Bell
from .errors import JSON


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(slots=True, eq=False)
class Call:
    """One request of the bot. `accepted` tells whether it changed anything; `status` what the bot was told (None: nothing)."""

    number: int
    method: str
    params: JSON
    files: dict[str, Upload] = field(default_factory=dict)
    at: float = field(default_factory=time.time)
    accepted: bool = False
    status: int | None = None
    result: Any = None
    error: str | None = None
    fault: str | None = None
    done: bool = False
    claimed: bool = False  # already handed out by wait_for

    @property
    def ok(self) -> bool:
        """Whether the bot was told that it worked."""
        return self.status == 200

    @property
    def chat_id(self) -> Any:
        """The addressed chat, if any."""
        return self.params.get("chat_id")

    @property
    def text(self) -> str:
        """Text or caption as the bot wrote it, with its tags."""
        return str(self.params.get("text") or self.params.get("caption") or "")

    def __str__(self) -> str:
        outcome = self.error or self.fault or self.status
        words = {k: v if len(str(v)) < 80 else str(v)[:77] + "…" for k, v in self.params.items()}
        return f"#{self.number} {self.method} {words} -> {outcome}"


class Journal:
    """Accepted messages in order, in memory and, if wished, as JSON lines on disk; survives the bot, not the server."""

    def __init__(self, path: Path | None = None) -> None:
        self.entries: list[JSON] = []
        self._file: IO[str] | None = path.open("a", encoding="utf-8") if path else None

    def note(self, entry: JSON) -> None:
        """Append one accepted message."""
        entry = {"number": len(self.entries), **entry, "time": time.time()}
        self.entries.append(entry)
        if self._file:
            self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file:
            self._file.close()


class Record:
    """All calls, oldest first; `keep` bounds how many are remembered."""

    def __init__(self, bell: Bell, keep: int | None = None) -> None:
        self._bell = bell
        self.calls: deque[Call] = deque(maxlen=keep)
        self.count = 0
        self.by_method: dict[str, int] = {}
        self.in_flight: set[Call] = set()

    def __iter__(self) -> Iterator[Call]:
        return iter(self.calls)

    def open(self, method: str, params: JSON, files: dict[str, Upload]) -> Call:
        """A request has arrived."""
        call = Call(self.count, method, params, files)
        self.count += 1
        self.by_method[method] = self.by_method.get(method, 0) + 1
        self.calls.append(call)
        self.in_flight.add(call)
        return call

    def close(self, call: Call) -> None:
        """Its answer is decided (or will never come)."""
        call.done = True
        self.in_flight.discard(call)
        self._bell.ring()

    @property
    def busy(self) -> bool:
        """Whether any request but a waiting getUpdates is under way."""
        return any(call.method != "getUpdates" for call in self.in_flight)
