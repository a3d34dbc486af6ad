"""A file of the knowledge that somebody sends back: read, shown as a dry run, and carried out when a button says so.

Aliases become supplements, taught aliases that were deleted are taken back. Everything else belongs into the YAML files: it is
shown, and said so.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import texts as common_texts
from bot import trace
from bot.access import Action
from bot.chat import reply as replies
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, stamp
from bot.chat.platform import PlatformError
from bot.chat.reply import Reply, end, show, tell, working
from bot.chat.said import File, Said
from bot.features.exchange import texts
from bot.features.exchange.caps import ExchangeError
from bot.features.exchange.import_screens import CancelImport, Carrying, CarryOut, TryImport, full_text, is_shortened, plan_screen
from bot.features.exchange.intake import SUFFIXES, check_size
from bot.features.exchange.knowledge_files import KnowledgeFiles
from bot.features.teaching.lessons import Lessons
from bot.library.supplementing import Taught


@dataclass(frozen=True, slots=True)
class DryRun:
    """``add``: pairs of entry id and alias; ``withdraw``: numbers of taught aliases."""

    add: tuple[tuple[str, str], ...] = ()
    withdraw: tuple[int, ...] = ()

    @property
    def additions(self) -> list[Taught]:
        """What would be added."""
        return [Taught(alias, entry_id) for entry_id, alias in self.add]


def _shown(run: DryRun) -> str:
    return stamp(run.add, run.withdraw)


def _is_ours(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)


importing = Conversation("import", Action.IMPORT, DryRun)


@importing.takes_files(_is_ours)
async def sent(act: Act[DryRun], said: Said) -> Reply:
    """The dry run; of a file of a wrong kind it is told so."""
    file = said.file
    return working(texts.IMPORT_READING, lambda: _dry_run(act, file)) if file is not None else tell(texts.IMPORT_WAITING)


@importing.hears
async def written(act: Act[DryRun], said: Said) -> Reply:
    """Another file in place of the last one; anything else is no answer to a dry run."""
    return await sent(act, said)


async def _dry_run(act: Act[DryRun], file: File) -> Reply:
    try:
        check_size(file.size, file.name)
        data = await act.platform.fetch(file, check_size)
        found = await act.desk(KnowledgeFiles).read(file.name, data)
    except ExchangeError as error:
        trace.note(upload="refused")
        return show(str(error))
    except PlatformError:
        return show(texts.IMPORT_NOT_FETCHED)
    run = DryRun(tuple((row.entry_id, row.alias) for row in found.add), tuple(item.id for item in found.withdraw))
    # A dialogue of its own: what stands under an earlier file is over.
    begun = importing.begin(run) if not found.faults and (found.add or found.withdraw) else Reply()
    more = replies.file(texts.IMPORT_FILE, full_text(found), texts.IMPORT_FILE_CAPTION) if is_shortened(found) else Reply()
    return begun + show(plan_screen(found, _shown(run), live=act.desk(Lessons).may_go_live)) + more


@importing.press(CarryOut, shows=_shown)
async def carry_out(act: Act[DryRun], press: CarryOut) -> Reply:
    """Add (at once or for approval), take back, or both."""
    how, run = press.how, act.state
    live = how in (Carrying.LIVE, Carrying.BOTH)
    add, withdraw = run.additions if how is not Carrying.BACK else [], run.withdraw if how in (Carrying.BOTH, Carrying.BACK) else ()
    added, gone = await act.desk(Lessons).take_over(act.who, add, withdraw, live=live)
    sentence = texts.IMPORT_DONE_LIVE if live and act.desk(Lessons).may_go_live else texts.IMPORT_DONE_ASK
    if how is Carrying.BACK:
        sentence = texts.IMPORT_DONE_BACK
    return end() + show(sentence.format(added=added, gone=gone))


@importing.press(TryImport)
async def attempt(act: Act[DryRun], _: TryImport) -> Reply:
    """Which evaluation questions would change?"""
    run, lessons = act.state, act.desk(Lessons)

    async def result() -> Reply:
        effect = await lessons.weigh(run.additions)
        plan = act.desk(KnowledgeFiles).plan_of(run.additions, run.withdraw)
        return show(plan_screen(plan, _shown(run), live=lessons.may_go_live, effect=effect))

    return working(common_texts.TEACH_TRYING, result)


@importing.press(CancelImport)
async def cancel(_: Act[DryRun], press: CancelImport) -> Reply:
    """Leave it."""
    del press
    return end() + show(chat_texts.CANCELLED)
