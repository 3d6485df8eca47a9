"""Filling one page: what does not fit is told more briefly, the least decisive first.

Nothing is ever cut off by the edge of the paper: each part of a page knows how to say itself in
fewer words, and says how much it left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hccreview.errors import ReviewError


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page; `told(level)` is its HTML, level 0 in full.

    `ranks` holds one number for each step to the next level: the steps of the lowest rank on the
    whole page are taken first. Within a part they do not fall.
    """

    told: Callable[[int], str]
    ranks: tuple[float, ...] = ()


def fixed(html: str) -> Part:
    """Return a part that is always told in full."""
    return Part(lambda _: html)


def rows(
    told: Callable[[int], str], number: int, rank: float, *, least: int = 0, spread: float = 1.0
) -> Part:
    """Return a part of `number` rows; `told` receives how many are kept.

    The last row goes first: row n (from 0) has the rank `rank` − n × `spread`.
    """
    kept = range(number - 1, least - 1, -1)
    return Part(lambda level: told(number - level), tuple(rank - n * spread for n in kept))


def fitted(parts: Sequence[Part], fits: Callable[[str], bool]) -> str:
    """Return the HTML of a page with as little left out as possible; `fits` measures it.

    Raises ReviewError where even the shortest page does not fit.
    """
    steps = sorted(
        (rank, index, level)
        for index, part in enumerate(parts)
        for level, rank in enumerate(part.ranks)
    )

    def page(taken: int) -> str:
        levels = [0] * len(parts)
        for _, index, _ in steps[:taken]:
            levels[index] += 1
        return "\n".join(part.told(level) for part, level in zip(parts, levels, strict=True))

    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if fits(page(middle)):
            high = middle
        else:
            low = middle + 1
    while not fits(found := page(low)):  # words on what was left out may take a line more
        if low == len(steps):
            raise ReviewError("The hand-out does not fit on its pages; shorten the decision.")
        low += 1
    return found
