"""Gathering what the board sees of a case from the store; no Qt, and safe away from the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from hccreview.clinical.case import Case, anchors_of
from hccreview.errors import ReviewError
from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.preparing import preparations
from hccreview.meeting.since import changed_since
from hccreview.meeting.standing import compared
from hccreview.review.compare import Comparison
from hccreview.review.schedule.build import planned_schedules
from ui.leaving import refuse_damaged

if TYPE_CHECKING:
    from db.meeting_listing import SealedDecision, StoredMeeting
    from db.store import Store
    from hccreview.clinical.planning import PlanningSettings
    from hccreview.meeting.decision import Decision
    from hccreview.meeting.preparing import Preparation
    from hccreview.meeting.seal import Sealed
    from hccreview.meeting.since import Since
    from hccreview.review.schedule.model import Schedule
    from hccreview.trials.local import LocalProtocol
    from hccreview.trials.model import Trial

Told = Callable[[int, int], None]


def board_case(
    store: Store,
    code: str,
    trials: tuple[Trial, ...],
    planning: PlanningSettings | None,
    day: date,
    meeting: StoredMeeting | None = None,
) -> BoardCase:
    """Return a stored case as the board sees it on the day of `meeting` (without one: on `day`).

    Raises ReviewError for a case that is not in the store, not what was saved, or not on the
    agenda.
    """
    refuse_damaged(store, code)
    case = store.case(code)
    if case is None:
        raise ReviewError(f"There is no stored case “{code}”; check its code.")
    board = store.board
    item = meeting.meeting.item(case.code) if meeting is not None else None
    sitting = meeting.meeting.sitting if meeting is not None else None
    stored_draft = board.draft(meeting.id, case.code) if meeting is not None else None
    draft = stored_draft.decision if stored_draft is not None else None
    decisions = board.seals(case.code)
    sealed = _newest(decisions, meeting)
    decided = sealed.snapshot.decision if sealed is not None else draft
    comparison = _compared(case, trials, sitting.on if sitting is not None else day, decided)
    protocols = {each.protocol.trial: each.protocol for each in store.local_protocols()}
    return BoardCase(
        comparison=comparison,
        sitting=sitting,
        item=item,
        attachments=tuple(each.attachment for each in board.attachments(case.code)),
        schedules=schedules_of(comparison, planning, protocols),
        draft=draft,
        sealed=sealed,
        since=_since(store, sealed, comparison, planning, protocols),
        earlier=_earlier(decisions, meeting),
        tasks=tuple(each.task for each in board.tasks(case.code)),
        preparation=_preparation(store, meeting, comparison),
    )


def board_cases(
    store: Store,
    meeting: StoredMeeting,
    trials: tuple[Trial, ...],
    planning: PlanningSettings | None,
    told: Told | None = None,
) -> tuple[BoardCase, ...]:
    """Return the cases of a meeting in the order of the agenda; `told` hears how many are done."""
    codes = meeting.meeting.codes
    found = []
    for number, code in enumerate(codes, start=1):
        found.append(board_case(store, code, trials, planning, meeting.meeting.sitting.on, meeting))
        if told is not None:
            told(number, len(codes))
    return tuple(found)


def schedules_of(
    comparison: Comparison,
    planning: PlanningSettings | None,
    protocols: dict[str, LocalProtocol],
) -> dict[str, Schedule]:
    """Return the planned schedules of a comparison by trial id."""
    return {each.trial: each for each in planned_schedules(comparison, planning, protocols)}


def _newest(decisions: tuple[SealedDecision, ...], meeting: StoredMeeting | None) -> Sealed | None:
    wanted = (each for each in decisions if meeting is None or each.meeting == meeting.id)
    return next((each.newest for each in wanted), None)


def _earlier(decisions: tuple[SealedDecision, ...], meeting: StoredMeeting | None) -> Sealed | None:
    """Return what was sealed last at another meeting that was not later than this one."""
    if meeting is None:
        return None
    others = (each.newest for each in decisions if each.meeting != meeting.id)
    day = meeting.meeting.sitting.on
    return next((each for each in others if each.snapshot.sitting.on <= day), None)


def _compared(
    case: Case, trials: tuple[Trial, ...], day: date, decided: Decision | None
) -> Comparison:
    """Return the comparison, with each trial of the decision for the arm that was recommended."""
    known = {trial.id: {arm.id for arm in trial.arms} for trial in trials}
    recommended = decided.recommendations if decided is not None else ()
    arms = {
        each.trial: each.arm for each in recommended if each.arm in known.get(each.trial, set())
    }
    return compared(case, trials, anchors_of(case, day), arms=arms)


def _since(
    store: Store,
    sealed: Sealed | None,
    comparison: Comparison,
    planning: PlanningSettings | None,
    protocols: dict[str, LocalProtocol],
) -> Since | None:
    if sealed is None:
        return None
    documents = store.board.sealed_documents(sealed.snapshot)
    return changed_since(
        sealed.snapshot, comparison, documents, planning, tuple(protocols.values())
    )


def _preparation(
    store: Store, meeting: StoredMeeting | None, comparison: Comparison
) -> Preparation | None:
    if meeting is None:
        return None
    ticks = [t for t in store.board.ticks(meeting.id) if t.case == comparison.case.code]
    return preparations(meeting.meeting.sitting, (comparison,), ticks)[0]
