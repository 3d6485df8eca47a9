"""The Decision panel in the real window: how a test makes a meeting, types and looks."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hccreview.meeting.decision import Decision
from hccreview.meeting.meeting import AgendaItem, Meeting, Member, Sitting
from tests.ui.opening import TODAY, choose, settle
from ui.main_window import MainWindow
from ui.meeting.decision.panel import DecisionPanel

CODES = ("SAMPLE-02", "SAMPLE-03", "SAMPLE-06", "SAMPLE-10")
MEMBERS = (Member("Chen Wei", "hepatology"), Member("A. Lin"), Member("M. Otto"))
NONE, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key


def a_meeting(day: date = TODAY, codes: tuple[str, ...] = CODES) -> Meeting:
    """A meeting of three members on some cases."""
    return Meeting(Sitting(day, "Room 3", MEMBERS), tuple(AgendaItem(code) for code in codes))


def at_the_board(
    qtbot: QtBot, window: MainWindow, meeting: Meeting, code: str = CODES[0]
) -> DecisionPanel:
    """Make a meeting and show the decision on one of its cases."""
    room = window.meeting_page.room
    settle(qtbot, window)
    room.make(meeting)
    qtbot.waitUntil(lambda: room.item is not None, timeout=10_000)
    choose(qtbot, window, code)
    window.show_page("Meeting")
    qtbot.waitUntil(lambda: _at_tab(window), timeout=10_000)
    panel = window.meeting_page.content.findChild(DecisionPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: panel.desk.record is not None, timeout=10_000)
    settle(qtbot, window)
    return panel


def _at_tab(window: MainWindow) -> bool:
    content = window.meeting_page.content
    content.show_tab(2)
    return content.findChild(DecisionPanel) is not None


def press(*keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press keys where the keyboard is."""
    for key in keys:
        QTest.keyClick(focused(), key, modifier)
        QApplication.processEvents()


def words(text: str) -> None:
    """Type where the keyboard is."""
    QTest.keyClicks(focused(), text)
    QApplication.processEvents()


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def told(widget: QWidget) -> str:
    """All words that can be seen in a widget."""
    QApplication.processEvents()
    labels = widget.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisibleTo(widget.window()))


def decide_by_keys(panel: DecisionPanel) -> None:
    """Recommend the last trial as a precedent and fill in the rest, by keyboard only."""
    panel.start()
    press(Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    words("local treatment was what the case lacks")
    press(Key.Key_Return)
    words("imaging of today")
    press(Key.Key_Return)
    words("Chen")
    press(Key.Key_Return)
    words("+14")
    press(Key.Key_Return)
    words("A. L")
    press(Key.Key_Return)


def seal_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    """Ask for the seal and confirm it."""
    press(Key.Key_Return, modifier=CONTROL)
    press(Key.Key_Return)
    settle(qtbot, window)


def draft(window: MainWindow, code: str) -> Decision | None:
    """The draft that is stored."""
    store, meeting = window.workspace.saving.store, window.meeting_page.room.meeting
    assert store is not None and meeting is not None
    found = store.board.draft(meeting.id, code)
    return found.decision if found is not None else None


def kept(window: MainWindow, code: str) -> Decision:
    """The draft that is stored; there has to be one."""
    found = draft(window, code)
    assert found is not None
    return found


def written(panel: DecisionPanel) -> Decision:
    """The decision as it stands in the form."""
    found = panel.form.decision
    assert found is not None
    return found
