"""What of a message asks something: the frame of an exam item is taken off, and of a long text only its questions remain.

The decision was fitted on what people type, at most some ninety characters. A roster, a notice or a pasted article is no longer
question but another kind of text, about which those numbers say nothing: so a long message is never decided on as a whole. It is
read as the few stretches of it that ask, each as short as what was fitted on, or as nothing when no sentence of it asks.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import accumulate

from bot.library.models import Library
from bot.library.normalize import normalize

# Characters that count (``normalize``). The longest message of the fitting set has 88.
WHOLE_UP_TO = 100
STRETCH = 90
# What is overheard and longer was not said to anybody in passing.
OVERHEARD_UP_TO = 300
# A question to the bot stands before what was pasted, or behind it, in so many characters; one in the middle is the text's own.
HEAD, TAIL = 60, 120
MOST = 3
# Less than this behind a frame is no stem: then the frame was all there is.
LEAST_STEM = 4

_PIECE_END = re.compile(r"(?<=[。!?;…])\s*|\s+")
_ASKS = re.compile(
    r"\?[”」』\")]*$|(吗|呢|么|不|没|没有|咋办|咋整|怎么办|怎么弄|怎么处理|如何处理)[。.!~…]*$"
    r"|请问|问一下|问问|想问|求问|求教|请教|咨询|能不能|可不可以|要不要|该不该|算不算|行不行|对不对|合不合法|是否合法|违不违法|是否违法"
)

# An item's own words about itself, never about its subject. Everything here is already NFKC and lower case.
_KINDS = r"(?:不定项|单项|多项|单|多|复)?选择?题|判断(?:正误|对错)?题?|填空题?|简答题?|论述题?|问答题|名词解释|案例分析题?"
_ITEM_KIND = re.compile(rf"[【\[(]\s*(?:{_KINDS})\s*[】\])]|(?:^|(?<=[\s\d.、]))(?:{_KINDS})(?=[\s\d(:、.。]|$)")
_ITEM_SCORE = re.compile(r"[(\[]\s*(?:每[题小空]*|本题|共|满分|\d+\s*小?题)?[^()\[\]]{0,12}\d+\s*分\s*[^()\[\]]{0,8}[)\]]")
_ITEM_NUMBER = re.compile(r"(?:^|\s)(?:第?\s*\d{1,3}\s*题|\d{1,3}\s*[.、)])\s*")
_ANSWER = re.compile(
    r"[【\[(]?\s*(?:正确答案|参考答案|标准答案|答案|答案解析|试题解析|解析|考点|难度)"
    r"\s*[】\])]?\s*:.*?(?=(?:\s\d{1,3}\s*[.、])|$)"
)
_BLANK = re.compile(r"[(\[]\s*[a-h√×对错x]{0,8}\s*[)\]]|_{2,}|﹍+|…{2,}\s*(?=[,。;])")
_OPTION_A = re.compile(r"(?<![a-z])a\s*[.、:)]\s*(?=.{1,400}?(?<![a-z])b\s*[.、:)])")
_NEXT_ITEM = re.compile(r"\s\d{1,3}\s*[.、]\s*(?=\S)")
_NAMED = re.compile(r"(?:根据|依据|按照|依照)?《([^《》]{1,80})》(?:\([^()]{0,20}\))?(?:的?规定)?[,:]?")
# Outside an exam item a short name may be what is asked about; a long one is somebody else's title.
LONG_NAME = 10


def asked(said: str, *, addressed: bool, known: Container[str] = ()) -> tuple[str, ...]:
    """The stretches of a simplified message (``normalize.simplify``) that may ask something; none when nothing does.

    A short message is one stretch, whatever it says. ``addressed``: said to the bot; what is overheard and long is left alone.
    ``known``: normalised names of documents that the knowledge speaks of; they stay.
    """
    if not addressed and len(normalize(said)) > OVERHEARD_UP_TO:
        return ()
    stem = without_frame(said, known)
    if len(normalize(stem)) <= WHOLE_UP_TO:
        return (stem,)
    return stretches(stem)


def names_in(library: Library) -> frozenset[str]:
    """The names in 《》 that the speech or its wordings speak of, normalised."""
    texts = (text for entry in library.entries for text in (*entry.passage, *entry.aliases))
    return frozenset(normalize(found[1]) for text in texts for found in _NAMED.finditer(text))


def without_frame(said: str, known: Container[str] = ()) -> str:
    """A simplified message without what says nothing about its subject.

    Of an exam item that is its kind, number, marks, options, answer and blanks; everywhere the long name of a document in 《》.
    Where hardly anything else is there (《…》是什么), the message stays as it is.
    """
    item = _is_item(said)
    stem = said
    if item:
        stem = _without_options(_ANSWER.sub(" ", stem))
        for frame in (_ITEM_KIND, _ITEM_SCORE, _ITEM_NUMBER, _BLANK):
            stem = frame.sub(" ", stem)
    stem = _NAMED.sub(lambda name: _name(name, known, 0 if item else LONG_NAME), stem)
    stem = " ".join(stem.split())
    return stem if len(normalize(stem)) >= LEAST_STEM else said


def _name(found: re.Match[str], known: Container[str], shortest: int) -> str:
    name = normalize(found[1])
    return found[0] if name in known or len(name) < shortest else " "


def _is_item(said: str) -> bool:
    return bool(_OPTION_A.search(said) or _ITEM_KIND.search(said) or _BLANK.search(said) or _ANSWER.search(said))


def _without_options(said: str) -> str:
    """Without each run of options, from its "a." to the next item's number or the end."""
    kept, place = [], 0
    while (start := _OPTION_A.search(said, place)) is not None:
        kept.append(said[place : start.start()])
        following = _NEXT_ITEM.search(said, start.end())
        place = following.start() if following else len(said)
    return "".join((*kept, said[place:]))


def stretches(said: str) -> tuple[str, ...]:
    """The questions at both ends of a long simplified text, each with what stands before it."""
    pieces = [piece for piece in _PIECE_END.split(said) if piece]
    ends = list(accumulate(len(normalize(piece)) for piece in pieces))
    near = (n for n, piece in enumerate(pieces) if ends[n] <= HEAD or ends[-1] - ends[n] <= TAIL)
    places = [number for number in near if _ASKS.search(pieces[number])]
    return tuple(dict.fromkeys(_stretch(pieces, place) for place in places[-MOST:]))


def _stretch(pieces: Sequence[str], place: int) -> str:
    """The piece with those before it, as many whole ones as fit; at the beginning of a text, with those behind it."""
    found, room = pieces[place], STRETCH - len(normalize(pieces[place]))
    if room < 0:
        return found[-STRETCH:]
    before = place
    while before > 0 and (size := len(normalize(pieces[before - 1]))) <= room:
        before, room = before - 1, room - size
    behind = place + 1
    while before == 0 and behind < len(pieces) and (size := len(normalize(pieces[behind]))) <= room:
        behind, room = behind + 1, room - size
    return " ".join(pieces[before:behind])
