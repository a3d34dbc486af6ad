"""``python -m tests.pictures [name …]``: draw the README's pictures into ``.pictures/``."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.answering.building import build_answerer
from bot.settings.config import parse_settings, read_environment
from tests.pictures import bubbles, stage
from tests.pictures.scenes import SCENES, prepare

FOLDER = Path(__file__).resolve().parents[2] / ".pictures"


async def draw_all(names: list[str]) -> None:
    """Play and draw the scenes."""
    settings = parse_settings({name: value for name, value in read_environment().items() if name in ("MINGFA_CACHE", "HOME")})
    answerer = build_answerer(settings)
    FOLDER.mkdir(exist_ok=True)
    for name in names or SCENES:
        with tempfile.TemporaryDirectory() as folder:
            async with stage.opened(settings, answerer, Path(folder)) as opened:
                shot = await SCENES[name](opened, await prepare(opened))
                png = bubbles.draw(shot.messages, shot.photos)
        (FOLDER / f"{name}.png").write_bytes(png)
        print(f"{name}.png  {len(png) / 1024:.0f} KB")


asyncio.run(draw_all(sys.argv[1:]))
