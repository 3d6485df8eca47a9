"""When the store is locked, and with which passphrase: by key, after a pause, before a patient."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QWindow

from ui.protection.forgetting import forget_cases

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_INPUT = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)
_ON_THE_WALL = 4  # pauses: a board that looks at a slide and talks about it is not away


def clear_copied(clipboard: QClipboard, *, copied_here: bool) -> None:
    """Clear what was copied in this program, and what is marked in it.

    Where the system has it, marked text can be pasted by the middle button of the mouse.
    """
    if copied_here:
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)


class Protection(QObject):
    """Asks for passphrases in forms and tells the workspace what was chosen.

    `encrypted`, `passphrase_changed`: it was done, and the store is open again; copies made before
    are as they were. They carry a sentence to be told of it, or an empty text.
    """

    encrypted = Signal(str)
    passphrase_changed = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self._opening = window.workspace.opening
        self.idle = QTimer(self)
        self.idle.setSingleShot(True)
        self.idle.timeout.connect(self._lock_when_idle)
        self._pauses = 0
        self._opening.changed.connect(self._wind)
        window.settings.changed.connect(self._wind)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        self._watch(window.windowHandle())
        self._copied_here = False
        QGuiApplication.clipboard().dataChanged.connect(self._note_copy)

    # ------------------------------------------------------------------------- lock

    def lock(self) -> None:
        """Lock the store now; without a passphrase there is nothing to lock, and that is told."""
        if not self._opening.protected:
            self._workspace.messages.problem(
                "This store has no passphrase, so it cannot be locked; set one in the menu under"
                " Passphrase and backups."
            )
        elif self._opening.lock():
            self._close_windows()
            self._workspace.messages.withdraw()  # after the windows: one may speak as it closes
            self._clear_clipboard()
            forget_cases(self._window)

    def _lock_when_idle(self) -> None:
        self._pauses += 1
        if self._presenting() and self._pauses < _ON_THE_WALL:
            self.idle.start()
        elif self._opening.protected and not self._opening.is_locked:
            self.lock()
            self._wind()

    def _presenting(self) -> bool:
        return self._window.findChild(QObject, "wall") is not None

    def _close_windows(self) -> None:
        """Close the forms that still show something of a patient."""
        for window in self._window.findChildren(QObject):
            close = getattr(window, "close", None)
            if close is not None and getattr(window, "isWindow", lambda: False)():
                close()

    def _clear_clipboard(self) -> None:
        clear_copied(QGuiApplication.clipboard(), copied_here=self._copied_here)
        self._copied_here = False

    def _note_copy(self) -> None:
        """Note whether what is on the clipboard was copied in this program: it is active then."""
        active = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        self._copied_here = active

    def _wind(self) -> None:
        """Count the pause anew, where there is something to lock."""
        self._pauses = 0
        minutes = self._window.settings.lock_after
        if minutes and self._opening.protected and not self._opening.is_locked:
            self.idle.start(minutes * 60_000)
        else:
            self.idle.stop()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once is enough: Qt knows those it has

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Count the pause from the last key or movement; the event goes on."""
        if self.idle.isActive() and event.type() in _INPUT:
            self._pauses = 0
            self.idle.start()
        return False

    # ------------------------------------------------------------------- passphrase

    def set_passphrase(self) -> None:
        """Ask for the first passphrase and encrypt the store."""
        from ui.protection.passphrase_form import set_form

        form = set_form(self._window)
        form.wanted.connect(lambda _, new: self._encrypt(new))
        form.open()

    def change_passphrase(self) -> None:
        """Ask for another passphrase."""
        from ui.protection.passphrase_form import change_form

        form = change_form(self._window)
        form.wanted.connect(self._change)
        form.open()

    def remove_passphrase(self) -> None:
        """Ask for the passphrase and write the store without encryption."""
        from ui.protection.passphrase_form import remove_form

        form = remove_form(self._window)
        form.wanted.connect(lambda present, _: self._decrypt(present))
        form.open()

    def first(self, then: Callable[[], None]) -> None:
        """Do `then`; before the first patient, have it chosen how the data are protected."""
        store = self._workspace.saving.store
        if store is None or self._opening.protected:
            then()
            return

        def asked(chosen: bool) -> None:
            if chosen:
                then()
            else:
                self._ask_first(then)

        self._workspace.background.run(lambda _: store.protection_chosen(), asked)

    def _ask_first(self, then: Callable[[], None]) -> None:
        from ui.protection.passphrase_form import FirstChoice

        form = FirstChoice(self._window)
        form.wanted.connect(lambda _, new: self._encrypt(new, then))
        form.without.connect(lambda: self._go_without(then))
        form.open()

    def _go_without(self, then: Callable[[], None]) -> None:
        store = self._workspace.saving.store
        if store is not None:
            self._workspace.background.run(lambda _: store.choose_no_passphrase(), lambda _: then())

    def _encrypt(self, new: str, then: Callable[[], None] | None = None) -> None:
        from db.encryption import NOT_OVERWRITTEN, encrypt
        from db.passphrase import Secret
        from ui.commands.clock import now

        secret, more = Secret(new), [""]

        def work(path: Path) -> str:
            if not encrypt(path, secret, now()):
                more.append(NOT_OVERWRITTEN)
            return f"The store is encrypted now.{more[-1]}"

        def opened() -> None:
            self.encrypted.emit(more[-1])
            if then is not None:
                then()

        self._opening.rewrite(work, secret, opened)

    def _change(self, present: str, new: str) -> None:
        from db.encryption import NOT_OVERWRITTEN, change_passphrase
        from db.passphrase import Secret
        from ui.commands.clock import now

        old, secret, more = Secret(present), Secret(new), [""]

        def work(path: Path) -> str:
            if not change_passphrase(path, old, secret, now()):
                more.append(NOT_OVERWRITTEN)
            return f"The passphrase is changed.{more[-1]}"

        self._opening.rewrite(work, secret, lambda: self.passphrase_changed.emit(more[-1]))

    def _decrypt(self, present: str) -> None:
        from db.encryption import decrypt
        from db.passphrase import Secret
        from ui.commands.clock import now

        secret = Secret(present)

        def work(path: Path) -> str:
            decrypt(path, secret, now())
            return "The store is not encrypted any more."

        self._opening.rewrite(work, None)
