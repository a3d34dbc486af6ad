"""Settings → the rules by which broadcasts are sent."""

from __future__ import annotations

from bot.broadcasting.pacing import Limits
from bot.broadcasting.states import Policy
from bot.config import Settings
from bot.storage.broadcast_finish import Rules


def rules_of(settings: Settings) -> Rules:
    """The rules that these settings mean."""
    limits = Limits(per_second=float(settings.broadcasts_per_second), per_minute=settings.broadcasts_per_minute)
    return Rules(Policy(resend_uncertain=settings.broadcasts_resend), limits)
