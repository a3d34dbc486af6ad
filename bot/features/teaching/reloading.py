"""The knowledge files, taken over when they are sound; and what was taught that they have by now, cleared away."""

from __future__ import annotations

from bot.access import Action
from bot.features.teaching import texts
from bot.features.teaching.keeper import KnowledgeKeeper
from bot.features.teaching.store import supplements
from bot.library.changes import Changes
from bot.library.models import Library
from bot.library.problems import KnowledgeError
from bot.library.supplementing import Taught, Unfit
from bot.storage.acts import Acting, Acts, Who
from bot.storage.engine import Transaction


class Reloading:
    """``keeper`` reads the files."""

    def __init__(self, acts: Acts, keeper: KnowledgeKeeper) -> None:
        self._acts, self._keeper = acts, keeper

    @property
    def library(self) -> Library:
        """The knowledge in use."""
        return self._keeper.library

    @property
    def in_files(self) -> list[Taught]:
        """What was taught and stays idle because the files have the wording."""
        return [taught for taught, why in self._keeper.idle if why is Unfit.OWNED]

    async def reload(self, who: Who) -> Changes:
        """Read, check, take over; raises ``KnowledgeError``, which is noted too."""
        now = self._acts.clock()

        async def note(transaction: Transaction, changes: Changes) -> None:
            detail = f"+{len(changes.added)} -{len(changes.removed)} ~{len(changes.changed)} entries, "
            detail += f"+{len(changes.aliases_added)} -{len(changes.aliases_removed)} aliases"
            result = "unchanged" if changes.nothing else "done"
            await Acting(transaction, now).note(who, Action.RELOAD, "knowledge", detail, result)

        try:
            return await self._keeper.reload(now, note)
        except KnowledgeError as error:
            async with self._acts.writing() as act:
                await act.note(who, Action.RELOAD, "knowledge", f"{len(error.problems)} problems", "refused")
            raise

    async def clear(self, who: Who) -> int:
        """Take out of the database what stands in the files now; returns how many."""
        ids = [taught.id for taught in self.in_files]
        async with self._acts.writing() as act:
            reason = texts.WITHDRAWN_IN_FILES
            count = await supplements.withdraw(act.transaction, ids, by=who.user_id, now=act.now, reason=reason)
            await act.note(who, Action.PENDING_DECIDE, "supplements", " ".join(f"#{id_}" for id_ in ids), "withdrawn")
        self._keeper.nudge()
        return count
