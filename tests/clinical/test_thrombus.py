"""One recorded extent gives every class of thrombus; a reported class narrows the extent."""

import pytest

from hccreview.clinical.thrombus import (
    PORTAL_EXTENTS,
    VEIN_LEVELS,
    cheng_types,
    deciding_extents,
    extents_for,
    levels_for,
    major_hepatic_vein,
    major_portal_branch,
    portal_invasion,
    sakamoto_types,
    vein_invasion,
    vp_classes,
    vv_classes,
)
from hccreview.errors import ReviewError


@pytest.mark.parametrize(
    ("extent", "vp", "cheng"),
    [
        ("none", {"Vp0"}, {"none"}),
        ("microscopic", {"Vp0"}, {"I0"}),
        ("distal", {"Vp1"}, {"I"}),
        ("second_order", {"Vp2"}, {"I"}),
        ("first_order", {"Vp3"}, {"II"}),
        ("contralateral", {"Vp4"}, {"II", "III"}),
        ("trunk", {"Vp4"}, {"III"}),
        ("smv", {"Vp4"}, {"IV"}),
    ],
)
def test_each_portal_extent_has_its_classes(extent, vp, cheng):
    extents = extents_for(extents=frozenset({extent}))
    assert (vp_classes(extents), cheng_types(extents)) == (vp, cheng)


@pytest.mark.parametrize(
    ("vp", "cheng", "smv", "types"),
    [
        ("Vp0", None, None, {"none", "I0"}),
        ("Vp1", None, None, {"I"}),
        ("Vp2", None, None, {"I"}),
        ("Vp3", None, None, {"II"}),
        ("Vp4", None, None, {"II", "III", "IV"}),
        ("Vp4", None, False, {"II", "III"}),
        ("Vp4", None, True, {"IV"}),
        (None, None, True, {"IV"}),
        (None, "IV", None, {"IV"}),
    ],
)
def test_a_reported_class_narrows_the_cheng_type(vp, cheng, smv, types):
    assert cheng_types(extents_for(vp, cheng, None, smv)) == types


def test_vp4_of_type_ii_can_only_be_the_contralateral_branch():
    assert extents_for("Vp4", "II") == {"contralateral"}
    assert extents_for("Vp4", "III") == {"contralateral", "trunk"}


def test_nothing_recorded_leaves_every_extent():
    assert extents_for() == frozenset(PORTAL_EXTENTS)
    assert levels_for() == frozenset(VEIN_LEVELS)


@pytest.mark.parametrize(
    "records",
    [
        {"vp": "Vp3", "cheng": "IV"},
        {"vp": "Vp3", "smv": True},
        {"vp": "Vp2", "extents": frozenset({"trunk"})},
    ],
)
def test_records_that_contradict_each_other_leave_nothing(records):
    assert extents_for(**records) == frozenset()
    assert portal_invasion(extents_for(**records)) is None


@pytest.mark.parametrize(
    "records",
    [
        {"vp": "Vp5"},
        {"cheng": "V"},
        {"extents": frozenset({"everywhere"})},
    ],
)
def test_a_class_that_does_not_exist_is_refused(records):
    with pytest.raises(ReviewError, match="does not exist; use one of"):
        extents_for(**records)


def test_the_most_central_of_several_sites_decides():
    assert deciding_extents(frozenset({"second_order", "trunk"})) == {"trunk"}
    assert deciding_extents(frozenset({"trunk", "smv"})) == {"smv"}
    assert deciding_extents(frozenset({"none"})) == {"none"}
    assert deciding_extents(frozenset()) == frozenset(PORTAL_EXTENTS)


@pytest.mark.parametrize(
    ("extents", "invasion", "major"),
    [
        ({"none"}, False, False),
        ({"microscopic"}, False, False),
        ({"distal"}, True, False),
        ({"second_order"}, True, False),
        ({"first_order"}, True, True),
        ({"contralateral", "trunk", "smv"}, True, True),
        ({"second_order", "first_order"}, True, None),
        (set(PORTAL_EXTENTS), None, None),
    ],
)
def test_portal_invasion_for_the_stages(extents, invasion, major):
    assert portal_invasion(frozenset(extents)) is invasion
    assert major_portal_branch(frozenset(extents)) is major


@pytest.mark.parametrize(
    ("level", "vv", "sakamoto", "invasion", "major"),
    [
        ("none", "VV0", "none", False, False),
        ("peripheral", "VV1", "none", True, False),
        ("main", "VV2", "none", True, True),
        ("ivc_below_diaphragm", "VV3", "I", True, True),
        ("ivc_above_diaphragm", "VV3", "II", True, True),
        ("right_atrium", "VV3", "III", True, True),
    ],
)
def test_each_vein_level_has_its_classes(level, vv, sakamoto, invasion, major):
    levels = levels_for(level=level)
    assert (vv_classes(levels), sakamoto_types(levels)) == ({vv}, {sakamoto})
    assert (vein_invasion(levels), major_hepatic_vein(levels)) == (invasion, major)


def test_vv3_alone_leaves_three_sakamoto_types():
    assert sakamoto_types(levels_for(vv="VV3")) == {"I", "II", "III"}
    assert sakamoto_types(levels_for(vv="VV3", sakamoto="I")) == {"I"}
    assert levels_for(vv="VV2", sakamoto="I") == frozenset()
