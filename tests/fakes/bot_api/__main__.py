"""python -m tests.fakes.bot_api: the fake server by hand (a prompt) or for another process (--control)."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
from pathlib import Path

from .api import TOKEN, BotApi
from .console import run_console
from .control import Control


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.bot_api", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0: any free port")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--username", default="mingfa_bot")
    parser.add_argument("--privacy-mode", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--control", action="store_true", help="no prompt; JSON commands under /control/… instead")
    parser.add_argument("--journal", type=Path, help="append accepted messages to this file, as JSON lines")
    parser.add_argument("--history", type=int, help="remember only so many messages per chat, and so many calls")
    parser.add_argument("--seed", type=int, default=0, help="of the faults' chances")
    parser.add_argument("--limits", action="store_true", help="enforce Telegram's speed limits")
    return parser.parse_args()


async def main() -> None:
    """Run until stdin ends, a signal comes or the control API says stop."""
    options = _arguments()
    api = BotApi(
        options.token, username=options.username, privacy_mode=options.privacy_mode, seed=options.seed, host=options.host,
        port=options.port, history=options.history, journal=options.journal,
    )  # fmt: skip
    api.world.limits.enabled = options.limits
    control = Control(api)
    if options.control:
        control.mount(api.app)
    async with api:
        hello = {"url": api.url, "port": api.port, "token": api.token, "base_url": api.base_url, "base_file_url": api.base_file_url}
        if options.control:
            print(json.dumps(hello), flush=True)
            running = asyncio.ensure_future(control.until_stopped())
        else:
            print(f"base_url {api.base_url}  base_file_url {api.base_file_url}  token {api.token}\n? helps", flush=True)
            running = asyncio.ensure_future(run_console(api))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, running.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await running


if __name__ == "__main__":
    asyncio.run(main())
