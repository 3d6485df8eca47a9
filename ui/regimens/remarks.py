"""What the panel lists, taken from the schedules: changes, readings, checks, cautions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hccreview.clinical.plan import Delay, DoseReduction, Hold
from hccreview.review.schedule.checks import checks

if TYPE_CHECKING:
    from hccreview.clinical.plan import Change
    from hccreview.review.compare import Comparison
    from hccreview.review.schedule.model import Caution
    from ui.regimens.work import Planned, Worked

_WORST = ("warning", "unknown", "not_stated", "none_found")


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """A change of a plan in words; `number` is its place in the plan."""

    trial: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """Where a source can be read in several ways."""

    trial: str
    trial_name: str
    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class CheckNote:
    """A check in words, with the trials that it is about."""

    state: str
    text: str


def change_notes(worked: Worked) -> Iterator[ChangeNote]:
    """Yield the changes of all plans."""
    for planned in worked.planned:
        for number, change in enumerate(planned.plan.changes):
            words = f"{planned.trial.short_name}, {change_words(planned, change)}"
            yield ChangeNote(planned.trial.id, number, words)


def change_words(planned: Planned, change: Change) -> str:
    """Return ``cycle 2: held, platelets 60 (A. Chair)``."""
    line = planned.line(change.administration) if change.administration else None
    what = f", {line.administration.drug}" if line is not None else ""
    cycles = f"cycle {change.cycle}"
    if isinstance(change, Hold | DoseReduction) and change.onwards:
        cycles = f"{cycles} and later"
    if isinstance(change, Hold):
        done = "held"
    elif isinstance(change, Delay):
        done = "1 day later" if change.days == 1 else f"{change.days} days later"
    else:
        done = f"{change.to_percent:g} % of the stated dose"
    return f"{cycles}{what}: {done}, {change.reason} ({change.author})"


def reading_notes(worked: Worked) -> Iterator[ReadingNote]:
    """Yield the choices of all trials."""
    for planned in worked.planned:
        for choice in planned.schedule.choices:
            options = tuple((option.id, option.label) for option in choice.options)
            yield ReadingNote(
                planned.trial.id,
                planned.trial.short_name,
                choice.id,
                choice.label,
                options,
                choice.chosen,
            )


def check_notes(comparison: Comparison, worked: Worked) -> list[CheckNote]:
    """Return the checks of all trials, each sentence once with the names of its trials."""
    found: dict[tuple[str, str], list[str]] = {}
    for planned in worked.planned:
        for check in checks(comparison, planned.schedule):
            found.setdefault((check.state, check.text), []).append(planned.trial.short_name)
    notes = [
        CheckNote(state, text if len(names) == len(worked.planned) else f"{text} ({_list(names)})")
        for (state, text), names in found.items()
    ]
    return sorted(notes, key=lambda note: _WORST.index(note.state))


def caution_notes(worked: Worked) -> list[tuple[str, Caution]]:
    """Return the cautions of all trials with the names of their trials; readings stand apart."""
    found: dict[Caution, list[str]] = {}
    for planned in worked.planned:
        for caution in planned.schedule.cautions:
            if caution.kind not in ("reading", "order"):
                found.setdefault(caution, []).append(planned.trial.short_name)
    return [(_list(names), caution) for caution, names in found.items()]


def _list(names: list[str]) -> str:
    return "; ".join(dict.fromkeys(names))
