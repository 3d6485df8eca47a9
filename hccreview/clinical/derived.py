"""Facts computed from recorded ones: never typed in, each with what it rests on and what it lacks.

A derivation receives the chart of a day and the earliest day a laboratory sample may come from
(None: the site's own age limit), and returns a Fact with bounds where partial data bound it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from hccreview.clinical import body, child_pugh, meld, scores, staging, thrombus
from hccreview.clinical.case import Entry, Observation
from hccreview.clinical.chart import NO, YES, YES_OR_NO, Chart, Fact, Gap
from hccreview.clinical.dates import PartialDate, age_in_years
from hccreview.clinical.fields import FieldDefinition, bundled_dictionary
from hccreview.clinical.quantity import Span, exactly
from hccreview.clinical.scores import Score

Derivation = Callable[[Chart, date | None], Fact]
_WORDS = {True: YES, False: NO, None: YES_OR_NO}

# The pairing of Chen's groups with Cheng's types is the one NCT06187961 prints; no definition of
# the groups was found elsewhere, so they are entered and only narrow Cheng's types.
_CHEN = {"A": frozenset({"I0", "I", "II", "III"}), "B": frozenset({"I0", "I", "II", "III"})}
_CHEN["C"] = frozenset({"IV"})

_GRADES = {"child_pugh": "child_pugh_class", "albi": "albi_grade", "malbi": "malbi_grade"}


def number(fact: Fact) -> float | None:
    """Return the exact number of a fact, else None."""
    return fact.number


def word(fact: Fact) -> str | None:
    """Return the settled word of a fact, else None."""
    return fact.settled_word


def flag(fact: Fact) -> bool | None:
    """Return yes or no as a truth value, None where it is open."""
    settled = fact.settled_word
    return None if settled is None else settled == "yes"


def inputs_of(*facts: Fact) -> tuple[Observation, ...]:
    """Return the observations several facts rest on, each once."""
    return tuple(dict.fromkeys(o for fact in facts for o in fact.inputs))


def gaps_of(facts: Mapping[str, Fact], missing: tuple[str, ...]) -> tuple[Gap, ...]:
    """Return why the missing inputs of a score are of no use."""
    gaps: list[Gap] = []
    for name in missing:
        fact = facts.get(name)
        own = fact.gaps if fact is not None else ()
        if fact is not None and not own and fact.span is not None and not fact.span.exact:
            own = (Gap(fact.name, "range"),)
        gaps += own or ((Gap(name),) if fact is None else (Gap(fact.name),))
    return tuple(dict.fromkeys(gaps))


def _mixed(chart: Chart, facts: Mapping[str, Fact]) -> tuple[Gap, ...]:
    """Return a gap for each sample when they may lie further apart than one score allows."""
    days = {
        name: (o.collected_on.first, min(o.collected_on.last, chart.as_of))
        for name, fact in facts.items()
        for o in fact.inputs
        if o.collected_on is not None and not fact.gaps
    }
    if len(days) < 2:
        return ()
    oldest = min(first for first, _ in days.values())
    apart = (max(last for _, last in days.values()) - oldest).days
    if apart <= chart.settings.one_score_within_days:
        return ()
    return tuple(
        Gap(facts[name].name, "mixed_dates", f"{apart} days apart")
        for name, (first, _) in days.items()
        if first == oldest
    )


def _of_score(score: Score, facts: Mapping[str, Fact], mixed: tuple[Gap, ...] = ()) -> Fact:
    """Return a number with its bounds as a fact; samples of mixed dates leave it unknown."""
    note = "; ".join(score.notes)
    name = f"{score.name}_score"
    if mixed:
        return Fact(name, gaps=mixed, inputs=inputs_of(*facts.values()), note=note)
    span = None if score.low is None or score.high is None else Span(score.low, score.high)
    gaps = gaps_of(facts, score.missing) if score.value is None else ()
    return Fact(name, span=span, gaps=gaps, inputs=inputs_of(*facts.values()), note=note)


def _of_grade(score: Score, facts: Mapping[str, Fact], mixed: tuple[Gap, ...] = ()) -> Fact:
    """Return the possible grades or stages as a fact."""
    note = score.deciding or "; ".join(score.notes)
    words = None if mixed or not score.grades else frozenset(score.grades)
    gaps = mixed or (gaps_of(facts, score.missing) if score.grade is None else ())
    name = _GRADES.get(score.name, score.name)
    return Fact(name, words=words, gaps=gaps, inputs=inputs_of(*facts.values()), note=note)


# --------------------------------------------------------------- liver function


def _liver_facts(chart: Chart, since: date | None) -> dict[str, Fact]:
    names = ("bilirubin", "albumin", "inr")
    facts = {name: chart.fact(name, since) for name in names}
    facts["ascites"] = chart.fact("ascites")
    facts["encephalopathy"] = chart.fact("encephalopathy")
    if facts["inr"].number is None:
        facts["prothrombin_time"] = chart.fact("pt_prolongation", since)
    return facts


def child_pugh_score(chart: Chart, since: date | None = None) -> tuple[Score, dict[str, Fact]]:
    """Return the Child-Pugh score of a chart and the facts it rests on."""
    facts = _liver_facts(chart, since)
    bilirubin = facts["bilirubin"]
    measured = bilirubin.observation.unit if bilirubin.observation else "umol/L"
    clotting = facts.get("prothrombin_time")
    score = child_pugh.child_pugh(
        bilirubin.number,
        facts["albumin"].number,
        facts["inr"].number,
        clotting.number if clotting is not None else None,
        word(facts["ascites"]),
        word(facts["encephalopathy"]),
        bilirubin_unit=measured if measured == "mg/dL" else "umol/L",
    )
    return score, facts


def _samples(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    names = ("bilirubin", "albumin", "inr", "prothrombin_time", "creatinine", "sodium")
    return {name: facts[name] for name in names if name in facts}


def _without_twin(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Return the facts to ask for: where both clotting tests are missing, INR is enough."""
    return {name: fact for name, fact in facts.items() if name != "prothrombin_time"}


