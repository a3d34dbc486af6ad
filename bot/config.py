"""The environment (and ``.env``) → one frozen ``Settings``. Nobody else reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot import texts

_BUILT_IN_KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"
_TELEGRAM = "https://api.telegram.org"
# 64-bit, as Telegram's ids.
_LARGEST_ID = 2**63 - 1
_DAY = 86_400


class SettingsError(Exception):
    """A setting that cannot be used; the message says which and why (Chinese)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside.

    ``knowledge`` is the folder of the YAML files, ``cache`` a folder for what is costly to compute.
    ``token``, ``webhook_url``, ``webhook_secret`` and ``database_url`` are empty when not set. ``poll_interval``: seconds.
    ``webhook_listen``: the address that the webhook listens on; empty for all.
    ``two_people``: a broadcast is released by another announcer than the one who prepared it, if there are two.
    ``max_age``: older messages are not answered after a pause. ``misses_days``: how long
    questions without an answer are kept, ``broadcasts_days`` broadcasts that are over, with their sheets.
    ``broadcasts_per_second`` in all and ``broadcasts_per_minute`` into one group; ``broadcasts_resend``: what nobody knows the
    end of is sent again, rather twice than not at all. ``make_up``: a missed run of a repeating broadcast that is older is left out.
    ``self_approve``: whether an editor may approve own proposals. Secrets never show in ``repr``.
    """

    knowledge: Path
    cache: Path
    token: str = field(default="", repr=False)
    api_url: str = _TELEGRAM
    file_url: str = f"{_TELEGRAM}/file"
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    port: int = 8080
    webhook_listen: str = ""
    owners: frozenset[int] = frozenset()
    overheard_per_hour: int = 6
    questions_per_minute: int = 10
    max_age: timedelta = timedelta(seconds=600)
    poll_interval: float = 0.0
    misses_days: int = 90
    broadcasts_days: int = 365
    broadcasts_per_second: int = 25
    broadcasts_per_minute: int = 18
    broadcasts_resend: bool = False
    make_up: timedelta = timedelta(hours=3)
    self_approve: bool = True
    two_people: bool = True
    log_level: str = "INFO"
    database_url: str = field(default="", repr=False)


_KNOWN = (
    "MINGFA_KNOWLEDGE",
    "MINGFA_CACHE",
    "MINGFA_OWNERS",
    "MINGFA_OVERHEARD_PER_HOUR",
    "MINGFA_QUESTIONS_PER_MINUTE",
    "MINGFA_MAX_AGE",
    "MINGFA_POLL_INTERVAL",
    "MINGFA_MISSES_DAYS",
    "MINGFA_BROADCASTS_DAYS",
    "MINGFA_BROADCASTS_PER_SECOND",
    "MINGFA_BROADCASTS_PER_MINUTE",
    "MINGFA_BROADCASTS_RESEND",
    "MINGFA_MAKE_UP_HOURS",
    "MINGFA_SELF_APPROVE",
    "MINGFA_TWO_PEOPLE",
)


def read_environment(folder: Path | None = None) -> dict[str, str]:
    """The process environment on top of ``.env`` in ``folder`` (default: the current one)."""
    dotenv = dotenv_values((folder or Path.cwd()) / ".env", encoding="utf-8")
    return {name: value for name, value in {**dotenv, **os.environ}.items() if value is not None}


def parse_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from variables; raises ``SettingsError`` for unknown ``MINGFA_*`` names and bad values."""
    for name in environment:
        if name.startswith("MINGFA_") and name not in _KNOWN:
            raise SettingsError(texts.UNKNOWN_SETTING.format(name=name, known="、".join(_KNOWN)))
    read = _Reader(environment)
    caches = environment.get("XDG_CACHE_HOME") or str(Path(environment.get("HOME", "~")).expanduser() / ".cache")
    api_url = read.url("TELEGRAM_API_URL") or _TELEGRAM
    return Settings(
        knowledge=Path(environment.get("MINGFA_KNOWLEDGE") or _BUILT_IN_KNOWLEDGE).expanduser(),
        cache=Path(environment.get("MINGFA_CACHE") or Path(caches) / "mingfa").expanduser(),
        token=read.text("TELEGRAM_BOT_TOKEN"),
        api_url=api_url,
        file_url=read.url("TELEGRAM_FILE_URL") or f"{api_url}/file",
        webhook_url=read.url("WEBHOOK_URL"),
        webhook_secret=read.secret("WEBHOOK_SECRET"),
        port=int(read.number("PORT", 8080, 1, 65_535)),
        webhook_listen=read.address("WEBHOOK_LISTEN"),
        owners=read.ids("MINGFA_OWNERS"),
        overheard_per_hour=int(read.number("MINGFA_OVERHEARD_PER_HOUR", 6, 0, 1000)),
        questions_per_minute=int(read.number("MINGFA_QUESTIONS_PER_MINUTE", 10, 1, 1_000_000)),
        max_age=timedelta(seconds=read.number("MINGFA_MAX_AGE", 600, 1, 30 * _DAY)),
        poll_interval=read.number("MINGFA_POLL_INTERVAL", 0.0, 0, 60),
        self_approve=read.flag("MINGFA_SELF_APPROVE", True),
        misses_days=int(read.number("MINGFA_MISSES_DAYS", 90, 1, 3650)),
        # Not less than a week: what was sent can be taken back for two days, and somebody wants to see the sheet.
        broadcasts_days=int(read.number("MINGFA_BROADCASTS_DAYS", 365, 7, 3650)),
        # Telegram takes about 30 and 20; answers to people need some of that.
        broadcasts_per_second=int(read.number("MINGFA_BROADCASTS_PER_SECOND", 25, 1, 30)),
        broadcasts_per_minute=int(read.number("MINGFA_BROADCASTS_PER_MINUTE", 18, 1, 20)),
        broadcasts_resend=read.flag("MINGFA_BROADCASTS_RESEND", False),
        make_up=timedelta(hours=read.number("MINGFA_MAKE_UP_HOURS", 3.0, 0, 168)),
        two_people=read.flag("MINGFA_TWO_PEOPLE", True),
        log_level=read.level("LOG_LEVEL"),
        database_url=read.text("DATABASE_URL"),
    )


