"""The sheet Summary: one row a trial, then what to ask, overrides and derived scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from hccreview.clinical.dates import spoken
from hccreview.meeting.seal import Sealed
from hccreview.reports.cells import BLANK, Cell, Column, Row, Sheet, day, number, text
from hccreview.reports.styles import eligibility_look
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import TrialAssessment, Verdict
from hccreview.review.explain import checked_sentence, eligibility_sentence
from hccreview.review.insight import Question, ask_list, nearest_changes
from hccreview.review.profile import ProfileLine, profile
from hccreview.review.recruitment import recruitment_sentence

_COLUMNS = (
    Column("Trial", 22),
    Column("Name", 24),
    Column("Eligibility", 40),
    Column("Recruitment on the day", 26),
    Column("Pass", 6),
    Column("Fail", 6),
    Column("Unknown", 10),
    Column("Needs judgement", 11),
    Column("Not applicable", 11),
    Column("Nearest change", 42),
    Column("Overrides", 10),
    Column("Document checked", 16),
)
# How many of the twelve columns each heading of the tables below reaches over.
_ASKED, _OVERRIDDEN, _SCORED = (1, 1, 1, 6, 3), (1, 1, 1, 6, 3), (1, 1, 7, 1, 2)
_REOPENED = (1, 11)
_NUMBER = re.compile(r"(−?\d[\d\u00a0]*(?:\.\d+)?)(?: ([^\d(]\S*))?(?: \((.+)\))?\Z")
_COUNTS = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.UNKNOWN,
    Verdict.NEEDS_JUDGEMENT,
    Verdict.NOT_APPLICABLE,
)


def summary_sheet(comparison: Comparison, sealed: Sealed | None = None) -> Sheet:
    """Return the sheet a reader opens first; `sealed` is the newest sealed decision on the case."""
    nearest = {change.trial_id: change.sentence for change in nearest_changes(comparison)}
    rows = (_trial(a, nearest.get(a.trial.id, ""), comparison) for a in comparison.assessments)
    return Sheet(
        "Summary",
        "HCC Review: one case compared with the trials of the liver board",
        _COLUMNS,
        tuple(rows),
        lead=(*_case(comparison), *_sealed(sealed), BLANK),
        below=(
            *_asked(comparison),
            *_reopened(comparison),
            *_overrides(comparison),
            *_scores(comparison),
        ),
        repeat_headings=False,
    )


def _case(comparison: Comparison) -> Iterator[Row]:
    case, anchors = comparison.case, comparison.anchors
    if case.label or case.shows:
        yield (
            Cell("Case", "strong"),
            Cell(". ".join(p for p in (case.label, case.shows) if p), "line"),
        )
    for label, value, assumed in (
        ("As of", anchors.as_of, False),
        ("Inclusion", anchors.inclusion, anchors.inclusion_assumed),
        ("First dose", anchors.first_dose, anchors.first_dose_assumed),
    ):
        note = Cell("assumed: the day of the review", "caution") if assumed else None
        yield (Cell(label, "strong"), day(value, "line_date"), note)


def _sealed(sealed: Sealed | None) -> Iterator[Row]:
    if sealed is not None:
        day_of_meeting = spoken(sealed.snapshot.sitting.on)
        told = f"Meeting of {day_of_meeting}. {sealed.sentence}"
        yield (Cell("Decision", "strong"), Cell(told, "line"))
        yield (Cell("Digest", "strong"), Cell(sealed.digest, "line"))


def _trial(assessment: TrialAssessment, nearest: str, comparison: Comparison) -> Row:
    trial, counts = assessment.trial, assessment.counts
    look = eligibility_look(assessment.eligibility, comparison.recruitment(assessment))
    arm = next(arm for arm in trial.arms if arm.id == assessment.arm)
    name = trial.short_name if len(trial.arms) == 1 else f"{trial.short_name}\nArm: {arm.name}"
    return (
        Cell(trial.id, "bold"),
        Cell(name),
        Cell(eligibility_sentence(assessment, comparison), look),
        Cell(recruitment_sentence(trial, comparison.anchors.as_of)),
        *(Cell(counts[verdict], "count") for verdict in _COUNTS),
        text(nearest),
        Cell(assessment.overrides, "count"),
        Cell(checked_sentence(trial), "text" if trial.checked else "unknown"),
    )


def _asked(comparison: Comparison) -> Iterator[Row]:
    questions = ask_list(comparison)
    yield (Cell("What to ask next, the most useful first", "section"),)
    if not questions:
        yield (Cell("Nothing that is still open could move a headline.", "line"),)
    else:
        yield _headings(
            _ASKED, "Fact", "Asked of", "Question", "Trials", "Criteria it would help to settle"
        )
    for question in questions:
        yield _question(question)
    yield BLANK


def _headings(spans: tuple[int, ...], *headings: str) -> Row:
    return _spread(spans, *(Cell(heading, "heading") for heading in headings))


def _spread(spans: tuple[int, ...], *contents: Cell) -> Row:
    """Return cells that each reach over some of the table's columns, over its whole width."""
    row: list[Cell | None] = []
    for span, content in zip(spans, contents, strict=True):
        row += [replace(content, span=span), *[Cell(None, content.look)] * (span - 1)]
    return tuple(row)


