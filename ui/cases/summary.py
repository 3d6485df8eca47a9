"""What the list says of a case: one line, and one mark a trial."""

from __future__ import annotations

from hccreview.clinical.derived import DERIVED_FIELDS
from hccreview.review.compare import Comparison
from hccreview.review.recruitment import can_be_entered
from hccreview.review.wording import fact_text
from ui.case_facts import case_facts
from ui.wording import RECRUITMENTS, Mark, eligibility_mark


def summary_of(comparison: Comparison) -> str:
    """Return age, sex, stage, Child-Pugh and thrombus: ``58 M · BCLC C · CP A 5 · Vp2``."""
    chart = comparison.chart()
    age = fact_text(chart.fact("age"), DERIVED_FIELDS["age"]).removesuffix(" years") or "?"
    sex = {"male": "M", "female": "F"}.get(chart.fact("sex").settled_word or "", "")
    facts = {fact.label: fact for fact in case_facts(comparison) if fact.known}
    shown = [f"{age} {sex}".rstrip()] if age != "?" or sex else []
    for label, prefix in (("BCLC", "BCLC "), ("Child-Pugh", "CP "), ("Thrombus", "")):
        if label in facts and "A or B or C" not in facts[label].text:
            shown.append(prefix + _short(facts[label].text))
    return " · ".join(shown) or "nothing recorded"


def _short(text: str) -> str:
    """Return a value in a few letters: ``A/B`` for ``A or B 5 to 9``."""
    words = text.partition(",")[0].replace(" or ", "/")
    return words.split(" ")[0] if " to " in words else words


def strip_of(comparison: Comparison) -> tuple[tuple[str, Mark], ...]:
    """Return a mark with a sentence for each trial, in their order."""
    marks = []
    for assessment in comparison.assessments:
        recruitment = comparison.recruitment(assessment)
        mark = eligibility_mark(assessment.eligibility.value, can_be_entered(recruitment))
        words = f"{assessment.trial.short_name}: {mark.word}, {RECRUITMENTS[recruitment.value]}"
        marks.append((words, mark))
    return tuple(marks)
