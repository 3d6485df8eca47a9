"""The calendar file: read back, it says what the schedule says, and nothing else of the patient."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from hccreview.clinical.plan import Change, Delay, DoseReduction, Hold, Plan
from hccreview.errors import ReviewError
from hccreview.reports.calendar_file import calendar_bytes, write_calendar
from hccreview.review.schedule.build import schedule_of
from hccreview.review.schedule.model import Schedule
from hccreview.trials.library import read_library
from hccreview.trials.local import LocalFill, LocalProtocol
from tests.reports.builders import sample

STAMP = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
START, DAY = date(2026, 12, 1), date(2026, 11, 21)
TRIALS = {trial.id: trial for trial in read_library()}
STATED = ("NCT05099848", "ChiCTR2100041874")


def planned(trial: str, number: int = 2, **parts) -> Schedule:
    plan = Plan(trial, parts.pop("start", START), **parts)
    return schedule_of(sample(number), TRIALS[trial], plan, DAY)


def events(*schedules: Schedule, code: str = "SAMPLE-02") -> list:
    content = calendar_bytes(schedules, code, stamp=STAMP)
    return list(Calendar.from_ical(content).walk("VEVENT"))


@pytest.mark.parametrize("number", range(1, 15))
@pytest.mark.parametrize("trial", STATED)
def test_every_administration_is_an_event_at_its_time(trial: str, number: int):
    found = planned(trial, number)
    read = events(found)
    assert len(read) == len(found.given)
    for event, given in zip(read, found.given, strict=True):
        assert given.drug in event["summary"]
        if given.start is None:
            assert event["dtstart"].dt == given.first
            assert event["dtend"].dt == given.last + timedelta(1)
        else:
            assert event["dtstart"].dt == given.start
            assert event["dtstart"].dt.tzinfo is None
            assert ("dtend" in event) is (given.end is not None)
            assert given.end is None or event["dtend"].dt == given.end


def test_it_carries_the_code_and_no_other_patient_data():
    by: dict[str, Any] = {"reason": "platelets 40, Mr Miller", "author": "A. Chair", "on": DAY}
    changes: tuple[Change, ...] = (Hold(1, **by, administration="camrelizumab"), Delay(2, 7, **by))
    changes += (DoseReduction(2, 75, **by),)
    case = replace(sample(2), label="Mr Miller, bed 4", shows="near miss")
    plan = Plan("NCT05099848", START, cycles=2, changes=changes)
    found = schedule_of(case, TRIALS["NCT05099848"], plan, DAY)
    text = calendar_bytes((found,), "BOARD-0412", stamp=STAMP).decode().replace("\r\n ", "")
    assert text.count("BOARD-0412") == len(found.given)
    text = "\n".join(each for each in text.splitlines() if not each.startswith("UID"))
    for word in ("Miller", "bed 4", "near miss", "Chair", "platelets", "68", "171", "m²", " mg"):
        assert word not in text, word
    numbers = {text[m.start() : m.end()] for m in re.finditer(r"\d+(?:\.\d+)?", text)}
    doses = {f"{g.dose.mg:.{d}f}" for g in found.given if g.dose and g.dose.mg for d in (0, 1, 2)}
    assert not numbers & doses


def test_a_held_administration_is_cancelled_and_keeps_its_event():
    hold = Hold(1, "r", "a", DAY, "oxaliplatin")
    before = events(planned("NCT05099848", cycles=1))
    after = events(planned("NCT05099848", cycles=1, changes=(hold,)))
    assert [e["uid"] for e in before] == [e["uid"] for e in after]
    assert [str(e["summary"]) for e in after if e.get("status") == "CANCELLED"] == [
        "SAMPLE-02: oxaliplatin (NCT05099848, cycle 1)"
    ]


def test_the_same_event_has_the_same_name_after_a_move_and_no_two_share_one():
    schedules = tuple(planned(trial) for trial in STATED)
    later = tuple(planned(trial, start=date(2027, 2, 1)) for trial in STATED)
    first, second = events(*schedules), events(*later)
    assert {e["uid"] for e in first} == {e["uid"] for e in second}
    assert len({e["uid"] for e in first}) == len(first)
    other = events(*schedules, code="SAMPLE-03")
    assert not {e["uid"] for e in first} & {e["uid"] for e in other}


def test_nothing_dated_gives_no_calendar(tmp_path: Path):
    path = tmp_path / "x.ics"
    with pytest.raises(ReviewError, match="no calendar to write"):
        write_calendar([planned("TACE-CAM-APA")], "SAMPLE-02", path, stamp=STAMP)
    assert not path.exists()


def test_a_local_part_is_said_to_be_local_without_author_or_reason():
    fill = LocalFill("lenvatinib", dose=8, route="oral", days=(1,), per_day=1)
    protocol = LocalProtocol("NCT06187961", "A. Chair", DAY, "weight below 60 kg", (fill,), 21, 1)
    plan = Plan("NCT06187961", START)
    found = schedule_of(sample(2), TRIALS["NCT06187961"], plan, DAY, protocol=protocol)
    (event,) = events(found)
    assert "local protocol" in event["description"]
    assert "Chair" not in event["description"]
    assert "60" not in event["description"]


def test_a_calendar_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path):
    with pytest.raises(ReviewError, match="cannot be written"):
        missing = tmp_path / "no" / "x.ics"
        write_calendar([planned("NCT05099848")], "SAMPLE-02", missing, stamp=STAMP)


def test_a_code_cannot_begin_a_line_of_its_own():
    found = planned("NCT05099848", cycles=1)
    text = calendar_bytes((found,), "P\r\nSTATUS:CANCELLED\r\nX:1", stamp=STAMP).decode()
    assert "\r\nSTATUS:CANCELLED" not in text
