"""The environment (and ``.env``) → one frozen ``Settings``. Nobody else reads the environment."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from bot import texts
from bot.library.folding import unquoted
from bot.library.normalize import clean
from bot.outbox.pacing import PER_SECOND
from bot.settings.dotenv import read_file
from bot.settings.error import SettingsError, bad
from bot.settings.proxy import OUR_SETTING, Proxy, find_proxy, proxy_variables, system_proxies

__all__ = ["Settings", "SettingsError", "parse_settings", "read_environment"]

_BUILT_IN_KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
_TELEGRAM = "https://api.telegram.org"
# 64-bit, as Telegram's ids.
_LARGEST_ID = 2**63 - 1
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside.

    ``knowledge`` is the folder of the YAML files, ``cache`` a folder for what is costly to compute.
    ``token``, ``webhook_url``, ``webhook_secret`` and ``database_url`` are empty when not set. ``poll_interval``: seconds.
    ``webhook_listen``: the address that the webhook listens on; empty for all.
    ``two_people``: a broadcast is released by another announcer than the one who prepared it, if there are two.
    ``max_age``: older messages are not answered after a pause. ``misses_days``: how long
    questions without an answer are kept, ``broadcasts_days`` broadcasts that are over, with their sheets.
    ``messages_per_second``: of everything together, answers first; 0 for a server of one's own that has no limits.
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
    messages_per_second: int = PER_SECOND
    broadcasts_per_second: int = 25
    broadcasts_per_minute: int = 18
    broadcasts_resend: bool = False
    make_up: timedelta = timedelta(hours=3)
    self_approve: bool = True
    two_people: bool = True
    log_level: str = "INFO"
    database_url: str = field(default="", repr=False)
    proxies: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def proxy(self) -> Proxy | None:
        """What Telegram is asked through, if not directly. Raises ``SettingsError``: only who talks to Telegram needs a sound one."""
        return find_proxy(self.api_url, self.proxies)


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
    "MINGFA_MESSAGES_PER_SECOND",
    "MINGFA_BROADCASTS_PER_SECOND",
    "MINGFA_BROADCASTS_PER_MINUTE",
    "MINGFA_BROADCASTS_RESEND",
    "MINGFA_MAKE_UP_HOURS",
    "MINGFA_SELF_APPROVE",
    "MINGFA_TWO_PEOPLE",
    OUR_SETTING,
)


def read_environment(folder: Path | None = None) -> dict[str, str]:
    """The process environment on top of ``.env`` in ``folder`` (default: the current one). Raises ``SettingsError``."""
    try:
        folder = folder or Path.cwd()
    except OSError as error:
        raise SettingsError(texts.FOLDER_GONE) from error
    told = {**read_file(folder / ".env"), **os.environ}
    return {**system_proxies(told), **told}


def parse_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from variables; raises ``SettingsError`` for unknown ``MINGFA_*`` names and bad values."""
    for name in environment:
        if name.startswith("MINGFA_") and name not in _KNOWN:
            raise SettingsError(_unknown(name))
    read = _Reader(environment)
    api_url = read.url("TELEGRAM_API_URL") or _TELEGRAM
    return Settings(
        knowledge=read.path("MINGFA_KNOWLEDGE") or _BUILT_IN_KNOWLEDGE,
        cache=read.path("MINGFA_CACHE") or _caches(environment) / "mingfa",
        token=read.plain("TELEGRAM_BOT_TOKEN"),
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
        messages_per_second=int(read.number("MINGFA_MESSAGES_PER_SECOND", PER_SECOND, 0, 1000)),
        broadcasts_per_second=int(read.number("MINGFA_BROADCASTS_PER_SECOND", 25, 1, 30)),
        broadcasts_per_minute=int(read.number("MINGFA_BROADCASTS_PER_MINUTE", 18, 1, 20)),
        broadcasts_resend=read.flag("MINGFA_BROADCASTS_RESEND", False),
        make_up=timedelta(hours=read.number("MINGFA_MAKE_UP_HOURS", 3.0, 0, 168)),
        two_people=read.flag("MINGFA_TWO_PEOPLE", True),
        log_level=read.level("LOG_LEVEL"),
        database_url=read.text("DATABASE_URL"),
        proxies=proxy_variables(environment),
    )


def _caches(environment: Mapping[str, str]) -> Path:
    """Where programs keep what they can compute again; below the working folder for an account without a home."""
    if said := environment.get("XDG_CACHE_HOME") or environment.get("HOME"):
        return Path(said) if environment.get("XDG_CACHE_HOME") else Path(said) / ".cache"
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        return Path("var")


def _unknown(name: str) -> str:
    near = get_close_matches(name, _KNOWN, 1)
    meant = texts.UNKNOWN_SETTING_MEANT.format(near=near[0]) if near else ""
    return texts.UNKNOWN_SETTING.format(name=name, meant=meant, known="、".join(_KNOWN))


class _Reader:
    """Typed values of variables; a variable that is empty counts as not set."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str) -> str:
        """As written, without white space around it."""
        return self._environment.get(name, "").strip()

    def path(self, name: str) -> Path | None:
        """A file or folder; ``None`` when not set."""
        text = self.text(name)
        try:
            return Path(text).expanduser() if text else None
        except RuntimeError as error:  # nobody's home
            raise bad(name, "path") from error

    def plain(self, name: str) -> str:
        """Latin letters and signs, whatever keyboard typed them. Not ``fold``: two dashes in a row are two."""
        return unicodedata.normalize("NFKC", clean(self.text(name))).strip()

    def argument(self, name: str) -> str:
        """In the one form of arguments."""
        return unquoted(self.text(name))

    def number(self, name: str, default: float, least: float, most: float) -> float:
        """A number within bounds; whole when ``default`` is."""
        text = self.argument(name)
        if not text:
            return default
        whole = isinstance(default, int)
        try:
            value: float = int(text) if whole else float(text)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise bad(name, "integer" if whole else "number", least=least, most=most)
        return value

    def flag(self, name: str, default: bool) -> bool:
        """On or off."""
        text = self.argument(name).lower()
        if text in ("", "on", "1", "yes", "true", "开", "是", "打开", "开启", "启用"):
            return True if text else default
        if text not in ("off", "0", "no", "false", "关", "否", "关闭", "关掉", "停用"):
            raise bad(name, "flag")
        return False

    def ids(self, name: str) -> frozenset[int]:
        """User ids, with commas or spaces between them."""
        parts = [part for part in re.split(r"[,;\s]+", self.argument(name)) if part]
        if not all(part.isascii() and part.isdecimal() and len(part) < 20 and 0 < int(part) <= _LARGEST_ID for part in parts):
            raise bad(name, "ids")
        return frozenset(map(int, parts))

    def url(self, name: str) -> str:
        """A web address without the slash at its end; empty when not set."""
        text = self.plain(name).rstrip("/")
        try:
            sound = not text or (urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).hostname))
        except ValueError:
            sound = False
        if not sound:
            raise bad(name, "url")
        return text

    def address(self, name: str) -> str:
        """An address of this machine to listen on; empty when not set: all of them."""
        text = self.plain(name).strip("[]")
        try:
            return str(ip_address("127.0.0.1" if text == "localhost" else text)) if text else ""
        except ValueError:
            raise bad(name, "address") from None

    def secret(self, name: str) -> str:
        """What Telegram accepts as a webhook's secret token."""
        text = self.plain(name)
        if text and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
            raise bad(name, "secret")
        return text

    def level(self, name: str) -> str:
        """A log level's name."""
        text = self.argument(name).upper() or "INFO"
        if text not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise bad(name, "level")
        return text
