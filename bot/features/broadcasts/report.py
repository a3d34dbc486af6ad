"""How far a broadcast is, for people, and the sheet that says what happened in every group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.features.broadcasts import texts
from bot.features.broadcasts.store.editing import MAYBE_THERE
from bot.outbox import texts as outbox_texts
from bot.outbox.calendar import unpublished_year
from bot.outbox.outcomes import Cause
from bot.outbox.pacing import MINUTE, RateLimits, current_rate, held
from bot.outbox.recall import Recall
from bot.outbox.states import OPEN, State
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import Broadcast, BroadcastStage
from bot.outbox.store.pace import Clock, moment, read_pace
from bot.outbox.store.rows import DeliveryLine, all_groups, count, lines
from bot.outbox.store.schedules import Schedule, daily_groups, get_schedule
from bot.places.audience import Chosen, choose
from bot.storage.engine import Database, Transaction
from bot.when import CHINA, exact


@dataclass(frozen=True, slots=True)
class Progress:
    """All that the message about it shows. ``ends_in`` is ``None`` when it cannot be told: paused, done, or nothing moves.

    ``chosen``: of a draft, who would get it now. ``ahead``: it was released for a later time. ``later`` are queued until quiet
    hours end, the first of them at ``later_at``; ``first_sent``: when the first group
    got it. ``unpublished``: a year ahead of which the holidays matter and are not known.
    """

    broadcast: Broadcast
    schedule: Schedule | None
    total: int
    by_state: dict[State, int]
    failed: dict[Cause, int]
    skipped: dict[Cause, int]
    recalls: dict[Recall, int]
    per_minute: int
    ends_in: timedelta | None
    chosen: Chosen | None = None
    ahead: bool = False
    later: int = 0
    later_at: datetime | None = None
    first_sent: datetime | None = None
    unpublished: int | None = None

    @property
    def editable(self) -> bool:
        """Whether other content may take the place of the present one: nobody has it yet, or it is one that repeats."""
        one = self.broadcast
        if one.stage is BroadcastStage.CANCELLED or one.series_id is not None or self.daily:
            return False
        return not any(self.of(state) for state in MAYBE_THERE) and not self.failed.get(Cause.SERVER)

    @property
    def replaceable(self) -> bool:
        """Whether another one can take its place: nobody has it, and it is not over."""
        return self.editable and self.broadcast.stage is not BroadcastStage.DONE

    @property
    def daily(self) -> bool:
        """Whether it is the daily entry."""
        return self.schedule is not None and not self.schedule.cron

    def of(self, state: State) -> int:
        """How many are in a state."""
        return self.by_state.get(state, 0)


async def progress(database: Database, clock: Clock, number: int, limits: RateLimits, zone: tzinfo = CHINA) -> Progress | None:
    """How far it is; ``None`` when there is no such broadcast."""
    async with database.read() as transaction:
        now = await moment(transaction, clock)
        broadcast = await store.get(transaction, number)
        if broadcast is None:
            return None
        counts = await count(transaction, number, now)
        pace = await read_pace(transaction)
        schedule = await get_schedule(transaction, number)
        chosen = await _chosen(transaction, broadcast, schedule) if broadcast.stage is BroadcastStage.DRAFT else None
    too_early = broadcast.start_at is not None and broadcast.start_at > now
    ahead = broadcast.stage is BroadcastStage.RELEASED and too_early
    # Those who sleep come hours later: nobody waits for them at the screen.
    left = counts.of(*OPEN, State.SENDING) - counts.later
    ends: timedelta | None = None
    if broadcast.stage is BroadcastStage.RELEASED and left and not ahead:
        rate = current_rate(pace, limits, now)
        if counts.first_sent is not None and now - counts.first_sent >= MINUTE / 6:
            # What was really achieved, with retries and a slow line in it.
            rate = min(rate, counts.last_minute / min(now - counts.first_sent, MINUTE).total_seconds())
        ends = held(pace, now) + timedelta(seconds=left / rate) if rate else None
    return Progress(
        broadcast,
        schedule,
        counts.total,
        counts.by_state,
        {cause: number for (state, cause), number in counts.by_cause.items() if state is State.FAILED},
        {cause: number for (state, cause), number in counts.by_cause.items() if state is State.SKIPPED},
        counts.recalls,
        counts.last_minute,
        ends,
        chosen,
        ahead,
        # Before its time every group waits, not only those that sleep.
        0 if too_early else counts.later,
        counts.later_at,
        counts.first_sent,
        unpublished_year(now.astimezone(zone).date()) if schedule is not None and schedule.working_days_only else None,
    )


async def _chosen(transaction: Transaction, broadcast: Broadcast, schedule: Schedule | None) -> Chosen:
    """Who would get a draft now; of the daily entry, only groups that turned it on."""
    known = await all_groups(transaction)
    if schedule is not None and not schedule.cron:
        wanted = await daily_groups(transaction)
        known = [group for group in known if group.chat_id in wanted]
    return choose(broadcast.audience, known, broadcast.kind, official=broadcast.official)


async def uncertain(database: Database, number: int, limit: int = 8, offset: int = 0) -> list[DeliveryLine]:
    """The deliveries that a person must settle, with group and time."""
    async with database.read() as transaction:
        return await lines(transaction, number, states=[State.UNCERTAIN], limit=limit, offset=offset)


async def sheet(database: Database, number: int, zone: tzinfo) -> list[tuple[str | int, ...]]:
    """Rows for a spreadsheet, the headings first."""
    async with database.read() as transaction:
        found = await lines(transaction, number)
    return [texts.SHEET_HEADINGS, *_rows(found, zone)]


def _rows(found: list[DeliveryLine], zone: tzinfo) -> Iterator[tuple[str | int, ...]]:
    for line in found:
        yield (
            line.title,
            # As text: a spreadsheet would round so long a number.
            str(line.chat_id),
            line.unit,
            line.part + 1,
            outbox_texts.STATES[line.state],
            texts.CAUSES[line.cause],
            line.reason,
            line.tries,
            _local(line.sent_at, zone),
            texts.RECALLS[line.recall],
        )


def _local(moment: datetime | None, zone: tzinfo) -> str:
    return "" if moment is None else exact(moment)