def _child_pugh(chart: Chart, since: date | None) -> Fact:
    score, facts = child_pugh_score(chart, since)
    return _clotting_once(_of_score(score, facts, _mixed(chart, _samples(facts))))


def _child_pugh_class(chart: Chart, since: date | None) -> Fact:
    score, facts = child_pugh_score(chart, since)
    fact = _of_grade(score, facts, _mixed(chart, _samples(facts)))
    return _clotting_once(fact)


def _clotting_once(fact: Fact) -> Fact:
    """Return a fact that asks for INR alone where neither clotting test is known."""
    fields = {gap.field for gap in fact.gaps}
    if "inr" not in fields:
        return fact
    twins = ("prothrombin_time", "prothrombin_time_control")
    gaps = tuple(gap for gap in fact.gaps if gap.field not in twins)
    return Fact(fact.name, fact.span, fact.words, gaps=gaps, inputs=fact.inputs, note=fact.note)


def _albi(kind: Callable[[float | None, float | None], Score], graded: bool) -> Derivation:
    def derive(chart: Chart, since: date | None) -> Fact:
        facts = {name: chart.fact(name, since) for name in ("bilirubin", "albumin")}
        score = kind(facts["bilirubin"].number, facts["albumin"].number)
        return (_of_grade if graded else _of_score)(score, facts, _mixed(chart, facts))

    return derive


def _pt_prolongation(chart: Chart, since: date | None) -> Fact:
    time = chart.fact("prothrombin_time", since)
    control = chart.fact("prothrombin_time_control", since)
    gaps = time.gaps + control.gaps
    if time.span is None or control.span is None or not control.span.exact or gaps:
        return Fact("pt_prolongation", gaps=gaps, inputs=inputs_of(time, control), unit="s")
    base = control.span.low
    span = Span(
        time.span.low - base, time.span.high - base, time.span.low_open, time.span.high_open
    )
    return Fact("pt_prolongation", span=span, inputs=inputs_of(time, control), unit="s")


