"""What is to be obtained before the day: ticked off, printed; questions and notes."""

import io

import pypdf
import pytest
from PySide6.QtCore import Qt

from hccreview.review.digest import made_from
from hccreview.review.explain import STATEMENT
from tests.ui.meeting.meetings import CODES, held, presses, stored
from tests.ui.opening import choose, opened, sample_store, settle
from ui.meeting.list_on_paper import ListOnPaper
from ui.printing.paper import pdf
from ui.printing.wanted import page

Key = Qt.Key


@pytest.fixture
def window(qtbot, tmp_path):
    """The window on a store with a case chosen that lacks a lot."""
    with opened(qtbot, sample_store(tmp_path), "SAMPLE-03") as window:
        yield window


@pytest.fixture
def prepare(window, qtbot):
    """What is prepared of the case, at a meeting of three."""
    return held(qtbot, window, *CODES).prepare


def texts(prepare):
    """The lines of the list."""
    return [row.text for row in prepare.list.rows.rows]


def words_of(file):
    """The words of the first page of a PDF."""
    return " ".join(pypdf.PdfReader(file).pages[0].extract_text().split())


def test_the_list_is_that_of_the_ask_list_on_the_day_of_the_meeting(window, prepare):
    wants = window.meeting_page.room.preparations["SAMPLE-03"].wants
    assert texts(prepare) == [want.sentence for want in wants]
    assert texts(prepare)[0] == "Total bilirubin: repeat, the last is of 12 Oct 2026"
    assert prepare.heading.text() == "To obtain before 26 Nov 2026"


def test_space_ticks_off_with_a_name_and_takes_it_back(window, prepare, qtbot):
    prepare.list.setFocus()
    presses(qtbot, window, Key.Key_Space)
    assert prepare.problem.text() == "Write who ticks it off, then tick it."
    assert window.focusWidget() is prepare.by
    qtbot.keyClicks(prepare.by, "C. Ho")
    prepare.list.setFocus()
    presses(qtbot, window, Key.Key_Space)
    assert "(obtained: C. Ho, 21 Nov 2026)" in texts(prepare)[0]
    row = prepare.list.rows.index(0)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole).startswith("obtained: Total bilirubin")
    assert not prepare.problem.isVisible()
    room = window.meeting_page.room
    assert len(room.preparations["SAMPLE-03"].outstanding) == 10
    presses(qtbot, window, Key.Key_Space)
    assert len(room.preparations["SAMPLE-03"].outstanding) == 11


def test_the_list_of_all_cases_stands_under_their_codes(window, prepare):
    prepare.all_cases.click()
    headings = [row.text for row in prepare.list.rows.rows if row.heading]
    assert headings == ["SAMPLE-03 · 11 to obtain", "SAMPLE-04 · 2 to obtain"]
    assert len(texts(prepare)) == 2 + 11 + 2


def test_the_arrows_pass_over_the_headings(window, prepare, qtbot):
    prepare.all_cases.click()
    prepare.list.setFocus()
    presses(qtbot, window, *[Key.Key_Down] * 11)
    assert prepare.list.key.startswith("SAMPLE-04|")


def test_a_case_that_lacks_nothing_says_so(window, prepare, qtbot):
    choose(qtbot, window, "SAMPLE-02")
    assert prepare.none.text() == "Nothing has to be obtained before 26 Nov 2026."
    assert not prepare.list.isVisible()


def test_questions_are_one_a_line_and_kept(window, prepare, qtbot):
    edit = prepare.questions.box.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "Resection?")
    qtbot.keyClick(edit, Key.Key_Return)
    qtbot.keyClick(edit, Key.Key_Return)
    qtbot.keyClicks(edit, "  Second look at the MRI ")
    presses(qtbot, window, Key.Key_Tab)  # leaves the field and writes
    assert stored(window).item("SAMPLE-03").questions == ("Resection?", "Second look at the MRI")
    choose(qtbot, window, "SAMPLE-04")
    assert edit.toPlainText() == ""
    choose(qtbot, window, "SAMPLE-03")
    assert edit.toPlainText() == "Resection?\nSecond look at the MRI"


def test_what_is_typed_belongs_to_the_case_it_was_typed_for(window, prepare, qtbot):
    qtbot.keyClicks(prepare.notes.edit, "tell of the family")
    choose(qtbot, window, "SAMPLE-04")  # and wait for the pause after which it is written
    assert stored(window).item("SAMPLE-03").notes == "tell of the family"
    assert stored(window).item("SAMPLE-04").notes == ""


def test_a_question_that_the_criteria_leave_to_the_board_can_be_put(window, prepare, qtbot):
    (asked,) = window.meeting_page.room.preparations["SAMPLE-03"].asked
    assert "varices" in asked
    prepare.questions._offers.itemAt(1).widget().layout().itemAt(0).widget().click()
    window.meeting_page.room.flush()
    settle(qtbot, window)
    assert stored(window).item("SAMPLE-03").questions == (asked,)
    assert prepare.questions._offers.count() == 0


def test_more_questions_than_are_kept_are_refused_in_their_place(window, prepare, qtbot):
    prepare.questions.box.edit.setPlainText("\n".join(f"question {n}" for n in range(21)))
    assert prepare.questions.box.problem.text().startswith("Not saved: There are 21 questions")
    settle(qtbot, window)
    assert prepare.questions.box.text.endswith("question 20")  # stays, to be corrected
    prepare.questions.box.edit.setPlainText("one question")
    assert not prepare.questions.box.problem.isVisible()
    window.meeting_page.room.flush()
    settle(qtbot, window)
    assert stored(window).item("SAMPLE-03").questions == ("one question",)


def test_the_list_is_written_as_a_pdf(window, prepare, qtbot, tmp_path):
    ListOnPaper(window.workspace, window.meeting_page.room, prepare.paper).write_pdf(
        tmp_path / "list.pdf"
    )
    settle(qtbot, window)
    text = words_of(tmp_path / "list.pdf")
    assert made_from(window.workspace.trials)[:60] in text
    assert "To obtain before 26 Nov 2026" in text
    assert STATEMENT in text
    assert "Total bilirubin: repeat, the last is of 12 Oct 2026" in text
    assert "1 · SAMPLE-02" in text
    assert "Nothing has to be obtained." in text
    assert window.message_bar.text.text() == f"The list was written: {tmp_path / 'list.pdf'}"


def test_what_is_not_worked_out_yet_is_not_printed_as_nothing(window, prepare):
    meeting = window.meeting_page.room.meeting.meeting
    made = io.BytesIO(pdf(page(meeting, {}, window.workspace.trials, meeting.sitting.on), "x"))
    assert words_of(made).count("Not worked out") == 3


def test_a_place_that_cannot_be_written_is_told(window, prepare, qtbot, tmp_path):
    ListOnPaper(window.workspace, window.meeting_page.room, prepare.paper).write_pdf(
        tmp_path / "nowhere" / "list.pdf"
    )
    settle(qtbot, window)
    assert "cannot be written" in window.message_bar.text.text()


def test_escape_takes_back_what_was_typed_since_the_keyboard_came(window, prepare, qtbot):
    edit = prepare.notes.edit
    edit.setFocus()
    qtbot.keyClicks(edit, "first")
    prepare.list.setFocus()
    edit.setFocus()
    qtbot.keyClicks(edit, " second")
    presses(qtbot, window, Key.Key_Escape)
    assert edit.toPlainText() == "first"
    prepare.list.setFocus()
    settle(qtbot, window)
    assert stored(window).item("SAMPLE-03").notes == "first"
