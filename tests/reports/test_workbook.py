"""The workbook read back: numbers, dates, filters, panes, print set-up, and nothing that runs."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hccreview.errors import ReviewError
from hccreview.reports.workbook import write_workbook
from hccreview.review.compare import Comparison
from hccreview.review.digest import data_version, input_digest
from hccreview.review.eligibility import Verdict
from hccreview.review.explain import NOT_CHECKED, STATEMENT
from hccreview.whole_file import replace_file
from tests.reports.builders import HOSTILE, comparison_of, hostile_comparison, sample

VERSION = "9.9.9"
NEAR_MISS, BLANK = 2, 9


@pytest.fixture(scope="module")
def near_miss() -> Comparison:
    return comparison_of(sample(NEAR_MISS))


@pytest.fixture(scope="module")
def book(near_miss: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("book") / "near miss.xlsx"
    write_workbook(near_miss, path, version=VERSION)
    return load_workbook(path)


def texts(sheet: Worksheet) -> str:
    return "\n".join(
        str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None
    )


def footer(sheet: Worksheet) -> list[str]:
    assert sheet.oddFooter is not None
    parts = (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right)
    return [str(part.text) for part in parts]


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The filtered table of a sheet as rows by heading."""
    first, last = str(sheet.auto_filter.ref).split(":")
    rows = list(sheet[first:last])
    headings = [cell.value for cell in rows[0]]
    return [dict(zip(headings, [c.value for c in row], strict=True)) for row in rows[1:]]


# --- what stands in it ----------------------------------------------------------------------------


def test_the_sheets_stand_in_the_order_in_which_they_are_read(book: Workbook) -> None:
    trials = ["NCT05099848", "ChiCTR2100041874", "NCT06881433", "TACE-CAM-APA", "NCT06187961"]
    ends = ["Regimens", "Outcomes", "Outcome charts", "Sources and flags"]
    assert book.sheetnames == ["Summary", "Matrix", *trials, *ends]


def test_every_sheet_says_by_what_it_was_made_and_what_it_is_not(
    book: Workbook, near_miss: Comparison
) -> None:
    trials = [assessment.trial for assessment in near_miss.assessments]
    for sheet in book.worksheets:
        head = texts(sheet)
        assert "As of 21 Nov 2026" in head
        assert f"Data version {data_version(trials)}" in head
        assert f"Program version {VERSION}" in head
        assert input_digest(near_miss) in head
        assert STATEMENT in head
        assert NOT_CHECKED[:-1] in head


def test_every_sheet_prints_on_landscape_a4_with_its_headings_on_each_page(
    book: Workbook, near_miss: Comparison
) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes not in (None, "A1")
        left, centre, right = footer(sheet)
        assert "SAMPLE-02" in left
        assert input_digest(near_miss)[:12] in right
        assert "&P" in right
        assert len(left + centre + right) < 230


