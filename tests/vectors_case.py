"""From the inputs of a worked example of a criterion to a case: spellings, units and dates only.

null and a name that is absent both mean "not recorded"; a list that is given is complete. Dates
that are numbers are days before the anchor. Every figure comes from the product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hccreview.clinical.case import Observation
from hccreview.clinical.chart import Fact
from hccreview.clinical.dates import day
from hccreview.clinical.fields import FieldDefinition, bundled_dictionary
from hccreview.clinical.quantity import Span, exactly
from tests.builders import TODAY
from tests.vectors_example import Example
from tests.vectors_lists import read_drugs, read_events, read_histories, read_treatments
from tests.vectors_words import ANCHORS, FIELDS, GIVEN, SAMPLES, UNITS, word_of, yes


def example(inputs: Mapping[str, Any]) -> Example:
    """Return the example that the inputs of a criterion describe."""
    named = {str(key).strip().lower(): value for key, value in inputs.items()}
    found = Example(named, str(named.pop("criterion")))
    _set_days(found)
    for name, value in named.items():
        _set_field(found, name, value)
    found.add("drugs")
    for reader in _READERS:
        reader(found)
    return found


# ------------------------------------------------------------------------ days


def _set_days(found: Example) -> None:
    for anchor, names in ANCHORS.items():
        written = found.get(*names)
        if isinstance(written, str) and written[:1].isdigit():
            found.days[anchor] = date.fromisoformat(written)
    if found.days:
        latest = max(found.days.values())
    else:
        latest = max([TODAY, *_dates(list(found.inputs.values()))])
    for anchor in ANCHORS:
        found.days.setdefault(anchor, latest)
    found.days["anchor"] = latest
    lab = found.get("lab_date", "sample_date", "date", "labs_date")
    found.sampled = latest
    if lab is not None:
        found.sampled = date.fromisoformat(str(found.day(lab)))


def _dates(value: Any) -> list[date]:
    if isinstance(value, Mapping):
        return _dates(list(value.values()))
    if isinstance(value, list):
        return [each for part in value for each in _dates(part)]
    try:
        return [date.fromisoformat(value)]
    except (TypeError, ValueError):
        return []


# ---------------------------------------------------------------------- fields


def _set_field(found: Example, name: str, value: Any) -> None:
    """Record one input where it is a field of the dictionary or a derived fact."""
    if value is None:
        return
    base, unit = _without_unit(name)
    if base in GIVEN and _set_given(found, GIVEN[base], value):
        return
    if base.endswith("_x_uln"):
        target = FIELDS.get(base[:-6], base[:-6])
        if target in bundled_dictionary().fields:
            found.facts[target] = (round(value * 100, 9), {"uln": 100})
        return
    target = FIELDS.get(base, base)
    definition = bundled_dictionary().fields.get(target)
    if definition is None or isinstance(value, dict) or target in ("varices",):
        return
    if definition.type in ("quantity", "integer"):
        found.facts.setdefault(target, _quantity(found, definition, base, value, unit))
    else:
        found.facts[target] = _worded(definition, value)


def _without_unit(name: str) -> tuple[str, str]:
    for suffix, unit in UNITS.items():
        base = name.removesuffix(suffix)
        if base != name and (base in FIELDS or base in GIVEN or base in _all_fields()):
            return base, unit
    return name, ""


def _all_fields() -> Mapping[str, FieldDefinition]:
    return bundled_dictionary().fields


def _quantity(
    found: Example, definition: FieldDefinition, base: str, value: Any, unit: str
) -> dict[str, Any]:
    parts: dict[str, Any] = {"value": value, "on": found.sampled}
    if isinstance(value, str) and value.lower().replace(" ", "_") in (
        "not_detected",
        "undetectable",
    ):
        return {**parts, "value": "not_detected"}
    written = unit or found.get(f"{base}_unit", "unit")
    known = {u.lower(): u for u in (definition.unit, *definition.units, *definition.separate)}
    spelled = _plain_unit(str(written or ""))
    if spelled in known:
        parts["unit"] = known[spelled]
    normal = found.get(f"{base}_uln", f"uln_{base}", "uln")
    if isinstance(normal, Mapping):
        normal = normal.get(base)
    if normal is not None and "uln" in definition.limits:
        parts["uln"] = normal
    return parts


def _plain_unit(unit: str) -> str:
    text = unit.lower().replace("µ", "u").replace("μ", "u").replace("x10", "10").replace("×", "")
    return text.replace("10^", "10*").replace("10e", "10*").replace("/l ", "/l").strip()


def _worded(definition: FieldDefinition, value: Any) -> Any:
    if definition.type in ("yes_no", "judgement"):
        return yes(value)
    if definition.type == "date":
        return str(value)
    if definition.type == "set":
        parts = value if isinstance(value, list) else [value]
        return [word_of(definition.id, definition, part) for part in parts]
    return word_of(definition.id, definition, value)


def _set_given(found: Example, target: str, value: Any) -> bool:
    sample = Observation("creatinine", exactly(70.0), "umol/L", collected_on=day(found.sampled))
    if target in ("qtcf", "bclc_stage", "child_pugh_class", "child_pugh_score"):
        sample = Observation("ecog", exactly(1.0), collected_on=day(found.sampled))
    if isinstance(value, bool | dict):
        return False
    many = value if isinstance(value, list) else [value]
    if all(isinstance(each, int | float) for each in many):
        span = Span(float(min(many)), float(max(many)))
        found.given[target] = Fact(target, span=span, inputs=(sample,))
    else:
        words = frozenset(str(each).strip().removeprefix("class ") for each in many)
        found.given[target] = Fact(target, words=words, inputs=(sample,))
    return True


# ------------------------------------------------------------------- the liver


def _read_board(found: Example) -> None:
    resectable = found.get("resectability", "resectable", "unresectable")
    if resectable is not None:
        word = str(resectable).lower()
        positive = word in ("unresectable", "not_resectable", "no", "false")
        if isinstance(found.inputs.get("unresectable"), bool):
            positive = found.inputs["unresectable"]
        found.facts["unresectable"] = positive
    weeks = found.get("life_expectancy_wk", "life_expectancy_weeks", "life_expectancy")
    if weeks is not None:
        enough = weeks if isinstance(weeks, bool) else float(weeks) >= 12
        found.facts["life_expectancy_12_weeks"] = enough
    if found.criterion.endswith("004-I18") and found.get("comply", "able_to_comply") is None:
        return


def _read_histology(found: Example) -> None:
    # "Histology: null" beside imaging alone means that no tissue was taken.
    basis = found.facts.get("diagnosis_basis", ["radiology"])
    if found.has("histology") and found.get("histology") is None and basis == ["radiology"]:
        found.facts["histology"] = "not_taken"
    if found.facts.get("diagnosis_basis") == ["none"]:
        del found.facts["diagnosis_basis"]


def _read_virus(found: Example) -> None:
    for base in ("hbv_dna", "hcv_rna"):
        for unit in ("IU/mL", "copies/mL"):
            value = found.get(f"{base}_{unit.lower().replace('/', '_')}")
            if value is not None:
                found.facts[base] = {"value": value, "unit": unit, "on": found.sampled}
        detected = found.get(f"{base}_detected", f"{base.split('_')[1]}_detected")
        if detected is False:
            found.facts[base] = "not_detected"
    earlier = found.get("history_hbv_dna", "previous_hbv_dna", "baseline_hbv_dna")
    if earlier is not None:
        found.facts["hbv_history"] = True
    elif found.facts.get("hbsag") == "negative" and not _names_history(found):
        # An example that speaks of no history means a patient without one.
        found.facts["hbv_history"] = False


def _names_history(found: Example) -> bool:
    return any("history" in name or "past" in name for name in found.inputs)


_ABSENT = ("none", "no", "absent")


def _read_thrombus(found: Example) -> None:
    present = found.get("pvtt", "pvtt_present", "portal_thrombus")
    found.facts.pop("portal_thrombus", None)
    if present is False or str(present or "").lower() in _ABSENT:
        found.facts["portal_thrombus"] = ["none"]
    extent = found.get("extent", "portal_extent")
    extents = bundled_dictionary().fields["portal_thrombus"].values
    words = {"main_trunk": "trunk", "second": "second_order", "first": "first_order"}
    if extent is not None:
        name = str(extent).lower().replace(" ", "_").replace("-", "_")
        name = words.get(name, name)
        if name in extents:
            found.facts["portal_thrombus"] = [name]
    level = found.get("ivc_level")
    if level is not None:
        definition = bundled_dictionary().fields["hepatic_vein_thrombus"]
        found.facts["hepatic_vein_thrombus"] = word_of(definition.id, definition, level)
    hepatic = found.get("hvtt", "hvtt_present")
    if hepatic is False or str(hepatic or "").lower() in _ABSENT:
        found.facts.pop("hepatic_vein_vv", None)
        found.facts["hepatic_vein_thrombus"] = "none"
    if str(found.facts.get("ivc_sakamoto", "")).lower() in _ABSENT:
        del found.facts["ivc_sakamoto"]


def _read_metastases(found: Example) -> None:
    names = ("mets", "metastases", "metastasis")
    if found.has(*names):
        entries = found.get(*names)
        found.add("metastases", *map(_metastasis, entries or []), complete=entries is not None)
    elif found.get("count", "n_mets", "mets_count") is not None:
        count = int(found.get("count", "n_mets", "mets_count"))
        organs = list(bundled_dictionary().lists["metastases"].by_id["organ"].values)
        organs = [organ for organ in organs if organ != "lymph_node"]
        how_many, largest = found.get("organs", "n_organs"), found.get("max_mm", "largest_mm")
        for index in range(count):
            organ = None if how_many is None else organs[min(index, int(how_many) - 1)]
            found.add("metastases", {"organ": organ, "diameter": largest})
        found.add("metastases")


def _metastasis(written: Any) -> dict[str, Any]:
    if isinstance(written, Mapping):
        organ = written.get("organ") or written.get("site")
        size = next((written[k] for k in _SIZES if written.get(k) is not None), None)
        urgent = next((written[k] for k in _URGENT if k in written), None)
    else:
        parts = list(written) if isinstance(written, list) else [written]
        organ, size, urgent = (*parts, None, None)[:3]
    definition = bundled_dictionary().lists["metastases"].by_id["organ"]
    word = None if organ is None else word_of("metastases.organ", definition, organ)
    return {"organ": word, "diameter": size, "needs_urgent_treatment": yes(urgent)}


_SIZES = ("mm", "diameter_mm", "longest_mm", "size_mm", "diameter", "longest")
_URGENT = ("urgent_local_tx", "urgent", "needs_urgent_treatment", "immediate")


def _read_lesions(found: Example) -> None:
    names = ("lesions", "lesion", "liver_lesions")
    if not found.has(*names):
        if found.get("longest_mm", "longest") is None:
            return
        written: Any = [found.inputs]
    else:
        written = found.get(*names)
    entries = [written] if isinstance(written, Mapping) else written
    found.add("lesions", complete=entries is not None)
    found.add("metastases")
    found.add("treatments")
    for each in entries or []:
        place = each.get("site") if isinstance(each, Mapping) else None
        if place in (None, "liver", "intrahepatic"):
            found.add("lesions", _lesion(each))
        else:
            organ = _metastasis(each)
            short = each.get("short_mm", each.get("short_axis_mm"))
            found.add("metastases", {**organ, "short_axis": short, **_history(each)})


def _lesion(written: Any) -> dict[str, Any]:
    if not isinstance(written, Mapping):
        size = written[-1] if isinstance(written, list) else written
        return {"longest": size}
    size = next((written[k] for k in _SIZES if written.get(k) is not None), None)
    enhancing = written.get("enhancing_mm", written.get("enhancing"))
    if isinstance(enhancing, bool):
        enhancing = size if enhancing else 0
    thickness = written.get("slice_mm", written.get("slice_thickness"))
    sizes = {"longest": size, "enhancing": enhancing, "slice_thickness": thickness}
    return {**sizes, **_history(written)}


def _history(written: Mapping[str, Any]) -> dict[str, Any]:
    treated = written.get("prior_local_tx", written.get("treated_locally"))
    return {"treated_locally": yes(treated), "progressed": yes(written.get("progressed"))}


def _read_stage(found: Example) -> None:
    """Take the inputs of a stage as they are given: burden, invasion and spread as facts."""
    largest = found.get("largest_mm") or (found.get("largest_cm") or 0) * 10
    if largest and not found.has("mets", "count"):
        found.given["largest_nodule"] = Fact("largest_nodule", exactly(float(largest)), unit="mm")
    flags = {
        "macrovascular_invasion": ("macrovascular", "macrovascular_invasion", "mvi", "vascular"),
        "extrahepatic_disease": ("extrahepatic", "ehs", "extrahepatic_spread"),
    }
    for target, names in flags.items():
        answer = yes(found.get(*names))
        if answer is not None:
            found.given[target] = Fact(target, words=frozenset({"yes" if answer else "no"}))
    low, high = found.get("cp_min", "min_score"), found.get("cp_max", "max_score")
    if low is not None and high is not None:
        _set_given(found, "child_pugh_score", [low, high])


def _read_samples(found: Example) -> None:
    """Where an example is about the validity of samples, every sample is of its date."""
    if found.criterion.endswith("004-I11") and found.has("lab_date", "sample_date"):
        lab = found.get("lab_date", "sample_date")
        for name, value in SAMPLES.items() if lab is not None else ():
            found.facts.setdefault(name, value)


_READERS: tuple[Callable[[Example], None], ...] = (
    _read_board,
    _read_histology,
    _read_virus,
    _read_thrombus,
    _read_metastases,
    _read_lesions,
    _read_stage,
    read_events,
    read_drugs,
    read_treatments,
    read_histories,
    _read_samples,
)
