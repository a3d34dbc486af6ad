"""The dry run of an import as a screen."""

from __future__ import annotations

import pytest

from bot import texts
from bot.features.exchange.import_screens import CancelImport, Carrying, CarryOut, TryImport, full_text, is_shortened, plan_screen
from bot.features.exchange.plan import ImportPlan
from bot.features.exchange.upload import AliasRow, Fault
from bot.features.teaching import texts as teaching_texts
from bot.library.supplementing import Taught

ADD = [AliasRow("p12-1", f"第{number}件事归谁管", "问法!B2") for number in range(8)]
GONE = [Taught("路灯归谁管", "p12-1", 4)]


def presses(plan: ImportPlan, *, live: bool, tried: bool = False) -> list[object]:
    shown = plan_screen(plan, "1f", live=live, effect=teaching_texts.EFFECT_UNKNOWN if tried else None)
    return [button.press for row in shown.rows for button in row]


def out(*how: Carrying) -> list[object]:
    return [CarryOut(one, "1f") for one in how]


@pytest.mark.parametrize(
    ("plan", "live", "offered"),
    [
        (ImportPlan(add=ADD), True, [*out(Carrying.LIVE, Carrying.ASK), TryImport(), CancelImport()]),
        (ImportPlan(add=ADD), False, [*out(Carrying.ASK), TryImport(), CancelImport()]),
        (ImportPlan(add=ADD, withdraw=GONE), True, [*out(Carrying.LIVE, Carrying.ASK, Carrying.BOTH), TryImport(), CancelImport()]),
        (ImportPlan(add=ADD, withdraw=GONE), False, [*out(Carrying.ASK, Carrying.BACK), TryImport(), CancelImport()]),
        (ImportPlan(withdraw=GONE), True, [*out(Carrying.BACK), CancelImport()]),
        (ImportPlan(add=ADD, faults=[Fault("问法!B2", "太短")]), True, []),
        (ImportPlan(), True, []),
    ],
)
def test_only_what_can_be_done_is_offered(plan: ImportPlan, live: bool, offered: list[object]) -> None:
    assert presses(plan, live=live) == offered


def test_what_was_tried_is_not_offered_again() -> None:
    assert TryImport() not in presses(ImportPlan(add=ADD), live=True, tried=True)


def test_what_is_shortened_is_whole_in_the_file() -> None:
    plan = ImportPlan(add=ADD, faults=[Fault("", f"错在{number}") for number in range(20)], more_faults=3)
    shown = "\n".join(block.text for block in plan_screen(plan, "1f", live=True).blocks)
    assert is_shortened(plan)
    assert texts.AND_MORE.format(count=2) in shown
    assert texts.AND_MORE.format(count=8) in shown
    whole = full_text(plan).decode("utf-8-sig")
    assert all(row.alias in whole for row in ADD)
    assert all(f"错在{number}" in whole for number in range(20))
    assert not is_shortened(ImportPlan(add=ADD[:6]))
