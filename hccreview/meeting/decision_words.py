"""A decision in words: its recommendations, what it rests on, and whether it is sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hccreview.clinical.dates import spoken
from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.decision import Decision
from hccreview.review.wording import label_of

NO_DECISION = "No decision is recorded yet."
UNSEALED = "This is a draft: it is not sealed and may still change."


def state_of(board_case: BoardCase) -> str:
    """Return whether the decision is sealed, a draft, or not there yet."""
    sealed = board_case.sealed
    if sealed is not None:
        return f"sealed, version {sealed.seal.version}{', amended' if sealed.seal.reason else ''}"
    return "draft, not sealed" if board_case.draft is not None else "none yet"


def recommendations_told(board_case: BoardCase) -> list[str]:
    """Return the recommendations in words, the first one first; none without a decision."""
    decision = board_case.decision
    if decision is None:
        return []
    labels, names = _labels(board_case, decision), _names(board_case)
    return [each.sentence(names, labels) for each in decision.recommendations]


def earlier_told(board_case: BoardCase) -> list[str]:
    """Return when an earlier meeting decided, and its recommendations; none without one."""
    before = board_case.earlier
    if before is None:
        return []
    decision, day = before.snapshot.decision, spoken(before.snapshot.sitting.on)
    labels, names = _labels(board_case, decision), before.snapshot.names()
    told = [each.sentence(names, labels) for each in decision.recommendations]
    return [f"At the meeting of {day}, digest {before.mark}.", *told]


def basis_told(decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield label and text of all that stands beside the recommendations, where it is given."""
    votes = decision.votes
    counted = (
        f"{votes.in_favour} for, {votes.against} against, {votes.abstained} abstained"
        if votes is not None
        else ""
    )
    due = f", by {spoken(decision.due)}" if decision.due is not None else ""
    author = decision.author or "an author not named"
    for label, text in (
        ("Basis", decision.basis),
        ("Dissent", decision.dissent),
        ("Responsible", f"{decision.responsible}{due}" if decision.responsible else ""),
        ("Votes", counted),
        ("Decided", f"{spoken(decision.decided_on)}, written down by {author}"),
    ):
        if text.strip():
            yield label, text


def _labels(board_case: BoardCase, decision: Decision) -> dict[str, str]:
    dictionary = board_case.comparison.dictionary
    asked = [name for each in decision.recommendations for name in each.asked]
    return {name: label_of(name, dictionary) for name in asked}


def _names(board_case: BoardCase) -> Mapping[str, str]:
    """Return the names of trials by id and of arms by ``trial/arm``, as sealed where they are."""
    names = {}
    for assessment in board_case.comparison.assessments:
        trial = assessment.trial
        names[trial.id] = f"{trial.id} ({trial.short_name})"
        names |= {f"{trial.id}/{arm.id}": arm.name for arm in trial.arms}
    return names | (board_case.sealed.snapshot.names() if board_case.sealed is not None else {})