def _meld(formula: Callable[..., Score], names: tuple[str, ...]) -> Derivation:
    def derive(chart: Chart, since: date | None) -> Fact:
        facts = {name: chart.fact(name, since) for name in names if name not in ("sex", "age")}
        arguments: list[object] = []
        for name in names:
            fact = facts.setdefault(name, chart.fact(name))
            kinds = {"dialysis": flag, "sex": word}
            arguments.append(kinds.get(name, number)(fact))
        return _of_score(formula(*arguments), facts, _mixed(chart, _samples(facts)))

    return derive


# ---------------------------------------------------------------- tumour burden


def _nodule_count(chart: Chart, since: date | None) -> Fact:
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


def _largest_nodule(chart: Chart, since: date | None) -> Fact:
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


def _portal(name: str, classes: Callable[[frozenset[str]], frozenset[str]]) -> Derivation:
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


def _cheng_or_chen(chart: Chart, since: date | None) -> Fact:
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


def _vein(name: str, classes: Callable[[frozenset[str]], frozenset[str]]) -> Derivation:
    def derive(chart: Chart, since: date | None) -> Fact:
        levels, facts = vein_levels(chart)
        return _classified(name, classes(levels), levels, facts)

    return derive


def _macrovascular(chart: Chart, since: date | None) -> Fact:
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


def _extrahepatic(chart: Chart, since: date | None) -> Fact:
    state = chart.list("metastases")
    if state.stale:
        return Fact("extrahepatic_disease", words=YES_OR_NO, gaps=(Gap("metastases", "stale"),))
    if state.entries:
        organs = sorted({str(e.get("organ") or "organ not named") for e in state.entries})
        return Fact("extrahepatic_disease", words=YES, note=", ".join(organs))
    if state.complete:
        return Fact("extrahepatic_disease", words=NO)
    return Fact("extrahepatic_disease", words=YES_OR_NO, gaps=state.gaps)


# ---------------------------------------------------------------------- stages


def count_bounds(fact: Fact) -> tuple[int, int | None] | None:
    """Return lowest and highest number of nodules, None where nothing is known."""
    if fact.span is None or (fact.span.low == 0 and fact.span.high == float("inf")):
        return None
    high = fact.span.high
    return int(fact.span.low) + fact.span.low_open, None if high == float("inf") else int(high)


def size(fact: Fact, last_cut: float = 60.0) -> float | None:
    """Return the largest diameter in mm; a bound beyond the last cut-off is as good as the size."""
    if fact.span is None:
        return None
    return fact.span.low if fact.span.exact or fact.span.low > last_cut else None


def staging_facts(chart: Chart) -> dict[str, Fact]:
    """Return the facts every staging system asks for."""
    return {
        "nodule_count": chart.fact("tumour_count"),
        "largest_diameter": chart.fact("largest_nodule"),
        "macrovascular_invasion": chart.fact("macrovascular_invasion"),
        "extrahepatic_disease": chart.fact("extrahepatic_disease"),
        "ecog": chart.fact("ecog"),
        "ecog_cause": chart.fact("ecog_cause"),
        "child_pugh": chart.fact("child_pugh_class"),
        "transplant_candidate": chart.fact("transplant_candidate"),
    }


def _ecog(fact: Fact) -> int | None:
    return None if fact.number is None else int(fact.number)


def bclc_score(chart: Chart) -> tuple[Score, dict[str, Fact]]:
    """Return the BCLC stage of a chart and the facts it rests on."""
    facts = staging_facts(chart)
    score = staging.bclc(
        count_bounds(facts["nodule_count"]),
        size(facts["largest_diameter"], 30.0),
        macrovascular=flag(facts["macrovascular_invasion"]),
        extrahepatic=flag(facts["extrahepatic_disease"]),
        ecog=_ecog(facts["ecog"]),
        ecog_cause=flag(facts["ecog_cause"]),
        child_pugh=facts["child_pugh"].words or frozenset(),
        transplant_candidate=flag(facts["transplant_candidate"]),
    )
    return score, facts


