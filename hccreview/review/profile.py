"""The case at a glance: scores and stages with their inputs, what is missing, and their source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hccreview.clinical import (
    body,
    burden,
    derivation,
    stage_facts,
    thrombus,
    tumour_facts,
)
from hccreview.clinical.chart import Chart, Fact, Gap
from hccreview.clinical.dates import spoken
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.rounding import round_half_up
from hccreview.clinical.scores import Score
from hccreview.review.compare import Comparison
from hccreview.review.wording import definition_of, fact_text, label_of, observation_text


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One derived fact: its value in words (empty when unknown), what it rests on and lacks."""

    id: str
    label: str
    value_text: str
    unit: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    source: str = ""
    note: str = ""


_LINES: tuple[tuple[str, str], ...] = (
    ("age", ""),
    ("child_pugh_score", "Pugh 1973"),
    ("albi_score", "Johnson 2015"),
    ("malbi_grade", "Hiraoka 2017"),
    ("meld_score", "Kamath 2001"),
    ("meld_na_score", "OPTN 2016"),
    ("meld_3_score", "OPTN 2023"),
    ("bclc_stage", "BCLC 2022 (Reig 2022)"),
    ("cnlc_stage", "CNLC (NHC 2024)"),
    ("tnm_stage", "AJCC 8 (Amin 2017)"),
    ("tumour_count", ""),
    ("largest_nodule", ""),
    ("portal_vp", "Liver Cancer Study Group of Japan"),
    ("portal_cheng", "Shi 2011"),
    ("hepatic_vv", "Liver Cancer Study Group of Japan"),
    ("caval_sakamoto", "as glossed in NCT06187961"),
    ("macrovascular_invasion", ""),
    ("extrahepatic_disease", ""),
    ("creatinine_clearance", "Cockcroft and Gault 1976, actual weight"),
    ("qtcf", "Fridericia 1920"),
)


_SPREAD = ("lesions", "metastases")
_LISTS = {
    "largest_nodule": ("lesions",),
    "extrahepatic_disease": ("metastases",),
    "bclc_stage": _SPREAD,
    "cnlc_stage": _SPREAD,
    "tnm_stage": _SPREAD,
    "milan": _SPREAD,
    "up_to_seven": _SPREAD,
}
"""The lists on which a line rests, beside what is recorded field by field."""


def profile(comparison: Comparison) -> tuple[ProfileLine, ...]:
    """Return the derived facts of a case on the day of the review."""
    chart = comparison.chart()
    lines = [_line(chart, name, source) for name, source in _LINES]
    lines += [_yes_no(chart, kind) for kind in (_milan, _up_to_seven, _high_risk)]
    lines += [_surface(chart, formula) for formula in ("mosteller", "du_bois")]
    return tuple(lines)


def _line(chart: Chart, name: str, source: str) -> ProfileLine:
    fact, definition = chart.fact(name), DERIVED_FIELDS[name]
    text = fact_text(fact, definition)
    if name == "child_pugh_score" and text:
        bounds = text if fact.number is not None else f", score {text}"
        text = f"{_class_text(chart)} {bounds}".replace(" ,", ",")
    if name == "albi_score" and fact.number is not None:
        grade = fact_text(chart.fact("albi_grade"), DERIVED_FIELDS["albi_grade"])
        text = f"{_two_decimals(fact.number)} (grade {grade})"
    return ProfileLine(
        id=name,
        label=definition.label,
        value_text=text,
        unit=fact.unit or definition.unit,
        inputs=(*_inputs(chart, fact), *_lists(chart, name)),
        missing=_missing(chart, fact),
        source=source,
        note=fact.note,
    )


def _two_decimals(number: float) -> str:
    return f"{round_half_up(number, 2):.2f}".replace("-", "−")


def _class_text(chart: Chart) -> str:
    return fact_text(chart.fact("child_pugh_class"), DERIVED_FIELDS["child_pugh_class"])


def _inputs(chart: Chart, fact: Fact) -> tuple[tuple[str, str], ...]:
    dictionary = chart.dictionary
    rows = []
    for observation in fact.inputs:
        definition = definition_of(observation.field, dictionary)
        text = observation_text(observation, definition)
        if observation.collected_on is not None:
            text += f", {spoken(observation.collected_on)}"
        rows.append((label_of(observation.field, dictionary), text))
    return tuple(dict.fromkeys(rows))


