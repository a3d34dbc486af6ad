"""Pieces of normalised text that the indexes count: characters and fuzzy pinyin."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pypinyin import Style, pinyin

# What input methods and southern accents confuse; each pair becomes one sound.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
CHARACTER_LENGTHS = (1, 2, 3)
SYLLABLE_LENGTHS = (2, 3)


def character_grams(text: str) -> Iterator[str]:
    """Runs of 1–3 characters of normalised text."""
    for length in CHARACTER_LENGTHS:
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


@lru_cache(maxsize=30_000)
def syllable(char: str) -> str:
    """The fuzzy sound of one character: no tone, zh=z ch=c sh=s, l=n, -ng=-n; a character without sound is itself."""
    sounds = pinyin(char, style=Style.NORMAL, errors="ignore")
    if not sounds:
        return char
    sound = sounds[0][0]
    for full, short in _INITIALS:
        if sound.startswith(full):
            sound = short + sound[2:]
    if sound.startswith("l"):
        sound = "n" + sound[1:]
    return sound.removesuffix("g") if sound.endswith("ng") else sound


def syllable_grams(text: str) -> Iterator[str]:
    """Runs of 2–3 fuzzy syllables of normalised text."""
    sounds = [syllable(char) for char in text]
    for length in SYLLABLE_LENGTHS:
        for start in range(len(sounds) - length + 1):
            yield " ".join(sounds[start : start + length])
