"""The options of ``python -m bot broadcast``; apart from what does the work, which loads much more."""

from __future__ import annotations

import argparse

from bot import texts

_KINDS = ("notice", "study")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add them."""
    parser.add_argument("what", nargs="?", choices=["status"], help=texts.CLI_HELP["broadcast_what"])
    parser.add_argument("number", nargs="?", type=int, help=texts.CLI_HELP["broadcast_number"])
    parser.add_argument("--file", help=texts.CLI_HELP["broadcast_file"])
    parser.add_argument("--to", help=texts.CLI_HELP["broadcast_to"])
    parser.add_argument("--at", default="now", help=texts.CLI_HELP["broadcast_at"])
    parser.add_argument("--kind", default=_KINDS[0], choices=_KINDS, help=texts.CLI_HELP["broadcast_kind"])
    parser.add_argument("--yes", action="store_true", help=texts.CLI_HELP["broadcast_yes"])
    parser.add_argument("--dry-run", action="store_true", help=texts.CLI_HELP["broadcast_dry"])
