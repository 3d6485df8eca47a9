"""What answers of the board and overrides rest on, and the time of an override."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; of what is there already nobody recorded what it rests on: they are empty.

    An answer without it stands, an override without it is open again (hccreview/meeting/standing).
    """
    for table, column in (("observations", "ground"), ("overrides", "at"), ("overrides", "ground")):
        op.add_column(table, sa.Column(column, sa.String(), server_default="", nullable=False))
