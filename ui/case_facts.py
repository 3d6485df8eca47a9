"""The facts of a case that stand in one line at its top, on screen and in text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.review.compare import Comparison
from hccreview.review.profile import profile
from hccreview.review.wording import definition_of, fact_text

NOT_KNOWN = "?"
_SCORES = ("bclc_stage", "child_pugh_score", "albi_score", "tumour_count", "largest_nodule")
_LABORATORY = ("blood", "chemistry", "liver")
_SHORT = {
    "bclc_stage": "BCLC",
    "child_pugh_score": "Child-Pugh",
    "albi_score": "ALBI",
    "tumour_count": "Nodules",
    "largest_nodule": "Largest",
}


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A short label and a value in words; `detail` says what it rests on and what is missing."""

    label: str
    text: str
    detail: str = ""

    @property
    def known(self) -> bool:
        """False where the value is not known."""
        return self.text != NOT_KNOWN


def person(comparison: Comparison) -> str:
    """Return age and sex: ``58-year-old man``, ``woman``, or that neither is recorded."""
    chart = comparison.chart()
    sex = {"male": "man", "female": "woman"}.get(chart.fact("sex").settled_word or "", "")
    age = fact_text(chart.fact("age"), DERIVED_FIELDS["age"]).removesuffix(" years")
    if age and sex:
        return f"{age}-year-old {sex}" if age.isdigit() else f"{sex}, {age} years"
    return f"{age} years old" if age else sex or "age and sex not recorded"


def case_facts(comparison: Comparison) -> tuple[CaseFact, ...]:
    """Return ECOG, stage, scores, thrombus, size, AFP and the newest laboratory day."""
    chart = comparison.chart()
    lines = {line.id: line for line in profile(comparison)}
    facts = [_recorded(chart, "ecog", "ECOG")]
    for name in _SCORES:
        line = lines[name]
        basis = [f"{label} {value}" for label, value in line.inputs]
        missing = [f"missing: {', '.join(line.missing)}"] if line.missing else []
        detail = "\n".join((line.label, *basis, *missing, line.source, line.note)).strip()
        known = line.value_text if line.inputs or not line.missing else ""
        facts.append(CaseFact(_SHORT[name], known or NOT_KNOWN, detail))
    facts.insert(4, _thrombus(chart))
    facts.append(_recorded(chart, "afp", "AFP"))
    facts.append(_newest_laboratory(chart, comparison))
    return tuple(facts)


def _recorded(chart: Chart, name: str, label: str) -> CaseFact:
    fact = chart.fact(name)
    text = fact_text(fact, definition_of(name, chart.dictionary))
    reasons = ", ".join(gap.reason.replace("_", " ") for gap in fact.gaps)
    return CaseFact(label, text if text and not fact.gaps else NOT_KNOWN, reasons)


def _thrombus(chart: Chart) -> CaseFact:
    portal = [fact_text(chart.fact(name), DERIVED_FIELDS[name]) for name in ("portal_vp",)]
    veins = fact_text(chart.fact("hepatic_vv"), DERIVED_FIELDS["hepatic_vv"])
    shown = [*portal, veins if veins not in ("", "VV0") else ""]
    return CaseFact("Thrombus", ", ".join(text for text in shown if text) or NOT_KNOWN)


def _newest_laboratory(chart: Chart, comparison: Comparison) -> CaseFact:
    day = newest_laboratory_day(comparison)
    if day is None:
        return CaseFact("Labs", NOT_KNOWN, "no dated laboratory value")
    age = (comparison.anchors.as_of - day).days
    old = f"{age} day{'' if age == 1 else 's'} old" if age else "today"
    return CaseFact("Labs", f"{spoken(day)}, {old}")


def newest_laboratory_day(comparison: Comparison) -> date | None:
    """Return the last day with a laboratory value that is not after the review."""
    measured = {
        field.id
        for field in comparison.dictionary.fields.values()
        if field.group in _LABORATORY and field.age == "laboratory" and field.type == "quantity"
    }
    days = [
        observation.collected_on.last
        for observation in comparison.case.observations
        if observation.field in measured and observation.collected_on is not None
    ]
    return max((day for day in days if day <= comparison.anchors.as_of), default=None)


def days_text(comparison: Comparison) -> str:
    """Return the planned days that windows count from, and which of them are assumed."""
    anchors = comparison.anchors
    inclusion = " (assumed)" if anchors.inclusion_assumed else ""
    dose = " (assumed)" if anchors.first_dose_assumed else ""
    return (
        f"Inclusion {spoken(anchors.inclusion)}{inclusion};"
        f" first dose {spoken(anchors.first_dose)}{dose}"
    )
