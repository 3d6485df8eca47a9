"""A de-identified case file: nothing that points to a person, and the same verdicts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from hccreview.clinical.case import anchors_of
from hccreview.clinical.dates import PartialDate
from hccreview.clinical.plan import Plan
from hccreview.exchange.case_file import parse_case, read_case
from hccreview.exchange.deidentified_file import DAY_ZERO, DeidentifiedFile
from hccreview.meeting.standing import compared
from hccreview.review.compare import Comparison
from hccreview.trials.library import read_library
from resources import resource_path
from tests.builders import TODAY, a_case, ago, comparison

SAMPLES = sorted(resource_path("cases").glob("*.yaml"))


def sample(path: Path) -> Comparison:
    case = read_case(path)
    return compared(case, read_library(), anchors_of(case, case.as_of or TODAY))


@pytest.mark.parametrize("free_text", [False, True])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_that_goes_out_and_comes_in_has_the_same_verdicts(
    path: Path, free_text: bool, tmp_path: Path
) -> None:
    before, out = sample(path), tmp_path / "out.yaml"
    file = DeidentifiedFile(before, "DEID-1", free_text)
    file.write(out)
    case = read_case(out)
    assert case.as_of is not None
    after = compared(case, read_library(), anchors_of(case, case.as_of))
    for old, new in zip(before.assessments, after.assessments, strict=True):
        assert [f.verdict for f in old.findings] == [f.verdict for f in new.findings]
        assert (old.eligibility, old.arm) == (new.eligibility, new.arm)
    assert file.told_apart() == ()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_known_day_lies_as_far_from_the_review_as_before(path: Path) -> None:
    before = sample(path)
    case = parse_case(DeidentifiedFile(before, "DEID-1").text(), "out", before.dictionary)
    assert case.as_of is not None
    shift = case.as_of - before.anchors.as_of
    exact = [
        o.collected_on.first + shift
        for o in before.case.observations
        if o.collected_on is not None and o.collected_on.exact and o.field != "age_recorded"
    ]
    after = [o.collected_on.first for o in case.observations if o.collected_on is not None]
    assert [day for day in exact if day not in after] == []
    assert len(after) >= len(exact)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_code_label_author_text_or_date_of_the_patient_is_in_the_file(path: Path) -> None:
    found = sample(path)
    text = DeidentifiedFile(found, "DEID-1").text()
    typed = {found.case.code, found.case.label, found.case.shows}
    for each in found.case.observations:
        typed |= {each.author, each.note, each.reason, each.laboratory}
    assert [word for word in typed if len(word) > 2 and word in text] == []
    years = {int(year) for year in re.findall(r"\b(\d{4})-\d\d", text)}
    assert max(years) < 2005  # whatever year it was, day 0 is in 2000


def test_day_0_is_written_as_the_same_day_in_every_file() -> None:
    case = a_case(treatments=[{"kind": "tace", "on": ago(16)}], birth_date="1960-01-01")
    file = DeidentifiedFile(comparison(case), "DEID-1")
    (entry,) = file.case().list("treatments").entries
    assert entry.get("on") == PartialDate(DAY_ZERO, DAY_ZERO)
    assert file.case().as_of == DAY_ZERO + timedelta(16)
    assert "day 0, the first recorded treatment" in file.text()


def test_an_age_above_89_and_a_month_come_back_as_they_left() -> None:
    case = a_case(birth_date="1930-01-01", antiviral_start="2024-05")
    found = DeidentifiedFile(comparison(case), "DEID-1")
    back = parse_case(found.text(), "out", comparison(case).dictionary)
    (age,) = back.of("age_recorded")
    assert age.value_text == ">=90"
    assert back.of("antiviral_start") == found.case().of("antiviral_start")
    assert "1930" not in found.text()


def test_plans_and_answers_that_are_open_again_do_not_leave() -> None:
    case = replace(
        a_case(unresectable={"value": "yes", "on": ago(1)}), plans=(Plan("NCT05099848", TODAY),)
    )
    again = replace(comparison(case), reopened={"unresectable": "changed"})
    file = DeidentifiedFile(again, "DEID-1")
    assert file.case().of("unresectable") == ()
    assert file.case().plans == ()
    told = {each.what: each.leaves for each in file.lines()}
    assert told["Unresectable"] == told["Plan"] == "left out"


def test_a_verdict_that_turns_on_the_length_of_a_month_is_told() -> None:
    """Six months before 1 Mar 2027 are 181 days, before the 1 Jan 2000 of the file 184."""
    review = date(2027, 3, 1)
    event = {"kind": "thromboembolism", "on": "2026-08-30"}  # 183 days before
    case = a_case(
        on=review, events=[{**event, "catheter_related": False, "superficial_stable": False}]
    )
    (told,) = DeidentifiedFile(comparison(case, as_of=review), "DEID-1").told_apart()
    assert told == "NCT06187961 E8: unknown here, fail in the file."
