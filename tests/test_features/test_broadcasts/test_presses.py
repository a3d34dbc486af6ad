"""Buttons that people still have go on to work: the data of each kind, as it was before there were kinds."""

from __future__ import annotations

import pytest

from bot.chat.press import Press, kind_of
from bot.features.broadcasts.presses import (
    EVERY,
    LEAVE,
    ChangeDraft,
    Control,
    Finding,
    GetSheet,
    Like,
    Official,
    PickAudience,
    Preview,
    Release,
    Runs,
    Settle,
    ShowOne,
    ShowUncertain,
    Steer,
    Turn,
    Use,
)


@pytest.mark.parametrize(
    ("data", "press"),
    [
        ("s:bl:0", Turn(0)),
        ("s:bv:3", ShowOne(3)),
        ("s:bw:3:1", Runs(3, 1)),
        ("s:bp:3", Preview(3)),
        ("s:bu:3", ShowUncertain(3)),
        ("s:bs:3", GetSheet(3)),
        ("s:br:3:0123456789ab", Release(3, "0123456789ab")),
        ("s:bx:askcancel:3", Control(Steer.ASK_CANCEL, 3)),
        ("s:bz:3:a:17", Settle(3, Finding.ARRIVED, "17")),
        ("s:bz:3:s:all", Settle(3, Finding.SEND_AGAIN, EVERY)),
        ("s:bo:3:1", Official(3, official=True)),
        ("s:bk:3", Like(3)),
        ("s:be:3", ChangeDraft(3)),
        ("s:bn:1a2b3c4d:x", Use("1a2b3c4d", LEAVE)),
        ("s:bc:1a2b3c4d:daily", PickAudience("1a2b3c4d", "daily")),
        ("s:bc:1a2b3c4d:daily:w", PickAudience("1a2b3c4d", "daily", "w")),
        ("s:bc:1a2b3c4d:ok:00ff00ff", PickAudience("1a2b3c4d", "ok", "00ff00ff")),
        ("s:bc:1a2b3c4d:w:workdays:00ff00ff", PickAudience("1a2b3c4d", "w", "workdays", "00ff00ff")),
    ],
)
def test_the_data_of_a_button_stays_what_it_was(data: str, press: Press) -> None:
    assert press.pack() == data
    assert type(press).read(data) == press
    assert kind_of(data) is type(press)
