"""What can be wrong with the knowledge, said so that an editor can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in one place of the knowledge.

    ``file`` is relative to the knowledge folder, ``line`` counts from 1 (0: the whole file),
    ``entry`` is the id of the entry, statute or case (empty where there is none),
    ``field`` the key inside it, ``message`` says what is wrong and what to do (Chinese).
    """

    file: str
    line: int
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        what = "·".join(part for part in (self.entry, self.field) if part)
        return f"{where}{f' [{what}]' if what else ''} {self.message}"


class KnowledgeError(Exception):
    """The knowledge cannot be used; carries every problem of the load, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