def cnlc_score(chart: Chart) -> tuple[Score, dict[str, Fact]]:
    """Return the CNLC stage of a chart and the facts it rests on."""
    facts = staging_facts(chart)
    score = staging.cnlc(
        count_bounds(facts["nodule_count"]),
        size(facts["largest_diameter"], 50.0),
        macrovascular=flag(facts["macrovascular_invasion"]),
        extrahepatic=flag(facts["extrahepatic_disease"]),
        ecog=_ecog(facts["ecog"]),
        child_pugh=facts["child_pugh"].words or frozenset(),
    )
    return score, facts


def _stage(scorer: Callable[[Chart], tuple[Score, dict[str, Fact]]]) -> Derivation:
    def derive(chart: Chart, since: date | None) -> Fact:
        score, facts = scorer(chart)
        return _of_grade(score, facts)

    return derive


def tnm_score(chart: Chart) -> tuple[Score, dict[str, Fact]]:
    """Return the AJCC 8 stage of a chart and the facts it rests on."""
    extents, portal = portal_extents(chart)
    levels, vein = vein_levels(chart)
    facts = {**staging_facts(chart), "portal_thrombus": portal["portal_thrombus"]}
    for name in ("adjacent_organ_invasion", "peritoneum_perforated"):
        facts[name] = chart.fact(name)
    facts["vascular_invasion"] = facts["macrovascular_invasion"]
    facts["major_branch_invasion"] = facts["macrovascular_invasion"]
    nodes, distant = _spread(chart)
    state = chart.list("metastases")
    facts["regional_nodes"] = Fact("metastases", gaps=state.gaps)
    facts["distant_metastases"] = facts["regional_nodes"]
    major = _either(
        thrombus.major_portal_branch(extents) if extents else None,
        thrombus.major_hepatic_vein(levels) if levels else None,
    )
    category = staging.ajcc_t(
        count_bounds(facts["nodule_count"]),
        size(facts["largest_diameter"], 50.0),
        vascular=_vascular(facts["macrovascular_invasion"], portal["portal_thrombus"]),
        major_branch=major,
        adjacent_organ=flag(facts["adjacent_organ_invasion"]),
        peritoneum=flag(facts["peritoneum_perforated"]),
    )
    return staging.ajcc_stage(category, nodes, distant), facts


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return None if left is None or right is None else False


def _vascular(macro: Fact, portal: Fact) -> bool | None:
    if portal.members is not None and "microscopic" in portal.members:
        return True
    return flag(macro)


def _spread(chart: Chart) -> tuple[bool | None, bool | None]:
    """Return whether regional nodes and distant sites are affected, None where not known."""
    state = chart.list("metastases")
    if state.stale:
        return None, None
    rest = False if state.complete else None
    regional: bool | None = rest
    distant: bool | None = rest
    for entry in state.entries:
        if entry.get("organ") != "lymph_node":
            distant = True
        elif entry.get("station") == "regional":
            regional = True
        elif entry.get("station") == "distant":
            distant = True
        else:
            regional = regional or None
            distant = distant or None
    return regional, distant


# ------------------------------------------------------------ body, heart, kidney


def _age(chart: Chart, since: date | None) -> Fact:
    birth = chart.fact("birth_date")
    if birth.when is not None:
        low = age_in_years(birth.when.last, chart.day)
        high = age_in_years(birth.when.first, chart.day)
        return Fact("age", Span(float(max(low, 0)), float(high)), inputs=birth.inputs, unit="a")
    recorded = chart.fact("age_recorded")
    if recorded.span is None:
        return Fact("age", gaps=birth.gaps, unit="a")
    seen = recorded.observation.collected_on if recorded.observation else None
    fewest = 0 if seen is None else age_in_years(min(seen.last, chart.day), chart.day)
    most = 0 if seen is None or seen.first == chart.day else age_in_years(seen.first, chart.day) + 1
    span = Span(recorded.span.low + fewest, recorded.span.high + most)
    return Fact("age", span, inputs=recorded.inputs, unit="a")


