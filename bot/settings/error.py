"""What is said when a setting cannot be used."""

from __future__ import annotations

from bot.settings import texts


class SettingsError(Exception):
    """A setting that cannot be used; the message says which and why (Chinese), and never shows a value, which may be secret."""


def bad(name: str, reason: str, **bounds: float) -> SettingsError:
    """The setting ``name`` has a value that is no ``reason`` (a key of ``texts.SETTING_REASONS``)."""
    return SettingsError(texts.BAD_SETTING.format(name=name, reason=texts.SETTING_REASONS[reason].format(**bounds)))
