"""The one place that reads the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Return the day on which the program is used."""
    return date.today()


def now() -> datetime:
    """Return the moment, as the store writes it into its audit lines (UTC)."""
    return datetime.now(UTC)
