"""Broadcasts as screens: the list, one with how far it is, what is uncertain, and questions before acts without return. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from functools import partial

from bot import texts as common_texts
from bot.access import Action, Role, allowed
from bot.chat.screen import Block, Button, Row, Screen, paging, screen
from bot.features.broadcasts import texts
from bot.features.broadcasts.draft import chosen_blocks, group_name
from bot.features.broadcasts.moments import at_line, began, shown_day, shown_duration, shown_short
from bot.features.broadcasts.overview import BroadcastPage
from bot.features.broadcasts.presses import (
    EVERY,
    ChangeDraft,
    Control,
    Finding,
    GetSheet,
    Like,
    Official,
    Preview,
    Release,
    Runs,
    Settle,
    ShowOne,
    ShowUncertain,
    Steer,
    Turn,
)
from bot.features.broadcasts.report import Progress
from bot.features.broadcasts.words import described
from bot.outbox import texts as outbox_texts
from bot.outbox.outcomes import Cause
from bot.outbox.recall import Recall
from bot.outbox.states import State
from bot.outbox.store.broadcasts import REFUSED_CONTENT, Broadcast, BroadcastStage
from bot.outbox.store.rows import DeliveryLine
from bot.places.audience import Chosen, Kind
from bot.when import CHINA, written

SEEN = 12
"""How much of a digest the button for releasing carries."""
_STATES = (State.SENT, State.QUEUED, State.SENDING, State.WAITING, State.UNCERTAIN, State.FAILED, State.SKIPPED, State.CANCELLED)


def list_screen(page: BroadcastPage, roles: Collection[Role]) -> Screen:
    """One page of broadcasts, each with a button."""
    if not page.found and not page.number:
        may = allowed(Action.BROADCAST_PREPARE, roles)
        return screen(texts.BROADCAST_LIST_EMPTY if may else texts.BROADCAST_LIST_EMPTY_LOOK)
    rows = [(Button(list_line(one, one.id in page.repeating, page.now), ShowOne(one.id)),) for one in page.found]
    return screen([Block(texts.BROADCAST_LIST_TITLE, "b")], [*rows, paging(page.number, page.more, Turn)])


def runs_screen(series: int, page: BroadcastPage, zone: tzinfo) -> Screen:
    """One page of the runs of a repeating broadcast, by their times."""
    title = texts.BROADCAST_RUNS_TITLE if page.found or page.number else texts.BROADCAST_RUNS_EMPTY
    rows: list[Row] = []
    for one in page.found:
        time = _shown(one.planned_at, zone)
        text = texts.BROADCAST_RUN_LINE.format(time=time, stage=texts.BROADCAST_STAGES[one.stage])
        rows.append((Button(text, ShowOne(one.id)),))
    rows.append(paging(page.number, page.more, partial(Runs, series)))
    rows.append((Button(common_texts.BUTTON_BACK, ShowOne(series)),))
    return screen([Block(title.format(number=series), "b")], rows)


def list_line(one: Broadcast, repeats: bool, now: datetime) -> str:
    """One broadcast in a list."""
    ahead = one.stage is BroadcastStage.RELEASED and one.start_at is not None and one.start_at > now
    opening = common_texts.KINDS["daily"] if repeats and one.kind == Kind.DAILY else one.content.opening
    words = stage_words(one, repeats, ahead)
    if not repeats and (at := began(one)) is not None:
        words = texts.BROADCAST_LIST_STAGE.format(stage=words, time=shown_short(at, now, CHINA))
    return texts.BROADCAST_LIST_LINE.format(number=one.id, stage=words, opening=opening)


def stage_words(one: Broadcast, repeats: bool, ahead: bool) -> str:
    """Where it is, for people."""
    if ahead:
        return texts.BROADCAST_STAGE_WAITS
    words = texts.BROADCAST_STAGES[one.stage]
    return texts.BROADCAST_SERIES_STAGES.get(one.stage, words) if repeats else words


def progress_screen(progress: Progress, zone: tzinfo, roles: Collection[Role], said: str = "", *, own: bool = False) -> Screen:
    """One broadcast with how far it is, and the buttons for what somebody with these roles may do now.

    ``own``: this person prepared it and somebody else must release it.
    """
    one = progress.broadcast
    title, *lines = _about(progress, zone)
    blocks = [Block(title, "b"), *map(Block, lines)]
    if progress.chosen is not None:
        blocks += _audience(progress, progress.chosen)
    if progress.unpublished is not None and one.stage is not BroadcastStage.CANCELLED:
        blocks.append(Block(texts.SCHEDULE_YEAR_UNKNOWN.format(year=progress.unpublished), gap=True))
    if one.stage_cause == REFUSED_CONTENT and one.stage is BroadcastStage.PAUSED:
        may = allowed(Action.BROADCAST_PREPARE, roles)
        blocks.append(Block(texts.BROADCAST_PAUSED_ITSELF if may else texts.BROADCAST_PAUSED_ITSELF_LOOK, gap=True))
    blocks += [Block(line, gap=not number) for number, line in enumerate(_counts(progress, zone))]
    if one.stage is BroadcastStage.DRAFT:
        waits = texts.BROADCAST_WAITS if allowed(Action.BROADCAST_RELEASE, roles) else texts.BROADCAST_WAITS_LOOK
        blocks.append(Block(texts.BROADCAST_WAITS_SECOND if own else waits, gap=True))
    if said:
        blocks.append(Block(said, gap=True))
    return screen(blocks, _rows(progress, roles, own=own))


def progress_lines(progress: Progress, zone: tzinfo) -> list[str]:
    """The same in plain lines, for a terminal."""
    lines = _about(progress, zone)
    if progress.chosen is not None:
        lines += [block.text for block in _audience(progress, progress.chosen)]
    if progress.unpublished is not None and progress.broadcast.stage is not BroadcastStage.CANCELLED:
        lines.append(texts.SCHEDULE_YEAR_UNKNOWN.format(year=progress.unpublished))
    return [*lines, *_counts(progress, zone)]


def ask_screen(name: str, number: int) -> Screen:
    """Asks another announcer to look at what ``name`` prepared, and to release it."""
    text = texts.BROADCAST_ASK_RELEASE.format(name=name, number=number)
    return screen(text, [[Button(texts.BUTTON_BC_PREVIEW, Preview(number))]])


def look_screen(number: int, text: str, *more: Button) -> Screen:
    """Something about a broadcast, with a way to it."""
    return screen(text, [[*more, Button(texts.BUTTON_BC_LOOK, ShowOne(number))]])


def sure_screen(number: int, verb: Steer, question: str) -> Screen:
    """Asks before an act without return."""
    yes = Button(texts.BUTTON_BC_YES, Control(verb, number))
    return screen(question, [[yes, Button(texts.BUTTON_BC_NO, ShowOne(number))]])


def uncertain_screen(number: int, lines: Sequence[DeliveryLine], parts: int, zone: tzinfo, said: str = "") -> Screen:
    """The deliveries of which nobody knows whether they arrived, the first of them with buttons."""
    blocks = [Block(texts.BROADCAST_UNCERTAIN_LIST.format(number=number) if lines else texts.BROADCAST_UNCERTAIN_NONE)]
    rows: list[Row] = []
    for place, line in enumerate(lines, 1):
        blocks.append(Block(uncertain_line(place, line, parts, zone), gap=place == 1))
        rows.append(
            (
                Button(texts.BUTTON_BC_ARRIVED.format(place=place), Settle(number, Finding.ARRIVED, str(line.id))),
                Button(texts.BUTTON_BC_RESEND.format(place=place), Settle(number, Finding.SEND_AGAIN, str(line.id))),
            )
        )
    if len(lines) > 1:
        rows.append(
            (
                Button(texts.BUTTON_BC_ALL_ARRIVED, Settle(number, Finding.ARRIVED, EVERY)),
                Button(texts.BUTTON_BC_ALL_RESEND, Settle(number, Finding.SEND_AGAIN, EVERY)),
            )
        )
    if said:
        blocks.append(Block(said, gap=True))
    rows.append((Button(common_texts.BUTTON_BACK, ShowOne(number)),))
    return screen(blocks, rows)


def uncertain_line(place: int, line: DeliveryLine, parts: int, zone: tzinfo) -> str:
    """One delivery of which nobody knows: group and time, of a message in several ``parts`` also which one."""
    words = texts.BROADCAST_UNCERTAIN_PART if parts > 1 else texts.BROADCAST_UNCERTAIN_LINE
    return words.format(place=place, group=group_name(line.title, line.chat_id), part=line.part + 1, time=_shown(line.changed_at, zone))


def _about(progress: Progress, zone: tzinfo) -> list[str]:
    one = progress.broadcast
    said = texts.BROADCAST_DAILY_CONTENT if progress.daily else texts.BROADCAST_CONTENT_IS.format(opening=one.content.opening)
    lines = [_title(progress), said]
    if progress.chosen is None:
        lines.append(texts.BROADCAST_TO.format(audience=one.audience.label))
    return [*lines, *_times(progress, zone)]


def _audience(progress: Progress, chosen: Chosen) -> list[Block]:
    """Who would get a draft."""
    if not progress.daily:
        return chosen_blocks(progress.broadcast.audience, chosen)
    if not chosen.receivers:
        return [Block(texts.BROADCAST_DAILY_NOBODY)]
    return [Block(texts.BROADCAST_DAILY_GROUPS.format(count=len(chosen.receivers)))]


def _title(progress: Progress) -> str:
    one = progress.broadcast
    kind = common_texts.KINDS.get(one.kind, one.kind) + (texts.BROADCAST_OFFICIAL_MARK if one.official else "")
    stage = stage_words(one, progress.schedule is not None, progress.ahead)
    return texts.BROADCAST_TITLE.format(number=one.id, kind=kind, stage=stage)


def _times(progress: Progress, zone: tzinfo) -> list[str]:
    one, schedule = progress.broadcast, progress.schedule
    if schedule is None:
        return _once(progress, zone)
    if not schedule.cron:
        return [texts.BROADCAST_AT_DAILY_WORKDAYS if schedule.working_days_only else texts.BROADCAST_AT_DAILY]
    lines = [texts.BROADCAST_AT_RULE.format(rule=described(schedule.rule))]
    if schedule.next_at is not None and one.stage is not BroadcastStage.CANCELLED:
        lines.append(texts.BROADCAST_NEXT_RUN.format(time=shown_day(schedule.next_at, zone)))
    if schedule.skipped:
        lines.append(texts.BROADCAST_SKIPPED_RUNS.format(count=schedule.skipped))
    return lines


def _once(progress: Progress, zone: tzinfo) -> list[str]:
    """When one that does not repeat is sent, or was."""
    one = progress.broadcast
    if progress.first_sent is not None:
        return [texts.BROADCAST_SENT_AT.format(time=shown_day(progress.first_sent, zone))]
    if one.stage is BroadcastStage.DRAFT or progress.ahead or one.released_at is None:
        return [at_line(one.start_at, zone)] if one.stage is not BroadcastStage.CANCELLED else []
    return [texts.BROADCAST_RELEASED_AT.format(time=shown_day(one.released_at, zone))]


def _counts(progress: Progress, zone: tzinfo) -> list[str]:
    lines: list[str] = []
    causes: dict[State, dict[Cause, int]] = {State.FAILED: progress.failed, State.SKIPPED: progress.skipped}
    for state in _STATES:
        if count := progress.of(state):
            lines.append(texts.BROADCAST_COUNT_LINE.format(state=outbox_texts.STATES[state], count=count))
            for cause, number in sorted(causes.get(state, {}).items(), key=lambda item: -item[1]):
                lines.append(texts.BROADCAST_CAUSE_LINE.format(cause=texts.CAUSES[cause], count=number))
            if state is State.QUEUED and progress.later:
                lines.append(texts.BROADCAST_QUIET_LINE.format(count=progress.later, time=_shown(progress.later_at, zone)))
    for recall, number in progress.recalls.items():
        lines.append(texts.BROADCAST_RECALL_LINE.format(state=texts.RECALLS[recall], count=number))
    if progress.broadcast.stage is BroadcastStage.RELEASED and progress.total > progress.later and not progress.ahead:
        lines.append(texts.BROADCAST_SPEED.format(count=progress.per_minute))
        if progress.ends_in is not None:
            lines.append(texts.BROADCAST_ENDS.format(time=shown_duration(progress.ends_in)))
    return lines


def _rows(progress: Progress, roles: Collection[Role], *, own: bool) -> list[Row]:
    one = progress.broadcast
    rows: list[Row] = []
    if one.stage is BroadcastStage.DRAFT:
        draft = [Button(texts.BUTTON_BC_PREVIEW, Preview(one.id))]
        if not own and allowed(Action.BROADCAST_RELEASE, roles):
            draft.append(Button(texts.BUTTON_BC_RELEASE, Release(one.id, one.digest[:SEEN])))
        rows.append(tuple(draft))
        if allowed(Action.BROADCAST_OFFICIAL, roles):
            text = texts.BUTTON_BC_OFFICIAL_OFF if one.official else texts.BUTTON_BC_OFFICIAL_ON
            rows.append((Button(text, Official(one.id, not one.official)),))
    if allowed(Action.BROADCAST_PREPARE, roles) and one.kind != Kind.DAILY:
        like = Button(texts.BUTTON_BC_REPLAN if progress.replaceable else texts.BUTTON_BC_COPY, Like(one.id))
        rows.append((Button(texts.BUTTON_BC_EDIT, ChangeDraft(one.id)), like) if progress.editable else (like,))
    if allowed(Action.BROADCAST_CONTROL, roles):
        rows += _control_rows(progress)
    last = [Button(texts.BUTTON_BC_REFRESH, ShowOne(one.id)), Button(texts.BUTTON_BC_LIST, Turn(0))]
    if progress.total:
        last.insert(0, Button(texts.BUTTON_BC_SHEET, GetSheet(one.id)))
    if progress.schedule is not None and one.stage is not BroadcastStage.DRAFT:
        last.insert(0, Button(texts.BUTTON_BC_RUNS, Runs(one.id, 0)))
    rows.append(tuple(last))
    return rows


def _control_rows(progress: Progress) -> list[Row]:
    one = progress.broadcast

    def act(verb: Steer, text: str) -> Button:
        return Button(text, Control(verb, one.id))

    first: list[Button] = []
    if one.stage is BroadcastStage.RELEASED:
        first.append(act(Steer.PAUSE, texts.BUTTON_BC_PAUSE))
    if one.stage is BroadcastStage.PAUSED:
        first.append(act(Steer.RESUME, texts.BUTTON_BC_RESUME))
    if one.stage is BroadcastStage.DRAFT:
        first.append(act(Steer.CANCEL, texts.BUTTON_BC_DISCARD))
    elif one.stage in (BroadcastStage.RELEASED, BroadcastStage.PAUSED):
        first.append(act(Steer.ASK_CANCEL, texts.BUTTON_BC_STOP if progress.schedule is None else texts.BUTTON_BC_STOP_SERIES))
    second: list[Button] = []
    if progress.of(State.SENT) > progress.recalls.get(Recall.DONE, 0) + progress.recalls.get(Recall.WANTED, 0):
        second.append(act(Steer.ASK_RECALL, texts.BUTTON_BC_RECALL))
    if progress.of(State.FAILED) and one.stage is not BroadcastStage.CANCELLED:
        second.append(act(Steer.RETRY, texts.BUTTON_BC_RETRY))
    rows: list[Row] = [tuple(row) for row in (first, second) if row]
    if count := progress.of(State.UNCERTAIN):
        rows.append((Button(texts.BUTTON_BC_UNCERTAIN.format(count=count), ShowUncertain(one.id)),))
    return rows


def _shown(moment: datetime | None, zone: tzinfo) -> str:
    return "" if moment is None else written(moment)
