"""The README's pictures: small, there, and still what the bot says."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.answering.answerer import Answerer
from bot.settings.config import Settings
from tests.conftest import PROJECT
from tests.fakes.bot_api.state import Chat, Message, User
from tests.pictures import bubbles, stage
from tests.pictures.scenes import SCENES, prepare
from tests.pictures.wrapping import run_width, wrap

PICTURES = PROJECT / ".pictures"
BOT = User(1, "明法", is_bot=True)
# The others change with the knowledge, which is no reason to draw them anew.
ONLY_OUR_WORDS = ("settings", "broadcast", "misses")


def _message(text: str, **more: object) -> Message:
    return Message(Chat(5, "private"), 1, 0.0, BOT, body=text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SCENES)
def test_every_picture_is_there_and_small(name: str) -> None:
    file = PICTURES / f"{name}.png"
    assert file.stat().st_size <= bubbles.MOST_BYTES
    assert Image.open(file).width >= 450


def test_no_picture_is_left_over() -> None:
    assert {file.stem for file in PICTURES.iterdir()} == set(SCENES)


@pytest.mark.parametrize("name", ONLY_OUR_WORDS)
async def test_pictures_show_what_the_bot_says(name: str, settings: Settings, answerer: Answerer, tmp_path: Path) -> None:
    async with stage.opened(settings, answerer, tmp_path) as opened:
        shot = await SCENES[name](opened, await prepare(opened))
    drawn = Image.open(PICTURES / f"{name}.png").info[bubbles.NOTE]
    assert drawn == bubbles.digest(shot.messages), f"the words have changed: python -m tests.pictures {name}"


def test_lines_fit_and_lose_nothing() -> None:
    text = "各位同事：本周五下午三点在三楼会议室集中学法，请带上执法案卷。\n\n/topics 看全部要点 👍"
    entities = [{"type": "bold", "offset": 0, "length": 4}, {"type": "bot_command", "offset": 33, "length": 7}]
    lines = wrap(text, entities, 24, 240)
    assert "".join(run.text for line in lines for run in line.runs) == text.replace("\n", "")
    assert all(sum(run_width(run.text, 24) for run in line.runs) <= 240 + 24 for line in lines)
    assert not any(line.runs and line.runs[0].text[0] in "，。：" for line in lines)
    assert [run.text for line in lines for run in line.runs if "bold" in run.styles] == ["各位同事"]


def test_a_bubble_has_its_buttons() -> None:
    keyboard = {"inline_keyboard": [[{"text": "👍", "callback_data": "a"}, {"text": "很长的按钮" * 20, "callback_data": "b"}]]}
    bare, keyed = (Image.open(BytesIO(bubbles.draw([_message("您好", markup=markup)]))) for markup in (None, keyboard))
    assert keyed.height > bare.height
    assert keyed.width == bubbles.WIDTH
