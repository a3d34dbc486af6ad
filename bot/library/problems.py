"""What can be wrong with the knowledge, said so that an editor can mend it."""

from __future__ import annotations

from collections.abc import Container
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


def why(error: OSError) -> str:
    """Why a file cannot be read, in words an editor understands."""
    reasons = {FileNotFoundError: "没有这个文件", PermissionError: "没有读取权限", IsADirectoryError: "这是文件夹，不是文件"}
    return reasons.get(type(error), error.strerror or str(error))


class Lost(Container[str]):
    """Ids that are written somewhere, but not readable: whoever refers to one of them made no mistake."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._whole_file = False

    def __contains__(self, id_: object) -> bool:
        return self._whole_file or id_ in self._ids

    def __bool__(self) -> bool:
        return self._whole_file or bool(self._ids)

    def add(self, id_: str) -> None:
        """One item could not be used; without an id it may be any of them."""
        self._ids.add(id_)
        self._whole_file |= not id_

    def add_file(self) -> None:
        """A whole file could not be read: any id may be in it."""
        self._whole_file = True


class KnowledgeError(Exception):
    """The knowledge cannot be used; carries every problem of the load, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
