"""Lessons: ways to ask, taught on top of the files. Tried, kept, approved, turned down, taken back.

Each act stands with its check and its audit line in one transaction. Whether a wording can be an alias at all, and whether what
one editor teaches may be used without a second person, is asked here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot import texts as common_texts
from bot import trace
from bot.access import Action
from bot.answering.answerer import Answerer, QuestionError
from bot.answering.training.labelled import LabelledError
from bot.chat.conversation import Objection
from bot.features.teaching import texts
from bot.features.teaching.listing import PER_PAGE, Page, page_at
from bot.features.teaching.misses import Misses
from bot.features.teaching.naming import find_entries, title_of
from bot.features.teaching.store import misses, supplements
from bot.features.teaching.store.misses import MissState
from bot.features.teaching.store.supplements import ProposalEnd, Status, Supplement
from bot.features.teaching.teaching import Teaching
from bot.features.teaching.trial import TrialEffect
from bot.library.models import Entry, Library
from bot.library.normalize import normalize
from bot.library.supplementing import MAX_ALIAS, Taught, Wordings
from bot.places.store import staff
from bot.richtext.length import shorten
from bot.storage.acts import Acting, Acts, Who
from bot.storage.engine import Transaction

MOST_ALIASES = 30
"""In one lesson."""
_SHOWN = 30
_ON_PAGES = 20


@dataclass(frozen=True, slots=True)
class Sifted:
    """``good``: what can be taught, each wording once; ``refused``: sentences on what cannot."""

    good: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """How many aliases were kept, and whether they are in use at once; with none, ``refused`` says why."""

    count: int
    live: bool
    refused: tuple[str, ...] = ()


class Lessons:
    """``self_approve``: whether what an editor teaches may be used without a second person."""

    def __init__(self, acts: Acts, teaching: Teaching, misses: Misses, *, self_approve: bool) -> None:
        self._acts, self._keeper, self._trial, self._misses = acts, teaching.keeper, teaching.trial, misses
        self.may_go_live = self_approve

    @property
    def library(self) -> Library:
        """The knowledge in use."""
        return self._keeper.library

    @property
    def answerer(self) -> Answerer:
        """Where answers come from now."""
        return self._keeper.answerer

    @property
    def used(self) -> Sequence[Taught]:
        """What was taught and is in use."""
        return self._keeper.used

    def meant(self, words: str) -> list[Entry]:
        """Entries that these words may mean: as a name, or as a question."""
        found = find_entries(self.library, words)
        if found or len(words) > MAX_ALIAS:
            return found
        try:
            return [self.library.by_id[hit.key] for hit in self.answerer.answer(words).hits if hit.key in self.library.by_id]
        except QuestionError:
            return []

    async def sift(self, aliases: Sequence[str], entry_id: str) -> Sifted:
        """What of these can be taught for this entry."""
        wordings = await self._keeper.wordings()
        async with self._acts.reading() as transaction:
            return await self._sift(transaction, wordings, aliases, entry_id)

    async def _sift(self, transaction: Transaction, wordings: Wordings, aliases: Sequence[str], entry_id: str) -> Sifted:
        unique = {normalize(alias): alias for alias in reversed(aliases)}
        taken = {item.key: item for item in await supplements.wanted(transaction, list(unique))}
        good: list[str] = []
        refused: list[str] = []
        for key, alias in reversed(unique.items()):
            shown = shorten(alias, _SHOWN)
            if why := self._objection(wordings, alias, entry_id, shown):
                refused.append(why)
            elif key in taken:
                sentence = texts.TEACH_TAKEN if taken[key].status is Status.LIVE else texts.TEACH_WAITING
                refused.append(sentence.format(alias=shown, title=title_of(self.library, taken[key].entry_id)))
            elif len(good) >= MOST_ALIASES:
                refused.append(texts.TEACH_TOO_MANY.format(alias=shown, most=MOST_ALIASES))
            else:
                good.append(alias)
        return Sifted(tuple(good), tuple(refused))

    def _objection(self, wordings: Wordings, alias: str, entry_id: str, shown: str) -> str:
        """Why this wording cannot be an alias of this entry, or nothing."""
        objection = wordings.objection(alias, entry_id)
        if objection is None:
            return ""
        owner = title_of(self.library, wordings.owner(alias) or "")
        return common_texts.OBJECTIONS[objection].format(alias=shown, owner=owner, limit=MAX_ALIAS)

    async def weigh(self, more: Iterable[Taught]) -> TrialEffect | str:
        """Which evaluation questions would change with these; a sentence where that cannot be known."""
        supplemented = await self._keeper.with_more(list(more))
        try:
            return await self._trial.run(self.answerer, supplemented.library)
        except LabelledError as error:
            trace.note(trial=type(error).__name__)
            return texts.EFFECT_UNKNOWN

    async def keep(self, who: Who, entry_id: str, aliases: Sequence[str], *, live: bool, miss: int = 0) -> KeptLesson:
        """Use them at once, if that is wanted and allowed, or hand them in; ``miss``: the question that is answered by it."""
        wordings, live = await self._keeper.wordings(), live and self.may_go_live
        group = await self._misses.find(miss) if miss else None
        async with self._acts.writing() as act:
            sifted = await self._sift(act.transaction, wordings, aliases, entry_id)
            kept = await self._propose(act, who, [Taught(alias, entry_id) for alias in sifted.good], live=live)
            if kept:
                if group is not None:
                    await misses.decide(act.transaction, group.keys, MissState.TAUGHT)
                await act.note(who, Action.TEACH, f"entry:{entry_id}", _numbers(kept), "live" if live else "pending")
        if kept:
            self._keeper.nudge()
        elif sifted.good:  # somebody else was faster by a moment
            sifted = await self.sift(aliases, entry_id)
        return KeptLesson(len(kept), live, sifted.refused)

    async def _propose(self, act: Acting, who: Who, items: Iterable[Taught], *, live: bool) -> list[Supplement]:
        pairs = [(item.alias, item.entry_id) for item in items]
        return await supplements.propose(act.transaction, pairs, by=who.user_id, now=act.now, live=live)

    async def take_over(self, who: Who, add: Sequence[Taught], withdraw: Collection[int], *, live: bool) -> tuple[int, int]:
        """What an import adds and takes back: how many of each; what cannot be taught (any more) is left out."""
        wordings, live = await self._keeper.wordings(), live and self.may_go_live
        sound = [item for item in add if not wordings.objection(item.alias, item.entry_id)]
        async with self._acts.writing() as act:
            kept = await self._propose(act, who, sound, live=live)
            reason = texts.WITHDRAWN_BY_IMPORT
            gone = await supplements.withdraw(act.transaction, withdraw, by=who.user_id, now=act.now, reason=reason)
            span = f" #{kept[0].id}–#{kept[-1].id}" if kept else ""
            await act.note(who, Action.IMPORT, "knowledge", f"+{len(kept)} -{gone}{span}", "live" if live else "pending")
        self._keeper.nudge()
        return len(kept), gone

    async def waiting(self, number: int) -> Page[Supplement]:
        """A page of what waits for a decision, oldest first; ``others``: how many aliases are in use."""
        async with self._acts.reading() as transaction:
            page = await page_at(number, lambda limit, offset: supplements.pending(transaction, limit=limit, offset=offset))
            return replace(page, others=len(await supplements.live(transaction)))

    async def in_use(self, number: int) -> Page[Supplement]:
        """A page of what is in use, newest first; ``others``: how many proposals wait."""
        async with self._acts.reading() as transaction:
            newest_first = (await supplements.live(transaction))[::-1]

            async def fetch(limit: int, offset: int) -> tuple[Sequence[Supplement], int]:
                return newest_first[offset : offset + limit], len(newest_first)

            page = await page_at(number, fetch)
            return replace(page, others=(await supplements.pending(transaction, limit=0))[1])

    async def names(self) -> dict[int, str]:
        """Names of staff by id, as they were when they got their roles."""
        async with self._acts.reading() as transaction:
            return {holding.user_id: holding.name for holding in await staff.everyone(transaction) if holding.name}

    async def one(self, id_: int) -> Supplement:
        """One that waits or is in use; raises ``Objection`` for any other."""
        async with self._acts.reading() as transaction:
            return await self._one(transaction, id_)

    async def _one(self, transaction: Transaction, id_: int) -> Supplement:
        item = await supplements.get(transaction, id_)
        if item is None or item.status is Status.REJECTED:
            raise Objection(texts.PENDING_GONE.format(id=id_))
        return item

    async def approve(self, who: Who, id_: int) -> tuple[ProposalEnd, Supplement]:
        """Use it; raises ``Objection`` where there is none, or where it cannot be used any more."""
        return await self._settle(who, id_, await self._keeper.wordings())

    async def reject(self, who: Who, id_: int, reason: str) -> tuple[ProposalEnd, Supplement]:
        """Turn it down; raises ``Objection`` where there is none."""
        return await self._settle(who, id_, None, reason)

    async def _settle(self, who: Who, id_: int, wordings: Wordings | None, reason: str = "") -> tuple[ProposalEnd, Supplement]:
        """Approve what these wordings do not object to; without them, turn it down."""
        approve, by, own_too = wordings is not None, who.user_id, self.may_go_live
        async with self._acts.writing() as act:
            item = await self._one(act.transaction, id_)
            if wordings is not None and (why := self._objection(wordings, item.alias, item.entry_id, item.alias)):
                raise Objection(texts.PENDING_NOT_NOW.format(reason=why))
            decided = await supplements.decide(act.transaction, id_, approve=approve, by=by, now=act.now, reason=reason, own_too=own_too)
            if decided is ProposalEnd.DONE:
                await act.note(who, Action.PENDING_DECIDE, f"supplement:{id_}", reason, "approved" if approve else "rejected")
        if decided is ProposalEnd.DONE:
            self._keeper.nudge()
        return decided, item

    async def approve_page(self, who: Who, first: int, last: int) -> tuple[int, int]:
        """What waits between these numbers, as far as it stood on one page: how many are used now, and how many are not."""
        wordings = await self._keeper.wordings()
        async with self._acts.writing() as act:
            waiting, _ = await supplements.pending(act.transaction, limit=PER_PAGE * _ON_PAGES)
            page = [item for item in waiting if first <= item.id <= last][:PER_PAGE]
            sound = [item for item in page if not wordings.objection(item.alias, item.entry_id)]
            ids, own_too = [item.id for item in sound], self.may_go_live
            count = await supplements.approve_many(act.transaction, ids, by=who.user_id, now=act.now, own_too=own_too)
            await act.note(who, Action.PENDING_DECIDE, "supplements", _numbers(sound), "approved")
        self._keeper.nudge()
        return count, len(page) - count

    async def withdraw(self, who: Who, id_: int) -> bool:
        """Take it out of use; whether it was in use. Raises ``Objection`` where there is none."""
        async with self._acts.writing() as act:
            item = await self._one(act.transaction, id_)
            done = bool(await supplements.withdraw(act.transaction, [item.id], by=who.user_id, now=act.now))
            if done:
                await act.note(who, Action.PENDING_DECIDE, f"supplement:{item.id}", result="withdrawn")
        self._keeper.nudge()
        return done


def _numbers(items: Iterable[Supplement]) -> str:
    return " ".join(f"#{item.id}" for item in items)
