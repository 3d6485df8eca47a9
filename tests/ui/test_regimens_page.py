"""The Regimens page on a real window and store: what it shows, what it changes, what it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from icalendar import Calendar
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateEdit, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from hccreview.clinical.editing import with_plan
from hccreview.clinical.plan import Delay, Hold, Plan
from hccreview.clinical.planning import bundled_planning
from hccreview.review.schedule.build import plan_for, schedule_of
from tests.ui.opening import choose, opened, sample_store, settle
from tests.ui.test_window import contrast
from ui import theme
from ui.commands.cases import sample_cases
from ui.main_window import MainWindow
from ui.printing.paper import STATEMENT, pdf, print_on
from ui.printing.regimens import page as printed_page
from ui.regimens.canvas import Canvas
from ui.regimens.content import Content
from ui.regimens.course import course_figure
from ui.regimens.figures import HourFigure
from ui.regimens.hour_layout import place
from ui.regimens.hours import hour_figure
from ui.regimens.months import month_figure
from ui.regimens.table_rows import table_rows
from ui.regimens.work import work_out

CAMRELIZUMAB, DOUBLE_IA, FULL = "NCT05099848", "ChiCTR2100041874", "NCT06187961"
SILENT = ("NCT06881433", "TACE-CAM-APA", FULL)
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the rules of the site lie in a folder of the test."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with SAMPLE-02 and the Regimens page in front."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        window.resize(1280, 800)
        window.show_page("Regimens")
        settle(qtbot, window)
        yield window


def content(window: MainWindow) -> Content:
    return window.regimens_page.content


def click(view: Canvas, key: str) -> None:
    """Click with the mouse on what a key names, after bringing it into view."""
    view.go_to(key)
    spot = next(spot for spot in view.spots if spot.key == key)
    QTest.mouseClick(view.viewport(), LEFT, NO_KEY, view.box_on_viewport(spot).center().toPoint())
    QApplication.processEvents()


def press(window: MainWindow, words: str) -> None:
    """Click on a visible button of the page by its words."""
    QApplication.processEvents()  # what stands around the figure follows it
    buttons = content(window).findChildren(QPushButton)
    found = [each for each in buttons if each.text() == words and each.isVisible()]
    assert found, words
    content(window).panel.ensureWidgetVisible(found[0])
    QTest.mouseClick(found[0], LEFT, NO_KEY, found[0].rect().center())
    QApplication.processEvents()


def type_into(window: MainWindow, name: str, text: str) -> None:
    """Type a text into the field of a name, in the place of what stands there."""
    fields = content(window).panel.findChildren(QLineEdit)
    field = next(each for each in fields if each.accessibleName() == name and each.isVisible())
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def said(window: MainWindow) -> str:
    """All words of the panel."""
    QApplication.processEvents()
    labels = content(window).panel.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(content(window).panel))


def start_on(window: MainWindow, day: date) -> None:
    """Type a start into the field of the start."""
    field = content(window).tools.start
    field.setFocus()
    sections = (
        (QDateEdit.Section.YearSection, f"{day.year}"),
        (QDateEdit.Section.MonthSection, f"{day:%b}"),
        (QDateEdit.Section.DaySection, f"{day.day}"),
    )
    for section, text in sections:
        field.setSelectedSection(section)
        QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()


def key(trial: str, cycle: int, name: str, day: int) -> str:
    return f"{trial}|{cycle}|{name}|{day}"


def bar(window: MainWindow, wanted: str):
    bands = content(window).hours.figure.bands
    return next(b for band in bands for lane in band.lanes for b in lane.bars if b.key == wanted)


# ------------------------------------------------------------------------------- showing


def test_the_page_is_not_made_before_it_is_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        assert window.regimens_page._content is None
        window.show_page("Regimens")
        settle(qtbot, window)
        assert content(window).isVisible()


def test_all_trials_stand_on_one_axis_and_silent_ones_say_so(window: MainWindow) -> None:
    bands = {band.trial: band for band in content(window).hours.figure.bands}
    assert list(bands) == [each.id for each in window.workspace.trials]
    for trial in SILENT:
        assert bands[trial].silent == "Doses and schedule not stated in source"
        assert bands[trial].lanes == ()
    assert [lane.label for lane in bands[CAMRELIZUMAB].lanes] == [
        "Hepatic artery",
        "Route not stated in source",
    ]
    assert [lane.label for lane in bands[DOUBLE_IA].lanes] == ["Hepatic artery", "Mouth"]


def test_what_is_open_is_drawn_as_open(window: MainWindow) -> None:
    apatinib = bar(window, f"{CAMRELIZUMAB}|open|apatinib")
    assert apatinib.open and "start not stated in source" in apatinib.mark
    antibody = bar(window, key(CAMRELIZUMAB, 1, "camrelizumab", 3))
    assert antibody.open and "hour not stated in source" in antibody.mark
    bolus = bar(window, key(CAMRELIZUMAB, 1, "fluorouracil_first", 4))
    assert bolus.end is None and "duration not stated in source" in bolus.mark
    pump = bar(window, key(CAMRELIZUMAB, 1, "fluorouracil_continuous", 4))
    assert not pump.open and (pump.end or 0) - pump.start == 46


def test_what_has_no_start_is_drawn_as_open_in_the_course_too(library) -> None:
    rows = course_figure(_worked(library)).bands[0].rows
    apatinib = next(row for row in rows if row.label.startswith("apatinib 250 mg, once daily"))
    (block,) = apatinib.blocks
    assert block.open and block.text == "start not stated in source"


def test_the_49_hours_reach_into_day_6_and_it_is_said(window: MainWindow) -> None:
    band = content(window).hours.figure.bands[0]
    assert any("days 4–5" in note and "day 6" in note for note in band.notes)
    pump = bar(window, key(CAMRELIZUMAB, 1, "fluorouracil_continuous", 4))
    assert "Flag A3" in pump.tell()


def test_a_click_shows_the_dose_with_its_arithmetic_place_and_flags(window: MainWindow) -> None:
    click(content(window).hours, key(CAMRELIZUMAB, 1, "oxaliplatin", 4))
    words = said(window)
    assert "85 mg/m² × 1.7972 m² = 152.76 mg" in words
    assert "abstract methods, line 34" in words
    assert "Flag A3" in words


@pytest.mark.parametrize("code", [f"SAMPLE-{number:02}" for number in range(1, 15)])
def test_every_view_agrees_with_the_schedule(code: str, library) -> None:
    """Figures, table and paper hold what `schedule_of` gives, for each trial."""
    case = next(each for each in sample_cases() if each.code == code)
    day = case.as_of or date(2026, 11, 21)
    worked = work_out(case, library, day, {}, bundled_planning())
    rows = {row.key: row for row in table_rows(worked)}
    drawn = hour_figure(worked, 1, whole=True)
    bars = {b.key: b for band in drawn.bands for lane in band.lanes for b in lane.bars}
    paper = printed_page(worked)
    for trial in library:
        start = case.first_dose or day
        expected = schedule_of(case, trial, plan_for(case, trial.id, start), day)
        for given in expected.given:
            name = f"{trial.id}|{given.cycle}|{given.id}|{given.day}"
            assert rows.pop(name).cells[4] == (given.dose.arithmetic if given.dose else "")
            if given.cycle == 1:
                shown = bars.pop(name)
                assert given.dose is None or given.dose.arithmetic in shown.tell()
                assert given.dose is None or given.dose.arithmetic.replace("×", "×") in paper
                midnight = datetime.combine(worked.start, datetime.min.time())
                if given.start is not None:
                    assert midnight + timedelta(hours=shown.start) == given.start
    assert all("|open|" in name or "|silent" in name for name in rows)
    assert all("|open|" in name or "|reading|" in name for name in bars)


@pytest.fixture(scope="module")
def library():
    from hccreview.trials.library import read_library

    return read_library()


def test_without_a_weight_the_dose_is_unknown_and_nothing_is_guessed(
    qtbot: QtBot, window: MainWindow
) -> None:
    choose(qtbot, window, "SAMPLE-09")
    pump = bar(window, key(DOUBLE_IA, 1, "fluorouracil", 1))
    assert "2\u00a0500 mg/m², dose unknown" in pump.text
    assert content(window).tools.surface.text() == "? Body surface not known"


def test_an_old_weight_is_told_where_the_surface_stands(window: MainWindow) -> None:
    start_on(window, date(2027, 2, 1))
    QApplication.processEvents()
    assert content(window).tools.surface.text().startswith("? BSA 1.80 m²")
    assert "73 days before the start" in said(window)


def test_the_panel_compares_like_with_like(window: MainWindow) -> None:
    words = said(window)
    assert "49 h + ?" in words and "51 h" in words
    assert "duration of camrelizumab not stated in source" in words
    assert "For this patient" in words
    assert "Creatinine clearance" in words


# ------------------------------------------------------------------------------ changing


def test_a_start_is_typed_seen_kept_undone_and_done_again(qtbot: QtBot, window: MainWindow) -> None:
    start_on(window, date(2026, 12, 1))
    settle(qtbot, window)
    assert content(window).hours.figure.days[0].date == "1 Dec"
    store = window.workspace.saving.store
    assert store is not None
    kept = store.stored("SAMPLE-02")
    assert kept is not None and {plan.start for plan in kept.case.plans} == {date(2026, 12, 1)}
    window.workspace.undo()
    settle(qtbot, window)
    assert content(window).hours.figure.days[0].date == "26 Nov"
    kept = store.stored("SAMPLE-02")
    assert kept is not None and kept.case.plans == ()
    window.workspace.redo()
    settle(qtbot, window)
    assert content(window).hours.figure.days[0].date == "1 Dec"


def test_what_the_start_is_to_the_first_dose_is_said_and_can_be_recorded(
    window: MainWindow,
) -> None:
    tools = content(window).tools
    assert tools.relation.text() == "= planned first dose"
    start_on(window, date(2026, 12, 1))
    assert tools.relation.text() == "first dose planned Thu 26 Nov"
    press(window, "Set as first dose")
    assert window.workspace.case is not None
    assert window.workspace.case.first_dose == date(2026, 12, 1)
    assert tools.relation.text() == "= planned first dose"
    assert not tools.as_first.isVisible()


def test_the_clock_time_moves_the_infusions_and_nothing_else(window: MainWindow) -> None:
    before = bar(window, key(CAMRELIZUMAB, 1, "oxaliplatin", 4))
    antibody = bar(window, key(CAMRELIZUMAB, 1, "camrelizumab", 3))
    content(window).tools.clock.stepBy(1)
    after = bar(window, key(CAMRELIZUMAB, 1, "oxaliplatin", 4))
    assert after.start == before.start + 1
    assert bar(window, key(CAMRELIZUMAB, 1, "camrelizumab", 3)).start == antibody.start


def test_a_cycle_is_delayed_with_its_reason_and_the_published_one_stays_visible(
    qtbot: QtBot, window: MainWindow
) -> None:
    content(window).tools.cycle.setValue(2)
    click(content(window).hours, key(CAMRELIZUMAB, 2, "oxaliplatin", 4))
    press(window, "Delay …")
    form = content(window).panel.form
    assert form is not None
    press(window, "Save the change")
    assert form.problem.text() == "Write who decides."
    type_into(window, "Who decides", "A. Chair")
    type_into(window, "Reason", "platelets 60")
    form.scope.setCurrentIndex(1)  # type: ignore[attr-defined]
    press(window, "Save the change")
    settle(qtbot, window)
    moved = bar(window, key(CAMRELIZUMAB, 2, "oxaliplatin", 4))
    assert moved.was is not None and moved.start - moved.was[0] == 7 * 24
    assert any("platelets 60" in note for note in content(window).hours.figure.bands[0].notes)
    assert "7 days later, platelets 60 (A. Chair)" in said(window)
    content(window).tools.cycle.setValue(3)
    later = bar(window, key(CAMRELIZUMAB, 3, "oxaliplatin", 4))
    assert later.was is not None and later.start - later.was[0] == 7 * 24
    window.workspace.undo()
    settle(qtbot, window)
    assert bar(window, key(CAMRELIZUMAB, 3, "oxaliplatin", 4)).was is None


def test_a_hold_and_a_reduction_are_shown_and_can_be_removed(
    qtbot: QtBot, window: MainWindow
) -> None:
    pump = key(DOUBLE_IA, 1, "fluorouracil", 1)
    for kind, who in (("Reduce the dose …", "A. Chair"), ("Hold …", "B. Chair")):
        wanted = pump if kind.startswith("Reduce") else key(DOUBLE_IA, 1, "sorafenib", 3)
        click(content(window).hours, wanted)
        press(window, kind)
        type_into(window, "Who decides", who)
        type_into(window, "Reason", "rash")
        press(window, "Save the change")
    assert "(75 %)" in bar(window, pump).text
    assert "75 %" in bar(window, pump).tell()
    assert bar(window, key(DOUBLE_IA, 1, "sorafenib", 3)).held
    press(window, "Remove this change")
    press(window, "Remove this change")
    settle(qtbot, window)
    assert "(75 %)" not in bar(window, pump).text
    assert not bar(window, key(DOUBLE_IA, 1, "sorafenib", 3)).held


def test_another_reading_of_the_source_is_visible_and_can_be_chosen(window: MainWindow) -> None:
    other = f"{DOUBLE_IA}|reading|sorafenib|abstract:cycle_end"
    assert "other reading" in bar(window, other).text
    content(window).panel.reading_chosen.emit(DOUBLE_IA, "sorafenib", "abstract:cycle_end")
    bands = content(window).hours.figure.bands
    assert not any(b.key == other for band in bands for lane in band.lanes for b in lane.bars)
    assert f"{DOUBLE_IA}|reading|sorafenib|methods" in {
        b.key for band in bands for lane in band.lanes for b in lane.bars
    }


def test_rounding_and_formula_show_in_the_arithmetic(window: MainWindow) -> None:
    tools = content(window).tools
    tools.rounding.setCurrentIndex(tools.rounding.findData("10"))
    tools.rounding.activated.emit(tools.rounding.currentIndex())
    tools.formula.setCurrentIndex(tools.formula.findData("du_bois"))
    tools.formula.activated.emit(tools.formula.currentIndex())
    shown = bar(window, key(CAMRELIZUMAB, 1, "oxaliplatin", 4))
    assert "oxaliplatin 150 mg" in shown.text
    assert "10 mg" in shown.tell() and "1.7972" not in shown.tell()


def test_fewer_cycles_are_planned_and_never_more_than_stated(window: MainWindow) -> None:
    tools = content(window).tools
    tools.cycles.setValue(7)
    worked = content(window).worked
    assert worked is not None
    assert [len(each.schedule.cycles) for each in worked.planned] == [7, 6, 0, 0, 0]
    tools.cycles.setValue(2)
    assert content(window).tools.cycle.maximum() == 2


def test_a_holiday_moves_a_cycle_within_the_window_and_says_why(
    qtbot: QtBot, window: MainWindow
) -> None:
    start_on(window, date(2026, 12, 1))
    press(window, "Change the rules …")
    type_into(window, "Days by which a cycle may move", "3")
    type_into(window, "Holidays", "2026-12-22")
    press(window, "Save the rules")
    settle(qtbot, window)
    content(window).tools.cycle.setValue(2)
    band = content(window).hours.figure.bands[0]
    assert any("22 Dec" in note or "holiday" in note for note in band.notes)
    moved = bar(window, key(CAMRELIZUMAB, 2, "oxaliplatin", 4))
    assert moved.was is not None and moved.start - moved.was[0] == 24
    assert "day 1 is Wed 23 Dec" in band.about
    assert {day.number for day in content(window).hours.figure.days} == {0}


def test_a_wrong_rule_is_refused_in_the_form(window: MainWindow) -> None:
    press(window, "Change the rules …")
    type_into(window, "Holidays", "Christmas")
    press(window, "Save the rules")
    form = content(window).panel.form
    assert form is not None and "Christmas" in form.problem.text()


def test_a_local_protocol_is_added_marked_kept_and_removed(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = content(window).hours
    click(view, f"local:{FULL}")
    form = content(window).panel.form
    assert form is not None
    form.drug.setCurrentIndex(form.drug.findData("lenvatinib"))  # type: ignore[attr-defined]
    for name, text in (
        ("Dose", "8"),
        ("Days of the cycle", "1"),
        ("Times a day", "1"),
        ("Length of a cycle in days", "21"),
        ("Largest number of cycles", "4"),
        ("Author", "A. Chair"),
        ("Reason", "product information"),
    ):
        type_into(window, name, text)
    press(window, "Save local protocol")
    settle(qtbot, window)
    band = next(b for b in content(window).hours.figure.bands if b.trial == FULL)
    assert "Local protocol: A. Chair" in band.local and "product information" in band.local
    drawn = bar(window, key(FULL, 1, "lenvatinib", 1))
    for name in ("course", "month", "table"):
        content(window).choose_view(name)
    month = content(window).month.figure
    lines = [h.text for week in month.weeks for day in week for h in day.happenings]
    assert any("lenvatinib 8 mg, once daily (local), from today" in text for text in lines)
    rows = [row.cells[3] for row in content(window).table.table.rows]
    assert any("lenvatinib" in text and "(local)" in text for text in rows)
    assert "HAIC + lenva + cado (local)" in said(window)
    content(window).choose_view("hours")
    assert drawn.local and "local" in drawn.mark and "local protocol of A. Chair" in drawn.tell()
    click(view, f"local:{FULL}")
    type_into(window, "Reason", "no longer used")
    press(window, "Remove")
    settle(qtbot, window)
    band = next(b for b in content(window).hours.figure.bands if b.trial == FULL)
    assert band.lanes == () and band.local == ""


def test_a_local_protocol_cannot_fill_what_the_source_states(window: MainWindow) -> None:
    click(content(window).hours, f"local:{CAMRELIZUMAB}")
    form = content(window).panel.form
    assert form is not None
    form.drug.setCurrentIndex(form.drug.findData("oxaliplatin"))  # type: ignore[attr-defined]
    assert not form.fields["dose"].isEnabled()  # type: ignore[attr-defined]
    assert not form.length.isEnabled()  # type: ignore[attr-defined]


def test_another_case_brings_its_own_start_and_closes_the_form(
    qtbot: QtBot, window: MainWindow
) -> None:
    start_on(window, date(2026, 12, 1))
    click(content(window).hours, key(CAMRELIZUMAB, 1, "oxaliplatin", 4))
    press(window, "Hold …")
    choose(qtbot, window, "SAMPLE-01")
    assert content(window).panel.form is None
    worked = content(window).worked
    assert worked is not None and worked.case.code == "SAMPLE-01" and not worked.recorded
    choose(qtbot, window, "SAMPLE-02")
    assert content(window).tools.start.date().toPython() == date(2026, 12, 1)


def test_where_a_plan_cannot_be_followed_nothing_of_another_case_stays(
    qtbot: QtBot, window: MainWindow
) -> None:
    case = window.workspace.case
    assert case is not None
    wrong = Plan(DOUBLE_IA, date(2026, 12, 1), choices=(("sorafenib", "guessed"),))
    window.workspace.edit(with_plan(case, wrong), "a plan")
    settle(qtbot, window)
    assert "guessed" in window.message_bar.text.text()
    assert content(window).hours.figure.bands == ()
    assert content(window).worked is None
    assert "49 h" not in said(window)
    window.workspace.undo()
    settle(qtbot, window)
    assert len(content(window).hours.figure.bands) == 5


def test_nothing_tried_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.begin_what_if()
    start_on(window, date(2027, 1, 4))
    assert content(window).hours.figure.days[0].date == "4 Jan"
    window.workspace.end_what_if()
    settle(qtbot, window)
    assert content(window).hours.figure.days[0].date == "26 Nov"


# ------------------------------------------------------------------- keys, views, reading


def test_the_arrows_go_through_the_bars_and_tell_them(window: MainWindow) -> None:
    view = content(window).hours
    view.setFocus(Qt.FocusReason.TabFocusReason)
    seen = [view.current]
    for _ in range(len(view.spots) - 1):
        QTest.keyClick(view, Qt.Key.Key_Right)
        seen.append(view.current)
    assert seen == [spot.key for spot in view.spots]
    told = view.spots[-1].told
    spoken = QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Description)
    assert told == spoken
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.current == view.spots[0].key


def test_return_on_a_command_opens_the_local_protocol(window: MainWindow) -> None:
    view = content(window).hours
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert content(window).panel.form is not None
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert content(window).panel.form is None


def test_what_is_pointed_at_stays_pointed_at_in_the_other_views(window: MainWindow) -> None:
    wanted = key(DOUBLE_IA, 1, "camrelizumab", 1)
    click(content(window).hours, wanted)
    for name in ("course", "month", "table"):
        content(window).choose_view(name)
        assert "HAIC + cam (IA) + sora, cycle 1, day 1" in said(window)
    assert content(window).table.current_key() == wanted


def test_the_month_shows_each_day_and_can_be_turned(window: MainWindow) -> None:
    content(window).choose_view("month")
    figure = content(window).month.figure
    assert figure.title == "November 2026"
    words = [h.text for week in figure.weeks for day in week for h in day.happenings]
    assert any("camrelizumab" in text for text in words)
    content(window).turn_month(1)
    assert content(window).tools.month.text() == "December 2026"


def test_the_month_says_what_has_no_date_and_offers_to_fill_it_in(window: MainWindow) -> None:
    content(window).choose_view("month")
    view = content(window).month
    told = {each.key: each.text for each in view.figure.undated}
    assert told[f"{CAMRELIZUMAB}|open|apatinib"] == "HAIC + cam + apa: apatinib 250 mg, once daily"
    assert {key.partition("|")[0] for key in told} == {CAMRELIZUMAB, *SILENT}
    click(view, f"{FULL}|silent")
    assert "Doses and schedule not stated in source" in said(window)
    press(window, "Local protocol …")
    form = content(window).panel.form
    assert form is not None and form.accessibleName().startswith("Local protocol")


def test_a_local_protocol_can_be_reached_from_every_view(window: MainWindow) -> None:
    content(window).choose_view("course")
    click(content(window).course, f"local:{FULL}")
    assert content(window).panel.form is not None
    content(window).panel.close_form()
    content(window).choose_view("table")
    content(window).table.go_to(f"{FULL}|silent")
    press(window, "Local protocol …")
    assert content(window).panel.form is not None


def test_the_month_tells_where_days_of_a_daily_drug_begin_stop_and_change(library) -> None:
    case = next(each for each in sample_cases() if each.code == "SAMPLE-02")
    today = date(2026, 11, 21)
    hold = Hold(2, "rash", "Dr Lin", today, "sorafenib")
    plan = Plan(DOUBLE_IA, date(2026, 12, 1), cycles=3, changes=(hold,))
    worked = work_out(with_plan(case, plan), library, today, {}, bundled_planning())
    lines = [
        f"{day.number}: {happening.text}"
        for month in (date(2026, 12, 1), date(2027, 1, 1))
        for week in month_figure(worked, month).weeks
        for day in week
        for happening in day.happenings
        if "sorafenib" in happening.text and day.inside
    ]
    name, dose = "HAIC + cam (IA) + sora", "sorafenib 400 mg, twice daily"
    assert lines == [
        f"3: {name} C1: {dose}, from today",
        f"21: {name} C1: {dose}, last day",
        f"22: {name} C2: held: {dose}, from today",
        f"12: {name} C3: {dose}, from today",
    ]


def test_the_table_is_copied_with_its_headings(window: MainWindow) -> None:
    content(window).choose_view("table")
    table = content(window).table
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("Trial\tCycle, day")
    assert len(lines) == len(table.table.rows) + 1


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_nothing_moves_sideways(qtbot: QtBot, window: MainWindow, width: int) -> None:
    window.resize(width, 800)
    for name in ("hours", "course", "month", "table"):
        content(window).choose_view(name)
        QApplication.processEvents()
        view = content(window).view
        assert view.horizontalScrollBar().maximum() == 0
    panel = content(window).panel
    inner = panel.widget()
    assert inner is not None and inner.width() <= panel.viewport().width()


@pytest.mark.parametrize("width", range(420, 1700, 80))
def test_no_word_of_the_figure_is_cut_at_any_width(width: int, library, qapp) -> None:
    worked = _worked(library)
    figure: HourFigure = hour_figure(worked, 1)
    placed = place(figure, width, lambda text, size, bold: len(text) * size * 0.5)
    for text in placed.texts:
        assert text.box.left() >= 0
        assert text.box.right() <= width + 1 or width < 560
        assert text.size >= 11
    for each in placed.bars:
        assert each.box.width() >= 5 and each.box.right() <= width


def test_a_delay_moves_the_course_and_the_month_alike(library) -> None:
    worked = _worked(library)
    plan = worked.planned[0].plan
    delay = Delay(2, 7, "platelets 60", "A. Chair", date(2026, 11, 21))
    case = with_plan(worked.case, replace(plan, changes=(delay,)))
    later = work_out(case, library, worked.as_of, {}, bundled_planning())
    blocks = course_figure(later).bands[0].rows[0].blocks
    assert blocks[1].was == (21, 41) and blocks[1].first == 28
    month = month_figure(later, date(2026, 12, 1))
    gone = [h for week in month.weeks for day in week for h in day.happenings if h.gone]
    assert any("published" in happening.text for happening in gone)


def test_words_on_bars_can_be_read_in_light_and_dark() -> None:
    for name in ("light", "dark"):
        tokens = theme.tokens(name)
        for number in range(1, 9):
            assert contrast(tokens[f"series_{number}"], tokens["on_bar"]) >= 4.5


def _worked(library, code: str = "SAMPLE-02"):
    case = next(each for each in sample_cases() if each.code == code)
    return work_out(case, library, date(2026, 11, 21), {}, bundled_planning())


# ------------------------------------------------------------------------------- written


def test_the_calendar_holds_the_code_and_nothing_else_of_the_patient(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    worked = content(window).worked
    assert worked is not None
    drawable = [each for each in worked.planned if each.schedule.drawable]
    target = tmp_path / "dates.ics"
    content(window).exporting.write_calendar(drawable, target)
    settle(qtbot, window)
    calendar = Calendar.from_ical(target.read_bytes())
    events = list(calendar.walk("VEVENT"))
    assert len(events) == sum(len(each.schedule.given) for each in drawable)
    text = target.read_text(encoding="utf-8")
    assert "SAMPLE-02" in text and worked.case.label not in text


def test_the_printed_page_can_be_read_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    worked = content(window).worked
    assert worked is not None
    target = tmp_path / "regimens.pdf"
    content(window).exporting.write_pdf(worked, target)
    settle(qtbot, window)
    reader = pypdf.PdfReader(target)
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert all(STATEMENT in text for text in pages)
    assert pages[0].startswith("Regimens · SAMPLE-02")
    whole = " ".join(pages)
    assert "85 mg/m² × 1.7972 m² = 152.76 mg" in whole
    assert "2 400 mg/m² × 1.7972 m²" in whole
    assert "Doses and schedule not stated in source" in whole
    assert worked.case.label not in whole and worked.case.shows not in whole
    resources: Any = reader.pages[0]["/Resources"]
    fonts = resources["/Font"]
    for font in fonts.values():
        descendant: Any = font.get_object()["/DescendantFonts"][0].get_object()
        assert any(name.startswith("/FontFile") for name in descendant["/FontDescriptor"])


def test_trials_with_starts_of_their_own_are_printed_with_them(library) -> None:
    case = next(each for each in sample_cases() if each.code == "SAMPLE-02")
    for trial, start in ((CAMRELIZUMAB, date(2026, 12, 1)), (DOUBLE_IA, date(2026, 12, 8))):
        case = with_plan(case, Plan(trial, start))
    paper = printed_page(work_out(case, library, date(2026, 11, 21), {}, bundled_planning()))
    head, _, rest = paper.partition("<h2>HAIC + cam (IA) + sora</h2>")
    assert "Day 1 is Tue 1 Dec 2026" in head and "Day 1 is Tue 8 Dec 2026" not in head
    assert "Day 1 is Tue 8 Dec 2026" in rest


def test_a_page_of_one_line_is_one_page(qapp) -> None:
    theme.use_bundled_font(qapp)
    reader = pypdf.PdfReader(BytesIO(pdf("<p>office, flow, 1.5 mg/m²</p>", "A page")))
    assert len(reader.pages) == 1
    assert "office, flow, 1.5 mg/m²" in " ".join(reader.pages[0].extract_text().split())


def test_what_is_printed_is_what_the_pdf_holds(window: MainWindow, tmp_path: Path) -> None:
    worked = content(window).worked
    assert worked is not None
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    print_on(printer, printed_page(worked))
    printed = pypdf.PdfReader(tmp_path / "printed.pdf")
    saved = pypdf.PdfReader(BytesIO(pdf(printed_page(worked), "Regimens")))
    words = [
        sorted(w for page in each.pages for w in page.extract_text().split())
        for each in (printed, saved)
    ]
    assert words[0] == words[1]
    assert len(printed.pages) == len(saved.pages)


def test_a_place_that_cannot_be_written_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    worked = content(window).worked
    assert worked is not None
    content(window).exporting.write_pdf(worked, tmp_path / "nowhere" / "page.pdf")
    settle(qtbot, window)
    assert "cannot be written" in window.message_bar.text.text()


def test_nothing_is_written_of_what_is_only_tried(window: MainWindow) -> None:
    window.workspace.begin_what_if()
    content(window).exporting.ask()
    assert "what if" in window.message_bar.text.text()


def test_the_mouse_shows_the_line_and_the_hand(window: MainWindow) -> None:
    view = content(window).hours
    spot = next(s for s in view.spots if s.key == key(DOUBLE_IA, 1, "fluorouracil", 1))
    found = view.spot_at(view.box_on_viewport(spot).center().toPoint())
    assert found is spot
    assert view.spot_at(QPoint(2, 2)) is None
