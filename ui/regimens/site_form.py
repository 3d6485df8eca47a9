"""The form for the rules of the site: closed days, holidays, window, cap, vials, clock time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit

from hccreview.clinical.dates import parse_date, spoken
from hccreview.clinical.planning import WEEKDAYS, planning_mapping, planning_of
from hccreview.clinical.quantity import plain
from hccreview.errors import ReviewError
from ui.regimens.parts import Form, button, line
from ui.widgets.labels import label

if TYPE_CHECKING:
    from hccreview.clinical.planning import PlanningSettings

ABOUT = (
    "For all cases on this computer. A cycle that would begin on a closed weekday or a holiday"
    " begins on the next open day within the window; 0 days: it is never moved."
)


class SiteForm(Form):
    """`made` carries the settings."""

    made = Signal(object)

    def __init__(self, settings: PlanningSettings) -> None:
        super().__init__("Rules of the site")
        self.settings = settings
        self.window_days = line(
            "Days by which a cycle may move", "0", str(settings.move_within_days)
        )
        self.holidays = line(
            "Holidays", "2026-12-25, 2027-01-01", ", ".join(str(day) for day in settings.holidays)
        )
        self.closed = [QCheckBox(name.capitalize()) for name in WEEKDAYS]
        for number, box in enumerate(self.closed):
            box.setChecked(number in settings.closed_weekdays)
        cap = plain(settings.cap) if settings.cap is not None else ""
        self.cap = line("Cap of the body surface in m²", "no cap", cap)
        self.vials = line(
            "Sizes of vials in mg",
            "oxaliplatin 50, fluorouracil 500",
            ", ".join(f"{drug} {plain(size)}" for drug, size in settings.vials),
        )
        self.clock = line(
            "Clock time of the first infusion", "09:00", f"{settings.start_time:%H:%M}"
        )
        self._lay_out()

    def begin(self) -> None:
        """Put the keyboard on the first field."""
        self.window_days.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Tell the settings, or what is wrong."""
        try:
            self.made.emit(self._read())
        except ReviewError as error:
            self.refuse(str(error))

    def _read(self) -> PlanningSettings:
        changed = planning_mapping(self.settings) | {
            "closed_weekdays": [
                name for name, box in zip(WEEKDAYS, self.closed, strict=True) if box.isChecked()
            ],
            "holidays": [str(parse_date(text).first) for text in _parts(self.holidays)],
            "move_within_days": _number(self.window_days, "The window") or 0,
            "cap": _number(self.cap, "The cap of the body surface"),
            "vials": dict(_vial(text) for text in _parts(self.vials)),
            "start_time": self.clock.text().strip(),
        }
        return planning_of(changed, "Rules of the site")

    def _lay_out(self) -> None:
        self.column.addWidget(label("muted", ABOUT))
        for field in (self.window_days, self.holidays):
            self._add(field)
        self.column.addWidget(label("muted", "Closed on"))
        for box in self.closed:
            self.column.addWidget(box)
        for field in (self.cap, self.vials, self.clock):
            self._add(field)
        self.end_with(
            button("Save the rules", self.save, role="primary"), button("Cancel", self.left.emit)
        )

    def _add(self, field: QLineEdit) -> None:
        title = label("muted", field.accessibleName())
        title.setBuddy(field)
        self.column.addWidget(title)
        self.column.addWidget(field)
        field.returnPressed.connect(self.save)


def rules_text(settings: PlanningSettings) -> str:
    """Return the rules of the site in a sentence or two."""
    closed = ", ".join(WEEKDAYS[number].capitalize() for number in settings.closed_weekdays)
    days = settings.move_within_days
    moved = f"cycles move by up to {days} days" if days else "cycles are not moved"
    holidays = ", ".join(spoken(day) for day in settings.holidays) or "none entered"
    cap = f" Body surface capped at {plain(settings.cap)} m²." if settings.cap is not None else ""
    return f"Closed: {closed or 'no weekday'}; {moved}. Holidays: {holidays}.{cap}"


def _parts(field: QLineEdit) -> list[str]:
    return [part.strip() for part in field.text().replace(";", ",").split(",") if part.strip()]


def _number(field: QLineEdit, what: str) -> float | None:
    text = field.text().strip()
    try:
        return float(text) if text else None
    except ValueError as error:
        raise ReviewError(f"{what} is a number; “{text}” is not.") from error


def _vial(text: str) -> tuple[str, float]:
    drug, _, size = text.rpartition(" ")
    try:
        return drug.strip(), float(size)
    except ValueError as error:
        raise ReviewError(
            f"Write a vial as its drug and mg, such as oxaliplatin 50; not “{text}”."
        ) from error
