"""Which input belongs to a field of the dictionary, and how it shows a recorded value."""

from __future__ import annotations

from hccreview.clinical.case import Observation, Value
from hccreview.clinical.fields import NUMERIC, FieldDefinition
from ui.case_page.controls import Choice, WordSet, YesNo
from ui.case_page.live_line import LiveLine
from ui.case_page.typed import unit_choices, written

_UNIT_WIDTH, _LEAST = 96, 40
Input = YesNo | WordSet | Choice | LiveLine


def input_for(field: FieldDefinition, name: str) -> Input:
    """Return the input for a field: buttons, a set, a choice, or a line."""
    made: Input
    if field.type in ("yes_no", "judgement"):
        made = YesNo(name)
    elif field.type == "set":
        made = WordSet(name, field.values, field.exclusive)
    elif field.values:
        made = Choice(field.values)
    else:
        made = LiveLine()
        made.setMinimumWidth(_LEAST)
        first = ("2026-11-14 or 2026-11",) if field.type == "date" else ("",)
        made.setPlaceholderText(" or ".join((*first, *field.words.values())).strip())
    made.setAccessibleName(name)
    return made


def unit_input_for(field: FieldDefinition) -> Choice | None:
    """Return the choice of a field's unit; None where there is only one."""
    labels = unit_choices(field)
    if field.type not in NUMERIC or len(labels) == 1:
        return None
    choice = Choice({})
    choice.clear()
    for unit, label in labels.items():
        choice.addItem(label, unit)
    choice.setAccessibleName(f"{field.label}, unit")
    widest = max(choice.fontMetrics().horizontalAdvance(label) for label in labels.values())
    choice.setFixedWidth(min(widest + 34, _UNIT_WIDTH))
    return choice


def put_value(control: Input, value: Value | None, text: str) -> None:
    """Show a recorded value, or that there is none; `text` is what a line shows of it."""
    if isinstance(control, WordSet):
        control.put(value if isinstance(value, frozenset) else ())
    elif isinstance(control, LiveLine):
        control.setText(text)
    elif isinstance(value, bool):
        control.put("yes" if value else "no")
    else:
        control.put("" if value is None else str(value))


def line_text(field: FieldDefinition, shown: Observation | None) -> str:
    """Return what a line shows of a recorded value, ready to be edited."""
    if shown is None:
        return ""
    if shown.value_text in field.words:
        return field.word(shown.value_text)
    return written(shown, field)
