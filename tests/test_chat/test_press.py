"""What buttons carry: packed, read back, and junk refused."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.press import MOST_BYTES, Press, kind_of


class Way(StrEnum):
    UP = "u"
    DOWN = "d"


class Whole(Press, prefix="t1"):
    number: int
    live: bool
    way: Way
    group: int | None
    words: str = ""


class Bare(Press, prefix="t2", root=""):
    entry: str
    page: int = 0


class Alone(Press, prefix="t3"):
    pass


NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1)


@given(NUMBERS, st.booleans(), st.sampled_from(Way), st.none() | NUMBERS, st.text(max_size=3))
def test_what_is_packed_is_read_back(number: int, live: bool, way: Way, group: int | None, words: str) -> None:
    press = Whole(number, live, way, group, words)
    try:
        data = press.pack()
    except (ValueError, UnicodeEncodeError):
        assert len(f"s:t1:{number}:1:u:{group}:{words}".encode("utf-8", "replace")) > MOST_BYTES - 4 or not words.isprintable()
        return
    assert len(data.encode()) <= MOST_BYTES
    assert Whole.read(data) == press
    assert kind_of(data) is Whole


@given(st.text(alphabet="s:t123-0ud\n ９²x", max_size=30))
def test_junk_is_nothing_or_what_it_would_be_packed_as(junk: str) -> None:
    for kind in (Whole, Bare, Alone):
        press = kind.read(junk)
        if press is not None:
            assert kind.read(press.pack()) == press


def test_a_button_that_gets_a_field_stays_readable() -> None:
    assert Bare.read("t2:p12-1") == Bare("p12-1")
    assert Bare("p12-1").pack() == "t2:p12-1"
    assert Bare.read("t2:p12-1:3") == Bare("p12-1", 3)
    assert Alone.read("s:t3") == Alone() == Alone.read("s:t3:")
    assert Alone().pack() == "s:t3"


@pytest.mark.parametrize(
    "data", ["s:t1", "s:t1:", "s:t1:1:1:u", "s:t1:01:1:u:", "s:t1:1:2:u:", "s:t1:1:1:x:", "s:t1:١:1:u:", "s:t1:9223372036854775808:1:u:"]
)
def test_what_nobody_packed(data: str) -> None:
    assert Whole.read(data) is None


def test_what_does_not_fit_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="not for a button"):
        Whole(1, True, Way.UP, None, "长" * 20).pack()
    with pytest.raises(ValueError, match="not for a button"):
        Bare("a:b").pack()


def test_no_two_kinds_begin_alike() -> None:
    with pytest.raises(TypeError, match="two kinds"):

        class Other(Press, prefix="t1"):
            pass


def test_of_what_cannot_stand_on_a_button() -> None:
    class Odd(Press, prefix="t9"):
        number: float

    with pytest.raises(TypeError, match="cannot stand"):
        Odd.read("s:t9:1.5")


def test_whose_button_it_is() -> None:
    assert kind_of("s:t1:rubbish") is Whole
    assert kind_of("t2:x") is Bare
    assert kind_of("s:nobody:1") is None
    assert kind_of("") is None
