"""Case files come in by drag and drop and go out again; what is wrong with one harms no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from hccreview.exchange.case_file import read_case
from tests.journeys.reading import (
    case_at_the_top,
    case_in_file,
    cases_listed,
    line_of,
    message,
    saved,
)
from tests.journeys.user import User
from tests.ui.edits import platelets
from tests.ui.opening import sample_store

BROKEN = "format: hccreview-case/1\ncode: B-1\nobservations:\n  plateletts: 68\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def case_file(folder: Path, code: str, platelets: int = 70) -> Path:
    """A small case file."""
    text = (
        f"format: hccreview-case/1\ncode: {code}\nobservations:\n  sex: female\n"
        f"  platelets: {{value: {platelets}, unit: 10*9/L, on: 2026-11-18}}\n"
    )
    path = folder / f"{code}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_file_is_added_and_open(program, path, tmp_path, monkeypatch):
    user = program.start(path, monkeypatch)
    user.drops(case_file(tmp_path, "D-1"))
    user.sees(lambda: case_at_the_top(user), "D-1")
    assert "D-1" in cases_listed(user)
    assert message(user) == "Imported: D-1."
    assert platelets(case_in_file(path, "D-1")) == "70"
    user.presses("Ctrl+Z")
    user.waits()
    assert case_in_file(path, "D-1") is None
    assert "D-1" not in cases_listed(user)


def test_of_several_files_the_good_ones_come_and_the_others_are_told(
    program, path, tmp_path, monkeypatch
):
    user = program.start(path, monkeypatch)
    broken = tmp_path / "broken.yaml"
    broken.write_text(BROKEN, encoding="utf-8")
    taken = case_file(tmp_path, "SAMPLE-02", 99)
    before = case_in_file(path, "SAMPLE-02")
    user.drops(case_file(tmp_path, "D-1"), broken, taken, case_file(tmp_path, "D-2"))
    user.sees(lambda: {"D-1", "D-2"} <= set(cases_listed(user)), True)
    for words in (
        "Imported: D-1, D-2.",
        "broken.yaml, line 4",
        "There is another case SAMPLE-02 already",
    ):
        assert words in message(user)
    assert "B-1" not in cases_listed(user)
    assert case_in_file(path, "SAMPLE-02") == before
    assert saved(user) == "Saved"


def test_a_case_goes_out_and_comes_back_equal(program, path, tmp_path, monkeypatch):
    user = program.start(path, monkeypatch)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-04"))
    user.sees(lambda: case_at_the_top(user), "SAMPLE-04")
    before, out = case_in_file(path, "SAMPLE-04"), tmp_path / "out.yaml"
    user.presses("Ctrl+Shift+E")
    user.answers_with_file(out, lambda: user.clicks("Choose the file…"))
    user.sees(lambda: str(out) in message(user), True)
    assert read_case(out) == before
    the_case_is_deleted(user, "SAMPLE-04", path)
    user.drops(out)
    user.sees(lambda: case_at_the_top(user), "SAMPLE-04")
    assert case_in_file(path, "SAMPLE-04") == before


def test_what_is_no_case_file_is_not_taken(program, path, tmp_path, monkeypatch):
    user = program.start(path, monkeypatch)
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"no case")
    with pytest.raises(AssertionError):
        user.drops(picture)


def the_case_is_deleted(user: User, code: str, path: Path) -> None:
    """Delete the open case by its key."""
    user.presses("Ctrl+Del")
    user.waits()
    assert case_in_file(path, code) is None
