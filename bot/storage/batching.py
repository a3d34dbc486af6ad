"""Many small acts in one transaction, but not in a long one."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from bot.storage.engine import Database, Transaction

# On a busy loop every statement waits for its turn: one long transaction would keep other processes out until they give up.
_LONGEST_TURN = 0.5

Act = Callable[[Transaction], Awaitable[object]]


async def write_some(database: Database, acts: Sequence[Act]) -> int:
    """Do as many of ``acts`` as there is time for, in order and at least one; returns how many are committed.

    An act's exception is raised, and then none of them is done. Raises ``DatabaseUnavailable``.
    """
    done = 0
    async with database.write() as transaction:
        until = time.monotonic() + _LONGEST_TURN
        while not done or (done < len(acts) and time.monotonic() < until):
            await acts[done](transaction)
            done += 1
    return done