def test_the_repeated_row_is_the_row_of_the_filter_and_of_the_frozen_panes(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        line = int(re.findall(r"\d+", str(sheet.auto_filter.ref))[0])
        assert sheet.print_title_rows == f"${line}:${line}"
        assert int(re.findall(r"\d+", str(sheet.freeze_panes))[0]) == line + 1


def test_the_summary_has_a_row_a_trial_with_its_counts_as_numbers(
    book: Workbook, near_miss: Comparison
) -> None:
    rows = {row["Trial"]: row for row in table(book["Summary"])}
    assert len(rows) == len(near_miss.assessments)
    for assessment in near_miss.assessments:
        row = rows[assessment.trial.id]
        assert row["Pass"] == assessment.counts[Verdict.PASS]
        assert row["Unknown"] == assessment.counts[Verdict.UNKNOWN]
        assert row["Overrides"] == 0
    assert str(rows["NCT06187961"]["Eligibility"]).startswith("Ineligible")
    assert "I12b" in str(rows["NCT06187961"]["Nearest change"])


def test_the_summary_says_which_days_are_assumed(tmp_path: Path, book: Workbook) -> None:
    write_workbook(comparison_of(sample(BLANK)), tmp_path / "blank.xlsx", version=VERSION)
    assert "assumed" in texts(load_workbook(tmp_path / "blank.xlsx")["Summary"])
    assert "assumed" not in texts(book["Summary"])


def test_the_matrix_words_and_colours_each_verdict(book: Workbook) -> None:
    sheet = book["Matrix"]
    cells = {str(c.value): c for row in sheet.iter_rows() for c in row if c.value is not None}
    failed = next(cell for text, cell in cells.items() if "[I12b]" in text)
    passed = next(cell for text, cell in cells.items() if "[I12c]" in text)
    assert failed.value == "× Fail: 68, ≥ 75 [I12b]"
    assert failed.fill.fgColor.rgb.endswith("FBE3E1")
    assert passed.fill.fgColor.rgb.endswith("E3F1E8")
    assert "· not stated in source" in cells


def test_a_trial_sheet_holds_value_date_limit_and_distance_as_numbers(book: Workbook) -> None:
    rows = [row for row in table(book["NCT06187961"]) if row["Id"] == "I12b"]
    (row,) = rows
    assert row["Verdict"] == "× Fail"
    assert (row["Patient's value"], row["Limit"], row["Distance"]) == (68, 75, 7)
    assert row["Distance (%)"] == pytest.approx(9.3)
    assert row["Date of the value"] == datetime(2026, 11, 18)
    assert (row["Sign"], row["Unit"]) == ("≥", "×10⁹/L")
    assert "short by 7" in str(row["Finding"])
    assert "inclusion criteria" in str(row["Place in the source"])


def test_every_criterion_of_every_trial_has_its_row(book: Workbook, near_miss: Comparison) -> None:
    for assessment in near_miss.assessments:
        found = {str(row["Id"]) for row in table(book[assessment.trial.id])}
        assert found == {criterion.id for criterion in assessment.trial.criteria}


def test_dates_are_shown_as_dates_and_numbers_with_a_format(book: Workbook) -> None:
    formats = {
        cell.number_format
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, datetime)
    }
    assert formats
    assert all("mmm" in found for found in formats)
    sheet = book["NCT06187961"]
    value = next(c for row in sheet.iter_rows() for c in row if c.value == 68)
    assert value.number_format.startswith("#,##0")


def test_regimens_say_what_a_source_leaves_open(book: Workbook) -> None:
    rows = [row for row in table(book["Regimens"]) if row["Trial"] == "NCT05099848"]
    apatinib = next(row for row in rows if row["Drug or rule"] == "apatinib")
    assert (apatinib["Dose or value"], apatinib["Unit"]) == (250, "mg")
    assert apatinib["Route"] == apatinib["Days of the cycle"] == "not stated in source"
    oxaliplatin = next(row for row in rows if row["Drug or rule"] == "oxaliplatin")
    assert (oxaliplatin["Dose or value"], oxaliplatin["Unit"]) == (85, "mg/m²")
    assert oxaliplatin["Flags"] == "A3 medium"


def test_every_administration_and_every_variant_stands_in_regimens(
    book: Workbook, near_miss: Comparison
) -> None:
    for trial in (assessment.trial for assessment in near_miss.assessments):
        rows = [row for row in table(book["Regimens"]) if row["Trial"] == trial.id]
        given = [row for row in rows if row["Part"] in ("Administration", "Maintenance")]
        regimen = trial.regimen
        assert len(given) == len(regimen.administrations) + len(regimen.maintenance)
        variants = [v.label for each in regimen.administrations for v in each.variants]
        shown = " ".join(str(row["Variants and implied"]) for row in rows)
        assert all(label in shown for label in variants)


def test_outcomes_keep_count_denominator_percent_and_interval_as_numbers(book: Workbook) -> None:
    rows = [row for row in table(book["Outcomes"]) if row["Trial"] == "ChiCTR2100041874"]
    response = next(row for row in rows if row["Item"] == "Objective response, mRECIST")
    assert (response["Count"], response["Of"], response["Percent"]) == (11, 25, 44)
    assert (response["Low"], response["High"]) == (24.6, 63.5)
    assert "A1 high" in str(response["Flags"])
    survival = next(row for row in rows if row["Item"] == "Overall survival")
    assert (survival["Value"], survival["Unit"]) == (8.87, "months")
    cells = [row for row in rows if row["Item"] == "White blood cell decreased"]
    assert [row["Count"] for row in cells] == [10, 6, None]


