"""Facts on the tumour: number and size of nodules, thrombi by every classification, spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from hccreview.clinical import thrombus
from hccreview.clinical.chart import NO, YES, YES_OR_NO, Chart, Fact, Gap
from hccreview.clinical.derivation import Derivation, flag, inputs_of, word
from hccreview.clinical.quantity import Span, exactly

# The pairing of Chen's groups with Cheng's types is the one NCT06187961 prints; no definition of
# the groups was found elsewhere, so they are entered and only narrow Cheng's types.
_CHEN = {"A": frozenset({"I0", "I", "II", "III"}), "B": frozenset({"I0", "I", "II", "III"})}
_CHEN["C"] = frozenset({"IV"})


def nodule_count(chart: Chart, since: date | None) -> Fact:
    """Return the number of nodules: as reported, else as listed."""
    reported = chart.fact("nodule_count", since)
    if reported.words is not None:  # diffuse or infiltrative: more than can be counted
        note = "diffuse or infiltrative growth counts as four nodules or more (our reading)"
        return Fact("tumour_count", Span(4.0, float("inf")), inputs=reported.inputs, note=note)
    if reported.span is not None:
        return Fact("tumour_count", reported.span, inputs=reported.inputs)
    state = chart.list("lesions")
    viable = sum(entry.get("viable") is not False for entry in state.entries)
    if state.complete and not state.stale:
        return Fact("tumour_count", exactly(float(viable)))
    low = 0.0 if state.stale else float(viable)
    gaps = reported.gaps if not state.entries else (*reported.gaps, *state.gaps)
    return Fact("tumour_count", Span(low, float("inf")), gaps=gaps)


def largest_nodule(chart: Chart, since: date | None) -> Fact:
    """Return the largest diameter of the viable nodules in mm."""
    state, count = chart.list("lesions"), chart.fact("tumour_count", since)
    entries = [entry for entry in state.entries if entry.get("viable") is not False]
    if state.stale:
        return Fact("largest_nodule", gaps=(Gap("lesions", "stale"),), unit="mm")
    spans = [value for entry in entries if isinstance(value := entry.get("longest"), Span)]
    low = max((span.low for span in spans), default=0.0)
    high = max((span.high for span in spans), default=0.0)
    unmeasured = len(spans) < len(entries)
    all_listed = state.complete or count.number == len(entries)
    if all_listed and not unmeasured:
        return Fact("largest_nodule", Span(low, high), unit="mm")
    gap = Gap("lesions.longest") if unmeasured else Gap("lesions", "not_complete")
    return Fact("largest_nodule", Span(low, float("inf")), gaps=(gap,), unit="mm")


def portal_extents(chart: Chart) -> tuple[frozenset[str], dict[str, Fact]]:
    """Return the portal extents that agree with all that is recorded, and the facts."""
    names = ("portal_thrombus", "portal_thrombus_vp", "portal_thrombus_cheng", "smv_thrombus")
    facts = {name: chart.fact(name) for name in names}
    sites, smv = facts["portal_thrombus"].members, flag(facts["smv_thrombus"])
    if sites is not None and smv:
        sites = sites | {"smv"}
    extents = thrombus.extents_for(
        word(facts["portal_thrombus_vp"]),
        word(facts["portal_thrombus_cheng"]),
        None if sites is None else thrombus.deciding_extents(sites),
        smv,
    )
    return extents, facts


def portal_class(name: str, classes: Callable[[frozenset[str]], frozenset[str]]) -> Derivation:
    """Return the derivation of a portal classification from the extents that are possible."""

    def derive(chart: Chart, since: date | None) -> Fact:
        extents, facts = portal_extents(chart)
        return _classified(name, classes(extents), extents, facts)

    return derive


def _classified(
    name: str, words: frozenset[str], possible: frozenset[str], facts: Mapping[str, Fact]
) -> Fact:
    inputs = inputs_of(*facts.values())
    main = next(iter(facts))
    if not possible or not words:
        return Fact(name, gaps=(Gap(main, "conflict"),), inputs=inputs, note="records disagree")
    if len(words) == 1:
        return Fact(name, words=words, inputs=inputs)
    return Fact(name, words=words, gaps=_extent_gaps(facts), inputs=inputs)


def _extent_gaps(facts: Mapping[str, Fact]) -> tuple[Gap, ...]:
    """Return what would settle an extent: the recorded sites, or the stale report itself."""
    stale = tuple(gap for fact in facts.values() for gap in fact.gaps if gap.reason != "missing")
    main = next(iter(facts))
    recorded = any(not fact.gaps for fact in facts.values())
    if recorded and "smv_thrombus" in facts and facts["smv_thrombus"].gaps:
        return (Gap(main), Gap("smv_thrombus"))
    return stale or (Gap(main),)


def cheng_or_chen(chart: Chart, since: date | None) -> Fact:
    """Return Cheng's type, narrowed by Chen's group where that is recorded."""
    extents, facts = portal_extents(chart)
    types, chen = thrombus.cheng_types(extents), chart.fact("portal_thrombus_chen")
    group = word(chen)
    if group is not None:
        facts = {**facts, "portal_thrombus_chen": chen}
        types = types & _CHEN[group]
    fact = _classified("portal_cheng_or_chen", types, extents, facts)
    return Fact(fact.name, words=fact.words, gaps=fact.gaps, inputs=fact.inputs, note=fact.note)


def vein_levels(chart: Chart) -> tuple[frozenset[str], dict[str, Fact]]:
    """Return the levels of hepatic vein and cava that agree with all that is recorded."""
    names = ("hepatic_vein_thrombus", "hepatic_vein_vv", "ivc_sakamoto")
    facts = {name: chart.fact(name) for name in names}
    level, vv, sakamoto = (word(facts[name]) for name in names)
    return thrombus.levels_for(vv, sakamoto, level), facts


def vein_class(name: str, classes: Callable[[frozenset[str]], frozenset[str]]) -> Derivation:
    """Return the derivation of a vein's classification from the levels that are possible."""

    def derive(chart: Chart, since: date | None) -> Fact:
        levels, facts = vein_levels(chart)
        return _classified(name, classes(levels), levels, facts)

    return derive


