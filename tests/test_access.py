"""The table of rights, written out a second time by hand: a change must be made in both places, on purpose."""

from __future__ import annotations

import pytest

from bot.access import GROUP_ANONYMOUS_BOT, MAY, NOBODY, PRIVATE_ONLY, Action, Role, Verdict, allowed, decide, may_hold_roles

PERSON = 7_000_000_001
# action: owner, editor, announcer, auditor, group admin (x: may), and p: in a private chat only
TABLE = """
settings            x - - - x  -
here                x - - - x  -
overhear_pause      x - - - x  -
groups_list         x - x x -  p
group_view          x - x x -  p
group_tag           x - x - -  p
group_unit          x - x - -  p
group_leave         x - x - -  p
group_take_in       x - x - -  p
staff_list          x - - - -  p
grant               x - - - -  -
revoke              x - - - -  -
misses              - x - x -  p
misses_decide       - x - - -  p
teach               - x - - -  p
pending_list        x x - - -  p
pending_decide      x x - - -  p
test                x x x x -  p
reload              x x - - -  p
export              - x - - -  p
import              - x - - -  p
stats               x - - x -  p
audit               x - - x -  p
health              x - - - -  p
broadcast_prepare   - - x - -  p
broadcast_release   - - x - -  p
broadcast_control   x - x - -  p
broadcast_official  x - - - -  p
broadcast_view      x - x x -  p
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
ROLES = (Role.OWNER, Role.EDITOR, Role.ANNOUNCER, Role.AUDITOR)


def test_every_action_is_in_both_tables() -> None:
    assert {row[0] for row in ROWS} == {action.value for action in Action} == {action.value for action in MAY}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_role_may_do_exactly_what_the_table_says(row: list[str]) -> None:
    action = Action(row[0])
    for role, mark in zip(ROLES, row[1:5], strict=True):
        assert allowed(action, {role}) is (mark == "x"), role
    assert allowed(action, (), is_group_admin=True) is (row[5] == "x")
    assert not allowed(action, ())
    assert (action in PRIVATE_ONLY) is (row[6] == "p")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_place_matters_only_to_those_who_may(row: list[str]) -> None:
    action = Action(row[0])
    for role, mark in zip(ROLES, row[1:5], strict=True):
        in_group = decide(action, PERSON, {role}, is_group_admin=False, in_private=False)
        in_private = decide(action, PERSON, {role}, is_group_admin=False, in_private=True)
        if mark != "x":
            assert in_group is Verdict.REFUSED
            # What admins of groups may do is no secret: in a private chat they are told where.
            assert in_private is (Verdict.IN_GROUP if row[5] == "x" else Verdict.REFUSED)
        else:
            assert in_private is Verdict.ALLOWED
            assert in_group is (Verdict.PRIVATE_ONLY if row[6] == "p" else Verdict.ALLOWED)


def test_several_roles_add_up() -> None:
    assert allowed(Action.TEACH, {Role.EDITOR, Role.ANNOUNCER})
    assert allowed(Action.BROADCAST_PREPARE, {Role.EDITOR, Role.ANNOUNCER})
    assert not allowed(Action.GRANT, {Role.EDITOR, Role.ANNOUNCER, Role.AUDITOR})


@pytest.mark.parametrize("action", Action)
def test_an_anonymous_admin_is_told_to_act_as_oneself(action: Action) -> None:
    assert decide(action, GROUP_ANONYMOUS_BOT, frozenset(Role), is_group_admin=True, in_private=False) is Verdict.ACT_AS_YOURSELF


@pytest.mark.parametrize("sender", [*sorted(NOBODY - {GROUP_ANONYMOUS_BOT}), 0, -1001234567890])
def test_what_is_not_a_person_may_nothing(sender: int) -> None:
    assert not may_hold_roles(sender)
    for action in Action:
        assert decide(action, sender, frozenset(Role), is_group_admin=True, in_private=False) is Verdict.REFUSED


def test_persons_may_hold_roles_but_the_anonymous_admin_never() -> None:
    assert may_hold_roles(PERSON)
    assert not may_hold_roles(GROUP_ANONYMOUS_BOT)
