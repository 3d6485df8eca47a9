"""Tumour thrombus: one recorded extent, and the classes that follow from it.

Portal vein: the fact is a set of possible extents (none, microscopic, distal, second_order,
first_order, contralateral, trunk, smv); a class in a report narrows it. Hepatic vein and vena
cava: a set of possible levels. An empty set means that the records contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hccreview.errors import ReviewError

PORTAL_EXTENTS = (
    "none",
    "microscopic",
    "distal",
    "second_order",
    "first_order",
    "contralateral",
    "trunk",
    "smv",
)
VEIN_LEVELS = (
    "none",
    "peripheral",
    "main",
    "ivc_below_diaphragm",
    "ivc_above_diaphragm",
    "right_atrium",
)
_Table = Mapping[str, frozenset[str]]


def _table(rows: Mapping[str, str]) -> _Table:
    return MappingProxyType({key: frozenset(words.split()) for key, words in rows.items()})


# Extent → class. A thrombus seen only under the microscope is Vp0 on imaging. A contralateral
# branch without the trunk is Cheng II or III: the sources differ.
_VP = _table(
    {
        "none": "Vp0",
        "microscopic": "Vp0",
        "distal": "Vp1",
        "second_order": "Vp2",
        "first_order": "Vp3",
        "contralateral": "Vp4",
        "trunk": "Vp4",
        "smv": "Vp4",
    }
)
_CHENG = _table(
    {
        "none": "none",
        "microscopic": "I0",
        "distal": "I",
        "second_order": "I",
        "first_order": "II",
        "contralateral": "II III",
        "trunk": "III",
        "smv": "IV",
    }
)
# VV: Liver Cancer Study Group of Japan; Sakamoto's types divide VV3 by the diaphragm and the heart.
_VV = _table(
    {
        "none": "VV0",
        "peripheral": "VV1",
        "main": "VV2",
        "ivc_below_diaphragm": "VV3",
        "ivc_above_diaphragm": "VV3",
        "right_atrium": "VV3",
    }
)
_SAKAMOTO = _table(
    {
        "none": "none",
        "peripheral": "none",
        "main": "none",
        "ivc_below_diaphragm": "I",
        "ivc_above_diaphragm": "II",
        "right_atrium": "III",
    }
)


def extents_for(
    vp: str | None = None,
    cheng: str | None = None,
    extents: frozenset[str] | None = None,
    smv: bool | None = None,
) -> frozenset[str]:
    """Return the extents that agree with everything recorded; None means not recorded.

    `vp` Vp0 … Vp4, `cheng` none, I0, I … IV, `extents` the possible extents as recorded, `smv`
    whether the superior mesenteric vein is reached. Nothing recorded leaves all of them, records
    that contradict each other leave none. Raises ReviewError for a class that does not exist.
    """
    possible = frozenset(PORTAL_EXTENTS) if extents is None else extents
    _check(possible, PORTAL_EXTENTS)
    if smv is not None:
        possible = possible & {"smv"} if smv else possible - {"smv"}
    return possible & _with_class(_VP, vp) & _with_class(_CHENG, cheng)


def deciding_extents(sites: frozenset[str]) -> frozenset[str]:
    """Return the extent that decides when a thrombus lies at several sites: the most central.

    An empty set of sites tells nothing: every extent stays possible.
    """
    _check(sites, PORTAL_EXTENTS)
    if not sites:
        return frozenset(PORTAL_EXTENTS)
    return frozenset({max(sites, key=PORTAL_EXTENTS.index)})


def vp_classes(extents: frozenset[str]) -> frozenset[str]:
    """Return the possible classes Vp0 … Vp4 (Liver Cancer Study Group of Japan)."""
    return _classes(_VP, extents)


def cheng_types(extents: frozenset[str]) -> frozenset[str]:
    """Return the possible types none, I0, I … IV (Cheng)."""
    return _classes(_CHENG, extents)


def portal_invasion(extents: frozenset[str]) -> bool | None:
    """Return whether the portal vein is invaded macroscopically: Vp1 and beyond count."""
    return _all_or_none(extents, frozenset(PORTAL_EXTENTS) - {"none", "microscopic"})


def major_portal_branch(extents: frozenset[str]) -> bool | None:
    """Return whether a major portal branch is invaded (Vp3 or Vp4), as AJCC 8 asks."""
    return _all_or_none(extents, frozenset({"first_order", "contralateral", "trunk", "smv"}))


def levels_for(
    vv: str | None = None, sakamoto: str | None = None, level: str | None = None
) -> frozenset[str]:
    """Return the levels of hepatic vein and cava that agree with everything recorded.

    `vv` VV0 … VV3, `sakamoto` I … III (none: cava free), `level` as recorded. ReviewError for a
    word that does not exist.
    """
    possible = frozenset(VEIN_LEVELS) if level is None else frozenset({level})
    _check(possible, VEIN_LEVELS)
    return possible & _with_class(_VV, vv) & _with_class(_SAKAMOTO, sakamoto)


def vv_classes(levels: frozenset[str]) -> frozenset[str]:
    """Return the possible classes VV0 … VV3."""
    return _classes(_VV, levels)


def sakamoto_types(levels: frozenset[str]) -> frozenset[str]:
    """Return the possible types I, II, III; none where the cava is free."""
    return _classes(_SAKAMOTO, levels)


def vein_invasion(levels: frozenset[str]) -> bool | None:
    """Return whether a hepatic vein or the cava is invaded."""
    return _all_or_none(levels, frozenset(VEIN_LEVELS) - {"none"})


def major_hepatic_vein(levels: frozenset[str]) -> bool | None:
    """Return whether a main hepatic vein or the cava is invaded (VV2, VV3), as AJCC 8 asks."""
    return _all_or_none(levels, frozenset(VEIN_LEVELS) - {"none", "peripheral"})


def _with_class(table: _Table, reported: str | None) -> frozenset[str]:
    if reported is None:
        return frozenset(table)
    found = frozenset(place for place, classes in table.items() if reported in classes)
    if not found:
        known = sorted(frozenset().union(*table.values()))
        raise ReviewError(f"Class “{reported}” does not exist; use one of {', '.join(known)}.")
    return found


def _classes(table: _Table, places: frozenset[str]) -> frozenset[str]:
    return frozenset(each for place in places for each in table[place])


def _all_or_none(possible: frozenset[str], yes: frozenset[str]) -> bool | None:
    if not possible or (possible & yes and possible - yes):
        return None
    return bool(possible & yes)


def _check(given: frozenset[str], known: tuple[str, ...]) -> None:
    unknown = sorted(given - frozenset(known))
    if unknown:
        raise ReviewError(f"Extent “{unknown[0]}” does not exist; use one of {', '.join(known)}.")
