"""A second source, plugged in by one line, is everywhere where the speech is: answers, choices, cards, inline mode, votes, figures."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot import texts as common_texts
from bot.access import Role
from bot.answering.answerer import Answerer
from bot.answering.live import LiveKnowledge
from bot.app import sources
from bot.cli.main import main
from bot.features.asking import texts as asking_texts
from bot.features.asking.store import questions
from bot.features.teaching.missgroups import MissGroups
from tests.faq import CAUTION, ITEMS, SURE, Faq
from tests.office import Office
from tests.running import ASKS, CHATTER, ENTRY

ID, TITLE, SAYS = ITEMS[0]
KEY = f"faq_{ID}"
UNSURE = "公章的事"


@pytest.fixture
def knowledge(answerer: Answerer) -> LiveKnowledge:
    return LiveKnowledge(Answerer(answerer.speech, Faq()))


async def counted(office: Office) -> questions.Stats:
    await office.quiet()
    today = datetime.now(UTC).date()
    async with office.database.read() as transaction:
        return await questions.stats(transaction, today - timedelta(1), today + timedelta(1))


async def test_its_answer_is_a_card_with_its_own_views(office: Office) -> None:
    wang = await office.person("小王")
    card = await office.tell(wang, f"{TITLE}？")
    assert card.covered("bold") == [TITLE]
    assert card.covered("blockquote") == [SAYS]
    assert CAUTION in card.text
    assert card.button_texts == ["找谁办", "👍", "👎"]
    shown = card.text
    await office.press(wang, card, "找谁办")
    assert "县政府办公室 301" in card.text
    assert card.covered("bold") == [f"{TITLE}\n找谁办"]
    await office.press(wang, card, common_texts.BUTTON_BACK)
    assert card.text == shown
    assert (await office.tell(wang, ASKS)).covered("blockquote")


async def test_it_is_opened_by_id_title_and_link(office: Office) -> None:
    wang = await office.person("小王")
    for said in (ID, f"/topic {ID}", f"/topic {TITLE}", f"/start t_{KEY}"):
        assert (await office.tell(wang, said)).covered("bold") == [TITLE]


async def test_it_is_chosen_counted_and_voted_for(office: Office) -> None:
    wang = await office.person("小王")
    choice = await office.tell(wang, UNSURE)
    assert TITLE in choice.button_texts
    await office.press(wang, choice, TITLE)
    assert choice.covered("bold") == [TITLE]
    card = await office.tell(wang, TITLE)
    await office.press(wang, card, "👍")
    await office.tell(wang, ASKS)
    found = await counted(office)
    assert (found.by_entry, found.by_outcome) == ({KEY: 1, ENTRY: 1}, {"answer": 2, "choose": 1})
    assert (found.voted, found.helped) == (1, 1)
    assert f"{TITLE}　1" in (await office.tell(office.owner, "/stats")).text


async def test_a_thumb_down_and_none_of_these_reach_the_editors_with_what_was_near(office: Office) -> None:
    wang, editor = await office.person("小王"), await office.person("编辑", Role.EDITOR)
    card = await office.tell(wang, TITLE)
    await office.press(wang, card, "👎")
    choice = await office.tell(wang, UNSURE)
    await office.press(wang, choice, common_texts.CHOOSE_NONE)
    await office.quiet()
    groups, _ = await MissGroups(office.database).page()
    assert {group.near[0] for group in groups} == {KEY}
    shown = await office.tell(editor, f"/misses {groups[0].id}")
    assert TITLE in shown.text
    assert not [label for label in shown.button_texts if TITLE in label]  # it has no aliases that could be taught


async def test_it_is_overheard_and_offered_inline(office: Office) -> None:
    wang = await office.person("小王")
    group = office.api.group("工作群", wang, office.owner, bot="administrator")
    await office.takes_in(group)
    await office.tell(office.owner, "/settings 旁听 开", group)
    card = await office.tell(wang, TITLE, group)
    assert card.covered("bold") == [TITLE]
    assert asking_texts.BUTTON_HUSH in card.button_texts
    offer = await wang.searches(TITLE)
    assert (offer.results[0]["id"], offer.results[0]["title"]) == (KEY, TITLE)
    assert (await wang.searches(CHATTER)).results == []


async def test_staff_see_why_it_answers(office: Office) -> None:
    editor = await office.person("编辑", Role.EDITOR)
    card = await office.tell(editor, f"/test {TITLE}")
    assert card.covered("bold") == [TITLE]
    why = await office.api.next_message(editor)
    assert KEY in why.text


def test_the_command_line_answers_from_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answerer: Answerer) -> None:
    monkeypatch.setattr(sources, "SOURCES", (lambda _: Faq(),))
    assert main(["ask", TITLE]) == 0
    assert SAYS in capsys.readouterr().out
    lines = json.dumps({"id": 1, "question": TITLE}) + "\n" + json.dumps({"id": 2, "question": ASKS}) + "\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert main(["ask", "--jsonl"]) == 0
    ours, speech = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert ours["outcome"] == "answer"
    assert ours["matches"] == [
        {"kind": "faq", "question": TITLE, "title": TITLE, "passage": SAYS, "place": "办公室常见问题", "score": SURE}
    ]
    assert [match["kind"] for match in speech["matches"]] == ["speech"] * 3