def macrovascular_invasion(chart: Chart, since: date | None) -> Fact:
    """Return whether a portal branch, hepatic vein or the cava is invaded."""
    extents, portal = portal_extents(chart)
    levels, vein = vein_levels(chart)
    by_portal = thrombus.portal_invasion(extents) if extents else None
    by_vein = thrombus.vein_invasion(levels) if levels else None
    inputs = inputs_of(*portal.values(), *vein.values())
    if by_portal or by_vein:
        where = "portal vein" if by_portal else "hepatic vein or vena cava"
        return Fact("macrovascular_invasion", words=YES, inputs=inputs, note=where)
    gaps: tuple[Gap, ...] = ()
    gaps += _extent_gaps(portal) if by_portal is None else ()
    gaps += _extent_gaps(vein) if by_vein is None else ()
    return Fact("macrovascular_invasion", words=YES_OR_NO if gaps else NO, gaps=gaps, inputs=inputs)


def extrahepatic_disease(chart: Chart, since: date | None) -> Fact:
    """Return whether the tumour has spread outside the liver."""
    state = chart.list("metastases")
    if state.stale:
        return Fact("extrahepatic_disease", words=YES_OR_NO, gaps=(Gap("metastases", "stale"),))
    if state.entries:
        organs = sorted({str(e.get("organ") or "organ not named") for e in state.entries})
        return Fact("extrahepatic_disease", words=YES, note=", ".join(organs))
    if state.complete:
        return Fact("extrahepatic_disease", words=NO)
    return Fact("extrahepatic_disease", words=YES_OR_NO, gaps=state.gaps)
