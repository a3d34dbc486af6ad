"""Only groups that staff took in receive anything. Those that are here already stay in, and are to be looked through once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("standing", sa.String(length=16), server_default=sa.text("'waiting'"), nullable=False))
        groups.add_column(sa.Column("wished_unit", sa.Text(), nullable=True))
        groups.add_column(sa.Column("added_by", sa.BigInteger(), nullable=True))
        groups.add_column(sa.Column("greeted_at", sa.DateTime(timezone=True), nullable=True))
        groups.create_check_constraint(op.f("ck_groups_standing"), "standing IN ('waiting', 'kept', 'taken', 'refused')")
    op.execute("UPDATE groups SET standing = 'kept'")
    op.create_table(
        "group_told",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "user_id", "about", name="pk_group_told"),
    )
    op.create_index("ix_group_told_user_id", "group_told", ["user_id"])


def downgrade() -> None:
    op.drop_table("group_told")
    with op.batch_alter_table("groups") as groups:
        groups.drop_constraint(op.f("ck_groups_standing"), type_="check")
        for column in ("greeted_at", "added_by", "wished_unit", "standing"):
            groups.drop_column(column)
