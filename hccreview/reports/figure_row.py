"""One printed figure as a row of the sheet Outcomes."""

from __future__ import annotations

from dataclasses import dataclass

from hccreview.reports.cells import Cell, Row, number, printed_number, scalar, stated, text
from hccreview.reports.printed import flags_text, places_text, unit_text
from hccreview.trials.figures import Mention, Number, Place, Scalar
from hccreview.trials.model import Trial


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What the columns of the sheet hold; `percent` is 47.4, not 0.474, as printed.

    `bounds` are an interval, a range or quartiles; `bounds_text` says which. `silent` rows say
    that the source states nothing.
    """

    trial: Trial
    part: str
    item: str
    detail: str = ""
    population: str = ""
    count: int | None = None
    denominator: int | None = None
    percent: Number | None = None
    sign: str = ""
    value: Scalar | tuple[Scalar, ...] | None = None
    unit: str | None = None
    at_months: Number | None = None
    bounds: tuple[Number, Number] | None = None
    bounds_text: str = ""
    note: str = ""
    place: Place | None = None
    also: tuple[Mention, ...] = ()
    flags: tuple[str, ...] = ()
    silent: bool = False


def cells(row: FigureRow) -> Row:
    """Return the cells of a figure in the order of the sheet's columns."""
    low, high = row.bounds or (None, None)
    return (
        Cell(row.trial.id, "quiet"),
        Cell(row.part, "quiet"),
        Cell(row.item, "bold"),
        text(row.detail),
        text(row.population),
        number(row.count),
        number(row.denominator),
        printed_number(row.percent),
        text(row.sign),
        scalar(row.value),
        text(unit_text(row.unit)),
        number(row.at_months),
        printed_number(low),
        printed_number(high),
        text(row.bounds_text),
        stated(None) if row.silent else text(row.note),
        text(places_text((row.place,), row.also)),
        text(flags_text(row.trial, row.flags)),
    )