def clearance_score(chart: Chart, since: date | None = None) -> tuple[Score, dict[str, Fact]]:
    """Return the Cockcroft-Gault clearance for the older of the possible ages, and its facts."""
    facts = {name: chart.fact(name) for name in ("age", "weight", "sex")}
    facts["creatinine"] = chart.fact("creatinine", since)
    age = facts["age"].span
    score = body.creatinine_clearance(
        None if age is None or math.isinf(age.high) else age.high,
        facts["weight"].number,
        facts["creatinine"].number,
        word(facts["sex"]),
    )
    return score, facts


def _clearance(chart: Chart, since: date | None) -> Fact:
    score, facts = clearance_score(chart, since)
    age = facts["age"].span
    fact = _of_score(score, facts)
    span = fact.span
    if span is not None and age is not None and not age.exact:
        younger = body.creatinine_clearance(
            age.low, facts["weight"].number, facts["creatinine"].number, word(facts["sex"])
        )
        assert younger.high is not None
        span = Span(span.low, younger.high)
    return Fact("creatinine_clearance", span, gaps=fact.gaps, inputs=fact.inputs, unit="mL/min")


def _qtcf(chart: Chart, since: date | None) -> Fact:
    facts = {name: chart.fact(name, since) for name in ("qt", "heart_rate")}
    score = body.qtcf(facts["qt"].number, facts["heart_rate"].number)
    fact = _of_score(score, facts, _mixed(chart, facts))
    return Fact("qtcf", fact.span, gaps=fact.gaps, inputs=fact.inputs, unit="ms", note=fact.note)


# -------------------------------------------------------------------- histories


def _viral_load(name: str, load: str, serology: str, history: str) -> Derivation:
    """Return a viral load; where none was measured, negative serology and history mean none."""

    def derive(chart: Chart, since: date | None) -> Fact:
        measured = chart.fact(load, since)
        load_found = measured.span
        if load_found is not None and (load_found.low > 0 or load_found.high == 0):
            return measured  # a measurement that says yes or no goes before any serology
        marker = chart.fact(serology)
        past = chart.fact(history) if history else None
        if word(marker) == "negative" and (past is None or flag(past) is False):
            words = frozenset({"none_by_serology"})  # a zero that nobody measured
            label = chart.dictionary.fields[serology].label
            return Fact(name, Span(0.0, 0.0), words, inputs=marker.inputs, note=f"{label} negative")
        if measured.gaps and past is not None and word(marker) == "negative" and past.gaps:
            return Fact(name, gaps=(*measured.gaps, *past.gaps))
        return measured

    return derive


def _encephalopathy_ever(chart: Chart, since: date | None) -> Fact:
    past = chart.fact("encephalopathy_history")
    seen = tuple(o for o in chart.recorded("encephalopathy") if o.value != "none")
    if seen:  # however old: it was there once
        return Fact("encephalopathy_ever", words=YES, inputs=seen)
    return Fact("encephalopathy_ever", words=past.words, gaps=past.gaps, inputs=past.inputs)


def _transplantation_ever(chart: Chart, since: date | None) -> Fact:
    past, state = chart.fact("liver_transplantation_history"), chart.list("treatments")
    if any(entry.get("kind") == "transplantation" for entry in state.entries):
        return Fact("liver_transplantation_ever", words=YES)
    return Fact("liver_transplantation_ever", words=past.words, gaps=past.gaps, inputs=past.inputs)


