"""An announcer changes a message that a broadcast was taken from: told what that means; what is sent never changes by it.

While the broadcast is still being put together nobody has seen it: then the changed message is simply its content.
"""

from __future__ import annotations

from typing import Any, TypeVar

from bot.chat.conversation import Act
from bot.chat.desk import Desk
from bot.chat.reply import Reply, go, nothing, say
from bot.chat.said import Said
from bot.features.broadcasts import texts
from bot.features.broadcasts.cards import Cards
from bot.features.broadcasts.content import Pending, received, sources_in
from bot.features.broadcasts.listing import tell_one
from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.screens import look_screen
from bot.features.broadcasts.service import BroadcastService
from bot.features.broadcasts.sources import Concerned
from bot.features.broadcasts.store.sources import SourceMessage
from bot.outbox.store.broadcasts import BroadcastStage

P = TypeVar("P", bound=Pending)


async def in_dialogue(_: Desk, said: Said, pending: Pending | None) -> bool:
    """Whether it is the content of the open dialogue, or a piece of it."""
    source = _source(said)
    return source is not None and pending is not None and any(_same(source, one) for one in sources_in(pending.sources))


async def anywhere(desk: Desk, said: Said, pending: Pending | None) -> bool:
    """Whether it is that, or what a broadcast was taken from."""
    if await in_dialogue(desk, said, pending):
        return True
    source = _source(said)
    return source is not None and await desk(Overview).is_source(source.chat_id, source.message_id)


async def in_hand(act: Act[P], said: Said) -> Reply:
    """It is the content of the open dialogue, or a piece of it."""
    if not await in_dialogue(act.desk, said, act.present):
        return nothing()
    before = sources_in(act.state.sources)
    if _source(said) in before:
        return nothing()  # Telegram also tells of changes that nobody made
    if len(before) > 1 or said.text.startswith("/"):
        return go(act.state.taking(Pending())) + say(texts.BROADCAST_SOURCE_PIECE)
    got = received(said, act.desk(Cards), Pending())
    if got is None:
        return nothing()
    pending, checked = got
    text = texts.BROADCAST_SOURCE_IN_DIALOG.format(opening=pending.opening)
    if checked.content is None:
        text = "\n".join([*checked.problems, texts.BROADCAST_CHANGE_CONTENT])
    return go(act.state.taking(pending)) + say(text)


async def prepared(act: Act[Any], said: Said) -> Reply:
    """Broadcasts were taken from it."""
    source, reply = _source(said), nothing()
    for one in [] if source is None else await act.desk(BroadcastService).source_edited(act.who, source):
        number, released_by = one.broadcast.id, one.broadcast.released_by
        reply += say(look_screen(number, _words(one).format(number=number)))
        if one.taken_back and released_by is not None and released_by != act.who.user_id:
            text = texts.BROADCAST_SOURCE_RELEASED_BY.format(number=number, name=act.who.name)
            await tell_one(act, released_by, look_screen(number, text))
    return reply


def _words(one: Concerned) -> str:
    if one.taken_back:
        return texts.BROADCAST_SOURCE_TAKEN_BACK
    return texts.BROADCAST_SOURCE_DRAFT if one.broadcast.stage is BroadcastStage.DRAFT else texts.BROADCAST_SOURCE_SENT


def _source(said: Said) -> SourceMessage | None:
    return sources_in([said.original.key])[0] if said.original is not None and said.original.key else None


def _same(one: SourceMessage, other: SourceMessage) -> bool:
    return (one.chat_id, one.message_id) == (other.chat_id, other.message_id)
