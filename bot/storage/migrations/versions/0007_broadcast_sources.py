"""The messages that broadcasts were taken from; and nothing any more of where version 0.3 wanted to copy from.

Such a source could be changed after somebody had looked at it, so it is never sent, and its chat is the id of a person.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_broadcasts = sa.table("broadcasts", sa.column("id", sa.BigInteger), sa.column("content", sa.Text))


def upgrade() -> None:
    op.create_table(
        "broadcast_sources",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("broadcast_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name="fk_broadcast_sources_broadcast_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("chat_id", "message_id", "broadcast_id", name="pk_broadcast_sources"),
    )
    op.create_index("ix_broadcast_sources_broadcast_id", "broadcast_sources", ["broadcast_id"])
    copied = sa.select(_broadcasts).where(_broadcasts.c.content.contains('"type": "copy"', autoescape=True))
    for number, content in op.get_bind().execute(copied).all():
        values = json.loads(content)
        values["calls"] = [{"type": "copy"} if call["type"] == "copy" else call for call in values["calls"]]
        scrubbed = json.dumps(values, ensure_ascii=False)
        op.execute(_broadcasts.update().where(_broadcasts.c.id == number).values(content=scrubbed))


def downgrade() -> None:
    op.drop_table("broadcast_sources")
