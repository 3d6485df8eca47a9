"""Why a finding is open, in words: what is missing, too old, in doubt, or not yet due."""

from __future__ import annotations

from datetime import date

from hccreview.clinical.chart import Gap
from hccreview.clinical.dates import read_back, spoken
from hccreview.clinical.fields import FieldDefinition
from hccreview.criteria import nodes
from hccreview.criteria.outcome import Evidence
from hccreview.criteria.phrases import lower_first, short_label, unit_label
from hccreview.review.compare import Comparison
from hccreview.review.eligibility import OPEN, Finding, Verdict
from hccreview.review.repeat import (
    corrected_fields,
    corrections,
    definition_age,
    evidence_of,
)
from hccreview.review.wording import (
    anchor_words,
    definition_of,
    describer,
    entry_text,
    label_of,
    named,
    observation_text,
    without_days,
)

_AGES = {"laboratory": "values of this kind", "imaging": "imaging", "history": "a history"}
_LONG_AGO = date(1900, 1, 1)


def missing_fields(finding: Finding) -> tuple[str, ...]:
    """Return the fields whose absence keeps a finding open, each once; questions included."""
    if finding.verdict not in OPEN:
        return ()
    names: list[str] = []
    for gap in finding.gaps:
        names += corrected_fields(finding) if gap.reason == "corrected" else (gap.field,)
    if finding.verdict is Verdict.NEEDS_JUDGEMENT:
        names += finding.outcome.questions
    return tuple(dict.fromkeys(name for name in names if name))


def gap_sentences(finding: Finding, comparison: Comparison) -> list[str]:
    """Return one part of a sentence for each reason why a finding is open."""
    by_reason: dict[str, list[Gap]] = {}
    for gap in dict.fromkeys(finding.gaps):
        by_reason.setdefault(gap.reason, []).append(gap)
    words = _Words(finding, comparison)
    parts = [part for reason, gaps in by_reason.items() for part in words.of(reason, gaps)]
    return list(dict.fromkeys(part for part in parts if part))


