"""Standard of care beside the trials: what BCLC 2022 names first for the stage of a case.

An orientation: whatever is not recorded leaves an option open, and the candidates of a stage that
is not settled are kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hccreview.clinical.chart import Chart
from hccreview.clinical.derivation import flag
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.stage_facts import bclc_score
from hccreview.clinical.staging import BCLC_STAGES
from hccreview.criteria.phrases import words_joined
from hccreview.meeting.standard_care import Option, StandardCare, bundled_standard_care
from hccreview.review.compare import Comparison
from hccreview.review.wording import fact_text, label_of

RECORDED = ("transplant_candidate", "portal_hypertension")
_WORDS: Mapping[str, tuple[str, str]] = {
    "transplant_candidate": ("a candidate for transplantation", "no candidate for transplantation"),
    "portal_hypertension": (
        "clinically significant portal hypertension",
        "no clinically significant portal hypertension",
    ),
    "single": ("a single nodule", "more than one nodule"),
    "diffuse": ("diffuse or infiltrative growth", "nodules that can be counted"),
}
_OPEN: Mapping[str, str] = {
    "transplant_candidate": "whether the patient is a candidate for transplantation",
    "portal_hypertension": "clinically significant portal hypertension",
    "single": "the number of nodules",
    "diffuse": "whether growth is diffuse or infiltrative",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An option beside the patient: what of its conditions is not known, or speaks against it."""

    option: Option
    unknown: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The treatment, what it is provided for, and what is not known."""
        told = self.option.treatment
        if self.against:
            return f"{told}: not named here, because of {words_joined(list(self.against), 'and')}."
        if self.option.provided:
            told += f", provided that {self.option.provided}"
        if self.unknown:
            told += f"; open, because not known: {words_joined(list(self.unknown), 'and')}"
        return f"{told} ({self.option.note})." if self.option.note else f"{told}."


@dataclass(frozen=True, slots=True)
class StageOffers:
    """What an edition names first for one stage: what is offered, and what the record rules out."""

    stage: str
    name: str
    offers: tuple[Offer, ...]
    ruled_out: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Orientation:
    """The standard of care of a case: one entry for each stage that is still possible.

    `recorded` holds label and value of transplant candidacy and portal hypertension. No `stages`
    where nothing at all is known of the stage. `sentence` says what the stage is or lacks.
    """

    edition: str
    source: str
    statement: str
    checked: str
    sentence: str
    recorded: tuple[tuple[str, str], ...]
    stages: tuple[StageOffers, ...]


def orientation(comparison: Comparison, care: StandardCare | None = None) -> Orientation:
    """Return what the edition names first for the stage of a case, as it is known on the day."""
    care, chart = care or bundled_standard_care(), comparison.chart()
    score, _ = bclc_score(chart)
    facts = _facts(chart)
    possible = score.grades if len(score.grades) < len(BCLC_STAGES) else ()
    return Orientation(
        edition=care.edition,
        source=care.source,
        statement=care.statement,
        checked=care.checked,
        sentence=_sentence(chart, score.grades, score.deciding, score.missing),
        recorded=tuple(_recorded(chart, name) for name in RECORDED),
        stages=tuple(_offers(stage, care, facts) for stage in possible),
    )


def _facts(chart: Chart) -> dict[str, bool | None]:
    count, growth = chart.fact("tumour_count").span, chart.fact("nodule_count")
    diffuse: bool | None = None
    if growth.words is not None or growth.span is not None:
        diffuse = growth.words is not None
    single = None if count is None else count.compare("=", 1.0)
    recorded = {name: flag(chart.fact(name)) for name in RECORDED}
    return {**recorded, "single": single, "diffuse": diffuse}


def _offers(stage: str, care: StandardCare, facts: Mapping[str, bool | None]) -> StageOffers:
    name, options = care.stages[stage]
    offers = [_offer(option, facts) for option in options]
    return StageOffers(
        stage,
        name,
        tuple(each for each in offers if not each.against),
        tuple(each for each in offers if each.against),
    )


def _offer(option: Option, facts: Mapping[str, bool | None]) -> Offer:
    unknown = tuple(_OPEN[name] for name, _ in option.when if facts[name] is None)
    against = tuple(
        _WORDS[name][0 if facts[name] else 1]
        for name, wanted in option.when
        if facts[name] is (not wanted)
    )
    return Offer(option, unknown, against)


def _recorded(chart: Chart, name: str) -> tuple[str, str]:
    definition = chart.dictionary.fields[name]
    return definition.label, fact_text(chart.fact(name), definition) or "not recorded"


def _sentence(
    chart: Chart, grades: tuple[str, ...], deciding: str, missing: tuple[str, ...]
) -> str:
    if len(grades) == 1:
        return f"BCLC stage {grades[0]}: {deciding}."
    names = {"nodule_count": "tumour_count", "largest_diameter": "largest_nodule"}
    labels = [_label(chart, names.get(name, name)) for name in missing]
    lacking = words_joined(list(dict.fromkeys(labels)), "and")
    told = words_joined(list(grades)) if len(grades) < len(BCLC_STAGES) else "not known"
    return f"BCLC stage {told}; not known: {lacking}."


def _label(chart: Chart, name: str) -> str:
    if name == "child_pugh":
        return DERIVED_FIELDS["child_pugh_class"].label
    return label_of(name, chart.dictionary)
