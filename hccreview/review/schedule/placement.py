"""Where in a cycle an administration lies: its day, and its hour after the start of the infusion.

Only what the source states (or a local protocol fills in) is used, and the day that a remark of the
document calls implied; then `implied` says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hccreview.trials.regimen import Administration

ORDER = "order"
"""The choice between the orders of infusions where the source names none."""
LISTED, REVERSED, UNORDERED = "as_listed", "reversed", "open"


@dataclass(frozen=True, slots=True)
class Placement:
    """`day` of the cycle from 1; `hour` after the start of the infusion (None: not known).

    `hours` is the duration, `days` all named days, `implied` what is not printed in so many words.
    """

    id: str
    day: int
    hour: float | None = None
    hours: float | None = None
    days: tuple[int, ...] = ()
    implied: tuple[str, ...] = ()

    def follows(self, other: Placement) -> bool:
        """True where it is not certain to lie before `other`."""
        mine = math.inf if self.hour is None else self.hour
        theirs = -math.inf if other.hour is None else other.hour
        return (self.day, mine) >= (other.day, theirs)


def placements(
    administrations: Sequence[Administration], order: str = LISTED
) -> dict[str, Placement]:
    """Return the placements by id, of all that have a day and are not taken day after day."""
    found: dict[str, Placement] = {}
    for given in administrations:
        placed = None if daily(given) else _by_itself(given)
        if placed is not None:
            found[given.id] = placed
    roots = unordered_roots(administrations)
    if roots:
        _chain(administrations, roots, order, found)
    _follow(administrations, found)
    return found


def daily(given: Administration) -> bool:
    """True for a drug taken day after day."""
    return given.frequency is not None and given.frequency.per_day is not None


def unordered_roots(administrations: Sequence[Administration]) -> tuple[Administration, ...]:
    """Return the infusions of one day whose hours and order the source does not state.

    A regimen that states any hour has none: there the others are left without one.
    """
    if any(given.start_hour for given in administrations):
        return ()
    return tuple(
        given
        for given in administrations
        if given.duration and given.after is None and not daily(given) and _day(given) is not None
    )


def _day(given: Administration) -> tuple[int, tuple[str, ...]] | None:
    if given.days is not None:
        return given.days.value[0], ()
    implied = next((r for r in given.inferred if r.of == "days" and r.day is not None), None)
    return None if implied is None else (implied.day or 1, (implied.text,))


def _by_itself(given: Administration) -> Placement | None:
    on = _day(given)
    if on is None:
        return None
    day, implied = on
    return Placement(
        id=given.id,
        day=day,
        hour=float(given.start_hour.value) if given.start_hour else None,
        hours=float(given.duration.value) if given.duration else None,
        days=given.days.value if given.days else (),
        implied=implied,
    )


def _chain(
    administrations: Sequence[Administration],
    roots: tuple[Administration, ...],
    order: str,
    found: dict[str, Placement],
) -> None:
    """Put infusions whose order is not stated one after the other, as chosen."""
    if order == UNORDERED and len(roots) > 1:
        roots = (max(roots, key=lambda root: _length(root, administrations)),)
    elif order == REVERSED:
        roots = roots[::-1]
    cursor: dict[int, float] = {}
    for root in roots:
        placed = found[root.id]
        begin = cursor.get(placed.day, 0.0)
        words = _order_words(order, len(roots))
        found[root.id] = replace(placed, hour=begin, implied=(*placed.implied, *words))
        cursor[placed.day] = begin + _length(root, administrations)


def _order_words(order: str, roots: int) -> tuple[str, ...]:
    if roots < 2 or order == UNORDERED:
        return ("the hour is not stated; it is counted from the start of the infusion",)
    way = "as they are listed" if order == LISTED else "in the reverse of the list"
    return (f"the order is not stated; one after the other, {way}",)


def _length(root: Administration, administrations: Sequence[Administration]) -> float:
    own = float(root.duration.value) if root.duration else 0.0
    return own + sum(_length(a, administrations) for a in administrations if a.after == root.id)


def _follow(administrations: Sequence[Administration], found: dict[str, Placement]) -> None:
    """Place what follows another where that one ends; one of unknown length counts as a moment."""
    by_id = {given.id: given for given in administrations}
    waiting = [given for given in administrations if given.after and not given.start_hour]
    while waiting:
        ready = [g for g in waiting if g.after not in {other.id for other in waiting}]
        if not ready:
            return
        for given in ready:
            before = found.get(given.after or "")
            if before is not None and before.hour is not None:
                found[given.id] = _behind(given, before, by_id[before.id])
        waiting = [given for given in waiting if given not in ready]


def _behind(given: Administration, before: Placement, named: Administration) -> Placement:
    assert before.hour is not None
    own = _by_itself(given)
    implied = own.implied if own else before.implied
    if before.hours is None:
        dose = f" of {named.drug}" if named.drug else ""
        implied = (
            *implied,
            f"follows the dose{dose} at hour {before.hour:g}, whose duration is not stated",
        )
    return Placement(
        id=given.id,
        day=own.day if own and given.days else before.day,
        hour=before.hour + (before.hours or 0.0),
        hours=float(given.duration.value) if given.duration else None,
        days=given.days.value if given.days else before.days,
        implied=tuple(dict.fromkeys(implied)),
    )
