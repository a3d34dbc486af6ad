"""Screens of teaching, and the buttons on them. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot import texts as common_texts
from bot.answering.entry_card import entry_hit
from bot.chat.conversation import stamp
from bot.chat.press import MOST_BYTES
from bot.chat.screen import Screen
from bot.features.teaching import misses_screens, pending_screens, reload_screens, teach_screens
from bot.features.teaching import texts as teaching_texts
from bot.features.teaching.listing import PER_PAGE, Page
from bot.features.teaching.misses_screens import DecideMiss, ListMisses, MissDecision, MissList, TeachMiss, ViewMiss
from bot.features.teaching.pending_screens import ApprovePage, ListProposals, ProposalList, ViewProposal
from bot.features.teaching.store.misses import MissGroup
from bot.features.teaching.store.supplements import Status, Supplement
from bot.features.teaching.teach_screens import ChooseEntry, KeepAs, KeepLesson, LessonParts, parse_aliases
from bot.features.teaching.trial import Grade, Shift, TrialEffect
from bot.library.models import Library
from bot.library.problems import Problem

AT = datetime(2026, 3, 1, 20, tzinfo=UTC)
LARGEST = 2**63 - 1


def presses(shown: Screen) -> list[object]:
    return [button.press for row in shown.rows for button in row]


def labels(shown: Screen) -> list[str]:
    return [button.label for row in shown.rows for button in row]


def text(shown: Screen) -> str:
    return "\n".join(block.text for block in shown.blocks)


def group(number: int = 1_234_567, **changes: object) -> MissGroup:
    one = MissGroup(number, "水渠归谁管", ("水渠归谁管",), 3, 1, ("龙泉镇",), (), AT)
    return replace(one, **changes)  # type: ignore[arg-type]


def item(number: int, status: Status = Status.PENDING) -> Supplement:
    return Supplement(number, "水渠归谁管", "水渠归谁管", "p99-9", status, 7, None, "", AT, None)


def test_lists_lose_their_numbers_and_bullets_and_what_is_there_twice() -> None:
    sent = "1. 水渠归谁管\n（2）路灯归谁管\n- 路灯归谁管？\n\n• 3点开会合规矩吗"
    assert parse_aliases(sent) == ["水渠归谁管", "路灯归谁管", "3点开会合规矩吗"]


def test_a_part_is_turned_page_by_page_and_a_forged_one_is_none(library: Library) -> None:
    entries = tuple(replace(entry, part="一") for entry in library.entries[: 2 * teach_screens.PER_PAGE + 1])
    one = replace(library, entries=entries)
    first, last = teach_screens.part_screen(one, 0, 0), teach_screens.part_screen(one, 0, 10**9)
    assert first is not None
    assert last is not None
    assert presses(first) == [*(ChooseEntry(entry.id) for entry in entries[: teach_screens.PER_PAGE]), LessonParts(0, 1), LessonParts()]
    assert presses(last) == [ChooseEntry(entries[-1].id), LessonParts(0, 1), LessonParts()]
    assert teach_screens.part_screen(one, 1, 0) is None
    assert teach_screens.part_screen(one, -1, 0) is None


def test_where_two_are_needed_nothing_is_offered_for_use_at_once(library: Library) -> None:
    entry, sign = library.entries[0], stamp("x")
    shift = Shift("水渠归谁管", False, Grade.LEFT_ALONE, Grade.WRONG)
    for live in (True, False):
        shown = teach_screens.result_screen(entry, ("甲",) * 12, ("不行",), TrialEffect((), (shift,), 9), sign, live=live)
        assert (KeepLesson(KeepAs.LIVE, sign) in presses(shown)) is live
        assert KeepLesson(KeepAs.ASK, sign) in presses(shown)
    for words in (common_texts.AND_MORE.format(count=2), "不行", "水渠归谁管：没答 → 答错", teaching_texts.EFFECT_CARE):
        assert words in text(shown)


def test_every_button_has_room_whatever_its_numbers(library: Library) -> None:
    longest = max((entry.id for entry in library.entries), key=len)
    for press in (
        TeachMiss(LARGEST, longest),
        DecideMiss(LARGEST, MissDecision.DISMISS),
        ApprovePage(LARGEST, LARGEST),
        ListProposals(ProposalList.LIVE, LARGEST),
        pending_screens.RejectProposal(LARGEST, 99),
        KeepLesson(KeepAs.LIVE, stamp("x")),
    ):
        assert len(press.pack()) <= MOST_BYTES
        assert type(press).read(press.pack()) == press


def test_the_list_of_misses_shows_ways_only_where_they_lead_somewhere() -> None:
    only = misses_screens.list_screen(Page([group()], 0, 1), MissList.OPEN)
    assert presses(only) == [ViewMiss(1_234_567)]
    assert "水渠归谁管（3 次，👎 1）" in text(only)
    middle = misses_screens.list_screen(Page([group()], 1, 2 * PER_PAGE + 1, others=4), MissList.OPEN)
    assert presses(middle)[1:] == [ListMisses(page=0), ListMisses(page=2), ListMisses(MissList.LATER)]
    nothing = misses_screens.list_screen(Page([], 0, 0), MissList.LATER)
    assert (text(nothing), presses(nothing)) == (teaching_texts.MISSES_NONE["l"], [ListMisses()])


def test_who_may_not_decide_about_a_miss_only_goes_back(library: Library) -> None:
    near = [entry_hit(entry) for entry in library.entries[:2]]
    assert presses(misses_screens.detail_screen(group(), near, may_decide=False)) == [ListMisses()]
    shown = misses_screens.detail_screen(group(keys=("甲", "乙")), near, may_decide=True)
    assert presses(shown)[:3] == [TeachMiss(1_234_567, near[0].id), TeachMiss(1_234_567, near[1].id), TeachMiss(1_234_567)]
    assert "3月2日" in text(shown)  # China is ahead
    assert teaching_texts.MISS_ALIKE.format(count=2) in text(shown)


def test_proposals_are_approved_by_the_page_and_what_is_in_use_is_not(library: Library) -> None:
    items = [item(3), item(5)]
    waiting = pending_screens.list_screen(Page(items, 0, 2, others=1), ProposalList.WAITING, library, {7: "小王"})
    assert presses(waiting) == [ViewProposal(3), ViewProposal(5), ApprovePage(3, 5), ListProposals(ProposalList.LIVE)]
    assert "#3 “水渠归谁管” → 《p99-9》，小王，3月2日" in text(waiting)
    live = pending_screens.list_screen(Page(items, 0, 2), ProposalList.LIVE, library, {})
    assert presses(live) == [ViewProposal(3), ViewProposal(5)]
    assert labels(pending_screens.detail_screen(item(3, Status.LIVE), library, {})) == [
        teaching_texts.BUTTON_WITHDRAW,
        common_texts.BUTTON_BACK,
    ]


def test_problems_come_on_a_few_messages_or_as_a_file() -> None:
    problems = [Problem("entries/a.yaml", number, "p1", "gist", "太长" * 20) for number in range(100)]
    shown = reload_screens.problems_screen(problems, 4096)
    assert shown is not None
    assert all(str(problem) in text(shown) for problem in problems)
    assert reload_screens.problems_screen(problems, 400) is None
    assert reload_screens.problems_file(problems).decode("utf-8-sig").count("\n") == 99
