"""Audit lines: one for every write, in the transaction of that write; they hold no values."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from db.listing import AuditLine
from db.tables import AuditRow


def add_line(
    connection: Connection | Session,
    at: datetime,
    action: str,
    subject: str,
    reference: str,
    digest: str = "",
) -> None:
    """Add the line that `action` was done to the `subject` (case, ...) called `reference`."""
    line = {"action": action, "subject": subject, "reference": reference, "digest": digest}
    connection.execute(insert(AuditRow).values(at=at, **line))


def keyed_digest(secret: bytes, content: Mapping[str, Any]) -> str:
    """Return the HMAC-SHA256 of `content`; without `secret` it tells nothing of the content."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def newest_lines(session: Session, limit: int) -> tuple[AuditLine, ...]:
    """Return the newest lines, the newest first."""
    found = session.scalars(select(AuditRow).order_by(AuditRow.number.desc()).limit(limit))
    return tuple(
        AuditLine(row.number, row.at, row.action, row.subject, row.reference, row.digest)
        for row in found
    )
