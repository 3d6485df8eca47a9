"""Runs the steps on the connection that db.upgrade opened; its transaction holds them all."""

from __future__ import annotations

from alembic import context

import db.meeting_tables  # noqa: F401  (fills the metadata, with db.tables)
from db.columns import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
