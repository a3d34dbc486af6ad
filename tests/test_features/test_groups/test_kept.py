"""The register of groups as the bot keeps it: who speaks in a group proves that we are there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.features.groups import kept as module
from bot.features.groups.kept import KeptGroups
from bot.places.doors import Doors
from bot.places.store import groups
from bot.storage.acts import Acts
from bot.storage.engine import open_database
from bot.storage.insisting import InsistentWriter
from bot.storage.migrate import migrate
from bot.storage.patience import PatientReader

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


async def test_a_group_that_a_delivery_did_not_find_is_back_soon_after_somebody_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 403 came while we were out for a moment; to wait for the next hour would keep staff from being asked about it."""
    seconds = 1000.0
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: seconds))
    database = open_database(str(tmp_path / "mingfa.db"), tmp_path / "unused")
    await migrate(database)

    async def active() -> bool:
        await kept.settled()
        async with database.read() as transaction:
            group = await groups.get(transaction, -1)
        return group is not None and group.active

    async with InsistentWriter(database) as writer:
        kept = KeptGroups(PatientReader(database), writer, lambda: NOW, Doors(Acts(database, lambda: NOW), ()))
        await kept.seen(-1, "东乡群", "supergroup")
        assert await active()
        async with database.write() as transaction:
            await groups.deactivate(transaction, -1)
        await kept.seen(-1, "东乡群", "supergroup")
        assert not await active()  # not a look at the database for every message
        seconds += 301
        await kept.seen(-1, "东乡群", "supergroup")
        assert await active()
    await database.close()
