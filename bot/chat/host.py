"""What runs conversations: finds whose turn it is, asks the gate, opens and closes dialogues, and plays the reply on a stage.

The only caller of the functions in conversations, for every platform. A database that is away is told in a clear sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import trace
from bot.access import Action, Verdict, allowed
from bot.chat import reply as replies
from bot.chat import texts
from bot.chat.actor import Actor, Caller
from bot.chat.catalogue import AnyConversation, Catalogue
from bot.chat.conversation import Act, DialogueOver, EditTaker, NotPermitted, Objection, Pressed, Right
from bot.chat.desk import Desk
from bot.chat.gate import Gate, verdict_of
from bot.chat.playing import play, tell
from bot.chat.reply import Reply
from bot.chat.said import Said
from bot.chat.screen import screen
from bot.chat.stage import Announced, Stage
from bot.storage.dialogs import Dialogs, Spot
from bot.storage.errors import DatabaseUnavailable


@dataclass(frozen=True, slots=True)
class Backing:
    """What the host works with. ``dialogs``: ``None`` as long as no database could be opened."""

    gate: Gate
    dialogs: Dialogs | None
    desk: Desk


@dataclass(frozen=True, slots=True)
class Listening:
    """Where what is written goes. ``conversation``: ``None``, it is a question; ``expired``: of a dialogue that was given up just now."""

    conversation: AnyConversation | None = None
    expired: bool = False


class Host:
    """``backing`` is changed in one step when a database was opened; ``clock``: the moment, in UTC.

    ``shared``: see ``Catalogue``.
    """

    def __init__(
        self,
        conversations: Iterable[AnyConversation],
        backing: Backing,
        clock: Callable[[], datetime],
        shared: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.catalogue = Catalogue(conversations, shared)
        self.backing, self._clock = backing, clock

    async def command(self, name: str, caller: Caller, said: Said, stage: Stage) -> None:
        """Run a command of one of the conversations; raises ``KeyError`` for any other."""
        conversation, command = self.catalogue.command(name)
        if command.private and not caller.place.private:
            await stage.say(screen(texts.STAFF_PRIVATE_ONLY))
            return

        async def run(act: Act[Any]) -> Reply:
            return await command.function(act, said.text)

        await self._run(conversation, command.right, caller, stage, run, said=said, anew=True)

    async def press(self, data: str, caller: Caller, stage: Stage) -> None:
        """Run what a button stands for, and end its waiting; whoever handles a fault ends it with a word of its own.

        Raises ``KeyError`` for buttons of nobody here.
        """
        found = self.catalogue.press(data)
        if found is None:
            raise KeyError(data)
        conversation, pressed = found

        async def run(act: Act[Any]) -> Reply:
            return await self._pressed(conversation, pressed, data, act)

        await self._run(conversation, pressed.right, caller, stage, run)
        await stage.toast()

    async def _pressed(self, conversation: AnyConversation, pressed: Pressed, data: str, act: Act[Any]) -> Reply:
        if not pressed.anytime:
            act.state  # noqa: B018  # over: said so, whatever the button carries
        press = pressed.kind.read(data)
        if press is None:
            return replies.toast(texts.TOAST_STALE)
        if not pressed.anytime:
            shown = pressed.shows(act.state) if pressed.shows is not None else None
            if shown is not None and getattr(press, "shown", None) != shown:
                raise Objection(texts.DIALOG_NEWER)
        return await pressed.function(act, press)

    async def listening(self, caller: Caller) -> Listening:
        """Where what is written goes now. A database that is away: questions are answered."""
        try:
            dialog, is_open = await self._dialogs().latest(_spot(caller))
            conversation = self.catalogue.by_name.get(dialog.name) if dialog is not None else None
            if conversation is None or is_open:
                return Listening(conversation)
            await self._dialogs().leave(_spot(caller))
        except DatabaseUnavailable as error:
            trace.note(dialogs=error.cause)
            return Listening()
        return Listening(expired=True)

    def _dialogs(self) -> Dialogs:
        if self.backing.dialogs is None:
            raise DatabaseUnavailable("missing")
        return self.backing.dialogs

    async def hear(self, conversation: AnyConversation, caller: Caller, said: Said, stage: Stage) -> None:
        """Hand a text or a file to the dialogue that is ``listening``. Who may not go on any more has it closed."""
        listener = conversation.listener

        async def run(act: Act[Any]) -> Reply:
            act.state  # noqa: B018  # over meanwhile, or of a version that wrote it otherwise: said so
            return await listener(act, said) if listener is not None else replies.tell(conversation.over)

        trace.note(dialog=conversation.name)
        if not await self._run(conversation, conversation.right, caller, stage, run, said=said, refusal=texts.STAFF_NO_LONGER):
            await self._leave(caller)

    async def file(self, conversation: AnyConversation, caller: Caller, said: Said, stage: Stage) -> None:
        """Hand over a file that came without a dialogue."""
        taker = conversation.files
        if taker is None:
            raise KeyError(conversation.name)

        async def run(act: Act[Any]) -> Reply:
            return await taker.function(act, said)

        await self._run(conversation, conversation.right, caller, stage, run, said=said, anew=True)

    async def wants_file(self, conversation: AnyConversation, caller: Caller) -> bool:
        """Whether this person's files are this conversation's business."""
        if not isinstance(conversation.right, Action):
            return False
        try:
            return allowed(conversation.right, await self.backing.gate.roles(caller.user_id))
        except DatabaseUnavailable as error:
            trace.note(roles=error.cause)
            return False

    async def edited(self, caller: Caller, said: Said, stage: Stage) -> bool:
        """Hand an edited message to the conversations that it concerns; whether there was one."""
        takers = [(one, one.edits) for one in self.catalogue.conversations if one.edits is not None]
        found = [(one, taker) for one, taker in takers if await self._concerned(one, taker, caller, said)]
        for conversation, taker in found:

            async def run(act: Act[Any], taker: EditTaker = taker) -> Reply:
                return await taker.function(act, said)

            trace.note(outcome="staff", edited=conversation.name)
            await self._run(conversation, conversation.right, caller, stage, run, said=said)
        return bool(found)

    async def _concerned(self, conversation: AnyConversation, taker: EditTaker, caller: Caller, said: Said) -> bool:
        try:
            return await taker.concerned(self.backing.desk, said, await self._present(conversation, caller))
        except DatabaseUnavailable as error:
            trace.note(edits=error.cause)
            return False

    async def cancel(self, caller: Caller, stage: Stage) -> None:
        """/cancel: leave what is under way."""
        try:
            left = self.backing.dialogs is not None and await self.backing.dialogs.leave(_spot(caller))
        except DatabaseUnavailable as error:
            await stage.say(screen(texts.STAFF_AWAY.format(reason=error)))
            return
        await stage.say(screen(texts.CANCELLED if left else texts.NOTHING_TO_CANCEL))

    async def _leave(self, caller: Caller) -> None:
        try:
            await self._dialogs().leave(_spot(caller))
        except DatabaseUnavailable as error:
            trace.note(dialogs=error.cause)

    async def _run(
        self,
        conversation: AnyConversation,
        right: Right,
        caller: Caller,
        stage: Stage,
        function: Callable[[Act[Any]], Any],
        *,
        said: Said | None = None,
        refusal: str = "",
        anew: bool = False,
    ) -> bool:
        """Admit, call, play its reply; returns whether they may. ``anew``: a dialogue that is open is not gone on with."""
        try:
            backing = self.backing
            unknown = texts.STAFF_NOT_YOUR_BUTTON if stage.pressed else texts.COMMAND_UNKNOWN
            admitted = await backing.gate.admit(caller, right, stage.platform, refusal or unknown)
            if admitted.sentence:
                await tell(stage, admitted.sentence)
                return False
            found = None if anew else await self._present(conversation, caller)
            act = self._act(backing, admitted.actor, caller, stage, said or Said(), found)
            await self._play(conversation, backing, act, stage, await self._answered(conversation, backing, act, function))
        except DatabaseUnavailable as error:
            trace.note(database=error.cause)
            await tell(stage, texts.STAFF_AWAY.format(reason=error))
        return True

    async def _present(self, conversation: AnyConversation, caller: Caller) -> Any:
        if not conversation.keeps:
            return None
        dialog, _ = await self._dialogs().present(_spot(caller), conversation.name)
        return None if dialog is None else conversation.load(dialog.data)

    def _act(self, backing: Backing, actor: Actor, caller: Caller, stage: Stage, said: Said, present: Any) -> Act[Any]:
        def permits(action: Action) -> bool:
            return verdict_of(actor, action) is Verdict.ALLOWED

        menu = self.catalogue.menu
        return Act(actor, caller.place, backing.desk, stage.platform, self._clock(), said, stage.pressed, present, permits, menu)

    async def _answered(self, conversation: AnyConversation, backing: Backing, act: Act[Any], function: Callable[[Act[Any]], Any]) -> Reply:
        try:
            reply: Reply = await function(act)
        except DialogueOver:
            _, is_open = await self._dialogs().present(_spot_of(act), conversation.name)
            return replies.tell(texts.DIALOG_NEWER if is_open else conversation.over)
        except NotPermitted as refused:
            return replies.tell(await backing.gate.check(act.who, refused.action, texts.STAFF_LOOK_ONLY))
        except Objection as objection:
            return replies.tell(str(objection))
        return reply

    async def _play(
        self,
        conversation: AnyConversation,
        backing: Backing,
        act: Act[Any],
        stage: Stage,
        reply: Reply,
        announced: Announced | None = None,
    ) -> None:
        """``announced``: the message that the first screen takes the place of."""
        for step in reply.steps:
            await self._step(conversation, act, step)
        for part in reply.parts:
            if isinstance(part, replies.Work):
                await self._work(conversation, backing, act, stage, part)
            elif isinstance(part, replies.Then):
                await self._play(conversation, backing, act, stage, await self._answered(conversation, backing, act, _job(part)))
            elif announced is not None and isinstance(part, replies.Show | replies.Say | replies.Tell):
                shown = screen(part.text) if isinstance(part, replies.Tell) else part.screen
                await announced.finish(shown)
                announced = None
            else:
                await play(stage, part)

    async def _work(self, conversation: AnyConversation, backing: Backing, act: Act[Any], stage: Stage, work: replies.Work) -> None:
        announced = await stage.announce(work.text)
        try:
            reply = await self._answered(conversation, backing, act, _job(work))
        except DatabaseUnavailable as error:
            trace.note(database=error.cause)
            reply = replies.tell(texts.STAFF_AWAY.format(reason=error))
        await self._play(conversation, backing, act, stage, reply, announced)

    async def _step(self, conversation: AnyConversation, act: Act[Any], step: replies.Step) -> None:
        spot, dialogs = _spot_of(act), self._dialogs()
        if isinstance(step, replies.End):
            await dialogs.end(spot, *(step.names or (conversation.name,)))
            return
        if isinstance(step, replies.Begin):
            other = self.catalogue.by_name[step.name]
            await dialogs.begin(spot, other.name, other.dump(step.state), other.lives)
        elif act.present is not None:
            await dialogs.step(spot, conversation.name, conversation.dump(step.state), conversation.lives)
        else:
            await dialogs.begin(spot, conversation.name, conversation.dump(step.state), conversation.lives)


def _job(part: replies.Work | replies.Then) -> Callable[[Act[Any]], Any]:
    return lambda _: part.job()


def _spot(caller: Caller) -> Spot:
    return Spot(caller.place.id, caller.user_id, caller.message_id)


def _spot_of(act: Act[Any]) -> Spot:
    return Spot(act.who.chat_id, act.who.user_id, act.who.message_id)
