"""Seals are closed with the secret of their case; a seal outlives a case that was erased."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from db.engine import guard
from db.sealing import closed

revision = "0006"
down_revision = "0005"

_SEALS = sa.table("seals", *map(sa.column, ("decision_id", "version", "digest", "content")))
_DECISIONS = sa.table("decisions", sa.column("id"), sa.column("case_id"))
_CASES = sa.table("cases", sa.column("id"), sa.column("secret"))


def upgrade() -> None:
    """Let a decision stand without its case, and close what is sealed; its digest stays."""
    with op.batch_alter_table("decisions") as batch:
        batch.alter_column("case_id", existing_type=sa.Uuid(), nullable=True)
    connection = op.get_bind()
    for when in ("update", "delete", "insert"):
        connection.exec_driver_sql(f"DROP TRIGGER seals_guard_{when}")
    for decision, version, digest, secret in connection.execute(_every()).all():
        this = _SEALS.c.decision_id == decision, _SEALS.c.version == version
        content = connection.scalar(sa.select(_SEALS.c.content).where(*this))
        assert content is not None  # the column cannot be empty
        changed = closed(secret, content, digest)
        connection.execute(sa.update(_SEALS).where(*this).values(content=changed))
    guard(connection, ("seals",))


def _every() -> sa.Select[Any]:
    seals, decisions, cases = _SEALS, _DECISIONS, _CASES
    return (
        sa.select(seals.c.decision_id, seals.c.version, seals.c.digest, cases.c.secret)
        .join(decisions, decisions.c.id == seals.c.decision_id)
        .join(cases, cases.c.id == decisions.c.case_id)
    )
