"""A finding opened up in words: what the panel at the right shows of a cell."""

from __future__ import annotations

from collections.abc import Iterator

from hccreview.clinical.case import Observation
from hccreview.clinical.chart import Gap
from hccreview.clinical.dates import spoken
from hccreview.clinical.quantity import plain
from hccreview.criteria import nodes
from hccreview.criteria.describe import describe
from hccreview.criteria.outcome import Evidence
from hccreview.criteria.phrases import short_label
from hccreview.review.again import expression_of
from hccreview.review.change import Recoverable, recoverable, steps_of
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Finding, Verdict
from hccreview.review.evidence import EvidenceRow, evidence_rows
from hccreview.review.explain import checked_sentence, sentence
from hccreview.review.wording import definition_of, label_of, observation_text
from ui.eligibility.explained import Explained, ScaleView, Section, across, concept_label
from ui.wording import RECOVERABLE, verdict_mark

_ANCHORS = {"as_of": "the review", "inclusion": "inclusion", "first_dose": "the first dose"}
_DUE = {"at_enrolment": "at enrolment", "after_start": "after the start"}
_TURNED = {"≥": "<", ">": "≤", "≤": ">", "<": "≥"}
_GAPS = {
    "missing": "not recorded",
    "stale": "too old",
    "mixed_dates": "samples of different days",
    "undated": "without a date",
    "suspect_unit": "check the unit",
    "no_limit": "its limit of normal is missing",
    "other_unit": "in another unit",
    "corrected": "sampled after a correction",
    "not_complete": "not confirmed as complete",
    "conflict": "records contradict each other",
    "range": "not exact enough",
    "awaited": "result awaited",
}
_MOST_WINDOWS = 4


def explain_finding(finding: Finding, comparison: Comparison) -> Explained:
    """Return everything that is to be said of one finding."""
    criterion, mark = finding.criterion, verdict_mark(finding.verdict.value)
    way = recoverable(finding, comparison)
    rows = () if criterion.linked_to else evidence_rows(finding, comparison)
    told = sentence(finding, comparison)
    return Explained(
        title=concept_label(criterion.concept, criterion.label),
        subtitle=f"{finding.trial_id} · {criterion.id} · {criterion.kind}",
        mark=mark,
        verdict=mark.word,
        way="" if way is None else _way_words(way, finding, comparison),
        sentence=told,
        scale=_scale(rows, criterion.kind),
        sections=tuple(
            each
            for each in _sections(finding, comparison, way, told)
            if each.text.strip() or each.links
        ),
    )


def required_sign(row: EvidenceRow, kind: str) -> str:
    """Return the sign as a value must stand to its limit to pass: an exclusion's is turned."""
    return row.operator if (kind == "inclusion") is row.positive else _TURNED[row.operator]


def _way_words(way: Recoverable, finding: Finding, comparison: Comparison) -> str:
    """Return how a verdict could change: ``recoverable by time, from 4 Dec 2026``."""
    fields = comparison.dictionary.fields
    asked = [fields.get(step.field) for step in steps_of(finding, comparison)]
    if asked and all(field is not None and field.board_question for field in asked):
        return "only another answer of the board could change it"
    since = f", from {spoken(way.from_day)}" if way.from_day is not None else ""
    return f"{RECOVERABLE[way.how]}{since}"


def _scale(rows: tuple[EvidenceRow, ...], kind: str) -> ScaleView | None:
    for row in rows:
        if row.value is None or row.limit is None or row.operator not in _TURNED:
            continue
        above = required_sign(row, kind) in ("≥", ">")
        label = short_label(row.label) if len(rows) > 1 else ""
        return ScaleView(row.value, row.limit, row.value_text, row.limit_text, above, label)
    return None


def _sections(
    finding: Finding, comparison: Comparison, way: Recoverable | None, told: str
) -> Iterator[Section]:
    criterion = finding.criterion
    trial = comparison.assessment(finding.trial_id).trial
    links = links_of(finding, comparison)
    yield Section(_heading(finding, links), "", links)
    if way is not None and _adds(way.sentence, told):
        yield Section("What could change it", way.sentence)
    if criterion.kind == "inclusion":  # the window of an exclusion is its washout: see the sentence
        yield Section("Window", "\n".join(_windows(finding, comparison)))
    if criterion.due in _DUE:
        yield Section("Due", f"{_DUE[criterion.due]}, so it decides nothing yet")
    places = "\n".join(place.text for place in (criterion.place, *criterion.also))
    yield Section("In the source", f"{criterion.label}\n{places}".strip())
    meaning = describe(expression_of(finding), comparison.dictionary, criterion.anchor)
    counted = f"Counted from {_ANCHORS[criterion.anchor]}, {spoken(finding.day)}."
    yield Section(
        "What is computed", f"{meaning}.\n{counted}", folded=criterion.expression_text.strip()
    )
    yield Section("Notes on the text", "\n".join(criterion.notes))
    flags = [trial.flag(name) for name in criterion.flags]
    flagged = "\n".join(f"{flag.id} ({flag.severity}): {flag.finding}" for flag in flags)
    yield Section("Flags", flagged)
    yield Section("Across trials", across(criterion.concept, finding.trial_id, comparison))
    yield Section("Encoding", checked_sentence(trial))


