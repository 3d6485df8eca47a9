"""Outcomes: what the trials found, by mouse and by keys, from the question to the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from tests.journeys.reading import line_of, message, words_of
from tests.journeys.user import User
from tests.ui.opening import sample_store
from tests.ui.outcomes import chart, drawn, picture, place_of
from ui.outcomes.content import Content

IA = "ChiCTR2100041874"
RESPONSE = f"{IA}:orr_mrecist"


@pytest.fixture
def user(program, tmp_path: Path, monkeypatch) -> User:
    """Someone before the window, with a store of sample cases and the near miss chosen."""
    user: User = program.start(sample_store(tmp_path), monkeypatch)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-02"))
    user.waits()
    return user


def test_by_mouse(user, tmp_path):
    user.clicks_tab("Outcomes")
    sees_chart(user, "response")
    the_standing_note_is_there(user)
    points_at(user, RESPONSE)
    the_tip_says_what_the_document_says(user)
    user.clicks_on(content(user).chart, content(user).chart.place_of_flag(RESPONSE).center())
    the_audit_note_is_open(user)
    the_row_of_the_point_is_chosen(user)
    user.clicks("Chart: Adverse events")
    sees_chart(user, "adverse_events")
    rows = len(chart(content(user)).table.rows)
    user.clicks("Show unreliable rows (10)")
    sees_chart(user, "adverse_events")
    assert len(chart(content(user)).table.rows) == rows + 10
    for form in ("png", "svg", "pdf"):
        path = tmp_path / f"adverse events.{form}"
        user.answers_with_file(path, lambda: user.clicks("Save the chart as PNG, SVG or PDF"))
        assert message(user) == f"The chart was saved: {path}"
        assert path.stat().st_size > 5_000
    assert not QImage(str(tmp_path / "adverse events.png")).isNull()


def test_by_keys_alone(user):
    user.presses("Ctrl+4")
    sees_chart(user, "response")
    assert user.keyboard_on() == "Chart: Objective response and disease control"
    marks = chart(content(user)).marks
    for mark in marks:
        user.presses("Right")
        assert content(user).chart.current == mark.key
        assert mark.lines[0] in words_of(content(user).details)
    user.presses("Home")
    while content(user).chart.current != RESPONSE:
        user.presses("Down")
    user.presses("Return")
    the_audit_note_is_open(user)
    assert user.keyboard_on() == "Audit note A1 high"
    user.tabs_to("Chart: Response", "Shift+Tab")
    user.presses("Right")
    sees_chart(user, "best_response")
    user.tabs_to("Copy the numbers for a spreadsheet")
    user.presses("Space")
    assert message(user) == "The numbers are on the clipboard, for a spreadsheet."
    headings = chart(content(user)).table.headings
    assert QApplication.clipboard().text().splitlines()[0] == "\t".join(headings)


def test_a_clinician_sees_where_this_patient_stands_and_what_another_day_changes(user):
    user.clicks_tab("Outcomes")
    user.clicks("Chart: Population")
    sees_chart(user, "population")
    first = patient_in_the_table(user)
    assert "58 years" in " ".join(first)
    user.clicks_cell(user.view("Cases"), line_of(user, "SAMPLE-03"))
    user.waits()
    sees_chart(user, "population")
    assert patient_in_the_table(user) != first
    assert "67 years" in " ".join(patient_in_the_table(user))
    assert chart(content(user)).summary in words_of(content(user))


def test_a_trial_without_results_says_so_and_colours_follow_the_window(user):
    user.clicks_tab("Outcomes")
    sees_chart(user, "response")
    for trial in ("NCT05099848: HAIC + cam + apa", f"{IA}: HAIC + cam (IA) + sora"):
        user.clicks(f"Trial {trial}")
        sees_chart(user, "response")
    assert chart(content(user)).empty
    assert "no results published in this source" in words_of(content(user))
    light = content(user).chart.picture
    user.window.choose(theme="dark")  # as the menu does
    user.sees(lambda: content(user).chart.picture is not light, True)
    panel = user.window.theme.colour("panel")
    assert tuple(picture(content(user)).pixels[:3]) == (panel.red(), panel.green(), panel.blue())


# ------------------------------------------------------------------------ hands and eyes


def content(user: User) -> Content:
    return user.window.outcomes_page.content


def sees_chart(user: User, name: str) -> None:
    drawn(user.qtbot, user.window)
    user.sees(lambda: chart(content(user)).id, name)


def points_at(user: User, key: str) -> None:
    view, handle = content(user).chart, user.window.windowHandle()
    place = view.mapTo(user.window, place_of(content(user), key))
    for away in (QPoint(30, 30), QPoint(0, 0)):
        QTest.mouseMove(handle, place + away)
        QApplication.processEvents()


def the_tip_says_what_the_document_says(user: User) -> None:
    trial = next(each for each in user.window.workspace.trials if each.id == IA)
    outcome = next(each for each in trial.outcomes if each.id == "orr_mrecist")
    user.sees(lambda: f"{outcome.count}/{outcome.denominator}" in QToolTip.text(), True)
    assert outcome.interval is not None
    assert f"{outcome.interval.low}–{outcome.interval.high}" in QToolTip.text()
    assert outcome.place.text in QToolTip.text()
    QToolTip.hideText()


def the_audit_note_is_open(user: User) -> None:
    trial = next(each for each in user.window.workspace.trials if each.id == IA)
    said = words_of(content(user).details)
    assert trial.flag("A1").finding in said and trial.flag("A1").treatment in said


def the_row_of_the_point_is_chosen(user: User) -> None:
    table = content(user).table
    assert table.numbers.keys[table.currentIndex().row()] == RESPONSE


def the_standing_note_is_there(user: User) -> None:
    assert "not a comparison of treatments" in words_of(content(user))


def patient_in_the_table(user: User) -> list[str]:
    table = chart(content(user)).table
    column = table.headings.index("This patient")
    return [row.cells[column] for row in table.rows]
