"""The one place that reads the clock."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """Return the day on which the program is used."""
    return date.today()
