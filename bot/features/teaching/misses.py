"""Questions without an answer, as editors see them: the groups they form, what is nearest to them, and what is decided about them."""

from __future__ import annotations

from dataclasses import replace

from bot.access import Action
from bot.answering.answerer import QuestionError
from bot.answering.hit import Hit
from bot.features.teaching.keeper import Live
from bot.features.teaching.listing import Page, page_at
from bot.features.teaching.missgroups import MissGroups
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import MissGroup, MissState
from bot.storage.acts import Acts, Who

_NEAR = 3


class Misses:
    """``live``: where answers come from now."""

    def __init__(self, acts: Acts, live: Live) -> None:
        self._acts, self._live, self._groups = acts, live, MissGroups(acts.database)

    async def page(self, state: MissState, number: int) -> Page[MissGroup]:
        """Those in this state, most frequent first; ``others``: how many were put off."""
        found = await page_at(number, lambda limit, offset: self._groups.page(state, limit=limit, offset=offset))
        _, later = await self._groups.page(MissState.LATER, limit=0)
        return replace(found, others=later)

    async def find(self, miss_id: int) -> MissGroup | None:
        """The group around one miss; ``None`` when it has expired or was decided about."""
        return await self._groups.find(miss_id)

    async def decide(self, who: Who, group: MissGroup, state: MissState) -> int:
        """Dismissed, or put off; returns how many questions that were."""
        async with self._acts.writing() as act:
            count = await misses.decide(act.transaction, group.keys, state)
            await act.note(who, Action.MISSES_DECIDE, f"miss:{group.id}", str(count), state.value)
        return count

    def near(self, group: MissGroup) -> list[Hit]:
        """The nearest hits of any source, as they were then, or as they are now."""
        answerer = self._live.answerer
        near = [hit for key in group.near if (hit := answerer.hit(key)) is not None]
        if not near:
            try:
                near = list(answerer.answer(group.question).hits)
            except QuestionError:
                return []
        return near[:_NEAR]