def test_every_outcome_baseline_row_event_and_comparator_is_there(
    book: Workbook, near_miss: Comparison
) -> None:
    for trial in (assessment.trial for assessment in near_miss.assessments):
        rows = [row for row in table(book["Outcomes"]) if row["Trial"] == trial.id]
        items = [str(row["Item"]) for row in rows]
        assert {outcome.label for outcome in trial.outcomes} <= set(items)
        assert {planned.label for planned in trial.planned_outcomes} <= set(items)
        events = trial.adverse_events.rows if trial.adverse_events else ()
        assert {event.term for event in events} <= set(items)
        lines = sum(
            len(row.categories) or 1 for row in (trial.baseline.rows if trial.baseline else ())
        )
        assert sum(row["Part"] == "Baseline" for row in rows) == (lines or 1)
        cited = [row for row in rows if row["Part"] == "As cited"]
        assert all("as cited" in str(row["Item"]) for row in cited)
        assert all(any(study.study in item for item in items) for study in trial.comparators)


def test_every_flag_stands_with_finding_and_places_under_sources(
    book: Workbook, near_miss: Comparison
) -> None:
    rows = table(book["Sources and flags"])
    for trial in (assessment.trial for assessment in near_miss.assessments):
        shown = {
            str(row["Item"]): row
            for row in rows
            if row["Trial"] == trial.id and row["Part"] == "Audit flag"
        }
        assert list(shown) == [flag.id for flag in trial.flags]
        for flag in trial.flags:
            assert shown[flag.id]["Finding or note"] == flag.finding
            assert flag.place.text in str(shown[flag.id]["Place in the source"])
            assert shown[flag.id]["Concerns"], f"{trial.id} {flag.id} hangs on nothing"


def test_a_checked_document_is_said_to_be_checked(tmp_path: Path, near_miss: Comparison) -> None:
    assessments = []
    for each in near_miss.assessments:
        signed = replace(each.trial.encoding, checked_by="Dr A. Name", checked_on="2026-11-20")
        assessments.append(replace(each, trial=replace(each.trial, encoding=signed)))
    checked = replace(near_miss, assessments=tuple(assessments))
    write_workbook(checked, tmp_path / "checked.xlsx", version=VERSION)
    found = "".join(texts(sheet) for sheet in load_workbook(tmp_path / "checked.xlsx").worksheets)
    assert NOT_CHECKED[:-1] not in found
    assert "Dr A. Name" in found


def test_rows_are_tall_enough_for_what_they_hold(book: Workbook) -> None:
    sheet = book["Sources and flags"]
    column = {cell.value: cell.column for row in sheet.iter_rows(max_row=9) for cell in row}
    line = next(
        cell.row
        for row in sheet.iter_rows(min_col=column["Finding or note"])
        for cell in row
        if len(str(cell.value)) > 200
    )
    assert line is not None
    assert float(sheet.row_dimensions[line].height or 0) > 40


@pytest.mark.parametrize("number", range(1, 15))
def test_every_sample_case_has_its_workbook(number: int, tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    write_workbook(comparison_of(sample(number)), path, version=VERSION)
    book = load_workbook(path, read_only=True)
    assert len(book.sheetnames) == 11
    book.close()


# --- nothing that runs ----------------------------------------------------------------------------


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    write_workbook(hostile_comparison(), path, version="=1+1")
    found: list[str] = []
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type not in ("f", "e"), (sheet.title, cell.coordinate)
                if isinstance(cell.value, str):
                    found.append(cell.value)
                    assert cell.quotePrefix == cell.value.lstrip().startswith(("=", "+", "-", "@"))
                    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe]", cell.value)
    everything = "\n".join(found)
    assert "=HYPERLINK" in everything
    assert "@SUM" in everything
    assert all(text.strip() in everything for text in HOSTILE)


