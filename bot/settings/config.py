"""The environment (and ``.env``) → one frozen ``Settings``. Nobody else reads the environment.

A setting is one field: its name, default, bounds and what it means for whoever runs the bot; the README's table is made of them
(``bot/settings/table.py``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.library.folding import unquoted
from bot.settings import kinds, texts
from bot.settings.dotenv import read_file
from bot.settings.error import SettingsError, bad
from bot.settings.proxy import OUR_SETTING, Proxy, find_proxy, proxy_variables, system_proxies

__all__ = ["Settings", "SettingsError", "parse_settings", "read_environment"]

_BUILT_IN_KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
MESSAGES_PER_SECOND = 28
"""All messages of the bot: Telegram takes about thirty."""


class Settings(BaseModel):
    """Everything that can be set from outside. Secrets never show in ``repr``, and no value in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)

    knowledge: kinds.Folder = Field(_BUILT_IN_KNOWLEDGE, alias="MINGFA_KNOWLEDGE")
    """the knowledge folder; without it the one here"""
    cache: kinds.Folder = Field(alias="MINGFA_CACHE")
    """where what is costly to compute is kept; without it `~/.cache/mingfa`. Safe to delete"""
    token: kinds.Plain = Field("", alias="TELEGRAM_BOT_TOKEN", repr=False)
    """the token from @BotFather"""
    api_url: kinds.Url = Field("https://api.telegram.org", alias="TELEGRAM_API_URL")
    """the Bot API server; another one when it is self-hosted"""
    file_url: kinds.Url = Field(default_factory=lambda read: f"{read['api_url']}/file", alias="TELEGRAM_FILE_URL")
    """where that server keeps files; without it `…/file` of the former"""
    webhook_url: kinds.Url = Field("", alias="WEBHOOK_URL")
    """webhook instead of long polling: the public address"""
    webhook_secret: kinds.Secret = Field("", alias="WEBHOOK_SECRET", repr=False)
    """generated when it is not set"""
    port: kinds.Whole = Field(8080, alias="PORT", ge=1, le=65_535)
    """that the webhook listens on; `GET /health` answers 200 when the bot is up"""
    webhook_listen: kinds.Address = Field("", alias="WEBHOOK_LISTEN")
    """the address that the webhook listens on, such as `127.0.0.1` behind a reverse proxy on the same machine; all of them when not
    set"""
    owners: kinds.Ids = Field(frozenset(), alias="MINGFA_OWNERS")
    """ids of the people who own the bot, separated by commas"""
    overheard_per_hour: kinds.Whole = Field(6, alias="MINGFA_OVERHEARD_PER_HOUR", ge=0, le=1000)
    """unasked answers an hour in one group"""
    questions_per_minute: kinds.Whole = Field(10, alias="MINGFA_QUESTIONS_PER_MINUTE", ge=1, le=1_000_000)
    """questions a minute from one person; then one kind notice, then silence. Work of staff, presses of buttons and inline queries are
    counted apart, with limits that are multiples of it (12, 4 and 6 times as many)"""
    max_age: kinds.Seconds = Field(timedelta(seconds=600), alias="MINGFA_MAX_AGE", ge=timedelta(seconds=1), le=timedelta(days=30))
    """seconds; messages that are older when they arrive after a pause, or when their turn to be answered comes in a rush, are not
    answered; `/health` counts the latter"""
    poll_interval: kinds.Number = Field(0.0, alias="MINGFA_POLL_INTERVAL", ge=0, le=60)
    """seconds between two polls, for servers without long polling"""
    self_approve: kinds.Flag = Field(True, alias="MINGFA_SELF_APPROVE")
    """whether an editor may approve own proposals"""
    two_people: kinds.Flag = Field(True, alias="MINGFA_TWO_PEOPLE")
    """whether another announcer than the one who prepared it must release a broadcast, if there are two; decided in the transaction of
    the release, for chat and shell"""
    misses_days: kinds.Whole = Field(90, alias="MINGFA_MISSES_DAYS", ge=1, le=3650)
    """days that questions without an answer are kept, without names and numbers"""
    # Not less than a week: what was sent can be taken back for two days, and somebody wants to see the sheet.
    broadcasts_days: kinds.Whole = Field(365, alias="MINGFA_BROADCASTS_DAYS", ge=7, le=3650)
    """days that broadcasts that are over are kept, with their sheets"""
    messages_per_second: kinds.Whole = Field(MESSAGES_PER_SECOND, alias="MINGFA_MESSAGES_PER_SECOND", ge=0, le=1000)
    """the most messages a second in all, answers and broadcasts together (Telegram takes about 30); 0 for a Bot API server of your own
    without limits"""
    # Telegram takes about 30 and 20; answers to people need some of that.
    broadcasts_per_second: kinds.Whole = Field(25, alias="MINGFA_BROADCASTS_PER_SECOND", ge=1, le=30)
    """the most broadcast messages a second in all; given out in threes, and fewer while the bot answers more than three messages a
    second (people go first) or when Telegram says so"""
    broadcasts_per_minute: kinds.Whole = Field(18, alias="MINGFA_BROADCASTS_PER_MINUTE", ge=1, le=20)
    """the most broadcast messages a minute into one group"""
    broadcasts_resend: kinds.Flag = Field(False, alias="MINGFA_BROADCASTS_RESEND")
    """send again what nobody knows the end of, rather twice than not at all"""
    make_up: kinds.Hours = Field(timedelta(hours=3), alias="MINGFA_MAKE_UP_HOURS", ge=timedelta(0), le=timedelta(hours=168))
    """a run of a repeating broadcast that was missed for longer is left out and noted"""
    proxies: Mapping[str, str] = Field({}, alias=OUR_SETTING, repr=False)
    """the proxy to Telegram: `http://127.0.0.1:7890`, `socks5://user:password@host:1080`; `off`: none. Without it `HTTPS_PROXY`,
    `ALL_PROXY` and `NO_PROXY` count as everywhere, from the environment and from `.env`"""
    database_url: kinds.Text = Field("", alias="DATABASE_URL", repr=False)
    """PostgreSQL, in any form that hosting platforms hand out, also behind a pooler in transaction mode (PgBouncer and the like;
    nothing need be said about it); add `?sslmode=require` for another machine. Without it SQLite in `var/mingfa.db`"""
    log_level: kinds.Level = Field("INFO", alias="LOG_LEVEL")
    """`DEBUG`, `INFO`, `WARNING` or `ERROR`"""

    @property
    def proxy(self) -> Proxy | None:
        """What Telegram is asked through, if not directly. Raises ``SettingsError``: only who talks to Telegram needs a sound one."""
        return find_proxy(self.api_url, self.proxies)


