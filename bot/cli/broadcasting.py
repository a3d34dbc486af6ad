"""``python -m bot broadcast``: prepare a broadcast from a file after a look at it, and watch how far it is.

The bot that is running sends it (``python -m bot run``); this process only prepares, releases and looks.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from tqdm import tqdm

from bot.app.telling import tell
from bot.cli import texts
from bot.cli.notices import NoticeError, read_notice
from bot.features.broadcasts import texts as broadcasts_texts
from bot.features.broadcasts import words
from bot.features.broadcasts.audiences import Audiences
from bot.features.broadcasts.done import Done
from bot.features.broadcasts.draft import chosen_blocks
from bot.features.broadcasts.markdown import to_html
from bot.features.broadcasts.moments import at_line, shown_times
from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.report import Progress
from bot.features.broadcasts.rules import announcing, overview_of
from bot.features.broadcasts.screens import ask_screen, list_line, progress_lines, uncertain_line
from bot.features.broadcasts.service import Plan, Prepared
from bot.features.broadcasts.words import When, WordsError
from bot.library.folding import fold
from bot.outbox import content
from bot.outbox.auditing import Named
from bot.outbox.calendar import unpublished_year
from bot.outbox.content import SendText
from bot.outbox.states import OPEN, State
from bot.outbox.store.broadcasts import BroadcastStage
from bot.richtext import html
from bot.richtext.runs import text_of
from bot.settings.config import Settings
from bot.storage.engine import Database
from bot.storage.errors import StorageError
from bot.storage.migrate import ensure_current
from bot.when import CHINA

_LOOK_EVERY = 1.0
_LISTED = 20


class BroadcastError(Exception):
    """Something that the caller can mend; the message is Chinese."""


def run(parsed: argparse.Namespace, settings: Settings, database: Database) -> int:
    """Do what the options say; returns the exit code. Raises ``BroadcastError``."""
    try:
        return asyncio.run(_run(parsed, settings, database))
    except StorageError as error:
        raise BroadcastError(texts.CLI_BROADCAST_DATABASE.format(reason=error)) from error


async def _run(parsed: argparse.Namespace, settings: Settings, database: Database) -> int:
    try:
        await ensure_current(database)
        if parsed.what == "status":
            return await _status(overview_of(database, _now, settings), parsed.number)
        return await _prepare(parsed, settings, database)
    finally:
        await database.close()


async def _prepare(parsed: argparse.Namespace, settings: Settings, database: Database) -> int:
    if not parsed.file or not parsed.to:
        raise BroadcastError(texts.CLI_BROADCAST_NEEDS)
    audience = words.audience(parsed.to) or await Audiences(database).named(parsed.to)
    if audience is None:
        raise BroadcastError(broadcasts_texts.BROADCAST_TO_WHOM_USAGE)
    try:
        source = read_notice(parsed.file)
    except NoticeError as error:
        raise BroadcastError(str(error)) from error
    checked = content.text(to_html(source) if parsed.file.lower().endswith((".md", ".markdown")) else source)
    if checked.content is None:
        raise BroadcastError("\n".join(checked.problems))
    when = _when(parsed.at)
    service, overview = announcing(database, _now, settings), overview_of(database, _now, settings)
    plan = Plan(checked.content, audience, parsed.kind, start_at=when.start_at, rule=when.rule)
    examined = await service.examine(plan)
    if examined.problems:
        raise BroadcastError("\n".join(examined.problems))
    print("\n".join(_look(plan, checked.notes, examined)))
    if parsed.dry_run:
        return 0
    if not parsed.yes and not _agreed():
        print(texts.CLI_BROADCAST_NOT_SENT)
        return 0
    shell = Named(0, texts.CLI_BROADCAST_ACTOR)
    prepared = await service.prepare(shell, plan)
    if prepared.number is None:
        raise BroadcastError("\n".join(prepared.problems))
    print(texts.CLI_BROADCAST_DRAFT.format(number=prepared.number))
    done = None if prepared.second else await service.release(shell, prepared.number, plan.content.digest)
    # There may be another announcer only since a moment ago.
    if done is None or done.second:
        told = await tell(settings, await overview.announcers(), ask_screen(texts.CLI_BROADCAST_ACTOR, prepared.number))
        print(texts.CLI_BROADCAST_SECOND.format(count=told) if told else texts.CLI_BROADCAST_SECOND_UNTOLD.format(number=prepared.number))
        return 0
    return await _released(done, overview, prepared.number, plan)


async def _released(done: Done, overview: Overview, number: int, plan: Plan) -> int:
    """Say how the release ended, and watch what it began."""
    if not done.ok:
        raise BroadcastError(done.text)
    print(done.text)
    if plan.start_at is not None or plan.rule is not None:
        print(texts.CLI_BROADCAST_LATER.format(number=number))
        return 0
    print(texts.CLI_BROADCAST_FOLLOW)
    await follow(lambda: overview.progress(number), number)
    return await _status(overview, number)


def _look(plan: Plan, notes: Sequence[str], examined: Prepared) -> list[str]:
    """The dry run: what is sent, to whom, who does not get it, and when."""
    lines = [texts.CLI_BROADCAST_DRY]
    calls = plan.content.calls
    for number, call in enumerate(calls, 1):
        if len(calls) > 1:
            lines.append(texts.CLI_BROADCAST_PART.format(part=number))
        if isinstance(call, SendText):
            lines.append(text_of(html.parse(call.html)))
    lines += [*_addresses(plan), *notes]
    lines += [block.text for block in chosen_blocks(plan.audience, examined.chosen)]
    if plan.rule is None:
        lines.append(at_line(plan.start_at, CHINA))
        return lines
    lines.append(broadcasts_texts.BROADCAST_AT_RULE.format(rule=words.described(plan.rule)))
    lines.append(broadcasts_texts.BROADCAST_NEXT_RUNS.format(times=shown_times(examined.runs, CHINA)))
    if plan.rule.working_days_only and (year := unpublished_year(_now().astimezone(CHINA).date())):
        lines.append(broadcasts_texts.SCHEDULE_YEAR_UNKNOWN.format(year=year))
    return lines


def _addresses(plan: Plan) -> list[str]:
    """Where people get who press something: in the text only the words of a link are to be seen."""
    runs = [run for call in plan.content.calls if isinstance(call, SendText) for run in html.parse(call.html)]
    found = dict.fromkeys(html.addresses(runs))
    lines = [
        texts.CLI_BROADCAST_ADDRESS.format(address=target)
        if said == target
        else texts.CLI_BROADCAST_LINK.format(words=said, address=target)
        for said, target in found
    ]
    return [texts.CLI_BROADCAST_ADDRESSES, *lines] if lines else []


async def _status(overview: Overview, number: int | None) -> int:
    if number is None:
        page = await overview.page(0, per_page=_LISTED)
        for one in page.found:
            print(list_line(one, one.id in page.repeating, page.now))
        if not page.found:
            print(broadcasts_texts.BROADCAST_LIST_EMPTY)
        return 0
    progress = await overview.progress(number)
    if progress is None:
        raise BroadcastError(broadcasts_texts.BROADCAST_UNKNOWN.format(number=number))
    print("\n".join(progress_lines(progress, CHINA)))
    if count := progress.of(State.UNCERTAIN):
        print(texts.CLI_BROADCAST_UNCERTAIN.format(count=count))
        doubtful = await overview.doubtful(number, limit=count)
        for place, line in enumerate(doubtful.lines, 1):
            print(uncertain_line(place, line, doubtful.parts, CHINA))
    return 0


async def follow(look: Callable[[], Awaitable[Progress | None]], number: int) -> None:
    """A progress bar until the broadcast is over, or paused by somebody."""
    progress = await look()
    with tqdm(total=0, desc=texts.CLI_BROADCAST_PROGRESS.format(number=number), file=sys.stderr) as bar:
        while progress is not None:
            left = sum(progress.of(state) for state in (*OPEN, State.SENDING))
            bar.total = progress.total
            bar.update(progress.total - left - bar.n)
            bar.refresh()
            if progress.broadcast.stage is not BroadcastStage.RELEASED:
                return
            await asyncio.sleep(_LOOK_EVERY)
            progress = await look()


def _when(text: str) -> When:
    try:
        return words.when(text, _now(), CHINA)
    except WordsError as error:
        raise BroadcastError(str(error)) from error


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise BroadcastError(texts.CLI_BROADCAST_NO_ANSWER)
    return fold(input(texts.CLI_BROADCAST_ASK)).lower() in ("y", "yes", "是", "好")


def _now() -> datetime:
    return datetime.now(UTC)
