"""Which samples must be repeated so that an open finding can be settled, and from which day."""

from __future__ import annotations

from datetime import date

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import Gap, entry_time
from hccreview.clinical.dates import Period, spoken
from hccreview.criteria import nodes
from hccreview.criteria.outcome import Evidence
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import Finding
from hccreview.review.ways import when_over
from hccreview.review.wording import definition_of, entry_days, entry_title, label_of, named

_REPEAT = ("stale", "mixed_dates", "corrected")
_COMPLETE = ("suspect_unit", "undated", "no_limit", "other_unit", "conflict")


def corrected_fields(finding: Finding) -> tuple[str, ...]:
    """Return the fields whose samples may have been changed by a corrective treatment."""
    found: list[str] = []
    for item in finding.outcome.evidence:
        window = getattr(item.node, "window", nodes.NO_WINDOW)
        fact = item.fact
        if fact is None or window.uncorrected is None or fact.gaps or not fact.inputs:
            continue
        if isinstance(item.node, nodes.Sampled) and item.truth.value == "true":
            continue
        found.append(fact.name)
    return tuple(dict.fromkeys(found))


def corrections(finding: Finding, comparison: Comparison) -> tuple[tuple[Entry, Period], ...]:
    """Return the corrective treatments that spoil the samples of a finding, with the free time."""
    view = comparison.dictionary.views["corrective_drug"]
    definition = comparison.dictionary.lists[view.of]
    found: list[tuple[Entry, Period]] = []
    for item in finding.outcome.evidence:
        period = getattr(item.node, "window", nodes.NO_WINDOW).uncorrected
        if period is None or item.fact is None:
            continue
        for entry in comparison.case.list(view.of).entries:
            time = entry_time(definition, entry, comparison.anchors.as_of)
            if entry.get(view.field) not in view.values or time is None:
                continue
            end = date.max if time.end is None else time.end.last
            days = [o.collected_on.last for o in item.fact.inputs if o.collected_on is not None]
            spoils = any(time.start.first <= day and end >= period.before(day) for day in days)
            if spoils and all(known is not entry for known, _ in found):
                found.append((entry, period))
    return tuple(found)


def recoverable_unknown(
    finding: Finding, comparison: Comparison
) -> tuple[str, date | None, str] | None:
    """Return how, from which day and by what an open finding could be settled, if by a test."""
    reasons = {gap.reason for gap in finding.gaps}
    dictionary = comparison.dictionary
    if "corrected" in reasons:
        return _after_correction(finding, comparison)
    stale = [
        gap.field
        for gap in finding.gaps
        if gap.reason in _REPEAT and gap.field not in dictionary.lists
    ]
    if stale:
        return "repeat_test", None, f"repeat {named(label_of(name, dictionary) for name in stale)}"
    if reasons & set(_COMPLETE):
        names = [gap.field for gap in finding.gaps if gap.reason in _COMPLETE]
        shown = named(label_of(name, dictionary) for name in names)
        return "repeat_test", None, f"complete or repeat {shown}"
    if "awaited" in reasons:
        return "time", None, "once the result is there"
    return _conditional(finding, comparison)


def _after_correction(finding: Finding, comparison: Comparison) -> tuple[str, date | None, str]:
    names = named(label_of(name, comparison.dictionary) for name in corrected_fields(finding))
    definition = comparison.dictionary.lists["drugs"]
    days: list[tuple[date, Entry, Period]] = []
    for entry, period in corrections(finding, comparison):
        time = entry_time(definition, entry, comparison.anchors.as_of)
        if time is None or time.end is None or time.end.last == date.max:
            title = entry_title(entry, definition)
            return "repeat_test", None, f"repeat {names} {period} after the end of {title}"
        days.append((period.first_free_day(time.end.last), entry, period))
    if not days:
        return "repeat_test", None, f"repeat {names}"
    day, entry, period = max(days, key=lambda each: each[0])
    title = f"{entry_title(entry, definition)} ({entry_days(entry)})"
    words = f"repeat {names} from {spoken(day)}, {when_over(period, title)}"
    return "repeat_test", day, words


def _conditional(finding: Finding, comparison: Comparison) -> tuple[str, date | None, str] | None:
    conditions = [gap for gap in finding.gaps if gap.reason == "condition"]
    if not conditions:
        return None
    if any(gap.field in comparison.dictionary.lists for gap in conditions):
        return "time", None, "open until it has been given"
    return "treatment", None, "treat and measure again"


def evidence_of(gap: Gap, finding: Finding) -> tuple[Evidence, ...]:
    """Return the atoms that lack something."""
    return tuple(
        item
        for item in finding.outcome.evidence
        if (item.fact is not None and gap in item.fact.gaps)
        or (item.fact is not None and item.fact.name == gap.field)
        or (isinstance(item.node, nodes.Exists) and item.node.list == gap.field.split(".")[0])
    )


def definition_age(name: str, comparison: Comparison) -> str:
    """Return the kind of age limit of a field or list: laboratory, imaging, history or none."""
    if name in comparison.dictionary.lists:
        return comparison.dictionary.lists[name].age
    definition = definition_of(name, comparison.dictionary)
    return definition.age if definition is not None else ""
