"""The command line: sub-commands, each a few lines; what they do lives in the other rooms."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never, NoReturn

from tqdm import tqdm

from bot import logs
from bot.access import Role
from bot.answering import texts as answering_texts
from bot.answering.answerer import Answerer, QuestionError
from bot.answering.building import build_answerer
from bot.answering.embedding import EncoderError
from bot.answering.fitted import FittedError
from bot.answering.training.labelled import LabelledError
from bot.app.sources import sources
from bot.chat import texts as chat_texts
from bot.cli import texts
from bot.cli.broadcast_options import add_options
from bot.cli.usage import in_chinese, understood, with_chinese_help, words_of
from bot.library.folding import fold
from bot.library.problems import KnowledgeError
from bot.settings.config import Settings, SettingsError, parse_settings, read_environment
from bot.when import CHINA

if TYPE_CHECKING:
    from bot.storage.engine import Database

# So many texts take more than a few seconds.
_MANY = 2000
Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; returns the exit code (2: something the caller can mend)."""
    _speak_utf8()
    parser = build_parser()
    parsed = parser.parse_args(understood(sys.argv[1:] if arguments is None else arguments, words_of(parser)))
    logs.configure("WARNING", "%(levelname)s %(name)s %(message)s")
    run: Command = parsed.run
    try:
        return run(parsed, parse_settings(read_environment()))
    except KnowledgeError as error:
        return _fail("\n".join([texts.KNOWLEDGE_BROKEN, str(error)]))
    except (SettingsError, QuestionError, LabelledError, EncoderError) as error:
        return _fail(str(error))
    except FittedError as error:
        return _fail(texts.FITTED_MISSING.format(reason=error))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read us has gone; nobody is left to tell
        return 0
    except KeyboardInterrupt:
        return _fail(texts.CLI_INTERRUPTED, 130)


class _Parser(argparse.ArgumentParser):
    """Says what to do about a command that is written wrong."""

    def error(self, message: str) -> NoReturn:
        reason = in_chinese(message)
        sys.exit(_fail((texts.CLI_USAGE if reason else texts.CLI_USAGE_PLAIN).format(reason=reason, program=self.prog)))


def build_parser() -> argparse.ArgumentParser:
    """All sub-commands and their options."""
    parser = _Parser(prog="python -m bot", description=texts.CLI_DESCRIPTION)
    with_chinese_help(parser)
    commands = parser.add_subparsers(required=True, metavar=texts.CLI_COMMAND)

    def add(name: str, run: Command) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=texts.CLI_HELP[name], description=texts.CLI_HELP[name])
        command.set_defaults(run=run)
        with_chinese_help(command)
        return command

    add("run", _run)
    add("chat", _chat).add_argument("--as", dest="roles", type=roles, metavar="ROLE", help=texts.CLI_HELP["as"])
    ask = add("ask", _ask)
    ask.add_argument("question", nargs="*", help=texts.CLI_HELP["question"])
    ask.add_argument("--jsonl", action="store_true", help=texts.CLI_HELP["jsonl"])
    check = add("check", _check)
    check.add_argument("--register", action="store_true", help=texts.CLI_HELP["register"])
    evaluate = add("evaluate", _evaluate)
    evaluate.add_argument("--fit", action="store_true", help=texts.CLI_HELP["fit"])
    evaluate.add_argument("--explain", metavar="QUESTION", help=texts.CLI_HELP["explain"])
    evaluate.add_argument("--overheard", action="store_true", help=texts.CLI_HELP["overheard"])
    evaluate.add_argument("--misses", action="store_true", help=texts.CLI_HELP["misses"])
    add_options(add("broadcast", _broadcast))
    add("migrate", _migrate)
    add("backup", _backup).add_argument("file", type=Path, metavar="FILE", help=texts.CLI_HELP["backup_file"])
    add("restore", _restore).add_argument("file", type=Path, metavar="FILE", help=texts.CLI_HELP["restore_file"])
    return parser


