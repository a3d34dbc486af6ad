"""``python -m bot broadcast``: a dry run first, then a draft that the running bot sends."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.access import Role
from bot.cli import texts
from bot.features.broadcasts import texts as broadcasts_texts
from bot.outbox.store import broadcasts as store
from bot.places.store import groups as register
from tests import forks
from tests.fakes.bot_api import BotApi
from tests.office import Office
from tests.places import ours
from tests.proxies import socks_proxy
from tests.test_features.test_broadcasts.test_dialogue import enter

NOTICE = "周五下午三点开会。"


async def command(office: Office, folder: Path, *arguments: str, token: str | None = None, **more: str) -> tuple[int, str]:
    """Run the command in a process of its own; exit code and all that it printed. ``token``: without one it reaches nobody."""
    wire = {} if token is None else {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_API_URL": office.api.url}
    environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": str(folder / "mingfa.db"), "HOME": str(folder), **wire, **more}
    process = await forks.start("-m", "bot", "broadcast", *arguments, env=environment)
    printed, complained = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode or 0, (printed + complained).decode()


@pytest.fixture
def notice(tmp_path: Path) -> str:
    file = tmp_path / "notice.md"
    file.write_text(NOTICE, encoding="utf-8")
    return str(file)


async def test_looked_at_released_and_sent_by_the_bot(office: Office, api: BotApi, tmp_path: Path, notice: str) -> None:
    group = api.group("乡镇群", office.owner)
    async with office.database.write() as tx:
        await ours(tx, group.id, group.title or "", "supergroup", office.desk.clock())
        await register.add_tag(tx, group.id, "乡镇")
        await register.see(tx, -4242, "看热闹", "supergroup", office.desk.clock())  # nobody took it in
        await register.add_tag(tx, -4242, "乡镇")
    code, said = await command(office, tmp_path, "--file", notice, "--to", "all", "--dry-run")
    assert (code, "1 个群会收到" in said, "看热闹" in said) == (0, True, False), said
    code, said = await command(office, tmp_path, "--file", notice, "--to", "group:-4242", "--dry-run")
    assert (code, "还没有收下" in said) == (2, True), said
    code, said = await command(office, tmp_path, "--file", notice, "--to", "tag:乡镇", "--dry-run")
    assert code == 0
    assert NOTICE in said
    assert "1 个群会收到" in said
    assert broadcasts_texts.BROADCAST_AT_RELEASE in said
    code, said = await command(office, tmp_path, "--file", notice, "--to", "all", "--at", "每周一 8:30 只在工作日", "--dry-run")
    assert (code, "每周一 8:30" in said, said.count(" 08:30") >= 3) == (0, True, True), said
    code, said = await command(office, tmp_path, "--file", notice, "--to", "all", "--at", "2020-01-01 09:00", "--dry-run")
    assert (code, "已经过去" in said) == (2, True), said
    code, said = await command(office, tmp_path, "--file", notice, "--to", "tag:乡镇")
    assert code == 2
    assert texts.CLI_BROADCAST_NO_ANSWER in said
    async with office.database.read() as tx:
        assert not await store.latest(tx)
    code, said = await command(office, tmp_path, "--file", notice, "--to", "tag:乡镇", "--yes")
    assert code == 0, said
    assert "已送达：1" in said
    assert [message.text for message in api.messages(group)] == [NOTICE]
    code, said = await command(office, tmp_path, "status")
    assert NOTICE in said


async def test_the_status_lists_what_nobody_knows_the_end_of(office: Office, api: BotApi, tmp_path: Path, notice: str) -> None:
    group = api.group("东乡群", office.owner)
    async with office.database.write() as tx:
        await ours(tx, group.id, group.title or "", "supergroup", office.desk.clock())
    api.faults.drop(accepted=True, method="sendMessage", chat=[group.id])
    code, said = await command(office, tmp_path, "--file", notice, "--to", "all", "--yes")
    assert code == 0, said
    assert texts.CLI_BROADCAST_UNCERTAIN.format(count=1) in said
    assert "1. 东乡群，2" in said


async def test_what_is_wrong_is_said(office: Office, api: BotApi, tmp_path: Path, notice: str) -> None:
    group = api.group("乡镇群", office.owner)
    async with office.database.write() as tx:
        await ours(tx, group.id, group.title or "", "supergroup", office.desk.clock())
    wrong = tmp_path / "wrong.md"
    wrong.write_text("<b>开会", encoding="utf-8")
    for arguments, words in (
        (["--to", "all"], texts.CLI_BROADCAST_NEEDS),
        (["--file", str(tmp_path / "none.md"), "--to", "all"], "none.md"),
        (["--file", str(wrong), "--to", "all"], "b"),
        (["--file", notice, "--to", "没有的镇"], broadcasts_texts.BROADCAST_TO_WHOM_USAGE),
        (["--file", notice, "--to", "all", "--at", "2020-01-01 09:00", "--yes"], "已经过去"),
        (["status", "7"], broadcasts_texts.BROADCAST_UNKNOWN.format(number=7)),
    ):
        code, said = await command(office, tmp_path, *arguments)
        assert (code, words in said) == (2, True), said


async def test_with_two_announcers_one_of_them_releases(office: Office, api: BotApi, tmp_path: Path, notice: str) -> None:
    ann, bao = await office.person("小安", Role.ANNOUNCER), await office.person("小宝", Role.ANNOUNCER)
    group = api.group("乡镇群", office.owner)
    async with office.database.write() as tx:
        await ours(tx, group.id, group.title or "", "supergroup", office.desk.clock())
    code, said = await command(office, tmp_path, "--file", notice, "--to", "all", "--yes")
    assert (code, texts.CLI_BROADCAST_SECOND_UNTOLD.format(number=1) in said) == (0, True), said
    bao.blocks()
    async with socks_proxy() as proxy:
        way = {"ALL_PROXY": f"socks://127.0.0.1:{proxy.port}"}
        code, said = await command(office, tmp_path, "--file", notice, "--to", "all", "--yes", token=api.token, **way)
    assert (code, texts.CLI_BROADCAST_SECOND.format(count=1) in said) == (0, True), said
    assert proxy.asked
    asked = api.messages(ann)[-1]
    assert broadcasts_texts.BROADCAST_ASK_RELEASE.format(name=texts.CLI_BROADCAST_ACTOR, number=2) in asked.text
    await office.quiet()
    assert not api.messages(group)
    await office.press(ann, asked, broadcasts_texts.BUTTON_BC_PREVIEW)
    await office.press(ann, api.messages(ann)[-1], broadcasts_texts.BUTTON_BC_RELEASE)
    assert (await api.next_message(group)).text == NOTICE


async def test_the_dry_run_shows_the_addresses_that_are_sent(office: Office, api: BotApi, tmp_path: Path) -> None:
    group = api.group("龙泉镇群", office.owner)
    await enter(office, group, unit="龙泉镇")
    file = tmp_path / "notice.md"
    hidden, bare = "https://x.gov.cn/l?type=2&noticeId=15&regionCode=520524", "https://mp.weixin.qq.com/s?__biz=A&mid=1"
    # As the editor of Chinese Windows saves it.
    file.write_bytes(f"见[权责清单]({hidden})，\r\n{bare} 和 {bare}__".encode("gb18030"))
    code, said = await command(office, tmp_path, "--file", str(file), "--to", "龙泉镇", "--dry-run")
    assert code == 0, said
    assert texts.CLI_BROADCAST_LINK.format(words="权责清单", address=hidden) in said
    assert texts.CLI_BROADCAST_ADDRESS.format(address=bare) in said
    assert "龙泉镇：1 个群会收到" in said
