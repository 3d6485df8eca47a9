"""The sheets of a meeting's workbook: one summary, one a case, one of what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from hccreview.clinical.dates import spoken
from hccreview.meeting.attachment import KeyImage
from hccreview.meeting.board_case import BoardCase
from hccreview.meeting.deciding import by_relevance, deciding, headline_told
from hccreview.meeting.decision_words import (
    NO_DECISION,
    UNSEALED,
    basis_told,
    earlier_told,
    recommendations_told,
    state_of,
)
from hccreview.meeting.follow_up import Progress, Task, follow_ups
from hccreview.meeting.meeting import AgendaItem, Meeting, Readiness
from hccreview.meeting.orientation import orientation
from hccreview.reports.cells import BLANK, Cell, Column, Row, Sheet, text
from hccreview.reports.styles import eligibility_look, verdict_look
from hccreview.review.digest import input_digest
from hccreview.review.eligibility import Finding, TrialAssessment, Verdict
from hccreview.review.explain import (
    checked_sentence,
    eligibility_sentence,
    override_sentence,
    sentence,
    verdict_word,
)
from hccreview.review.profile import profile
from hccreview.review.recruitment import recruitment_sentence

_READINESS = {
    Readiness.TO_PREPARE: "to prepare",
    Readiness.READY: "ready",
    Readiness.DISCUSSED: "discussed",
    Readiness.DEFERRED: "deferred",
}
_BRIEF = 240
_AGENDA = (
    Column("No.", 7),
    Column("Case", 16),
    Column("State", 14),
    Column("Why deferred", 24),
    Column("Questions to the board", 40),
    Column("Trials, the best first", 44),
    Column("Decision", 18),
    Column("Recommendations", 48),
    Column("Digest of the sealed record", 22),
    Column("Responsible", 18),
    Column("Due", 13),
    Column("Still to obtain", 10),
)
_CASE = (
    Column("Trial", 20),
    Column("Headline", 22),
    Column("Criterion", 10),
    Column("What it asks", 40),
    Column("Verdict", 16),
    Column("Why", 84),
    Column("When due", 10),
)
_TASKS = (
    Column("State", 12),
    Column("Case", 16),
    Column("What", 50),
    Column("Responsible", 22),
    Column("Asked on", 13),
    Column("Due", 13),
    Column("Days overdue", 10),
)


def agenda_sheet(meeting: Meeting, cases: Sequence[BoardCase]) -> Sheet:
    """Return the summary of a meeting: a row a case, in the order of the agenda."""
    known = {each.code: each for each in cases}
    rows = tuple(
        _agenda_row(number, item, known[item.case])
        for number, item in enumerate(meeting.items, start=1)
        if item.case in known
    )
    return Sheet(
        "Meeting",
        f"HCC Review: the tumour board of {spoken(meeting.sitting.on)}",
        _AGENDA,
        rows,
        lead=(*_members(meeting), BLANK),
        frozen=2,
    )


def _members(meeting: Meeting) -> Iterator[Row]:
    sitting = meeting.sitting
    for label, votes in (("With a vote", True), ("Without a vote", False)):
        names = [
            f"{each.name} ({each.role})" if each.role else each.name
            for each in sitting.members
            if each.votes is votes
        ]
        if names:
            label_cell = Cell(label, "bold", span=2)
            yield (label_cell, None, Cell("; ".join(names), span=len(_AGENDA) - 2))


def _agenda_row(number: int, item: AgendaItem, board_case: BoardCase) -> Row:
    decision, sealed = board_case.decision, board_case.sealed
    ordered = by_relevance(board_case.comparison, decision)
    told = [f"{a.trial.id}: {headline_told(a, board_case.comparison)}" for a in ordered]
    trials = "\n".join(told)
    preparation = board_case.preparation
    questions = "\n".join(f"{n}. {each}" for n, each in enumerate(item.questions, start=1))
    return (
        Cell(number, "count"),
        Cell(item.case, "bold"),
        Cell(_READINESS[item.readiness]),
        text(item.reason),
        text(questions),
        Cell(trials),
        Cell(state_of(board_case), "pass" if sealed is not None else "unknown"),
        text("\n".join(_brief(each, item.case) for each in _numbered(board_case))),
        text(sealed.mark if sealed is not None else ""),
        text(decision.responsible if decision is not None else ""),
        Cell(decision.due, "left_date") if decision is not None and decision.due else None,
        Cell(len(preparation.outstanding), "count") if preparation is not None else None,
    )


def _numbered(board_case: BoardCase) -> list[str]:
    told = recommendations_told(board_case)
    return [f"{number}. {each}" for number, each in enumerate(told, start=1)]


def _brief(told: str, code: str) -> str:
    """Return a recommendation in a few lines; the sheet of the case holds the whole text."""
    if len(told) <= _BRIEF:
        return told
    return f"{told[:_BRIEF].rsplit(maxsplit=1)[0]} … (whole text on the sheet {code})"


# ------------------------------------------------------------------------------- a case


def case_sheet(board_case: BoardCase) -> Sheet:
    """Return the sheet of one case: what is known, the decision, and every row that decides."""
    comparison = board_case.comparison
    ordered = by_relevance(comparison, board_case.decision)
    rows = tuple(row for each in ordered for row in _trial(each, board_case))
    return Sheet(
        board_case.code,
        f"{board_case.code}: as of {spoken(comparison.anchors.as_of)}",
        _CASE,
        rows,
        lead=(
            *_known(board_case),
            *_decision(board_case),
            *_since(board_case),
            *_care(board_case),
            BLANK,
        ),
        below=tuple(_wanted(board_case)),
        repeat_headings=False,
        held=False,
    )


def _lines(label: str, texts: Sequence[str], look: str = "text") -> Iterator[Row]:
    """Yield a line over the whole table for each text, the label before the first."""
    for number, each in enumerate(texts):
        first = None if number else Cell(label, "bold")
        yield (first, Cell(each.strip(), look, span=len(_CASE) - 1))


def _known(board_case: BoardCase) -> Iterator[Row]:
    lines = [line for line in profile(board_case.comparison) if line.value_text]
    told = "; ".join(f"{line.label} {line.value_text}" for line in lines)
    yield from _lines("Summary", (told or "No score or stage can be worked out.",))
    images = sum(isinstance(each, KeyImage) for each in board_case.attachments)
    excerpts = len(board_case.attachments) - images
    if board_case.attachments:
        told = f"{images} key images and {excerpts} excerpts of reports, not in this file"
        yield from _lines("Shown", (told,))
    item = board_case.item
    yield from _lines("Questions", item.questions if item is not None else ())
    dictionary = board_case.comparison.dictionary
    again = board_case.comparison.reopened.items()
    yield from _lines("Open again", [f"{dictionary.label(name)}: {why}" for name, why in again])


def _decision(board_case: BoardCase) -> Iterator[Row]:
    decision, sealed = board_case.decision, board_case.sealed
    yield from _lines("Decision", (state_of(board_case),), "pass" if sealed else "unknown")
    if decision is None:
        yield from _lines("", (NO_DECISION,))
    else:
        yield from _lines("", [*_numbered(board_case), *([] if sealed else [UNSEALED])])
        yield from (row for label, told in basis_told(decision) for row in _lines(label, (told,)))
    if sealed is not None:
        yield from _lines("Seal", (sealed.sentence, f"Digest {sealed.digest}"))
    yield from _lines("Inputs", (f"Digest {input_digest(board_case.comparison)}",))
    yield from _lines("Decided before", earlier_told(board_case))


def _since(board_case: BoardCase) -> Iterator[Row]:
    since = board_case.since
    if since is None:
        return
    told = [trial.sentence for trial in since.trials]
    told += [move.sentence for move in since.moves] + list(since.other)
    yield from _lines(
        "Changed since", told or ["Nothing: the verdicts are those that were sealed."]
    )


def _care(board_case: BoardCase) -> Iterator[Row]:
    found = orientation(board_case.comparison)
    told = [f"{found.edition}, orientation only. {found.sentence}"]
    for stage in found.stages:
        told += [f"Stage {stage.stage}, {stage.name}: {each.sentence}" for each in stage.offers]
        told += [each.sentence for each in stage.ruled_out]
    told += [f"{label}: {value}" for label, value in found.recorded]
    told.append(f"{found.statement} {found.checked} Source: {found.source}.")
    yield from _lines("Standard of care", told)


def _trial(assessment: TrialAssessment, board_case: BoardCase) -> Iterator[Row]:
    """Yield a row for the trial, then one for each criterion that decides."""
    trial, comparison = assessment.trial, board_case.comparison
    look = eligibility_look(assessment.eligibility, comparison.recruitment(assessment))
    head = (Cell(trial.id, "bold"), Cell(headline_told(assessment, comparison), look))
    recruiting = recruitment_sentence(trial, comparison.anchors.as_of)
    told = eligibility_sentence(assessment, comparison)
    why = Cell(f"{told}. {recruiting}. {checked_sentence(trial)}")
    yield (*head, None, Cell(trial.short_name, "bold"), None, why)
    for finding in deciding(assessment):
        yield (*head, *_criterion(finding, board_case))


def _criterion(finding: Finding, board_case: BoardCase) -> Row:
    comparison = board_case.comparison
    why = f"{sentence(finding, comparison)} {override_sentence(finding, comparison)}".strip()
    later = finding.verdict is not Verdict.FAIL and not finding.decides_now
    return (
        Cell(finding.criterion.id),
        Cell(finding.criterion.label),
        Cell(verdict_word(finding.verdict), verdict_look(finding.verdict)),
        Cell(why),
        Cell("later" if later else "now"),
    )


def _wanted(board_case: BoardCase) -> Iterator[Row]:
    preparation = board_case.preparation
    if preparation is None or not preparation.wants:
        return
    yield from _lines("To obtain", [want.sentence for want in preparation.wants])


# --------------------------------------------------------------------------- follow-ups


def tasks_sheet(cases: Sequence[BoardCase], tasks: Sequence[Task], on: date) -> Sheet:
    """Return the sheet of tasks: the open ones of all cases, the closed ones of these cases."""
    closed = [t for each in cases for t in each.tasks if t.progress is not Progress.OPEN]
    found = follow_ups((*tasks, *closed), on)
    groups = (("overdue", found.overdue), ("open", found.open), ("", found.closed))
    rows = tuple(_task(state, task, on) for state, group in groups for task in group)
    return Sheet("Follow-up", f"Follow-up as of {spoken(on)}", _TASKS, rows, frozen=2)


def _task(state: str, task: Task, on: date) -> Row:
    overdue = state == "overdue"
    outcome = f"\n{task.outcome}" if task.outcome else ""
    return (
        Cell(state or task.progress.value, "fail" if overdue else "text"),
        Cell(task.case, "bold"),
        Cell(f"{task.what}{outcome}"),
        Cell(task.responsible),
        Cell(task.asked_on, "left_date"),
        Cell(task.due, "left_date"),
        Cell((on - task.due).days, "count") if overdue else None,
    )
