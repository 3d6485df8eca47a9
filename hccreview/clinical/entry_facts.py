"""Facts derived for one entry of a list, such as whether a lesion is measurable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hccreview.clinical.case import Entry
from hccreview.clinical.chart import NO, YES, Chart, Fact, Gap
from hccreview.clinical.dates import PartialDate
from hccreview.clinical.derivation import FLAG_WORDS
from hccreview.clinical.fields import FieldDefinition
from hccreview.clinical.quantity import Span

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
    return Fact(name, words=FLAG_WORDS[answer], gaps=gaps)


def _treated_locally(name: str, entry: Entry, chart: Chart) -> Fact:
    """Return whether a lesion was treated locally: as recorded, or no where nobody ever was."""
    recorded = entry.get("treated_locally")
    if isinstance(recorded, bool):
        return Fact(name, words=FLAG_WORDS[recorded])
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
