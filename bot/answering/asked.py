"""What of a message asks something: without the frame of an exam item, and of a long text only its questions.

The decision was fitted on what people type, at most some ninety characters. A roster, a notice or a pasted article is no longer
question but another kind of text, about which those numbers say nothing: so a long message is never decided on as a whole. It is
read as the few stretches of it that ask, each as short as what was fitted on, or as nothing when no sentence of it asks.
A record of a conversation and what is not written in Chinese ask the bot nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import accumulate

from bot.answering.frame import is_item, names, without_frame
from bot.library.models import Library
from bot.library.normalize import normalize

# Characters that count (``normalize``). The longest message of the fitting set has 88.
WHOLE_UP_TO = 100
STRETCH = 90
# What is overheard and longer was not said to anybody in passing.
OVERHEARD_UP_TO = 300
# A question to the bot stands before what was pasted, or behind it, in so many characters; one in the middle is the text's own,
# unless it says in so many words that it asks, in a text that a person may have written for this.
HEAD, TAIL = 60, 120
STORY_UP_TO = 800
MOST = 3
# Nobody types so much in passing: what is longer was composed or pasted.
TYPED_UP_TO = 40
# So many turns "name: words" are a record of what others said to each other, or a form.
RECORD = 3
# Of the letters. The knowledge is Chinese; a few foreign words in a Chinese question are no matter.
LEAST_CHINESE = 1 / 3

_PIECE_END = re.compile(r"(?<=[。!?;])\s*|(?<=\.\.\.)(?!\.)\s*|\s+")
_QUESTION = re.compile(
    r"\?[”」』\")]*$|(吗|呢|么|不|没|没有|咋办|咋整|怎么办|怎么弄|怎么处理|如何处理)[。.!~…]*$"
    r"|能不能|可不可以|要不要|该不该|算不算|行不行|对不对|合不合法|是否合法|违不违法|是否违法"
)
_REQUEST = re.compile(
    r"请问|问一下|问问|想问|求问|求教|请教|咨询|讲话里"
    r"|(?:麻烦|劳驾|帮忙|帮我|求大家|谁能|告诉|想知道|想弄清楚|搞不清).{0,40}(?:怎么|怎样|如何|什么|哪|几|多少|谁|原话|原文|依据)"
)
_TURN = re.compile(r"(?:^|(?<=[\s。!?;\"”]))[^\s:。!?;,、\"“”()]{1,8}:(?!\d|//)")
_LINK = re.compile(r"https?://[^\s\u4e00-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def asked(said: str, *, addressed: bool, known: Container[str] = ()) -> tuple[str, ...]:
    """The stretches of a simplified message (``normalize.simplify``) that may ask something; none when nothing does.

    A short message is one stretch, whatever it says. ``addressed``: said to the bot; what is overheard and long is left alone.
    ``known``: normalised names of documents that the knowledge speaks of; they stay.
    """
    if not addressed and len(normalize(said)) > OVERHEARD_UP_TO:
        return ()
    if len(normalize(said)) > TYPED_UP_TO:
        said = " ".join(_LINK.sub(" ", said).split())
    stem = without_frame(said, known)
    record = len(_TURN.findall(stem)) >= RECORD and not is_item(said)
    whole = len(normalize(stem)) <= WHOLE_UP_TO and not record
    found = (stem,) if whole else stretches(stem, record=record)
    return tuple(part for part in found if len(normalize(part)) <= TYPED_UP_TO or _is_chinese(part))


def is_composed(said: str) -> bool:
    """Was a simplified message written at leisure or pasted: is it longer than what people type, or an exam item?"""
    return len(normalize(said)) > TYPED_UP_TO or is_item(said)


def names_in(library: Library) -> frozenset[str]:
    """The names in 《》 that the speech or its wordings speak of, normalised."""
    return frozenset[str]().union(*(names(text) for entry in library.entries for text in (*entry.passage, *entry.aliases)))


def _is_chinese(said: str) -> bool:
    letters = sum(map(str.isalpha, said))
    return len(_CHINESE.findall(said)) >= LEAST_CHINESE * letters


def stretches(said: str, *, record: bool = False) -> tuple[str, ...]:
    """The questions of a long simplified text, each with what stands before it.

    They stand at both ends; one that says that it asks may stand anywhere in a story. ``record``: of a record of others only
    such a one counts, and only at the ends.
    """
    pieces = [piece for piece in _PIECE_END.split(said) if piece]
    sizes = [len(normalize(piece)) for piece in pieces]
    ends = list(accumulate(sizes))
    places = []
    for number, piece in enumerate(pieces):
        near = ends[number] <= HEAD or ends[-1] - ends[number] <= TAIL
        requests = bool(_REQUEST.search(piece)) if near or (ends[-1] <= STORY_UP_TO and not record) else False
        if requests or (near and not record and _QUESTION.search(piece)):
            places.append(number)
    return tuple(dict.fromkeys(_stretch(pieces, sizes, place) for place in places[-MOST:]))


def _stretch(pieces: Sequence[str], sizes: Sequence[int], place: int) -> str:
    """The piece with those before it, as many whole ones as fit; at the beginning of a text, with those behind it."""
    room = STRETCH - sizes[place]
    if room < 0:
        return pieces[place][-STRETCH:]
    before = place
    while before > 0 and (size := sizes[before - 1]) <= room:
        before, room = before - 1, room - size
    behind = place + 1
    while before == 0 and behind < len(pieces) and (size := sizes[behind]) <= room:
        behind, room = behind + 1, room - size
    return " ".join(pieces[before:behind])
