"""Every text of the bot can be rendered, and fits where it is shown."""

from __future__ import annotations

import string
from collections.abc import Iterator
from importlib import import_module

import pytest

from bot.platforms.telegram.render import BUTTON_LIMIT, MESSAGE_LIMIT, TOAST_LIMIT, Block, pages, units
from bot.platforms.telegram.routes import GROUP_MENU, PRIVATE_MENU
from bot.platforms.telegram.texts import COMMANDS
from tests.conftest import PROJECT

TEXTS = [import_module(".".join(file.relative_to(PROJECT).with_suffix("").parts)) for file in sorted((PROJECT / "bot").rglob("texts.py"))]


def all_texts() -> Iterator[tuple[str, str]]:
    """Every sentence with its name, those in tables too."""

    def walk(name: str, value: object) -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield from walk(f"{name}[{key}]", inner)
        elif isinstance(value, tuple | list):
            for number, inner in enumerate(value):
                yield from walk(f"{name}[{number}]", inner)

    for module in TEXTS:
        for name, value in vars(module).items():
            if name.isupper() and name != "CLI_HELP":  # which argparse shows as it is
                yield from walk(name, value)


# These are put behind or before others.
APPENDED = ("TOPICS_LINE", "CHAT_PROMPT", "ALREADY_USED", "STAFF_FROM_SETTINGS")


class Anything(dict[str, str]):
    """A value for every placeholder."""

    def __missing__(self, key: str) -> str:
        return "<值&>"


@pytest.mark.parametrize(("name", "text"), list(all_texts()), ids=lambda value: value if value.isascii() else "")
def test_every_text_renders(name: str, text: str) -> None:
    placeholders = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    assert all(field.partition(".")[0].isidentifier() for field in placeholders), f"{name}: placeholders need names"
    try:
        filled = string.Formatter().vformat(text, (), Anything())
    except ValueError:
        filled = text.format_map(dict.fromkeys(placeholders, 7))  # a number with a format of its own
    (page,) = pages([Block(filled)])
    assert filled or name.endswith("[]") or name.startswith(("WORDS_", "MISSES_LISTS")), f"{name}: only the text for nothing may be empty"
    assert units(filled) <= MESSAGE_LIMIT
    assert "<值" not in page
    assert text.strip() == text or name in APPENDED, f"{name}: white space around it"


def test_texts_fit_where_they_are_shown() -> None:
    for name, text in all_texts():
        if name.startswith("TOAST_"):
            assert units(text) <= TOAST_LIMIT - 20, name
        if name.startswith("BUTTON_"):
            assert units(text) <= BUTTON_LIMIT, name
    for command in (*GROUP_MENU, *PRIVATE_MENU):
        assert 1 <= units(COMMANDS[command]) <= 256


def test_every_text_is_somewhere_said_once() -> None:
    """A name means one sentence in the whole house: two rooms that say the same have it in a room below them."""
    names = [name for module in TEXTS for name in vars(module) if name.isupper()]
    assert len(TEXTS) > 10
    assert sorted(names) == sorted(set(names))
