"""What many tests share: the built-in knowledge, and one answerer made from it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.assembly import build_answerer
from bot.config import Settings, parse_settings
from bot.library.loader import load_library
from bot.library.models import Library

PROJECT = Path(__file__).resolve().parent.parent
KNOWLEDGE = PROJECT / "knowledge"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    # What it holds is keyed by content, so a filled one only saves half a minute. Processes that run tests beside us share ours.
    shared = tmp_path_factory.getbasetemp().parent / "cache" if "PYTEST_XDIST_WORKER" in os.environ else tmp_path_factory.mktemp("cache")
    # Telegram's limits are off in the fake server, too, unless a test switches them on: dialogues would take minutes.
    return parse_settings({"MINGFA_CACHE": os.environ.get("MINGFA_CACHE") or str(shared), "MINGFA_MESSAGES_PER_SECOND": "0"})


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(KNOWLEDGE)


@pytest.fixture(scope="session")
def answerer(settings: Settings, library: Library) -> Answerer:
    return build_answerer(settings, library=library)
