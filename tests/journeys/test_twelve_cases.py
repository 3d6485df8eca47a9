"""A meeting of twelve cases is prepared, presented, decided and exported; nobody has a mouse."""

from __future__ import annotations

import contextlib
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from openpyxl import load_workbook
from PySide6.QtTest import QTest

from hccreview.meeting.decision import Kind
from hccreview.meeting.meeting import Readiness
from hccreview.meeting.seal import Sealed
from hccreview.review.explain import STATEMENT
from tests.journeys.board import (
    agenda,
    decision_told,
    digest_of_store,
    fills_in,
    is_on,
    leaves_the_wall,
    meeting_in_file,
    opens_the_decision,
    presents,
    recommends,
    sealed_mark,
    versions_in_file,
    walks_to_the_end,
)
from tests.journeys.reading import case_at_the_top, message, saved
from tests.journeys.test_prepare_meeting import (
    TWELVE,
    the_cases_are_chosen,
    the_meeting_is_made,
    the_order_and_the_states_are_set,
    the_question_is_written,
    what_is_missing_is_ticked_off,
)
from tests.journeys.user import User
from tests.reports.test_workbook import table, texts
from tests.ui.opening import sample_store
from tests.ui.printing.reading import fonts_outside, pages

THE_DAY, A_YEAR_LATER = date(2026, 11, 26), date(2027, 11, 26)
DEFERRED, EMPTY, UNDECIDED, STANDARD = "SAMPLE-03", "SAMPLE-09", "SAMPLE-04", "SAMPLE-06"
ORDER = (TWELVE[1], TWELVE[0], *TWELVE[2:])
DECIDED = tuple(code for code in ORDER if code != DEFERRED)