_FIELDS = {str(field.alias): field for field in Settings.model_fields.values()}


def read_environment(folder: Path | None = None) -> dict[str, str]:
    """The process environment on top of ``.env`` in ``folder`` (default: the current one). Raises ``SettingsError``."""
    try:
        folder = folder or Path.cwd()
    except OSError as error:
        raise SettingsError(texts.FOLDER_GONE) from error
    told = {**read_file(folder / ".env"), **os.environ}
    return {**system_proxies(told), **told}


def parse_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from variables; raises ``SettingsError`` for unknown ``MINGFA_*`` names and bad values. An empty one is not set."""
    for name in environment:
        if name.startswith("MINGFA_") and name not in _FIELDS:
            raise SettingsError(_unknown(name))
    said = {name: value for name, value in environment.items() if name in _FIELDS and unquoted(value)}
    try:
        return Settings.model_validate({"MINGFA_CACHE": _caches(environment) / "mingfa", **said, OUR_SETTING: proxy_variables(environment)})
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        kind = kinds.kind_of(_FIELDS[name])
        if kind is None:
            raise
        raise bad(name, kind.reason, **kinds.bounds_of(_FIELDS[name])) from None


def _caches(environment: Mapping[str, str]) -> Path:
    """Where programs keep what they can compute again; below the working folder for an account without a home."""
    if said := environment.get("XDG_CACHE_HOME") or environment.get("HOME"):
        return Path(said) if environment.get("XDG_CACHE_HOME") else Path(said) / ".cache"
    try:
        return Path.home() / ".cache"
    except RuntimeError:
        return Path("var")


def _unknown(name: str) -> str:
    known = [ours for ours in _FIELDS if ours.startswith("MINGFA_")]
    near = get_close_matches(name, known, 1)
    meant = texts.UNKNOWN_SETTING_MEANT.format(near=near[0]) if near else ""
    return texts.UNKNOWN_SETTING.format(name=name, meant=meant, known="、".join(known))
