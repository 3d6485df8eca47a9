"""What is recorded with a clinician's word: when it was given, and the facts that it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hccreview.clinical.case import Case, Observation
    from hccreview.review.compare import Comparison
    from hccreview.review.eligibility import Finding
    from ui.workspace import Workspace


def time_on(day: date | None, workspace: Workspace) -> time | None:
    """Return the time of now where `day` is today: on another day nobody knows it."""
    return workspace.clock() if day == workspace.today() else None


def ground_of_override(finding: Finding, comparison: Comparison) -> str:
    """Return what an override of a finding rests on, as it is kept."""
    from hccreview.meeting.ground import ground_of_finding, ground_text

    return ground_text(ground_of_finding(finding, comparison))


def grounded(case: Case, before: Case, field: str, workspace: Workspace) -> Case:
    """Return the case with the facts, and the time, of the answers that `before` does not have.

    Before the trials are read nobody knows who asks: then nothing is written down.
    """
    known, as_of = before.of(field), workspace.as_of
    new = [each for each in case.of(field) if all(each is not one for one in known)]
    if not new or not workspace.trials or as_of is None:
        return case
    from hccreview.meeting.ground import AnswerGrounds, ground_text

    ground = ground_text(AnswerGrounds(case, workspace.trials, as_of).of(field))
    made = {id(each): _with(each, ground, workspace) for each in new}
    return replace(case, observations=tuple(made.get(id(o), o) for o in case.observations))


def _with(answer: Observation, ground: str, workspace: Workspace) -> Observation:
    on = answer.collected_on
    at = time_on(on.first, workspace) if on is not None and on.exact else None
    clock = at.strftime("%H:%M") if at is not None else answer.collected_at
    return replace(answer, ground=ground, collected_at=clock)
