"""Findings in words: the sentence of a finding, what is missing, the headline of a trial."""

from __future__ import annotations

from dataclasses import replace

from hccreview.clinical.chart import Gap
from hccreview.clinical.dates import parse_date, spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.fields import bundled_dictionary
from hccreview.clinical.quantity import close, plain
from hccreview.criteria import nodes
from hccreview.criteria.logic import Truth
from hccreview.review.change import Recoverable as Recoverable
from hccreview.review.change import recoverable as recoverable
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Eligibility, Finding, TrialAssessment, Verdict
from hccreview.review.evidence import (
    NONE_APPLIES,
    EvidenceRow,
    evidence_rows,
    label_of,
    unit_label,
    with_unit,
)
from hccreview.trials.model import Trial

STATEMENT = "Decision support for qualified clinicians; verify against the protocol."
NOT_CHECKED = "Not yet checked by a clinician."

_WORDS = {
    Verdict.PASS: "Pass",
    Verdict.FAIL: "Fail",
    Verdict.UNKNOWN: "Unknown",
    Verdict.NEEDS_JUDGEMENT: "Needs judgement",
    Verdict.NOT_APPLICABLE: "Not applicable",
}
_SYMBOLS = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "×",
    Verdict.UNKNOWN: "?",
    Verdict.NEEDS_JUDGEMENT: "◆",
    Verdict.NOT_APPLICABLE: "–",
}
_HEADLINES = {
    Eligibility.ELIGIBLE: "Eligible per registry text",
    Eligibility.NO_VIOLATION_STATED: "No violation stated",
    Eligibility.INELIGIBLE: "Ineligible",
    Eligibility.UNDETERMINED: "Undetermined",
    Eligibility.NOT_ASSESSABLE: "Not assessable",
}
_MOST_ROWS = 4
_LISTS = frozenset(bundled_dictionary().lists)


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict in words."""
    return _WORDS[verdict]


def verdict_symbol(verdict: Verdict) -> str:
    """Return the mark of a verdict."""
    return _SYMBOLS[verdict]


def checked_sentence(trial: Trial) -> str:
    """Return who checked a trial document, or that nobody has yet."""
    if not trial.checked:
        return NOT_CHECKED
    return f"Checked by {trial.encoding.checked_by} on {trial.encoding.checked_on}."


def eligibility_word(assessment: TrialAssessment) -> str:
    """Return a trial's eligibility in two or three words."""
    return _HEADLINES[assessment.eligibility]


def eligibility_sentence(assessment: TrialAssessment, comparison: Comparison) -> str:
    """Return the headline of a trial with its counts and what is open later."""
    counts = assessment.counts
    shown = [f"{counts[v]} {_WORDS[v].lower()}" for v in Verdict if counts[v]]
    parts = [f"{eligibility_word(assessment)}: {', '.join(shown) or 'no criteria'}"]
    if assessment.trial.criteria_listed == "none":
        parts.append("the source lists no eligibility criteria")
    elif assessment.trial.criteria_listed == "some":
        parts.append("the source lists key criteria only")
    later = [_concept_word(finding) for finding in assessment.open_later]
    before = [f for f in assessment.findings if f.counted and f.decides_now and f.verdict in OPEN]
    if later:
        parts.append(("also open later: " if before else "open only: ") + ", ".join(later))
    if assessment.overrides:
        plural = "" if assessment.overrides == 1 else "s"
        parts.append(f"{assessment.overrides} override{plural}")
    return "; ".join(parts)


def _concept_word(finding: Finding) -> str:
    return finding.criterion.concept.replace("_", " ").replace("haic", "HAIC")


# -------------------------------------------------------------------- sentences


