"""What a source leaves open of a regimen, part by part, in the source's own silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from hccreview.review.schedule.model import OpenPart
from hccreview.trials.figures import NOT_STATED
from hccreview.trials.regimen import Administration, Regimen

PART_NAMES = {
    "drug": "drugs",
    "dose": "dose",
    "route": "route",
    "days": "day",
    "start_hour": "hour",
    "duration": "duration",
    "frequency": "how often",
    "cycle_length": "length of a cycle",
    "maximum_cycles": "number of cycles",
}
_SWALLOWED = ("oral",)


def regimen_parts(regimen: Regimen) -> tuple[OpenPart, ...]:
    """Return what is open of the regimen as a whole."""
    parts = (("cycle_length", regimen.cycle_length), ("maximum_cycles", regimen.maximum_cycles))
    return tuple(OpenPart("", "", name, NOT_STATED) for name, part in parts if part is None)


def open_parts(
    given: Administration, stage: Literal["cycle", "maintenance"] = "cycle"
) -> tuple[OpenPart, ...]:
    """Return what is open of an administration.

    A drug taken by mouth or day after day has no hour and no duration to state.
    """
    remarks: dict[str, str] = {remark.of: remark.text for remark in given.inferred}
    return tuple(
        OpenPart(given.id, given.drug, part, NOT_STATED, remarks.get(part, ""), stage)
        for part in _open(given)
    )


def _open(given: Administration) -> Iterator[str]:
    if any(remark.of == "drug" for remark in given.inferred):
        yield "drug"
    if given.dose is None:
        yield "dose"
    if given.route is None:
        yield "route"
    if given.days is None and not given.variants:
        yield "days"
    daily = given.frequency is not None and given.frequency.per_day is not None
    if daily or (given.route is not None and given.route.value in _SWALLOWED):
        if not daily:
            yield "frequency"
        return
    if given.start_hour is None and given.after is None:
        yield "start_hour"
    if given.duration is None:
        yield "duration"
    implied = any(remark.day is not None for remark in given.inferred)
    if given.days is None and given.frequency is None and given.after is None and not implied:
        yield "frequency"
