"""Repeating broadcasts: firing what is due, each time once, in one transaction with its deliveries.

A schedule's next time is only a hint for when to look. What keeps a run from happening twice is the unique pair of series and
planned time, so that clocks may jump and processes may compete.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import exists, insert, or_, select, update

from bot.outbox.calendar import working_day
from bot.outbox.content import Content
from bot.outbox.outcomes import Cause
from bot.outbox.schedule import Rule, due, mended, next_time
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import BroadcastStage
from bot.outbox.store.pace import Clock, moment, order_claims
from bot.outbox.store.rows import add_deliveries, add_late, all_groups
from bot.places.audience import choose
from bot.places.quiet import parse_clock
from bot.places.standing import INSIDE
from bot.places.store.groups import RECEIVES
from bot.storage.broadcast_tables import AnyRow, broadcasts, deliveries, schedules
from bot.storage.engine import Transaction
from bot.storage.tables import groups

DailyContent = Callable[[datetime], Content]
"""Local midnight of a day → what the daily entry of that day says."""

_SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a broadcast repeats. Without ``cron`` it is the daily entry, sent to each group at the group's own time."""

    broadcast_id: int
    cron: str
    working_days_only: bool
    max_age: timedelta
    next_at: datetime | None
    skipped: int
    skipped_at: datetime | None

    @property
    def rule(self) -> Rule:
        """For ``outbox.schedule``."""
        return Rule(self.cron, self.working_days_only)


@dataclass(frozen=True, slots=True)
class Fired:
    """What became of a schedule that was due: the new broadcast, or ``None`` when the run was too old."""

    series_id: int
    broadcast_id: int | None
    planned_at: datetime | None
    receivers: int
    skipped: int


