"""What differs between two versions of the knowledge."""

from __future__ import annotations

from dataclasses import replace

from bot.library.changes import compare
from bot.library.models import Library


def test_the_same_knowledge_has_no_changes(library: Library) -> None:
    assert compare(library, library).nothing


def test_every_kind_of_change_is_told(library: Library) -> None:
    first, second, third, *rest = library.entries
    edited = replace(second, gist="新的一句话", aliases=(*second.aliases[1:], "新的问法"))
    added = replace(third, id="p99-1", title="新条目")
    changes = compare(library, replace(library, entries=(edited, third, *rest, added), background=library.background[1:]))
    assert changes.removed == (first,)
    assert changes.added == (added,)
    assert [(change.after.id, change.fields) for change in changes.changed] == [(second.id, ("gist",))]
    assert changes.aliases_added == ((edited, "新的问法"),)
    assert changes.aliases_removed == ((second, second.aliases[0]),)
    assert (changes.background, changes.statutes, changes.cases) == (True, False, False)
    assert not changes.nothing
