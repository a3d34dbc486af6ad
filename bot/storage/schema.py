"""All tables in one place: whoever needs every table imports this module, so that none is forgotten."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import bot.storage
from bot.storage.tables import metadata

# Each module named …tables adds its own to the metadata.
for _module in iter_modules(bot.storage.__path__):
    if _module.name.endswith("tables"):
        import_module(f"bot.storage.{_module.name}")

__all__ = ["metadata"]