async def set_schedule(
    transaction: Transaction, broadcast_id: int, rule: Rule, max_age: timedelta, now: datetime, zone: tzinfo
) -> None:
    """Make a draft repeat by ``rule``; without a ``cron`` it is the daily entry."""
    values = {
        "cron": rule.cron,
        "working_days_only": rule.working_days_only,
        "max_age_minutes": int(max_age.total_seconds() // 60),
        "next_at": next_time(rule, now, zone) if rule.cron else now,
        "computed_at": now,
    }
    if not (await transaction.execute(update(schedules).where(schedules.c.broadcast_id == broadcast_id).values(values))).rowcount:
        await transaction.execute(insert(schedules).values(broadcast_id=broadcast_id, **values))


async def get_schedule(transaction: Transaction, broadcast_id: int) -> Schedule | None:
    """The schedule of a broadcast, if it repeats."""
    row = (await transaction.execute(select(schedules).where(schedules.c.broadcast_id == broadcast_id))).one_or_none()
    return None if row is None else _read(row)


async def repeating(transaction: Transaction, broadcast_ids: Collection[int]) -> frozenset[int]:
    """Those of the broadcasts that repeat."""
    wanted = select(schedules.c.broadcast_id).where(schedules.c.broadcast_id.in_(broadcast_ids))
    return frozenset((await transaction.execute(wanted)).scalars())


async def daily_groups(transaction: Transaction) -> frozenset[int]:
    """Groups of ours that turned the daily entry on, those included that we are not in now."""
    wanted = select(groups.c.chat_id).where(groups.c.daily, groups.c.standing.in_(INSIDE))
    return frozenset((await transaction.execute(wanted)).scalars())


async def restart(transaction: Transaction, broadcast_id: int, now: datetime, zone: tzinfo) -> datetime | None:
    """Reckon the next run from now and return it: what would have run before the release, or during a pause, was not missed."""
    schedule = await get_schedule(transaction, broadcast_id)
    if schedule is None or not schedule.cron:
        return None
    following = next_time(schedule.rule, now, zone)
    mine = update(schedules).where(schedules.c.broadcast_id == broadcast_id)
    await transaction.execute(mine.values(next_at=following, computed_at=now))
    return following


async def fire_due(transaction: Transaction, clock: Clock, zone: tzinfo, daily: DailyContent | None = None) -> list[Fired]:
    """Fire every schedule that is due. Any process may call it, as often as it likes."""
    if not await _anything_due(transaction, await moment(transaction, clock)):
        return []
    await order_claims(transaction)
    now = await moment(transaction, clock)
    wanted = select(schedules, broadcasts.c.released_at).join(broadcasts).where(broadcasts.c.state == BroadcastStage.RELEASED)
    fired: list[Fired] = []
    for row in (await transaction.execute(wanted.order_by(schedules.c.broadcast_id))).all():
        schedule = _read(row)
        if not schedule.cron:
            if daily is not None:
                fired += await _fire_daily(transaction, schedule, now, zone, daily)
        else:
            fired += await _fire(transaction, schedule, row.computed_at, now, zone)
    return fired


async def _anything_due(transaction: Transaction, now: datetime) -> bool:
    likely = or_(schedules.c.cron == "", schedules.c.next_at <= now, schedules.c.computed_at > now + _SLACK)
    wanted = exists().where(schedules.c.broadcast_id == broadcasts.c.id, broadcasts.c.state == BroadcastStage.RELEASED, likely)
    return bool((await transaction.execute(select(wanted))).scalar())


async def _fire(transaction: Transaction, schedule: Schedule, computed: datetime, now: datetime, zone: tzinfo) -> list[Fired]:
    planned = mended(schedule.rule, schedule.next_at, computed, now, zone)
    values: dict[str, object] = {"next_at": planned, "computed_at": now}
    fired: list[Fired] = []
    if planned is not None:
        ready = due(schedule.rule, planned, now, schedule.max_age, zone)
        values["next_at"] = ready.next_at
        if ready.skipped:
            values |= {"skipped": schedule.skipped + ready.skipped, "skipped_at": now}
        if ready.fire is not None and (run := await _run(transaction, schedule.broadcast_id, ready.fire, now)) is not None:
            fired.append(Fired(schedule.broadcast_id, run[0], ready.fire, run[1], ready.skipped))
        elif ready.skipped:
            fired.append(Fired(schedule.broadcast_id, None, None, 0, ready.skipped))
    await transaction.execute(update(schedules).where(schedules.c.broadcast_id == schedule.broadcast_id).values(values))
    return fired


async def _run(transaction: Transaction, series_id: int, planned: datetime, now: datetime) -> tuple[int, int] | None:
    """One run with its deliveries; ``None`` when it exists already. Returns its number and how many get it."""
    series = await store.get(transaction, series_id)
    if series is None or await _existing(transaction, series_id, planned) is not None:
        return None
    chosen = choose(series.audience, await all_groups(transaction), series.kind, official=series.official)
    run = await _add_run(transaction, series, series.content, planned, now)
    await add_deliveries(transaction, run, chosen, len(series.content.calls), now, now)
    return run, len(chosen.receivers)


async def _fire_daily(transaction: Transaction, schedule: Schedule, now: datetime, zone: tzinfo, daily: DailyContent) -> list[Fired]:
    """Today's entry for each group whose time has come and that has no row for it yet, also when it set its time only now."""
    local = now.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if schedule.working_days_only and not working_day(local.date()).working:
        return []
    series = await store.get(transaction, schedule.broadcast_id)
    if series is None:
        return []
    run = await _existing(transaction, series.id, midnight)
    have = select(deliveries.c.chat_id).where(deliveries.c.broadcast_id == (run if run is not None else -1))
    come = groups.c.daily_at <= local.strftime("%H:%M")
    wanted = select(groups.c.chat_id, groups.c.daily_at).where(groups.c.daily, RECEIVES, come)
    waiting = (await transaction.execute(wanted.where(groups.c.chat_id.not_in(have)))).all()
    if not waiting:
        return []
    late = {chat_id for chat_id, at in waiting if now - _moment_of(midnight, at) > schedule.max_age}
    ids = {chat_id for chat_id, _ in waiting} - late
    content = daily(midnight)
    if run is None:
        run = await _add_run(transaction, series, content, midnight, now)
    known = [group for group in await all_groups(transaction) if group.chat_id in ids]
    chosen = choose(series.audience, known, series.kind, official=series.official)
    await add_deliveries(transaction, run, chosen, len(content.calls), now, now)
    placed = {group.chat_id for group in (*chosen.receivers, *chosen.left_out)}
    await add_late(transaction, run, late, Cause.MISSED, now)
    # Outside of the audience: a row all the same, or they would be looked at every time.
    await add_late(transaction, run, ids - placed, Cause.OPTED_OUT, now)
    if chosen.receivers:
        await transaction.execute(
            update(broadcasts)
            .where(broadcasts.c.id == run, broadcasts.c.state == BroadcastStage.DONE)
            .values(state=BroadcastStage.RELEASED, ended_at=None)
        )
    return [Fired(series.id, run, midnight, len(chosen.receivers), len(late))]


async def _add_run(transaction: Transaction, series: store.Broadcast, content: Content, planned: datetime, now: datetime) -> int:
    run = await store.add(
        transaction,
        content,
        series.audience,
        kind=series.kind,
        official=series.official,
        now=now,
        prepared_by=series.prepared_by,
        start_at=now,
        series_id=series.id,
        planned_at=planned,
    )
    # A run goes out by the release of its series.
    released = {"state": BroadcastStage.RELEASED, "released_by": series.released_by, "released_at": now}
    await transaction.execute(update(broadcasts).where(broadcasts.c.id == run).values(released))
    return run


async def _existing(transaction: Transaction, series_id: int, planned: datetime) -> int | None:
    wanted = select(broadcasts.c.id).where(broadcasts.c.series_id == series_id, broadcasts.c.planned_at == planned)
    found: int | None = (await transaction.execute(wanted)).scalar()
    return found


def _moment_of(midnight: datetime, at: str) -> datetime:
    clock = parse_clock(at)
    return midnight if clock is None else midnight.replace(hour=clock.hour, minute=clock.minute)


def _read(row: AnyRow) -> Schedule:
    return Schedule(
        row.broadcast_id,
        row.cron,
        row.working_days_only,
        timedelta(minutes=row.max_age_minutes),
        row.next_at,
        row.skipped,
        row.skipped_at,
    )
