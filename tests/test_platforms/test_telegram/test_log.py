"""Nobody's words, names or titles are in the log, whatever happens and at any level: a whole conversation with a real process, searched."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from pathlib import Path

import pytest

from bot.settings.config import Settings
from tests import forks
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Chat, Message
from tests.running import ASKS

PROJECT = Path(__file__).resolve().parents[3]
PASSWORD = "pa55w0rd"
# What is said and done; each holds a mark that nothing else holds.
MARKS = (
    "暗号甲", "暗号乙", "暗号丙", "暗号丁", "暗号戊", "暗号己", "暗号庚", "暗号辛", "暗号壬", "暗号癸", "secretword",
    "王暗名", "暗群", "暗镇", PASSWORD,
)  # fmt: skip

# The bot as it is, with faults built in: an answerer that chokes on a word and says so, libraries of every manner.
PROGRAM = """
import asyncio, logging, sys, threading, warnings
from bot.answering.answerer import Answerer
from bot.platforms.telegram import membership
import bot.cli.main

answer = Answerer.answer
def choke(self, question, **more):
    if "暗号己" in question:
        try:
            {}[question]
        except KeyError as error:
            raise ValueError(f"cannot read {question}") from error
    if "暗号庚" in question:
        foreign(question)
    return answer(self, question, **more)
Answerer.answer = choke

def foreign(words):
    for name in ("sqlalchemy.engine", "aiosqlite", "some.new.library", "telegram.ext.Application", "bottle"):
        log = logging.getLogger(name)
        log.setLevel(logging.DEBUG)
        log.debug("statement %s", words); log.info(words); log.warning("odd: " + words); log.error("odd %s", words)
        try:
            raise RuntimeError(words)
        except RuntimeError:
            log.exception("failed at " + words)
    chatty = logging.getLogger("chatty")  # brings its own handler
    chatty.addHandler(logging.StreamHandler(sys.stderr)); chatty.setLevel(1); chatty.debug(words); chatty.error(words)
    warnings.warn(words)
    ours = logging.getLogger("bot.somewhere")
    ours.error("failed: %s", RuntimeError(words)); ours.error(RuntimeError(words)); ours.warning("%(e)s", {"e": RuntimeError(words)})
    try:
        raise LookupError(words)
    except LookupError as error:
        ours.exception("failed"); ours.error("failed", exc_info=error); ours.debug("failed", exc_info=True, stack_info=True)
    ours.error("%d", words)  # which stops nothing: all that follows happens
    ours.error("%d", words, exc_info=RuntimeError(words)); ours.error("fits %s 5%%", 1, exc_info=RuntimeError(words))
    noted = RuntimeError(words)
    noted.add_note(words)
    ours.error("noted: %s", noted)
    loop = asyncio.get_running_loop()
    async def dies():
        raise RuntimeError(words)
    loop.create_task(dies())
    loop.call_soon(lambda: {}[words])
    threading.Thread(target=lambda: {}[words]).start()

