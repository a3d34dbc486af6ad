"""One sending process, for tests that kill it: ``python -m tests.chaos.worker --database … --api … --token …``.

``--die-at NAME --die-after N``: the process kills itself the N-th time it passes that fail-point, without a word.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.outbox.pacing import RateLimits
from bot.outbox.states import Policy
from bot.outbox.store.finish import Rules
from bot.outbox.store.lock import AlreadySending
from bot.outbox.traffic import Traffic
from bot.outbox.worker import DeliveryWorker, WorkerSettings
from bot.platforms.telegram.sender import TelegramSender, broadcast_bot
from bot.storage.engine import open_database

ALREADY_SENDING = 3


def dying(name: str, after: int) -> Callable[[str], None]:
    """A fail-point that ends the process with SIGKILL at its ``after``-th passage of ``name``."""
    left = after

    def pass_by(at: str) -> None:
        nonlocal left
        if at == name:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return pass_by


async def main() -> int:
    """Send until SIGTERM; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--api", required=True)
    parser.add_argument("--token", required=True)
    parser.add_argument("--rate", type=float, default=25.0)
    parser.add_argument("--lease", type=float, default=10.0)
    parser.add_argument("--backoff", type=float, default=2.0)
    parser.add_argument("--in-flight", type=int, default=3)
    parser.add_argument("--die-at", default="")
    parser.add_argument("--die-after", type=int, default=1)
    chosen = parser.parse_args()
    rules = Rules(Policy(backoff_first=timedelta(seconds=chosen.backoff)), RateLimits(per_second=chosen.rate))
    settings = WorkerSettings(
        chosen.in_flight, rules=rules, lease=timedelta(seconds=chosen.lease), beat=timedelta(seconds=chosen.lease / 3.5)
    )
    database = open_database(chosen.database, Path("unused"))
    async with broadcast_bot(chosen.token, f"{chosen.api}/bot", proxy=None) as bot:
        worker = DeliveryWorker(
            database,
            TelegramSender(bot),
            lambda: datetime.now(UTC),
            replace(settings, idle=timedelta(seconds=0.3)),
            traffic=Traffic(),
            fail_point=dying(chosen.die_at, chosen.die_after),
        )
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
        print("ready", flush=True)
        try:
            await worker.run()
        except AlreadySending:
            return ALREADY_SENDING
        finally:
            await database.close()
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
