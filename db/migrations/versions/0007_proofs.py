"""Digests of everything that is shown, in a table of their own; they stood in the audit lines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table; what stands in the file is noted once it has its last shape (db.noting)."""
    op.create_table(
        "proofs",
        sa.Column("subject", _word(), nullable=False),
        sa.Column("reference", _word(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "reference", name="pk_proofs"),
        sqlite_with_rowid=False,
    )


def _word() -> sa.types.TypeEngine[str]:
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")
