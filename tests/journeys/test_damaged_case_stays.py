"""A case in which a bit has changed on the disk is shown, but leaves in no file and on no paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtWidgets import QApplication

from db.store import open_store
from tests.journeys.reading import cases_listed, line_of, message
from tests.journeys.user import User
from tests.ui.opening import sample_store
from ui.commands.clock import now

CODE, SOUND = "SAMPLE-06", "SAMPLE-01"
WORD = b"TACE two weeks ago"
SENTENCE = f"The record of {CODE} is damaged on the disk"


def flipped(path: Path) -> Path:
    """Flip one bit of the label where it stands in the row of the case; nothing else notices."""
    whole = path.read_bytes()
    places = [at for at in range(len(whole)) if whole.startswith(WORD, at)]
    for at in places:
        harmed = bytearray(whole)
        harmed[at + 1] ^= 1  # TACE becomes T@CE
        path.write_bytes(harmed)
        with open_store(path, today=now) as store:
            if store.proved(CODE):
                return path
    raise AssertionError("no place holds the label of the case")


@pytest.fixture
def user(program, tmp_path: Path, monkeypatch) -> Iterator[User]:
    """Who has opened the damaged case, before its damage was looked for."""
    user = program.start(flipped(sample_store(tmp_path)), monkeypatch)
    user.window.keeping.look.stop()
    user.clicks_cell(user.view("Cases"), line_of(user, CODE))
    user.sees(lambda: user.window.header.code.text(), CODE)
    user.waits()
    return user


def to_file(opens: Callable[[User], None], ending: str) -> Callable[[User, Path], None]:
    """What leaves in a file: its dialogue is answered."""

    def leaves(user: User, folder: Path) -> None:
        user.answers_with_file(folder / f"left{ending}", lambda: opens(user))

    return leaves


def workbook(user: User) -> None:
    user.presses("Ctrl+E")
    user.clicks("Choose the file…")


def handout(user: User) -> None:
    user.presses("Ctrl+P")


def regimens(words: str) -> Callable[[User], None]:
    def opens(user: User) -> None:
        user.presses("Ctrl+3")
        user.waits()
        user._when_open(words, lambda: user.clicks("Calendar file, PDF, print"))

    return opens


def population(user: User) -> None:
    user.presses("Ctrl+4")
    user.waits()
    user.window.outcomes_page.content.charts.chosen.emit("population")
    user.waits()
    user.clicks("Save the chart as PNG, SVG or PDF")


@pytest.mark.parametrize(
    "leaves",
    [
        to_file(workbook, ".xlsx"),
        to_file(handout, ".pdf"),
        to_file(regimens("Calendar of all trials …"), ".ics"),
        to_file(regimens("Page as PDF …"), ".pdf"),
        to_file(population, ".png"),
    ],
    ids=["workbook", "hand-out", "calendar", "regimens", "chart"],
)
def test_nothing_is_written_of_it_and_it_is_told_why(user, tmp_path, leaves):
    before = set(tmp_path.iterdir())
    leaves(user, tmp_path)
    user.sees(lambda: SENTENCE in message(user), True)
    assert not [each for each in tmp_path.iterdir() if each.name.startswith("left")], before


def test_its_case_file_is_not_even_asked_for(user):
    user.presses("Ctrl+Shift+E")
    user.sees(lambda: SENTENCE in message(user), True)
    assert QApplication.activeModalWidget() is None


def test_its_regimens_are_not_printed(user):
    regimens("Print …")(user)
    user.sees(lambda: SENTENCE in message(user), True)
    assert not user.window.findChildren(QPrintPreviewDialog)


def test_a_sound_case_beside_it_leaves(user, tmp_path):
    user.clicks_cell(user.view("Cases"), line_of(user, SOUND))
    user.sees(lambda: user.window.header.code.text(), SOUND)
    user.waits()
    assert CODE in cases_listed(user)
    to_file(workbook, ".xlsx")(user, tmp_path)
    user.sees(lambda: message(user).startswith("The workbook was written"), True)
    assert (tmp_path / "left.xlsx").stat().st_size > 5_000
