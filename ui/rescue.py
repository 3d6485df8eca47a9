"""The file of the open store is gone: told at once, and all that is still open is saved again.

On Linux and macOS an open file can be deleted, moved or replaced. What was in it, and what is typed
since, is then in no file that anybody finds, and ends with the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ui.background import IDLE
from ui.messages import Offer

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_OFTEN_MS = 5_000
_HELD = "All of it, also what is typed now, is only in this window: save it again before you close."
_OFFER = "Save all of it again…"


class Rescue(QObject):
    """Looks after the file; `moved` carries where all of it was saved again."""

    moved = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self._saving, self._opening = self._workspace.saving, self._workspace.opening
        self._told = ""
        self._warned = False
        self.often = QTimer(self)  # who only reads writes nothing by which it would be noticed
        self.often.setInterval(_OFTEN_MS)
        self.often.timeout.connect(self._look)
        self._workspace.opened.connect(self._begin)
        self._workspace.closed.connect(self.often.stop)
        self._saving.state_changed.connect(self._follow)
        self._opening.gone.connect(self._refuse)

    def holds_the_window(self) -> bool:
        """True once where all would be lost by closing the window; that is told."""
        store = self._saving.store
        if store is None or not store.look() or self._warned:
            return False
        self._follow()
        self._warned = True
        self._tell(then="Close again to give all of it up.")
        return True

    def ask(self) -> None:
        """Ask where all of it goes, and save it there."""
        store = self._saving.store
        if store is None:
            return
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(
            self._window,
            "Save all of it again",
            str(_proposed(store.path)),
            "Databases (*.sqlite)",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever overwritten
        )
        if name:
            self.save_again(Path(name))

    def save_again(self, target: Path) -> None:
        """Save all that is open in a new file, and go on with that."""
        store, workspace = self._saving.store, self._workspace
        if store is None:
            return
        workspace.end_what_if()
        workspace.closing.emit()  # what is being typed is written to what is open
        self._saving.flush()
        workspace.background.finish()

        def failed(sentence: str) -> None:
            workspace.messages.problem(sentence, Offer(_OFFER, self.ask))

        def saved(_: object) -> None:
            code = workspace.kept.code if workspace.kept is not None else ""
            other, self._told = store.path != target, ""
            self._saving.close()
            self.moved.emit(target)
            self._opening.open(target, code, self._opening.passphrase)
            start = f" From now on start the program with --database {target}." if other else ""
            workspace.messages.done(f"All of it is saved again in {target}.{start}")

        workspace.background.run(lambda _: store.save_again(target), saved, failed)

    def _begin(self) -> None:
        self._told, self._warned = "", False
        self.often.start()

    def _look(self) -> None:
        store = self._saving.store
        if store is not None:
            self._workspace.background.run(
                lambda _: store.look(), lambda _: self._follow(), rank=IDLE
            )

    def _follow(self) -> None:
        """Tell it once; and once where the file is there again, such as on a network disk."""
        gone = self._saving.gone
        if gone == self._told:
            return
        self._told, self._warned = gone, False
        self._saving.state_changed.emit()
        if gone:
            self._tell()
        else:
            self._workspace.messages.done("The file is there again; all is saved.")

    def _refuse(self, sentence: str) -> None:
        self._follow()
        self._tell(sentence)

    def _tell(self, first: str = "", then: str = "") -> None:
        told = f"{first} {self._saving.gone} {_HELD} {then}".strip()
        self._workspace.messages.problem(told, Offer(_OFFER, self.ask))


def _proposed(path: Path) -> Path:
    """Return the place of the store, or one near it where its folder is gone or a file is there."""
    folder = next(each for each in path.parents if each.is_dir())
    return folder / (f"{path.stem}-again{path.suffix}" if path.exists() else path.name)
