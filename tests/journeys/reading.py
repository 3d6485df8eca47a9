"""What stands on the screen, and in the file as another program finds it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from db.listing import CaseSearch
from db.store import open_store
from hccreview.clinical.case import Case
from hccreview.exchange.case_file import case_text
from tests.journeys.pointing import spoken
from tests.journeys.user import User
from ui.commands.clock import now
from ui.eligibility.matrix_model import CELL, HEAD, WAS

FULL = "NCT06187961"
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def cases_listed(user: User) -> list[str]:
    """The codes in the list of cases."""
    model = user.view("Cases").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def line_of(user: User, code: str) -> QModelIndex:
    """The line of a case in the list."""
    return user.view("Cases").model().index(cases_listed(user).index(code), 0)


def case_at_the_top(user: User) -> str:
    """The code of the case that is open."""
    return user.window.header.code.text()


def facts_at_the_top(user: User) -> dict[str, str]:
    """The facts of the header, by their label: ``BCLC`` is ``C``."""
    pills = [each for each in user.on_screen() if each.objectName() == "pill"]
    return dict(spoken(pill).split(": ", 1) for pill in pills)


def message(user: User) -> str:
    """The sentence in the message bar; empty where it is closed."""
    bar = user.window.message_bar
    return bar.text.text() if bar.isVisible() else ""


def saved(user: User) -> str:
    """What the status bar says of saving."""
    return user.window.status.saved.text()


# ------------------------------------------------------------------------ the matrix


def headlines(user: User) -> dict[str, str]:
    """Eligibility in words, by trial."""
    model = user.window.page.matrix.model()
    heads = [
        model.headerData(column, Qt.Orientation.Horizontal, HEAD)
        for column in range(1, model.columnCount())
    ]
    return {head.trial_id: head.mark.word for head in heads}


def cells(user: User) -> dict[tuple[str, str], str]:
    """What stands in every cell of the matrix, by concept and trial."""
    matrix, trials = user.window.page.matrix, list(headlines(user))
    return {
        (str(index.siblingAtColumn(0).data()), trials[index.column() - 1]): str(index.data())
        for index in _cells(matrix)
    }


def findings(user: User) -> dict[tuple[str, str], object]:
    """What is behind every cell of the matrix: verdicts with all that they rest on."""
    matrix, trials = user.window.page.matrix, list(headlines(user))
    return {
        (str(index.siblingAtColumn(0).data()), trials[index.column() - 1]): found.findings
        for index in _cells(matrix)
        if (found := index.data(CELL)) is not None
    }


def changed_cells(user: User) -> dict[str, str]:
    """Cells that "what if" has changed: what is shown, and what was recorded."""
    matrix = user.window.page.matrix
    return {str(i.data()): str(i.data(WAS)) for i in _cells(matrix) if i.data(WAS)}


def cell(user: User, concept: str, trial: str = FULL) -> QModelIndex:
    """The cell of a concept and a trial."""
    matrix, column = user.window.page.matrix, list(headlines(user)).index(trial) + 1
    return next(
        index
        for index in _cells(matrix)
        if index.column() == column and index.siblingAtColumn(0).data() == concept
    )


def _cells(matrix: QAbstractItemView) -> list[QModelIndex]:
    model = matrix.model()
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        model.index(row, column, group)
        for group in groups
        for row in range(model.rowCount(group))
        for column in range(1, model.columnCount())
    ]


def explanation(user: User) -> str:
    """All words of the side panel."""
    return words_of(user.window.page.explanation)


def words_of(widget: QWidget) -> str:
    """All words that a part of the window shows."""
    labels = [each for each in widget.findChildren(QLabel) if each.isVisible()]
    return "\n".join(label.text() for label in labels)


# ------------------------------------------------------------------- the Case page


def laboratory_cell(user: User, field: str, day: str = "") -> QModelIndex:
    """The cell of a laboratory value on a day, or its newest one (the first column of a day)."""
    view = user.view("Laboratory values")
    model = view.model()
    rows = [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]
    columns = [
        str(model.headerData(column, Qt.Orientation.Horizontal)).split("\n")[0]
        for column in range(model.columnCount())
    ]
    column = columns.index(day) if day else len(("Unit", "LLN", "ULN"))
    return model.index(rows.index(field), column)


# ----------------------------------------------------------------------- the file


def case_in_file(path: Path, code: str) -> Case | None:
    """A case in the file, as another program finds it."""
    with open_store(path, today=now) as store:
        return store.case(code)


def content_of_file(path: Path) -> str:
    """A digest of all that the file holds: cases, versions, archive, every line of its audit."""
    digest = sha256()
    with open_store(path, today=now) as store:
        for archived in (False, True):
            for line in store.cases(CaseSearch(archived=archived), limit=1000).lines:
                stored = store.stored(line.code)
                assert stored is not None
                kept = (stored.version, stored.archived, stored.sample, case_text(stored.case))
                digest.update(repr(kept).encode())
        digest.update(repr(store.audit_lines(10_000)).encode())
    return digest.hexdigest()
