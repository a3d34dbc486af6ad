"""The scenes: what is said and pressed, and which messages are in the picture."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.access import Role
from bot.features.asking.store import questions
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import Reason
from bot.places.store import groups, staff
from bot.storage.tables import question_log
from tests.fakes.bot_api.state import Chat, Message
from tests.pictures.stage import NOW, Stage
from tests.places import ours

ASKS = "上面没说让干的事，我们乡里能自己拍板干吗"
BETWEEN = "开会定大事有什么规矩"
UNKNOWN = ("村里能不能自己定罚款", "食堂中午几点开饭", "公租房怎么申请")
ENTRIES = ("p12-3", "p12-3", "p12-3", "p12-7", "p12-7", "p10-4", "p15-6", "p13-2", "p13-2", "p05-4")
NOTICE = """/broadcast 单位:司法局 明天 9:00
各位同事：本周五下午三点在三楼会议室集中学法，请带上执法案卷。"""
UNITS = {"司法局": 30, "城关镇": 22, "住房和城乡建设局": 14, "青山乡": 11, "市场监督管理局": 7}


@dataclass(frozen=True, slots=True)
class Shot:
    """The messages of one picture, and the photos among them by message id."""

    messages: list[Message]
    photos: dict[int, bytes] = field(default_factory=dict)


async def prepare(stage: Stage) -> Chat:
    """Roles, a work group of the judicial bureau, and a month of questions."""
    now = NOW
    group = stage.api.group("司法局工作群", stage.api.person("王磊"), stage.staff)
    stage.staff.promotes(stage.staff, group)
    chance = random.Random(7)
    async with stage.database.write() as tx:
        for role in Role:
            await staff.grant(tx, stage.staff.id, role, name="刘芳", by=stage.staff.id, now=now)
        await ours(tx, group.id, "司法局工作群", "supergroup", now)
        await groups.change(tx, group.id, unit="司法局")
        for days in range(30):
            at = now - timedelta(days=days)
            busy = 1.0 if at.weekday() < 5 else 0.2
            for unit, often in UNITS.items():
                for _ in range(round(often * busy * chance.uniform(0.05, 0.3))):
                    outcome = chance.choices(("answer", "choose", "none"), (70, 20, 10))[0]
                    entry = chance.choice(ENTRIES) if outcome == "answer" else None
                    log_id = await questions.record(tx, at=at, unit=unit, chat_kind="supergroup", outcome=outcome, entry_id=entry)
                    if outcome == "answer" and chance.random() < 0.3:
                        up = chance.random() < 0.9
                        await tx.execute(question_log.update().where(question_log.c.id == log_id).values(ups=int(up), downs=int(not up)))
        for number, question in enumerate(UNKNOWN):
            for _ in range(3 - number):
                await misses.store(tx, question, reason=Reason.NONE, near=["p12-3"], unit="城关镇", chat_id=None, now=now)
    return group


async def answer_card(stage: Stage, group: Chat) -> Shot:
    """A question in a work group and its card."""
    wang = stage.api.person("王磊")
    wang.joins(group)
    said = wang.command("ask", ASKS, group)
    return Shot([said, await stage.answer(said)])


async def choice(stage: Stage, group: Chat) -> Shot:
    """A question that may mean several things."""
    person = stage.api.person("王磊", started=True)
    said = person.says(BETWEEN)
    return Shot([said, await stage.answer(said)])


async def settings(stage: Stage, group: Chat) -> Shot:
    """The settings of a group."""
    said = stage.staff.command("settings", "", group)
    return Shot([said, await stage.answer(said)])


async def missed(stage: Stage, group: Chat) -> Shot:
    """A question that got no answer, chosen from the list."""
    said = stage.staff.command("misses")
    answer = await stage.answer(said)
    await stage.staff.presses(answer, answer.button_texts[0])
    await stage.settled()
    return Shot([said, answer])


async def broadcast(stage: Stage, group: Chat) -> Shot:
    """A notice with its preview, before its release."""
    said = stage.staff.says(NOTICE)
    await stage.answer(said)
    return Shot([said, *stage.api.messages(said.chat)])


async def figures(stage: Stage, group: Chat) -> Shot:
    """The picture of a month."""
    said = stage.staff.command("stats", "30")
    answer = await stage.answer(said)
    return Shot([said, answer], {answer.message_id: stage.photo(answer)})


Scene = Callable[[Stage, Chat], Awaitable[Shot]]
SCENES: dict[str, Scene] = {
    "answer": answer_card,
    "choose": choice,
    "settings": settings,
    "misses": missed,
    "broadcast": broadcast,
    "stats": figures,
}