def _histological_type(chart: Chart, since: date | None) -> Fact:
    """Return the histological type; a diagnosis without tissue has none that is confirmed."""
    recorded, basis = chart.fact("histology"), chart.fact("diagnosis_basis")
    if word(recorded) == "awaited":
        gap = Gap("histology", "awaited")
        return Fact("histological_type", gaps=(gap,), inputs=recorded.inputs)
    if recorded.words is not None:
        return Fact("histological_type", words=recorded.words, inputs=recorded.inputs)
    if basis.members is not None and not basis.members & {"histology", "cytology"}:
        note = "not confirmed: no tissue was taken"
        words = frozenset({"not_taken"})
        return Fact("histological_type", words=words, inputs=basis.inputs, note=note)
    return Fact("histological_type", gaps=recorded.gaps)


def _hcc_established(chart: Chart, since: date | None) -> Fact:
    said, basis = chart.fact("hcc_confirmed"), chart.fact("diagnosis_basis")
    if said.words is not None or basis.members is None:
        return Fact("hcc_established", words=said.words, gaps=said.gaps, inputs=said.inputs)
    return Fact("hcc_established", words=YES, inputs=basis.inputs)


def _first_combination_dose(chart: Chart, since: date | None) -> Fact:
    """Return the first dose of the PD-(L)1 inhibitor or anti-angiogenic drug under review."""
    wanted = frozenset({"immunotherapy", "anti_angiogenic", "targeted"})
    starts: list[PartialDate] = []
    for entry in chart.list("treatments").entries:
        classes, start = entry.get("classes"), entry.get("start") or entry.get("on")
        if not entry.get("index_of") or entry.get("kind") not in ("systemic", None):
            continue
        if isinstance(classes, frozenset) and not classes & wanted:
            continue
        if not isinstance(classes, frozenset) or not isinstance(start, PartialDate):
            missing = "start" if isinstance(classes, frozenset) else "classes"
            return Fact("first_combination_dose", gaps=(Gap(f"treatments.{missing}"),))
        starts.append(start)
    if not starts:
        return Fact("first_combination_dose", gaps=(Gap("treatments"),))
    first = PartialDate(min(each.first for each in starts), min(each.last for each in starts))
    return Fact("first_combination_dose", when=first)


# ---------------------------------------------------------------- entries of lists


EntryDerivation = Callable[[str, Entry, Chart], Fact]
_NOT_LOCAL = ("systemic", "transplantation")
_WITHOUT_DRUGS = (
    *("resection", "transplantation", "ablation", "tace", "tae"),
    *("tare", "injection", "radiotherapy", "other_local"),
)


def _measurable(size_field: str, least: float = 10.0) -> EntryDerivation:
    """Return whether a lesion is measurable: 10 mm, or twice a slice thicker than 5 mm.

    RECIST 1.1 (Eisenhauer 2009). Without the slice thickness 10 to 20 mm stays open.
    """

    def derive(name: str, entry: Entry, chart: Chart) -> Fact:
        list_id = name.split(".")[0]
        size, thickness = entry.get(size_field), entry.get("slice_thickness")
        if not isinstance(size, Span):
            return Fact(name, gaps=(Gap(f"{list_id}.{size_field}"),))
        needed = Span(least, 2 * least)
        if isinstance(thickness, Span):
            needed = Span(_least(thickness.low, least), _least(thickness.high, least))
        if size.compare(">=", needed.high):
            return Fact(name, words=YES)
        if size.compare("<", needed.low):
            return Fact(name, words=NO)
        gap = "slice_thickness" if thickness is None else size_field
        return Fact(name, gaps=(Gap(f"{list_id}.{gap}"),))

    return derive


def _least(thickness: float, least: float) -> float:
    return least if thickness <= 5 else max(least, 2 * thickness)


def _measurable_metastasis(name: str, entry: Entry, chart: Chart) -> Fact:
    if entry.get("organ") is None:
        return Fact(name, gaps=(Gap("metastases.organ"),))
    if entry.get("organ") != "lymph_node":
        return _measurable("diameter")(name, entry, chart)
    axis = entry.get("short_axis")
    if not isinstance(axis, Span):
        return Fact(name, gaps=(Gap("metastases.short_axis"),))
    answer = axis.compare(">=", 15.0)
    gaps = () if answer is not None else (Gap("metastases.short_axis", "range"),)
    return Fact(name, words=_WORDS[answer], gaps=gaps)


