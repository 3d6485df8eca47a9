"""Who sits before a window: hands for mouse and keys, eyes for the words on the screen.

Mouse and keys go to the native window, so that Qt finds the receiver as it does in real life: what
is covered, disabled or has not the keyboard gets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.journeys.pointing import LEFT, NO_KEY, RIGHT, click, double_click, spoken
from tests.ui.opening import settle
from ui.main_window import MainWindow

PATIENCE = 30_000  # milliseconds: a busy machine with two cores needs time
_LOOK_AGAIN = 20


class User:
    """Acts by words: a control is named as a screen reader names it."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    # ------------------------------------------------------------------ hands

    def comes_to_the_window(self) -> None:
        """Make the window the active one."""
        with self.qtbot.waitActive(self.window, timeout=PATIENCE):
            self.window.activateWindow()

    def clicks(self, name: str) -> None:
        """Click on a control."""
        self.clicks_on(self.control(name))

    def clicks_on(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click on a widget, in its middle or at a place; the wheel brings it there."""
        assert widget.isEnabled(), f"{spoken(widget)} cannot be used now"
        click(widget, lambda: place or widget.rect().center())
        QApplication.processEvents()

    def clicks_tab(self, text: str) -> None:
        """Click on a tab by its words."""
        bar, number = self._tab(text)
        self.clicks_on(bar, bar.tabRect(number).center())

    def clicks_cell(self, view: QAbstractItemView, index: QModelIndex) -> None:
        """Click on a cell of a table, tree or list."""
        click(view.viewport(), lambda: view.visualRect(index).center())
        QApplication.processEvents()

    def double_clicks_cell(self, view: QAbstractItemView, index: QModelIndex) -> None:
        """Click twice on a cell of a table, tree or list."""
        double_click(view.viewport(), lambda: view.visualRect(index).center())
        QApplication.processEvents()

    def chooses(self, words: str) -> None:
        """Open the menu at the top by its key and go to an entry."""
        self._when_open(words, lambda: self.presses("F10"))

    def chooses_for(self, view: QAbstractItemView, index: QModelIndex, words: str) -> None:
        """Open the menu of a line by the right button and go to an entry."""
        self._when_open(
            words, lambda: click(view.viewport(), lambda: view.visualRect(index).center(), RIGHT)
        )

    def presses(self, *keys: str) -> None:
        """Press keys one after the other: ``Ctrl+F``, ``Return``."""
        for each in keys:
            combination = QKeySequence(each)[0]  # type: ignore[index]
            key, held = combination.key(), combination.keyboardModifiers()
            QTest.keyPress(self._native_front(), key, held)
            QTest.keyRelease(self._native_front(), key, held)  # the key may have closed a list
            QApplication.processEvents()

    def types(self, text: str) -> None:
        """Type a text into whatever has the keyboard."""
        for sign in text:
            receiver = QApplication.focusWidget()
            assert receiver is not None, "nothing has the keyboard"
            self.qtbot.keyClicks(receiver, sign)
        QApplication.processEvents()

    def tabs_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until the keyboard is on a control."""
        seen: list[str] = []
        for _ in range(400):
            if (here := self.keyboard_on()) == name:
                return
            seen.append(here)
            self.presses(key)
        raise AssertionError(f"{key} does not reach {name}: {list(dict.fromkeys(seen))}")

    def answers_with_file(self, path: Path, opens: Callable[[], None]) -> None:
        """Let `opens` open the file dialogue, and answer it with a path."""
        self.answers_with_files((path,), opens)

    def answers_with_files(self, paths: Sequence[Path], opens: Callable[[], None]) -> None:
        """Let `opens` open file dialogues one after the other; answer each with its path."""
        left = list(paths)

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            line = dialog.findChild(QLineEdit, "fileNameEdit") if dialog is not None else None
            if left and isinstance(dialog, QFileDialog) and line is not None and line.isVisible():
                line.setText(str(left.pop(0)))  # typing would make Qt's own dialogue propose files
                self.qtbot.keyClick(line, Qt.Key.Key_Return)

        timer = self._again_and_again(answer)
        opens()
        self.qtbot.waitUntil(lambda: not left, timeout=PATIENCE)
        timer.stop()
        self.comes_to_the_window()  # as a desktop gives it back
        self.waits()

    def drops(self, *paths: Path) -> None:
        """Drop files on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        over = QDragEnterEvent(QPoint(600, 400), Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
        QApplication.sendEvent(self.window, over)
        assert over.isAccepted()
        dropped = QDropEvent(QPointF(600, 400), Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
        QApplication.sendEvent(self.window, dropped)
        self.waits()

    def waits(self) -> None:
        """Wait until nothing is being read, written or worked out."""
        settle(self.qtbot, self.window)

    # ------------------------------------------------------------------- eyes

    def sees(self, look: Callable[[], object], wanted: object) -> None:
        """Wait until what is looked at is what is wanted."""

        def seen() -> None:
            assert look() == wanted

        self.qtbot.waitUntil(seen, timeout=PATIENCE)

    @property
    def front(self) -> QWidget:
        """What is in front: an open menu or list, a dialogue, else the window."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        return front or QApplication.activeWindow() or self.window

    def on_screen(self) -> list[QWidget]:
        """Every widget that is shown of what is in front."""
        return [each for each in self.front.findChildren(QWidget) if each.isVisible()]

    def shows(self, name: str) -> bool:
        """True where a control with a name is on screen."""
        return any(True for _ in self._named(name))

    def control(self, name: str) -> QWidget:
        """The control on screen with a name, as soon as it is there."""

        def there() -> None:
            assert self.shows(name), f"{name!r} is not in {self.front}"

        self.qtbot.waitUntil(there, timeout=PATIENCE)
        return next(self._named(name))

    def view(self, name: str) -> QAbstractItemView:
        """The list, table or tree with a name."""
        found = self.control(name)
        assert isinstance(found, QAbstractItemView)
        return found

    def _named(self, name: str) -> Iterator[QWidget]:
        """What can be used and has a name; a heading of the same words is not meant."""
        for each in self.on_screen():
            if each.focusPolicy() != Qt.FocusPolicy.NoFocus and spoken(each) == name:
                yield each

    def keyboard_on(self) -> str:
        """The name of what has the keyboard."""
        widget = QApplication.focusWidget()
        return spoken(widget) if widget is not None else ""

    def _native_front(self) -> QWindow:
        """The window that gets the keys; it hands them on to an open list or menu."""
        front = QApplication.activeModalWidget() or QApplication.activeWindow() or self.window
        handle = front.windowHandle()
        assert handle is not None
        return handle

    def _tab(self, text: str) -> tuple[QTabBar, int]:
        for bar in self.on_screen():
            if isinstance(bar, QTabBar):
                for number in range(bar.count()):
                    if bar.tabText(number).split("\u2002")[0] == text:
                        return bar, number
        raise AssertionError(f"there is no tab {text!r}")

    def _when_open(self, words: str, opens: Callable[[], None]) -> None:
        """Go to an entry as soon as its menu is open; a menu keeps the loop to itself."""
        clicked: list[bool] = []

        def choose() -> None:
            menu = QApplication.activePopupWidget()
            if isinstance(menu, QMenu) and menu.isVisible():
                timer.stop()
                for _ in menu.actions():
                    here = menu.activeAction()
                    if here is None or here.text() != words:
                        self.presses("Down")
                self.presses("Return")
                clicked.append(True)

        timer = self._again_and_again(choose)
        opens()
        self.qtbot.waitUntil(lambda: bool(clicked), timeout=PATIENCE)
        self.sees(QApplication.activePopupWidget, None)

    def _again_and_again(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self.window)
        timer.setInterval(_LOOK_AGAIN)
        timer.timeout.connect(act)
        timer.start()
        return timer
