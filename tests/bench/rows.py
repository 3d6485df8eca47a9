"""What a benchmark row is: our time, the time of the least that could be done, and the limit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BenchRow:
    """One line of the table: milliseconds of ours and of the floor, and how often the floor ours
    may cost (infinity: reported only).
    """

    name: str
    ours_ms: float
    floor_ms: float
    limit: float

    @property
    def ratio(self) -> float:
        """How many times the floor ours takes."""
        return self.ours_ms / self.floor_ms

    @property
    def kept(self) -> bool:
        """True when the ratio stays within its limit."""
        return self.ratio <= self.limit
