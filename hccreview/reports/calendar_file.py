"""A calendar file (.ics) of schedules: what is given when, under the code of the case.

A calendar travels through phones and servers that no hospital controls. So it carries the code and
nothing else of the patient: no dose (it is worked out from height and weight), no reason of a
change, no value, no label. Times are local without a zone ("floating"), as a clock on the ward
shows them. The UID of an event is made from code, trial, arm, administration, cycle and turn, so
that a later file moves the event instead of doubling it; what is held is cancelled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from hccreview.clinical.strict_yaml import without_hidden
from hccreview.errors import ReviewError
from hccreview.review.schedule.model import Given, Schedule
from hccreview.review.schedule.words import route_text
from hccreview.trials.figures import NOT_STATED
from hccreview.whole_file import replace_file

_PRODUCT = "-//HCC Review//Schedule//EN"
_STATEMENT = "Decision support; verify against the protocol. Doses are not in this file."


def write_calendar(
    schedules: Iterable[Schedule],
    code: str,
    path: Path,
    *,
    stamp: datetime,
    versions: str = "",
) -> None:
    """Write the calendar to `path` (.ics), replacing what stood there.

    `stamp` is the moment of writing, with its zone; `versions` says by what it was made. Raises
    ReviewError where nothing has a date, or the file cannot be written; what stood at `path` is
    then unchanged.
    """
    content = calendar_bytes(schedules, code, stamp=stamp, versions=versions)
    try:
        replace_file(path, content)
    except OSError as error:
        raise ReviewError(
            f"{path} cannot be written ({error.strerror}); close it elsewhere or choose another"
            " folder."
        ) from error


def calendar_bytes(
    schedules: Iterable[Schedule], code: str, *, stamp: datetime, versions: str = ""
) -> bytes:
    """Return the calendar of schedules under a case code; raises ReviewError without any date."""
    code = without_hidden(code)
    events = [event for schedule in schedules for event in _events(schedule, code, stamp, versions)]
    if not events:
        raise ReviewError(
            "Nothing of these regimens has a date in its source; there is no calendar to write."
        )
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(schedule: Schedule, code: str, stamp: datetime, versions: str) -> Iterator[Event]:
    seen: dict[str, int] = {}
    for given in schedule.given:
        key = f"{code}|{schedule.trial}|{schedule.arm}|{given.id}|{given.cycle}"
        turn = seen[key] = seen.get(key, 0) + 1
        event = Event()
        event.add("uid", f"{hashlib.sha256(f'{key}|{turn}'.encode()).hexdigest()[:32]}@hcc-review")
        event.add("dtstamp", stamp)
        summary = f"{code}: {given.drug} ({schedule.trial}, cycle {given.cycle})"
        event.add("summary", without_hidden(summary))
        told = f"{_told(given)} {_STATEMENT} {versions}".rstrip()
        event.add("description", without_hidden(told))
        _place_in_time(event, given)
        if given.held is not None:
            event.add("status", "CANCELLED")
        yield event


def _place_in_time(event: Event, given: Given) -> None:
    """Give an event its time: from start to end, the moment alone, or whole days."""
    if given.start is None:
        event.add("dtstart", given.first)
        event.add("dtend", given.last + timedelta(1))  # the end of whole days is exclusive
        return
    event.add("dtstart", given.start)
    if given.end is not None:
        event.add("dtend", given.end)


def _told(given: Given) -> str:
    parts = [f"Route: {route_text(given.route).removeprefix('route ')}."]
    if given.kind == "day":
        parts.append(f"Hour {NOT_STATED}.")
    if given.start is not None and given.end is None:
        parts.append(f"Duration {NOT_STATED}.")
    if given.kind == "daily" and given.per_day is not None:
        times = {1: "once", 2: "twice"}.get(given.per_day, f"{given.per_day} times")
        parts.append(f"To be taken {times} a day{' and on after this' if given.goes_on else ''}.")
    if given.local:
        parts.append("Partly by a local protocol, not by the source.")
    parts += [f"{text[0].upper()}{text[1:]}." for text in given.implied]
    return " ".join(parts)
