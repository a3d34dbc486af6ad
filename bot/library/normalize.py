"""One normal form for Chinese text, so that the same words always compare equal.

It lives with the knowledge because the lint (is this alias owned twice?) and the matching must mean the same thing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

_NO_WORDS = re.compile(r"[\W_]+")  # what str.isalnum() says no to
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def clean(text: str) -> str:
    """Drop what nobody sees or can be sent: control, zero-width, private and unpaired surrogate characters.

    White space becomes single spaces.
    """
    if text.isprintable():  # almost always: then there is nothing to drop
        return " ".join(text.split())
    kept = "".join(
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char) not in _DROPPED_CATEGORIES
    )
    return " ".join(kept.split())


def simplify(text: str) -> str:
    """NFKC, traditional → simplified, lower case; punctuation stays."""
    simplified: str = _to_simplified().convert(unicodedata.normalize("NFKC", clean(text)))
    return simplified.lower()


def normalize(text: str) -> str:
    """The form in which two wordings are the same: ``simplify`` without spaces, punctuation and symbols."""
    return _NO_WORDS.sub("", simplify(text))