class _Words:
    """Tells the gaps of one finding."""

    def __init__(self, finding: Finding, comparison: Comparison) -> None:
        self.finding, self.comparison = finding, comparison
        self.dictionary = comparison.dictionary
        self.describer = describer(comparison, finding.criterion.anchor)

    def of(self, reason: str, gaps: list[Gap]) -> list[str]:
        """Return what is to be said of the gaps of one reason."""
        tell = {
            "stale": self._stale,
            "not_complete": self._not_complete,
            "missing": self._missing,
            "corrected": self._corrected,
            "mixed_dates": self._mixed,
            "condition": self._condition,
        }.get(reason)
        if tell is not None:
            return tell(gaps)
        return [self._one(reason, gap) for gap in gaps]

    def _label(self, gap: Gap) -> str:
        return label_of(gap.field, self.dictionary)

    def _one(self, reason: str, gap: Gap) -> str:
        name = self._label(gap)
        value = self._value(gap)
        if reason == "suspect_unit":
            return _readable(gap.detail.rstrip("."), definition_of(gap.field, self.dictionary))
        if reason == "no_limit":
            limit = gap.detail.upper() or "limit of normal"
            return f"{name}: the {limit} of the same report is not recorded"
        if reason == "other_unit":
            return (
                f"{name} was reported in {unit_label(gap.detail)}, which is not converted into the"
                " unit of the limit"
            )
        if reason == "conflict":
            return f"{name}: records contradict each other" + (f" ({value})" if value else "")
        words = {
            "awaited": f"result awaited: {name}",
            "undated": f"without a date: {name}" + (f" {value}" if value else ""),
            "range": f"known only within bounds that do not settle it: {name}",
        }
        return words.get(reason, f"not known: {name}")

    def _value(self, gap: Gap) -> str:
        """Return the recorded values behind a gap, with their dates where there are several."""
        texts: list[str] = []
        for item in evidence_of(gap, self.finding):
            inputs = item.fact.inputs if item.fact is not None else ()
            several = len(inputs) > 1
            for observation in inputs:
                definition = definition_of(observation.field, self.dictionary)
                text = observation_text(observation, definition)
                on = observation.collected_on
                own = "" if observation.field == gap.field else f"{_label(definition)} "
                texts.append(f"{own}{text}" + (f", {spoken(on)}" if on and several else ""))
        return "; ".join(dict.fromkeys(texts))

    # ----------------------------------------------------------------- missing

    def _missing(self, gaps: list[Gap]) -> list[str]:
        names: list[str] = []
        parts: list[str] = []
        of_entries: dict[str, list[str]] = {}
        for gap in gaps:
            entries = self._unsure(gap)
            if gap.detail and "." not in gap.field:
                parts.append(f"not recorded: {gap.detail} ({self._label(gap)})")
            elif entries:
                inner = short_label(self._label(gap).split(": ", 1)[-1])
                of_entries.setdefault("; ".join(entries), []).append(lower_first(inner))
            else:
                names.append(self._label(gap))
        parts += [f"not recorded of {of}: {named(what)}" for of, what in of_entries.items()]
        return ([f"not recorded: {named(names)}"] if names else []) + list(dict.fromkeys(parts))

    def _unsure(self, gap: Gap) -> list[str]:
        """Return the entries of a list in which the field of a gap is left out."""
        list_id, _, field = gap.field.partition(".")
        if not field:
            return []
        definition = self.dictionary.lists.get(list_id)
        if definition is None:
            return []
        return [
            entry_text(entry, definition)
            for item in self.finding.outcome.evidence
            if getattr(item.node, "list", "") == list_id
            for entry in item.entries
            if entry.get(field) is None
        ][:3]

    def _not_complete(self, gaps: list[Gap]) -> list[str]:
        parts = []
        for gap in gaps:
            looked = [
                self.describer.looked_for(item.node)
                for item in self.finding.outcome.evidence
                if isinstance(item.node, nodes.Exists) and item.node.list == gap.field
            ]
            text = f"list “{self._label(gap)}” not confirmed as complete"
            if looked:
                texts = list(dict.fromkeys(looked))
                texts = [texts[0], *(without_days(text) for text in texts[1:])]
                text += f" (looked for: {', or '.join(texts)})"
            parts.append(text)
        return parts

    # ------------------------------------------------------------------- stale

    def _stale(self, gaps: list[Gap]) -> list[str]:
        by_rule: dict[str, list[Gap]] = {}
        for gap in gaps:
            by_rule.setdefault(self._rule(gap), []).append(gap)
        return [f"{self._old(group)}; {rule}" for rule, group in by_rule.items()]

    def _old(self, gaps: list[Gap]) -> str:
        lists = [gap for gap in gaps if gap.field in self.dictionary.lists]
        if lists:
            return "; ".join(self._old_list(gap) for gap in lists)
        dates = {gap.detail for gap in gaps}
        names = [f"{self._label(gap)}{self._old_value(gap, len(gaps))}" for gap in gaps]
        if len(dates) == 1 and "" not in dates:
            day = spoken(read_back(gaps[0].detail))
            together = {1: " of", 2: ", both of"}.get(len(gaps), ", all of")
            return f"too old: {named(names)}{together} {day}"
        dated = [
            name + (f" of {spoken(read_back(gap.detail))}" if gap.detail else "")
            for name, gap in zip(names, gaps, strict=True)
        ]
        return f"too old: {named(dated)}"

    def _old_value(self, gap: Gap, several: int) -> str:
        value = self._value(gap) if several == 1 else ""
        return f" {value}" if value and ";" not in value and "," not in value else ""

    def _old_list(self, gap: Gap) -> str:
        if gap.detail:
            said = spoken(read_back(gap.detail))
            return f"list “{self._label(gap)}” last confirmed as complete on {said}"
        return f"too old: imaging of “{self._label(gap)}”"

    def _rule(self, gap: Gap) -> str:
        """Return the window of the source, or the setting of the site, that makes a value old."""
        for item in evidence_of(gap, self.finding):
            window = getattr(item.node, "window", nodes.NO_WINDOW)
            if window.period is not None and not self._old_by_setting(gap, item):
                anchor = self.describer.anchor(window.anchor)
                return f"needed within {window.period} before {anchor}"
        kind = definition_age(gap.field, self.comparison)
        days = self.comparison.settings.ages.get(kind, 0)
        anchor = anchor_words(self.finding.criterion.anchor, self.comparison)
        return f"our setting: {_AGES.get(kind, kind)} at most {days} days before {anchor}"

    def _old_by_setting(self, gap: Gap, item: Evidence) -> bool:
        """True where the value is too old although the window of the source does not bind it."""
        if item.fact is None or item.anchor is None or item.fact.name == gap.field:
            return False
        unbound = self.comparison.chart(item.anchor).fact(item.fact.name, _LONG_AGO)
        return gap in unbound.gaps

    # ------------------------------------------------------------------ others

    def _corrected(self, gaps: list[Gap]) -> list[str]:
        definition = self.dictionary.lists["drugs"]
        names = named(label_of(name, self.dictionary) for name in corrected_fields(self.finding))
        found = corrections(self.finding, self.comparison)
        drugs = "; ".join(entry_text(entry, definition) for entry, _ in found)
        period = found[0][1] if found else None
        within = f" within {period}" if period is not None else ""
        return [
            f"the sample follows a corrective treatment{within}"
            f" ({drugs or gaps[0].detail}): {names} must be repeated"
        ]

    def _mixed(self, gaps: list[Gap]) -> list[str]:
        days = self.comparison.settings.one_score_within_days
        names = named(f"{self._label(gap)}" for gap in gaps)
        return [
            f"the samples lie {gaps[0].detail}; our setting allows {days} days for one score; the"
            f" oldest: {names}"
        ]

    def _condition(self, gaps: list[Gap]) -> list[str]:
        parts = []
        for gap in gaps:
            node = next(iter(_conditions(self.finding, gap)), None)
            if isinstance(node, nodes.Exists):
                parts.append(f"open until an entry is recorded: {self.describer.looked_for(node)}")
            else:
                parts.append(f"counts only where “{self._label(gap)}” holds, which it does not")
        return parts


def _label(definition: FieldDefinition | None) -> str:
    return definition.label if definition is not None else ""


def _conditions(finding: Finding, gap: Gap) -> list[nodes.Node]:
    """Return the conditions of a criterion that rest on the field or list of a gap."""
    found: list[nodes.Node] = []
    for item in finding.outcome.evidence:
        node = item.node
        name = getattr(node, "list", "") or (item.fact.name if item.fact is not None else "")
        if name == gap.field and (not isinstance(node, nodes.Exists) or node.recorded_only):
            found.append(node)
    return found


def _readable(text: str, definition: FieldDefinition | None) -> str:
    """Return a sentence about a doubtful unit with units as they are read."""
    if definition is None:
        return text
    for unit in sorted((definition.unit, *definition.units), key=len, reverse=True):
        if unit:
            text = text.replace(f" {unit} ", f" {unit_label(unit)} ")
    return text
