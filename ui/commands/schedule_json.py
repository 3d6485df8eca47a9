"""Schedules as JSON: plain mappings, dates and times as ISO texts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from hccreview import __version__
from hccreview.clinical.planning import planning_mapping
from hccreview.review.compare import Comparison
from hccreview.review.digest import data_version, made_from
from hccreview.review.explain import STATEMENT
from hccreview.review.schedule.burden import burden
from hccreview.review.schedule.checks import checks
from hccreview.review.schedule.model import (
    Amount,
    Choice,
    Dosage,
    Given,
    Measurement,
    Schedule,
    Surface,
)
from hccreview.trials.local import LocalPlace

Json = dict[str, Any]


def report(schedules: tuple[Schedule, ...], comparison: Comparison) -> Json:
    """Return everything the schedules of a case say."""
    trials = tuple(assessment.trial for assessment in comparison.assessments)
    return {
        "case": comparison.case.code,
        "synthetic": comparison.case.synthetic,
        "as_of": str(comparison.anchors.as_of),
        "schedules": [_schedule(each, comparison) for each in schedules],
        "program_version": __version__,
        "data_version": data_version(trials),
        "made_from": made_from(trials),
        "statement": STATEMENT,
    }


def _schedule(schedule: Schedule, comparison: Comparison) -> Json:
    return {
        "trial": schedule.trial,
        "arm": schedule.arm,
        "start": str(schedule.start),
        "time": schedule.time.strftime("%H:%M"),
        "time_chosen": schedule.time_chosen,
        "settings": planning_mapping(schedule.settings),
        "surface": _surface(schedule.surface),
        "cycle_length": schedule.cycle_length,
        "maximum_cycles": schedule.maximum_cycles,
        "days": schedule.days,
        "cycles": [
            {
                "number": cycle.number,
                "published": str(cycle.published),
                "start": str(cycle.start),
                "last": str(cycle.last),
                "moves": [{"days": move.days, "why": move.why} for move in cycle.moves],
            }
            for cycle in schedule.cycles
        ],
        "given": [_given(given) for given in schedule.given],
        "open": [asdict(part) for part in schedule.open],
        "choices": [_choice(choice) for choice in schedule.choices],
        "cautions": [asdict(caution) for caution in schedule.cautions],
        "totals": [
            {
                "drug": total.drug,
                "mg": _amount(total.mg),
                "per_m2": _amount(total.per_m2),
                "doses": total.doses,
                "goes_on": total.goes_on,
                "local": total.local,
            }
            for total in schedule.totals
        ],
        "burden": [
            {
                "id": line.id,
                "label": line.label,
                "text": line.text,
                "amount": _amount(line.amount),
                "note": line.note,
            }
            for line in burden(schedule).lines
        ],
        "checks": [asdict(check) for check in checks(comparison, schedule)],
        "local": [_local(place) for place in schedule.local],
    }


def _given(given: Given) -> Json:
    return {
        "id": given.id,
        "drug": given.drug,
        "cycle": given.cycle,
        "kind": given.kind,
        "route": given.route,
        "day": given.day,
        "first": str(given.first),
        "last": str(given.last),
        "start": _text(given.start),
        "end": _text(given.end),
        "hour": given.hour,
        "hours": given.hours,
        "dose": _dose(given.dose),
        "per_day": given.per_day,
        "doses": given.doses,
        "published_first": str(given.published_first),
        "published_last": str(given.published_last),
        "held": None if given.held is None else given.held.reason,
        "reduced_to_percent": None if given.reduced is None else given.reduced.to_percent,
        "goes_on": given.goes_on,
        "implied": list(given.implied),
        "local": [{"part": part, **_local(place)} for part, place in given.local],
    }


def _dose(dose: Dosage | None) -> Json | None:
    if dose is None:
        return None
    return {
        "stated": dose.stated,
        "unit": dose.unit,
        "percent": dose.percent,
        "surface": dose.surface,
        "exact_mg": dose.exact,
        "mg": dose.mg,
        "rounded_to": dose.step,
        "arithmetic": dose.arithmetic,
        "local": dose.local is not None,
    }


def _surface(surface: Surface | None) -> Json | None:
    if surface is None:
        return None
    return {
        "value": surface.value,
        "uncapped": surface.uncapped,
        "formula": surface.formula,
        "other_formula": surface.other,
        "height": _measurement(surface.height),
        "weight": _measurement(surface.weight),
    }


def _measurement(value: Measurement) -> Json:
    return {"value": value.value, "unit": value.unit, "on": _text(value.on)}


def _choice(choice: Choice) -> Json:
    options = [
        {"id": option.id, "label": option.label, "first": _text(option.first)}
        for option in choice.options
    ]
    return {
        "id": choice.id,
        "label": choice.label,
        "chosen": choice.chosen,
        "options": options,
    }


def _amount(amount: Amount | None) -> Json | None:
    if amount is None:
        return None
    return {
        "value": amount.value,
        "unit": amount.unit,
        "complete": amount.complete,
        "missing": list(amount.missing),
    }


def _local(place: LocalPlace) -> Json:
    return {"author": place.author, "on": str(place.on), "reason": place.reason}


def _text(value: date | datetime | time | object | None) -> str | None:
    if value is None:
        return None
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)