def _lists(chart: Chart, name: str) -> tuple[tuple[str, str], ...]:
    """Return the lists behind a line: how many entries, and since when they are complete."""
    rows = []
    for each in _LISTS.get(name, ()):
        recorded, state = chart.case.list(each), chart.list(each)
        number = len(state.entries)
        words = "none" if not number else f"{number} entr{'y' if number == 1 else 'ies'}"
        if state.complete and recorded.complete_on is not None:
            rows.append(
                (label_of(each, chart.dictionary), f"{words}, {spoken(recorded.complete_on)}")
            )
        elif number:
            rows.append((label_of(each, chart.dictionary), f"{words}, not confirmed as complete"))
    return tuple(rows)


def _missing(chart: Chart, fact: Fact) -> tuple[str, ...]:
    return _told(fact.gaps, chart)


_REASONS = {
    "stale": "too old",
    "undated": "without a date",
    "suspect_unit": "doubtful unit",
    "mixed_dates": "sampled too long before the others",
    "not_complete": "list not confirmed as complete",
    "conflict": "records contradict each other",
    "awaited": "result awaited",
    "range": "known only within bounds",
}


def _told(gaps: Iterable[Gap], chart: Chart) -> tuple[str, ...]:
    """Return the labels of what is missing; what is there but of no use says why."""
    labels = []
    for gap in gaps:
        reason = _REASONS.get(gap.reason, "")
        label = label_of(gap.field, chart.dictionary)
        labels.append(f"{label} ({reason})" if reason else label)
    return tuple(dict.fromkeys(labels))


# ------------------------------------------------------------- yes or no, and body


def _milan(chart: Chart) -> tuple[str, Score, dict[str, Fact]]:
    return "Milan criteria", *_transplant(chart, burden.milan)


def _up_to_seven(chart: Chart) -> tuple[str, Score, dict[str, Fact]]:
    return "Up-to-seven", *_transplant(chart, burden.up_to_seven)


def _transplant(chart: Chart, rule: Callable[..., Score]) -> tuple[Score, dict[str, Fact]]:
    facts = stage_facts.staging_facts(chart)
    score = rule(
        stage_facts.count_bounds(facts["nodule_count"]),
        stage_facts.size(facts["largest_diameter"]),
        macrovascular=derivation.flag(facts["macrovascular_invasion"]),
        extrahepatic=derivation.flag(facts["extrahepatic_disease"]),
    )
    return score, facts


def _high_risk(chart: Chart) -> tuple[str, Score, dict[str, Fact]]:
    extents, portal = tumour_facts.portal_extents(chart)
    occupancy, duct = chart.fact("liver_occupancy"), chart.fact("bile_duct_invasion")
    classes = thrombus.vp_classes(extents)
    score = burden.high_risk(classes, occupancy.number, derivation.flag(duct))
    facts = {"portal_thrombus": portal["portal_thrombus"], "liver_occupancy": occupancy}
    return "High-risk (Vp4 or half of the liver)", score, facts


def _yes_no(
    chart: Chart, kind: Callable[[Chart], tuple[str, Score, dict[str, Fact]]]
) -> ProfileLine:
    label, score, facts = kind(chart)
    gaps = derivation.gaps_of(facts, score.missing)
    joined = Fact(score.name, inputs=tuple(o for fact in facts.values() for o in fact.inputs))
    return ProfileLine(
        id=score.name,
        label=label,
        value_text=score.grade or "",
        inputs=(*_inputs(chart, joined), *_lists(chart, score.name)),
        missing=_told(gaps, chart),
        source=score.source,
        note="; ".join(score.notes),
    )


def _surface(chart: Chart, formula: str) -> ProfileLine:
    height, weight = chart.fact("height"), chart.fact("weight")
    score = body.body_surface(height.number, weight.number, formula)
    names = {"mosteller": "Mosteller 1987", "du_bois": "Du Bois 1916"}
    joined = Fact(
        "body_surface", gaps=height.gaps + weight.gaps, inputs=height.inputs + weight.inputs
    )
    return ProfileLine(
        id=f"body_surface_{formula}",
        label=f"Body surface ({names[formula].split(' 1')[0]})",
        value_text="" if score.value is None else f"{round_half_up(score.value, 2):.2f} m²",
        unit="m2",
        inputs=_inputs(chart, joined),
        missing=_missing(chart, joined),
        source=names[formula],
    )
