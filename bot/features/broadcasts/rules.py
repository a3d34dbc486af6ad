"""Settings → the rules by which broadcasts are sent."""

from __future__ import annotations

from bot.outbox.pacing import Limits
from bot.outbox.states import Policy
from bot.outbox.store.finish import Rules
from bot.settings.config import Settings


def rules_of(settings: Settings) -> Rules:
    """The rules that these settings mean."""
    limits = Limits(per_second=float(settings.broadcasts_per_second), per_minute=settings.broadcasts_per_minute)
    return Rules(Policy(resend_uncertain=settings.broadcasts_resend), limits)
