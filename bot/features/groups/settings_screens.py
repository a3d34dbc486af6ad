"""The settings of a group as screens: what is set, and buttons to change it. Pure: they read the rows of ``settings_table``."""

from __future__ import annotations

from bot import texts as common_texts
from bot.chat.screen import Block, Button, Screen, in_rows, screen
from bot.features.groups import texts
from bot.features.groups.presses import VIEW, Choose, ListGroups, ViewGroup, whole_panel
from bot.features.groups.settings_table import BY_KEY, SETTINGS, Around, Setting
from bot.features.groups.words import title_of
from bot.places.store.groups import Group


def panel(group: Group, around: Around, said: str = "") -> Screen:
    """Everything that is set; ``said``: what was just changed."""
    values = [(row.name, row.shown(group, around)) for row in SETTINGS]
    blocks = [_title(group), Block("\n".join(f"{name}：{value}" for name, value in values if value))]
    if said:
        blocks.append(Block(said if said.endswith("。") else texts.SETTINGS_DONE.format(said=said), gap=True))
    if group.waits:
        blocks.append(Block(texts.SETTINGS_WAITS, gap=True))
    if group.overhear and not around.hears_all:
        blocks.append(Block(texts.OVERHEAR_DEAF, gap=True))
    blocks.append(Block(texts.SETTINGS_HINT_PRIVATE if around.private else texts.SETTINGS_HINT, gap=True))
    buttons = [button for row in SETTINGS if row.offered(around) for button in _on_panel(row, group, around)]
    back = [Button(texts.BUTTON_TO_GROUP, ViewGroup(group.chat_id))] if around.private else []
    return screen(blocks, [*in_rows(buttons, 2), back])


def view(group: Group, around: Around, key: str) -> Screen:
    """The choices for one setting, with what else can be written; everything, where there is no such setting."""
    row = BY_KEY.get(key)
    if row is None or row.switch:
        return panel(group, around)
    text = texts.SETTINGS_VIEWS[key].format(command=f"/settings {group.chat_id}" if around.private else "/settings")
    rows = in_rows(_choices(row, group, around), row.width)
    return screen([_title(group), Block(text)], [*rows, [Button(common_texts.BUTTON_BACK, whole_panel(group.chat_id))]])


def which_screen() -> Screen:
    """In a private chat: of which group?"""
    return screen(texts.SETTINGS_WHICH, [[Button(texts.BUTTON_TO_GROUPS, ListGroups(0))]])


def _title(group: Group) -> Block:
    return Block(texts.SETTINGS_TITLE.format(title=title_of(group)), "b")


def _on_panel(row: Setting, group: Group, around: Around) -> list[Button]:
    return _choices(row, group, around) if row.switch else [Button(row.name, Choose(group.chat_id, VIEW, row.key))]


def _choices(row: Setting, group: Group, around: Around) -> list[Button]:
    return [
        Button(choice.label.format(number=around.per_hour), Choose(group.chat_id, row.key, choice.code))
        for choice in row.choices
        if choice.fits(group, around)
    ]
