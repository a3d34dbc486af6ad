"""What many tests share: the built-in knowledge, and one answerer made from it."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from bot.answering.answerer import Answerer
from bot.answering.building import build_answerer
from bot.library.loader import load_library
from bot.library.models import Library
from bot.settings.config import Settings, parse_settings

# Fixtures of rooms that tests of several features share; a folder's own conftest may say otherwise.
pytest_plugins = ("tests.postgres", "tests.databases", "tests.running", "tests.office", "tests.delivering")

PROJECT = Path(__file__).resolve().parent.parent
KNOWLEDGE = PROJECT / "knowledge"
# At everybody's desk properties are searched anew each time; a red run in CI is about the change, not about luck.
hypothesis_settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis_settings.load_profile("ci")


@pytest.fixture(autouse=True)
def log_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A command that a test runs in this process sets up the process's log; the next test starts without that."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    handlers, levels, factory = set(root.handlers), (root.level, ours.level), logging.getLogRecordFactory()
    for module, name in ((logging, "raiseExceptions"), (sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    yield
    for handler in set(root.handlers) - handlers:
        if type(handler) is logging.StreamHandler:  # pytest's own come and go by themselves
            root.removeHandler(handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    logging.setLogRecordFactory(factory)
    logging.captureWarnings(False)


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
