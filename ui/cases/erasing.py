"""A patient is erased on request, and the history of a case is shown: rare, so of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from hccreview.errors import ReviewError
from ui.background import Task
from ui.cases.taken_along import taken_along
from ui.messages import Offer

if TYPE_CHECKING:
    from db.listing import AuditLine, CaseTies
    from ui.main_window import MainWindow

_IN_USE = (
    " Another program is reading the file at this moment, so that pieces of it may be left in free"
    " places of the file until it is cleaned."
)
_NO_ROOM = (
    " There is too little room on the disk, or it fails, so that pieces of it may be left in free"
    " places of the file until it is cleaned; free as much space as the file takes."
)
_UNSAVED = "{code} has changes that could not be saved, so it is not erased now: {problem}"


@dataclass(frozen=True, slots=True)
class _Found:
    """What is told before a case is erased."""

    ties: CaseTies
    copies: tuple[str, ...]


class Erasing(QObject):
    """Asks with the code to be typed, erases in the background, and forgets what was on screen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workspace = window, window.workspace

    def ask(self, code: str) -> None:
        """Say what goes and what stays; erase the case where its code is typed."""
        self._write_what_waits()

        def work(_: Task) -> _Found:
            from db.copies import copies_beside

            store = self._workspace.saving.store
            if store is None:
                raise ReviewError("No store is open, so there is nothing to erase.")
            if store.read_only:
                raise ReviewError(
                    f"The store is read-only ({store.read_only}), so nothing can be erased."
                )
            copies = tuple(path.name for path in copies_beside(store.path))
            return _Found(store.ties(code), copies)

        self._workspace.background.run(work, lambda found: self._show(code, found))

    def show_history(self, code: str) -> None:
        """Show who changed a case, when, and what from what to what."""
        self._write_what_waits()

        def work(_: Task) -> tuple[tuple[AuditLine, tuple[str, ...]], ...]:
            from ui.audit_words import MOST

            store = self._workspace.saving.store
            return store.changes_of(code, MOST) if store is not None else ()

        def show(lines: tuple[tuple[AuditLine, tuple[str, ...]], ...]) -> None:
            from ui.cases.history_view import HistoryView

            view = HistoryView(self._window, code, lines)
            view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            view.open()

        self._workspace.background.run(work, show)

    def _show(self, code: str, found: _Found) -> None:
        from ui.cases.erase_form import EraseForm

        ties = found.ties
        form = EraseForm(
            self._window, code, taken_along([ties]), sealed=ties.sealed, copies=found.copies
        )
        form.wanted.connect(lambda: self._erase(code))
        form.open()

    def _write_what_waits(self) -> None:
        """Hand over what was typed, so that it is written, or refused, before."""
        workspace = self._workspace
        workspace.end_what_if()
        workspace.closing.emit()
        workspace.saving.flush()

    def _erase(self, code: str) -> None:
        workspace = self._workspace
        self._write_what_waits()
        workspace.background.finish()
        if code in workspace.saving.unsaved:
            told = _UNSAVED.format(code=code, problem=workspace.saving.problem)
            workspace.messages.problem(told)
            return

        def work(_: Task) -> str:
            workspace.saving.erase(code)
            return self._left()

        workspace.background.run(work, lambda left: self._erased(code, left))

    def _left(self) -> str:
        """Clean the file; return why pieces of what was erased may be left in it."""
        store = self._workspace.saving.store
        try:
            return "" if store is None or store.clean() else _IN_USE
        except ReviewError:  # it is erased all the same
            return _NO_ROOM

    def _erased(self, code: str, left: str) -> None:
        workspace, store = self._workspace, self._workspace.saving.store
        workspace.history.forget_case(code)
        if workspace.kept is not None and workspace.kept.code == code:
            workspace.show(None)
        workspace.cases_changed.emit()
        with workspace.messages.telling():
            if store is not None:
                self._window.settings.forget(store.path, code)
            told = f"{code} was erased"
            if left:
                workspace.messages.problem(f"{told}.{left}", Offer("Clean it", self._clean))
            else:
                older = f"{told}; backups and copies made before still hold it."
                self._window.backups.tell_with_older(f"{told}.", older)

    def _clean(self) -> None:
        workspace = self._workspace

        def cleaned(left: str) -> None:
            if left:
                workspace.messages.problem(left.strip(), Offer("Clean it", self._clean))
            else:
                told = "The file holds nothing of what was erased any more"
                older = f"{told}; backups and copies made before still do."
                self._window.backups.tell_with_older(f"{told}.", older)

        workspace.background.run(lambda _: self._left(), cleaned)
