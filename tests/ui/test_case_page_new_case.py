"""A new case typed in with the keyboard alone, on the real window and a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from hccreview.clinical.quantity import exactly
from tests.ui.edits import stored
from tests.ui.opening import opened, sample_store, settle

CTRL = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """Presses keys where the keyboard is, as a user does."""

    def __init__(self, qtbot, window) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def focus(self) -> QWidget:
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    @property
    def name(self) -> str:
        return self.focus.accessibleName()

    def type(self, text: str) -> None:
        for sign in text:
            self.qtbot.keyClicks(self.focus, sign)
        QApplication.processEvents()

    def press(self, *keys: Qt.Key, control: bool = False) -> None:
        held = CTRL if control else Qt.KeyboardModifier.NoModifier
        for key in keys:
            self.qtbot.keyClick(self.focus, key, held)
        QApplication.processEvents()

    def tab_to(self, name: str) -> None:
        """Press Tab until a control with this name has the keyboard."""
        passed = []
        for _ in range(260):
            if self.name == name:
                assert not self.focus.visibleRegion().isEmpty(), f"{name} is out of view"
                return
            passed.append(self.name)
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never came to {name}, but to {passed[-12:]}")


@pytest.fixture
def keyboard(tmp_path, qtbot):
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        yield Keyboard(qtbot, window)


def begin(keyboard: Keyboard):
    """Make a new case and write its code."""
    window = keyboard.window
    keyboard.press(Qt.Key.Key_N, control=True)
    settle(keyboard.qtbot, window)
    window.case_page.content.complete()
    assert keyboard.name == "Case code"
    keyboard.type("LIVER-7")
    keyboard.press(Qt.Key.Key_Tab)
    settle(keyboard.qtbot, window)
    return window


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_new_case_is_typed_in_by_keyboard_alone_and_is_in_the_file(keyboard, tmp_path):
    window = begin(keyboard)
    assert window.workspace.case.code == "LIVER-7"
    assert keyboard.name == "Remark"
    keyboard.type("referred from ward 4")
    keyboard.press(Qt.Key.Key_Tab)
    assert keyboard.name == "Sex"
    keyboard.type("f")
    keyboard.press(Qt.Key.Key_Tab)
    assert keyboard.name == "Date of birth"
    keyboard.type("3 May 1961")
    keyboard.tab_to("Hepatocellular carcinoma confirmed: yes")
    keyboard.type("y")
    keyboard.tab_to("Date of diagnosis")
    keyboard.type("2026-11-02")
    keyboard.tab_to("ECOG performance status")
    keyboard.type("1")
    keyboard.tab_to("Nodules in the liver: add an entry")
    keyboard.press(Qt.Key.Key_Space)
    assert keyboard.name == "Nodules in the liver, Name of the nodule"
    keyboard.type("S6")
    keyboard.press(Qt.Key.Key_Tab)
    keyboard.type("12.11.2026")
    keyboard.press(Qt.Key.Key_Tab)
    keyboard.type("MRI")
    keyboard.press(Qt.Key.Key_Tab)
    keyboard.type("4.2 cm")
    keyboard.press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert keyboard.name == "Nodules in the liver"
    keyboard.tab_to("Spread outside the liver: None of these on 21 Nov 2026")
    keyboard.press(Qt.Key.Key_Space)
    keyboard.tab_to("Laboratory values")
    keyboard.press(Qt.Key.Key_Insert)
    assert keyboard.name == "Date of new samples"
    keyboard.type("18 Nov 2026")
    keyboard.press(Qt.Key.Key_Return)
    assert keyboard.name == "Laboratory values"
    keyboard.type("1250")
    keyboard.press(Qt.Key.Key_Return)
    keyboard.tab_to("Treatments of the liver cancer: add an entry")
    keyboard.press(Qt.Key.Key_Space)
    keyboard.type("TACE")
    keyboard.tab_to("Treatments of the liver cancer, Date (one day)")
    keyboard.type("2026-09-30")
    keyboard.tab_to("Other drugs and blood products: None of these on 21 Nov 2026")
    keyboard.press(Qt.Key.Key_Space)
    settle(keyboard.qtbot, window)
    assert window.workspace.saving.sentence == "Saved"
    case = stored(tmp_path / "cases.sqlite", "LIVER-7")
    assert case is not None and case.label == "referred from ward 4"
    values = {o.field: (o.value_text, str(o.collected_on or "")) for o in case.observations}
    assert values == {
        "sex": ("female", ""),
        "birth_date": ("1961-05-03", ""),
        "hcc_confirmed": ("yes", ""),
        "diagnosis_date": ("2026-11-02", ""),
        "ecog": ("1", "2026-11-21"),
        "afp": ("1250", "2026-11-18"),
    }
    (lesion,) = case.list("lesions").entries
    assert (lesion.get("lesion"), lesion.get("method")) == ("S6", "mri")
    assert lesion.get("longest") == exactly(42)
    (treatment,) = case.list("treatments").entries
    assert (treatment.get("kind"), str(treatment.get("on"))) == ("tace", "2026-09-30")
    said = {each.id: str(each.complete_on) for each in case.lists if not each.entries}
    assert said == {"metastases": "2026-11-21", "drugs": "2026-11-21"}


def test_a_code_that_another_case_has_stays_on_screen_and_says_why(keyboard):
    window = begin(keyboard)
    names = window.case_page.content.names
    names.code.setFocus()
    names.code.selectAll()
    keyboard.type("SAMPLE-03")
    keyboard.press(Qt.Key.Key_Return)
    settle(keyboard.qtbot, window)
    assert names.code.text() == "SAMPLE-03"
    assert "already" in names.problem.text()
    assert window.workspace.case.code == "LIVER-7"
    keyboard.press(Qt.Key.Key_Escape)
    assert names.code.text() == "LIVER-7"
    assert names.problem.isHidden()


def test_undo_in_a_field_that_was_left_reaches_the_case(keyboard):
    window = begin(keyboard)
    keyboard.tab_to("ECOG performance status")
    keyboard.type("2")
    keyboard.press(Qt.Key.Key_Return)
    assert window.workspace.case.of("ecog")
    keyboard.press(Qt.Key.Key_Z, control=True)
    assert not window.workspace.case.of("ecog")


def test_one_number_is_one_line_of_the_audit(keyboard):
    window = begin(keyboard)
    store = window.workspace.saving.store
    before = store.audit_lines()
    keyboard.tab_to("Height")
    keyboard.type("1")
    keyboard.qtbot.wait(20)
    keyboard.type("7")
    keyboard.qtbot.wait(20)
    keyboard.type("1")
    assert window.workspace.case.of("height")[0].value_text == "171"
    assert window.workspace.saving.sentence == "Saving …"
    keyboard.press(Qt.Key.Key_Tab)
    settle(keyboard.qtbot, window)
    assert len(store.audit_lines()) == len(before) + 1
    assert window.workspace.saving.sentence == "Saved"


def test_control_delete_in_a_list_removes_the_entry_and_not_the_case(keyboard):
    window = keyboard.window
    window.show_page("Case")
    window.workspace.request_field("lesions")
    assert keyboard.name == "Nodules in the liver"
    keyboard.press(Qt.Key.Key_Delete, control=True)
    settle(keyboard.qtbot, window)
    assert window.workspace.case.code == "SAMPLE-02"
    assert len(window.workspace.case.list("lesions").entries) == 3


def test_a_block_is_pasted_into_an_empty_case(keyboard):
    window = begin(keyboard)
    window.workspace.request_field("platelets")
    block = "\tUnit\t2026-11-18\nPlatelets\t/uL\t68000\nAlbumin [g/dL]\t\t3.6"
    QGuiApplication.clipboard().setText(block)
    keyboard.press(Qt.Key.Key_V, control=True)
    assert window.workspace.case.of("platelets")[0].value.low == pytest.approx(68)
    assert window.workspace.case.of("albumin")[0].value.low == pytest.approx(36)


def test_a_value_of_an_empty_case_gets_its_day_first_and_is_never_typed_as_a_limit(keyboard):
    window = begin(keyboard)
    window.workspace.request_field("platelets")
    assert keyboard.name == "Date of new samples"
    keyboard.press(Qt.Key.Key_Return)
    keyboard.type("68")
    keyboard.press(Qt.Key.Key_Return)
    (platelets,) = window.workspace.case.of("platelets")
    assert (platelets.value, platelets.uln) == (exactly(68), None)


def test_a_question_about_a_blank_form_leads_to_its_day_in_view(keyboard):
    window = keyboard.window  # the Case page has not been on screen yet
    window.workspace.choose("SAMPLE-09")
    settle(keyboard.qtbot, window)
    window.workspace.request_field("hcv_rna")
    keyboard.qtbot.wait(100)
    assert keyboard.name == "Date of new samples"
    assert keyboard.focus.visibleRegion().boundingRect() == keyboard.focus.rect()
    assert window.case_page.content.hint.text().startswith("No date yet")


def test_the_line_of_a_renamed_case_stays_marked(keyboard):
    window = begin(keyboard)
    assert window.case_pane.list.currentIndex().data() == "LIVER-7"
    assert [each.data() for each in window.case_pane.list.selectedIndexes()] == ["LIVER-7"]


def test_tab_leaves_the_page_behind_its_last_control_and_comes_back(keyboard):
    window = begin(keyboard)
    window.case_page.content.scores.buttons[-1].setFocus()
    keyboard.press(Qt.Key.Key_Tab)
    assert not window.case_page.isAncestorOf(keyboard.focus)
    keyboard.tab_to("Go to a field")
    keyboard.tab_to("Case code")


def test_who_types_on_while_the_code_is_being_changed_loses_nothing(keyboard):
    window = keyboard.window
    keyboard.press(Qt.Key.Key_N, control=True)
    settle(keyboard.qtbot, window)
    keyboard.type("LIVER-8")
    keyboard.press(Qt.Key.Key_Tab)
    keyboard.type("ward")
    settle(keyboard.qtbot, window)
    assert window.workspace.case.code == "LIVER-8"
    assert keyboard.name == "Remark"
    keyboard.type(" 4")
    keyboard.press(Qt.Key.Key_Tab)
    settle(keyboard.qtbot, window)
    assert window.workspace.case.label == "ward 4"
    names = window.case_page.content.names
    names.code.setFocus()
    names.code.selectAll()
    keyboard.type("LIVER-9")
    keyboard.press(Qt.Key.Key_Return)
    settle(keyboard.qtbot, window)
    assert window.workspace.case.code == "LIVER-9"
