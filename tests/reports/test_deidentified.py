"""A de-identified workbook holds no code, no free text and no date of the patient."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from hccreview.clinical.case import Case, Override
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.exchange.case_file import read_case
from hccreview.reports.deidentified import Days, without_identity
from hccreview.reports.workbook import workbook_bytes
from hccreview.review.compare import Comparison
from hccreview.review.identity import DayZero
from resources import resource_path
from tests.builders import TODAY, a_case, ago, comparison

NUMBERS = range(1, 15)


def sample(number: int) -> Comparison:
    case = read_case(resource_path("cases", f"sample-{number:02}.yaml"))
    return comparison(case, as_of=case.as_of or TODAY)


def content(found: Comparison) -> bytes:
    return workbook_bytes(found, version="1.0", deidentified=True)


def texts(data: bytes, *, without: str = "") -> list[str]:
    """Return what stands in the cells; `without` is a sheet that is about publications only."""
    book = openpyxl.load_workbook(BytesIO(data))
    return [
        str(cell.value)
        for sheet in book.worksheets
        if sheet.title != without
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def dates_of(found: Comparison) -> set[str]:
    """Every date of a case as it is spoken: what must not be found again."""
    case: Case = found.case
    whens: list[PartialDate | date | None] = [case.as_of, case.inclusion, case.first_dose]
    whens += [found.anchors.as_of, found.anchors.inclusion, found.anchors.first_dose]
    for observation in case.observations:
        whens.append(observation.collected_on)
        if isinstance(observation.value, PartialDate):
            whens.append(observation.value)
    for listed in case.lists:
        whens.append(listed.complete_on)
        for entry in listed.entries:
            whens += [v for v in entry.values.values() if isinstance(v, PartialDate)]
    known = [when for when in whens if when is not None]
    isos = {when.isoformat() if isinstance(when, date) else str(when) for when in known}
    return {text for text in isos | {spoken(when) for when in known} if len(text) > 4}


@pytest.mark.parametrize("number", NUMBERS)
def test_no_date_code_or_label_of_the_case_is_left(number: int) -> None:
    found = sample(number)
    written = "\n".join(texts(content(found), without="Sources and flags"))
    assert found.case.code not in written
    assert found.case.label not in written
    assert [each for each in dates_of(found) if re.search(rf"\b{each}", written)] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_every_verdict_of_a_sample_is_the_same_without_identity(number: int) -> None:
    found = sample(number)
    bare = without_identity(found)
    for before, after in zip(found.assessments, bare.assessments, strict=True):
        assert [f.verdict for f in before.findings] == [f.verdict for f in after.findings]
        assert before.eligibility is after.eligibility


def test_a_date_becomes_a_day_from_the_first_treatment() -> None:
    written = texts(content(sample(6)))  # TACE on 5 Nov 2026
    assert any("As of day 16; inclusion day 18; first dose day 21." in each for each in written)
    months = "day 0 is the first recorded treatment, and months are counted as if it were a 1 Jan"
    assert any(months in each for each in written)
    assert any("Treatment of the liver cancer" in each and "(day 0)" in each for each in written)


def test_where_nothing_was_given_days_count_from_the_planned_first_dose() -> None:
    written = texts(content(sample(2)))
    assert any("Platelets 68 ×10⁹/L on day −8" in each for each in written)
    assert any(each.startswith("Case de-identified") for each in written)
    assert any("As of day −5; inclusion day −3; first dose day 0." in each for each in written)
    assert any("day 0 is the planned first dose" in each for each in written)


def test_where_no_dose_is_planned_days_count_from_the_review() -> None:
    written = texts(content(comparison(a_case(platelets=68))))
    assert any("day 0 is the review" in each for each in written)


def test_free_text_stays_where_it_is_chosen_and_who_wrote_it_never_does() -> None:
    case = a_case(unresectable={"value": "yes", "on": ago(1), "author": "Prof", "reason": "hilum"})
    found = comparison(case)
    written = texts(workbook_bytes(found, version="1", deidentified=True, free_text=True))
    assert any("hilum" in each for each in written)
    assert any("free text as typed" in each for each in written)
    assert not any("Prof" in each for each in written)
    assert not any("hilum" in each for each in texts(content(found)))


def test_a_stretch_of_time_a_month_and_a_year_become_days() -> None:
    text = Days(DayZero(date(6026, 11, 21), "")).text
    assert text("values of 18 to 20 Nov 6026") == "values of day −3 to day −1"
    assert text("28 Oct to 3 Nov 6026") == "day −24 to day −18"
    assert text("28 Dec 6026 to 3 Jan 6027") == "day 37 to day 43"
    assert text("in Nov 6026") == "in day −20 to day 9"
    assert text("6026-11-20 and 6026-11") == "day −1 and day −20 to day 9"


def test_a_number_that_looks_like_a_year_and_a_printed_date_stay() -> None:
    text = Days().text
    for each in (
        "AFP 6000 µg/L, 5999 to 6001",
        "data cut-off 31 May 2026",
        "2026-05-31",
        "Jun 2027",
    ):
        assert text(each) == each


def test_what_was_given_stands_with_its_day_in_the_matrix() -> None:
    written = texts(content(sample(6)))
    assert any("TACE, day 0 +1" in each for each in written)


def test_no_sheet_says_whether_a_trial_recruited_on_a_day_that_is_left_out() -> None:
    def recruitment(day: date) -> set[str]:
        case = replace(a_case(platelets=68), as_of=day)
        data = content(comparison(case, as_of=day))
        return {each for each in texts(data) if "Printed as" in each or "ecruiting" in each}

    assert recruitment(date(2019, 1, 1)) == recruitment(date(2026, 11, 21)) != set()


def test_dates_of_the_publication_stay_as_they_are_printed() -> None:
    written = "\n".join(texts(content(sample(2))))
    assert "Printed as stopped early, enrolment to 11 Dec 2023" in written


def test_free_text_authors_and_reasons_are_left_out() -> None:
    secret = "Mrs Secret"
    case = a_case(
        platelets={"value": 68, "on": ago(3), "laboratory": secret, "note": secret},
        unresectable={"value": "yes", "on": ago(1), "author": secret, "reason": secret},
        treatments=[{"kind": "tace", "drug": secret, "on": ago(16), "in_trial": False}],
        lesions=[{"lesion": secret, "longest": 30, "segment": secret, "on": ago(9)}],
        events=[{"kind": "surgery", "on": ago(40), "note": secret}],
    )
    override = Override("NCT06187961", "I12b", secret, TODAY, "data wrong", secret)
    case = replace(case, code=secret, label=secret, shows=secret, overrides=(override,))
    found = comparison(case)
    before = workbook_bytes(found, version="1.0")
    assert secret in "\n".join(texts(before))
    assert secret not in "\n".join(texts(content(found)))
    with ZipFile(BytesIO(content(found))) as archive:
        for name in archive.namelist():
            assert secret not in archive.read(name).decode("utf-8"), name


def test_one_lesion_of_several_dates_stays_one_lesion() -> None:
    case = a_case(
        lesions=[
            {"lesion": "S8", "longest": 30, "on": ago(40)},
            {"lesion": "S8", "longest": 33, "on": ago(9)},
            {"lesion": "S5", "longest": 20, "on": ago(9)},
        ]
    )
    (entries,) = (each for each in without_identity(comparison(case)).case.lists)
    assert [each.get("lesion") for each in entries.entries] == ["no. 1", "no. 1", "no. 2"]


def test_the_file_does_not_tell_when_it_was_made() -> None:
    book = openpyxl.load_workbook(BytesIO(content(sample(2))))
    assert book.properties.title == "HCC Review, de-identified"
    assert book.properties.created.year == book.properties.modified.year == 2000
    assert not any("Digest of the inputs" in each for each in texts(content(sample(2))))


def test_each_sheet_is_told_while_the_workbook_is_made() -> None:
    heard: list[tuple[int, int]] = []
    workbook_bytes(sample(2), version="1.0", told=lambda done, total: heard.append((done, total)))
    assert [done for done, _ in heard] == list(range(12))
    assert {total for _, total in heard} == {12}


def test_an_export_can_be_stopped_between_two_pictures() -> None:
    class StoppedError(Exception):
        pass

    heard: list[int] = []

    def told(done: int, total: int) -> None:
        heard.append(done)
        if done == total - 4:
            raise StoppedError

    with pytest.raises(StoppedError):
        workbook_bytes(sample(2), version="1.0", told=told, figures=True)
    assert heard == list(range(len(heard)))
    assert len(heard) > 12  # the sheets are behind it, some pictures are too
