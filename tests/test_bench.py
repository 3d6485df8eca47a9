"""The benchmarks measure what they say: the floor gives the engine's own answers, limits hold."""

from pathlib import Path

import pytest

from hccreview.criteria.logic import Truth
from hccreview.exchange.case_file import read_case
from hccreview.review.compare import Comparison
from hccreview.trials.library import read_library
from resources import resource_path
from tests.bench.__main__ import BENCHMARKS, status, table
from tests.bench.apart import measured
from tests.bench.by_hand import BY_HAND, HandFinding, review_by_hand
from tests.bench.engine import compared, derived_facts, sample_case, varied
from tests.bench.rows import BenchRow
from tests.bench.values import values_of

ANSWERS = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}
# 03 and 04 hold stale samples and bounds, 12 a load in the other unit: the floor has plain values.
PLAIN = ("01", "02", "05", "06", "07", "08", "09", "10", "11", "13", "14")


def truths(comparison: Comparison) -> dict[tuple[str, str], bool | None]:
    return {
        (each.trial.id, finding.criterion.id): ANSWERS[finding.outcome.truth]
        for each in comparison.assessments
        for finding in each.findings
    }


def by_hand(comparison: Comparison) -> dict[tuple[str, str], HandFinding]:
    found = review_by_hand(values_of(comparison))
    return {(c.trial_id, c.id): finding for c, finding in zip(BY_HAND, found, strict=True)}


@pytest.mark.parametrize("number", PLAIN)
def test_the_criteria_by_hand_give_the_truths_of_the_engine(number: str) -> None:
    case = read_case(resource_path("cases", f"sample-{number}.yaml"))
    comparison = compared(case, read_library())
    assert {key: found.truth for key, found in by_hand(comparison).items()} == truths(comparison)


def test_the_verdicts_by_hand_differ_only_where_the_board_is_asked() -> None:
    comparison = compared(sample_case(), read_library())
    ours = {
        (each.trial.id, f.criterion.id): f.verdict.value
        for each in comparison.assessments
        for f in each.findings
    }
    differing = {key for key, found in by_hand(comparison).items() if found.verdict != ours[key]}
    assert all(ours[key] == "needs_judgement" for key in differing)


def test_a_finding_by_hand_holds_the_least_a_finding_can_hold() -> None:
    found = by_hand(compared(sample_case(), read_library()))
    assert found["NCT06187961", "I12b"] == HandFinding("I12b", "inclusion", True, "pass")
    assert found["NCT06881433", "I6"] == HandFinding("I6", "inclusion", None, "unknown")


def test_every_criterion_of_the_five_trials_is_written_by_hand_once() -> None:
    published = [(trial.id, c.id) for trial in read_library() for c in trial.criteria]
    assert sorted((c.trial_id, c.id) for c in BY_HAND) == sorted(published)
    assert len(BY_HAND) == 87


def test_given_scores_do_not_change_a_truth() -> None:
    first = compared(sample_case(), read_library())
    again = compared(sample_case(), read_library(), derived_facts(first))
    assert truths(again) == truths(first)


def test_varied_trials_share_no_id_and_no_parsed_expression() -> None:
    trials = read_library()
    many = varied(trials, 20)
    assert len({trial.id for trial in many}) == 20
    nodes = [id(c.expression) for trial in many for c in trial.criteria]
    assert len(set(nodes)) == len(nodes)
    assert set(nodes).isdisjoint(id(c.expression) for trial in trials for c in trial.criteria)


def test_a_varied_trial_has_limits_of_its_own() -> None:
    five = len(read_library())
    many = varied(read_library(), 3 * five)
    texts = {
        c.expression_text for trial in many for c in trial.criteria if c.concept == "platelets"
    }
    assert len(texts) == 3


def test_a_row_above_its_limit_is_shown_as_too_slow() -> None:
    rows = [BenchRow("quick", 10.0, 1.0, 10.0), BenchRow("slow", 10.1, 1.0, 10.0)]
    assert [row.kept for row in rows] == [True, False]
    assert [
        line.endswith(f"{word} |")
        for line, word in zip(table(rows)[2:], ("kept    ", "TOO SLOW"), strict=True)
    ] == [True, True]


def test_one_row_above_its_limit_fails_the_whole_run(capsys: pytest.CaptureFixture[str]) -> None:
    kept, slow = BenchRow("quick", 10.0, 1.0, 10.0), BenchRow("slow", 10.1, 1.0, 10.0)
    assert status([kept, kept]) == 0
    assert status([kept, slow, kept]) == 1
    assert capsys.readouterr().out == "too slow: slow: 10.10 times, at most 10\n"


def test_every_benchmark_of_the_folder_is_run() -> None:
    folder = Path(__file__).parent / "bench"
    with_rows = {path.stem for path in folder.glob("*.py") if "def rows() ->" in path.read_text()}
    assert set(BENCHMARKS) == with_rows


def test_a_benchmark_is_measured_in_a_process_of_its_own() -> None:
    (row,) = measured(["workbook"])
    assert row.name.startswith("workbook of one case")
    assert row.ours_ms > 0 < row.floor_ms
