"""Trial documents: what the library reads, what it refuses, and what it leaves unsaid."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hccreview.clinical.strict_yaml import load_strict
from hccreview.errors import ReviewError
from hccreview.trials.figures import Place
from hccreview.trials.library import read_library, read_trial, trial_from_text
from hccreview.trials.model import Trial
from resources import resource_path

FIVE = ["NCT05099848", "ChiCTR2100041874", "NCT06881433", "TACE-CAM-APA", "NCT06187961"]

SMALL = """\
format: hccreview-trial/1
id: NCT00000000
short_name: Small
title: A small trial
registry: {number: NCT00000000, place: {line: 1, section: header}}
source: {kind: registry text, version: null}
criteria_listed: some
design: {type: interventional, place: {line: 2, section: summary}}
recruitment: {observational: false}
arms:
  - {id: haic, name: HAIC, default: true, components: [HAIC], place: {line: 2, section: summary}}
encoding: {encoded_by: HCC Review developers, encoded_on: 2026-11-21}
flags:
  - {id: A1, severity: low, place: {line: 3, section: summary}, finding: odd, treatment: shown}
regimen:
  place: {line: 4, section: summary}
  administrations:
    - {id: drug, drug: a drug, place: {line: 4, section: summary}, flags: [A1]}
outcomes:
  - {id: orr, measure: objective_response, label: Response, kind: proportion, count: 3,
     denominator: 9, percent: 33.3, place: {line: 5, section: results}}
criteria: []
"""

CRITERION = """\
criteria:
  - id: I1
    kind: inclusion
    label: Good performance
    concept: ecog
    expression: ecog in {0, 1}
    place: {line: 6, section: inclusion criteria}
    evaluation: computable
