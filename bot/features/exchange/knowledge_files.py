"""The knowledge as files: made for people who ask for it, and read when they send it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from bot.access import Action
from bot.features.exchange.intake import read_upload
from bot.features.exchange.plan import ImportPlan, plan
from bot.features.exchange.upload import AliasRow
from bot.features.exchange.workbook import write_xlsx
from bot.features.exchange.yamlout import export_zip
from bot.features.teaching.aside import aside
from bot.features.teaching.teaching import FilesChanged, Teaching
from bot.library.supplementing import Taught
from bot.storage.acts import Acts, Who


class Form(StrEnum):
    """A workbook, or the YAML files in an archive."""

    SHEET = "x"
    YAML = "y"


class KnowledgeFiles:
    """``teaching``: the knowledge in use, and where its files are."""

    def __init__(self, acts: Acts, teaching: Teaching) -> None:
        self._acts, self._teaching, self._keeper = acts, teaching, teaching.keeper

    @property
    def taught(self) -> int:
        """How many aliases were taught and are in use."""
        return len(self._keeper.used)

    @property
    def version(self) -> str:
        """Of the knowledge in use."""
        return self._keeper.library.version

    async def export(self, who: Who, form: Form) -> bytes:
        """The knowledge in use; raises ``FilesChanged`` and ``OSError``."""
        version = self.version
        content = await aside(self._workbook if form is Form.SHEET else self._archive)
        async with self._acts.writing() as act:
            await act.note(who, Action.EXPORT, "knowledge", f"{version} {'xlsx' if form is Form.SHEET else 'yaml'}")
        return content

    def _workbook(self) -> bytes:
        return write_xlsx(self._keeper.library, {(taught.entry_id, taught.alias) for taught in self._keeper.used})

    def _archive(self) -> bytes:
        more: dict[str, list[str]] = {}
        for taught in self._keeper.used:
            more.setdefault(taught.entry_id, []).append(taught.alias)
        return export_zip({path: data.decode("utf-8-sig") for path, data in self._teaching.files().items()}, more)

    async def read(self, name: str, data: bytes) -> ImportPlan:
        """What a file that was sent would change; raises ``ExchangeError``."""
        wordings = await self._keeper.wordings()

        def read() -> ImportPlan:
            upload = read_upload(name, data)
            try:
                files = self._teaching.files() if upload.others else None
            except (FilesChanged, OSError):
                files = None  # what cannot be compared is not mentioned
            return plan(upload, self._keeper.library, wordings, self._keeper.used, files)

        return await aside(read)

    def plan_of(self, add: Iterable[Taught], withdraw: Collection[int]) -> ImportPlan:
        """What can be done of a plan that was made before."""
        gone = [item for item in self._keeper.used if item.id in withdraw]
        return ImportPlan(add=[AliasRow(item.entry_id, item.alias, "") for item in add], withdraw=gone)
