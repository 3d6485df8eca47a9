"""Comparing with a cut-off after a unit conversion, and rounding for display."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hccreview.clinical.quantity import close


def exceeds(value: float, limit: float) -> bool:
    """True when `value` lies above `limit` by more than the rounding of a conversion."""
    return value > limit and not close(value, limit)


def reaches(value: float, limit: float) -> bool:
    """True when `value` is at or above `limit`, to within the rounding of a conversion."""
    return value > limit or close(value, limit)


def round_half_up(value: float, digits: int = 0) -> float:
    """Return `value` to `digits` decimals, halves away from zero (Python rounds them to even)."""
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))
