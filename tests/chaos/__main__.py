"""The long runs: ``python -m tests.chaos [--groups 1000] [--kills 20] [--seed 1] [--only sqlite]`` for broadcasts, and
``python -m tests.chaos answers [--kills 20] [--seed 1] [--signal KILL] [--webhook] [--postgres]`` for answers to people.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.chaos import answers
from tests.chaos.run import Figures, Plot, run
from tests.postgres import run_postgres


def _sound(figures: Figures, kills: int) -> bool:
    nothing_wrong = figures.lost == figures.twice == figures.false == figures.open == 0
    return nothing_wrong and figures.uncertain_died <= 3 * kills


def _answers(words: list[str]) -> int:
    """Print what each kill did to people's questions; exit code 1 when one has no answer, or more have two than were on the wire."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos answers", description=answers.__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--chats", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--signal", choices=["KILL", "TERM"], default="KILL")
    parser.add_argument("--webhook", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    chosen = parser.parse_args(words)
    rush = answers.Rush(chosen.kills, chosen.chats, chosen.seed, signal.Signals[f"SIG{chosen.signal}"], chosen.webhook)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.postgres:
            with run_postgres() as server:
                kills = asyncio.run(answers.run(replace(rush, database=asyncio.run(server.create())), folder))
        else:
            kills = asyncio.run(answers.run(rush, folder))
    asked, lost, doubled = (sum(values) for values in zip(*((kill.asked, kill.lost, kill.doubled) for kill in kills), strict=True))
    print(f"{len(kills)} x SIG{chosen.signal}, {asked} questions: lost {lost}, doubled {doubled} ({doubled / len(kills):.2f} a kill)")
    most = 3 if chosen.signal == "KILL" else 0
    return 0 if lost == 0 and all(kill.doubled <= most for kill in kills) else 1


def main() -> int:
    """Print the figures of each database; exit code 1 when a promise is broken."""
    if sys.argv[1:2] == ["answers"]:
        return _answers(sys.argv[2:])
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
