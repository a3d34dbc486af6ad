"""/mydata and /forget: what is kept about the person who asks. For everybody, about oneself only, in a private chat."""

from __future__ import annotations

from bot.access import Role
from bot.chat import texts as chat_texts
from bot.chat.conversation import EVERYBODY, Act, Conversation
from bot.chat.press import Press
from bot.chat.reply import Reply, show, tell, toast
from bot.chat.screen import Block, Button, Screen, screen
from bot.features.people import texts
from bot.features.people.personal_data import PersonalData
from bot.features.people.store import PersonData


class Forget(Press, prefix="forget", root="me"):
    """Erase what is kept about me."""


me = Conversation[None]("me", EVERYBODY)


@me.command("mydata", private=True)
async def mydata(act: Act[None], _: str) -> Reply:
    """Everything that is kept about me."""
    kept, user_id = act.desk(PersonalData), act.who.user_id
    data = await kept.collect(user_id)
    if data is None:
        return tell(texts.NO_DATABASE_NO_DATA.format(id=user_id))
    return show(data_screen(user_id, data, kept.is_named_owner(user_id), kept.days))


@me.command("forget", private=True)
async def forget(act: Act[None], _: str) -> Reply:
    """Asks first."""
    return show(screen(texts.FORGET_SURE, [[Button(texts.BUTTON_FORGET, Forget())]]))


@me.press(Forget)
async def forget_surely(act: Act[None], _: Forget) -> Reply:
    """The button under the question."""
    if not act.who.private:
        return toast(chat_texts.TOAST_STALE)
    erased = await act.desk(PersonalData).erase(act.who.user_id)
    if erased is None:
        return show(texts.FORGOTTEN)
    gone = texts.FORGOTTEN if erased.rows or not erased.kept else texts.FORGOTTEN_NOTHING
    stays = "\n".join([texts.FORGOTTEN_BUT, *(f"· {sentence}" for sentence in erased.kept)])
    return show(screen([Block(gone), *([Block(stays, gap=True)] if erased.kept else [])]))


def data_screen(user_id: int, data: PersonData, is_named_owner: bool, days: int) -> Screen:
    """What is kept, in lines. ``days``: how long questions without an answer are."""
    roles = [chat_texts.ROLES[role] for role in Role if role.value in data.roles or (is_named_owner and role is Role.OWNER)]
    facts = [
        (roles, texts.MY_ROLES.format(roles="、".join(roles))),
        (data.prefs, texts.MY_PREFS.format(prefs="、".join(f"{name}={value}" for name, value in sorted(data.prefs.items())))),
        (data.answers, texts.MY_ANSWERS.format(count=data.answers)),
        (data.votes, texts.MY_VOTES.format(count=data.votes)),
        (data.dialogs, texts.MY_DIALOGS.format(count=data.dialogs)),
        (data.audit_lines, texts.MY_AUDIT.format(count=data.audit_lines)),
        (data.audit_refused, texts.MY_REFUSED.format(count=data.audit_refused)),
        (data.audit_about, texts.MY_ABOUT.format(count=data.audit_about)),
        (data.mentions, texts.MY_MENTIONS.format(count=data.mentions)),
        (data.signatures, texts.MY_SIGNATURES.format(count=data.signatures)),
    ]
    lines = [line for present, line in facts if present] or [texts.MY_NOTHING]
    return screen(
        [Block(texts.MY_ID.format(id=user_id), "b"), Block("\n".join(lines)), Block(texts.MY_QUESTIONS.format(days=days), gap=True)]
    )
