"""Two cases that differ only in when they happened leave as the same file, byte for byte."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.moving import moved_case
from hccreview.exchange.case_file import read_case
from hccreview.exchange.deidentified_file import DeidentifiedFile
from hccreview.meeting.standing import compared
from hccreview.reports.workbook import workbook_bytes
from hccreview.review.compare import Comparison
from hccreview.trials.library import read_library
from hccreview.trials.model import Trial
from resources import resource_path
from tests.builders import TODAY

SAMPLES = sorted(resource_path("cases").glob("*.yaml"))
SHIFTS = (7, 40, 61)  # days; the last two take the days of the samples into the next year
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"


def path_of(name: str) -> Path:
    return resource_path("cases", f"{name}.yaml")


@cache
def sample(name: str) -> Case:
    case = read_case(path_of(name))
    return replace(case, as_of=case.as_of or TODAY)


@cache
def library() -> tuple[Trial, ...]:
    return read_library()


@cache
def later(name: str, days: int) -> Comparison:
    case = moved_case(sample(name), lambda day: day + timedelta(days))
    assert case.as_of is not None
    return compared(case, library(), anchors_of(case, case.as_of))


@cache
def leaves(name: str, days: int, free_text: bool) -> dict[str, bytes]:
    """Each part of the workbook that a sample leaves, and the moments of its parts."""
    content = workbook_bytes(
        later(name, days), version="1.0", deidentified=True, free_text=free_text
    )
    with ZipFile(BytesIO(content)) as archive:
        moments = str({each.date_time for each in archive.infolist()}).encode()
        parts = {each: archive.read(each) for each in archive.namelist()}
    return {**parts, "moments": moments, "whole": content}


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_no_part_of_a_workbook_tells_when_it_was(name: str) -> None:
    # Each sample in one of the two ways: a workbook takes its time.
    days, free_text = (7, False) if SAMPLES.index(path_of(name)) % 2 else (61, True)
    here, there = leaves(name, 0, free_text), leaves(name, days, free_text)
    assert [part for part in here if here[part] != there.get(part)] == []


@pytest.mark.parametrize("free_text", [False, True])
@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_no_case_file_tells_when_it_was(name: str, free_text: bool) -> None:
    days = SHIFTS[SAMPLES.index(path_of(name)) % len(SHIFTS)]
    here, there = (
        DeidentifiedFile(later(name, each), "DEID-1", free_text).text() for each in (0, days)
    )
    assert here == there


def test_no_picture_in_a_workbook_tells_when_it_was() -> None:
    first, second = (
        workbook_bytes(later("sample-06", days), version="1.0", deidentified=True, figures=True)
        for days in (0, 40)
    )
    assert first == second


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_no_day_of_a_month_is_left_that_the_publications_do_not_print(name: str) -> None:
    assert days_in(leaves(name, 0, False)) - printed_days() == set()


def days_in(parts: dict[str, bytes]) -> set[str]:
    text = "\n".join(part.decode("utf-8", "replace") for part in parts.values())
    return set(re.findall(rf"\b\d{{1,2}} (?:{_MONTH})\b(?: \d{{4}})?", text))


@cache
def printed_days() -> set[str]:
    """The days of months in the workbook of a case of which nothing is known."""
    case = Case("EMPTY", as_of=date(2001, 1, 15))
    nothing = compared(case, library(), anchors_of(case, date(2001, 1, 15)))
    with ZipFile(BytesIO(workbook_bytes(nothing, version="1.0", deidentified=True))) as archive:
        return days_in({each: archive.read(each) for each in archive.namelist()})


def test_the_parts_of_a_workbook_do_not_tell_when_it_was_made() -> None:
    assert leaves("sample-06", 0, False)["moments"] == b"{(1980, 1, 1, 0, 0, 0)}"
