"""What many tests share: the built-in knowledge, and one answerer made from it."""

from __future__ import annotations

import fcntl
import gc
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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a fifth of the time goes by in waiting, for clocks and for other processes."""
    return 1 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is long comes first, then all of a file that needs the answerer, then the rest.

    Who runs the first tests makes the answerer; with a cache that is still empty that takes most of a minute, during which
    the others work at tests that do not need it.
    """
    answering = {item.path for item in items if "answerer" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: (item.get_closest_marker("long") is None, item.path not in answering))


@pytest.fixture(scope="session")
def settings(pytestconfig: pytest.Config) -> Settings:
    # What it holds is keyed by content, so a filled one only saves a minute: it is kept from run to run.
    shared = os.environ.get("MINGFA_CACHE") or str(pytestconfig.cache.mkdir("mingfa"))
    # Telegram's limits are off in the fake server, too, unless a test switches them on: dialogues would take minutes.
    return parse_settings({"MINGFA_CACHE": shared, "MINGFA_MESSAGES_PER_SECOND": "0"})


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(KNOWLEDGE)


@pytest.fixture(scope="session")
def answerer(settings: Settings, library: Library) -> Answerer:
    settings.cache.mkdir(parents=True, exist_ok=True)
    with open(settings.cache / "tests.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # what one process computes, another one reads
        answerer = build_answerer(settings, library=library)
    gc.freeze()  # it lives as long as we do: no collection need look at it, nor at all the tests
    return answerer
