"""The options of ``python -m bot broadcast``; apart from what does the work, which loads much more."""

from __future__ import annotations

import argparse

from bot.cli import texts
from bot.features.groups import texts as groups_texts
from bot.library.folding import fold

_KINDS = ("notice", "study")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add them."""
    parser.add_argument("what", nargs="?", type=_word, choices=["status"], help=texts.CLI_HELP["broadcast_what"])
    parser.add_argument("number", nargs="?", type=_number, help=texts.CLI_HELP["broadcast_number"])
    parser.add_argument("--file", help=texts.CLI_HELP["broadcast_file"])
    parser.add_argument("--to", help=texts.CLI_HELP["broadcast_to"])
    parser.add_argument("--at", default="now", help=texts.CLI_HELP["broadcast_at"])
    parser.add_argument("--kind", default=_KINDS[0], type=_kind, choices=_KINDS, help=texts.CLI_HELP["broadcast_kind"])
    parser.add_argument("--yes", action="store_true", help=texts.CLI_HELP["broadcast_yes"])
    parser.add_argument("--dry-run", action="store_true", help=texts.CLI_HELP["broadcast_dry"])


def _word(text: str) -> str:
    return fold(text).lower()


def _number(text: str) -> int:
    return int(fold(text).lstrip("#"))


def _kind(text: str) -> str:
    word = _word(text)
    return next((kind for kind, names in groups_texts.KIND_WORDS.items() if word in names), word)
