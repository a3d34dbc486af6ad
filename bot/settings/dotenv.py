"""``.env`` as people save it → its settings: in any encoding that editors write, with the signs that Chinese keyboards type.

What cannot be a setting is never passed over: it is told with its line. Quotes, comments, ``export`` and ``${…}`` are python-dotenv's.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from dotenv.main import resolve_variables
from dotenv.parser import Binding, parse_stream

from bot.library.normalize import clean
from bot.settings import texts
from bot.settings.error import SettingsError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
# A line that python-dotenv does not take, although everybody sees what it means; ``set`` and ``$env:`` are how Windows' shells say it.
_MEANT = re.compile(r"\s*(?:(?:export|set)\s+|\$env:)?([^=＝:：∶\s]+)\s*[=＝:：∶]\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)
_COMMENT = ("#", "＃")
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "＂": "＂", "＇": "＇", "”": "”", "’": "’"}
_OURS = ("MINGFA_", "TELEGRAM_", "WEBHOOK_", "DATABASE_URL", "PORT", "LOG_LEVEL")
_LONGEST_SHOWN = 24


def read_file(file: Path) -> dict[str, str]:
    """The settings in ``file``; nothing when there is none. Raises ``SettingsError``."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        # What Windows makes of the name when it hides endings.
        if (hidden := file.with_name(file.name + ".txt")).is_file():
            raise SettingsError(texts.DOTENV_TXT.format(file=hidden, name=file.name)) from None
        return {}
    except OSError as error:
        raise SettingsError(texts.DOTENV_UNREADABLE.format(file=file, reason=error.strerror or error)) from error
    return parse(_decoded(raw, file), file)


def parse(text: str, file: Path) -> dict[str, str]:
    """The settings in a text; ``file`` is named in what is wrong. Raises ``SettingsError``."""
    found: dict[str, tuple[int, str]] = {}
    for line, name, value in _settings(text, file):
        if name in found and found[name][1] != value:
            raise SettingsError(texts.DOTENV_TWICE.format(file=file, first=found[name][0], second=line, name=name))
        found[name] = (line, value)
    values = resolve_variables([(name, value) for name, (_, value) in found.items()], override=True)
    return {name: value or "" for name, value in values.items()}


def _settings(text: str, file: Path) -> Iterator[tuple[int, str, str]]:
    """Line, name and value of each setting."""
    for binding in parse_stream(StringIO(text.translate({0xFEFF: None, 0x200B: None}))):
        written = binding.original.string
        start = written.lstrip()
        if not start or start.startswith(_COMMENT):
            continue
        line = binding.original.line + len(re.findall(r"\r\n|\r|\n", written[: len(written) - len(start)]))
        sound = binding if _is_setting(binding) else _mended(start)
        if sound is None or sound.key is None:
            raise SettingsError(_told(start, line, file))
        yield line, _known_name(sound.key), _bare(sound.value or "")


def _is_setting(binding: Binding) -> bool:
    return not binding.error and binding.value is not None and _NAME.fullmatch(binding.key or "") is not None


def _mended(written: str) -> Binding | None:
    """The line as it was meant, if it names something and says what it is."""
    found = _MEANT.fullmatch(written.splitlines()[0])
    if found is None:
        return None
    name = unicodedata.normalize("NFKC", clean(found[1])).strip()
    again = next(iter(parse_stream(StringIO(f"{name}={found[2]}"))), None)
    return again if again is not None and _is_setting(again) else None


def _told(written: str, line: int, file: Path) -> str:
    """What is wrong with a line; of the line only what stands before a sign that could end a name: the rest may be secret."""
    shown = re.split(r"[=＝:：∶\s\"'“”]", written, maxsplit=1)[0][:_LONGEST_SHOWN]
    said = texts.DOTENV_QUOTE if re.search(r"[=＝]\s*[\"']", written) else texts.DOTENV_LINE
    return said.format(file=file, line=line, shown=shown)


def _known_name(name: str) -> str:
    """A setting of ours is known in small letters and with dashes too; other names keep theirs."""
    upper = re.sub("[.-]", "_", name.upper())
    return upper if upper.startswith(_OURS) else name


def _bare(value: str) -> str:
    """Without the quotes of a Chinese keyboard around the whole."""
    value = value.strip()
    return value[1:-1].strip() if len(value) > 1 and _QUOTES.get(value[0]) == value[-1] else value


def _decoded(raw: bytes, file: Path) -> str:
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SettingsError(texts.DOTENV_ENCODING.format(file=file))


def _encodings(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if b"\0" in raw:  # Without a mark; a name has no other zeros.
        return ("utf-16-le", "utf-16-be") if raw[1:2] == b"\0" else ("utf-16-be", "utf-16-le")
    # What Chinese Windows calls ANSI; it takes nearly every byte, so it comes last.
    return ("utf-8-sig", "gb18030")
