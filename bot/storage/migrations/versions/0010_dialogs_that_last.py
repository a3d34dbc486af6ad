"""Dialogues that last for weeks stay open beside one that takes minutes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


_MOMENT = sa.DateTime(timezone=True)
_OLD = ("chat_id", "user_id", "name", "data", "expires")


def upgrade() -> None:
    _replace("touched", "lasts")


def downgrade() -> None:
    _replace()


def _replace(*more: str) -> None:
    """The table anew with another key, and what was in it: few rows, at most one for each member of staff."""
    moments = [sa.column("expires", _MOMENT), *([] if more else [sa.column("touched", _MOMENT)])]
    old = sa.table("dialogs", *(sa.column(name) for name in _OLD[:-1]), *moments)
    rows = [dict(row._mapping) for row in op.get_bind().execute(sa.select(old).order_by(moments[-1]))]
    op.drop_table("dialogs")
    columns: list[sa.Column[Any]] = [
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        *([sa.Column("touched", _MOMENT, nullable=False)] if more else []),
        *([sa.Column("lasts", sa.Boolean(), nullable=False)] if more else []),
        sa.Column("expires", _MOMENT, nullable=False),
    ]
    key = ("chat_id", "user_id", "name") if more else ("chat_id", "user_id")
    new = op.create_table("dialogs", *columns, sa.PrimaryKeyConstraint(*key, name="pk_dialogs"))
    op.create_index("ix_dialogs_expires", "dialogs", ["expires"], unique=False)
    # Of several of one person the earlier version has room for the one that was touched last.
    kept = {tuple(row[name] for name in key): row for row in rows}.values()
    names = {column.name for column in columns}
    for row in kept:
        values = {"touched": row["expires"], "lasts": False, **row}
        op.execute(sa.insert(new).values({name: values[name] for name in names}))
