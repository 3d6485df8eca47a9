"""The near miss: find it, correct a value, ask why, disagree, take back, export.

By mouse, and once more by keys alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QAbstractButton

import main
from tests.journeys.reading import (
    FULL,
    case_at_the_top,
    case_in_file,
    cases_listed,
    cell,
    cells,
    explanation,
    findings,
    headlines,
    laboratory_cell,
    line_of,
    message,
    saved,
)
from tests.journeys.user import User
from tests.ui.edits import platelets
from tests.ui.opening import sample_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def test_by_mouse(program, path, tmp_path, monkeypatch, capsys):
    user = program.start(path, monkeypatch)
    find_by_mouse(user, "sample-02")
    before = screen(user)
    user.clicks_tab("Case")
    change_platelets_by_mouse(user, "80")
    two_cells_and_one_headline_changed(user, before)
    user.clicks_tab("Eligibility")
    user.clicks_cell(user.window.page.matrix, cell(user, "Platelets"))
    the_panel_explains_the_80(user)
    user.clicks("Override…")
    user.clicks("Author")
    user.types("Dr Lin")
    user.clicks("Reason")
    user.types("a clot in the tube, repeat it")
    user.clicks("Save override")
    the_override_stands(user, path)
    user.chooses("Undo")
    the_override_is_gone(user, path)
    user.chooses("Undo")
    user.waits()
    assert screen(user) == before
    assert platelets(case_in_file(path, "SAMPLE-02")) == "68"
    user.chooses("Redo")
    user.chooses("Redo")
    the_override_stands(user, path)
    book = tmp_path / "window.xlsx"
    user.clicks("Export the workbook")
    user.answers_with_file(book, lambda: user.clicks("Choose the file…"))
    assert str(book) in message(user)
    the_command_writes_the_same(book, path, tmp_path, capsys)


def test_by_keys_alone(program, path, tmp_path, monkeypatch, capsys):
    user = program.start(path, monkeypatch)
    user.presses("Ctrl+F")
    user.types("sample-02")
    user.waits()
    user.presses("Return")
    user.waits()
    assert case_at_the_top(user) == "SAMPLE-02"
    before = screen(user)
    user.presses("Ctrl+1")
    user.waits()
    user.tabs_to("Go to a field")
    user.types("platelets")
    user.presses("Return")
    assert user.keyboard_on() == "Laboratory values"
    user.types("80")
    user.presses("Return")
    user.waits()
    two_cells_and_one_headline_changed(user, before)
    user.presses("Ctrl+M")
    go_to_cell_by_keys(user, cell(user, "Platelets"))
    the_panel_explains_the_80(user)
    user.presses("Return")
    user.tabs_to("Override…")
    user.presses("Space")
    user.tabs_to("Author")
    user.types("Dr Lin")
    user.tabs_to("Reason")
    user.types("a clot in the tube, repeat it")
    user.presses("Return")
    the_override_stands(user, path)
    user.presses("Ctrl+Z")
    the_override_is_gone(user, path)
    user.presses("Ctrl+Z")
    user.waits()
    assert screen(user) == before
    user.presses("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    the_override_stands(user, path)
    book = tmp_path / "window.xlsx"
    user.presses("Ctrl+E")
    user.answers_with_file(book, lambda: user.presses("Return"))
    assert str(book) in message(user)
    the_command_writes_the_same(book, path, tmp_path, capsys)


def test_the_matrix_follows_while_the_finger_is_still_on_the_key(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    find_by_mouse(user, "sample-02")
    user.clicks_tab("Case")
    index = laboratory_cell(user, "Platelets")
    user.double_clicks_cell(user.view("Laboratory values"), index)
    user.presses("Ctrl+A")
    user.types("80")  # and no Return
    user.sees(lambda: headlines(user)[FULL], "Eligible")
    user.sees(lambda: platelets(case_in_file(path, "SAMPLE-02")), "80")
    user.presses("Escape")
    user.sees(lambda: headlines(user)[FULL], "Ineligible")
    user.sees(lambda: platelets(case_in_file(path, "SAMPLE-02")), "68")


def test_a_link_to_a_field_shows_all_that_is_recorded_below_it_too(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    find_by_mouse(user, "sample-02")
    user.clicks_cell(user.window.page.matrix, cell(user, "Platelets"))
    user.clicks("Go to Platelets: 68 ×10⁹/L, 18 Nov 2026")
    user.waits()
    assert user.keyboard_on() == "Laboratory values"
    no = user.control("Dialysis twice or more in the last 7 days: no")
    assert isinstance(no, QAbstractButton)
    assert no.isChecked()


# --- steps


def find_by_mouse(user: User, text: str) -> None:
    """Type into the search and click on what is found."""
    user.clicks("Search the cases")
    user.types(text)
    user.sees(lambda: cases_listed(user), [text.upper()])
    user.clicks_cell(user.view("Cases"), line_of(user, text.upper()))
    user.sees(lambda: case_at_the_top(user), text.upper())
    user.waits()


def change_platelets_by_mouse(user: User, value: str) -> None:
    """Click twice into the newest cell of the row and type over what is there."""
    view = user.view("Laboratory values")
    user.double_clicks_cell(view, laboratory_cell(user, "Platelets"))
    user.presses("Ctrl+A")
    user.types(value)
    user.presses("Return")
    user.waits()


def go_to_cell_by_keys(user: User, wanted) -> None:
    """Go through the matrix by the arrows."""
    matrix = user.window.page.matrix
    user.presses("Ctrl+Home")
    for _ in range(300):
        here = matrix.currentIndex()
        if here == wanted:
            return
        if not here.parent().isValid() or (here.parent(), here.row()) != (
            wanted.parent(),
            wanted.row(),
        ):
            user.presses("Down")
        else:
            user.presses("Right" if here.column() < wanted.column() else "Left")
    raise AssertionError("the arrows do not reach the cell")


@dataclass(frozen=True)
class Screen:
    """What the matrix shows, and what is behind its cells."""

    headlines: dict[str, str]
    cells: dict[tuple[str, str], str]
    findings: dict[tuple[str, str], object]


def screen(user: User) -> Screen:
    """Look at the matrix."""
    return Screen(headlines(user), cells(user), findings(user))


def two_cells_and_one_headline_changed(user: User, before: Screen) -> None:
    """The limit holds now, and the samples that are valid include another value; that is all."""
    now = screen(user)
    assert differences(before.headlines, now.headlines) == {FULL: ("Ineligible", "Eligible")}
    changed = differences(before.findings, now.findings)
    assert list(changed) == [("Samples valid", FULL), ("Platelets", FULL)]
    looks = differences(before.cells, now.cells)
    assert looks == {("Platelets", FULL): ("× 68, ≥ 75", "✓ 80, ≥ 75")}


def differences(before: dict, after: dict) -> dict:
    """What stands elsewhere now: before and after."""
    assert before.keys() == after.keys()
    return {key: (before[key], after[key]) for key in before if before[key] != after[key]}


def the_panel_explains_the_80(user: User) -> None:
    """The side panel names value, day and limit."""
    user.waits()
    assert "Platelets 80 ×10⁹/L on 18 Nov 2026; at least 75" in explanation(user)


def the_override_stands(user: User, path: Path) -> None:
    """Beside the finding, in the head, in the file; verdict and headline are as before."""
    user.waits()
    assert "Dr Lin" in explanation(user)
    assert headlines(user)[FULL] == "Eligible"
    case = case_in_file(path, "SAMPLE-02")
    assert case is not None
    assert [(o.criterion, o.author) for o in case.overrides] == [("I12b", "Dr Lin")]
    assert saved(user) == "Saved"


def the_override_is_gone(user: User, path: Path) -> None:
    """It is nowhere; the value stands."""
    user.waits()
    assert "Dr Lin" not in explanation(user)
    case = case_in_file(path, "SAMPLE-02")
    assert case is not None and case.overrides == ()
    assert platelets(case) == "80"
    assert headlines(user)[FULL] == "Eligible"


def the_command_writes_the_same(book: Path, store: Path, folder: Path, capsys) -> None:
    """The workbook of the window holds what the command writes of the same case."""
    own = folder / "command.xlsx"
    assert main.main(["compare", "SAMPLE-02", "--database", str(store), "--xlsx", str(own)]) == 0
    capsys.readouterr()
    of_window, of_command = contents(book), contents(own)
    assert of_window.keys() == of_command.keys()
    for sheet, rows in of_window.items():
        assert rows == of_command[sheet], sheet
    words = " ".join(str(value) for rows in of_window.values() for row in rows for value in row)
    for each in ("80", "Dr Lin", "a clot in the tube"):
        assert each in words


def contents(book: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every value of every sheet."""
    sheets = openpyxl.load_workbook(book).worksheets
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in sheets}
