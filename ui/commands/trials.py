"""``trials``: the library, or one trial with all its criteria."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hccreview.clinical.dates import spoken
from hccreview.review.explain import STATEMENT, checked_sentence
from hccreview.review.recruitment import can_be_entered, recruitment_on, recruitment_sentence
from hccreview.trials.library import read_library
from hccreview.trials.model import NOT_STATED, Criterion, Trial
from ui.commands.clock import today
from ui.commands.compare import chosen_trials
from ui.commands.layout import wrapped

_LISTED = {
    "all": "the source lists all criteria",
    "some": "the source lists key criteria only",
    "none": "the source lists no criteria",
}


def show_trials(trial_id: str | None = None, as_of: date | None = None) -> None:
    """Print one block a trial, or everything about one."""
    day = as_of or today()
    library = read_library()
    if trial_id is None:
        print("\n\n".join("\n".join(_summary(trial, day)) for trial in library))
    else:
        (trial,) = chosen_trials(library, [trial_id])
        print("\n".join((*_summary(trial, day), *_whole(trial))))
    print(f"\n{STATEMENT}")


def _summary(trial: Trial, day: date) -> Iterator[str]:
    yield wrapped(f"{trial.id}  {trial.short_name}")
    yield wrapped(trial.title, "  ")
    entry = "" if can_be_entered(recruitment_on(trial, day)) else "; a precedent only"
    yield wrapped(f"On {spoken(day)}: {recruitment_sentence(trial, day)}{entry}.", "  ")
    number = len(trial.criteria)
    shown = f"{number} {'criterion' if number == 1 else 'criteria'}"
    yield wrapped(f"{shown}; {_LISTED[trial.criteria_listed]}. {checked_sentence(trial)}", "  ")


def _whole(trial: Trial) -> Iterator[str]:
    version = f" of {trial.source.version}" if trial.source.version else f", date {NOT_STATED}"
    yield wrapped(f"Source: {trial.source.kind}{version}. {trial.source.note or ''}".rstrip(), "  ")
    number = trial.registry.number or NOT_STATED
    yield wrapped(f"Registry number: {number}. {trial.registry.note or ''}".rstrip(), "  ")
    for arm in trial.arms:
        default = " (default)" if arm.default and len(trial.arms) > 1 else ""
        yield wrapped(f"Arm {arm.id}{default}: {arm.name}", "  ")
    for criterion in trial.criteria:
        yield ""
        yield from _criterion(criterion)
    if trial.flags:
        yield "\nFlags of the source"
        for flag in trial.flags:
            yield wrapped(f"{flag.finding} {flag.treatment}", f"  {flag.id:<4} [{flag.severity}] ")


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield wrapped(f"{criterion.kind}: {criterion.label}", f"  {criterion.id:<5} ")
    lines = criterion.expression_text.strip().split("\n")
    yield from (f"          {line}" for line in lines)
    if criterion.applies_text:
        yield f"          applies where: {criterion.applies_text}"
    due = criterion.due.replace("_", " ")
    linked = f"; mirrors {', '.join(criterion.linked_to)}" if criterion.linked_to else ""
    yield wrapped(
        f"[{criterion.place.text}; due {due}; anchor {criterion.anchor}{linked}]", " " * 8
    )
    for note in criterion.notes:
        yield wrapped(f"note: {note}", " " * 8)
