"""The form for a local protocol: what the site fills in where a source is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QLineEdit, QWidget

from hccreview.errors import ReviewError
from hccreview.trials.local import UNITS, LocalFill, LocalProtocol
from ui.regimens.lines import ROUTES
from ui.regimens.parts import Form, button, choice, line, titled
from ui.widgets.labels import label

if TYPE_CHECKING:
    from ui.regimens.work import Planned

_ROUTES = ("hepatic_artery", "intravenous", "oral", "subcutaneous")
_FIELDS = {
    "dose": ("Dose", "Dose", "such as 8"),
    "days": ("Days of the cycle", "Days", "such as 1, 8, 15"),
    "start_hour": ("Hours after the start of the infusion", "Start hour", "such as 0"),
    "duration": ("Duration in hours", "Duration, h", "such as 2"),
    "frequency": ("Times a day", "Times a day", "such as 1"),
}
ABOUT = (
    "Kept apart from the published document and marked as local wherever it appears. Only what the"
    " source leaves open can be filled in; fields that it states are closed."
)


class LocalForm(Form):
    """`made` carries a protocol; `removed` the trial and the reason."""

    made = Signal(object)
    removed = Signal(str, str)

    def __init__(self, planned: Planned, author: str, today: date) -> None:
        super().__init__(f"Local protocol: {planned.trial.short_name}")
        self.planned, known = planned, planned.protocol
        self.column.addWidget(label("muted", ABOUT))
        self.drug = choice("Drug to be filled in", self._drugs(), narrow=True)
        self.unit = choice("Unit of the dose", [(unit, unit.replace("2", "²")) for unit in UNITS])
        routes = [(route, ROUTES[route]) for route in _ROUTES]
        self.route = choice("Route", [("", "route not filled in"), *routes], narrow=True)
        self.fields: dict[str, QLineEdit] = {
            name: line(long, hint) for name, (long, _, hint) in _FIELDS.items()
        }
        self.length = line("Length of a cycle in days", "such as 21")
        self.most = line("Largest number of cycles", "such as 8")
        self.author = line("Author", "Author", known.author if known else author)
        self.reason = line("Reason", "or basis", known.reason if known else "")
        self.on = QDateEdit(QDate(today.year, today.month, today.day))
        self.on.setDisplayFormat("d MMM yyyy")
        self.on.setAccessibleName("Date of the local protocol")
        self._lay_out()
        self.drug.currentIndexChanged.connect(self._show_drug)
        self._show_cycles()
        self._show_drug()

    def begin(self) -> None:
        """Put the keyboard on the first field."""
        self.drug.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Tell the protocol, or what is wrong with it."""
        try:
            self.made.emit(self._protocol())
        except ReviewError as error:
            self.refuse(str(error))

    def remove(self) -> None:
        """Tell that the protocol is taken back; the reason is that of the form."""
        reason = self.reason.text().strip()
        if not reason:
            self.refuse("Write why it is removed.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.removed.emit(self.planned.trial.id, reason)

    # ------------------------------------------------------------------ reading

    def _protocol(self) -> LocalProtocol:
        known = self.planned.protocol
        length = _whole(self.length, "The length of a cycle")
        most = _whole(self.most, "The largest number of cycles")
        fill = self._fill()
        others = tuple(
            each
            for each in (known.fills if known else ())
            if each.administration != fill.administration
        )
        empty = fill == LocalFill(fill.administration, unit=fill.unit)
        day = self.on.date()
        return LocalProtocol(
            self.planned.trial.id,
            self.author.text().strip(),
            date(day.year(), day.month(), day.day()),
            self.reason.text().strip(),
            others if empty else (*others, fill),
            length,
            most,
        )

    def _fill(self) -> LocalFill:
        days = self.fields["days"].text().replace(",", " ").split() if self._is("days") else []
        if not all(day.isdigit() for day in days):
            raise ReviewError("The days of the cycle are whole numbers from 1, such as 1, 8, 15.")
        made = LocalFill(
            str(self.drug.currentData()),
            dose=_number(self.fields["dose"], "The dose"),
            unit=self.unit.currentData(),
            days=tuple(int(day) for day in days),
            start_hour=_number(self.fields["start_hour"], "The start hour"),
            duration=_number(self.fields["duration"], "The duration"),
            per_day=_whole(self.fields["frequency"], "The number of times a day"),
        )
        route = self.route.currentData()
        return replace(made, route=route) if route and self.route.isEnabled() else made

    def _is(self, name: str) -> bool:
        return self.fields[name].isEnabled()

    # ------------------------------------------------------------------ showing

    def _drugs(self) -> list[tuple[str, str]]:
        return [
            (line.administration.id, line.administration.drug)
            for line in self.planned.schedule.lines
            if line.stage == "cycle"
        ]

    def _show_cycles(self) -> None:
        regimen, known = self.planned.trial.regimen, self.planned.protocol
        for field, stated, filled in (
            (self.length, regimen.cycle_length, known.cycle_length if known else None),
            (self.most, regimen.maximum_cycles, known.maximum_cycles if known else None),
        ):
            if stated is not None:
                field.setEnabled(False)
                field.setPlaceholderText(f"stated: {stated.value}")
            elif filled is not None:
                field.setText(str(filled))

    def _show_drug(self) -> None:
        """Close what the source states, and show what was filled in before."""
        name = str(self.drug.currentData())
        regimen = self.planned.trial.regimen
        printed = next(each for each in regimen.administrations if each.id == name)
        known = self.planned.protocol
        fill = next((f for f in (known.fills if known else ()) if f.administration == name), None)
        for part, stated in (
            ("dose", printed.dose),
            ("days", printed.days),
            ("start_hour", printed.start_hour),
            ("duration", printed.duration),
            ("frequency", printed.frequency),
        ):
            field = self.fields[part]
            field.setEnabled(stated is None)
            field.clear()
            hint = _FIELDS[part][2]
            field.setPlaceholderText(hint if stated is None else "stated in the source")
        self.route.setEnabled(printed.route is None)
        self.unit.setEnabled(printed.dose is None)
        self.route.setCurrentIndex(0)
        if fill is not None:
            self._show_fill(fill)

    def _show_fill(self, fill: LocalFill) -> None:
        for part, value in (
            ("dose", fill.dose),
            ("start_hour", fill.start_hour),
            ("duration", fill.duration),
            ("frequency", fill.per_day),
        ):
            self.fields[part].setText("" if value is None else f"{value:g}")
        self.fields["days"].setText(", ".join(str(day) for day in fill.days))
        self.unit.setCurrentIndex(max(self.unit.findData(fill.unit), 0))
        self.route.setCurrentIndex(max(self.route.findData(fill.route or ""), 0))

    def _lay_out(self) -> None:
        rows: list[tuple[str, QWidget]] = [("Drug", self.drug), ("Dose", self.fields["dose"])]
        rows += [("Unit", self.unit), ("Route", self.route)]
        rows += [(_FIELDS[name][1], self.fields[name]) for name in list(_FIELDS)[1:]]
        rows += [("Cycle, days", self.length), ("Most cycles", self.most)]
        rows += [("Author", self.author), ("Date", self.on), ("Reason", self.reason)]
        for words, row in rows:
            self.column.addWidget(titled(words, row, 78))
            if isinstance(row, QLineEdit):
                row.returnPressed.connect(self.save)
        buttons = [
            button("Save local protocol", self.save, role="primary"),
            button("Cancel", self.left.emit),
        ]
        if self.planned.protocol is not None:
            buttons.insert(1, button("Remove", self.remove, name="Remove the local protocol"))
        self.end_with(*buttons)


def _number(field: QLineEdit, what: str) -> float | None:
    text = field.text().strip() if field.isEnabled() else ""
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise ReviewError(f"{what} is a number; “{text}” is not.") from error


def _whole(field: QLineEdit, what: str) -> int | None:
    text = field.text().strip() if field.isEnabled() else ""
    if text and not text.isdigit():
        raise ReviewError(f"{what} is a whole number; “{text}” is not.")
    return int(text) if text else None
