"""The case list: search, order, pages, strips, and what is done with whole cases."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from db.store import open_store
from hccreview.clinical.case import Case
from hccreview.exchange.case_file import read_case, write_case
from tests.ui.edits import stored, with_platelets
from tests.ui.opening import choose, codes, marks, opened, sample_store, settle
from ui.cases.case_list import ORDERS
from ui.cases.list_model import PAGE
from ui.widgets.export_form import ExportForm

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store with the samples and the near miss chosen."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-02") as window:
        yield window


def search(qtbot, window, text: str) -> list[str]:
    window.case_pane.focus_search()
    qtbot.keyClicks(window.case_pane.search, text)
    settle(qtbot, window)
    return codes(window)


def order(qtbot, window, words: str) -> None:
    window.case_pane.order.setCurrentText(words)
    settle(qtbot, window)


def drop(qtbot, window, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    over = QDragEnterEvent(QPoint(600, 400), *what)
    QApplication.sendEvent(window, over)
    assert over.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(600, 400), *what))
    settle(qtbot, window)


# --- search, order, pages


def test_typing_narrows_the_list_and_keeps_the_open_case(window, qtbot):
    found = search(qtbot, window, "bclc-d")
    assert found == ["SAMPLE-03", "SAMPLE-13"]
    assert window.case_pane.number.text() == "2 found"
    assert window.header.code.text() == "SAMPLE-02"
    window.case_pane.search.clear()
    settle(qtbot, window)
    assert len(codes(window)) == 14
    assert window.case_pane.current_code == "SAMPLE-02"


def test_ctrl_f_search_and_return_open_the_first_case_found(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    assert window.case_pane.search.hasFocus()
    search(qtbot, window, "sample-09")
    qtbot.keyClick(window.case_pane.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.header.code.text() == "SAMPLE-09"


def test_return_before_the_search_has_answered_waits_and_never_opens_another_case(window, qtbot):
    opened_cases = []
    window.workspace.case_changed.connect(lambda: opened_cases.append(window.workspace.kept.code))
    window.case_pane.focus_search()
    qtbot.keyClicks(window.case_pane.search, "sample-09")
    qtbot.keyClick(window.case_pane.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert opened_cases == ["SAMPLE-09"]


def test_only_the_answer_to_the_last_question_is_shown(window, qtbot):
    shown: list[int] = []
    window.case_pane.model.counted.connect(shown.append)
    for text in ("s", "sample-0", "sample-11"):
        window.case_pane.search.setText(text)
        window.case_pane._ask()
    settle(qtbot, window)
    assert codes(window) == ["SAMPLE-11"]
    assert shown == [1]


@pytest.mark.parametrize("words", [words for words, *_ in ORDERS])
def test_every_order_shows_all_cases(window, qtbot, words):
    order(qtbot, window, words)
    assert len(codes(window)) == 14


def test_the_oldest_come_first_where_asked_and_who_has_no_age_last(window, qtbot):
    order(qtbot, window, "Oldest first")
    assert codes(window)[0] == "SAMPLE-13"
    assert codes(window)[-1] == "SAMPLE-09"


def test_a_long_list_is_read_page_by_page_as_one_scrolls(qtbot, tmp_path):
    path = tmp_path / "many.sqlite"
    with open_store(path, today=lambda: datetime(2026, 11, 21, tzinfo=UTC)) as store:
        store.import_samples([Case(f"P-{number}") for number in range(PAGE + 50)])
    with opened(qtbot, path) as window:
        assert (len(codes(window)), window.case_pane.model.total) == (PAGE, PAGE + 50)
        window.case_pane.list.scrollToBottom()
        settle(qtbot, window)
        assert codes(window)[-1] == f"P-{PAGE + 49}"
        assert len(set(codes(window))) == PAGE + 50


def test_a_page_is_shown_before_the_cases_are_counted(qtbot, tmp_path):
    path = tmp_path / "many.sqlite"
    with open_store(path, today=lambda: datetime(2026, 11, 21, tzinfo=UTC)) as store:
        store.import_samples([Case(f"P-{number}") for number in range(PAGE + 50)])
    with opened(qtbot, path) as window:
        model, heard = window.case_pane.model, list[object]()
        model.shown.connect(lambda: heard.append(len(model.lines)))
        model.counted.connect(lambda total: heard.append(f"{total} in all"))
        model.refresh()
        settle(qtbot, window)
        window.case_pane.list.scrollToBottom()
        settle(qtbot, window)
        assert heard == [PAGE, "150 in all", PAGE + 50, "150 in all"]
        assert window.case_pane.number.text() == "150"
        search(qtbot, window, "p-14")
        assert heard[4:] == [11, "11 in all"]


# --- verdict strips


def test_strips_are_worked_out_for_what_is_in_view_only(qtbot, tmp_path):
    path = tmp_path / "many.sqlite"
    with open_store(path, today=lambda: datetime(2026, 11, 21, tzinfo=UTC)) as store:
        store.import_samples([Case(f"P-{number}") for number in range(60)])
    with opened(qtbot, path) as window:
        assert marks(window, "P-3") == "???–?"
        assert marks(window, "P-40") == ""
        window.case_pane.list.scrollToBottom()
        settle(qtbot, window)
        assert marks(window, "P-59") == "???–?"


def test_a_strip_follows_the_case_while_it_is_changed(window, qtbot):
    before = marks(window, "SAMPLE-02")
    window.workspace.edit(with_platelets(window.workspace.case, 80), "platelets 80")
    settle(qtbot, window)
    assert before.endswith("×")
    assert marks(window, "SAMPLE-02") == before[:-1] + "✓"


def test_a_strip_does_not_follow_what_is_only_tried_out(window, qtbot):
    before = marks(window, "SAMPLE-02")
    window.workspace.begin_what_if()
    window.workspace.edit(with_platelets(window.workspace.case, 80), "platelets 80")
    settle(qtbot, window)
    assert marks(window, "SAMPLE-02") == before


# --- whole cases


def test_a_new_case_is_empty_open_and_saved_and_can_be_taken_back(window, qtbot, tmp_path):
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    settle(qtbot, window)
    assert window.workspace.case == Case("CASE-1")
    assert window.pages.currentWidget() is window.case_page
    assert window.case_pane.current_code == "CASE-1"
    assert stored(tmp_path / "cases.sqlite", "CASE-1") == Case("CASE-1")
    window.case_actions.new()
    settle(qtbot, window)
    assert window.workspace.case.code == "CASE-2"
    window.workspace.undo()
    settle(qtbot, window)
    assert "CASE-2" not in codes(window)


def test_a_copy_holds_the_same_under_another_code_and_is_no_sample(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_D, CTRL | SHIFT)
    settle(qtbot, window)
    copy = window.workspace.kept
    assert (copy.code, copy.sample) == ("SAMPLE-02-copy", False)
    assert copy.case.observations


def test_a_code_is_changed_in_its_place(window, qtbot, tmp_path):
    pane = window.case_pane
    pane.focus_list()
    qtbot.keyClick(pane.list, Qt.Key.Key_F2)
    editor = pane.list.findChild(QLineEdit)
    editor.setText("HCC-0007")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.header.code.text() == "HCC-0007")
    settle(qtbot, window)
    assert pane.current_code == "HCC-0007"
    path = tmp_path / "cases.sqlite"
    assert stored(path, "SAMPLE-02") is None and stored(path, "HCC-0007") is not None
    window.workspace.undo()
    settle(qtbot, window)
    assert window.header.code.text() == "SAMPLE-02"
    assert stored(path, "SAMPLE-02") is not None


def test_a_code_that_is_taken_is_refused(window, qtbot):
    window.case_actions.rename("SAMPLE-02", "SAMPLE-03")
    settle(qtbot, window)
    assert "There is a case SAMPLE-03 already" in window.message_bar.text.text()
    assert window.header.code.text() == "SAMPLE-02"


def test_an_archived_case_leaves_the_list_and_comes_back(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_A, CTRL | SHIFT)
    settle(qtbot, window)
    assert "SAMPLE-02" not in codes(window)
    window.case_pane.archive.click()
    settle(qtbot, window)
    assert codes(window) == ["SAMPLE-02"]
    assert window.case_pane.number.text() == "1 archived"
    window.case_actions.put_away("SAMPLE-02")
    settle(qtbot, window)
    window.case_pane.archive.click()
    settle(qtbot, window)
    assert "SAMPLE-02" in codes(window)


def test_delete_asks_nothing_and_the_button_takes_it_back(window, qtbot, tmp_path):
    path = tmp_path / "cases.sqlite"
    case = window.workspace.case
    window.case_pane.focus_list()
    qtbot.keyClick(window.case_pane.list, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert stored(path, "SAMPLE-02") is None
    assert window.header.code.text() == "SAMPLE-03"
    assert window.message_bar.act.text() == "Undo"
    window.message_bar.act.click()
    settle(qtbot, window)
    assert window.workspace.kept.sample and window.header.code.text() == "SAMPLE-02"
    assert stored(path, "SAMPLE-02") == case


def test_undo_goes_back_through_a_deletion_to_the_edit_before_it(window, qtbot, tmp_path):
    window.workspace.edit(with_platelets(window.workspace.case, 80), "platelets 80")
    window.case_actions.delete("SAMPLE-02")
    settle(qtbot, window)
    before = read_sample("SAMPLE-02")
    for _ in range(2):
        window.workspace.undo()
    settle(qtbot, window)
    assert stored(tmp_path / "cases.sqlite", "SAMPLE-02") == before
    for _ in range(2):
        window.workspace.redo()
    settle(qtbot, window)
    assert stored(tmp_path / "cases.sqlite", "SAMPLE-02") is None


def read_sample(code: str) -> Case:
    from resources import resource_path

    return read_case(resource_path("cases", f"{code.lower()}.yaml"))


def test_all_samples_leave_in_one_step_and_come_back_in_one(window, qtbot):
    window.case_actions.new()
    settle(qtbot, window)
    window.case_actions.remove_samples()
    settle(qtbot, window)
    assert codes(window) == ["CASE-1"]
    assert "14 sample cases removed" in window.message_bar.text.text()
    window.workspace.undo()
    settle(qtbot, window)
    assert len(codes(window)) == 15
    lines = window.case_pane.model.lines
    assert sum(line.sample for line in lines) == 14


def test_without_a_case_the_window_says_what_to_do(window, qtbot):
    window.case_actions.remove_samples()
    settle(qtbot, window)
    assert window.workspace.case is None
    assert window.stack.currentIndex() == 1
    window.case_actions.new()
    settle(qtbot, window)
    assert window.stack.currentIndex() == 0


def test_the_menu_of_a_case_offers_what_can_be_done(window):
    words = [action.text() for action in window.menu.case_menu("SAMPLE-02").actions()]
    assert words[:3] == ["Rename", "Duplicate", "Export case file…"]
    assert {"Put on the agenda", "Archive", "Delete"} <= set(words)


# --- case files


def test_several_files_are_dropped_and_what_is_at_fault_is_told(window, qtbot, tmp_path):
    good = [tmp_path / "one.yaml", tmp_path / "two.json"]
    for number, path in enumerate(good):
        write_case(Case(f"MINE-{number}"), path)
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: hccreview-case/1\ncode: X\nobservations:\n  plts: 1\n", "utf-8")
    clash = tmp_path / "clash.yaml"
    write_case(Case("SAMPLE-03"), clash)
    drop(qtbot, window, *good, bad, clash, tmp_path / "picture.png")
    assert window.header.code.text() == "MINE-0"
    assert {"MINE-0", "MINE-1"} <= set(codes(window))
    told = window.message_bar.text.text()
    assert "Imported: MINE-0, MINE-1." in told
    assert "bad.yaml, line 4" in told
    assert "There is another case SAMPLE-03 already" in told
    assert stored(tmp_path / "cases.sqlite", "SAMPLE-03") == read_sample("SAMPLE-03")
    window.workspace.undo()
    settle(qtbot, window)
    assert not {"MINE-0", "MINE-1"} & set(codes(window))


def test_a_file_that_is_no_case_file_is_not_taken(window):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/picture.png")])
    over = QDragEnterEvent(
        QPoint(600, 400), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0),
    )  # fmt: skip
    QApplication.sendEvent(window, over)
    assert not over.isAccepted()


def test_a_case_that_is_there_already_is_opened(window, qtbot, tmp_path):
    path = tmp_path / "same.yaml"
    write_case(read_sample("SAMPLE-05"), path)
    drop(qtbot, window, path)
    assert window.header.code.text() == "SAMPLE-05"
    assert "Already there: SAMPLE-05." in window.message_bar.text.text()


def test_an_exported_case_file_holds_the_case_as_it_is_on_screen(
    window, qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "out.yaml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.workspace.edit(with_platelets(window.workspace.case, 80), "platelets 80")
    qtbot.keyClick(window, Qt.Key.Key_E, CTRL | SHIFT)
    settle(qtbot, window)
    (form,) = window.findChildren(ExportForm)
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert read_case(path) == window.workspace.case


def test_a_case_that_was_deleted_elsewhere_is_told(window, qtbot, tmp_path):
    with open_store(tmp_path / "cases.sqlite", today=lambda: datetime.now(UTC)) as other:
        found = other.stored("SAMPLE-05")
        assert found is not None
        other.delete("SAMPLE-05", seen_version=found.version)
    window.workspace.choose("SAMPLE-05")
    settle(qtbot, window)
    assert "deleted meanwhile" in window.message_bar.text.text()
    assert "SAMPLE-05" not in codes(window)
    choose(qtbot, window, "SAMPLE-06")
