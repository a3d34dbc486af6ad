"""Groups, staff, audit, misses, supplements, the question log, answers, votes and what a person set."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
# Those that point to others come first.
_TABLES = (
    "votes", "answers", "audit", "chat_migrations", "group_muted", "group_tags",
    "groups", "knowledge_state", "misses", "prefs", "question_log", "secrets",
    "staff", "supplements",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("result", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_actor_id", "audit", ["actor_id"], unique=False)
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_table(
        "chat_migrations",
        sa.Column("old_chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("new_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("old_chat_id", name="pk_chat_migrations"),
    )
    op.create_table(
        "group_muted",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "kind", name="pk_group_muted"),
    )
    op.create_table(
        "group_tags",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "tag", name="pk_group_tags"),
    )
    op.create_index("ix_group_tags_tag", "group_tags", ["tag"], unique=False)
    op.create_table(
        "groups",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("joined", MOMENT, nullable=False),
        sa.Column("last_seen", MOMENT, nullable=False),
        sa.Column("notice_thread_id", sa.BigInteger(), nullable=True),
        sa.Column("overhear", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("overheard_per_hour", sa.Integer(), nullable=True),
        sa.Column("overhear_paused_until", MOMENT, nullable=True),
        sa.Column("daily", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("daily_at", sa.String(length=5), server_default="08:30", nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=True),
        sa.Column("quiet_to", sa.String(length=5), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name="pk_groups"),
    )
    op.create_index("ix_groups_active_unit", "groups", ["active", "unit"], unique=False)
    op.create_table(
        "knowledge_state",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_knowledge_state"),
    )
    op.create_table(
        "misses",
        sa.Column("id", ID, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_misses"),
        sa.CheckConstraint("reason IN ('none', 'thumbs_down')", name=op.f("ck_misses_reason")),
        sa.CheckConstraint("state IN ('open', 'later', 'dismissed', 'taught')", name=op.f("ck_misses_state")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_misses_created", "misses", ["created"], unique=False)
    op.create_index("ix_misses_state_key", "misses", ["state", "key"], unique=False)
    op.create_table(
        "prefs",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "name", name="pk_prefs"),
    )
    op.create_table(
        "question_log",
        sa.Column("id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("chat_kind", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("entry_id", sa.String(length=24), nullable=True),
        sa.Column("ups", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("downs", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question_log"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_log_day", "question_log", ["day"], unique=False)
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.create_table(
        "staff",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "role", name="pk_staff"),
    )
    op.create_table(
        "supplements",
        sa.Column("id", ID, nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        sa.Column("decided", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_supplements"),
        sa.CheckConstraint("status IN ('pending', 'live', 'rejected')", name=op.f("ck_supplements_status")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_supplements_status", "supplements", ["status"], unique=False)
    wanted = sa.text("status <> 'rejected'")
    op.create_index("uq_supplements_wanted_key", "supplements", ["key"], unique=True, sqlite_where=wanted, postgresql_where=wanted)
    op.create_table(
        "answers",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question_message_id", sa.BigInteger(), nullable=False),
        sa.Column("answer_message_id", sa.BigInteger(), nullable=False),
        sa.Column("log_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("entry_id", sa.String(length=24), nullable=True),
        sa.Column("expires", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["log_id"], ["question_log.id"], name="fk_answers_log_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_chat_id_answer_message_id", "answers", ["chat_id", "answer_message_id"], unique=False)
    op.create_index("ix_answers_expires", "answers", ["expires"], unique=False)
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
    _append_only()
    moment = datetime.now(UTC).replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else datetime.now(UTC)
    state = sa.table("knowledge_state", sa.column("name"), sa.column("version"), sa.column("changed", MOMENT))
    op.bulk_insert(state, [{"name": name, "version": 0, "changed": moment} for name in ("library", "supplements")])
    op.bulk_insert(sa.table("secrets", sa.column("name"), sa.column("value")), [{"name": "votes", "value": token_hex(32)}])


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            refuse = "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
            op.execute(f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit {refuse}")
        return
    op.execute("CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$")
    op.execute("CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()")
    op.execute("CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()")


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuse()")
