"""What was taught, on top of the files."""

from __future__ import annotations

import pytest

from bot.library.models import Library
from bot.library.supplementing import Taught, Unfit, Wordings, supplement

NEW = Taught("村里能不能自己定规矩罚钱", "p12-1", 7)


@pytest.fixture(scope="module")
def wordings(library: Library) -> Wordings:
    return Wordings(library)


def test_taught_aliases_come_after_those_of_the_files(library: Library, wordings: Wordings) -> None:
    made = supplement(library, wordings, [NEW])
    assert made.library.by_id["p12-1"].aliases == (*library.by_id["p12-1"].aliases, NEW.alias)
    assert [entry.id for entry in made.library.entries] == [entry.id for entry in library.entries]
    assert made.used == (NEW,)


def test_the_version_changes_exactly_with_the_content(library: Library, wordings: Wordings) -> None:
    first = supplement(library, wordings, [NEW]).library.version
    assert first != library.version
    assert first == supplement(library, wordings, [Taught(NEW.alias, NEW.entry_id, 99)]).library.version
    assert first != supplement(library, wordings, [Taught(NEW.alias, "p12-3")]).library.version
    assert supplement(library, wordings, []).library is library


@pytest.mark.parametrize(
    ("alias", "entry_id", "objection"),
    [
        ("？！", "p12-1", Unfit.EMPTY),
        ("啊", "p12-1", Unfit.SHORT),
        ("问" * 201, "p12-1", Unfit.LONG),
        ("随便问问", "p99-9", Unfit.NO_ENTRY),
        ("早上好", "p12-1", Unfit.CHATTER),
    ],
)
def test_what_cannot_be_used_stays_idle(library: Library, wordings: Wordings, alias: str, entry_id: str, objection: Unfit) -> None:
    item = Taught(alias, entry_id)
    made = supplement(library, wordings, [item])
    assert made.library is library
    assert made.idle == ((item, objection),)


def test_the_files_win_and_of_two_the_earlier(library: Library, wordings: Wordings) -> None:
    owned = Taught(library.by_id["p12-3"].aliases[0] + "？", "p12-1")
    again = Taught(NEW.alias + "？", "p12-3")
    made = supplement(library, wordings, [owned, NEW, again])
    assert made.used == (NEW,)
    assert made.idle == ((owned, Unfit.OWNED), (again, Unfit.OWNED))
    assert wordings.owner(owned.alias) == "p12-3"
