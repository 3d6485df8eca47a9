"""Sealing, away from the screen: what is frozen is read from the store once more before."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError

if TYPE_CHECKING:
    from db.board import Board
    from db.store import Store
    from hccreview.meeting.decision import Decision
    from hccreview.meeting.follow_up import Task
    from hccreview.meeting.seal import Sealed
    from hccreview.meeting.snapshot import Snapshot
    from hccreview.review.compare import Comparison
    from ui.meeting.decision.facts import Facts


@dataclass(frozen=True, slots=True)
class Sealing:
    """What is to be sealed, by whom; an amendment names `before` and `reason`.

    `tests_due` is by when requested tests are wanted, where that is another day than the
    decision's.
    """

    meeting: uuid.UUID
    facts: Facts
    decision: Decision
    by: str
    at: datetime
    before: Sealed | None = None
    reason: str = ""
    tests_due: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was sealed and which tasks follow; `problem` says why no tasks could be added."""

    meeting: uuid.UUID
    sealed: Sealed
    tasks: tuple[Task, ...]
    problem: str = ""


def seal(store: Store, wanted: Sealing) -> Done:
    """Seal a decision and add the tasks that follow; raises ReviewError where it may not be."""
    from hccreview.meeting.seal import amended, sealed
    from hccreview.meeting.snapshot import redecided

    board = store.board
    _check_stored(store, wanted)
    if wanted.before is not None and wanted.facts.as_sealed:
        kept = board.sealed_documents(wanted.before.snapshot)
        snapshot = redecided(wanted.before.snapshot, wanted.decision, kept)
    else:
        snapshot = _snapshot(store, wanted)
        kept = documents(wanted.facts.comparison)
    if wanted.before is None:
        made = sealed(snapshot, wanted.by, wanted.at)
    else:
        made = amended(wanted.before, snapshot, wanted.by, wanted.at, wanted.reason)
    board.seal_decision(wanted.meeting, made, kept)
    try:
        return Done(wanted.meeting, made, _tasks(board, wanted))
    except ReviewError as error:  # the seal stands; what follows from it can be added by hand
        return Done(wanted.meeting, made, (), str(error))


def tasks_that_follow(
    decision: Decision, due: date | None, known: Iterable[Task] = ()
) -> tuple[Task, ...]:
    """Return a task for each requested test that no open task asks for already."""
    from hccreview.meeting.follow_up import Progress, tasks_of
    from ui.meeting.decision.facts import labels_of

    open_ones = {each.field for each in known if each.progress is Progress.OPEN}
    found = tasks_of(decision, labels_of(decision))
    new = (each for each in found if each.field not in open_ones)
    return tuple(replace(each, due=due or each.due) for each in new)


def documents(comparison: Comparison) -> dict[str, bytes]:
    """Return the documents of the compared trials by digest; raises ReviewError."""
    from hccreview.meeting.documents import documents_of
    from resources import resource_path

    texts = {}
    for assessment in comparison.assessments:
        path = resource_path("trials", f"{assessment.trial.id}.yaml")
        if path.is_file():
            texts[assessment.trial.id] = path.read_text(encoding="utf-8")
    return documents_of(comparison, texts)


def _snapshot(store: Store, wanted: Sealing) -> Snapshot:
    from hccreview.meeting.snapshot import snapshot_of
    from ui.planning_choice import chosen_planning

    comparison = wanted.facts.comparison
    return snapshot_of(
        comparison,
        wanted.decision,
        wanted.facts.sitting,
        chosen_planning(),
        [each.protocol for each in store.local_protocols()],
    )


def _check_stored(store: Store, wanted: Sealing) -> None:
    """Raise ReviewError unless the stored draft and the saved case are what was on screen."""
    code = wanted.decision.case
    draft = store.board.draft(wanted.meeting, code)
    if draft is None or draft.decision != wanted.decision:
        raise ReviewError(
            f"The stored draft on {code} is not what is on screen: it was changed elsewhere, or"
            " could not be saved. Read it again, then seal it."
        )
    stored = store.stored(code)
    if not wanted.facts.as_sealed and (
        stored is None or stored.case != wanted.facts.comparison.case
    ):
        raise ReviewError(
            f"{code} is not saved as it is on screen: it was changed elsewhere, or could not be"
            " saved. Read it again, then seal the decision."
        )


def _tasks(board: Board, wanted: Sealing) -> tuple[Task, ...]:
    known = [each.task for each in board.tasks(wanted.decision.case)]
    new = tasks_that_follow(wanted.decision, wanted.tests_due, known)
    if new:
        board.add_tasks(new, wanted.meeting)
    return new
