"""What stands in the tables for a person or for a link between rows that only this bot may follow.

Whoever has the database alone must not learn who asked what, by no column, number, order or moment. So a private chat stands there
under a number that is made of its id and a key, the row that counts a question under one that is made of its answer's, and a vote
under a hash; all other new numbers of such rows are random. The key is made of the bot's token, which is in no database and in no
backup. With another token the rows of the last days are nobody's; they expire like all others.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b64decode, b64encode
from datetime import datetime, time, timedelta
from hashlib import sha256, shake_256

from bot.when import CHINA

_PERSONS = 1 << 52
"""Telegram's ids of persons are smaller; numbers in their place are not."""
_TOP = 1 << 62


def random_id() -> int:
    """A number for a row that nobody names: it tells nothing about when the row was made."""
    return _PERSONS + secrets.randbelow(_TOP - _PERSONS)


def day_of(moment: datetime) -> datetime:
    """The beginning of its day in China."""
    return datetime.combine(moment.astimezone(CHINA).date(), time(), CHINA)


def end_of_day(moment: datetime) -> datetime:
    """The beginning of the next day in China."""
    return day_of(moment) + timedelta(days=1)


class Veil:
    """The numbers that are made with the key."""

    def __init__(self, token: str) -> None:
        self._key = sha256(b"mingfa veil\0" + token.encode()).digest()

    def place(self, chat_id: int) -> int:
        """What stands for a chat: a group's own id, for a private chat another number than its person's."""
        return chat_id if chat_id < 0 else self._number(f"place:{chat_id}")

    def counted(self, answer_id: int) -> int:
        """The row that counts the question of this answer."""
        return self._number(f"counted:{answer_id}")

    def voter(self, answer_id: int, user_id: int) -> str:
        """A person among the voters on one answer: useless for following somebody from answer to answer."""
        return self._digest(f"voter:{answer_id}:{user_id}").hex()

    def mark(self, what: str) -> str:
        """What stands for a message that is being answered."""
        return self._digest(f"mark:{what}").hex()[:32]

    def seal(self, words: bytes) -> str:
        """What only this bot can read again: a stream of SHAKE-256 under a number used once, and a mark that it was not changed."""
        nonce = secrets.token_bytes(16)
        hidden = self._blend(nonce, words)
        return b64encode(nonce + self._tag(nonce, hidden) + hidden).decode()

    def unseal(self, sealed: str) -> bytes | None:
        """The words; ``None`` when they were sealed with another key, or changed."""
        try:
            whole = b64decode(sealed, validate=True)
        except ValueError:
            return None
        nonce, tag, hidden = whole[:16], whole[16:48], whole[48:]
        return self._blend(nonce, hidden) if hmac.compare_digest(tag, self._tag(nonce, hidden)) else None

    def _blend(self, nonce: bytes, words: bytes) -> bytes:
        stream = shake_256(b"seal\0" + self._key + nonce).digest(len(words))
        return (int.from_bytes(words) ^ int.from_bytes(stream)).to_bytes(len(words))

    def _tag(self, nonce: bytes, hidden: bytes) -> bytes:
        return hmac.digest(self._key, b"sealed\0" + nonce + hidden, "sha256")

    def _number(self, what: str) -> int:
        return _PERSONS + int.from_bytes(self._digest(what)[:8]) % (_TOP - _PERSONS)

    def _digest(self, what: str) -> bytes:
        return hmac.digest(self._key, what.encode(), "sha256")
