"""Run by Alembic for every command; ``bot.storage.migrate`` hands over an open transaction."""

from __future__ import annotations

from alembic import context

from bot.storage.schema import metadata

# The caller's transaction holds everything: a migration that fails leaves the tables as they were.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
