"""A second start, a change from elsewhere; and a mistake of our own in the middle of the work."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from tests.journeys.reading import (
    FULL,
    case_at_the_top,
    case_in_file,
    headlines,
    line_of,
    message,
    saved,
)
from tests.journeys.user import User
from tests.ui.edits import change_elsewhere, platelets
from tests.ui.opening import sample_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def test_a_second_start_calls_the_first_window_and_leaves(program, path, monkeypatch):
    first = program.start(path, monkeypatch)
    second = program.start_again(path, monkeypatch)
    first.sees(lambda: "started once more on this file" in message(first), True)
    first.sees(second.isVisible, False)
    types_platelets(first, "99")
    assert saved(first) == "Saved"


def test_a_change_from_elsewhere_is_told_and_not_overwritten(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    opens_the_near_miss(user)
    change_elsewhere(path, "SAMPLE-02", 99)
    types_platelets(user, "80")
    assert "SAMPLE-02 was changed meanwhile" in saved(user)
    assert "meanwhile" in message(user)
    assert platelets(case_in_file(path, "SAMPLE-02")) == "99"
    user.clicks("Read it again")
    user.waits()
    assert saved(user) == "Saved"
    types_platelets(user, "85")
    assert platelets(case_in_file(path, "SAMPLE-02")) == "85"


def test_a_mistake_of_our_own_is_reported_without_patient_data_and_loses_nothing(
    program, path, reports, monkeypatch, capsys
):
    user = program.start(path, monkeypatch)
    opens_the_near_miss(user)
    types_platelets(user, "80")
    QTimer.singleShot(0, user.window, mistaken)
    user.sees(lambda: "The program made a mistake (KeyError)" in message(user), True)
    assert str(reports) in message(user)
    (report,) = reports.glob("*.txt")
    text = report.read_text(encoding="utf-8")
    assert "KeyError" in text and "mistaken" in text
    for secret in ("Chen", "SAMPLE-02", "80"):
        assert secret not in text.replace("3.80", "")
    assert "Chen" not in capsys.readouterr().err
    types_platelets(user, "81")
    assert (saved(user), headlines(user)[FULL]) == ("Saved", "Eligible")
    assert platelets(case_in_file(path, "SAMPLE-02")) == "81"
    report.unlink()  # it was meant to be there
    program.close(user)
    again = program.start(path, monkeypatch)
    assert case_at_the_top(again) == "SAMPLE-02"
    assert headlines(again)[FULL] == "Eligible"


def mistaken() -> None:
    """A slot with a mistake; its error would tell a name."""
    raise KeyError("Chen, platelets 80, SAMPLE-02")


def opens_the_near_miss(user: User) -> None:
    """Click on the case in the list."""
    user.comes_to_the_window()
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.sees(lambda: case_at_the_top(user), "SAMPLE-02")
    user.waits()


def types_platelets(user: User, value: str) -> None:
    """Go to the newest count of platelets by keys and type over it."""
    user.comes_to_the_window()
    user.presses("Ctrl+1")
    user.waits()
    user.tabs_to("Go to a field")
    user.types("platelets")
    user.presses("Return")
    user.types(value)
    user.presses("Return")
    user.waits()
