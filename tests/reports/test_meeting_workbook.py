"""The workbook of a meeting read back: summary, a sheet a case, follow-ups; digests, no secrets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import load_workbook

from db.store import open_store
from hccreview.errors import ReviewError
from hccreview.meeting.attachment import Excerpt
from hccreview.reports.meeting_workbook import write_meeting_workbook
from hccreview.reports.workbook import write_workbook
from hccreview.review.digest import data_version, input_digest
from hccreview.review.eligibility import Verdict
from hccreview.review.explain import STATEMENT
from hccreview.trials.library import read_library
from tests.reports.test_workbook import footer, table, texts
from tests.ui.printing.reading import (
    CHINESE,
    DEFERRED,
    DRAFTED,
    LONG,
    PLAIN,
    SEALED,
    SECRET,
    hard_meeting,
)
from ui.board_cases import board_cases
from ui.commands.clock import now

VERSION = "9.9.9"


@pytest.fixture(scope="module")
def meeting(tmp_path_factory):
    """The meeting, its cases and all open tasks, as the store has them."""
    with open_store(tmp_path_factory.mktemp("board") / "cases.sqlite", today=now) as store:
        stored = hard_meeting(store)
        cases = board_cases(store, stored, read_library(), None)
        tasks = tuple(each.task for each in store.board.open_tasks())
    return stored.meeting, cases, tasks


@pytest.fixture(scope="module")
def book(meeting, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "meeting.xlsx"
    write(meeting, path)
    return load_workbook(path)


def write(meeting, path, told=None):
    sitting, cases, tasks = meeting
    write_meeting_workbook(sitting, cases, tasks, path, version=VERSION, told=told)


def case_of(meeting, code):
    return next(each for each in meeting[1] if each.code == code)


def test_a_summary_comes_first_then_a_sheet_a_case_in_the_order_of_the_agenda(meeting, book):
    ends = ["Follow-up", "Sources and flags"]
    assert book.sheetnames == ["Meeting", *meeting[0].codes, *ends]


def test_every_sheet_says_by_what_it_was_made_and_what_it_is_not(meeting, book):
    trials = [each.trial for each in meeting[1][0].comparison.assessments]
    for sheet in book.worksheets:
        told = texts(sheet)
        assert "Tumour board of 21 Nov 2026, 三号楼, Room 4." in told
        assert f"Data version {data_version(trials)}. Program version {VERSION}." in told
        assert STATEMENT in told
        assert STATEMENT in footer(sheet)[1]


def test_the_summary_has_a_row_a_case_with_decision_and_digest(meeting, book):
    rows = {row["Case"]: row for row in table(book["Meeting"])}
    assert list(rows) == list(meeting[0].codes)
    assert rows[PLAIN]["Digest of the sealed record"] == case_of(meeting, PLAIN).sealed.mark
    assert rows[PLAIN]["Decision"] == "sealed, version 1"
    assert rows[SEALED]["Decision"] == "sealed, version 2, amended"
    assert rows[DRAFTED]["Decision"] == "draft, not sealed"
    assert rows[DEFERRED]["Decision"] == "none yet"
    assert rows[DEFERRED]["Why deferred"] == "The CT is missing"
    assert f"whole text on the sheet {SEALED}" in str(rows[SEALED]["Recommendations"])
    assert rows[DEFERRED]["Still to obtain"] == len(
        case_of(meeting, DEFERRED).preparation.outstanding
    )
    assert all(name in texts(book["Meeting"]) for name in CHINESE)


def test_the_sheet_of_a_case_holds_the_whole_decision_and_both_digests(meeting, book):
    case, told = case_of(meeting, SEALED), texts(book[SEALED])
    assert case.sealed.digest in told and case.sealed.sentence in told
    assert input_digest(case.comparison) in told
    assert f"Corrected. {LONG}".strip() in told
    assert "Votes" in told and "3 for, 1 against, 0 abstained" in told
    assert "BCLC 2022, orientation only." in told


def test_the_sheet_of_a_case_has_a_row_for_every_criterion_that_decides(meeting, book):
    for case in meeting[1]:
        rows = [row for row in table(book[case.code]) if row["Criterion"]]
        decide = [
            finding
            for assessment in case.comparison.assessments
            for finding in assessment.findings
            if finding.counted and finding.verdict not in (Verdict.PASS, Verdict.NOT_APPLICABLE)
        ]
        named = {(row["Trial"], row["Criterion"]) for row in rows}
        assert named == {(finding.trial_id, finding.criterion.id) for finding in decide}
        assert len(rows) == len(decide)


def test_a_trial_that_cannot_be_entered_is_called_a_precedent_wherever_it_has_a_headline(
    meeting, book
):
    for row in table(book["Meeting"]):
        trials = str(row["Trials, the best first"]).split("\n")
        assert len(trials) == 5  # on this day none of them can be entered
        assert all(each.endswith("; a precedent only") for each in trials)
    for case in meeting[1]:
        for row in table(book[case.code]):
            assert str(row["Headline"]).endswith("; a precedent only")


def test_overdue_tasks_come_first_with_their_days(book):
    rows = table(book["Follow-up"])
    assert [(row["State"], row["Days overdue"]) for row in rows] == [
        ("overdue", 11),
        ("open", None),
    ]
    assert rows[0]["Responsible"] == "张伟"


def test_notes_images_and_excerpts_are_not_in_it(meeting, book):
    whole = "\n".join(texts(sheet) for sheet in book.worksheets)
    assert SECRET not in whole and "secret" not in whole.lower()
    assert "1 key images and 1 excerpts of reports, not in this file" in whole
    assert not any(sheet._images for sheet in book.worksheets)


def test_a_long_lead_does_not_hold_the_table_off_the_screen(book):
    assert book[SEALED].freeze_panes is None
    assert book["Meeting"].freeze_panes is not None


def test_a_text_that_looks_like_a_formula_stays_a_text(meeting, tmp_path):
    sitting = replace(meeting[0].sitting, place="=1+1")
    path = tmp_path / "formula.xlsx"
    hostile = replace(meeting[0], sitting=sitting, items=())
    write_meeting_workbook(hostile, (), (), path, version=VERSION)
    cells = [cell for row in load_workbook(path)["Meeting"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_the_work_tells_each_sheet_and_can_be_stopped(meeting, tmp_path):
    def stop(done, total):
        assert total == 17
        raise ReviewError("stopped")

    with pytest.raises(ReviewError, match="stopped"):
        write(meeting, tmp_path / "x.xlsx", told=stop)
    assert not list(tmp_path.iterdir())


def test_a_workbook_that_is_open_elsewhere_is_left_alone(meeting, tmp_path):
    (tmp_path / ".~lock.x.xlsx#").touch()
    (tmp_path / "x.xlsx").write_bytes(b"before")
    with pytest.raises(ReviewError, match="open in another program"):
        write(meeting, tmp_path / "x.xlsx")
    assert (tmp_path / "x.xlsx").read_bytes() == b"before"


# ------------------------------------------------------------- the workbook of one case


def test_the_workbook_of_a_case_names_its_sealed_decision(meeting, tmp_path):
    case, path = case_of(meeting, SEALED), tmp_path / "case.xlsx"
    write_workbook(case.comparison, path, version=VERSION, sealed=case.sealed)
    told = texts(load_workbook(path)["Summary"])
    assert case.sealed.digest in told and case.sealed.mark in told
    assert "Meeting of 21 Nov 2026." in told


def test_a_deidentified_workbook_holds_neither_seal_nor_excerpt(meeting, tmp_path):
    case, path = case_of(meeting, SEALED), tmp_path / "case.xlsx"
    write_workbook(case.comparison, path, version=VERSION, sealed=case.sealed, deidentified=True)
    whole = "\n".join(texts(sheet) for sheet in load_workbook(path).worksheets)
    assert case.sealed.digest not in whole and case.sealed.mark not in whole
    assert all(each.text not in whole for each in case.attachments if isinstance(each, Excerpt))
    assert SEALED not in whole and "陈建国" not in whole
