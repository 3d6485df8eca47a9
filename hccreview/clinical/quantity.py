"""Numbers with a unit, converted once at the edge; values known only as a range."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from hccreview.errors import ReviewError

_TOLERANCE = 1e-9
_NUMBER = re.compile(r"\s*(<=|>=|<|>|≤|≥)?\s*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)\s*\Z")
MOST = 1e15
"""No measured value is larger, in whatever unit; a viral load has up to twelve digits."""
_LONGEST = 60  # characters; what is longer is no number, and costs time to look through
_COMPARATORS = {"≤": "<=", "≥": ">="}


def close(left: float, right: float) -> bool:
    """True when two numbers differ by no more than the rounding of a unit conversion."""
    return math.isclose(left, right, rel_tol=_TOLERANCE, abs_tol=1e-12)


@dataclass(frozen=True, slots=True)
class Span:
    """A number known to lie between two bounds; an open bound is not itself possible."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @property
    def exact(self) -> bool:
        """True when only one number is possible."""
        return self.low == self.high

    def join(self, other: Span) -> Span:
        """Return the smallest span that holds both."""
        low = min((self.low, self.low_open), (other.low, other.low_open))
        high = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Span(low[0], high[0], low[1], not high[1])

    def compare(self, operator: str, limit: float) -> bool | None:
        """Return the truth of `self operator limit`, or None where both answers are possible."""
        if operator in ("<", ">="):
            answer = self._below(limit)
            return answer if operator == "<" or answer is None else not answer
        if operator in (">", "<="):
            answer = self._above(limit)
            return answer if operator == ">" or answer is None else not answer
        if self.exact:
            return close(self.low, limit) if operator == "=" else not close(self.low, limit)
        outside = self._below(limit) is True or self._above(limit) is True
        return (operator == "!=") if outside else None

    def _below(self, limit: float) -> bool | None:
        if (self.high < limit and not close(self.high, limit)) or (
            self.high_open and close(self.high, limit)
        ):
            return True
        return None if self.low < limit and not close(self.low, limit) else False

    def _above(self, limit: float) -> bool | None:
        if (self.low > limit and not close(self.low, limit)) or (
            self.low_open and close(self.low, limit)
        ):
            return True
        return None if self.high > limit and not close(self.high, limit) else False


def exactly(value: float) -> Span:
    """Return the span of a number that is known."""
    return Span(value, value)


def span_of(value: float, comparator: str, floor: float = -math.inf) -> Span:
    """Return the span of a reported value such as ``< 1000``; `floor` is the least possible."""
    if comparator in ("<", "<="):
        return Span(floor, value, False, comparator == "<")
    if comparator in (">", ">="):
        return Span(value, math.inf, comparator == ">", False)
    return Span(value, value)


def parse_number(value: object, what: str) -> tuple[str, float]:
    """Return comparator and number of ``68``, ``"68.5"`` or ``"<1000"``; else raise ReviewError."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ReviewError(f"{what}: “{value}” is not a number; write digits, such as 68 or <1000.")
    text = str(value)
    match = _NUMBER.match(text) if len(text) <= _LONGEST else None
    if not match:
        raise ReviewError(f"{what}: “{value}” is not a number; write digits, such as 68 or <1000.")
    comparator, digits = match.groups()
    number = float(digits)
    if abs(number) > MOST:
        raise ReviewError(f"{what}: “{value}” is too large to be a measured value.")
    return _COMPARATORS.get(comparator or "", comparator or ""), number


def plain(value: float, digits: int = 2) -> str:
    """Return a number for reading: rounded half up to `digits` decimals, no trailing zeros."""
    if not abs(value) <= MOST:
        return f"{value:g}"
    scale = 10**digits
    rounded = math.floor(abs(value) * scale + 0.5 + 1e-9) / scale
    text = f"{rounded:,.{digits}f}".replace(",", "\u00a0")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if value < 0 and rounded else text
