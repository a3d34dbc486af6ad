"""The host with a conversation of its own: who may, which dialogue, what is played in which order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from bot.access import Action, Role, Verdict
from bot.chat import texts
from bot.chat.actor import Actor, Caller, ChatPlace
from bot.chat.conversation import EVERYBODY, Act, Conversation, Objection, stamp
from bot.chat.desk import Desk
from bot.chat.gate import Gate
from bot.chat.host import Backing, Host
from bot.chat.press import Press
from bot.chat.reply import Reply, done, end, go, nothing, say, show, tell, then, working
from bot.chat.said import Said
from bot.chat.screen import Screen
from bot.storage.dialogs import Dialogs
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

CLERK, EDITOR, OTHER = 11, 12, 13


class Keep(Press, prefix="tk1"):
    shown: str


class Look(Press, prefix="tk2"):
    what: int


class Hello(Press, prefix="hello", root="t"):
    pass


@dataclass(frozen=True)
class Basket:
    items: tuple[str, ...] = ()


basket = Conversation("basket", Action.TEACH, Basket)
greeting = Conversation[None]("greeting", EVERYBODY)


@basket.command("basket", "装东西")
async def begin(act: Act[Basket], words: str) -> Reply:
    return go(Basket(tuple(words.split()))) + show(f"有 {words}")


@basket.press(Keep, shows=lambda kept: stamp(kept.items))
async def keep(act: Act[Basket], _: Keep) -> Reply:
    return end() + done(f"收下 {'、'.join(act.state.items)}")


@basket.press(Look, Action.GRANT, anytime=True)
async def look(act: Act[Basket], press: Look) -> Reply:
    if press.what == 1:
        act.demand(Action.HEALTH)
    if press.what == 2:
        raise Objection("不行，请改天再来。")
    if press.what == 3:
        raise DatabaseUnavailable("locked")
    return say("看完了")


@basket.hears
async def add(act: Act[Basket], said: Said) -> Reply:
    if said.text == "慢":

        async def job() -> Reply:
            return go(replace(act.state, items=(*act.state.items, "慢的"))) + show("好了") + say("还有")

        return working("请稍等", job)
    grown = replace(act.state, items=(*act.state.items, said.text))
    return go(grown) + tell(f"有 {' '.join(grown.items)}")


async def _names_an_item(_: Desk, said: Said, kept: Basket | None) -> bool:
    return kept is not None and said.whole in kept.items


@basket.takes_edits(_names_an_item)
async def mended(act: Act[Basket], said: Said) -> Reply:
    async def after() -> Reply:
        return go(Basket((*act.state.items, said.text))) + say("改好了")

    return say(f"{said.whole} 改成 {said.text}") + then(after)


@greeting.command("hello")
async def hello(act: Act[None], _: str) -> Reply:
    return show(f"您好，{'、'.join(sorted(role.value for role in act.who.roles)) or '同志'}")


@greeting.press(Hello)
async def hello_again(act: Act[None], _: Hello) -> Reply:
    return nothing()


@dataclass
class Heard:
    """A stage that keeps what was played on it."""

    pressed: bool = False
    lines: list[str] = field(default_factory=list)

    @property
    def platform(self) -> None:
        return None

    async def show(self, shown: Screen) -> None:
        self.lines.append(f"show {shown.blocks[0].text}")

    async def say(self, shown: Screen) -> None:
        self.lines.append(f"say {shown.blocks[0].text}")

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        self.lines.append(f"toast{'!' if alert else ''} {text}".strip())

    async def announce(self, text: str) -> Heard:
        self.lines.append(f"announce {text}")
        return self

    async def finish(self, shown: Screen) -> None:
        self.lines.append(f"finish {shown.blocks[0].text}")


@dataclass
class Noted:
    """Refused attempts."""

    lines: list[tuple[int, Action, Verdict]] = field(default_factory=list)

    async def note(self, actor: Actor, action: Action, verdict: Verdict) -> None:
        self.lines.append((actor.user_id, action, verdict))


async def roles_of(user_id: int) -> frozenset[Role]:
    held: dict[int, Collection[Role]] = {EDITOR: {Role.EDITOR}, OTHER: {Role.OWNER, Role.EDITOR}}
    return frozenset(held.get(user_id, ()))


@pytest.fixture
def noted() -> Noted:
    return Noted()


@pytest.fixture
def host(database: Database, noted: Noted) -> Host:
    def clock() -> datetime:
        return datetime.now(UTC)

    return Host([basket, greeting], Backing(Gate(roles_of, noted), Dialogs(database, clock), Desk()), clock)


def caller(user_id: int, message: int, place: ChatPlace | None = None) -> Caller:
    return Caller(user_id, "某人", place or ChatPlace(user_id, private=True), message)


async def command(host: Host, user_id: int, name: str, words: str = "", message: int = 1, place: ChatPlace | None = None) -> list[str]:
    stage = Heard()
    await host.command(name, caller(user_id, message, place), Said(words), stage)  # type: ignore[arg-type]
    return stage.lines


async def press(host: Host, user_id: int, data: str, message: int = 2) -> list[str]:
    stage = Heard(pressed=True)
    await host.press(data, caller(user_id, message), stage)  # type: ignore[arg-type]
    return stage.lines


async def write(host: Host, user_id: int, words: str, message: int = 3) -> list[str]:
    stage, who = Heard(), caller(user_id, message)
    listening = await host.listening(who)
    assert listening.conversation is not None
    await host.hear(listening.conversation, who, Said(words), stage)  # type: ignore[arg-type]
    return stage.lines


async def edit(host: Host, user_id: int, before: str, words: str, message: int = 4) -> tuple[bool, list[str]]:
    stage = Heard()
    return await host.edited(caller(user_id, message), Said(words, before), stage), stage.lines  # type: ignore[arg-type]


async def test_an_edited_message_goes_to_the_dialogue_that_it_concerns(host: Host, noted: Noted) -> None:
    assert await edit(host, EDITOR, "茶", "绿茶") == (False, [])
    await command(host, EDITOR, "basket", "茶 米")
    assert await edit(host, EDITOR, "面", "白面") == (False, [])
    # What comes after something was shown is played after it, and kept.
    assert await edit(host, EDITOR, "茶", "绿茶") == (True, ["say 茶 改成 绿茶", "say 改好了"])
    assert await press(host, EDITOR, Keep(stamp(("茶", "米", "绿茶"))).pack(), 5) == ["toast 收下 茶、米、绿茶", "toast"]
    assert noted.lines == []


async def test_without_a_database_an_edit_is_nobodys(host: Host) -> None:
    host.backing = replace(host.backing, dialogs=None)
    assert await edit(host, EDITOR, "茶", "绿茶") == (False, [])


async def test_a_dialogue_from_the_command_to_the_end(host: Host) -> None:
    assert await command(host, EDITOR, "basket", "茶") == ["show 有 茶"]
    assert await write(host, EDITOR, "米") == ["say 有 茶 米"]
    assert await press(host, EDITOR, Keep(stamp(("茶",))).pack()) == [f"toast! {texts.DIALOG_NEWER}", "toast"]
    assert await press(host, EDITOR, Keep(stamp(("茶", "米"))).pack()) == ["toast 收下 茶、米", "toast"]
    assert await press(host, EDITOR, Keep(stamp(("茶", "米"))).pack()) == [f"toast! {texts.DIALOG_OVER}", "toast"]
    assert (await host.listening(caller(EDITOR, 9))).conversation is None


async def test_a_command_begins_anew_and_older_messages_are_told_so(host: Host) -> None:
    await command(host, EDITOR, "basket", "茶", message=1)
    await command(host, EDITOR, "basket", "米", message=5)
    assert await press(host, EDITOR, Keep(stamp(("米",))).pack(), message=2) == [f"toast! {texts.DIALOG_NEWER}", "toast"]
    assert await press(host, EDITOR, Keep(stamp(("米",))).pack(), message=6) == ["toast 收下 米", "toast"]


async def test_long_work_becomes_its_result(host: Host) -> None:
    await command(host, EDITOR, "basket", "茶")
    assert await write(host, EDITOR, "慢") == ["announce 请稍等", "finish 好了", "say 还有"]
    assert await press(host, EDITOR, Keep(stamp(("茶", "慢的"))).pack()) == ["toast 收下 茶、慢的", "toast"]


async def test_who_may_not_hears_one_line_and_it_is_noted(host: Host, noted: Noted) -> None:
    assert await command(host, CLERK, "basket", "茶") == [f"say {texts.COMMAND_UNKNOWN}"]
    assert await press(host, CLERK, "s:tk2:rubbish") == [f"toast! {texts.STAFF_NOT_YOUR_BUTTON}", "toast"]
    assert noted.lines == [(CLERK, Action.TEACH, Verdict.REFUSED), (CLERK, Action.GRANT, Verdict.REFUSED)]
    group = ChatPlace(-5, private=False)
    assert await command(host, EDITOR, "basket", "茶", place=group) == [f"say {texts.STAFF_PRIVATE_ONLY}"]
    assert len(noted.lines) == 2


async def test_what_is_demanded_on_the_way_and_objected_to(host: Host, noted: Noted) -> None:
    assert await press(host, OTHER, Look(1).pack()) == ["say 看完了", "toast"]
    assert await press(host, OTHER, Look(2).pack()) == ["toast! 不行，请改天再来。", "toast"]
    away = texts.STAFF_AWAY.format(reason=DatabaseUnavailable("locked"))
    assert await press(host, OTHER, Look(3).pack()) == [f"toast! {away}", "toast"]
    assert await press(host, OTHER, "s:tk2:x") == [f"toast {texts.TOAST_STALE}", "toast"]
    assert noted.lines == []


async def test_who_lost_their_role_meanwhile_has_the_dialogue_closed(host: Host) -> None:
    await command(host, EDITOR, "basket", "茶")

    async def nobody(_: int) -> frozenset[Role]:
        return frozenset()

    host.backing = replace(host.backing, gate=Gate(nobody, None))
    assert await write(host, EDITOR, "米") == [f"say {texts.STAFF_NO_LONGER}"]
    assert (await host.listening(caller(EDITOR, 9))).conversation is None


async def test_without_a_database_everybody_is_still_greeted(host: Host) -> None:
    async def away(_: int) -> frozenset[Role]:
        raise DatabaseUnavailable("missing")

    host.backing = Backing(Gate(away, None, owners={OTHER}), None, Desk())
    assert await command(host, CLERK, "hello") == ["show 您好，同志"]
    assert await command(host, OTHER, "hello") == ["show 您好，owner"]
    missing = texts.STAFF_AWAY.format(reason=DatabaseUnavailable("missing"))
    assert await command(host, OTHER, "basket", "茶") == [f"say {missing}"]
    assert (await host.listening(caller(OTHER, 9))).conversation is None
    assert await press(host, CLERK, Hello().pack()) == ["toast"]


def test_names_stand_once() -> None:
    backing = Backing(Gate(roles_of, None), None, Desk())
    with pytest.raises(ValueError, match="same name"):
        Host([basket, Conversation("basket", EVERYBODY)], backing, datetime.now)


def test_the_menu_of_a_role() -> None:
    host = Host([basket, greeting], Backing(Gate(roles_of, None), None, Desk()), datetime.now, shared=[("help", "怎么用")])
    assert host.catalogue.menu({Role.EDITOR}) == [("help", "怎么用"), ("basket", "装东西")]
    assert host.catalogue.menu({Role.AUDITOR}) == [("help", "怎么用")]
