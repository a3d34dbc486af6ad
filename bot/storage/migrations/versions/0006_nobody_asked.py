"""Nobody can be told to have asked: rows that could be put side by side get random numbers and days, links and persons go.

Answers in private chats go (they were kept for a week, for edits and votes), and votes with them: both named persons. What was
counted of them stays in the question log.
"""

from __future__ import annotations

import random
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.library.anonymize import anonymize
from bot.library.normalize import normalize
from bot.storage.columns import UtcDateTime
from bot.storage.veil import day_of, end_of_day, random_id

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = ("id", "chat_id", "question_message_id", "answer_message_id", "outcome", "entry_id", "expires")
_answers = sa.table("answers", *(sa.column(name, UtcDateTime() if name == "expires" else None) for name in _COLUMNS))
_votes = sa.table("votes", sa.column("answer_id"), sa.column("voter"), sa.column("up", sa.Boolean()))
_misses = sa.table("misses", sa.column("id"), sa.column("question"), sa.column("key"), sa.column("created", UtcDateTime()))
_LOWEST, _HIGHEST = 1_000_000, 9_999_999  # as in misses.store
_AT_RANDOM = {
    "sqlite": "4503599627370496 + abs(random() % 4607182418800017408)",
    "postgresql": "4503599627370496 + ('x' || substr(md5(random()::text || id::text), 1, 15))::bit(60)::bigint",
}


def upgrade() -> None:
    connection = op.get_bind()
    kept = [row._asdict() for row in connection.execute(sa.select(_answers).where(_answers.c.chat_id < 0))]
    random.shuffle(kept)
    _make(kept=[row | {"id": random_id(), "expires": end_of_day(row["expires"])} for row in kept], votes=[], log=False)
    op.execute(f"UPDATE question_log SET id = {_AT_RANDOM[connection.dialect.name]}")
    _shuffle_misses(connection)
    op.drop_table("secrets")


def _shuffle_misses(connection: sa.Connection) -> None:
    rows = connection.execute(sa.select(_misses)).all()
    highest = max(_HIGHEST, 100 * len(rows), *(row.id for row in rows)) if rows else _HIGHEST
    taken = {row.id for row in rows}
    numbers = [number for number in random.sample(range(_LOWEST, highest + 1), 2 * len(rows)) if number not in taken]
    pairs = list(zip(random.sample(rows, len(rows)), numbers, strict=False))
    names = {"id": "new", "created": "day", "question": "words", "key": "norm"}
    fresh: dict[str, sa.BindParameter[Any]] = {column: sa.bindparam(name) for column, name in names.items()}
    moved = _misses.update().where(_misses.c.id == sa.bindparam("was")).values(fresh)
    if pairs:
        connection.execute(moved, [_anew(row, number) for row, number in pairs])


def _anew(row: sa.Row[Any], number: int) -> dict[str, Any]:
    """Names and numbers that the rules of then did not know go too."""
    words = anonymize(row.question)
    return {"was": row.id, "new": number, "day": day_of(row.created), "words": words, "norm": normalize(words) or row.key}


def downgrade() -> None:
    connection = op.get_bind()
    kept = [row._asdict() for row in connection.execute(sa.select(_answers))]
    votes = [row._asdict() for row in connection.execute(sa.select(_votes))]
    _make(kept=kept, votes=votes, log=True)
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.bulk_insert(sa.table("secrets", sa.column("name"), sa.column("value")), [{"name": "votes", "value": token_hex(32)}])


def _make(kept: list[dict[str, Any]], votes: list[dict[str, Any]], *, log: bool) -> None:
    """Both tables anew, with or without the row that counts the question: SQLite drops no column that a rule speaks of."""
    op.drop_table("votes")
    op.drop_table("answers")
    op.create_table(
        "answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question_message_id", sa.BigInteger(), nullable=False),
        sa.Column("answer_message_id", sa.BigInteger(), nullable=False),
        *([sa.Column("log_id", sa.BigInteger(), nullable=True)] if log else []),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("entry_id", sa.String(length=24), nullable=True),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        *([sa.ForeignKeyConstraint(["log_id"], ["question_log.id"], name="fk_answers_log_id", ondelete="SET NULL")] if log else []),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_chat_id_answer_message_id", "answers", ["chat_id", "answer_message_id"], unique=False)
    op.create_index("ix_answers_expires", "answers", ["expires"], unique=False)
    if log:
        op.create_index("ix_answers_log_id", "answers", ["log_id"], unique=False)
    op.create_index("uq_answers_question", "answers", ["chat_id", "question_message_id"], unique=True)
    op.create_table(
        "votes",
        sa.Column("answer_id", ID, autoincrement=False, nullable=False),
        sa.Column("voter", sa.String(length=64), nullable=False),
        sa.Column("up", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name="fk_votes_answer_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("answer_id", "voter", name="pk_votes"),
    )
    op.bulk_insert(_answers, kept)
    op.bulk_insert(_votes, votes)
