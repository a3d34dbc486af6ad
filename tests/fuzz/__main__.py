"""Try what nobody would think of: ``python -m tests.fuzz [--minutes 1] [--seed 1] [--only ask updates presses sheets yaml]``.

The minutes are shared among the targets. Exit code 1 when anything was found; the same seed tries the same things.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from bot.answering.building import build_answerer
from bot.settings.config import Settings, parse_settings, read_environment
from tests.fuzz import asking, chat, files
from tests.fuzz.findings import Findings

TARGETS = ("ask", "updates", "presses", "sheets", "yaml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen targets one after the other, and print a summary line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=TARGETS, default=TARGETS)
    parser.add_argument("--patience", type=float, default=10.0, help="seconds that one thing may take")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.CRITICAL)
    logging.getLogger().setLevel(logging.INFO)
    for library in ("httpx", "httpcore", "telegram", "apscheduler", "tornado", "asyncio", "alembic", "aiohttp", "aiosqlite"):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.CRITICAL)
    found = Findings(chosen.patience)
    share = 60 * chosen.minutes / len(chosen.only)
    with tempfile.TemporaryDirectory() as folder:
        for target in chosen.only:
            _run(target, Random(f"{chosen.seed} {target}"), share, found, Path(folder))
    tried = ", ".join(f"{name} {count}" for name, count in sorted(found.counts.items()))
    for kind, count in found.found.most_common():
        print(f"{count:6} x {kind}")
    print(f"fuzz: seed {chosen.seed}, {chosen.minutes:g} min; tried: {tried}; found: {found.found.total()}", flush=True)
    return 1 if found.found else 0


def _run(target: str, chance: Random, share: float, found: Findings, folder: Path) -> None:
    match target:
        case "ask":
            asking.run(chance, time.monotonic() + share, found)
        case "sheets":
            files.sheets(chance, time.monotonic() + share, found)
        case "yaml":
            files.yaml(chance, time.monotonic() + share, found, folder)
        case _:
            asyncio.run(_chat(target, chance, share, found, folder))


async def _chat(target: str, chance: Random, share: float, found: Findings, folder: Path) -> None:
    settings = _settings()
    answerer = build_answerer(settings)
    ways = (False, True) if target == "updates" else (False,)
    for pushed in ways:
        async with chat.at_work(settings, answerer, folder, pushed=pushed) as bot:
            until = time.monotonic() + share / len(ways)
            await (chat.updates if target == "updates" else chat.presses)(chance, until, found, bot)


def _settings() -> Settings:
    read = parse_settings({name: value for name, value in read_environment().items() if name == "MINGFA_CACHE" or name == "HOME"})
    return read.model_copy(update={"owners": frozenset()})


if __name__ == "__main__":
    sys.exit(main())
