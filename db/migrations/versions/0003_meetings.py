"""Meetings, their decisions and seals, follow-up tasks, and what the board looks at."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.engine import SEALED, guard

revision = "0003"
down_revision = "0002"

_CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Make the tables; what is there already is not touched."""
    _meetings()
    _ticks()
    _tasks()
    _decisions()
    _attachments()
    guard(op.get_bind(), SEALED)


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
    )
    op.create_index("ix_meetings_by_day", "meetings", ["on", "created_at", "id"])
    op.create_table(
        "meeting_members",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        _of("meeting_members", "meetings", "meeting_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "position", name="pk_meeting_members"),
        **_CLUSTERED,
    )
    op.create_table(
        "agenda_items",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("readiness", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.UniqueConstraint("meeting_id", "case_id", name="uq_agenda_items_meeting_id_case_id"),
        _of("agenda_items", "meetings", "meeting_id", ondelete="CASCADE"),
        _of("agenda_items", "cases", "case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "position", name="pk_agenda_items"),
        **_CLUSTERED,
    )
    op.create_index("ix_agenda_items_by_case", "agenda_items", ["case_id"])


def _ticks() -> None:
    op.create_table(
        "ticks",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("field", _word(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        _of("ticks", "meetings", "meeting_id", ondelete="CASCADE"),
        _of("ticks", "cases", "case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meeting_id", "case_id", "field", name="pk_ticks"),
        **_CLUSTERED,
    )
    op.create_index("ix_ticks_by_case", "ticks", ["case_id"])


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("progress", _word(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        _of("tasks", "cases", "case_id", ondelete="CASCADE"),
        _of("tasks", "meetings", "meeting_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )
    op.create_index("ix_tasks_by_case", "tasks", ["case_id", "due"])
    op.create_index("ix_tasks_by_meeting", "tasks", ["meeting_id"])
    op.create_index("ix_tasks_by_progress", "tasks", ["progress", "due"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(none_as_null=True), nullable=True),
        sa.UniqueConstraint("meeting_id", "case_id", name="uq_decisions_meeting_id_case_id"),
        _of("decisions", "meetings", "meeting_id", ondelete="CASCADE"),
        _of("decisions", "cases", "case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_by_case", "decisions", ["case_id"])
    op.create_table(
        "seals",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", _word(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("digest", name="uq_seals_digest"),
        _of("seals", "decisions", "decision_id"),
        sa.PrimaryKeyConstraint("decision_id", "version", name="pk_seals"),
    )
    op.create_table(
        "sealed_documents",
        sa.Column("digest", _word(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sealed_documents"),
    )


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("report", sa.String(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        _of("attachments", "cases", "case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_by_case", "attachments", ["case_id", "position"])


def _of(
    table: str, parent: str, column: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{parent}"
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=ondelete)


def _word() -> sa.types.TypeEngine[str]:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")
