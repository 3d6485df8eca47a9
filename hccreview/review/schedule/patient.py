"""What of a case a dose rests on: the newest height, and the weights in order of their dates."""

from __future__ import annotations

from datetime import date

from hccreview.clinical.case import Case, Observation
from hccreview.clinical.dates import PartialDate, spoken
from hccreview.clinical.quantity import Span
from hccreview.review.schedule.model import Measurement, Patient

_UNITS = {"height": "cm", "weight": "kg"}


def patient_of(case: Case, as_of: date) -> Patient:
    """Return height and weights that are known on `as_of`; a value in doubt is never used."""
    height, height_missing = _measurements(case, "height", as_of)
    weights, weight_missing = _measurements(case, "weight", as_of)
    return Patient(
        height=height[-1] if height else None,
        weights=weights,
        missing=(*height_missing, *weight_missing),
    )


def _measurements(
    case: Case, field: str, as_of: date
) -> tuple[tuple[Measurement, ...], tuple[str, ...]]:
    """Return the usable values of a field, oldest first; none where the newest is in doubt."""
    visible = [o for o in case.of(field) if o.collected_on is None or o.collected_on.first <= as_of]
    if not visible:
        return (), (f"The {field} is not recorded.",)
    ordered = sorted(visible, key=_moment)
    if why := _doubt(field, ordered):
        return (), (why,)
    usable = (o for o in ordered if not o.suspect and _exact(o) is not None)
    found = [Measurement(_exact(o) or 0.0, _UNITS[field], o.collected_on) for o in usable]
    return tuple(found), ()


def _doubt(field: str, ordered: list[Observation]) -> str:
    """Return why the newest value is of no use, empty where it can be used."""
    newest = ordered[-1]
    if newest.suspect:
        return f"The {field} is in doubt: {newest.suspect}"
    if _exact(newest) is None:
        return f"The {field} “{newest.value_text}” is no exact number."
    twins = [o for o in ordered if _moment(o) == _moment(newest)]
    if len({_exact(o) for o in twins}) > 1:
        when = _on(newest.collected_on)
        return f"Two values of the {field} are recorded{when}; keep the right one."
    return ""


def _moment(observation: Observation) -> tuple[date, date, str]:
    when = observation.collected_on
    if when is None:
        return date.min, date.min, ""
    return when.last, when.first, observation.collected_at


def _exact(observation: Observation) -> float | None:
    value = observation.value
    return value.low if isinstance(value, Span) and value.exact and value.low > 0 else None


def _on(when: PartialDate | None) -> str:
    return "" if when is None else f" on {spoken(when)}"
