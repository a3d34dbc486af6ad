"""What the settings allow although it is a risk: told once at the start, with what to change."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from bot.app import texts
from bot.settings.config import Settings
from bot.storage.address import PostgresServer, is_local, parse_address


def cautions(settings: Settings) -> list[str]:
    """One sentence a risk. Raises ``BadDatabaseUrl``."""
    found = []
    api = urlsplit(settings.api_url)
    if api.scheme == "http" and not is_local(api.hostname or ""):
        found.append(texts.PLAIN_API.format(host=api.hostname))
    database = parse_address(settings.database_url, Path("var/mingfa.db"))
    if isinstance(database, PostgresServer) and database.maybe_plain:
        found.append(texts.PLAIN_DATABASE.format(database=database))
    return found