def test_hostile_ids_make_valid_and_different_sheet_titles(tmp_path: Path) -> None:
    comparison = hostile_comparison()
    twins = []
    for each, name in zip(
        comparison.assessments, ("Summary", "x" * 40, "X" * 40, "'", "History"), strict=True
    ):
        twins.append(replace(each, trial=replace(each.trial, id=name)))
    path = tmp_path / "titles.xlsx"
    write_workbook(replace(comparison, assessments=tuple(twins)), path, version=VERSION)
    titles = load_workbook(path).sheetnames
    assert len({title.casefold() for title in titles}) == len(titles) == 11
    assert all(0 < len(title) <= 31 and not re.search(r"[\[\]:*?/\\]", title) for title in titles)
    assert all(title.strip("'") == title and title.casefold() != "history" for title in titles)


def test_an_ampersand_in_the_code_is_no_command_of_the_footer(tmp_path: Path) -> None:
    path = tmp_path / "footer.xlsx"
    write_workbook(hostile_comparison(), path, version=VERSION)
    assert footer(load_workbook(path)["Summary"])[0].startswith("Case =A+B")


# --- the file -------------------------------------------------------------------------------------


def test_a_folder_is_no_target(tmp_path: Path, near_miss: Comparison) -> None:
    with pytest.raises(ReviewError, match="is a folder"):
        write_workbook(near_miss, tmp_path, version=VERSION)


def test_a_missing_folder_is_named(tmp_path: Path, near_miss: Comparison) -> None:
    with pytest.raises(ReviewError, match="does not exist"):
        write_workbook(near_miss, tmp_path / "none" / "a.xlsx", version=VERSION)


@pytest.mark.parametrize("lock", [".~lock.a.xlsx#", "~$a.xlsx"])
def test_a_workbook_that_is_open_elsewhere_is_left_alone(
    lock: str, tmp_path: Path, near_miss: Comparison
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"yesterday's")
    (tmp_path / lock).write_text("someone")
    with pytest.raises(ReviewError, match="open in another program"):
        write_workbook(near_miss, target, version=VERSION)
    assert target.read_bytes() == b"yesterday's"


def test_a_workbook_replaces_the_one_before_it(tmp_path: Path, near_miss: Comparison) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"yesterday's")
    write_workbook(near_miss, target, version=VERSION)
    assert load_workbook(target, read_only=True).sheetnames[0] == "Summary"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are a thing of POSIX")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    import resource

    target = tmp_path / "a.xlsx"
    target.write_bytes(b"yesterday's")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            replace_file(target, bytes(4096))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert target.read_bytes() == b"yesterday's"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_no_room_for_temporary_files_is_told_in_a_sentence(
    tmp_path: Path, near_miss: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(ReviewError, match="cannot be written .* Nothing was changed"):
        write_workbook(near_miss, tmp_path / "a.xlsx", version=VERSION)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="folders are locked by their mode on POSIX")
def test_a_read_only_folder_gets_a_clear_sentence(near_miss: Comparison) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.xlsx").write_bytes(b"yesterday's")
        folder.chmod(0o555)
        with an_ordinary_user(), pytest.raises(ReviewError, match="not writable; close it or"):
            write_workbook(near_miss, folder / "a.xlsx", version=VERSION)
        folder.chmod(0o755)
        assert (folder / "a.xlsx").read_bytes() == b"yesterday's"
        assert len(list(folder.iterdir())) == 1


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Give up the rights of root, who may write everywhere, for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_the_day_of_the_review_is_a_real_date(book: Workbook) -> None:
    days = {
        cell.value.date()
        for row in book["Summary"].iter_rows()
        for cell in row
        if isinstance(cell.value, datetime)
    }
    assert date(2026, 11, 21) in days


def test_scores_are_numbers_with_their_unit_at_the_label(book: Workbook) -> None:
    sheet = book["Summary"]
    values = {str(row[0].value): row[1].value for row in sheet.iter_rows()}
    assert values["Largest nodule (mm)"] == 62
    assert values["ALBI score"] == pytest.approx(-2.4, abs=0.05)
    assert isinstance(values["Creatinine clearance (mL/min)"], float)


def test_no_open_bound_is_written_as_a_number(book: Workbook) -> None:
    found = "\n".join(texts(sheet) for sheet in book.worksheets)
    assert not re.search(r"(^|\s)-?(inf|nan)($|\s)", found)
