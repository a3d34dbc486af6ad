"""Sheets and YAML that programs or people have damaged: read, or refused with a sentence."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from random import Random

from bot.features.exchange.caps import ExchangeError
from bot.features.exchange.intake import read_upload
from bot.library.yamlfile import read_yaml
from tests.conftest import PROJECT
from tests.fuzz import mutate
from tests.fuzz.findings import Findings
from tests.test_features.test_exchange.files import xlsx


def sheets(chance: Random, until: float, found: Findings) -> None:
    """Workbooks: the file's bytes, or those of one part, are changed."""
    sound = xlsx({"问法": [["条目编号", "问法"], ["p12-3", "没文件能不能先干起来"], ["p12-3", "没权的事硬干会怎样"]]})
    while time.monotonic() < until:
        data = mutate.data(chance, sound) if chance.random() < 0.3 else _part_changed(chance, sound)
        with found.guarded("sheets", data, ExchangeError):
            read_upload("表.xlsx", data)


def _part_changed(chance: Random, sound: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        chosen = chance.choice(before.namelist())
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, mutate.data(chance, content) if name == chosen else content)
    return made.getvalue()


def yaml(chance: Random, until: float, found: Findings, folder: Path) -> None:
    """Files of the knowledge: sent to the bot, and read by ``check``."""
    sound = [path.read_bytes() for path in sorted((PROJECT / "knowledge").rglob("*.yaml"))]
    file = folder / "p12-boundaries.yaml"
    while time.monotonic() < until:
        whole = chance.choice(sound)
        start = chance.randrange(max(1, len(whole) - 4000))  # most of a large file only takes time
        data = mutate.data(chance, whole[start : start + 4000] if chance.random() < 0.8 else whole)
        with found.guarded("yaml", data, ExchangeError):
            read_upload("p12-boundaries.yaml", data)
        with found.guarded("yaml", data):
            file.write_bytes(data)
            read_yaml(file, file.name)
