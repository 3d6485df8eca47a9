"""Where a patient stands in the rows of a baseline table: the groups that are still possible."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hccreview.clinical import burden, derivation, thrombus, tumour_facts
from hccreview.clinical.chart import Chart, Fact
from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.clinical.quantity import Span, plain
from hccreview.review.wording import definition_of, fact_text
from hccreview.trials.model import BaselineCategory, BaselineRow

_MM_PER_CM = 10.0
_WORD_GROUPS: Mapping[str, Mapping[str, str]] = {
    "sex": {"male": "male", "female": "female"},
    "extrahepatic_metastasis": {"yes": "present", "no": "absent"},
}
_VEINS = {
    "none": "none",
    "peripheral": "hepatic_vein",
    "main": "hepatic_vein",
    "ivc_below_diaphragm": "ivc",
    "ivc_above_diaphragm": "ivc",
    "right_atrium": "ivc",
}
_NUMBERS = {
    "age": "age",
    "age_group": "age",
    "ecog": "ecog",
    "child_pugh_score": "child_pugh_score",
    "afp": "afp",
    "largest_tumour": "largest_nodule",
    "nodule_count": "tumour_count",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the patient in one row.

    `groups` are the ids of the groups that are possible, "" standing for none of those printed;
    None where nothing is known. `number` is an exact value for a row of medians.
    """

    text: str
    groups: frozenset[str] | None
    number: float | None = None

    @property
    def settled(self) -> bool:
        """True where only one answer is possible."""
        return self.groups is not None and len(self.groups) == 1


UNKNOWN = Standing("unknown", None)


def standing(chart: Chart, row: BaselineRow) -> Standing:
    """Return where the patient stands in a row; UNKNOWN where the case does not say."""
    find = _SPECIAL.get(row.variable)
    if find is not None:
        return find(chart, row)
    if row.variable in _NUMBERS:
        return _numeric(chart, row)
    return UNKNOWN


# --- numbers --------------------------------------------------------------------------------------


def _numeric(chart: Chart, row: BaselineRow) -> Standing:
    name = _NUMBERS[row.variable]
    fact = chart.fact(name)
    span = fact.span
    if span is None or not (math.isfinite(span.low) or math.isfinite(span.high)):
        return UNKNOWN
    if fact.words is not None or (fact.gaps and not fact.inputs and name not in DERIVED_FIELDS):
        return UNKNOWN
    text = fact_text(fact, definition_of(name, chart.dictionary))
    if row.unit == "cm":
        span = Span(span.low / _MM_PER_CM, span.high / _MM_PER_CM, span.low_open, span.high_open)
        text = f"{plain(span.low, 1)} cm" if span.exact else text
    if not text:
        return UNKNOWN
    if row.kind == "median":
        return Standing(text, frozenset(), span.low if span.exact else None)
    return Standing(text, _groups_of(span, row.categories), span.low if span.exact else None)


def _groups_of(span: Span, categories: Iterable[BaselineCategory]) -> frozenset[str]:
    listed = tuple(categories)
    found = {each.id for each in listed if _touches(span, each)}
    whole = any(each.low is None and each.high is not None for each in listed)
    banded = any(each.low is not None or each.high is not None for each in listed)
    if banded and whole:
        return frozenset(found)
    values = {float(each.id) for each in listed if each.id.isdigit()}
    outside = span.low < min(values) or span.high > max(values) if values else not found
    return frozenset(found | ({""} if outside or not found else set()))


def _touches(span: Span, category: BaselineCategory) -> bool:
    """True where a number of the span may lie in the group."""
    if category.low is None and category.high is None:
        value = float(category.id) if category.id.isdigit() else None
        if value is None:
            return False
        return span.compare("<", value) is not True and span.compare(">", value) is not True
    if category.low is not None:
        too_low = span.compare("<=" if category.low_open else "<", category.low)
        if too_low is True:
            return False
    if category.high is not None:
        too_high = span.compare(">=" if category.high_open else ">", category.high)
        if too_high is True:
            return False
    return True


