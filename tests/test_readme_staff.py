"""The README's page for staff: every command, and pictures that are there."""

from __future__ import annotations

import re

import pytest

from bot.chat import texts
from bot.platforms.telegram import texts as telegram_texts
from tests.conftest import PROJECT

README = (PROJECT / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", texts.STAFF_COMMANDS)
def test_every_staff_command_is_explained(name: str) -> None:
    assert f"/{name}" in README


def test_no_command_is_explained_that_does_not_exist() -> None:
    known = {*texts.STAFF_COMMANDS, *telegram_texts.COMMANDS, "cancel", "start"}
    commands = set(re.findall(r"`/([a-z]+)", README)) - {"setprivacy", "setjoingroups", "newbot", "mybots"}
    assert commands <= known, commands - known


def test_every_picture_is_there() -> None:
    pictures = re.findall(r'src="(\.pictures/[^"]+)"', README)
    assert len(pictures) >= 6
    assert all((PROJECT / picture).is_file() for picture in pictures)
