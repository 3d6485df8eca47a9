"""Who wrote each audit line, what was changed, and the chain that holds the lines together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.audit import chain_all
from db.engine import CHAINED, guard

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns; of the lines that are there nobody recorded who wrote them."""
    for name in ("author", "login", "chain"):
        op.add_column(
            "audit_lines", sa.Column(name, sa.String(), server_default="", nullable=False)
        )
    op.add_column("audit_lines", sa.Column("changes", sa.LargeBinary()))
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    chain_all(op.get_bind())
    guard(op.get_bind(), CHAINED)
