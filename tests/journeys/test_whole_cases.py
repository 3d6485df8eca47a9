"""Cases are archived, deleted, duplicated; samples are removed; and all of it can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.reading import (
    case_at_the_top,
    case_in_file,
    cases_listed,
    line_of,
    message,
)
from tests.journeys.user import User
from tests.ui.opening import sample_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


@pytest.fixture
def user(program, path, monkeypatch) -> User:
    """Somebody who has opened SAMPLE-02."""
    user = program.start(path, monkeypatch)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02")
    user.waits()
    return user


def test_a_case_goes_to_the_archive_and_comes_back(user):
    user.chooses_for(user.view("Cases"), line_of(user, "SAMPLE-02"), "Archive")
    user.sees(lambda: "SAMPLE-02" in cases_listed(user), False)
    user.clicks("Archived")
    user.sees(lambda: cases_listed(user), ["SAMPLE-02"])
    user.chooses_for(user.view("Cases"), line_of(user, "SAMPLE-02"), "Bring back")
    user.sees(lambda: cases_listed(user), [])
    user.clicks("Archived")
    user.sees(lambda: "SAMPLE-02" in cases_listed(user), True)


def test_a_deleted_case_is_gone_and_undo_brings_it_back(user, path):
    before = case_in_file(path, "SAMPLE-02")
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.presses("Del")
    user.sees(lambda: "SAMPLE-02" in cases_listed(user), False)
    user.waits()
    assert case_in_file(path, "SAMPLE-02") is None
    assert case_at_the_top(user) != "SAMPLE-02"
    user.clicks("Undo")  # in the message bar
    user.sees(lambda: "SAMPLE-02" in cases_listed(user), True)
    user.waits()
    assert case_in_file(path, "SAMPLE-02") == before


def test_a_copy_is_a_case_of_its_own(user, path):
    user.chooses("Duplicate case")
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02-copy")
    user.waits()
    copy, original = case_in_file(path, "SAMPLE-02-copy"), case_in_file(path, "SAMPLE-02")
    assert copy is not None and original is not None
    assert copy.observations == original.observations
    user.presses("Ctrl+Z")
    user.sees(lambda: "SAMPLE-02-copy" in cases_listed(user), False)
    user.waits()
    assert case_in_file(path, "SAMPLE-02-copy") is None


def test_the_samples_go_in_one_step_and_come_back_in_one(user, path):
    user.chooses("Duplicate case")
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02-copy")
    user.waits()
    before = cases_listed(user)
    user.chooses("Remove sample cases")
    user.sees(lambda: cases_listed(user), ["SAMPLE-02-copy"])
    assert message(user) == "14 sample cases removed."
    user.clicks("Undo")
    user.sees(lambda: cases_listed(user), before)
    user.waits()
    assert case_in_file(path, "SAMPLE-14") is not None


def test_renaming_in_the_list_by_keys(user, path):
    user.presses("Ctrl+L", "F2")
    user.presses("Ctrl+A")
    user.types("P-7")
    user.presses("Return")
    user.sees(lambda: case_at_the_top(user), "P-7")
    user.waits()
    assert case_in_file(path, "SAMPLE-02") is None
    assert case_in_file(path, "P-7") is not None
