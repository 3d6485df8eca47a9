"""Hours on the clock: what an infusion lasts is elapsed time, also when the clock is changed.

Times are local and without a zone. Where the site names its zone, an infusion of 46 h over the
night in which the clock goes forward ends 47 h later by the clock on the wall; without a zone the
clock is never changed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def moment(day: date, clock: time, zone: str = "") -> datetime:
    """Return the local time `clock` of a day; one that the zone skips is moved past the gap."""
    naive = datetime.combine(day, clock)
    return later(naive, 0, zone) if zone else naive


def later(start: datetime, hours: float, zone: str = "") -> datetime:
    """Return the local time at which `hours` have gone by since `start`."""
    passed = timedelta(hours=hours)
    if not zone:
        return start + passed
    there = ZoneInfo(zone)
    return ((start.replace(tzinfo=there).astimezone(UTC) + passed).astimezone(there)).replace(
        tzinfo=None, fold=0
    )


def midnights(start: datetime, end: datetime) -> int:
    """Return how many midnights lie between two times; what ends at midnight is over by then."""
    days = (end.date() - start.date()).days
    return days - 1 if days and end.time() == time.min else days
