"""How far a broadcast is stands still until somebody presses 刷新: then it is what is the case now, in the same message."""

from __future__ import annotations

from bot.access import Role
from bot.chat import texts as chat_texts
from bot.features.broadcasts import texts
from bot.features.broadcasts.service import BroadcastService
from bot.outbox import texts as outbox_texts
from bot.outbox.auditing import Named
from bot.outbox.store.broadcasts import BroadcastStage
from bot.places.store import staff
from bot.when import CHINA
from tests.fakes.bot_api import BotApi
from tests.office import Office, OpenOffice
from tests.test_features.test_broadcasts.test_dialogue import enter, newest, over, prepared, stage


async def test_the_button_shows_what_arrived_meanwhile_in_the_same_message(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, *(api.group(f"群{number}", office.owner) for number in range(3)))
    offer = await prepared(office, ann)
    # Released elsewhere, in another message.
    await office.press(ann, await office.tell(ann, "/broadcasts 1"), texts.BUTTON_BC_RELEASE)
    await over(office, ann)
    assert texts.BROADCAST_WAITS in offer.text
    await office.press(ann, offer, texts.BUTTON_BC_REFRESH)
    assert f"{outbox_texts.STATES['sent']}：3" in offer.text
    assert texts.BROADCAST_STAGES["done"] in offer.text
    # Nothing has changed since: no fault, and nothing more is said.
    before = len(api.messages(ann))
    await office.press(ann, offer, texts.BUTTON_BC_REFRESH)
    assert len(api.messages(ann)) == before


async def test_what_others_and_the_shell_do_is_shown_also_after_a_restart(open_office: OpenOffice, api: BotApi) -> None:
    async with open_office() as office:
        ann = await office.person("小安", Role.ANNOUNCER)
        await enter(office, api.group("工作群", office.owner))
        offer = await prepared(office, ann, when="明天 9:00")
        await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
        number = (await newest(office)).id
    async with open_office(fresh=False) as office:
        service = BroadcastService(office.database, office.desk.clock, CHINA)
        assert (await service.cancel(Named(0, "命令行"), number)).ok
        assert await stage(office, number) is BroadcastStage.CANCELLED
        await office.press(ann, offer, texts.BUTTON_BC_REFRESH)
        assert texts.BROADCAST_STAGES["cancelled"] in offer.text


async def test_who_is_no_announcer_any_more_sees_nothing_new(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    offer = await prepared(office, ann)
    before = offer.text
    async with office.database.write() as tx:
        await staff.revoke(tx, ann.id, Role.ANNOUNCER)
    assert await office.press(ann, offer, texts.BUTTON_BC_REFRESH) == chat_texts.STAFF_NOT_YOUR_BUTTON
    assert offer.text == before
