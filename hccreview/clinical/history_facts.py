"""Facts on what was: viral load, earlier events, histology, and the first dose given."""

from __future__ import annotations

from datetime import date

from hccreview.clinical.chart import YES, Chart, Fact, Gap
from hccreview.clinical.dates import PartialDate
from hccreview.clinical.derivation import Derivation, flag, word
from hccreview.clinical.quantity import Span


def viral_load(name: str, load: str, serology: str, history: str) -> Derivation:
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


def encephalopathy_ever(chart: Chart, since: date | None) -> Fact:
    """Return whether encephalopathy was ever seen or reported."""
    past = chart.fact("encephalopathy_history")
    seen = tuple(o for o in chart.recorded("encephalopathy") if o.value != "none")
    if seen:  # however old: it was there once
        return Fact("encephalopathy_ever", words=YES, inputs=seen)
    return Fact("encephalopathy_ever", words=past.words, gaps=past.gaps, inputs=past.inputs)


def transplantation_ever(chart: Chart, since: date | None) -> Fact:
    """Return whether a liver was ever transplanted."""
    past, state = chart.fact("liver_transplantation_history"), chart.list("treatments")
    if any(entry.get("kind") == "transplantation" for entry in state.entries):
        return Fact("liver_transplantation_ever", words=YES)
    return Fact("liver_transplantation_ever", words=past.words, gaps=past.gaps, inputs=past.inputs)


def histological_type(chart: Chart, since: date | None) -> Fact:
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


def hcc_established(chart: Chart, since: date | None) -> Fact:
    """Return whether the diagnosis is established: as said, else by any basis of it."""
    said, basis = chart.fact("hcc_confirmed"), chart.fact("diagnosis_basis")
    if said.words is not None or basis.members is None:
        return Fact("hcc_established", words=said.words, gaps=said.gaps, inputs=said.inputs)
    return Fact("hcc_established", words=YES, inputs=basis.inputs)


def first_combination_dose(chart: Chart, since: date | None) -> Fact:
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
