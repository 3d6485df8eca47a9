"""The side of the page: what is pointed at, changes, readings, burden, checks for the patient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hccreview.clinical.quantity import plain
from hccreview.review.schedule.words import unit_text
from hccreview.trials.figures import NOT_STATED
from ui.regimens.change_form import KINDS
from ui.regimens.parts import Form, button, choice, flowing
from ui.theme import Theme
from ui.widgets.labels import label, link_button, text_label

if TYPE_CHECKING:
    from hccreview.review.schedule.burden import Burden, BurdenLine
    from hccreview.review.schedule.model import Caution
    from ui.regimens.remarks import ChangeNote, CheckNote, ReadingNote

Row = tuple[str, list[str], str]
"""A line of the comparison: what is compared, a text for each trial, remarks."""

_SIGNS = {
    "warning": ("×", "fail"),
    "unknown": ("?", "unknown"),
    "none_found": ("✓", "pass"),
    "not_stated": ("·", "neutral"),
}


class Panel(QScrollArea):
    """Signals say what the user wants; the page fills the parts."""

    change_asked = Signal(str)
    change_removed = Signal(str, int)
    reading_chosen = Signal(str, str, str)
    rules_asked = Signal()
    local_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setObjectName("regimenPanel")
        self.setAccessibleName("About the regimens")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(256)
        self.form: Form | None = None
        inner = QWidget()
        inner.setObjectName("regimenAbout")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(14, 10, 12, 14)
        self.column.setSpacing(8)
        self.setWidget(inner)
        self.what = label("value")
        self.what.setAccessibleName("Pointed at")
        self.detail = label("body")
        self.detail.setAccessibleName("About it")
        self.heading = label("heading", "Burden: a cycle, and the course")
        self.acts = flowing([self._act(kind) for kind in KINDS])
        self.local = link_button("Local protocol …")
        self.local.clicked.connect(lambda *_: self.local_asked.emit())
        self._form_place = QVBoxLayout()
        self.changes, self.readings = QWidget(), QWidget()
        self.burden, self.checks, self.cautions = QWidget(), QWidget(), QWidget()
        self.rules = QWidget()
        self._lay_out()
        theme.changed.connect(self._recolour)

    # ------------------------------------------------------------------ filling

    def show_detail(self, told: str, *, changeable: bool, trial: str = "") -> None:
        """Say everything about what is pointed at; `trial` names the one that it belongs to."""
        first, _, rest = told.partition("\n")
        self.what.setText(first or "Point at a bar, or go through them with the arrows.")
        self.detail.setText(rest)
        self.detail.setVisible(bool(rest))
        self.acts.setVisible(changeable)
        self.local.setVisible(bool(trial))
        self.local.setAccessibleName(f"Local protocol of {trial}")

    def open_form(self, form: Form) -> None:
        """Put a form below the detail; another one gives way."""
        self.close_form()
        self.form = form
        form.left.connect(self.close_form)
        self._form_place.addWidget(form)
        self.ensureWidgetVisible(form)

    def close_form(self) -> None:
        """Remove the form."""
        if self.form is not None:
            self._form_place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def clear(self) -> None:
        """Empty everything that is about a case."""
        for place in (self.changes, self.readings, self.burden, self.checks, self.cautions):
            self._renew(place)

    def show_changes(self, notes: Sequence[ChangeNote]) -> None:
        """List the changes of the plans, each with its removal."""
        column = self._renew(self.changes)
        if notes:
            column.addWidget(label("section", "Changes of the published schedule"))
        for note in notes:
            column.addWidget(label("body", note.text))
            remove = link_button("Remove this change")
            remove.setAccessibleName(f"Remove: {note.text}")
            remove.clicked.connect(
                lambda _=False, note=note: self.change_removed.emit(note.trial, note.number)
            )
            column.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)

    def show_readings(self, notes: Sequence[ReadingNote]) -> None:
        """Show where a source can be read in several ways, to be chosen."""
        column = self._renew(self.readings)
        if notes:
            column.addWidget(label("section", "Readings of the source"))
        for note in notes:
            title = f"{note.trial_name}: {note.label}"
            column.addWidget(label("muted", title))
            box = choice(title, list(note.options), narrow=True)
            box.setCurrentIndex(max(box.findData(note.chosen), 0))
            box.setToolTip(box.currentText())
            box.activated.connect(
                lambda _, note=note, box=box: self.reading_chosen.emit(
                    note.trial, note.id, str(box.currentData())
                )
            )
            column.addWidget(box)
            column.addWidget(label("muted", box.currentText()))

    def show_burden(self, burdens: Sequence[tuple[str, Burden]], silent: Sequence[str]) -> None:
        """Compare the burden of the trials that state something, line by line."""
        column = self._renew(self.burden)
        names = [name for name, _ in burdens]
        rows = burden_rows([each for _, each in burdens])
        column.addWidget(_side_by_side(names, rows) if len(names) <= 2 else _below(names, rows))
        for words in open_reasons(burdens):
            column.addWidget(label("muted", words))
        if silent:
            column.addWidget(label("muted", f"Not stated in source: {', '.join(silent)}"))

    def show_checks(self, notes: Sequence[CheckNote]) -> None:
        """Show the checks for this patient, those that need a look first."""
        column = self._renew(self.checks)
        column.addWidget(label("heading", "For this patient"))
        for note in notes:
            column.addWidget(self._signed(*_SIGNS[note.state], note.text))

    def show_cautions(self, cautions: Sequence[tuple[str, Caution]]) -> None:
        """Show what a reader must know."""
        column = self._renew(self.cautions)
        if cautions:
            column.addWidget(label("section", "To be known"))
        for names, caution in cautions:
            column.addWidget(self._signed("?", "unknown", f"{caution.text} ({names})"))

    def show_rules(self, told: str) -> None:
        """Show the rules of the site, and the way to change them."""
        column = self._renew(self.rules)
        column.addWidget(label("section", "Rules of the site"))
        column.addWidget(label("muted", told))
        change = link_button("Change the rules …")
        change.clicked.connect(lambda *_: self.rules_asked.emit())
        column.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)

    # ------------------------------------------------------------------ inside

    def _signed(self, sign: str, tone: str, words: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark = text_label(sign)
        mark.setProperty("role", "state")
        mark.setProperty("tone", tone)
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark.setFixedSize(22, 20)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label("body", words), 1)
        return holder

    def _act(self, kind: str) -> QPushButton:
        name = f"{KINDS[kind]} …"
        return button(name, lambda: self.change_asked.emit(kind), name=name)

    def _renew(self, place: QWidget) -> QVBoxLayout:
        """Return an empty column in the place of what stood there."""
        layout = place.layout()
        if not isinstance(layout, QVBoxLayout):
            layout = QVBoxLayout(place)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(4)
        while (item := layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        return layout

    def _lay_out(self) -> None:
        for part in (self.what, self.detail, self.acts):
            self.column.addWidget(part)
        self.column.addWidget(self.local, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(self._form_place)
        for part in (self.changes, self.readings, self.heading, self.burden, self.checks):
            self.column.addWidget(part)
        for part in (self.cautions, self.rules):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def _recolour(self) -> None:
        self.viewport().update()


def burden_rows(burdens: Sequence[Burden]) -> list[Row]:
    """Return label, a text for each trial, and the notes; a dash for a drug that one lacks."""
    labels: dict[str, str] = {}
    for each in burdens:
        for line in each.lines:
            labels.setdefault(line.id, line.label)
    rows = []
    for name, words in labels.items():
        found = [next((line for line in b.lines if line.id == name), None) for b in burdens]
        notes = dict.fromkeys(line.note for line in found if line is not None and line.note)
        texts = [short_amount(line) if line is not None else "–" for line in found]
        rows.append((words, texts, "\n".join(notes)))
    return rows


def _side_by_side(names: Sequence[str], rows: Sequence[Row]) -> QWidget:
    """Return a table with a column a trial."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(3)
    for place in range(len(names) + 1):
        grid.setColumnStretch(place, 1)
    for place, name in enumerate(names, 1):
        grid.addWidget(label("muted", name), 0, place)
    for number, (words, texts, note) in enumerate(rows, 1):
        title = label("muted", words)
        title.setToolTip(note)
        grid.addWidget(title, number, 0, Qt.AlignmentFlag.AlignTop)
        for place, text in enumerate(texts):
            value = _value(names[place], words, text, text, note)
            grid.addWidget(value, number, place + 1, Qt.AlignmentFlag.AlignTop)
    return holder


