"""How everything is read that is an argument: one form for what phones, Chinese keyboards, Word and web pages make of it.

An argument is what a person writes for the program and not for other people: commands and what follows them, times, ids,
numbers, names of units and tags, headings and cells of sheets, options of the command line, settings. All of it goes through
``fold`` (names that are kept and shown through ``fold_name``) before it is parsed or compared, and through nothing else: a
parser that looks for a full-width colon of its own has been forgotten by this module.

``“龙泉镇”。`` ``【#12】`` → ``龙泉镇`` ``#12`` (``bare``: who reads one argument and nothing else).

Never folded: passages, aliases, the text of notices, questions. They are for people and stay as they were written.

``－１００１２３`` ``—100123`` ``‑100123`` → ``-100123``; ``１５：００`` ``15∶00`` → ``15:00``; ``p12－3`` ``p12—3`` → ``p12-3``;
``２０２６／１２／１`` ``2026。12。1`` → ``2026/12/1`` ``2026.12.1``; ``＋示范`` → ``+示范``; ``“a”`` ``「a」`` → ``"a"``; ``②`` → ``2``.

Kept apart on purpose: 、 and ， (both become a comma) from a space; a wave ``～`` (becomes ``~``, a span) from a dash (a minus
sign, or a span); 至 and 到, which are words. Whether a dash is a minus sign or a span is the parser's affair.
"""

from __future__ import annotations

import re
import unicodedata

from bot.library.normalize import clean

# All that a keyboard, a phone or a word processor puts in where a hyphen or a minus sign was meant.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u2500\u2501\u30fc\u207b\u208b\u2e3a\u2e3b\ufe58\ufe63\uff0d\uff70\ufe31\ufe32"
_WAVES = "\u301c\u223c\u02dc\u2053\u3030"
_COLONS = "\u2236\ufe13\ufe30\ufe55\ua789\u02d0"
_SLASHES = "\u2044\u2215\u2571\u29f8"
_COMMAS = "\u3001\ufe10\ufe11\ufe50\ufe51\uff64"
_DOUBLE_QUOTES = "“”„‟〝〞〟「」『』\u2033"
_SINGLE_QUOTES = "‘’‚‛\u2032"
# White or nothing to the eye, although Unicode calls them letters or symbols.
_BLANKS = "\u3164\u115f\u1160\uffa0\u2800"
# What makes an emoji of a digit (2️⃣), and the other choosers of a look.
_LOOKS = "".join(map(chr, range(0xFE00, 0xFE10))) + "\u20e3"

_FORMS = str.maketrans(
    {
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_WAVES, "~"),
        **dict.fromkeys(_COLONS, ":"),
        **dict.fromkeys(_SLASHES, "/"),
        **dict.fromkeys(_COMMAS, ","),
        **dict.fromkeys(_DOUBLE_QUOTES, '"'),
        **dict.fromkeys(_SINGLE_QUOTES, "'"),
        **dict.fromkeys(_BLANKS, " "),
    }
)
_LOOKING = str.maketrans(dict.fromkeys(_LOOKS, ""))
# A Chinese dash is two of them (——), and phones make one of "--": how many there are says nothing. Plain ones stay as they are.
_DASH_RUN = re.compile(f"-*[{_DASHES}][-{_DASHES}]*")
# The full stop of a Chinese keyboard between digits: 2026。12。1.
_STOP = re.compile(r"(?<=\d)[。·](?=\d)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTED = re.compile(r"""(["'])(.*)\1""")
_AROUND = {"(": ")", "[": "]", "【": "】", "〔": "〕", "《": "》", '"': '"', "'": "'"}
_CLOSING = " 。.!,;:"
_HAN_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_IN_NAMES = str.maketrans("(),?!;:", "（）、？！；：")
_BETWEEN = re.compile(r"[\s,，、﹑;；:：]+")


def fold(text: str) -> str:
    """The one form of an argument, on one line: what differs only in how it was typed is equal afterwards.

    NFKC; one sort of dash, wave, colon, slash, comma and quote each; nothing that cannot be seen; single spaces. Upper and
    lower case stay, so does every Chinese character, and what is plain ASCII.
    """
    typed = _DASH_RUN.sub("-", clean(text).translate(_LOOKING)).translate(_FORMS)
    folded = unicodedata.normalize("NFKC", typed).translate(_FORMS)
    return _STOP.sub(".", clean(folded))


def fold_name(text: str) -> str:
    """The one form of a name that is kept and shown (a unit, a tag): as ``bare``, with Chinese signs in a Chinese name."""
    folded = bare(text)
    return folded.translate(_IN_NAMES) if _HAN.search(folded) else folded


def first(text: str) -> tuple[str, str]:
    """The first argument, folded, and the rest as it was written: what follows may be for people."""
    head, *rest = _BETWEEN.split(text.strip(), maxsplit=1)
    return fold(head), rest[0].strip() if rest else ""


def unquoted(text: str) -> str:
    """``fold`` without quotes around the whole."""
    folded = fold(text)
    found = _QUOTED.fullmatch(folded)
    return found[2].strip() if found else folded


def bare(text: str) -> str:
    """``fold`` without what people write around an argument: quotes or brackets around the whole, the signs that end a sentence."""
    folded = fold(text)
    while folded:
        rest = folded.rstrip(_CLOSING)
        end = _AROUND.get(rest[:1])
        if end is not None and len(rest) > 1 and rest.find(end, 1) == len(rest) - 1 and rest[0] not in rest[1:-1]:
            rest = rest[1:-1].strip()
        if rest == folded:
            break
        folded = rest
    return folded


def han_number(text: str) -> int | None:
    """三, 十二, 二十三, 九十: up to 99, as people say it; ``None`` for anything else."""
    tens, ten, ones = text.rpartition("十")
    if not text or any(len(part) > 1 or part not in _HAN_DIGITS for part in (tens, ones) if part):
        return None
    return (10 * _HAN_DIGITS.get(tens, 1) if ten else 0) + _HAN_DIGITS.get(ones, 0)


def same(one: str, other: str) -> bool:
    """Whether two names are the same, however they were typed."""
    return fold(one).casefold() == fold(other).casefold()
