"""What announcers do with broadcasts: prepare, preview, release, steer. Every act leaves an audit line in its transaction.

Who may do it at all is ``bot.access``'s business and asked before; what is decided here depends on the broadcast itself: its
stage, who prepared it, whether its content is still the one that was previewed. Answers are ``Done``, for both of two people
who press at once: one gets ``ok``, the other is told where the broadcast is now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bot.access import Action
from bot.features.broadcasts import texts
from bot.features.broadcasts.checks import rule_problem, time_problem
from bot.features.broadcasts.done import Done, elsewhere, unknown
from bot.features.broadcasts.editing import change_content
from bot.features.broadcasts.releasing import Seen, needs_second, refusal
from bot.features.broadcasts.sources import Concerned, source_edited
from bot.features.broadcasts.store.editing import withdraw
from bot.features.broadcasts.store.sources import SourceMessage, copy_sources, set_sources
from bot.outbox.auditing import note
from bot.outbox.content import Content
from bot.outbox.outcomes import Outcome, SayAgain, SayArrived, TryAgain
from bot.outbox.schedule import Rule, check
from bot.outbox.states import State
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import Broadcast, BroadcastStage
from bot.outbox.store.finish import Rules, decide
from bot.outbox.store.pace import Clock, moment
from bot.outbox.store.recalls import want
from bot.outbox.store.rows import add_deliveries, all_groups, ids_in
from bot.outbox.store.schedules import get_schedule, restart, set_schedule
from bot.places.audience import Audience, Chosen, choose, problem
from bot.storage.acts import Who
from bot.storage.engine import Database, Transaction
from bot.when import written


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to send. Without ``start_at`` and ``rule``: as soon as it is released.

    ``daily`` is the daily entry, at each group's own time (``working_days_only`` if wished); then ``content`` is only what the
    preview shows.
    ``max_age``: a missed run of a repeating broadcast is made up if it is not older; otherwise as the settings say.
    ``replaces``: the number of a broadcast that nobody has yet, which is cancelled when this one is prepared.
    ``sources``: the messages that the content was taken from; ``like``: the number of the broadcast whose content it is.
    """

    content: Content
    audience: Audience
    kind: str = "notice"
    official: bool = False
    start_at: datetime | None = None
    rule: Rule | None = None
    daily: bool = False
    working_days_only: bool = False
    max_age: timedelta | None = None
    replaces: int | None = None
    sources: tuple[SourceMessage, ...] = ()
    like: int | None = None

    @property
    def repeats(self) -> bool:
        """Whether it will run more than once."""
        return self.schedule is not None

    @property
    def schedule(self) -> Rule | None:
        """How it repeats, if it does."""
        return Rule("", self.working_days_only) if self.daily else self.rule


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft: its number, who would get it now, and the first runs of a repeating one. With ``problems`` there is no draft.

    ``second``: somebody else must release it, as things are.
    """

    number: int | None
    chosen: Chosen
    runs: tuple[datetime, ...] = ()
    problems: tuple[str, ...] = ()
    second: bool = False


class BroadcastService:
    """``wake`` tells a worker in this process that there is something to do; others see it within a second."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        zone: tzinfo,
        *,
        two_people: bool = True,
        rules: Rules | None = None,
        wake: Callable[[], None] = lambda: None,
        make_up: timedelta = timedelta(hours=3),
    ) -> None:
        """``two_people``: who prepared a broadcast cannot release it, as soon as there is another announcer."""
        self._database, self._clock, self._zone, self._wake = database, clock, zone, wake
        self._two_people, self._rules, self._make_up = two_people, rules or Rules(), make_up

    async def look(self, audience: Audience, kind: str, *, official: bool = False) -> Chosen:
        """Who would get it now."""
        async with self._database.read() as transaction:
            return choose(audience, await all_groups(transaction), kind, official=official)

    async def examine(self, plan: Plan) -> Prepared:
        """What would be kept, and what speaks against it: to be said before anybody looks at a preview."""
        async with self._database.read() as transaction:
            return await self._examine(transaction, plan, await moment(transaction, self._clock))

    async def prepare(self, who: Who, plan: Plan) -> Prepared:
        """Keep a draft, unless something is wrong with it."""
        async with self._database.write() as transaction:
            now = await moment(transaction, self._clock)
            examined = await self._examine(transaction, plan, now)
            if not examined.problems and plan.replaces is not None and not await withdraw(transaction, plan.replaces, now):
                examined = replace(examined, problems=(texts.BROADCAST_NOT_REPLACED.format(number=plan.replaces),))
            if examined.problems:
                return examined
            number = await store.add(
                transaction,
                plan.content,
                plan.audience,
                kind=plan.kind,
                official=plan.official,
                now=now,
                prepared_by=who.user_id,
                start_at=plan.start_at,
            )
            await set_sources(transaction, number, plan.sources)
            if plan.like is not None:
                await copy_sources(transaction, plan.like, number)
            if plan.schedule is not None:
                await set_schedule(transaction, number, plan.schedule, plan.max_age or self._make_up, now, self._zone)
            detail = texts.AUDIT_PREPARED.format(audience=plan.audience.label, count=len(examined.chosen.receivers))
            await note(transaction, who, Action.BROADCAST_PREPARE, number, now, detail=detail)
            if plan.replaces is not None:
                gone = texts.AUDIT_REPLACED.format(number=number)
                await note(transaction, who, Action.BROADCAST_PREPARE, plan.replaces, now, detail=gone)
            return replace(examined, number=number, second=await needs_second(transaction, two_people=self._two_people))

    async def release(self, who: Who, number: int, digest: str) -> Done:
        """Let it go out. ``digest`` is that of the content which ``who`` saw; its beginning is enough, as it stands on a button."""
        async with self._database.write() as transaction:
            now = await moment(transaction, self._clock)
            broadcast = await store.get(transaction, number)
            if broadcast is None:
                return unknown(number)
            seen = Seen(broadcast, digest)
            refused = await refusal(transaction, who, seen, now, self._zone, two_people=self._two_people)
            only_from, seen_now = frozenset({BroadcastStage.DRAFT}), broadcast.digest
            if refused is None and not await store.move(
                transaction, number, BroadcastStage.RELEASED, now, released_by=who.user_id, digest=seen_now, only_from=only_from
            ):
                refused = await elsewhere(transaction, number)
            if refused is not None:
                await note(transaction, who, Action.BROADCAST_RELEASE, number, now, detail=refused.text, result="refused")
                return refused
            text = await self._make(transaction, broadcast, now)
            await note(transaction, who, Action.BROADCAST_RELEASE, number, now, detail=text)
        self._wake()
        return Done(True, text, BroadcastStage.RELEASED)

    async def change_content(self, who: Who, number: int, content: Content, sources: Sequence[SourceMessage] = ()) -> Done:
        """See ``editing.change_content``."""
        return await change_content(self._database, self._clock, who, number, content, sources)

    async def source_edited(self, who: Who, source: SourceMessage) -> list[Concerned]:
        """See ``sources.source_edited``."""
        return await source_edited(self._database, self._clock, who, source)

    async def pause(self, who: Who, number: int) -> Done:
        """Send nothing more of it for now."""
        words = (texts.BROADCAST_PAUSED, texts.BROADCAST_PAUSED_SERIES)
        return await self._move(who, number, BroadcastStage.PAUSED, frozenset({BroadcastStage.RELEASED}), words)

    async def resume(self, who: Who, number: int) -> Done:
        """Go on after a pause."""
        words = (texts.BROADCAST_RESUMED, texts.BROADCAST_RESUMED_SERIES)
        return await self._move(who, number, BroadcastStage.RELEASED, frozenset({BroadcastStage.PAUSED}), words)

    async def cancel(self, who: Who, number: int) -> Done:
        """Never send the rest; for a repeating one: no run any more."""
        words = (texts.BROADCAST_CANCELLED, texts.BROADCAST_CANCELLED_SERIES)
        return await self._move(who, number, BroadcastStage.CANCELLED, store.ALLOWED[BroadcastStage.CANCELLED], words)

    async def retry_failed(self, who: Who, number: int) -> Done:
        """Queue again what failed."""
        return await self._decide(who, number, None, State.FAILED, TryAgain(), "retry", texts.BROADCAST_RETRIED)

    async def resolve_uncertain(self, who: Who, number: int, *, arrived: bool, ids: Sequence[int] | None = None) -> Done:
        """What a person found out about uncertain deliveries (all of them, or some): it arrived, or send it again."""
        outcome: Outcome = SayArrived() if arrived else SayAgain()
        what, text = ("arrived", texts.BROADCAST_RESOLVED) if arrived else ("again", texts.BROADCAST_RETRIED)
        return await self._decide(who, number, ids, State.UNCERTAIN, outcome, what, text)

    async def recall(self, who: Who, number: int) -> Done:
        """Delete what was sent, as far as Telegram still does."""
        async with self._database.write() as transaction:
            now = await moment(transaction, self._clock)
            broadcast = await store.get(transaction, number)
            if broadcast is None:
                return unknown(number)
            possible, left = await want(transaction, number, now)
            detail = texts.AUDIT_RECALL.format(possible=possible, left=left)
            await note(transaction, who, Action.BROADCAST_CONTROL, number, now, detail=detail)
        self._wake()
        if not possible and not left:
            return Done(False, texts.BROADCAST_NOTHING.format(what=texts.WHAT["recall"]), broadcast.stage)
        text = texts.BROADCAST_RECALLED if left else texts.BROADCAST_RECALL_ALL
        return Done(possible > 0, text.format(possible=possible, left=left), broadcast.stage)

    async def mark_official(self, who: Who, number: int, *, official: bool) -> Done:
        """Make a draft an official notice, which reaches also groups that want none of its kind; or make it none."""
        async with self._database.write() as transaction:
            changed = await store.change_draft(transaction, number, official=official)
            done = await elsewhere(transaction, number)
            if changed:
                done = Done(True, texts.BROADCAST_OFFICIAL_ON if official else texts.BROADCAST_OFFICIAL_OFF, BroadcastStage.DRAFT)
            if done.stage is not None:
                now = await moment(transaction, self._clock)
                result = "done" if changed else "refused"
                await note(transaction, who, Action.BROADCAST_OFFICIAL, number, now, detail=done.text, result=result)
        return done

    async def told(self, number: int) -> None:
        """Its end is no news any more."""
        async with self._database.write() as transaction:
            await store.note_told(transaction, number)

    async def _examine(self, transaction: Transaction, plan: Plan, now: datetime) -> Prepared:
        chosen = choose(plan.audience, await all_groups(transaction), plan.kind, official=plan.official)
        frozen = None if plan.content.frozen else texts.BROADCAST_UNFROZEN
        at = time_problem(plan.start_at, now, self._zone)
        found = (frozen, problem(chosen, plan.audience), at, rule_problem(plan.rule, now, self._zone))
        problems = tuple(one for one in found if one)
        runs = check(plan.rule, now, self._zone) if plan.rule and not problems else ()
        return Prepared(None, chosen, runs, problems)

    async def _make(self, transaction: Transaction, broadcast: Broadcast, now: datetime) -> str:
        """Deliveries of a released broadcast, or the first run's time of a repeating one."""
        schedule = await get_schedule(transaction, broadcast.id)
        if schedule is None:
            chosen = choose(broadcast.audience, await all_groups(transaction), broadcast.kind, official=broadcast.official)
            await add_deliveries(transaction, broadcast.id, chosen, len(broadcast.content.calls), broadcast.start_at or now, now)
            return texts.BROADCAST_RELEASED.format(number=broadcast.id, count=len(chosen.receivers))
        if not schedule.cron:
            return texts.BROADCAST_REPEATS_DAILY
        first = await restart(transaction, broadcast.id, now, self._zone)
        return texts.BROADCAST_REPEATS.format(number=broadcast.id, time=written(first) if first else "-")

    async def _move(self, who: Who, number: int, to: BroadcastStage, only_from: frozenset[BroadcastStage], words: tuple[str, str]) -> Done:
        """``words``: for one that is sent once, and for one that repeats."""
        async with self._database.write() as transaction:
            now = await moment(transaction, self._clock)
            before = await store.stage_of(transaction, number)
            moved = await store.move(transaction, number, to, now, only_from=only_from)
            if moved and to is BroadcastStage.RELEASED:
                await restart(transaction, number, now, self._zone)
            text = words[await get_schedule(transaction, number) is not None]
            if before is BroadcastStage.DRAFT:
                text = texts.BROADCAST_DISCARDED
            done = Done(True, text, to) if moved else await elsewhere(transaction, number)
            if done.stage is None:
                return done
            detail, result = (texts.AUDIT_MOVES[to], "done") if moved else (done.text, "refused")
            await note(transaction, who, Action.BROADCAST_CONTROL, number, now, detail=detail, result=result)
        self._wake()
        return done

    async def _decide(self, who: Who, number: int, ids: Sequence[int] | None, state: State, outcome: Outcome, what: str, text: str) -> Done:
        async with self._database.write() as transaction:
            broadcast = await store.get(transaction, number)
            if broadcast is None:
                return unknown(number)
            now = await moment(transaction, self._clock)
            if broadcast.stage is BroadcastStage.CANCELLED and not isinstance(outcome, SayArrived):
                return await elsewhere(transaction, number)
            wanted = await ids_in(transaction, number, state) if ids is None else ids
            settled = await decide(transaction, self._clock, number, wanted, outcome, self._rules)
            if not settled:
                return Done(False, texts.BROADCAST_NOTHING.format(what=texts.WHAT[what]), broadcast.stage)
            if isinstance(outcome, TryAgain):
                await store.announce_again(transaction, number)
            detail = texts.AUDIT_DECIDED.format(what=texts.WHAT[what], count=len(settled))
            await note(transaction, who, Action.BROADCAST_CONTROL, number, now, detail=detail)
        self._wake()
        return Done(True, text.format(count=len(settled)), broadcast.stage)