def _below(names: Sequence[str], rows: Sequence[Row]) -> QWidget:
    """Return the lines of many trials below each other."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    for words, texts, note in rows:
        column.addWidget(label("muted", words))
        for name, text in zip(names, texts, strict=True):
            column.addWidget(_value(name, words, f"{name}: {text}", text, note))
    return holder


def _value(name: str, words: str, shown: str, text: str, note: str) -> QLabel:
    made = label("muted" if NOT_STATED in text else "body", shown)
    made.setToolTip(note)
    made.setAccessibleName(f"{name}, {words}: {text}")
    return made


def short_amount(line: BurdenLine) -> str:
    """Return ``49 h + ?`` where a part is not stated, ``?`` where nothing of it is."""
    amount = line.amount
    if amount is None or not amount.missing or line.id == "daily":
        return line.text
    if amount.value is None:
        return "?"
    return f"{plain(amount.value)} {unit_text(amount.unit)} + ?"


def open_reasons(burdens: Sequence[tuple[str, Burden]]) -> list[str]:
    """Return what each “?” of the comparison stands for, a line a trial."""
    lines = []
    for name, each in burdens:
        amounts = [line.amount for line in each.lines if line.amount is not None]
        reasons = dict.fromkeys(reason for amount in amounts for reason in amount.missing)
        if reasons:
            lines.append(f"? {name}: {'; '.join(reasons)}")
    return lines
