"""Where a source can be read in several ways: the options, what each leads to, which is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hccreview.review.schedule.giving import Course, Giver
from hccreview.review.schedule.model import Choice, Option
from hccreview.review.schedule.placement import (
    LISTED,
    ORDER,
    REVERSED,
    UNORDERED,
    daily,
    unordered_roots,
)
from hccreview.trials.regimen import Administration, Variant

AFTER_INFUSION, AFTER_CYCLE = "infusion_end", "cycle_end"


def order_choice(administrations: Sequence[Administration], wanted: str) -> Choice | None:
    """Return the choice between the orders of infusions, None where the source leaves none."""
    roots = unordered_roots(administrations)
    if len(roots) < 2:
        return None
    names = [_with_followers(root, administrations) for root in roots]
    options = (
        Option(LISTED, f"One after the other: {', then '.join(names)}"),
        Option(REVERSED, f"One after the other: {', then '.join(reversed(names))}"),
        Option(UNORDERED, "Order left open: only the longest part is drawn by the hour"),
    )
    return Choice(ORDER, "Order of the infusions, not stated in source", options, wanted or LISTED)


def _with_followers(root: Administration, administrations: Sequence[Administration]) -> str:
    after = (_with_followers(a, administrations) for a in administrations if a.after == root.id)
    return ", ".join((root.drug, *after))


def chosen_courses(
    giver: Giver, wanted: Mapping[str, str]
) -> tuple[tuple[Course, ...], tuple[Choice, ...]]:
    """Return the drugs taken day after day whose beginning is known, and the choices among them."""
    courses: list[Course] = []
    choices: list[Choice] = []
    for given in giver.administrations:
        if not daily(given) or not giver.cycles:
            continue
        if given.variants:
            choice = _variants(giver, given, wanted.get(given.id, ""))
            choices.append(choice)
            option = next((o for o in choice.options if o.id == choice.chosen), None)
            if option is not None and option.first is not None:
                courses.append(Course(given, option.first))
        elif given.days is not None:
            courses.append(_on_days(giver, given, given.days.value))
    return tuple(courses), tuple(choices)


def _on_days(giver: Giver, given: Administration, days: tuple[int, ...]) -> Course:
    if len(days) > 1:
        return Course(given, None, days)
    return Course(given, giver.cycles[0].start + timedelta(days[0] - 1))


def _variants(giver: Giver, given: Administration, wanted: str) -> Choice:
    events = _events(giver)
    options = tuple(option for v in given.variants for option in _options(v, events))
    default = given.default_variant or given.variants[0]
    # The name of a variant with two readings chooses the first of them.
    chosen = _named(options, wanted) or wanted or _named(options, default.id) or options[0].id
    return Choice(given.id, f"Start of {given.drug}", options, chosen)


def _named(options: tuple[Option, ...], name: str) -> str:
    exact = [option.id for option in options if option.id == name]
    return next(iter(exact or (o.id for o in options if o.id.split(":")[0] == name)), "")


@dataclass(frozen=True, slots=True)
class _Events:
    """The dates in the first cycle that a start can be counted from; None: not known."""

    infusion_start: date | None
    infusion_end: date | None
    cycle_end: date


def _events(giver: Giver) -> _Events:
    first = giver.cycles[0]
    timed = replace(giver, cycles=(first,)).all(())
    starts = [g.start for g in timed if g.start is not None and g.hours is not None]
    ends = [g.end for g in timed if g.end is not None]
    return _Events(
        min(starts).date() if starts else None,
        max(ends).date() if ends else None,
        first.start + timedelta(giver.length - 1),
    )


def _options(variant: Variant, events: _Events) -> tuple[Option, ...]:
    """Return the readings of a variant; day N counted from an event is its date + N − 1."""
    readings: tuple[tuple[str, str, date | None], ...] = (
        (f":{AFTER_INFUSION}", "; completion read as the end of the infusion", events.infusion_end),
        (f":{AFTER_CYCLE}", "; completion read as the last day of the cycle", events.cycle_end),
    )
    if variant.counted_from == "start_of_infusion":
        readings = (("", "", events.infusion_start),)
    offset = timedelta(variant.day - 1)
    return tuple(
        Option(
            f"{variant.id}{name}",
            f"{variant.label}{label}",
            None if event is None else event + offset,
            variant.place,
            variant.flags,
        )
        for name, label, event in readings
    )
