"""The figures of some days, read and noted in the audit log. Units and entries, never persons."""

from __future__ import annotations

from collections.abc import Callable

from bot.access import Action
from bot.answering.hit import Hit
from bot.features.asking.store import questions
from bot.features.reports.figures import Report, build_report
from bot.features.reports.period import Period
from bot.features.teaching.store import misses
from bot.storage.acts import Acts, Who

# Of units and entries together there are never as many.
_ALL = 10_000


class Statistics:
    """``hit``: finds one by its key, in the knowledge in use now, for titles."""

    def __init__(self, acts: Acts, hit: Callable[[str], Hit | None]) -> None:
        self._acts, self._hit = acts, hit

    async def report(self, who: Who, span: Period, form: str = "") -> Report:
        """``form``: what it is made into, for the audit log."""
        async with self._acts.reading() as transaction:
            stats = await questions.stats(transaction, span.first, span.last, top=_ALL)
            waiting = await misses.waiting(transaction)
        async with self._acts.writing() as act:
            await act.note(who, Action.STATS, detail=f"{span} {form}".strip())
        found = {key: self._hit(key) for key in stats.by_entry}
        return build_report(span, stats, {key: hit.title for key, hit in found.items() if hit is not None}, waiting)
