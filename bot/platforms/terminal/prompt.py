"""The same Answerer at a prompt: cards as text and a conversation like a private chat."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import date

from bot import texts as common_texts
from bot.answering.answer import Answer, Outcome
from bot.answering.answerer import Answerer, QuestionError
from bot.answering.card import Card, View
from bot.answering.entry_card import entry_hit
from bot.answering.hit import Hit
from bot.chat import slash
from bot.chat import texts as chat_texts
from bot.chat.numbered import picked
from bot.library.daily import entry_of_day
from bot.library.folding import fold
from bot.library.models import Library
from bot.platforms.terminal import texts
from bot.when import full_day

_INDENT = "  "
COMMANDS = frozenset({"quit", "exit", "help", "start", "topics", "topic", "daily", "ask"})


def card_text(card: Card, view_of: Callable[[str, str], View | None]) -> str:
    """The whole card as plain text, with the views that are short enough."""
    lines = [f"【{card.title}】", *([card.plain, ""] if card.plain else []), *(f"{_INDENT}{quote}" for quote in card.quotes)]
    lines.append(common_texts.CARD_PLACE.format(place=card.place))
    if card.cautions:
        lines += ["", f"{texts.LABEL_CAUTION}：", *(f"· {caution}" for caution in card.cautions)]
    for name in card.views:
        view = view_of(card.key, name.name) if name.count and not name.apart else None
        if view is not None and view.others:
            lines += ["", f"{view.heading}：" + "、".join(f"{other.title}（{other.id}）" for other in view.others)]
        elif view is not None:
            lines += ["", f"{view.heading}：", *(f"· {block.text}" if block.gap else f"{_INDENT}{block.text}" for block in view.blocks)]
    return "\n".join(lines)


def hit_text(hit: Hit, answerer: Answerer) -> str:
    """The card of a hit; of one that has just gone, what is known of it."""
    card = answerer.card(hit.key)
    return f"【{hit.title}】\n{hit.text}" if card is None else card_text(card, answerer.view)


def answer_text(answer: Answer, answerer: Answerer) -> str:
    """An answer as plain text: a card, a numbered choice, or one kind sentence."""
    if answer.outcome is Outcome.ANSWER:
        return "\n\n".join(hit_text(hit, answerer) for hit in (answer.hits[0], *answer.also))
    if answer.outcome is Outcome.CHOOSE:
        titles = [f"{number}. {hit.title}" for number, hit in enumerate(answer.hits, 1)]
        return "\n".join([common_texts.CHOOSE if len(titles) > 1 else common_texts.CHOOSE_ONE, *titles, texts.CHOOSE_HINT])
    return common_texts.NONE


def topics(library: Library) -> str:
    """All entries by part, in the order of the speech."""
    lines = [texts.TOPICS_HEADING.format(count=len(library.entries))]
    for part, entries in library.parts.items():
        lines.append(texts.TOPICS_PART.format(part=part))
        lines += [texts.TOPICS_LINE.format(id=entry.id, title=entry.title) for entry in entries]
    return "\n".join([*lines, texts.TOPICS_HINT])


class Prompt:
    """One person at the prompt; remembers the last choice so that a number picks from it."""

    def __init__(self, current: Callable[[], Answerer], today: Callable[[], date]) -> None:
        """``current``: what answers now; it may be replaced by a better one."""
        self._current = current
        self._today = today
        self._choice: Answer | None = None

    @property
    def _answerer(self) -> Answerer:
        return self._current()

    def reply(self, said: str) -> str | None:
        """What to print for one line; ``None`` ends the conversation."""
        said = said.strip()
        if fold(said).lower() in texts.QUIT_WORDS:
            return None
        command = _typed_command(said)
        if command is not None and command[0] != "ask":
            return self._command(*command)
        said = said if command is None else command[1]
        hit = self._answerer.by_typed_id(said)
        if hit is not None:
            return hit_text(hit, self._answerer)
        choice, self._choice = self._choice, None
        if choice is not None and (number := picked(said)) is not None:
            # It stays open: whoever has read the first card may want the second.
            self._choice = choice
            return self._pick(choice, number)
        if choice is not None and said.rstrip("。.！!") == common_texts.CHOOSE_NONE:
            return common_texts.PICK_NONE
        try:
            answer = self._answerer.answer(said)
        except QuestionError as error:
            return str(error)
        self._choice = answer if answer.outcome is Outcome.CHOOSE else None
        return answer_text(answer, self._answerer)

    def _pick(self, choice: Answer, number: int) -> str:
        if not 1 <= number <= len(choice.hits):
            return texts.BAD_PICK.format(count=len(choice.hits))
        return hit_text(choice.hits[number - 1], self._answerer)

    def _command(self, command: str, rest: str) -> str | None:
        if command in ("quit", "exit"):
            return None
        if command in ("help", "start"):
            return texts.CHAT_HELP
        if command == "topics":
            return topics(self._answerer.library)
        if command == "topic":
            return self._topic(rest)
        if command == "daily":
            today = self._today()
            heading = common_texts.DAILY_HEADING.format(date=full_day(today))
            return f"{heading}\n{hit_text(entry_hit(entry_of_day(self._answerer.library, today)), self._answerer)}"
        return texts.UNKNOWN_COMMAND.format(command=textwrap.shorten(command, 40, placeholder="…") or command[:40])

    def _topic(self, wanted: str) -> str:
        if not wanted:
            return common_texts.TOPIC_USAGE
        hit = self._answerer.find(wanted)
        return hit_text(hit, self._answerer) if hit else common_texts.TOPIC_UNKNOWN.format(topic=textwrap.shorten(wanted, 40))


def _typed_command(said: str) -> tuple[str, str] | None:
    """The command and what follows it; one that is not known comes with its sign. ``None``: it is a question."""
    word = chat_texts.WORDS.get(said.rstrip("。.！!？?"))
    if word in COMMANDS:
        return word, ""
    found = slash.named(said, COMMANDS)
    if found is not None:
        return found[0].partition("@")[0], said[found[1] :].strip()
    unknown = slash.unknown(said)
    if unknown is None and fold(said[:1]) == "/":
        unknown = said.split(maxsplit=1)[0]
    return None if unknown is None else (unknown, "")


def chat(answerer: Answerer, today: Callable[[], date]) -> None:
    """Read lines until the end of input or /quit."""
    conversation = Prompt(lambda: answerer, today)
    print(texts.CHAT_WELCOME)
    for said in lines():
        reply = conversation.reply(said)
        if reply is None:
            break
        print(reply)
    print(texts.CHAT_BYE)


def lines(*, several: bool = False) -> Iterator[str]:
    """What is typed, line by line, to its end. ``several``: a line that ends in a backslash goes on in the next one."""
    prompt = texts.CHAT_PROMPT if sys.stdin.isatty() else ""
    begun = ""
    while True:
        try:
            said = input(f"\n{prompt}" if prompt and not begun else "")
        except EOFError:
            break
        except UnicodeDecodeError:
            print(texts.INPUT_NOT_UTF8)
            continue
        if "\ufffd" in said:  # what was read with another encoding
            print(texts.INPUT_NOT_UTF8)
        elif several and said.endswith("\\"):
            begun += f"{said[:-1]}\n"
        else:
            yield begun + said
            begun = ""
    if begun:
        yield begun
