"""Every conversation, in the order of the menus, and the services that they work with. One line a feature."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.access import Role
from bot.answering.live import LiveKnowledge
from bot.app.delivering import cards_of
from bot.chat.conversation import Conversation
from bot.chat.desk import Desk
from bot.chat.gate import Gate
from bot.chat.host import Backing
from bot.features.asking.cards import cards
from bot.features.asking.commands import looking
from bot.features.asking.service import Asking
from bot.features.broadcasts.acts import steering
from bot.features.broadcasts.audiences import Audiences
from bot.features.broadcasts.dialogue import broadcast
from bot.features.broadcasts.edit_dialogue import rewording
from bot.features.broadcasts.listing import broadcasts
from bot.features.broadcasts.rules import announcing, overview_of
from bot.features.exchange.export_conversation import exporting
from bot.features.exchange.import_conversation import importing
from bot.features.exchange.knowledge_files import KnowledgeFiles
from bot.features.groups.newcomers import Newcomers
from bot.features.groups.newcomers_conversation import newcomers
from bot.features.groups.news import GroupNews
from bot.features.groups.register import Register
from bot.features.groups.register_conversation import register, tags, unit
from bot.features.groups.settings import GroupSettings
from bot.features.groups.settings_conversation import group_settings
from bot.features.people.me import me
from bot.features.people.personal_data import Kept, PersonalData
from bot.features.people.roles import Roles
from bot.features.people.roles_conversation import roles
from bot.features.reports.audit_log import AuditLog
from bot.features.reports.auditing import auditing
from bot.features.reports.condition import Health, Running
from bot.features.reports.health import health
from bot.features.reports.statistics import Statistics
from bot.features.reports.stats import stats
from bot.features.teaching.dry_run_conversation import dry_run
from bot.features.teaching.lessons import Lessons
from bot.features.teaching.misses import Misses
from bot.features.teaching.misses_conversation import misses
from bot.features.teaching.pending_conversation import pending
from bot.features.teaching.reload_conversation import reloading
from bot.features.teaching.reloading import Reloading
from bot.features.teaching.teach_conversation import teach
from bot.features.teaching.teaching import Teaching
from bot.outbox.outbox import Outbox
from bot.places.doors import Doors
from bot.platforms.telegram.context import Services
from bot.settings.config import Settings
from bot.storage.acts import Acts
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.recorder import Recorder
from bot.storage.veil import Veil

CONVERSATIONS: tuple[Conversation[Any], ...] = (
    cards,
    looking,
    group_settings,
    register,
    tags,
    unit,
    newcomers,
    roles,
    health,
    me,
    stats,
    auditing,
    rewording,
    broadcast,
    broadcasts,
    steering,
    misses,
    teach,
    pending,
    dry_run,
    reloading,
    exporting,
    importing,
)  # fmt: skip


def asking_of(services: Services) -> Asking:
    """What conversations about questions work with, by what the process has now."""
    def may_keep(user_id: int) -> bool:
        return services.limits.misses.admit(user_id, services.today())

    return Asking(services.knowledge, services.answers, services.recorder, services.preferences, may_keep, services.today)


@dataclass(frozen=True, slots=True)
class GroupParts:
    """What the bot that runs shares with the services of groups.

    ``changed``: a group's settings are not as before; ``may_change``: whether a group's own admin may change one more today.
    """

    newcomers: Newcomers
    news: GroupNews
    changed: Callable[[int], Awaitable[None]]
    may_change: Callable[[int, date], bool]


def _no_groups(acts: Acts) -> GroupParts:
    """Where no bot runs: nothing is remembered, and nobody can be told. A bot beside it finds it all in the database."""
    newcomers = Newcomers(acts)

    async def changed(chat_id: int) -> None:
        del chat_id

    return GroupParts(newcomers, GroupNews(acts, None, (), newcomers), changed, lambda user_id, today: True)


@dataclass(frozen=True, slots=True)
class Parts:
    """What services are made of. ``forget``: makes this process forget somebody; ``running``: what it knows of itself.

    ``teaching``: ``None`` where the knowledge cannot be changed from the chat. ``groups``: ``None`` where no bot runs.
    """

    database: Database
    clock: Callable[[], datetime]
    settings: Settings
    knowledge: LiveKnowledge
    recorder: Recorder | None
    forget: Callable[[int], Awaitable[None]]
    running: Running
    asking: Asking
    teaching: Teaching | None = None
    groups: GroupParts | None = None
    outbox: Outbox | None = None

    @property
    def veil(self) -> Veil:
        """What finds the rows of a person."""
        return Veil(self.settings.token)


def services(parts: Parts) -> Desk:
    """What conversations work with, once there is a database."""
    acts, settings = Acts(parts.database, parts.clock), parts.settings
    missed = Misses(acts, parts.knowledge)
    groups = parts.groups or _no_groups(acts)
    doors = Doors(acts, settings.owners)
    return Desk(
        parts.asking,
        GroupSettings(acts, doors, groups.news, settings.overheard_per_hour, groups.changed, groups.may_change),
        Register(acts),
        doors,
        groups.newcomers,
        groups.news,
        Roles(acts, settings.owners),
        Health(acts, parts.running),
        PersonalData(settings.owners, parts.forget, Kept(acts, parts.veil, parts.recorder, settings.misses_days)),
        Statistics(acts, lambda key: parts.knowledge.answerer.hit(key)),
        AuditLog(acts),
        missed,
        *_teaching(acts, parts.teaching, missed, self_approve=settings.self_approve),
        *_broadcasts(parts),
    )  # fmt: skip


def _teaching(acts: Acts, teaching: Teaching | None, missed: Misses, *, self_approve: bool) -> list[object]:
    """What changes the knowledge."""
    if teaching is None:
        return []
    lessons = Lessons(acts, teaching, missed, self_approve=self_approve)
    return [lessons, Reloading(acts, teaching.keeper), KnowledgeFiles(acts, teaching)]


def _broadcasts(parts: Parts) -> list[object]:
    """What prepares and steers broadcasts; without an outbox nothing can be looked at as it will look."""
    database, clock, settings, outbox = parts.database, parts.clock, parts.settings, parts.outbox
    wake = outbox.wake if outbox is not None else lambda: None
    made = [overview_of(database, clock, settings), announcing(database, clock, settings, wake), Audiences(database)]
    return [*made, cards_of(parts.knowledge), *([] if outbox is None else [outbox])]


def without_database(owners: Collection[int], forget: Callable[[int], Awaitable[None]]) -> Backing:
    """What there is as long as no database could be opened: what everybody may do."""

    async def roles_of(user_id: int) -> frozenset[Role]:
        del user_id
        raise DatabaseUnavailable("missing")

    return Backing(Gate(roles_of, None, owners), None, Desk(PersonalData(owners, forget)))
