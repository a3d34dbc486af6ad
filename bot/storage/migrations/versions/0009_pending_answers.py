"""What is being answered: the two-step marks of answers, and updates that wait for their turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_marks",
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_answer_marks"),
    )
    op.create_index("ix_answer_marks_expires", "answer_marks", ["expires"])
    op.create_table(
        "held_updates",
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("worker", sa.String(length=16), nullable=False),
        sa.Column("lease", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_held_updates"),
    )
    op.create_index("ix_held_updates_lease", "held_updates", ["lease"])


def downgrade() -> None:
    op.drop_table("held_updates")
    op.drop_table("answer_marks")
