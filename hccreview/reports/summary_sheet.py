"""The sheet Summary: one row a trial, then what to ask, overrides and derived scores."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.reports.cells import BLANK, Cell, Column, Row, Sheet, day, number, text
from hccreview.reports.styles import eligibility_look
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import TrialAssessment, Verdict
from hccreview.review.explain import checked_sentence, eligibility_sentence
from hccreview.review.insight import Question, ask_list, nearest_changes
from hccreview.review.profile import ProfileLine, profile
from hccreview.review.recruitment import recruitment_sentence

_COLUMNS = (
    Column("Trial", 24),
    Column("Name", 26),
    Column("Eligibility", 44),
    Column("Recruitment on the day", 28),
    Column("Pass", 7),
    Column("Fail", 7),
    Column("Unknown", 9),
    Column("Needs judge-ment", 9),
    Column("Not appli-cable", 8),
    Column("Nearest change", 48),
    Column("Over-rides", 7),
    Column("Document checked", 18),
)
_COUNTS = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.UNKNOWN,
    Verdict.NEEDS_JUDGEMENT,
    Verdict.NOT_APPLICABLE,
)


def summary_sheet(comparison: Comparison) -> Sheet:
    """Return the sheet a reader opens first."""
    nearest = {change.trial_id: change.sentence for change in nearest_changes(comparison)}
    rows = (_trial(a, nearest.get(a.trial.id, ""), comparison) for a in comparison.assessments)
    return Sheet(
        "Summary",
        "HCC Review: one case compared with the trials of the liver board",
        _COLUMNS,
        tuple(rows),
        lead=tuple(_case(comparison)),
        below=(*_asked(comparison), *_overrides(comparison), *_scores(comparison)),
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
    yield BLANK


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
        *(number(counts[verdict]) for verdict in _COUNTS),
        text(nearest),
        number(assessment.overrides),
        Cell(checked_sentence(trial), "text" if trial.checked else "unknown"),
    )


def _asked(comparison: Comparison) -> Iterator[Row]:
    questions = ask_list(comparison)
    yield (Cell("What to ask next, the most useful first", "section"),)
    if not questions:
        yield (Cell("Nothing that is still open could move a headline.", "line"),)
    else:
        yield _headings(
            "Fact", "Asked of", "Question", "Trials", 5, "Criteria it would help to settle"
        )
    for question in questions:
        yield _question(question)
    yield BLANK


def _headings(first: str, second: str, third: str, fourth: str, gap: int, last: str) -> Row:
    named = (first, second, third, fourth, *[""] * gap, last)
    return tuple(Cell(name, "heading") for name in named)


def _question(question: Question) -> Row:
    settles: dict[str, list[str]] = {}
    for trial_id, criterion_id in question.settles:
        settles.setdefault(trial_id, []).append(criterion_id)
    criteria = "; ".join(f"{trial_id} {', '.join(ids)}" for trial_id, ids in settles.items())
    return (
        Cell(question.label, "bold"),
        Cell("the board" if question.board else "the record"),
        Cell(question.text),
        Cell(", ".join(question.trials)),
        *[None] * 5,
        Cell(criteria),
    )


def _overrides(comparison: Comparison) -> Iterator[Row]:
    found = comparison.case.overrides
    if not found:
        return
    yield (Cell("Overrides: they stand beside a verdict and never change it", "section"),)
    yield _headings("Trial and criterion", "Author", "Reason", "Kind", 0, "Day")
    for override in found:
        yield (
            Cell(f"{override.trial} {override.criterion}", "bold"),
            Cell(override.author),
            Cell(override.reason),
            Cell(override.kind.replace("_", " ")),
            day(override.on),
        )
    yield BLANK


def _scores(comparison: Comparison) -> Iterator[Row]:
    yield (Cell("Derived scores and stages on the day of the review", "section"),)
    yield _headings("Score or stage", "Value", "Inputs used", "Missing", 5, "Source and note")
    for line in profile(comparison):
        yield _score(line)


def _score(line: ProfileLine) -> Row:
    inputs = "; ".join(f"{label} {value}" for label, value in line.inputs)
    return (
        Cell(line.label, "bold"),
        _value(line),
        text(inputs),
        text(", ".join(line.missing)),
        *[None] * 5,
        text("; ".join(part for part in (line.source, line.note) if part)),
    )


def _value(line: ProfileLine) -> Cell | None:
    """Return a number where the value is one alone, else the words; its unit stands beside it."""
    if not line.value_text:
        return Cell("not known", "unknown")
    return Cell(line.value_text)