def _broadcast(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.app.composition import database_of
    from bot.cli.broadcasting import BroadcastError, run
    from bot.storage.errors import StorageError

    try:
        return run(parsed, settings, database_of(settings))
    except (BroadcastError, StorageError) as error:
        return _fail(str(error))


def _migrate(_: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.database import migrate_text

    return _with_database(settings, migrate_text)


def _backup(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.database import backup_text

    return _with_database(settings, lambda database: backup_text(database, parsed.file))


def _restore(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.database import restore_text

    return _with_database(settings, lambda database: restore_text(database, parsed.file))


def _with_database(settings: Settings, act: Callable[[Database], Coroutine[Any, Any, str]]) -> int:
    """Do it and say what was done, or what is wrong."""
    from bot.app.composition import database_of
    from bot.storage.errors import StorageError

    try:
        print(asyncio.run(act(database_of(settings))))
    except StorageError as error:
        return _fail(str(error))
    return 0


def _run(_: argparse.Namespace, settings: Settings) -> int:
    from bot.app.composition import run_bot
    from bot.platforms.telegram.wire.run import StartError

    try:
        run_bot(settings, _progress(texts.PROGRESS_PREPARING))
    except StartError as error:
        return _fail(str(error))
    return 0


def _chat(parsed: argparse.Namespace, settings: Settings) -> int:
    if parsed.roles:
        from bot.app.terminal import chat_as
        from bot.storage.errors import StorageError

        try:
            chat_as(parsed.roles, settings, _progress(texts.PROGRESS_PREPARING))
        except StorageError as error:
            return _fail(str(error))
        return 0
    from bot.platforms.terminal.prompt import chat

    chat(_answerer(settings), lambda: datetime.now(CHINA).date())
    return 0


def roles(typed: str) -> frozenset[Role]:
    """Roles by their names, Chinese or English; ``ValueError`` for what is none."""
    words = {name: role for role in Role for name in (role.value, chat_texts.ROLES[role])}
    names = re.split(r"[\s,、;]+", fold(typed).lower().strip())
    if not all(name in words for name in names):
        raise ValueError(typed)
    return frozenset(words[name] for name in names)


def _ask(parsed: argparse.Namespace, settings: Settings) -> int:
    if parsed.jsonl:
        from bot.cli.jsonl import answer_lines

        answerer = _answerer(settings)
        for line in answer_lines(answerer, sys.stdin.buffer):
            print(line, flush=True)
        return 0
    from bot.platforms.terminal.prompt import answer_text, hit_text

    question = " ".join(parsed.question)
    if not question.strip():
        raise QuestionError(answering_texts.EMPTY_QUESTION)
    answerer = _answerer(settings)
    hit = answerer.by_typed_id(question)
    print(hit_text(hit, answerer) if hit else answer_text(answerer.answer(question), answerer))
    return 0


def _answerer(settings: Settings) -> Answerer:
    return build_answerer(settings, _progress(texts.PROGRESS_PREPARING), others=sources(settings))


def _check(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.checking import check

    return check(settings.knowledge, register=parsed.register)


def _evaluate(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot.answering.training import fitting
    from bot.cli import evaluation

    preparing, evaluating = _progress(texts.PROGRESS_PREPARING), _progress(texts.PROGRESS_EVALUATING)
    if parsed.fit:
        fitting.fit_file(settings, preparing)
    if parsed.explain is not None:
        print(evaluation.explain(settings, parsed.explain, addressed=not parsed.overheard, progress=preparing))
        return 0
    return evaluation.run(settings, preparing, evaluating, misses=parsed.misses)


def _progress(title: str) -> Callable[[int, int], None]:
    """A progress bar on a terminal; elsewhere one line, when it takes long."""
    bar: tqdm[Never] | None = None
    said = False

    def report(done: int, total: int) -> None:
        nonlocal bar, said
        if not sys.stderr.isatty():
            if total >= _MANY and title == texts.PROGRESS_PREPARING and not said:
                print(texts.PROGRESS_LONG, file=sys.stderr, flush=True)
            said = True
            return
        shown = bar if bar is not None else tqdm(total=total, desc=title, leave=False)
        shown.update(done - shown.n)
        bar = shown if done < total else None
        if bar is None:
            shown.close()

    return report


def _speak_utf8() -> None:
    """Chinese in and out whatever the locale; what cannot be encoded is shown escaped rather than raised."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        reconfigure = getattr(stream, "reconfigure", None)  # a test's own stream may not have it
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors=errors)


def _fail(message: str, code: int = 2) -> int:
    print(message, file=sys.stderr)
    return code
