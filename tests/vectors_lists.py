"""Events, drugs, treatments and histories of a worked example, as entries of lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hccreview.clinical.fields import bundled_dictionary
from tests.builders import OpenList
from tests.vectors_example import Example
from tests.vectors_words import word_of, yes

# ------------------------------------------------------------- events and drugs


def _several(value: Any) -> list[Any]:
    """Return one thing or a list of things as a list; a flag or null as none."""
    if isinstance(value, list):
        return value
    return [] if value is None or isinstance(value, bool) else [value]


def _when(found: Example, written: Any) -> dict[str, Any]:
    """Return the dates of an entry: a date, a pair of name and date, or named parts."""
    if isinstance(written, list):
        written = next((w for w in reversed(written) if w and str(w)[:1].isdigit()), None)
    if not isinstance(written, Mapping):
        dated = not isinstance(written, str) or written[:1].isdigit()
        return {"on": found.day(written) if dated else None}
    start = written.get("start", written.get("start_date"))
    end = written.get("stop", written.get("end", written.get("stop_date")))
    if start is not None:
        return {"start": found.day(start), "end": found.day(end)}
    on = written.get("date", written.get("on", end))
    return {"on": found.day(on if on is not None else written.get("days_before"))}


def _flagged(written: Any, **names: str) -> dict[str, Any]:
    if not isinstance(written, Mapping):
        return {}
    return {name: yes(written[old]) for name, old in names.items() if old in written}


def _dated(
    found: Example, names: tuple[str, ...], target: str, kind: Mapping[str, Any], **flags: str
) -> None:
    """Add an entry for each date under one of `names`; a list that is null stays open."""
    named = [name for name in names if name in found.inputs]
    for name in named:
        value = found.inputs[name]
        unknown = value is None or value is True
        found.add(target, complete=not unknown)
        for each in _several(value):
            flat = found.inputs if not isinstance(each, Mapping) else each
            entry = {**kind, **_when(found, each), **_flagged(flat, **flags)}
            found.add(target, entry)


_VARICEAL = ("variceal_bleed_date", "variceal_bleed")
_UPPER_GUT = ("ugib_date", "ugib", "upper_gi_bleed_date", "bleeding_date")
_BLEEDS = ("life_threatening_bleed_date", "bleed", "bleeds", "bleed_date", "bleeding")
_CLOTS = ("te", "te_date", "te_events", "vte")
_GUT = ("gi_history", "gi_date", "gi_event_date")
_INFECTIONS = ("infection", "infections", "severe_infection_date", "infection_date")
_VACCINES = ("vaccine", "vaccines", "vaccine_date", "live_vaccine_date")
_HARMLESS = {each: each for each in ("catheter_related", "superficial_stable")}


def read_events(found: Example) -> None:
    bleeding = {"kind": "bleeding"}
    for names, kind, flags in (
        (_VARICEAL, {**bleeding, "source": "varices"}, {}),
        (_UPPER_GUT, {**bleeding, "source": "upper_gut"}, {}),
        (_BLEEDS, {**bleeding, "life_threatening": True}, {"life_threatening": "life_threatening"}),
        (_CLOTS, {"kind": "thromboembolism", **dict.fromkeys(_HARMLESS, False)}, _HARMLESS),
        (_GUT, {"kind": "gut", "healed": True}, {}),
        (_INFECTIONS, {"kind": "infection", "severe": True}, {}),
        (_VACCINES, {"kind": "vaccination", "live_vaccine": True}, {"live_vaccine": "live"}),
    ):
        _dated(found, names, "events", kind, **flags)
    _read_procedures(found)
    for event_entry in _entries(found, "events"):
        if event_entry["kind"] == "gut" and event_entry.get("on"):
            event_entry["end"] = event_entry["on"]


def _entries(found: Example, name: str) -> list[dict[str, Any]]:
    held = found.lists.get(name, [])
    entries = held.entries if isinstance(held, OpenList) else held
    return [each for each in entries if isinstance(each, dict)]


def _read_procedures(found: Example) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "major_surgery": {"kind": "surgery", "major": True},
        "surgery": {"kind": "surgery", "major": True},
        "minor": {"kind": "minor_procedure"},
        "minor_procedure": {"kind": "minor_procedure"},
        "biopsy": {"kind": "biopsy"},
        "wound": {"kind": "wound", "healed": False},
    }
    for name, kind in kinds.items():
        _dated(found, (f"{name}_date",), "events", kind)
    if not found.has("procedure", "procedures"):
        return
    written = found.get("procedure", "procedures")
    found.add("events", complete=written is not None)
    for each in [written] if isinstance(written, Mapping) else written or []:
        word = str(each.get("type") if isinstance(each, Mapping) else each[0]).lower()
        if "venepuncture" in word or "puncture" in word:
            continue
        kind = next((k for name, k in kinds.items() if name.split("_")[0] in word), kinds["minor"])
        if "surgery" in word and "major" not in word and "minor" in word:
            kind = kinds["minor"]
        found.add("events", {**kind, **_when(found, each)})


_DRUGS = {
    "aspirin": {"class": "aspirin"},
    "clopidogrel": {"class": "platelet_inhibitor"},
    "ticlopidine": {"class": "platelet_inhibitor"},
    "ticagrelor": {"class": "platelet_inhibitor"},
    "predniso": {"class": "corticosteroid"},
    "dexameth": {"class": "corticosteroid"},
    "corticosteroid": {"class": "corticosteroid"},
    "steroid": {"class": "corticosteroid"},
    "herbal": {"class": "antitumour_herbal"},
    "tcm": {"class": "antitumour_herbal"},
    "thymosin": {"class": "immunomodulator"},
    "interferon": {"class": "immunomodulator"},
    "interleukin": {"class": "immunomodulator"},
    "immunomod": {"class": "immunomodulator"},
}


def read_drugs(found: Example) -> None:
    corrective = found.inputs.get("corrective", found.inputs.get("corrective_tx", []))
    found.add("drugs", complete=corrective is not None)
    if found.has("drug", "drugs", "herbal"):
        found.add("treatments")
    for each in _several(corrective):
        found.add("drugs", {"class": "blood_product", **_when(found, each)})
    defaults = {
        "antiplatelet": "platelet_inhibitor",
        "immunosupp": "immunosuppressant",
        "immunosuppressants": "immunosuppressant",
        "drug": "antitumour_herbal",
        "drugs": "antitumour_herbal",
        "herbal": "antitumour_herbal",
    }
    for name, default in defaults.items():
        written = found.inputs.get(name, [])
        found.add("drugs", complete=written is not None)
        several = written if isinstance(written, list) else [written]
        for each in several:
            if each is None or isinstance(each, bool):
                continue
            parts = each if isinstance(each, Mapping) else {**found.inputs, "drug": each}
            found.add("drugs", _drug(found, parts, default))


def _drug(found: Example, parts: Mapping[str, Any], default: str) -> dict[str, Any]:
    word = str(parts.get("drug") or parts.get("class") or "").lower()
    known = next((kind for name, kind in _DRUGS.items() if name in word), {"class": default})
    local = parts.get("local_use", parts.get("local"))
    route = parts.get("route")
    if route is not None:
        local = str(route).lower() not in ("systemic", "oral", "iv", "intravenous", "po")
    airways = next((parts[k] for k in parts if "temporary" in k or "dyspn" in k), None)
    dose = parts.get("dose_mg", parts.get("daily_dose", parts.get("dose")))
    steroid = parts.get("pred_eq_mg", parts.get("pred_eq"))
    return {
        **known,
        "route": None if local is None else ("local" if local else "systemic"),
        "daily_dose": dose if known["class"] == "aspirin" else None,
        "prednisone_equivalent": steroid,
        "short_for_airways_or_allergy": yes(airways),
        **_when(found, parts),
    }


# -------------------------------------------------------- treatments, histories

_CLASSES = {
    "chemo": "chemotherapy",
    "folfox": "chemotherapy",
    "targeted": "targeted",
    "tki": "anti_angiogenic",
    "vegf": "anti_angiogenic",
    "angiogen": "anti_angiogenic",
    "sorafenib": "anti_angiogenic",
    "lenvatinib": "anti_angiogenic",
    "apatinib": "anti_angiogenic",
    "bevacizumab": "anti_angiogenic",
    "raf": "other_targeted",
    "mek": "other_targeted",
    "fgfr": "other_targeted",
    "pdgfr": "other_targeted",
    "immun": "immunotherapy",
    "pd-1": "immunotherapy",
    "pd-l1": "immunotherapy",
    "pd1": "immunotherapy",
    "io": "immunotherapy",
    "ici": "immunotherapy",
    "ctla": "immunotherapy",
    "checkpoint": "immunotherapy",
    "umab": "immunotherapy",
    "izumab": "immunotherapy",
    "herbal": "herbal",
}


def read_treatments(found: Example) -> None:
    _read_systemic(found)
    rt = {"kind": "radiotherapy"}
    flags = {
        "unresolved_toxicity": "rt_toxicity",
        "steroids_needed": "steroids",
        "organ_inflammation": "rt_inflammation",
    }
    _dated(found, ("rt_end", "rt_end_date", "rt_date", "radiotherapy"), "treatments", rt, **flags)
    for name in ("local_tx", "local_tx_date", "local_therapy", "tace_date"):
        _dated(found, (name,), "treatments", {"kind": "tace"})
    for name in ("trial_tx_end", "trial_tx_end_date", "other_trial_end"):
        _dated(found, (name,), "treatments", {"kind": "systemic", "in_trial": True})
    prior = ("prior_hcc_treatment", "prior_treatment", "prior_hcc_tx")
    if found.has(*prior) and not isinstance(found.get(*prior), bool):
        _dated(found, prior, "treatments", {"kind": "tace"})
    elif found.get(*prior) is True:
        found.add("treatments", {"kind": "other"})
    elif found.get(*prior) is False:
        found.add("treatments")
    _read_haic(found)


def _read_systemic(found: Example) -> None:
    names = ("prior_systemic", "systemic", "prior_systemic_therapy")
    if not found.has(*names):
        return
    written = found.get(*names)
    found.add("treatments", complete=written is not None)
    if written is True:
        found.add("treatments", {"kind": "systemic"})
    for each in _several(written):
        word = str(each.get("class", each.get("drug")) if isinstance(each, Mapping) else each)
        word = word.lower()
        local = any(name in word for name in ("tace", "haic", "ablation", "local"))
        classes = {kind for name, kind in _CLASSES.items() if name in word}
        kind = next((k for k in ("haic", "tace", "ablation") if k in word), "systemic")
        dates = _when(found, each) if isinstance(each, Mapping | list) else {}
        entry = {"kind": kind, "classes": sorted(classes) or (["other"] if not local else None)}
        found.add("treatments", {**entry, **dates})


def _read_haic(found: Example) -> None:
    names = ("haic_date", "haic_dates", "haic")
    first = found.get("first_io_aa_date", "first_io_aa", "first", "first_combination_dose")
    if found.has(*names):
        found.add("treatments", complete=found.get(*names) is not None)
        for each in _several(found.get(*names)):
            found.add("treatments", {"kind": "haic", **_when(found, each)})
    if first is not None:
        entry = {"kind": "systemic", "classes": ["immunotherapy"], "start": found.day(first)}
        found.add("treatments", {**entry, "index_of": "NCT06881433"})


def read_histories(found: Example) -> None:
    if found.has("tb_tx_end", "tb_tx_end_date"):
        end = found.get("tb_tx_end", "tb_tx_end_date")
        if end is not None:
            found.facts["tuberculosis_treatment_end"] = _end(found, end)
    end = found.get("systemic_tx_end", "autoimmune_tx_end")
    if end is not None:
        found.facts["autoimmune_systemic_treatment_end"] = _end(found, end)
    grade = found.get("varices", "varices_grade")
    if grade is not None:
        definition = bundled_dictionary().fields["varices"]
        on = found.day(found.get("endoscopy_date")) or found.sampled
        found.facts["varices"] = {"value": word_of("varices", definition, grade), "on": on}
    _read_small_lists(found)


def _end(found: Example, written: Any) -> str | None:
    word = str(written).lower()
    return word if word in ("never", "ongoing") else found.day(written)


def _read_small_lists(found: Example) -> None:
    names = ("toxicity", "toxicities")
    if found.has(*names) or found.has("grade"):
        written = found.get(*names)
        parts = [found.inputs] if not found.has(*names) else _several(written)
        found.add("toxicities", *map(_toxicity, parts))
        found.add("toxicities", complete=not found.has(*names) or written is not None)
    if found.has("effusion", "effusions", "symptomatic"):
        written = found.get("effusion", "effusions")
        parts = _several(written) if isinstance(written, list | dict) else [found.inputs]
        if written is False or written == []:
            parts = []
        found.add("effusions", *map(_effusion, parts))
        open_ = found.has("effusion", "effusions") and written is None
        found.add("effusions", complete=not open_)
    if found.has("other_ca", "other_cancer", "malignancies"):
        written = found.get("other_ca", "other_cancer", "malignancies")
        found.add("malignancies", complete=written is not None)
        for each in _several(written):
            found.add("malignancies", _malignancy(found, each))
    if found.has("allergy", "allergies"):
        written = found.get("allergy", "allergies")
        found.add("allergies", complete=written is not None and written is not True)
        for each in _several(written):
            found.add("allergies", _allergy(each))


def _toxicity(written: Any) -> dict[str, Any]:
    parts = written if isinstance(written, Mapping) else {"grade": written}
    term = str(parts.get("term") or "")
    symptoms = parts.get("symptomatic")
    if "asymptomatic" in parts:
        symptoms = None if parts["asymptomatic"] is None else not parts["asymptomatic"]
    laboratory = parts.get("laboratory", parts.get("lab"))
    significant = parts.get("clinically_significant", parts.get("significant"))
    return {
        "grade": parts.get("grade"),
        "alopecia": yes(parts.get("alopecia", term.lower() == "alopecia" if term else False)),
        "laboratory_only": yes(laboratory if laboratory is not None else False),
        "symptomatic": yes(symptoms),
        "clinically_significant": yes(significant),
    }


def _effusion(written: Any) -> dict[str, Any]:
    parts = written if isinstance(written, Mapping) else {}
    drained = next((parts[k] for k in parts if "drain" in k), None)
    return {"symptomatic": yes(parts.get("symptomatic")), "drained": yes(drained)}


def _malignancy(found: Example, written: Any) -> dict[str, Any]:
    parts = written if isinstance(written, Mapping) else {"date": written}
    word = str(parts.get("type", parts.get("kind", ""))).lower()
    kinds = {
        "bcc": "skin_basal_cell",
        "basal": "skin_basal_cell",
        "scc": "skin_squamous_cell",
        "squamous": "skin_squamous_cell",
        "situ": "in_situ",
    }
    kind = next((kind for name, kind in kinds.items() if name in word), "other")
    cured = parts.get("cured", parts.get("radically_resected"))
    return {"kind": kind, "radically_resected": yes(cured), **_when(found, parts)}


def _allergy(written: Any) -> dict[str, Any]:
    parts = written if isinstance(written, Mapping) else {"drug": written}
    word = str(parts.get("drug", parts.get("substance", ""))).lower()
    definition = bundled_dictionary().lists["allergies"].by_id["substance"]
    spelled = {"5-fu": "fluorouracil", "folin": "folinate", "antibod": "other_antibody"}
    known = {**spelled, **{name: name for name in definition.values if name != "other"}}
    substance = next((value for name, value in known.items() if name in word), "other")
    return {"substance": substance, "severe": yes(parts.get("severe"))}
