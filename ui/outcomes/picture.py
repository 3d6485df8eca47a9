"""A drawn chart as the screen shows it: its pixels, and where each point of it lies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a point lies, or the flags beside it, in logical pixels from the top left."""

    key: str
    left: float
    top: float
    width: float
    height: float
    flag: bool = False

    def holds(self, x: float, y: float, near: float = 0.0) -> bool:
        """Return whether a place lies within the marks, or so near to them."""
        return (
            self.left - near <= x <= self.left + self.width + near
            and self.top - near <= y <= self.top + self.height + near
        )

    @property
    def area(self) -> float:
        """How much room the marks take: of two that overlap, the smaller one is meant."""
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels as red, green, blue, alpha, line by line; `ratio` of them to a logical pixel."""

    pixels: bytes
    columns: int
    lines: int
    ratio: float
    spots: tuple[Spot, ...]

    def spot_at(self, x: float, y: float, near: float = 4.0) -> Spot | None:
        """Return the smallest spot at a place, else one that is near to it."""
        exact = [spot for spot in self.spots if spot.holds(x, y)]
        found = exact or [spot for spot in self.spots if spot.holds(x, y, near)]
        return min(found, key=lambda spot: spot.area, default=None)
