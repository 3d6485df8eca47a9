"""A start is chosen, a cycle delayed, a gap filled in, dates taken along.

Then the program is closed and started again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdf
import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QLabel, QPushButton

from hccreview.clinical.plan import Change, Plan
from tests.journeys.pointing import click
from tests.journeys.reading import FULL, case_in_file, line_of
from tests.journeys.user import User
from tests.ui.opening import sample_store
from ui.regimens.content import Content

DOUBLE_IA = "ChiCTR2100041874"
HOURS = "One cycle by the hour"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with the sample cases."""
    return sample_store(tmp_path)


def test_by_mouse(program, path, tmp_path, monkeypatch):
    user = program.start(path, monkeypatch)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.waits()
    user.clicks_tab("Regimens")
    choose_start(user)
    user.sees(lambda: days(user)[0], "1 Dec")
    clicks_bar(user, f"{DOUBLE_IA}|1|fluorouracil|1")
    assert "2\u00a0500 mg/m² × 1.7972 m² = 4\u00a0493.05 mg" in pointed_at(user)
    delay_by_mouse(user)
    user.waits()
    assert starts(path) == {date(2026, 12, 1)}
    assert [change.reason for change in changes(path)] == ["platelets 60"]
    user.chooses("Undo")
    user.waits()
    assert changes(path) == ()
    user.chooses("Redo")
    user.waits()
    assert [change.reason for change in changes(path)] == ["platelets 60"]
    take_dates_along(user, tmp_path)
    program.close(user)
    again = program.start(path, monkeypatch)
    again.clicks_tab("Regimens")
    again.sees(lambda: days(again)[0], "1 Dec")
    assert "7 days later, platelets 60 (Dr Lin)" in panel_words(again)


def test_by_keys(program, path, monkeypatch):
    user = program.start(path, monkeypatch)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.waits()
    user.presses("Ctrl+3")
    assert user.keyboard_on() == "Start: day 1 of cycle 1"
    user.tabs_to(HOURS)
    fill_in_lenvatinib_by_keys(user)
    user.waits()
    user.sees(lambda: local_words(user).partition(",")[0], "Local protocol: Dr Lin")
    user.presses("Alt+4")
    user.sees(lambda: user.shows("Schedule as a table"), True)
    program.close(user)
    again = program.start(path, monkeypatch)
    again.clicks_tab("Regimens")
    again.sees(lambda: local_words(again).partition(",")[0], "Local protocol: Dr Lin")


def choose_start(user: User) -> None:
    user.tabs_to("Start: day 1 of cycle 1")
    user.types("01Dec")
    user.presses("Return")


def delay_by_mouse(user: User) -> None:
    user.clicks("Delay …")
    user.clicks("Who decides")
    user.types("Dr Lin")
    user.clicks("Reason")
    user.types("platelets 60")
    user.clicks_on(button(user, "Save the change"))


def fill_in_lenvatinib_by_keys(user: User) -> None:
    """Go to the command of the last trial by arrows and fill the form in by Tab."""
    view = content(user).hours
    for _ in range(60):
        if view.current == f"local:{FULL}":
            break
        user.presses("Right")
    user.presses("Return")
    assert user.keyboard_on() == "Drug to be filled in"
    user.presses("Down")  # from HAIC to lenvatinib
    for name, text in (
        ("Dose", "8"),
        ("Days of the cycle", "1"),
        ("Times a day", "1"),
        ("Length of a cycle in days", "21"),
        ("Author", "Dr Lin"),
        ("Reason", "product information"),
    ):
        user.tabs_to(name)
        user.types(text)
    user.presses("Return")


def take_dates_along(user: User, folder: Path) -> None:
    """Write the calendar and the page through menu and dialogue, and read both back."""
    calendar, page = folder / "dates.ics", folder / "page.pdf"
    save_as(user, "Calendar of all trials …", calendar)
    save_as(user, "Page as PDF …", page)
    found = Calendar.from_ical(calendar.read_bytes())
    assert "SAMPLE-02" in str(found.walk("VEVENT")[0]["summary"])
    words = " ".join(" ".join(p.extract_text().split()) for p in pypdf.PdfReader(page).pages)
    assert "cycle 1, fluorouracil: 7 days later, platelets 60 (Dr Lin)" in words


def save_as(user: User, words: str, path: Path) -> None:
    user.answers_with_file(
        path, lambda: user._when_open(words, lambda: user.clicks("Calendar file, PDF, print"))
    )


def clicks_bar(user: User, key: str) -> None:
    view = content(user).hours
    view.go_to(key)
    spot = next(spot for spot in view.spots if spot.key == key)
    click(view.viewport(), lambda: view.box_on_viewport(spot).center().toPoint())


def content(user: User) -> Content:
    return user.window.regimens_page.content


def days(user: User) -> list[str]:
    return [day.date for day in content(user).hours.figure.days]


def pointed_at(user: User) -> str:
    return content(user).panel.detail.text()


def panel_words(user: User) -> str:
    labels = content(user).panel.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def local_words(user: User) -> str:
    bands = content(user).hours.figure.bands
    return next(band.local for band in bands if band.trial == FULL)


def button(user: User, words: str) -> QPushButton:
    found = [each for each in user.on_screen() if isinstance(each, QPushButton)]
    return next(each for each in found if each.text() == words)


def starts(path: Path) -> set[date]:
    return {plan.start for plan in plans(path)}


def changes(path: Path) -> tuple[Change, ...]:
    return tuple(change for plan in plans(path) for change in plan.changes)


def plans(path: Path) -> tuple[Plan, ...]:
    case = case_in_file(path, "SAMPLE-02")
    assert case is not None
    return case.plans