def sentence(finding: Finding, comparison: Comparison) -> str:
    """Return the sentence of a finding: value, date, limit, distance, or what is missing."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return "Does not apply to this patient or arm."
    if finding.criterion.linked_to:
        return f"The mirror of {_joined(list(finding.criterion.linked_to))}: see there."
    if finding.verdict is Verdict.UNKNOWN:
        return missing_sentence(finding, comparison)
    if finding.verdict is Verdict.NEEDS_JUDGEMENT:
        return judgement_sentence(finding, comparison)
    rows = _told_once(evidence_rows(finding, comparison), finding)
    parts = [row_sentence(row, finding) for row in rows[:_MOST_ROWS]]
    text = ". ".join(part for part in parts if part) or finding.criterion.label
    if len(rows) > _MOST_ROWS:
        text += f" – and {len(rows) - _MOST_ROWS} more"
    way = recoverable(finding, comparison)
    if way is not None and way.how == "time" and way.sentence:
        text += f". Free {way.sentence}"
    return f"{text}."


def _told_once(rows: tuple[EvidenceRow, ...], finding: Finding) -> list[EvidenceRow]:
    """Return the rows to tell: entries of one list together, a value that passes once."""
    told: dict[tuple[str, str], EvidenceRow] = {}
    for row in rows:
        if not row.value_text:
            continue
        listed = not row.operator and row.field in _LISTS
        key = (row.field, "" if listed else row.value_text)
        held = told.get(key)
        if held is None:
            told[key] = row
        elif listed and row.value_text not in (NONE_APPLIES, held.value_text):
            both = [held.value_text, row.value_text]
            joined = row.value_text if both[0] == NONE_APPLIES else "; ".join(both)
            told[key] = replace(held, value_text=joined, note=row.note)
        elif finding.verdict is Verdict.FAIL and not listed:
            told[(row.field, row.value_text + row.limit_text)] = row
    return list(told.values())


def row_sentence(row: EvidenceRow, finding: Finding) -> str:
    """Return one atom in words."""
    if not row.value_text:
        return ""
    if row.value_text == NONE_APPLIES:
        note = f" ({row.note})" if row.note else ""
        return f"No entry applies: {row.label[0].lower()}{row.label[1:]}{note}"
    derived = row.field in DERIVED_FIELDS
    dated = f" on {spoken(row.on)}" if row.on is not None and row.operator and not derived else ""
    between = " " if row.operator else ": "
    text = f"{row.label}{between}{row.value_text}{dated}"
    notes = [row.note] if row.note else []
    if derived and row.on is not None:
        notes.append(f"values of {spoken(row.on)}")
    if notes:
        text += f" ({', '.join(notes)})"
    limit = limit_phrase(row, finding.criterion.kind)
    return "; ".join(part for part in (text, limit, distance_phrase(row, finding)) if part)


def limit_phrase(row: EvidenceRow, kind: str) -> str:
    """Return what an inclusion requires or an exclusion rules out."""
    if not row.operator:
        return ""
    if kind == "inclusion":
        words = {
            "≥": "at least {} required",
            "≤": "at most {} allowed",
            ">": "more than {} required",
            "<": "less than {} required",
        }
        return words.get(row.operator, "{} required").format(row.limit_text)
    words = {
        "≥": "excluded from {}",
        "≤": "excluded up to {}",
        ">": "excluded above {}",
        "<": "excluded below {}",
    }
    return words.get(row.operator, "{} excludes").format(row.limit_text)


def distance_phrase(row: EvidenceRow, finding: Finding) -> str:
    """Return how far a failing value lies from its limit: ``short by 7 (9 %)``."""
    if finding.verdict is not Verdict.FAIL or row.distance is None or row.limit is None:
        return ""
    if row.value is None or close(row.value, row.limit):
        return "exactly at the limit"
    side = "short by" if row.value < row.limit else "over by"
    share = f" ({plain(row.percent, 0)} %)" if row.percent is not None else ""
    return f"{side} {with_unit(plain(row.distance), '')}{share}"


# ------------------------------------------------------------------- what is missing


def missing_fields(finding: Finding) -> tuple[str, ...]:
    """Return the fields whose absence keeps a finding open, each once; questions included."""
    if finding.verdict not in OPEN:
        return ()
    names = [gap.field for gap in finding.gaps]
    if finding.verdict is Verdict.NEEDS_JUDGEMENT:
        names += finding.outcome.questions
    return tuple(dict.fromkeys(name for name in names if name))


def missing_sentence(finding: Finding, comparison: Comparison) -> str:
    """Return what is missing or of no use, in words."""
    by_reason: dict[str, list[Gap]] = {}
    for gap in dict.fromkeys(finding.gaps):
        by_reason.setdefault(gap.reason, []).append(gap)
    parts = [_gap_words(reason, gaps, finding, comparison) for reason, gaps in by_reason.items()]
    known = [
        f"{row.label} {row.value_text}"
        for row in evidence_rows(finding, comparison)
        if row.value_text and row.operator and "stale" not in by_reason
    ]
    text = "; ".join(part for part in parts if part) or "not recorded"
    if known:
        text += f" (known: {', '.join(known[:2])})"
    return f"{text[0].upper()}{text[1:]}."


def _gap_words(reason: str, gaps: list[Gap], finding: Finding, comparison: Comparison) -> str:
    labels = list(dict.fromkeys(label_of(gap.field, comparison.dictionary) for gap in gaps))
    names = _joined(labels)
    detail = gaps[0].detail
    if reason == "stale":
        dated = [
            label_of(g.field, comparison.dictionary)
            + (f" of {spoken(parse_date(g.detail))}" if g.detail else "")
            for g in gaps
        ]
        return (
            f"too old: {_joined(list(dict.fromkeys(dated)))}; {_window_words(finding, comparison)}"
        )
    words = {
        "missing": f"not recorded: {names}",
        "awaited": f"result awaited: {names}",
        "undated": f"without a date: {names}",
        "suspect_unit": detail.rstrip("."),
        "no_limit": f"{names}: the {detail.upper()} of the same report is not recorded",
        "other_unit": f"{names} was reported in {unit_label(detail)}, which is not converted",
        "corrected": f"the sample follows a corrective treatment ({detail}); repeat it",
        "mixed_dates": f"the samples lie too far apart for one score ({detail}): {names}",
        "not_complete": f"nobody has said that this list is complete: {names}",
        "conflict": f"records contradict each other: {names}",
        "condition": f"nothing to judge by yet: {names}",
        "range": f"known only within bounds that do not settle it: {names}",
    }
    return words.get(reason, f"not known: {names}")


def _window_words(finding: Finding, comparison: Comparison) -> str:
    anchors = {"as_of": "the review", "inclusion": "inclusion", "first_dose": "the first dose"}
    for item in finding.outcome.evidence:
        window = getattr(item.node, "window", nodes.NO_WINDOW)
        if window.period is not None and item.anchor is not None:
            anchor = anchors.get(window.anchor or finding.criterion.anchor, "the anchor")
            return f"needed within {window.period} before {anchor} ({spoken(item.anchor)})"
    days = {item.fact.setting_days for item in finding.outcome.evidence if item.fact is not None}
    days |= {comparison.settings.ages.get("history", 0)} if not days - {0} else set()
    limit = max(days)
    return f"our setting: at most {limit} days old"


def _joined(labels: list[str]) -> str:
    if len(labels) > 6:
        labels = [*labels[:6], f"{len(labels) - 6} more"]
    return ", ".join(labels)


def judgement_sentence(finding: Finding, comparison: Comparison) -> str:
    """Return the question to the board, with the readings where a text has several."""
    dictionary = comparison.dictionary
    questions = []
    for name in dict.fromkeys(finding.outcome.questions):
        definition = dictionary.fields[name]
        if definition.type == "reading":
            questions.append(_readings_words(name, finding, comparison))
        else:
            questions.append(definition.question or definition.label)
    return " ".join(f"For the board: {question}" for question in questions)


def _readings_words(chooser: str, finding: Finding, comparison: Comparison) -> str:
    definition = comparison.dictionary.fields[chooser]
    kind = finding.criterion.kind
    outcome_words = {
        Truth.TRUE: "pass" if kind == "inclusion" else "fail",
        Truth.FALSE: "fail" if kind == "inclusion" else "pass",
        Truth.UNKNOWN: "open",
    }
    shown = [
        f"“{definition.word(label)}” gives {outcome_words[truth]}"
        for name, label, truth in dict.fromkeys(finding.outcome.readings)
        if name == chooser
    ]
    return f"the text has several readings: {'; '.join(shown)}."


# ------------------------------------------------------------------------ cells

_GAP_SHORT = {
    "missing": "not recorded",
    "stale": "too old",
    "undated": "no date",
    "suspect_unit": "check the unit",
    "no_limit": "no ULN",
    "other_unit": "other unit",
    "corrected": "corrected",
    "mixed_dates": "mixed dates",
    "not_complete": "list open",
    "conflict": "contradiction",
    "condition": "not yet",
    "awaited": "awaited",
    "range": "bounds only",
}


def short_text(finding: Finding, comparison: Comparison) -> str:
    """Return the text of a matrix cell: the value against the limit, or why it is open."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return "does not apply"
    if finding.criterion.linked_to:
        return f"see {', '.join(finding.criterion.linked_to)}"
    if finding.verdict is Verdict.NEEDS_JUDGEMENT:
        return "for the board"
    if finding.verdict is Verdict.UNKNOWN:
        reasons = [gap.reason for gap in finding.gaps]
        return _GAP_SHORT.get(reasons[0], "open") if reasons else "open"
    rows = [row for row in evidence_rows(finding, comparison) if row.value_text]
    if not rows:
        return "none" if finding.criterion.kind == "exclusion" else _WORDS[finding.verdict].lower()
    row = next((r for r in rows if r.value_text != NONE_APPLIES), rows[0])
    more = f" +{len(rows) - 1}" if len(rows) > 1 and finding.verdict is Verdict.FAIL else ""
    if row.operator in ("≥", "≤", ">", "<") and row.value is not None:
        return f"{plain(row.value)}, {_limit_sign(row, finding)}{more}"
    if row.value_text == NONE_APPLIES:
        return "none"
    return row.value_text + more


def _limit_sign(row: EvidenceRow, finding: Finding) -> str:
    """Return the limit as it must be passed: an exclusion's sign is turned round."""
    turned = {"≥": "<", "≤": ">", ">": "≤", "<": "≥"}
    sign = row.operator if finding.criterion.kind == "inclusion" else turned[row.operator]
    limit = plain(row.limit) if row.limit is not None else row.limit_text
    return f"{sign} {limit}"