"""


def _changed(old: str, new: str, text: str = SMALL) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def _refused(text: str) -> str:
    with pytest.raises(ReviewError) as caught:
        trial_from_text(text, "small.yaml")
    assert str(caught.value).startswith("small.yaml")
    return str(caught.value)


def _values(value: Any) -> Iterator[Any]:
    """Every dataclass value below `value`."""
    if dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from _values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _values(item)


# --- the bundled documents ------------------------------------------------------------------------


def test_the_library_holds_the_five_trials_in_their_order() -> None:
    assert [trial.id for trial in read_library()] == FIVE


def test_the_five_documents_carry_all_75_audit_flags() -> None:
    assert [len(trial.flags) for trial in read_library()] == [8, 29, 9, 10, 19]


def test_no_document_has_been_checked_by_a_clinician_yet() -> None:
    assert not any(trial.checked for trial in read_library())


def test_a_document_is_checked_once_a_clinician_has_signed_it_with_a_date() -> None:
    signed = _changed("2026-11-21}", "2026-11-21, checked_by: Dr Who, checked_on: 2026-12-01}")
    assert trial_from_text(signed, "small.yaml").checked


def test_every_figure_of_every_document_has_a_place_with_a_section() -> None:
    for trial in read_library():
        for value in _values(trial):
            if type(value).__module__.startswith("hccreview.criteria"):
                continue  # a parsed expression: its place is the criterion's
            names = {field.name for field in dataclasses.fields(value)}
            if names & {"percent", "count", "dose"} or "value" in names:
                assert isinstance(getattr(value, "place", None), Place) or value.term, value
            if isinstance(value, Place):
                assert 1 <= value.first <= value.last
                assert value.section


def test_the_number_of_the_fifth_trial_is_marked_as_not_printed_in_its_text() -> None:
    registry = read_library()[4].registry
    assert registry.place is None
    assert "registry copy" in (registry.note or "")


def test_the_trial_without_a_number_has_none() -> None:
    registry = read_library()[3].registry
    assert registry.number is None
    assert registry.note == "not stated in source"


def test_what_a_source_does_not_state_is_absent() -> None:
    first, _, second, stub, last = read_library()
    apatinib = next(each for each in first.regimen.administrations if each.id == "apatinib")
    assert apatinib.route is None
    assert apatinib.days is None
    for trial in (second, stub, last):
        assert trial.regimen.cycle_length is None
        assert trial.regimen.maximum_cycles is None
        assert all(each.dose is None for each in trial.regimen.administrations)
        assert trial.outcomes == ()
        assert trial.adverse_events is None


def test_an_empty_cell_stays_empty_and_an_implied_count_is_kept_apart() -> None:
    events = read_library()[1].adverse_events
    assert events is not None
    rows = {row.term: row for row in events.rows}
    haematuria, white = rows["Haematuria"].any, rows["White blood cell decreased"].grade_3_plus
    assert haematuria is not None
    assert white is not None
    assert haematuria.count is None
    assert haematuria.percent is None
    assert (white.count, white.percent, white.implied_count) == (None, 16.0, 4)


def test_the_shifted_block_of_adverse_events_is_unreliable() -> None:
    events = read_library()[1].adverse_events
    assert events is not None
    unreliable = [row.any.place.first for row in events.rows if not row.reliable and row.any]
    assert unreliable == list(range(218, 228))


def test_sorafenib_starts_by_the_methods_unless_the_abstract_is_chosen() -> None:
    sorafenib = read_library()[1].regimen.administrations[-1]
    assert sorafenib.default_variant is not None
    assert sorafenib.default_variant.counted_from == "start_of_infusion"
    assert [variant.id for variant in sorafenib.variants] == ["methods", "abstract"]


def test_comparators_are_as_cited_and_garbled_figures_are_never_plotted() -> None:
    for trial in read_library():
        assert all(comparator.as_cited for comparator in trial.comparators)
    stub = read_library()[3]
    assert not any(result.plot for each in stub.comparators for result in each.results)


def test_baseline_categories_of_a_table_add_up_to_its_patients() -> None:
    baseline = read_library()[1].baseline
    assert baseline is not None
    table = [row for row in baseline.rows if row.place.section == "Table 1" and row.categories]
    assert len(table) == 12
    for row in table:
        assert sum(category.count or 0 for category in row.categories) == baseline.denominator


def test_every_printed_percentage_fits_its_count_except_the_flagged_ones() -> None:
    for trial in read_library():
        events = trial.adverse_events
        wholes = {"adverse": events.denominator if events else 0}
        for outcome in trial.outcomes:
            if outcome.count is not None and outcome.percent is not None:
                assert outcome.denominator is not None
                share = 100 * outcome.count / outcome.denominator
                assert share == pytest.approx(outcome.percent, abs=0.051), outcome.id
        for row in events.rows if events else ():
            for cell in (row.any, row.grade_1_2, row.grade_3_plus):
                if cell and cell.count is not None and "A15" not in cell.flags:
                    share = 100 * cell.count / wholes["adverse"]
                    assert share == pytest.approx(cell.percent, abs=0.051), row.term


# --- digests --------------------------------------------------------------------------------------


def test_a_digest_survives_comments_and_layout_and_changes_with_a_figure() -> None:
    digest = trial_from_text(SMALL, "small.yaml").digest
    assert len(digest) == 64
    assert trial_from_text("# a comment\n" + SMALL, "other.yaml").digest == digest
    assert trial_from_text(_changed("count: 3", "count: 4"), "small.yaml").digest != digest


def test_digests_are_the_same_on_every_reading_and_differ_between_trials() -> None:
    first, second = read_library(), read_library()
    assert [trial.digest for trial in first] == [trial.digest for trial in second]
    assert len({trial.digest for trial in first}) == 5


# --- what is refused ------------------------------------------------------------------------------


def test_the_small_document_is_read() -> None:
    trial = trial_from_text(SMALL, "small.yaml")
    assert trial.default_arm.id == "haic"
    assert trial.outcomes[0].place == Place(5, 5, "results")
    assert trial.flag("A1").finding == "odd"


def test_a_flag_that_is_not_defined_is_refused_with_its_line() -> None:
    message = _refused(_changed("flags: [A1]", "flags: [A1, A7]"))
    assert "'A7' is not defined" in message
    assert "line 18" in message


def test_a_flag_that_hangs_on_nothing_is_refused() -> None:
    assert "'A1' hangs on nothing" in _refused(_changed(", flags: [A1]", ""))


def test_a_flag_may_hang_on_the_whole_document() -> None:
    text = _changed(
        ", flags: [A1]", "", _changed("treatment: shown", "treatment: shown, attached_to: document")
    )
    assert trial_from_text(text, "small.yaml").flag("A1").attached_to == "document"


def test_a_flag_of_a_criterion_waits_for_the_criteria_and_then_needs_one() -> None:
    text = _changed(
        ", flags: [A1]",
        "",
        _changed("treatment: shown", "treatment: shown, attached_to: criterion"),
    )
    assert trial_from_text(text, "small.yaml").criteria == ()
    with_criteria = _changed("criteria: []\n", CRITERION, text)
    assert "'A1' hangs on nothing" in _refused(with_criteria)
    trial = trial_from_text(with_criteria + "    flags: [A1]\n", "small.yaml")
    assert trial.criteria[0].flags == ("A1",)


def test_a_wrong_type_is_refused_with_path_line_and_column() -> None:
    message = _refused(_changed("count: 3", "count: three"))
    assert "outcomes.0.count" in message
    assert "line 20, column" in message


def test_a_duplicate_key_is_refused_with_its_line() -> None:
    message = _refused(_changed("title: A small trial\n", "title: A small trial\ntitle: Twice\n"))
    assert "line 5, column 1" in message
    assert "'title' is given twice" in message


def test_a_figure_without_a_place_is_refused() -> None:
    message = _refused(_changed(", place: {line: 5, section: results}}", "}"))
    assert "outcomes.0: place is missing" in message


def test_a_place_without_a_line_is_refused() -> None:
    _refused(_changed("{line: 5, section: results}", "{section: results}"))


def test_an_unknown_key_is_refused_where_it_stands() -> None:
    message = _refused(_changed("percent: 33.3", "per_cent: 33.3"))
    assert "'per_cent' is not a key" in message or "percent is missing" in message


@pytest.mark.parametrize("default", ["", ", default: true"])
def test_there_must_be_exactly_one_default_arm(default: str) -> None:
    second = (
        f"  - {{id: two, name: Two, components: [x], place: {{line: 2, section: s}}{default}}}\n"
    )
    first = SMALL if default else _changed("default: true, ", "")
    message = _refused(_changed("encoding:", second + "encoding:", first))
    assert "exactly one arm must be the default" in message


def test_an_arm_that_does_not_exist_is_refused() -> None:
    assert "no arm 'none'" in _refused(_changed("flags: [A1]}", "flags: [A1], arms: [none]}"))


def test_an_administration_cannot_follow_one_that_is_not_there() -> None:
    message = _refused(_changed("flags: [A1]}", "flags: [A1], after: other}"))
    assert "drug follows 'other'" in message


def test_exactly_one_variant_is_the_default() -> None:
    variants = (
        "variants: [{id: a, label: a, day: 3, counted_from: start_of_infusion, "
        "place: {line: 1, section: s}}]"
    )
    message = _refused(_changed("flags: [A1]}", f"flags: [A1], {variants}}}"))
    assert "exactly one variant of drug" in message


def test_more_patients_than_there_are_is_refused() -> None:
    assert "10 of 9 patients" in _refused(_changed("count: 3", "count: 10"))


def test_an_inverted_interval_is_refused() -> None:
    message = _refused(_changed("percent: 33.3", "percent: 33.3, interval: {low: 9, high: 2}"))
    assert "low 9 is larger than high 2" in message


def test_a_measure_outside_the_closed_list_is_refused() -> None:
    assert "outcomes.0.measure" in _refused(_changed("objective_response", "cure"))


def test_a_proportion_needs_its_denominator() -> None:
    assert "denominator is missing" in _refused(_changed("denominator: 9, ", ""))


def test_an_error_in_a_criterion_names_the_criterion() -> None:
    text = _changed("criteria: []\n", CRITERION.replace("computable", "guesswork"))
    assert "criterion I1, evaluation" in _refused(text)


def test_a_criterion_without_a_place_is_refused_by_its_name() -> None:
    text = _changed(
        "criteria: []\n",
        CRITERION.replace("    place: {line: 6, section: inclusion criteria}\n", ""),
    )
    assert "criterion I1: place is missing" in _refused(text)


def test_an_expression_at_fault_names_criterion_line_and_column() -> None:
    text = _changed("criteria: []\n", CRITERION.replace("ecog in {0, 1}", "ecog in in"))
    message = _refused(text)
    assert "line 27" in message
    assert "criterion I1" in message
    assert "column 9" in message


def test_a_criterion_is_read_with_its_expression_and_defaults() -> None:
    criterion = trial_from_text(_changed("criteria: []\n", CRITERION), "small.yaml").criteria[0]
    assert criterion.expression_text == "ecog in {0, 1}"
    assert criterion.expression is not None
    assert (criterion.anchor, criterion.due, criterion.role) == ("as_of", "before_board", "normal")
    assert criterion.applies is None


def _with(expression: str, *more: str, applies: str = "") -> str:
    """The small document with criteria I1, I2 … of these expressions."""
    blocks = []
    for number, text in enumerate((expression, *more), start=1):
        block = CRITERION.removeprefix("criteria:\n").replace("id: I1", f"id: I{number}")
        blocks.append(block.replace("ecog in {0, 1}", f'"{text}"'))
    condition = f'    applies: "{applies}"\n' if applies else ""
    return _changed("criteria: []\n", "criteria:\n" + "".join(blocks) + condition)


def test_an_expression_names_criteria_and_arms_of_its_own_trial() -> None:
    text = _with("not (criterion I2)", "ecog in {0, 1}", applies="criterion I1 and arm in {haic}")
    assert [each.id for each in trial_from_text(text, "small.yaml").criteria] == ["I1", "I2"]


def test_an_expression_that_names_a_criterion_that_is_not_there_is_refused() -> None:
    message = _refused(_with("ecog in {0, 1} and (age >= 18 'a' or not criterion I19)"))
    assert message == (
        "small.yaml, line 27, column 17: criterion I1, expression: "
        "there is no criterion “I19” in this trial; did you mean “I1”?"
    )


def test_a_condition_that_names_a_criterion_that_is_not_there_is_refused() -> None:
    message = _refused(_with("ecog in {0, 1}", applies="criterion X"))
    assert "line 30" in message
    assert "criterion I1, applies: there is no criterion “X” in this trial; known: I1." in message


@pytest.mark.parametrize(
    ("expressions", "named", "circle"),
    [
        (["criterion I1"], "I1", "I1, I1"),
        (["criterion I2", "not criterion I1"], "I1", "I1, I2, I1"),
        (["criterion I2", "ecog in {0} or criterion I3", "criterion I2"], "I2", "I2, I3, I2"),
        (["criterion I2 and criterion I3", "ecog in {0}", "criterion I1"], "I1", "I1, I3, I1"),
    ],
)
def test_criteria_that_name_each_other_in_a_circle_are_refused(
    expressions: list[str], named: str, circle: str
) -> None:
    message = _refused(_with(*expressions))
    assert f"criterion {named}, expression: criteria name each other" in message
    assert message.endswith(f"in a circle: {circle}.")


def test_a_criterion_that_two_others_name_is_no_circle() -> None:
    text = _with("criterion I3", "criterion I3 or criterion I1", "ecog in {0, 1}")
    assert len(trial_from_text(text, "small.yaml").criteria) == 3


def test_an_expression_that_names_an_arm_that_is_not_there_is_refused() -> None:
    message = _refused(_with("ecog in {0, 1}", applies="arm in {haic, hiac}"))
    assert "line 30" in message
    assert "criterion I1, applies: there is no arm “hiac” in this trial; did you mean" in message
    assert "criterion I1, expression: there is no arm “b”" in _refused(_with("arm in {b}"))


def test_a_link_to_a_criterion_that_is_not_there_is_refused() -> None:
    text = _changed("criteria: []\n", CRITERION + "    linked_to: [I9]\n")
    assert "criterion I1 is linked to 'I9'" in _refused(text)


def test_an_id_is_used_once() -> None:
    text = _changed("criteria: []\n", CRITERION + CRITERION.removeprefix("criteria:\n"))
    assert "'I1' is used twice" in _refused(text)


def test_a_document_that_is_not_a_mapping_is_refused() -> None:
    _refused("- a\n- b\n")
    _refused("")


def test_a_file_that_is_missing_or_not_text_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="cannot be read"):
        read_trial(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"title: caf\xe9\n")
    with pytest.raises(ReviewError, match="not UTF-8"):
        read_trial(tmp_path / "latin.yaml")


def test_a_file_over_two_megabytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text("# " + "x" * 2_000_001, encoding="utf-8")
    with pytest.raises(ReviewError, match="larger than 2 MB"):
        read_trial(tmp_path / "big.yaml")


def test_a_folder_of_other_trials_is_read_after_the_five_by_id(tmp_path: Path) -> None:
    for name in ("NCT00000002", "NCT00000001"):
        text = SMALL.replace("id: NCT00000000", f"id: {name}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    known = resource_path("trials", "NCT06187961.yaml").read_text(encoding="utf-8")
    (tmp_path / "z.yaml").write_text(known, encoding="utf-8")
    found = [trial.id for trial in read_library(tmp_path)]
    assert found == ["NCT06187961", "NCT00000001", "NCT00000002"]


def test_an_empty_folder_and_a_doubled_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="no trial document"):
        read_library(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(ReviewError, match="two documents have the id NCT00000000"):
        read_library(tmp_path)


# --- the schema and the model ---------------------------------------------------------------------


def test_the_schema_and_the_model_name_the_same_keys() -> None:
    schema = load_strict(resource_path("trial.schema.json").read_text(encoding="utf-8"), "schema")
    assert isinstance(schema, dict)
    fields = {field.name for field in dataclasses.fields(Trial)}
    assert set(schema["properties"]) == fields - {"digest"} | {"format"}
    shapes = {type(value) for trial in read_library() for value in _values(trial)}
    for shape in shapes - {Trial, Place}:
        if not shape.__module__.startswith("hccreview.trials"):
            continue
        name = shape.__name__[0].lower() + shape.__name__[1:]
        keys = {field.name for field in dataclasses.fields(shape)}
        keys = {"expression": keys - {"expression_text", "applies_text"}}.get("expression", keys)
        assert set(schema["$defs"][name]["properties"]) == keys, name
