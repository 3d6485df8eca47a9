"""The Case page on a real workspace: forms, scores, going to a field, undo, keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from hccreview.clinical.case import Case
from hccreview.meeting.ground import read_ground
from tests.meeting.builders import grounded
from tests.ui.case_pages import (
    NEWEST,
    at,
    begin,
    box,
    entries,
    page_opened,
    sample,
    table,
    type_into,
    values,
    verdict,
)
from ui.history import Kept


@pytest.fixture(scope="module")
def opened(qapp):
    with page_opened(qapp) as window:
        yield window


@pytest.fixture
def window(opened, qtbot):
    return begin(opened, qtbot)


# --- the forms


def test_an_answer_given_by_key_changes_the_case_and_can_be_undone(window, qtbot):
    yes = box(window, "cirrhosis").input.buttons["yes"]
    yes.setFocus()
    qtbot.keyClick(yes, Qt.Key.Key_N)
    assert window.workspace.case.of("cirrhosis")[0].value is False
    window.workspace.undo()
    assert yes.isChecked()


def test_a_new_dated_answer_gets_the_day_of_new_values(window, qtbot):
    content = window.page.content
    content.tools.new_day.setText("12.11.2026")
    content.tools.new_day.editingFinished.emit()
    assert content.tools.new_day.text() == "12 Nov 2026"
    no = box(window, "pregnant").input.buttons["no"]
    qtbot.mouseClick(no, Qt.MouseButton.LeftButton)
    (given,) = window.workspace.case.of("pregnant")
    assert (given.value, str(given.collected_on)) == (False, "2026-11-12")
    assert box(window, "pregnant").date.text() == "12 Nov 2026"


def test_new_values_are_of_the_day_of_the_review_unless_another_day_is_written(window, qtbot):
    tools = window.page.content.tools
    assert tools.new_day.text() == "" and tools.new_day.placeholderText() == "day of the review"
    tools.new_day.setFocus()
    qtbot.keyClicks(tools.new_day, "12/11/2026")
    qtbot.keyClick(tools.new_day, Qt.Key.Key_Return)
    assert "two ways" in tools.problem.text()
    pregnant = box(window, "pregnant")
    qtbot.mouseClick(pregnant.input.buttons["no"], Qt.MouseButton.LeftButton)
    assert window.workspace.case.of("pregnant") == (), "never dated by guessing"
    assert "two ways" in pregnant.sentence.text()
    tools.new_day.clear()
    tools.new_day.editingFinished.emit()
    assert tools.problem.isHidden()
    qtbot.mouseClick(pregnant.input.buttons["no"], Qt.MouseButton.LeftButton)
    assert str(window.workspace.case.of("pregnant")[0].collected_on) == "2026-11-21"


def test_insert_records_a_new_value_beside_the_earlier_one(window, qtbot):
    ecog = box(window, "ecog")
    ecog.input.setFocus()
    qtbot.keyClick(ecog.input, Qt.Key.Key_Insert)
    assert ecog.input.text() == ""
    qtbot.keyClicks(ecog.input, "1")
    qtbot.keyClick(ecog.input, Qt.Key.Key_Return)
    QApplication.processEvents()
    found = [(o.value_text, str(o.collected_on)) for o in window.workspace.case.of("ecog")]
    assert found == [("0", "2026-11-20"), ("1", "2026-11-21")]


@pytest.mark.parametrize("name", ["ecog", "ascites", "dialysis", "portal_thrombus"])
def test_a_new_value_that_is_not_given_leaves_the_earlier_one_on_screen(window, qtbot, name):
    field = box(window, name)
    shown = described(field)
    field.stops[0].setFocus()
    qtbot.keyClick(field.stops[0], Qt.Key.Key_Insert)
    assert described(field) != shown
    window.page.content.tools.search.setFocus()
    QApplication.processEvents()
    assert described(field) == shown
    assert not field.adding


def described(field):
    """What an input shows."""
    control = field.input
    for part in ("text", "currentText"):
        if hasattr(control, part):
            return getattr(control, part)()
    return [word for word, button in control.buttons.items() if button.isChecked()]


def test_the_arrows_on_their_way_to_a_word_leave_no_steps_behind(window, qtbot):
    before, varices = window.workspace.case, box(window, "varices")
    varices.input.setFocus()
    for _ in range(2):
        qtbot.keyClick(varices.input, Qt.Key.Key_Down)
    assert values(window, "varices") == ["large"]
    window.page.content.tools.search.setFocus()
    window.workspace.undo()
    assert window.workspace.case == before


def test_a_number_of_the_form_is_live_and_one_step(window, qtbot):
    before = window.workspace.case
    line = box(window, "systolic_pressure").input
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "152")
    QApplication.processEvents()
    assert values(window, "systolic_pressure") == ["152"]
    assert line.text() == "152"
    window.page.content.tools.search.setFocus()
    window.workspace.undo()
    assert window.workspace.case == before
    assert line.text() == "128"


def test_bad_input_of_the_form_stays_and_changes_nothing(window, qtbot):
    before = window.workspace.case
    ecog = box(window, "ecog")
    ecog.input.setFocus()
    ecog.input.selectAll()
    qtbot.keyClicks(ecog.input, "7")
    qtbot.keyClick(ecog.input, Qt.Key.Key_Return)
    assert window.workspace.case == before
    assert ecog.input.text() == "7"
    assert ecog.input.property("refused")
    assert ecog.state.text() == "× not taken"
    assert ecog.sentence.isVisible() and "outside 0 to 4" in ecog.sentence.text()
    assert "unit" not in ecog.sentence.text()  # a number without one
    qtbot.keyClick(ecog.input, Qt.Key.Key_Escape)
    assert ecog.input.text() == "0"
    assert ecog.state.text() == ""


def test_a_date_is_corrected_and_a_bad_one_refused(window):
    varices = box(window, "varices")
    varices.date.setText("2026-11-32")
    varices.date.setModified(True)
    varices.date.editingFinished.emit()
    assert "calendar" in varices.sentence.text()
    assert varices.date.text() == "2026-11-32"
    assert str(window.workspace.case.of("varices")[0].collected_on) == "2026-11-10"
    varices.date.setText("Oct 2026")
    varices.date.setModified(True)
    varices.date.editingFinished.emit()
    assert str(window.workspace.case.of("varices")[0].collected_on) == "2026-10"
    assert not varices.is_refused


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_words_of_a_set_are_ticked_and_none_stands_alone(window):
    before, thrombus = window.workspace.case, box(window, "portal_thrombus")
    thrombus.input.open()
    ticks = {each.property("word"): each for each in thrombus.input.sheet.findChildren(QCheckBox)}
    ticks["trunk"].click()
    assert window.workspace.case.of("portal_thrombus")[0].value == {"second_order", "trunk"}
    ticks["none"].click()
    assert window.workspace.case.of("portal_thrombus")[0].value == {"none"}
    thrombus.input.sheet.close()
    window.workspace.undo()
    assert window.workspace.case == before, "one stay in the sheet is one step"


def test_a_question_to_the_board_is_answered_with_author_and_reason(window, qtbot):
    question = box(window, "varices_reading")
    assert question.input.currentData() == ""
    question.input.setCurrentIndex(question.input.findData("within_year"))
    question.input.activated.emit(question.input.currentIndex())
    assert question.state.text() == "? author missing"
    for part, text in (("author", "Dr Lin"), ("reason", "as at the last board")):
        question.parts[part].setFocus()
        qtbot.keyClicks(question.parts[part], text)
        qtbot.keyClick(question.parts[part], Qt.Key.Key_Return)
    (given,) = window.workspace.case.of("varices_reading")
    assert (given.author, given.reason) == ("Dr Lin", "as at the last board")
    assert str(given.collected_on) == "2026-11-21"
    assert read_ground(given.ground).asked, "it says what it rests on"
    assert question.state.text() == ""


def test_an_answer_to_the_board_that_is_open_again_says_why_and_can_be_given_again(window, qtbot):
    window.workspace.show(Kept(grounded(sample("SAMPLE-01").case)))
    question = box(window, "high_bleeding_risk")
    assert question.state.text() == ""
    type_into(qtbot, window, "platelets", "90")
    assert question.state.text() == "◆ open again"
    assert question.state.toolTip().startswith("Open again: platelets: 90 ×10⁹/L now, 138")
    assert question.input.buttons["no"].isChecked(), "what was answered stays in sight"
    question.input.buttons["yes"].click()
    assert question.state.text() == ""
    (given,) = window.workspace.case.of("high_bleeding_risk")
    assert given.value is True
    window.workspace.undo()
    assert question.state.text() == "◆ open again"
    window.workspace.undo()
    assert question.state.text() == ""


def test_an_old_finding_is_marked_beside_its_label(window):
    window.workspace.set_as_of(date(2027, 3, 1))
    ascites = box(window, "ascites")
    assert ascites.state.text() == "? too old"
    assert "older than 28 days" in ascites.state.toolTip()


# --- scores, going to a field, another case, keyboard


def test_scores_are_live_and_open_to_show_inputs_gaps_and_source(window, qtbot):
    line = window.page.content.scores.lines["child_pugh_score"]
    assert line.value.text() == "A 5"
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    assert line.detail.isVisible()
    assert "Albumin: 38 g/L, 18 Nov 2026" in line.detail.text()
    assert "Source: Pugh 1973" in line.detail.text()
    type_into(qtbot, window, "albumin", "30")
    assert line.value.text() == "A 6"
    type_into(qtbot, window, "albumin", "")
    assert "Missing: Albumin" in line.detail.text()


def test_an_empty_case_shows_no_score_but_what_is_missing_for_each(window):
    window.workspace.show(Kept(Case("EMPTY")))
    lines = window.page.content.scores.lines
    assert {line.value.text() for line in lines.values()} == {"?"}
    for line in lines.values():
        assert line.detail.text().startswith("Missing: ")
        assert "\nSource: " in line.detail.text()
        assert line.button.accessibleName().endswith(": not known")


def test_every_score_of_a_full_case_opens_to_its_inputs_and_its_source(window):
    for name, line in window.page.content.scores.lines.items():
        assert line.value.text() != "?", name
        first, *_, last = line.detail.text().split("\n")
        assert ": " in first and not first.startswith(("Missing", "Source")), name
        assert last.startswith("Source: "), name
    lines = window.page.content.scores.lines
    assert "Nodules in the liver: 4 entries, 12 Nov 2026" in lines["largest_nodule"].detail.text()
    assert "ECOG" not in lines["tnm_stage"].detail.text()
    assert "Source: the record itself" in lines["age"].detail.text()


def test_a_score_that_is_only_bounded_says_so(window):
    window.workspace.set_as_of(date(2027, 1, 21))
    line = window.page.content.scores.lines["child_pugh_score"]
    assert line.value.text() == "? A/B/C 5–15"
    assert line.value.property("tone") == "unknown"
    assert "Missing: Total bilirubin (too old)" in line.detail.text()


@pytest.mark.parametrize("width", [800, 1050, 1690])
def test_nothing_is_cut_at_the_side_however_wide_the_window_is(window, width):
    content = window.page.content
    for section in content.lists.values():
        section.open(0)
    old = window.size()
    window.resize(width, 640)
    QApplication.processEvents()
    assert content.area.widget().width() <= content.area.viewport().width()
    window.resize(old)


def test_headlines_of_the_trials_follow_what_is_typed(window, qtbot):
    line = window.page.content.scores.trials[-1]
    assert "ineligible" in line.text()
    type_into(qtbot, window, "platelets", "80")
    assert "ineligible" not in line.text()


@pytest.mark.parametrize("name", ["cirrhosis", "portal_thrombus", "ecog", "unresectable", "sex"])
def test_a_requested_field_gets_the_keyboard_and_is_in_view(window, name):
    window.workspace.request_field(name)
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert box(window, name).isAncestorOf(focused)
    assert focused is not None
    assert not focused.visibleRegion().isEmpty()


def test_a_requested_laboratory_value_is_the_current_cell(window):
    window.workspace.request_field("platelets")
    assert table(window).hasFocus()
    assert table(window).currentIndex() == at(window, "platelets")


@pytest.mark.parametrize("name", ["events", "lesions.viable", "bleeding"])
def test_a_requested_list_gets_the_keyboard(window, name):
    window.workspace.request_field(name)
    section = entries(window, {"bleeding": "events"}.get(name, name.split(".")[0]))
    if "." in name:
        assert section.form.boxes[name.split(".")[1]].stops[0].hasFocus()
    else:
        assert section.complete.hasFocus(), "nothing is recorded: it may be that there is none"


def test_every_field_and_list_of_the_dictionary_can_be_reached(window):
    content = window.page.content
    measured = {field.id for field in content.model.fields}
    assert measured.isdisjoint(content.boxes)
    assert measured | set(content.boxes) == set(content.dictionary.fields)
    assert set(content.lists) == set(content.dictionary.lists)


def test_another_case_forgets_what_was_typed_for_this_one(window, qtbot):
    type_into(qtbot, window, "platelets", "n.d.")
    window.workspace.show(sample("SAMPLE-09"))
    assert box(window, "sex").input.currentData() == ""
    assert window.page.content.model.refused == {}
    assert window.page.content.model.columnCount() == 3
    window.workspace.show(sample("SAMPLE-02"))
    assert box(window, "sex").input.currentData() == "male"
    assert at(window, "platelets").data() == "↓ 68"


def test_a_change_from_elsewhere_is_shown_and_only_that(window):
    content = window.page.content
    painted: list[tuple[int, int]] = []
    content.model.dataChanged.connect(lambda a, _: painted.append((a.row(), a.column())))
    from ui.case_page.laboratory_entry import with_value

    field = content.dictionary.fields["platelets"]
    changed = with_value(window.workspace.case, field, NEWEST, "80", field.unit)
    window.workspace.edit(changed, "Platelets 80")
    index = at(window, "platelets")
    assert painted == [(index.row(), index.column())]


def test_values_tried_out_are_live_and_leave_the_case_alone(window, qtbot):
    recorded = window.workspace.case
    window.workspace.begin_what_if()
    type_into(qtbot, window, "platelets", "80")
    assert verdict(window, "I12b") == "pass"
    window.workspace.end_what_if()
    assert window.workspace.case is recorded
    assert at(window, "platelets").data() == "↓ 68"


def test_every_control_has_a_name(window):
    for section in window.page.content.lists.values():
        section.open(0)
    nameless = [
        f"{type(each).__name__} {each.objectName()}"
        for each in window.page.findChildren(QWidget)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not each.objectName().startswith("qt_")
        and each.window() is window  # the sheets of choices are Qt's own
        and not each.accessibleName()
    ]
    assert nameless == []


def test_tab_goes_through_the_page_in_the_order_of_a_chart(window, qtbot):
    content = window.page.content
    content.tools.search.setFocus()
    wanted = ["sex", "diagnosis_date", "ecog", "nodule_count", "varices", "consent_signed"]
    passed: list[str] = []
    for _ in range(400):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        passed += [name for name in content.boxes if box(window, name).isAncestorOf(focused)]
        if focused is content.laboratory:
            passed.append("laboratory")
        if "consent_signed" in passed:
            break
    order = [passed.index(name) for name in wanted]
    assert order == sorted(order)
    assert passed.index("nodule_count") < passed.index("laboratory") < passed.index("varices")


def test_the_page_loads_no_medicine_before_it_is_shown():
    import subprocess
    import sys

    code = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from ui.case_page import CasePage
print([m for m in ("hccreview.clinical.fields", "hccreview.review", "yaml") if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
