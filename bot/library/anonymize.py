"""Take names, numbers and addresses out of a question before it is stored, as far as rules can. Pure: no list of people, no model.

``numbers`` knows what stands for somebody by its form, ``names`` what does by the words beside it.
"""

from __future__ import annotations

from bot.library.names import hide_capitals, hide_names
from bot.library.normalize import simplify
from bot.library.numbers import hide_numbers

LONGEST = 500
"""Characters that are looked at; nothing that is longer is kept."""


def anonymize(question: str) -> str:
    """The beginning of the question in normal form (``simplify``) with marks in place of persons, numbers and addresses."""
    # One character can become eighteen: it is cut on both sides of that.
    text = simplify(hide_capitals(question[:LONGEST]))[:LONGEST]
    return hide_names(hide_numbers(text))