raise SystemExit(bot.cli.main.main(["run"]))
"""


@pytest.mark.usefixtures("answerer")
async def test_a_debug_log_of_everything_holds_nobodys_words(api: BotApi, settings: Settings, tmp_path: Path) -> None:
    owner, wang = api.person("王暗名主人", started=True), api.person("王暗名", started=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MINGFA_", "TELEGRAM_", "WEBHOOK_"))}
    environment |= {
        "LOG_LEVEL": "DEBUG", "PYTHONASYNCIODEBUG": "1", "TELEGRAM_BOT_TOKEN": api.token, "TELEGRAM_API_URL": api.url,
        "MINGFA_CACHE": str(settings.cache), "MINGFA_OWNERS": str(owner.id), "MINGFA_TWO_PEOPLE": "false",
        "MINGFA_QUESTIONS_PER_MINUTE": "1000",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'mingfa.db'}",
    }  # fmt: skip
    child = await forks.start("-c", PROGRAM, env=environment)
    reading = asyncio.create_task(child.communicate())
    try:
        await api.wait_for_method("deleteWebhook", timeout=90)
        await _everything(api, owner, wang)
        child.send_signal(signal.SIGTERM)
        said, shown = await asyncio.wait_for(reading, 60)
    finally:
        child.kill()
    log = (said + shown).decode()
    lines = log.splitlines()
    assert len([line for line in lines if " bot.updates " in line]) > 20, log[-3000:]
    assert "something to look at" in log, "the libraries said nothing: the test shows nothing"
    assert "ValueError from KeyError at" in log
    assert "LookupError at" in log
    assert "fits 1 5%: RuntimeError at" in log
    assert "noted: RuntimeError at" in log
    assert "unexpected end: KeyError at" in log
    found = [line for line in lines if any(mark in line for mark in MARKS)]
    assert not found, found[:5]
    # Nor do the lines name a person, or the token.
    assert not re.findall(rf"\b({owner.id}|{wang.id})\b", log)
    assert api.token.split(":")[1] not in log
    assert "Traceback" not in log


async def _everything(api: BotApi, owner: Person, wang: Person) -> None:
    """Questions, edits, thumbs, names, settings, teaching, a broadcast, refusals and faults of many kinds."""
    group = api.group("暗群", owner, wang)
    for name in ("sendMessage", "editMessageText"):
        api.faults.refuse(400, 'Bad Request: can\'t parse entities: unsupported start tag "暗号甲" secretword', method=name, times=1)
    card = await _tell(api, wang, f"{ASKS}暗号甲")
    card = await _tell(api, wang, f"{ASKS}")
    await wang.presses(card, card.button_texts[0], timeout=30)
    await wang.presses(card, "👎", timeout=30)
    wang.taps(card, data="c:暗号乙")
    wang.taps(card, data="s:pr:暗号乙")
    said = wang.says("暗号乙怎么办")
    await api.next_message(wang, timeout=30)
    wang.edits(said, "暗号丙怎么办")
    wang.says("/topic 暗号丁", group)
    wang.says("/暗号丁 secretword")
    wang.says("/secretword")
    wang.photo("暗号丁")
    await wang.searches("暗号丁怎么办", timeout=30)
    for line in ("/settings 单位 暗镇", "/ask 暗号戊怎么办", "/settings 旁听 开"):
        await _tell(api, owner, line, group)
    await _tell(api, wang, "这句会出错暗号己")
    await _tell(api, wang, "各处乱写暗号庚怎么办")
    for role in ("编辑", "发布员"):
        await _tell(api, owner, f"/grant {owner.id} {role}")
    await _tell(api, owner, "/teach")
    await _tell(api, owner, "暗号辛怎么办")
    await _tell(api, owner, "/cancel")
    await _tell(api, owner, f"/grant {wang.id} 编辑")
    await _tell(api, wang, "/staff")
    await _tell(api, owner, f"/group {group.id} +暗镇")
    await _tell(api, owner, "/misses")
    api.faults.refuse(400, "Bad Request: 暗号壬 secretword", method="sendMessage", chat=group.id, times=2)
    api.faults.garble(method="sendMessage", chat=wang.id, times=1)
    await _tell(api, owner, "/broadcast 全部群 现在\n暗号壬通知")
    await _tell(api, owner, "/broadcasts")
    wang.says("暗号癸怎么办")
    await _tell(api, owner, "/audit 暗名")
    await asyncio.sleep(1)  # what is written behind the answers, and the broadcast: nothing is waited for, only given time to say something


async def _tell(api: BotApi, person: Person, text: str, chat: Chat | None = None) -> Message:
    where: Chat = chat or person.chat
    before = set(map(id, api.messages(where)))
    person.says(text, chat)
    while id(said := await api.next_message(where, timeout=60)) in before:
        pass
    return said


@pytest.mark.parametrize("name", ["WEBHOOK_URL", "DATABASE_URL", "TELEGRAM_API_URL"])
async def test_no_password_of_an_address_is_told(api: BotApi, settings: Settings, name: str, free_port: int, tmp_path: Path) -> None:
    host = f"someone:{PASSWORD}@localhost"
    address = {
        "WEBHOOK_URL": f"https://{host}/hook",
        "DATABASE_URL": f"postgresql://{host}:1/mingfa",
        "TELEGRAM_API_URL": f"http://{host}:{api.url.rsplit(':', 1)[1]}",
    }[name]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MINGFA_", "TELEGRAM_", "WEBHOOK_"))}
    environment |= {"LOG_LEVEL": "DEBUG", "TELEGRAM_BOT_TOKEN": api.token, "TELEGRAM_API_URL": api.url, "PORT": str(free_port)}
    environment |= {"MINGFA_CACHE": str(settings.cache), "DATABASE_URL": f"sqlite:///{tmp_path / 'mingfa.db'}", name: address}
    child = await forks.start("-m", "bot", "run", env=environment)
    reading = asyncio.create_task(child.communicate())
    try:
        await api.wait_for_method("setWebhook" if name == "WEBHOOK_URL" else "deleteWebhook", timeout=90)
        await asyncio.sleep(1)
        child.send_signal(signal.SIGTERM)
        said, shown = await asyncio.wait_for(reading, 60)
    finally:
        child.kill()
    log = (said + shown).decode()
    assert "running as" in log
    assert PASSWORD not in log
