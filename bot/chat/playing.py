"""Playing the parts of a reply on a stage."""

from __future__ import annotations

from bot.chat import reply as replies
from bot.chat import texts
from bot.chat.screen import screen
from bot.chat.stage import Stage


async def play(stage: Stage, part: replies.Part) -> None:
    """One part that is shown; what takes a job to know is the host's."""
    if isinstance(part, replies.Show):
        await stage.show(part.screen)
    elif isinstance(part, replies.Change):
        if not await stage.change(part.screen):
            await stage.toast(texts.TOAST_STALE)
    elif isinstance(part, replies.Say):
        await stage.say(part.screen)
    elif isinstance(part, replies.Tell):
        await tell(stage, part.text, alert=part.alert)
    elif isinstance(part, replies.Toast):
        await stage.toast(part.text)
    elif isinstance(part, replies.FilePart):
        await stage.send_file(part.name, part.content, part.caption)
    elif isinstance(part, replies.ShowPicture):
        await stage.show_picture(part.picture, part.screen)


async def tell(stage: Stage, text: str, *, alert: bool = True) -> None:
    """One line to whoever acts: over the pressed button, or as an answer."""
    if stage.pressed:
        await stage.toast(text, alert=alert)
    else:
        await stage.say(screen(text))
