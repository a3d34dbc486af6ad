"""The fake in a process of its own, driven through the control API: it outlives the bot that a test kills."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Self

import aiohttp

from .errors import JSON

ROOT = Path(__file__).resolve().parents[3]


class RemoteBotApi:
    """`async with RemoteBotApi.start() as fake:`; `base_url`, `base_file_url` and `token` as with BotApi, all else by `control`."""

    def __init__(self, arguments: list[str]) -> None:
        self._arguments = arguments
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None
        self.url = self.token = ""

    @classmethod
    def start(
        cls, *, port: int = 0, journal: Path | None = None, history: int | None = None, privacy_mode: bool = True, seed: int = 0
    ) -> Self:
        """Prepare the process; `async with` starts and ends it."""
        arguments = ["--control", "--port", str(port), "--seed", str(seed)]
        arguments += ["--journal", str(journal)] if journal else []
        arguments += ["--history", str(history)] if history is not None else []
        arguments += [] if privacy_mode else ["--no-privacy-mode"]
        return cls(arguments)

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.fakes.bot_api", *self._arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), 20)
        if not line:
            raise RuntimeError("the fake server did not start; its error is above")
        hello = json.loads(line)
        self.url, self.token = hello["url"], hello["token"]
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._session:
            await self._session.close()
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    @property
    def base_url(self) -> str:
        """For `TELEGRAM_API_URL` plus /bot, as ApplicationBuilder wants it."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The same for files."""
        return f"{self.url}/file/bot"

    async def control(self, command: str, **fields: Any) -> JSON:
        """One command of `control.py`; raises RuntimeError with the server's reason."""
        assert self._session is not None, "use `async with`"
        async with self._session.post(f"{self.url}/control/{command}", json=fields) as response:
            body: JSON = await response.json()
            if response.status != 200:
                raise RuntimeError(f"{command}: {body['error']}")
            return body
