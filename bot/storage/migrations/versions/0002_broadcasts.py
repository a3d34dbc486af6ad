"""Broadcasts, their schedules and deliveries, and the budget that sending processes share."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("parts", sa.SmallInteger(), nullable=False),
        sa.Column("audience_to", sa.String(length=16), nullable=False),
        sa.Column("audience_names", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_cause", sa.String(length=16), server_default="", nullable=False),
        sa.Column("start_at", MOMENT, nullable=True),
        sa.Column("series_id", ID, nullable=True),
        sa.Column("planned_at", MOMENT, nullable=True),
        sa.Column("prepared_by", sa.BigInteger(), nullable=True),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("released_by", sa.BigInteger(), nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("refusals", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["broadcasts.id"], name="fk_broadcasts_series_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcasts_state", "broadcasts", ["state"], unique=False)
    op.create_index("uq_broadcasts_run", "broadcasts", ["series_id", "planned_at"], unique=True)
    op.create_table(
        "schedules",
        sa.Column("broadcast_id", ID, autoincrement=False, nullable=False),
        sa.Column("cron", sa.Text(), nullable=False),
        sa.Column("working_days_only", sa.Boolean(), nullable=False),
        sa.Column("max_age_minutes", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("computed_at", MOMENT, nullable=False),
        sa.Column("skipped", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("skipped_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name="fk_schedules_broadcast_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("broadcast_id", name="pk_schedules"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("broadcast_id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("cause", sa.String(length=16), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("twin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("recall", sa.String(length=8), server_default="", nullable=False),
        sa.Column("recall_due", MOMENT, nullable=True),
        sa.Column("recall_tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("recall_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name="fk_deliveries_broadcast_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_broadcast_id_due_at_id", "deliveries", ["broadcast_id", "due_at", "id"], unique=False)
    op.create_index("ix_deliveries_broadcast_id_state", "deliveries", ["broadcast_id", "state"], unique=False)
    op.create_index("ix_deliveries_chat_id", "deliveries", ["chat_id"], unique=False)
    _partial("ix_deliveries_busy", ["state", "lease_until"], "state IN ('sending', 'waiting')")
    _partial("ix_deliveries_recall", ["recall_due"], "recall = 'wanted'")
    _partial("uq_deliveries_once", ["broadcast_id", "part", "chat_id"], "NOT twin", unique=True)
    op.create_table(
        "send_starts",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_send_starts"),
    )
    op.create_index("ix_send_starts_at", "send_starts", ["at"], unique=False)
    pace = op.create_table(
        "send_pace",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("rate", sa.Float(), nullable=True),
        sa.Column("rate_at", MOMENT, nullable=True),
        sa.Column("held_at", MOMENT, nullable=True),
        sa.Column("held_until", MOMENT, nullable=True),
        sa.Column("limited_chat", sa.BigInteger(), nullable=True),
        sa.Column("limited_at", MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_send_pace"),
    )
    op.bulk_insert(pace, [{"id": 1}])


def _partial(name: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, "deliveries", columns, unique=unique, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("send_pace", "send_starts", "deliveries", "schedules", "broadcasts"):
        op.drop_table(table)