def _heading(finding: Finding, links: tuple[tuple[str, str], ...]) -> str:
    missing = {gap.field for gap in finding.gaps} if finding.verdict in OPEN else set()
    if not missing:
        return "Evidence"
    return "Missing" if {name for _, name in links} <= missing else "Missing and known"


def _adds(words: str, told: str) -> bool:
    """True where words say more than a sentence, or than the line below the verdict."""
    known = ("a repeat test of", "it cannot change", "only another answer", "repeat ", "complete ")
    return bool(words) and words not in told and not words.startswith(known)


# ------------------------------------------------------------------ evidence that leads to a field


def links_of(finding: Finding, comparison: Comparison) -> tuple[tuple[str, str], ...]:
    """Return words and name of the recorded fields and lists on which a finding rests.

    What is missing comes first. Of a score they are its inputs; questions to the board are
    answered in the panel itself; what does not apply, or mirrors other criteria, leads nowhere.
    """
    if finding.criterion.linked_to or finding.verdict is Verdict.NOT_APPLICABLE:
        return ()
    words = _Links(comparison)
    for gap in finding.gaps:
        words.add_gap(gap)
    for item in finding.outcome.evidence:
        words.add(item)
    return tuple((text, name) for name, text in words.found.items())


class _Links:
    """Collects a line for each field or list, the first one counts."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.dictionary = comparison.dictionary
        self.found: dict[str, str] = {}

    def add_gap(self, gap: Gap) -> None:
        """Add what is missing."""
        self._put(gap.field, _GAPS.get(gap.reason, "missing"))

    def add(self, item: Evidence) -> None:
        """Add what an atom rests on."""
        if isinstance(item.node, nodes.Exists):
            number = len(item.entries)
            self._put(item.node.list, f"{number} that apply" if number > 1 else "")
        if item.fact is None:
            return
        for gap in item.fact.gaps:
            self.add_gap(gap)
        for observation in item.fact.inputs:
            self._put(observation.field, self._value(observation))
        self._put(item.fact.name, "")

    def _value(self, observation: Observation) -> str:
        definition = definition_of(observation.field, self.dictionary)
        value, when = observation_text(observation, definition), observation.collected_on
        if observation.field == "birth_date":
            return ""  # the age says as much
        parts = (value, observation.laboratory, "" if when is None else spoken(when))
        return ", ".join(part for part in parts if part)

    def _put(self, name: str, value: str) -> None:
        field = self.dictionary.fields.get(name)
        listed = name.partition(".")[0] in self.dictionary.lists
        if name in self.found or not (listed or (field and not field.board_question)):
            return
        label = label_of(name, self.dictionary)
        self.found[name] = f"{short_label(label)}: {value}" if value else label


# ------------------------------------------------------------------ windows


def _windows(finding: Finding, comparison: Comparison) -> Iterator[str]:
    """Yield how much of its window each sample has used, and from when it is too old."""
    shown: dict[str, list[str]] = {}
    for item in finding.outcome.evidence:
        told = _window(item, finding)
        if told and item.fact is not None:
            label = short_label(label_of(item.fact.name, comparison.dictionary))
            shown.setdefault(told, []).append(label)
    for told, labels in list(shown.items())[:_MOST_WINDOWS]:
        several = f"{len(labels)} samples"
        which = "" if len(shown) == 1 and len(labels) == 1 else f"{several}: "
        which = f"{labels[0]}: " if which and len(labels) == 1 else which
        yield f"{which}{told}"


def _window(item: Evidence, finding: Finding) -> str:
    window = getattr(item.node, "window", nodes.NO_WINDOW)
    observation = item.fact.observation if item.fact is not None else None
    if window.period is None or observation is None or observation.collected_on is None:
        return ""
    anchor = window.anchor or finding.criterion.anchor
    if item.anchor is None or anchor not in _ANCHORS:
        return ""
    last = observation.collected_on.last
    first, free = window.period.before(item.anchor), window.period.first_free_day(last)
    whole, used = (item.anchor - first).days, (item.anchor - last).days
    span = f"within {window.period} before {_ANCHORS[anchor]}"
    if used > whole:
        return f"{span}: {used} days old, too old since {spoken(free)}"
    return f"{span}: {plain(used)} of {whole} days used; too old from {spoken(free)}"