def _question(question: Question) -> Row:
    settles: dict[str, list[str]] = {}
    for trial_id, criterion_id in question.settles:
        settles.setdefault(trial_id, []).append(criterion_id)
    criteria = "; ".join(f"{trial_id} {', '.join(ids)}" for trial_id, ids in settles.items())
    asked = "the board" if question.board else "the record"
    label = Cell(question.label, "bold")
    wish = f"{question.text} {question.reopened}".rstrip()
    named = (wish, ", ".join(question.trials), criteria)
    return _spread(_ASKED, label, Cell(asked), *(Cell(name) for name in named))


def _overrides(comparison: Comparison) -> Iterator[Row]:
    found = comparison.case.overrides
    if not found:
        return
    yield (Cell("Overrides: they stand beside a verdict and never change it", "section"),)
    yield _headings(_OVERRIDDEN, "Trial and criterion", "Author", "Reason", "Kind", "Day")
    for override in found:
        label = Cell(f"{override.trial} {override.criterion}", "bold")
        kind = override.kind.replace("_", " ")
        again = comparison.overrides_reopened.get((override.trial, override.criterion), "")
        reason = f"{override.reason.rstrip('.')}. {again}" if again else override.reason
        at = f", {override.at:%H:%M}" if override.at is not None else ""
        words = (Cell(f"{override.author}{at}"), Cell(reason), Cell(kind))
        yield _spread(_OVERRIDDEN, label, *words, Cell(override.on, "left_date"))
    yield BLANK


def _reopened(comparison: Comparison) -> Iterator[Row]:
    if not comparison.reopened:
        return
    yield (Cell("Answers of the board that are open again: they are not counted", "section"),)
    yield _headings(_REOPENED, "Question", "Why it is open again")
    for name, why in comparison.reopened.items():
        yield _spread(_REOPENED, Cell(comparison.dictionary.label(name), "bold"), Cell(why))
    yield BLANK


def _scores(comparison: Comparison) -> Iterator[Row]:
    yield (Cell("Derived scores and stages on the day of the review", "section"),)
    yield _headings(_SCORED, "Score or stage", "Value", "Inputs used", "Missing", "Source and note")
    for line in profile(comparison):
        yield _score(line)


def _score(line: ProfileLine) -> Row:
    inputs = "; ".join(f"{label} {value}" for label, value in line.inputs)
    label, value, grade = _labelled(line)
    source = "; ".join(part for part in (grade, line.source, line.note) if part)
    words = (inputs, ", ".join(line.missing), source)
    return _spread(_SCORED, Cell(label, "bold"), value, *(Cell(each) for each in words))


def _labelled(line: ProfileLine) -> tuple[str, Cell, str]:
    """Return label, value and grade: a real number with its unit at the label, or words."""
    if not line.value_text:
        return line.label, Cell("not known", "unknown"), ""
    found = _NUMBER.match(line.value_text)
    if not found:
        return line.label, Cell(line.value_text), ""
    digits, unit, grade = found.groups()
    value = float(digits.replace("\u00a0", "").replace("−", "-"))
    cell = number(int(value) if value.is_integer() else value, "figure")
    label = f"{line.label} ({unit})" if unit else line.label
    return label, cell or Cell(line.value_text), grade or ""