@pytest.fixture
def no_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would use a mouse finds that there is none."""

    def missing(*_: object) -> None:
        raise AssertionError("there is no mouse")

    for name in ("click", "double_click"):
        monkeypatch.setattr(f"tests.journeys.user.{name}", missing)
    for name in ("mouseClick", "mouseDClick", "mouseMove", "mousePress", "mouseRelease"):
        monkeypatch.setattr(QTest, name, missing)


@pytest.mark.timeout(400)
def test_twelve_cases_are_prepared_presented_sealed_exported_and_open_bit_for_bit(
    program, tmp_path, monkeypatch, no_mouse
):
    path = sample_store(tmp_path)
    user = program.start(path, monkeypatch)
    it_is_prepared(user)
    program.close(user)
    user = starts_on(THE_DAY, program, path, monkeypatch)
    it_is_presented_and_nothing_changes(user, path)
    marks = every_case_is_decided(user)
    pdf, workbook, handout = it_is_exported(user, tmp_path)
    program.close(user)
    rows, records = rows_in(path), records_in(path)
    assert tuple(records) == DECIDED and len(rows) == 11
    assert {code: mark_of(content) for code, content in records.items()} == marks
    the_pdf_holds_all(pdf, marks)
    the_workbook_holds_all(workbook, marks)
    the_handout_is_of_one(handout, marks)
    user = starts_on(A_YEAR_LATER, program, path, monkeypatch)
    every_record_is_shown(user, marks)
    program.close(user)
    assert (rows_in(path), records_in(path)) == (rows, records)
    what_was_decided_can_be_explained(path)


# --- before the day


def it_is_prepared(user: User) -> None:
    """Day, members, twelve cases in order, states, a tick, a question."""
    the_meeting_is_made(user)
    the_cases_are_chosen(user)
    the_order_and_the_states_are_set(user)
    what_is_missing_is_ticked_off(user)
    the_question_is_written(user)
    user.sees(lambda: saved(user), "Saved")


# --- on the day


def starts_on(day: date, program, path: Path, monkeypatch) -> User:
    """Start on a later day and go to the first case of the agenda."""
    monkeypatch.setattr("ui.commands.clock.today", lambda: day)
    user = program.start(path, monkeypatch)
    user.presses("Ctrl+5")
    user.waits()
    assert user.keyboard_on() == "Agenda"
    user.presses("Home")
    is_on(user, ORDER[0])
    return user


def it_is_presented_and_nothing_changes(user: User, path: Path) -> None:
    """Every case in the order of the agenda, slide by slide."""
    before = digest_of_store(path)
    seen = walks_to_the_end(user, presents(user))
    assert tuple(seen) == ORDER
    assert all(titles[-1] == "Decision" for titles in seen.values())
    assert "Questions to the board" in seen[DEFERRED]
    leaves_the_wall(user)
    assert digest_of_store(path) == before
    assert case_at_the_top(user) == ORDER[-1]


def every_case_is_decided(user: User) -> dict[str, str]:
    """From case to case by the key that offers the next; return the mark of each seal."""
    user.presses("Home")
    is_on(user, ORDER[0])
    opens_the_decision(user)
    marks: dict[str, str] = {}
    for code in DECIDED:
        is_on(user, code)
        decides(user, code)
        user.presses("Ctrl+Return")
        user.waits()
        assert user.keyboard_on() == "Sealed by"
        user.presses("Return")
        user.waits()
        marks[code] = sealed_mark(user)
        if code != DECIDED[-1]:
            assert user.keyboard_on() == f"Next: {DECIDED[len(marks)]}"
            user.presses("Return")
            user.waits()
    assert user.keyboard_on() == "Sealed, meeting of 26 Nov 2026"  # there is no next one
    return marks


def decides(user: User, code: str) -> None:
    """Write what the board says; the author is proposed from the second case on."""
    duty = ("A. L", "+14", "C. H") if code == DECIDED[0] else ("A. L", "+14")
    if code == EMPTY:
        recommends(user, "Further diagnostics")
        user.presses("Space", "Down", "Space", "Return")
        fills_in(user, "", "Without them no trial can be judged", "Nothing is recorded", *duty)
    elif code == UNDECIDED:
        recommends(user, "No recommendation")
        fills_in(user, "The imaging has to be read again", "Two readings differ")
    elif code == STANDARD:
        recommends(user, "Other treatment")
        fills_in(user, "TACE, two sessions", "", "Stage and liver function", *duty, "", "1")
    else:
        recommends(user, "NCT06187961")
        fills_in(user, "Nearest to what the patient needs", "Imaging and laboratory", *duty)
    user.waits()


def it_is_exported(user: User, folder: Path) -> tuple[Path, Path, Path]:
    """Hand-out and workbook of the meeting, and the hand-out of the case at the top."""
    pdf, workbook, handout = folder / "board.pdf", folder / "board.xlsx", folder / "case.pdf"
    user.presses("Ctrl+Shift+P")
    user.sees(user.keyboard_on, "Choose the file…")
    user.answers_with_files((pdf, workbook), lambda: user.presses("Return"))
    assert message(user) == f"The workbook was written: {workbook}"
    user.answers_with_file(handout, lambda: user.presses("Ctrl+P"))
    assert message(user) == f"The hand-out was written: {handout}"
    return pdf, workbook, handout


# --- what left the program


def the_pdf_holds_all(path: Path, marks: dict[str, str]) -> None:
    """The agenda, two pages a case with its mark, fonts inside, the statement on every page."""
    found = pages(path)
    assert fonts_outside(path) == []
    assert all(STATEMENT in text for text in found)
    assert "Tumour board of 26 Nov 2026" in found[0] and "MRI is missing" in found[0]
    first = next(n for n, text in enumerate(found) if text.startswith(f"{ORDER[0]}: "))
    for place, code in enumerate(ORDER):
        summary, decision = found[first + 2 * place : first + 2 * place + 2]
        assert summary.startswith(f"{code}: ")
        assert decision.startswith(f"{code}: decision and treatment")
        assert marks.get(code, "No decision is recorded yet.") in decision


def the_workbook_holds_all(path: Path, marks: dict[str, str]) -> None:
    """A summary with every mark, a sheet a case."""
    book = load_workbook(path)
    assert book.sheetnames == ["Meeting", *ORDER, "Follow-up", "Sources and flags"]
    rows = {str(row["Case"]): row for row in table(book["Meeting"])}
    told = {code: row["Digest of the sealed record"] for code, row in rows.items()}
    assert {code: mark for code, mark in told.items() if mark in marks.values()} == marks
    assert rows[DEFERRED]["Why deferred"] == "MRI is missing"
    assert all(STATEMENT in texts(sheet) for sheet in book.worksheets)
    assert len(table(book["Follow-up"])) == 2  # the tests that were asked for


def the_handout_is_of_one(path: Path, marks: dict[str, str]) -> None:
    """Two pages of the last case."""
    first, second = pages(path)
    assert first.startswith(f"{ORDER[-1]}: ") and marks[ORDER[-1]] in second


# --- a year later


def every_record_is_shown(user: User, marks: dict[str, str]) -> None:
    """Down the agenda: each case says its mark and what has changed since."""
    assert [each.split(", ")[1] for each in agenda(user)].count("Discussed") == len(DECIDED)
    user.presses("Alt+3")
    user.tabs_to("Agenda", "Shift+Tab")
    for place, code in enumerate(ORDER):
        is_on(user, code)
        if code in marks:
            shows_its_mark(user, marks[code])
        if place + 1 < len(ORDER):
            user.presses("Down")


def shows_its_mark(user: User, mark: str) -> None:
    """The decision on the screen is that of the mark."""
    user.sees(lambda: mark in decision_told(user), True)
    assert "Version 1, sealed by C. Ho on" in decision_told(user)


def mark_of(content: bytes) -> str:
    """The mark that anybody can work out from the bytes."""
    digest = sha256(content).hexdigest()
    return f"{digest[:4]} {digest[4:8]} {digest[8:12]} {digest[12:16]}"


def rows_in(path: Path) -> list[tuple[object, ...]]:
    """The sealed records as they lie in the file."""
    with contextlib.closing(sqlite.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT * FROM seals ORDER BY digest").fetchall()


def records_in(path: Path) -> dict[str, bytes]:
    """The bytes of the sealed records as the store gives them out, by case."""
    found = {code: versions_in_file(path, code) for code in ORDER}
    return {code: versions[0].content for code, versions in found.items() if versions}


def what_was_decided_can_be_explained(path: Path) -> None:
    """What was sealed says what was recommended, why, by whom, on which facts."""
    kinds = {code: the_only(versions_in_file(path, code)) for code in DECIDED}
    assert kinds[EMPTY].kind is Kind.DIAGNOSTICS and len(kinds[EMPTY].asked) == 2
    assert kinds[UNDECIDED].kind is Kind.NONE
    assert kinds[STANDARD].text == "TACE, two sessions"
    assert kinds[ORDER[0]].kind is Kind.PRECEDENT
    assert meeting_in_file(path).item(DEFERRED).readiness is Readiness.DEFERRED


def the_only(versions: tuple[Sealed, ...]):
    """The recommendation of a decision that has one."""
    (version,) = versions
    assert version.snapshot.sitting.on == version.snapshot.decision.decided_on == THE_DAY
    (made,) = version.snapshot.decision.recommendations
    return made
