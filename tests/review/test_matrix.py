"""The matrix: concepts in rows and groups, trials in columns, nothing lost and nothing unused."""

from hccreview.review.matrix import Concepts, bundled_concepts, matrix
from tests.builders import (
    TODAY,
    a_case,
    a_criterion,
    a_trial,
    anchors_of,
    compare,
    comparison,
    trials,
)


def test_every_concept_of_every_criterion_is_in_the_list_and_none_is_unused() -> None:
    used = {criterion.concept for trial in trials().values() for criterion in trial.criteria}
    assert used == set(bundled_concepts().by_id)


def test_every_group_has_a_label_and_a_concept_and_every_concept_a_group() -> None:
    concepts = bundled_concepts()
    assert {concept.group for concept in concepts.by_id.values()} == set(concepts.groups)
    assert all(concept.label for concept in concepts.by_id.values())


def test_every_finding_stands_in_exactly_one_cell() -> None:
    found = comparison(a_case())
    shown = [
        (finding.trial_id, finding.criterion.id)
        for row in matrix(found).rows
        for cell in row.cells
        for finding in cell
    ]
    stated = [
        (assessment.trial.id, finding.criterion.id)
        for assessment in found.assessments
        for finding in assessment.findings
    ]
    assert sorted(shown) == sorted(stated)


def test_columns_follow_the_comparison_and_a_silent_source_has_an_empty_cell() -> None:
    found = comparison(a_case(), "ChiCTR2100041874", "NCT06187961", "TACE-CAM-APA")
    rows = {row.concept.id: row for row in matrix(found).rows}
    platelets = rows["platelets"]
    assert platelets.cells[0] == () and platelets.cells[2] == ()
    assert [finding.criterion.id for finding in platelets.cells[1]] == ["I12b"]
    assert all(len(row.cells) == 3 for row in rows.values())


def test_several_criteria_about_one_thing_share_a_cell() -> None:
    rows = {row.concept.id: row for row in matrix(comparison(a_case(), "ChiCTR2100041874")).rows}
    ids = {name: [f.criterion.id for f in row.cells[0]] for name, row in rows.items()}
    assert ids["bclc_stage"] == ["I4"]
    assert all(len(row) >= 1 for row in ids.values())


def test_concepts_that_no_trial_states_have_no_row() -> None:
    names = {row.concept.id for row in matrix(comparison(a_case(), "NCT05099848")).rows}
    assert names == {"resectability"}


def test_groups_keep_their_order() -> None:
    groups = [group.id for group in matrix(comparison(a_case())).groups]
    assert groups == [name for name in bundled_concepts().groups if name in groups]


def test_a_concept_that_is_not_in_the_list_keeps_its_finding() -> None:
    trial = a_trial(a_criterion("I1", "ecog <= 1", concept="bone_density"))
    case = a_case()
    found = compare(case, [trial], anchors_of(case, TODAY))
    (group,) = matrix(found, Concepts({}, {})).groups
    assert (group.label, group.rows[0].label) == ("Other", "Bone density")
    assert len(group.rows[0].cells[0]) == 1
