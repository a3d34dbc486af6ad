"""Settings → the rules by which broadcasts are sent, and the services that keep them."""

from __future__ import annotations

from collections.abc import Callable

from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.service import BroadcastService
from bot.outbox.pacing import RateLimits
from bot.outbox.states import Policy
from bot.outbox.store.finish import Rules
from bot.outbox.store.pace import Clock
from bot.settings.config import Settings
from bot.storage.engine import Database
from bot.when import CHINA


def rules_of(settings: Settings) -> Rules:
    """The rules that these settings mean."""
    limits = RateLimits(per_second=float(settings.broadcasts_per_second), per_minute=settings.broadcasts_per_minute)
    return Rules(Policy(resend_uncertain=settings.broadcasts_resend), limits)


def overview_of(database: Database, clock: Clock, settings: Settings) -> Overview:
    """Broadcasts as they are, with our pace."""
    return Overview(database, clock, rules_of(settings).limits, two_people=settings.two_people)


def announcing(database: Database, clock: Clock, settings: Settings, wake: Callable[[], None] = lambda: None) -> BroadcastService:
    """What is done with broadcasts, by our settings."""
    rules = rules_of(settings)
    return BroadcastService(database, clock, CHINA, two_people=settings.two_people, rules=rules, wake=wake, make_up=settings.make_up)
