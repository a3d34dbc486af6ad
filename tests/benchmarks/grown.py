"""Large knowledge for benchmarks, made from the built-in one: distinct wordings whose characters follow each other as people write."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.library.models import Entry, Library

_BEFORE = ("请问", "想问一下", "咨询一下", "我们单位", "领导问", "同事问我", "麻烦问下", "村里", "乡镇上", "帮忙查下")
_AFTER = ("是怎么规定的", "讲话里怎么说的", "原话是什么", "有没有要求", "谁来负责", "要注意什么", "是什么意思", "呢")
# So many characters are grammar (的, 怎, 么, 谁, …) and stay when an entry moves to another subject.
_GRAMMAR = 200


def more_wordings(library: Library, count: int) -> Library:
    """The same entries with more aliases, so that they have about ``count`` wordings in all: as if many people had taught it for years."""
    each = count // len(library.entries)
    return replace(library, entries=tuple(_taught(entry, each) for entry in library.entries))


def more_entries(library: Library, scale: int) -> Library:
    """``scale`` times the entries: each copy is about another subject (all but the commonest characters exchanged), in the same grammar."""
    seen = Counter(char for entry in library.entries for text in _texts(entry) for char in text if char.isalpha())
    subject = [char for char, _ in seen.most_common()][_GRAMMAR:]
    entries = list(library.entries)
    for copy in range(1, scale):
        other = subject[:]
        random.Random(copy).shuffle(other)
        moved = str.maketrans("".join(subject), "".join(other))
        entries += [_moved(entry, moved, copy) for entry in library.entries]
    return replace(library, entries=tuple(entries))


def _texts(entry: Entry) -> Sequence[str]:
    return (entry.title, entry.gist, *entry.passage, *entry.aliases)


def _moved(entry: Entry, table: dict[int, int], copy: int) -> Entry:
    return replace(
        entry,
        id=f"{entry.id}-{copy}",
        title=entry.title.translate(table),
        gist=entry.gist.translate(table),
        passage=tuple(text.translate(table) for text in entry.passage),
        aliases=tuple(text.translate(table) for text in entry.aliases),
    )


def _taught(entry: Entry, count: int) -> Entry:
    more = dict.fromkeys(entry.aliases)
    for text in islice(_variants(entry.aliases, random.Random(entry.id)), 50 * count):
        if len(more) + 2 + len(entry.passage) >= count:
            break
        more[text] = None
    return replace(entry, aliases=tuple(more))


def _variants(aliases: Sequence[str], chance: random.Random) -> Iterator[str]:
    """What others would type for these: one person's beginning with another's end, politeness around it, a slip of the finger."""
    ways: tuple[Callable[[str], str], ...] = (
        lambda text: text,
        lambda text: chance.choice(_BEFORE) + text,
        lambda text: text.rstrip("?？。") + chance.choice(_AFTER),
        lambda text: _slip(text, chance),
    )
    while True:
        one, other = chance.choice(aliases), chance.choice(aliases)
        cut = chance.uniform(0.35, 0.65)
        yield chance.choice(ways)(one[: round(cut * len(one))] + other[round(cut * len(other)) :])


def _slip(text: str, chance: random.Random) -> str:
    """One character lost, or two exchanged."""
    at = chance.randrange(max(len(text) - 1, 1))
    return text[:at] + (text[at + 1 :] if chance.random() < 0.5 else text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :])
