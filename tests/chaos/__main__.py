"""The long run: ``python -m tests.chaos [--groups 1000] [--kills 20] [--seed 1] [--only sqlite]``."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.chaos.run import Figures, Plot, run
from tests.postgres import run_postgres


def _sound(figures: Figures, kills: int) -> bool:
    nothing_wrong = figures.lost == figures.twice == figures.false == figures.open == 0
    return nothing_wrong and figures.uncertain_died <= 3 * kills


def main() -> int:
    """Print the figures of each database; exit code 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["sqlite", "postgresql"], default=None)
    parser.add_argument("--groups", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=25.0)
    chosen = parser.parse_args()
    sound = True
    if chosen.only != "postgresql":
        with tempfile.TemporaryDirectory() as folder:
            figures = asyncio.run(run(str(Path(folder, "chaos.db")), Plot(chosen.groups, chosen.kills, 1, chosen.rate, seed=chosen.seed)))
        print(f"SQLite, one process: {figures}", flush=True)
        sound &= _sound(figures, chosen.kills)
    if chosen.only != "sqlite":
        with run_postgres() as server:

            async def on_postgres() -> Figures:
                return await run(await server.create(), Plot(chosen.groups, chosen.kills, 2, chosen.rate, seed=chosen.seed))

            figures = asyncio.run(on_postgres())
        print(f"PostgreSQL, two processes: {figures}", flush=True)
        sound &= _sound(figures, chosen.kills)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
