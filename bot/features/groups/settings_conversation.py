"""/settings and /here: what a group's own admins choose for it, with buttons or in one line."""

from __future__ import annotations

from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, Objection
from bot.chat.reply import Reply, show, tell, toast
from bot.features.groups import texts
from bot.features.groups.presses import VIEW, Choose
from bot.features.groups.settings import GroupSettings
from bot.features.groups.settings_screens import panel, view, which_screen
from bot.features.groups.settings_table import CHOICES, Around, SettingChange, from_words, topic
from bot.library.ids import group_first
from bot.places.store.groups import Group

group_settings = Conversation[None]("settings", Action.SETTINGS)


@group_settings.command("settings", chat_texts.STAFF_COMMANDS["settings"])
async def command(act: Act[None], text: str) -> Reply:
    """/settings: the panel; with words after it, the change that they ask for. In a private chat (owners) the group's id comes first."""
    named, words = group_first(text)
    if act.who.private and named is None:
        return show(which_screen())
    chat_id = act.who.chat_id if named is None else named
    if not act.who.private and chat_id != act.who.chat_id:
        raise Objection(chat_texts.STAFF_PRIVATE_ONLY)
    group, said = await _group(act, chat_id), ""
    if words:
        group, said = await _change(act, group, from_words(words))
    return show(panel(group, await _around(act, group), said))


@group_settings.press(Choose)
async def choose(act: Act[None], press: Choose) -> Reply:
    """A button of the panel: another view, or a change."""
    group = await act.desk(GroupSettings).group(press.chat_id, act.place)
    # Who is an admin here is asked about this group only: a button that speaks of another one is none of ours.
    if group is None or (not act.who.private and group.chat_id != act.who.chat_id):
        return toast(chat_texts.TOAST_STALE)
    if press.key == VIEW:
        return show(view(group, await _around(act, group), press.value))
    choice = CHOICES.get((press.key, press.value))
    if choice is None or (choice.change.here and act.place.topic is None):
        return toast(chat_texts.TOAST_STALE)
    around = await _around(act, group)
    group, said = await _change(act, group, choice.change)
    return toast(said) + show(panel(group, around))


@group_settings.command("here", chat_texts.STAFF_COMMANDS["here"], Action.HERE)
async def here(act: Act[None], _: str) -> Reply:
    """/here: notices go into the topic where this was said."""
    if act.who.private:
        raise Objection(texts.HERE_IN_TOPIC)
    in_topic = act.place.topic is not None
    await _change(act, await _group(act, act.who.chat_id), topic(here=in_topic), Action.HERE)
    return tell(texts.HERE_DONE if in_topic else texts.HERE_GENERAL if act.place.has_topics else texts.HERE_NO_TOPICS)


async def _group(act: Act[None], chat_id: int) -> Group:
    group = await act.desk(GroupSettings).group(chat_id, act.place)
    if group is None:
        raise Objection(texts.GROUP_UNKNOWN)
    return group


async def _change(act: Act[None], group: Group, change: SettingChange, action: Action = Action.SETTINGS) -> tuple[Group, str]:
    return await act.desk(GroupSettings).change(act.who, group, change, act.place.topic, action)


async def _around(act: Act[None], group: Group) -> Around:
    place = act.place
    hears_all = not group.overhear or await act.platform.hears_all(group.chat_id)
    return Around(act.desk(GroupSettings).per_hour, hears_all, place.topic, place.has_topics, place.private)