def _treated_locally(name: str, entry: Entry, chart: Chart) -> Fact:
    """Return whether a lesion was treated locally: as recorded, or no where nobody ever was."""
    recorded = entry.get("treated_locally")
    if isinstance(recorded, bool):
        return Fact(name, words=_WORDS[recorded])
    state = chart.list("treatments")
    if state.complete and all(each.get("kind") in _NOT_LOCAL for each in state.entries):
        return Fact(name, words=NO)
    return Fact(name, gaps=state.gaps or (Gap(name),))


def _classes(name: str, entry: Entry, chart: Chart) -> Fact:
    """Return the classes of drugs; a procedure without any recorded is one without drugs.

    HAIC is an infusion of drugs, so there the classes must be recorded.
    """
    classes = entry.get("classes")
    if isinstance(classes, frozenset):
        return Fact(name, members=classes)
    if entry.get("kind") in _WITHOUT_DRUGS:
        return Fact(name, members=frozenset())
    return Fact(name, gaps=(Gap(name),))


def _given(name: str, entry: Entry, chart: Chart) -> Fact:
    when = entry.get("on") or entry.get("start")
    if isinstance(when, PartialDate):
        return Fact(name, when=when)
    return Fact(name, gaps=(Gap("treatments.on"),))


ENTRY_DERIVATIONS: Mapping[tuple[str, str], EntryDerivation] = MappingProxyType(
    {
        ("lesions", "measurable"): _measurable("longest"),
        ("lesions", "measurable_enhancing"): _measurable("enhancing"),
        ("lesions", "treated_locally"): _treated_locally,
        ("metastases", "measurable"): _measurable_metastasis,
        ("metastases", "treated_locally"): _treated_locally,
        ("treatments", "classes"): _classes,
        ("treatments", "given"): _given,
    }
)
ENTRY_FIELDS: Mapping[str, Mapping[str, FieldDefinition]] = MappingProxyType(
    {
        "lesions": {
            "measurable": FieldDefinition("measurable", "Measurable (RECIST 1.1)", "yes_no"),
            "measurable_enhancing": FieldDefinition(
                "measurable_enhancing", "Measurable enhancing part (mRECIST)", "yes_no"
            ),
        },
        "treatments": {
            "given": FieldDefinition("given", "Date given", "date"),
            "index": FieldDefinition("index", "Part of the combination under review", "yes_no"),
        },
        "metastases": {
            "measurable": FieldDefinition("measurable", "Measurable (RECIST 1.1)", "yes_no")
        },
    }
)


def _numeric(name: str, label: str, unit: str = "", **more: object) -> FieldDefinition:
    return FieldDefinition(name, label, "quantity", unit=unit, **more)  # type: ignore[arg-type]


def _worded(name: str, label: str, words: tuple[str, ...]) -> FieldDefinition:
    values = {each: each for each in words}
    return FieldDefinition(name, label, "enum", values=values, ordered=True, changes="treatment")


