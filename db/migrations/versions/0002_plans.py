"""Plans of a case, and local protocols of the site."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Make the two tables; what is there already is not touched."""
    op.create_table(
        "plans",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("trial", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("arm", sa.String(), nullable=False),
        sa.Column("time", sa.String(), nullable=False),
        sa.Column("cycles", sa.Integer(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("rounding", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_plans_cases", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "position", name="pk_plans"),
        **_CLUSTERED,
    )
    op.create_table(
        "local_protocols",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial", _word(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_because", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_local_protocols"),
        sa.UniqueConstraint("trial", "version", name="uq_local_protocols_trial_version"),
    )


def _word() -> sa.types.TypeEngine[str]:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")
