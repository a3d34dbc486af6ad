"""The command line as it is typed and pasted, and what is said about one that is written wrong. Pure.

Word and phones make one long dash of ``--``, Chinese keyboards full-width letters and quotes that no shell knows: options are
understood all the same, and what argparse has to say is said in Chinese.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cli import texts
from bot.library.folding import fold

_OPENING, _CLOSING = "“‘「『", "”’」』"
# Nobody quotes these in a hurry: what follows belongs to them until the next option.
_GREEDY = frozenset({"--to", "--at"})


@dataclass(frozen=True, slots=True)
class UsageWords:
    """What a command line may hold: ``commands``, ``options`` without a value, ``valued`` ones with one."""

    commands: frozenset[str]
    options: frozenset[str]
    valued: frozenset[str]


def words_of(parser: argparse.ArgumentParser) -> UsageWords:
    """Everything that this parser and its sub-commands know."""
    commands: set[str] = set()
    options: set[str] = set()
    valued: set[str] = set()
    for action in _actions(parser):
        if isinstance(action, argparse._SubParsersAction):
            commands.update(action.choices)
        else:
            (options if action.nargs == 0 else valued).update(action.option_strings)
    return UsageWords(frozenset(commands), frozenset(options), frozenset(valued))


def understood(arguments: Sequence[str], words: UsageWords) -> list[str]:
    """The arguments as they were meant; values and questions stay as they are, but for quotes that no shell took off."""
    left = list(arguments)
    if left and (name := fold(left[0]).lower()) in words.commands:
        left[0] = name
    read: list[str] = []
    while left:
        if left[0] == "--":  # what follows is no option, whatever it looks like
            return read + left
        option, value = _option(left[0], words)
        if option is None:
            read.append(left.pop(0))
            continue
        left.pop(0)
        if value is None and option in words.valued:
            value = _value(option, left, words)
        read.append(option if value is None else f"{option}={value}")
    return read


def in_chinese(message: str) -> str:
    """What argparse has to say, in Chinese; empty for what it has never said before."""
    for pattern, sentence in _SAYINGS:
        if found := pattern.fullmatch(message):
            return sentence.format(**{name: part.replace(", ", "、") for name, part in found.groupdict().items()})
    return ""


class Formatter(argparse.HelpFormatter):
    """Help with Chinese headings."""

    def add_usage(self, usage: str | None, actions: Iterable[Any], groups: Iterable[Any], prefix: str | None = None) -> None:
        """The first line."""
        super().add_usage(usage, actions, groups, texts.CLI_USAGE_PREFIX if prefix is None else prefix)


def with_chinese_help(parser: argparse.ArgumentParser) -> None:
    """Headings and the line about --help."""
    parser.formatter_class = Formatter
    parser._positionals.title = texts.CLI_POSITIONALS
    parser._optionals.title = texts.CLI_OPTIONALS
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            action.help = texts.CLI_HELP["help"]


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    own = list(parser._actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in set(action.choices.values()):
                own += _actions(command)
    return own


def _option(token: str, words: UsageWords) -> tuple[str | None, str | None]:
    """The option that a token means, with the value after its equals sign."""
    if not fold(token[:1]).startswith("-"):
        return None, None
    name, equals, value = token.replace("＝", "=", 1).partition("=") if re.match(r"[^=＝\s]+[=＝]", token) else (token, "", "")
    bare = fold(name).lstrip("-").strip().lower()
    known: Collection[str] = words.options | words.valued
    found = next((option for option in (f"--{bare}", f"-{bare}") if bare and option in known), None)
    return found, _unquoted(value) if found and equals else None


def _value(option: str, left: list[str], words: UsageWords) -> str | None:
    """The value that stands after an option; ``left`` loses it."""
    if not left or _option(left[0], words)[0] is not None:
        return None
    parts = [left.pop(0)]
    opened = parts[0][:1] in _OPENING
    while left and _option(left[0], words)[0] is None and ((opened and parts[-1][-1:] not in _CLOSING) or option in _GREEDY):
        parts.append(left.pop(0))
    return _unquoted(" ".join(parts))


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] in _OPENING and value[-1] in _CLOSING else value


_SAYINGS = (
    (
        re.compile(r"argument (?P<what>.*?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<others>.*)\)", re.DOTALL),
        texts.CLI_BAD_CHOICE,
    ),
    (re.compile(r"argument (?P<what>.*?): invalid .*? value: '?(?P<value>.*?)'?", re.DOTALL), texts.CLI_BAD_VALUE),
    (re.compile(r"argument (?P<what>.*?): expected .* arguments?"), texts.CLI_NO_VALUE),
    (re.compile(r"argument (?P<what>.*?): ignored explicit argument '?(?P<value>.*?)'?", re.DOTALL), texts.CLI_NO_VALUE_WANTED),
    (re.compile(r"argument (?P<what>.*?): not allowed with argument (?P<others>.*)"), texts.CLI_NOT_TOGETHER),
    (re.compile(r"ambiguous option: (?P<what>.*?) could match (?P<others>.*)", re.DOTALL), texts.CLI_AMBIGUOUS),
    (re.compile(r"the following arguments are required: (?P<what>.*)", re.DOTALL), texts.CLI_MISSING),
    (re.compile(r"unrecognized arguments: (?P<what>.*)", re.DOTALL), texts.CLI_UNKNOWN_ARGUMENTS),
)
