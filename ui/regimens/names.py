"""Names and remarks that every view of the page shows in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from hccreview.review.schedule.words import day_text
from ui.regimens.lines import LOCAL

if TYPE_CHECKING:
    from ui.regimens.work import Planned, Worked


def series_of(worked: Worked) -> Mapping[str, int]:
    """Return the colour number of each drug: the same drug has the same colour in every trial."""
    lines = [line for each in worked.planned for line in each.schedule.lines]
    drugs = dict.fromkeys(
        line.administration.drug
        for line in sorted(lines, key=lambda line: line.administration.dose is None)
    )
    return {drug: number for number, drug in enumerate(drugs)}


def about(planned: Planned) -> str:
    """Return id, length of a cycle and number of cycles of a trial."""
    schedule, trial = planned.schedule, planned.trial
    parts = [trial.id if trial.registry.number else "no registry number"]
    if schedule.arm and len(trial.arms) > 1:
        parts.append(f"arm {schedule.arm}")
    if schedule.cycle_length is not None:
        parts.append(f"{schedule.cycle_length}-day cycle")
    if schedule.maximum_cycles is not None:
        parts.append(f"up to {schedule.maximum_cycles}")
    if not trial.checked:
        parts.append("not yet checked by a clinician")
    return " · ".join(parts)


def compared_name(planned: Planned) -> str:
    """Return the name of a trial in a comparison, marked where parts of it are local."""
    return f"{planned.trial.short_name}{LOCAL if planned.schedule.local else ''}"


def silence(planned: Planned) -> str:
    """Return what is said where a trial cannot be drawn, empty where it can."""
    schedule = planned.schedule
    if schedule.drawable:
        return ""
    if any(line.dose is not None for line in schedule.lines):
        return "Schedule not stated in source"
    return "Doses and schedule not stated in source"


def local_words(planned: Planned) -> str:
    """Return who filled in parts of a trial, empty where nobody did."""
    protocol = planned.protocol
    if protocol is None:
        return ""
    return f"Local protocol: {protocol.author}, {day_text(protocol.on)}, {protocol.reason}"


def rest_words(worked: Worked, day: date) -> str:
    """Return why the site begins no cycle on a day, empty where it may."""
    if not worked.planned:
        return ""
    settings = worked.planned[0].schedule.settings
    if day in settings.holidays:
        return "holiday"
    return "closed" if settings.closed(day) else ""
