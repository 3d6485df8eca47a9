"""What if: values and days move, verdicts flip, and on leaving nothing has happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.reading import (
    FULL,
    case_at_the_top,
    cell,
    cells,
    changed_cells,
    content_of_file,
    explanation,
    headlines,
    line_of,
    saved,
    words_of,
)
from tests.journeys.user import User
from tests.ui.opening import sample_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def test_values_and_days_move_and_leaving_changes_nothing(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02")
    user.waits()
    before = cells(user), headlines(user), content_of_file(path)
    user.clicks_cell(user.window.page.matrix, cell(user, "Platelets"))
    user.clicks("What if")
    assert saved(user) == "What if: nothing of this is saved"
    assert "What if: nothing is saved" in words_of(user.window)
    user.clicks("What if 75 ×10⁹/L?")
    user.waits()
    assert changed_cells(user) == {"✓ 75, ≥ 75": "× 68, ≥ 75"}
    assert headlines(user)[FULL] == "Eligible"
    assert "Ineligible → Eligible" in words_of(user.window)
    user.tabs_to("Try another value of Platelets")
    user.presses("Left")
    user.waits()
    assert headlines(user)[FULL] == "Ineligible"
    assert "Platelets 74 " in explanation(user)
    user.presses("End")
    user.waits()
    assert headlines(user)[FULL] == "Eligible"
    move_the_day(user, "PgDown")
    assert headlines(user)[FULL] == "Undetermined"  # on the 14th nobody knows the 18th
    assert "? not recorded" in changed_cells(user)
    user.presses("Escape")
    user.waits()
    assert (cells(user), headlines(user), content_of_file(path)) == before
    assert changed_cells(user) == {}
    assert saved(user) == "Saved"
    user.presses("Ctrl+Z")  # there is nothing to take back
    user.waits()
    assert content_of_file(path) == before[-1]


def test_another_case_ends_what_if(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02")
    user.waits()
    before = content_of_file(path)
    user.clicks_cell(user.window.page.matrix, cell(user, "Platelets"))
    user.clicks("What if 75 ×10⁹/L?")
    user.waits()
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-01"))
    user.sees(lambda: case_at_the_top(user), "SAMPLE-01")
    user.waits()
    assert saved(user) == "Saved"
    assert not user.shows("Leave what if")
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02")
    user.waits()
    assert headlines(user)[FULL] == "Ineligible"
    assert content_of_file(path) == before


def test_a_value_typed_on_the_case_page_is_only_tried_as_well(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02")
    user.waits()
    before = content_of_file(path)
    user.clicks("What if")
    user.presses("Ctrl+1")
    user.tabs_to("Go to a field")
    user.types("platelets")
    user.presses("Return")
    user.types("80")
    user.presses("Return")
    user.waits()
    assert headlines(user)[FULL] == "Eligible"
    assert content_of_file(path) == before
    program.close(user)
    assert content_of_file(path) == before


def move_the_day(user: User, key: str) -> None:
    """Move the day of review by the slider of the band, a week at a time."""
    user.tabs_to("Try another day of review", "Shift+Tab")
    user.presses(key)
    user.waits()
