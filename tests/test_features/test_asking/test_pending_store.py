"""What is kept of answers under way: marks that only go forward, a shelf with one owner, and nothing that names anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.features.asking.store import pending
from bot.storage.engine import Database
from bot.storage.veil import Veil

NOW = datetime(2026, 3, 2, 9, 17, 31, tzinfo=UTC)
LEASE = NOW + timedelta(seconds=15)


async def test_a_mark_goes_forward_only(database: Database) -> None:
    async with database.write() as tx:
        assert await pending.begin(tx, ["a", "b"], NOW) == {}
    async with database.write() as tx:
        await pending.settle(tx, ["a"])
        assert await pending.begin(tx, ["a", "b", "c"], NOW) == {"a": pending.SENT, "b": pending.SENDING}
    async with database.write() as tx:
        assert await pending.begin(tx, ["a"], NOW) == {"a": pending.SENT}


async def test_a_mark_tells_no_moment_and_goes_after_its_hour(database: Database) -> None:
    async with database.write() as tx:
        await pending.begin(tx, ["a"], NOW)
        assert await pending.expire(tx, NOW + timedelta(minutes=42)) == 0
        assert await pending.expire(tx, datetime(2026, 3, 2, 10, tzinfo=UTC)) == 1


async def test_what_a_dead_process_had_in_hand_goes_to_one_other(database: Database) -> None:
    async with database.write() as tx:
        await pending.hold(tx, {"1": "words", "2": "more"}, "dead", LEASE)
        await pending.hold(tx, {"3": "mine"}, "me", LEASE)
        await pending.release(tx, ["2"])
        assert await pending.take_over(tx, "me", NOW, LEASE, alone=False) == {}
        await pending.renew(tx, "dead", LEASE + timedelta(seconds=5))
        late = LEASE + timedelta(seconds=1)
        assert await pending.take_over(tx, "me", late, late, alone=False) == {}
    later = LEASE + timedelta(seconds=6)
    async with database.write() as tx:
        assert await pending.take_over(tx, "me", later, later + timedelta(seconds=15), alone=False) == {"1": "words"}
        await pending.renew(tx, "me", later + timedelta(seconds=15))
        assert await pending.take_over(tx, "other", later, later, alone=False) == {}
        assert set(await pending.take_over(tx, "other", later, later, alone=True)) == {"1", "3"}


async def test_what_is_sealed_is_read_with_the_token_only(database: Database) -> None:
    words, veil = "王二狗问：低保怎么办".encode(), Veil("1:a")
    sealed = veil.seal(words)
    async with database.write() as tx:
        await pending.hold(tx, {veil.mark("update:1"): sealed}, "me", LEASE)
        row = (await tx.execute(text("SELECT * FROM held_updates"))).one()
    assert "低保" not in str(row)
    assert veil.unseal(sealed) == words
    assert Veil("1:b").unseal(sealed) is None
    assert veil.unseal(sealed[:-4] + "AAAA") is None
    assert veil.unseal("no base64!") is None
    assert veil.seal(words) != sealed