class _Reader:
    """Typed values of variables; a variable that is empty counts as not set."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str) -> str:
        """As written, without white space around it."""
        return self._environment.get(name, "").strip()

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """A number within bounds; whole when ``default`` is."""
        text = self.text(name)
        if not text:
            return default
        whole = isinstance(default, int)
        try:
            value: float = int(text) if whole else float(text)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise _bad(name, "integer" if whole else "number", least=least, most=most)
        return value

    def flag(self, name: str, default: bool) -> bool:
        """On or off."""
        text = self.text(name).lower()
        if text in ("", "on", "1", "yes", "true"):
            return True if text else default
        if text not in ("off", "0", "no", "false"):
            raise _bad(name, "flag")
        return False

    def ids(self, name: str) -> frozenset[int]:
        """User ids, with commas or spaces between them."""
        parts = [part for part in re.split(r"[,，、;；\s]+", self.text(name)) if part]
        if not all(part.isascii() and part.isdecimal() and 0 < int(part) <= _LARGEST_ID for part in parts):
            raise _bad(name, "ids")
        return frozenset(map(int, parts))

    def url(self, name: str) -> str:
        """A web address without the slash at its end; empty when not set."""
        text = self.text(name).rstrip("/")
        try:
            sound = not text or (urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).hostname))
        except ValueError:
            sound = False
        if not sound:
            raise _bad(name, "url")
        return text

    def address(self, name: str) -> str:
        """An address of this machine to listen on; empty when not set: all of them."""
        text = self.text(name).strip("[]")
        try:
            return str(ip_address("127.0.0.1" if text == "localhost" else text)) if text else ""
        except ValueError:
            raise _bad(name, "address") from None

    def secret(self, name: str) -> str:
        """What Telegram accepts as a webhook's secret token."""
        text = self.text(name)
        if text and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
            raise _bad(name, "secret")
        return text

    def level(self, name: str) -> str:
        """A log level's name."""
        text = self.text(name).upper() or "INFO"
        if text not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise _bad(name, "level")
        return text


def _bad(name: str, reason: str, **bounds: float) -> SettingsError:
    return SettingsError(texts.BAD_SETTING.format(name=name, reason=texts.SETTING_REASONS[reason].format(**bounds)))
