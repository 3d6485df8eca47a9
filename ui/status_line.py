"""The line at the bottom: what is saved, where, what is being done, and the statement."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QPushButton, QStatusBar

from ui.background import Task
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import text_label
from ui.workspace import Workspace

STATEMENT = (
    "Decision support for qualified clinicians; verify against the protocol."
    " Trial documents not yet checked by a clinician are marked so."
)


class StatusLine(QStatusBar):
    """Follows the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.setSizeGripEnabled(False)
        self.saved = ElidedLabel()
        self.saved.setAccessibleName("Saved or not")
        self.database = text_label()
        self.database.setAccessibleName("Database")
        self.statement = text_label(STATEMENT)
        self.progress = QProgressBar()
        self.progress.setFixedWidth(120)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress")
        self.work = text_label()
        self.cancel = QPushButton("Cancel")
        self.cancel.setProperty("role", "small")
        self.cancel.clicked.connect(self._cancel)
        self._task: Task | None = None
        self.setContentsMargins(14, 0, 10, 0)
        self.addWidget(self.saved, 1)
        for part in (self.work, self.progress, self.cancel):
            self.addWidget(part)
            part.hide()
        self.addPermanentWidget(self.database)
        self.addPermanentWidget(self.statement)
        workspace.saving.state_changed.connect(self._show_state)
        workspace.opened.connect(self._show_state)
        workspace.opening.changed.connect(self._show_state)
        workspace.not_opened.connect(self._show_state)
        workspace.what_if_changed.connect(self._show_state)
        workspace.background.progressed.connect(self._show_progress)
        workspace.background.ended.connect(self._hide_progress)

    def _show_state(self) -> None:
        saving = self.workspace.saving
        if saving.store is not None:
            self.database.setText(saving.store.path.name)
            self.database.setToolTip(str(saving.store.path))
        trying = self.workspace.in_what_if
        words = "What if: nothing of this is saved" if trying else saving.sentence
        words = words if saving.store is not None else ""
        self.saved.setText(words)
        self.saved.setToolTip(words)
        self.statement.setVisible(not saving.gone and not (saving.unsaved and saving.problem))

    def _show_progress(self, task: Task, done: int, total: int) -> None:
        self._task = task
        self.work.setText(task.title)
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        for part in (self.work, self.progress, self.cancel):
            part.show()

    def _hide_progress(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            for part in (self.work, self.progress, self.cancel):
                part.hide()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.workspace.messages.done("Stopped.")