_HISTOLOGY = bundled_dictionary().fields["histology"].values
_MELD = ("bilirubin", "inr", "creatinine", "dialysis")
_TABLE: tuple[tuple[FieldDefinition, Derivation], ...] = (
    (_numeric("age", "Age", "a", changes="fixed"), _age),
    (_numeric("child_pugh_score", "Child-Pugh score"), _child_pugh),
    (_worded("child_pugh_class", "Child-Pugh class", ("A", "B", "C")), _child_pugh_class),
    (_numeric("albi_score", "ALBI score"), _albi(scores.albi, False)),
    (_worded("albi_grade", "ALBI grade", ("1", "2", "3")), _albi(scores.albi, True)),
    (_worded("malbi_grade", "mALBI grade", ("1", "2a", "2b", "3")), _albi(scores.malbi, True)),
    (_numeric("meld_score", "MELD"), _meld(meld.meld, _MELD)),
    (_numeric("meld_na_score", "MELD-Na"), _meld(meld.meld_na, (*_MELD, "sodium"))),
    (
        _numeric("meld_3_score", "MELD 3.0"),
        _meld(meld.meld_3, (*_MELD, "sodium", "albumin", "sex", "age")),
    ),
    (_numeric("pt_prolongation", "Prothrombin time over control", "s"), _pt_prolongation),
    (_numeric("tumour_count", "Number of nodules"), _nodule_count),
    (_numeric("largest_nodule", "Largest nodule", "mm", units={"cm": 10.0}), _largest_nodule),
    (
        _worded("portal_vp", "Portal thrombus (Vp)", ("Vp0", "Vp1", "Vp2", "Vp3", "Vp4")),
        _portal("portal_vp", thrombus.vp_classes),
    ),
    (
        _worded("portal_cheng", "Portal thrombus (Cheng)", ("none", "I0", "I", "II", "III", "IV")),
        _portal("portal_cheng", thrombus.cheng_types),
    ),
    (
        _worded(
            "portal_cheng_or_chen",
            "Portal thrombus (Cheng, narrowed by Chen)",
            ("none", "I0", "I", "II", "III", "IV"),
        ),
        _cheng_or_chen,
    ),
    (
        _worded("hepatic_vv", "Hepatic vein thrombus (VV)", ("VV0", "VV1", "VV2", "VV3")),
        _vein("hepatic_vv", thrombus.vv_classes),
    ),
    (
        _worded("caval_sakamoto", "Caval thrombus (Sakamoto)", ("none", "I", "II", "III")),
        _vein("caval_sakamoto", thrombus.sakamoto_types),
    ),
    (FieldDefinition("macrovascular_invasion", "Macrovascular invasion", "yes_no"), _macrovascular),
    (FieldDefinition("extrahepatic_disease", "Spread outside the liver", "yes_no"), _extrahepatic),
    (_worded("bclc_stage", "BCLC stage", staging.BCLC_STAGES), _stage(bclc_score)),
    (_worded("cnlc_stage", "CNLC stage", staging.CNLC_STAGES), _stage(cnlc_score)),
    (_worded("tnm_stage", "AJCC 8 stage", staging.AJCC_STAGES), _stage(tnm_score)),
    (_numeric("creatinine_clearance", "Creatinine clearance", "mL/min"), _clearance),
    (_numeric("qtcf", "QTc (Fridericia)", "ms"), _qtcf),
    (
        _numeric("hbv_load", "HBV DNA", "IU/mL", separate=("copies/mL",)),
        _viral_load("hbv_load", "hbv_dna", "hbsag", "hbv_history"),
    ),
    (
        _numeric("hcv_load", "HCV RNA", "IU/mL", separate=("copies/mL",)),
        _viral_load("hcv_load", "hcv_rna", "anti_hcv", ""),
    ),
    (
        FieldDefinition(
            "encephalopathy_ever", "Hepatic encephalopathy ever", "yes_no", changes="fixed"
        ),
        _encephalopathy_ever,
    ),
    (
        FieldDefinition(
            "liver_transplantation_ever", "Liver transplantation ever", "yes_no", changes="fixed"
        ),
        _transplantation_ever,
    ),
    (
        FieldDefinition(
            "histological_type",
            "Histological type",
            "enum",
            values=_HISTOLOGY,
            changes="fixed",
        ),
        _histological_type,
    ),
    (FieldDefinition("hcc_established", "HCC confirmed", "yes_no"), _hcc_established),
    (
        FieldDefinition("first_combination_dose", "First dose of the combination", "date"),
        _first_combination_dose,
    ),
)
DERIVED_FIELDS: Mapping[str, FieldDefinition] = MappingProxyType(
    {definition.id: definition for definition, _ in _TABLE}
)
DERIVATIONS: Mapping[str, Derivation] = MappingProxyType(
    {definition.id: derivation for definition, derivation in _TABLE}
)