# --- words ----------------------------------------------------------------------------------------


def _words(name: str) -> Callable[[Chart, BaselineRow], Standing]:
    """Return how the words of a fact name groups; a word that is no group stands outside."""

    def find(chart: Chart, row: BaselineRow) -> Standing:
        fact = chart.fact(name)
        text = fact_text(fact, definition_of(name, chart.dictionary))
        found = _possible(fact)
        if found is None or not text:
            return UNKNOWN
        known = {each.id for each in row.categories}
        names = _WORD_GROUPS.get(row.variable, {})
        groups = {names.get(word, word) for word in found}
        shown = (
            text
            if row.variable not in _WORD_GROUPS
            else " or ".join(sorted(names.get(word, word) for word in found))
        )
        return Standing(shown, frozenset(g if g in known else "" for g in groups))

    return find


def _possible(fact: Fact) -> frozenset[str] | None:
    """Return the words that are still possible; None where all are, for nothing is known."""
    if fact.words is None or not fact.words:
        return None
    definition = DERIVED_FIELDS.get(fact.name)
    every = frozenset(definition.values) if definition is not None else frozenset()
    if fact.words == every or fact.words == frozenset({"yes", "no"}):
        return None
    return fact.words


def _veins(chart: Chart, row: BaselineRow) -> Standing:
    levels, facts = tumour_facts.vein_levels(chart)
    if not levels or levels == frozenset(thrombus.VEIN_LEVELS):
        return UNKNOWN
    definition = definition_of("hepatic_vein_thrombus", chart.dictionary)
    words = {_VEINS[level] for level in levels}
    recorded = facts["hepatic_vein_thrombus"]
    text = fact_text(recorded, definition) or " or ".join(sorted(levels)).replace("_", " ")
    return Standing(text, frozenset(words))


def _portal(chart: Chart, row: BaselineRow) -> Standing:
    found = _possible(chart.fact("portal_vp"))
    if found is None:
        return UNKNOWN
    text = "present" if "Vp0" not in found else "absent" if found == {"Vp0"} else "unknown"
    groups = frozenset("" if word == "Vp0" else "present" for word in found)
    return Standing(text, groups)


def _high_risk(chart: Chart, row: BaselineRow) -> Standing:
    extents, _ = tumour_facts.portal_extents(chart)
    occupancy = chart.fact("liver_occupancy").number
    grade = burden.high_risk(thrombus.vp_classes(extents), occupancy, None).grade
    if grade not in ("yes", "no"):
        return UNKNOWN
    return Standing(grade, frozenset({"present" if grade == "yes" else ""}))


def _aetiology(chart: Chart, row: BaselineRow) -> Standing:
    """Hepatitis B or C by serology; neither is "other"; with both the table's group is open."""
    hbv, hcv = (_positive(chart.fact(name)) for name in ("hbsag", "anti_hcv"))
    if hbv and hcv:
        return Standing("hepatitis B and C", frozenset({"hbv", "hcv"}))
    if hbv:
        return Standing("HBsAg positive", frozenset({"hbv"}))
    if hcv:
        return Standing("anti-HCV positive", frozenset({"hcv"}))
    if hbv is False and hcv is False:
        return Standing("neither HBsAg nor anti-HCV", frozenset({"other"}))
    return UNKNOWN


def _positive(fact: Fact) -> bool | None:
    word = derivation.word(fact)
    return None if word is None else word == "positive"


_SPECIAL: Mapping[str, Callable[[Chart, BaselineRow], Standing]] = {
    "sex": _words("sex"),
    "aetiology": _aetiology,
    "albi_grade": _words("albi_grade"),
    "child_pugh_class": _words("child_pugh_class"),
    "portal_thrombus_vp": _words("portal_vp"),
    "portal_thrombus_any": _portal,
    "hepatic_vein_thrombus": _veins,
    "extrahepatic_metastasis": _words("extrahepatic_disease"),
    "high_risk": _high_risk,
}
