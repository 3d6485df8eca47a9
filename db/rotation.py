"""Which backups are kept: of so many days and weeks, not for long; none dated ahead counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.backup import Backup

DAYS, WEEKS = 7, 4
LONGEST = timedelta(days=28)
_JOURNEY = timedelta(days=1)  # as far the clock on the wall goes back on a journey, or in autumn


def is_ahead(backup: Backup, now: datetime) -> bool:
    """True for a backup dated later than `now` (local time): the clock was, or is, wrong."""
    return backup.made > now + _JOURNEY


def in_order(newest_first: Iterable[Backup], now: datetime) -> tuple[Backup, ...]:
    """Return the newest first, those dated ahead last: nobody knows when they were made."""
    return tuple(sorted(newest_first, key=lambda each: is_ahead(each, now)))


def superseded(newest_first: Iterable[Backup], now: datetime) -> tuple[Backup, ...]:
    """Return the backups that are no longer kept at `now` (local time).

    Kept is the newest of each of the 7 newest days, and of each of the 4 newest weeks, that have
    one; of those that were proved as many again, where they are others. None is kept for more than
    28 days but the newest one, and the newest proved one. Those dated ahead are left alone.
    """
    timely = tuple(each for each in newest_first if not is_ahead(each, now))
    proved = tuple(each for each in timely if each.proved)
    since = _believed(timely, now) - LONGEST
    young = {each for each in (*_counted(timely), *_counted(proved)) if each.made >= since}
    kept = {*young, *timely[:1], *proved[:1]}
    return tuple(each for each in timely if each not in kept)


def _believed(timely: tuple[Backup, ...], now: datetime) -> datetime:
    """Return the moment from which age is counted.

    After a leap of more than 28 days since the backup of another day the clock may be wrong, which
    must not cost all older backups: they go with the first backup of a further day.
    """
    before = (each.made for each in timely if each.made.date() < now.date())
    last = next(before, now)
    return now if now - last <= LONGEST else last


def _counted(newest_first: tuple[Backup, ...]) -> set[Backup]:
    days: dict[object, Backup] = {}
    weeks: dict[object, Backup] = {}
    for each in newest_first:
        days.setdefault(each.made.date(), each)
        weeks.setdefault(each.made.isocalendar()[:2], each)
    return {*list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}
