"""Whether a group is ours: whatever happens to it, only staff make it so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.places.standing import INSIDE, Standing, after_arrival


@given(known=st.sampled_from([None, *Standing]), active=st.booleans(), outside=st.booleans(), moved=st.booleans())
def test_nobody_but_staff_brings_a_group_in(known: Standing | None, active: bool, outside: bool, moved: bool) -> None:
    found = after_arrival(known, active=active, outside=outside, by_staff=False, moved=moved)
    was_inside = known in INSIDE and active
    assert found not in INSIDE or was_inside
    if was_inside and (moved or not outside):
        assert found is known, "what is ours and stays with us stays ours"
    if outside and not moved:
        assert found is Standing.WAITING


@given(known=st.sampled_from([None, *Standing]), active=st.booleans(), outside=st.booleans())
def test_staff_bring_in_what_they_let_us_into_and_nothing_else(known: Standing | None, active: bool, outside: bool) -> None:
    found = after_arrival(known, active=active, outside=outside, by_staff=True)
    assert found is (Standing.TAKEN if known is None or not active or outside else known)
