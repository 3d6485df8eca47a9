"""The standard of care beside the trials: an orientation, and unknown stays unknown."""

from typing import Any

import pytest

from hccreview.errors import ReviewError
from hccreview.meeting.orientation import Orientation, StageOffers, orientation
from hccreview.meeting.standard_care import bundled_standard_care, read_standard_care
from resources import resource_path
from tests.builders import a_case, comparison
from tests.meeting.builders import compared

FIT = {"ecog": 0, "bilirubin": 10, "albumin": 42, "inr": 1.0, "ascites": "none"}


def oriented(**facts: Any) -> Orientation:
    """Return the orientation of a case with good liver function and no spread."""
    known = {
        **FIT,
        "encephalopathy": "none",
        "portal_thrombus": ["none"],
        "hepatic_vein_thrombus": "none",
        "metastases": [],
        **facts,
    }
    return orientation(comparison(a_case(**known)))


def only(found: Orientation) -> StageOffers:
    (stage,) = found.stages
    return stage


def nodules(*diameters: float) -> dict[str, Any]:
    lesions = [{"lesion": f"N{i}", "viable": True, "longest": d} for i, d in enumerate(diameters)]
    return {"nodule_count": len(diameters), "lesions": lesions}


def treatments(found: Orientation) -> list[str]:
    return [offer.option.treatment for offer in only(found).offers if not offer.unknown]


@pytest.mark.parametrize(("candidate", "expected"), [(False, ["Ablation"]), (True, ["Resection"])])
def test_a_very_early_stage_depends_on_transplant_candidacy(
    candidate: bool, expected: list[str]
) -> None:
    found = oriented(**nodules(18), transplant_candidate=candidate)
    assert (only(found).stage, treatments(found)) == ("0", expected)
    assert len(only(found).ruled_out) == 1


def test_transplant_candidacy_that_is_not_recorded_leaves_both_open() -> None:
    found = oriented(**nodules(18))
    told = [offer.sentence for offer in only(found).offers]
    assert told[0] == (
        "Ablation; open, because not known: whether the patient is a candidate for transplantation."
    )
    assert len(told) == 2
    assert found.recorded == (
        ("Candidate for liver transplantation", "not recorded"),
        ("Clinically significant portal hypertension", "not recorded"),
    )


def test_a_single_nodule_of_stage_a_depends_on_portal_hypertension_and_bilirubin() -> None:
    high = oriented(**nodules(40), transplant_candidate=False, portal_hypertension=True)
    assert (only(high).stage, treatments(high)) == ("A", ["Ablation"])
    assert only(high).ruled_out[0].sentence == (
        "Resection: not named here, because of clinically significant portal hypertension."
    )
    normal = oriented(**nodules(40), transplant_candidate=True, portal_hypertension=False)
    assert treatments(normal) == ["Resection", "Liver transplantation"]
    assert only(normal).offers[0].sentence == "Resection, provided that bilirubin is normal."


def test_several_small_nodules_are_transplanted_or_ablated() -> None:
    assert treatments(oriented(**nodules(20, 25), transplant_candidate=True)) == [
        "Liver transplantation"
    ]
    assert treatments(oriented(**nodules(20, 25), transplant_candidate=False)) == ["Ablation"]


def test_stage_b_names_three_ways_and_diffuse_growth_rules_tace_out() -> None:
    found = oriented(**nodules(40, 45, 20, 20), transplant_candidate=False)
    assert (only(found).stage, treatments(found)) == (
        "B",
        ["Chemoembolisation (TACE)", "Systemic treatment"],
    )
    assert "portal flow is preserved" in only(found).offers[0].sentence
    diffuse = oriented(nodule_count="diffuse", lesions=[], transplant_candidate=False)
    assert treatments(diffuse) == ["Systemic treatment"]


def test_stages_c_and_d_are_as_the_samples_show() -> None:
    advanced, last = orientation(compared(1)), orientation(compared(13))
    assert advanced.sentence == "BCLC stage C: macrovascular invasion."
    assert treatments(advanced)[0].startswith("Systemic treatment with atezolizumab and bevac")
    assert ("Clinically significant portal hypertension", "yes") in advanced.recorded
    assert treatments(last) == ["Best supportive care"]


def test_the_candidates_of_an_open_stage_are_kept_apart() -> None:
    found = oriented(**nodules(40), ecog=1)  # whether the cancer causes it is not recorded
    assert [each.stage for each in found.stages] == ["A", "C"]
    assert found.sentence == ("BCLC stage A or C; not known: ECOG above 0 is caused by the cancer.")


def test_nothing_is_named_where_nothing_is_known_of_the_stage() -> None:
    found = orientation(comparison(a_case()))
    assert found.stages == ()
    assert found.sentence.startswith("BCLC stage not known; not known: Number of nodules, ")


def test_it_is_marked_as_an_orientation_with_its_source_and_who_checked_it() -> None:
    found = orientation(compared(1))
    assert found.statement.startswith("Orientation only")
    assert "the board decides" in found.statement
    assert (found.edition, found.source[:9]) == ("BCLC 2022", "Reig 2022")
    assert found.checked == "Not yet checked by a clinician."
    assert bundled_standard_care().doi == "10.1016/j.jhep.2021.11.018"


def care_text() -> str:
    return resource_path("standard_care.yaml").read_text(encoding="utf-8")


def test_a_clinicians_signature_is_told() -> None:
    signed = care_text().replace("checked_by: null", "checked_by: Dr Lin")
    signed = signed.replace("checked_on: null", "checked_on: 2026-12-01")
    assert read_standard_care(signed, "x.yaml").checked == "Checked by Dr Lin on 2026-12-01."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("edition:", "editions:", "is malformed near “edition”"),
        ("  D:", "  E:", "is malformed near “D”"),
        ("{single: true,", "{singel: true,", "“singel: True” is no condition; use transplant_cand"),
    ],
)
def test_a_file_at_fault_is_refused_in_a_sentence(old: str, new: str, told: str) -> None:
    with pytest.raises(ReviewError, match=told):
        read_standard_care(care_text().replace(old, new), "x.yaml")
