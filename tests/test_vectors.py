"""Every worked example agrees with the product; the runner tells what differs."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import vectors

EXAMPLES = Path(__file__).parent / "data" / "vectors.json"


@pytest.mark.parametrize("example", vectors.load(str(EXAMPLES)), ids=lambda each: each["id"])
def test_a_worked_example_agrees(example: dict[str, Any]) -> None:
    assert vectors.run(example) is None


def run_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *examples: dict[str, Any]
) -> tuple[int, list[str]]:
    path = tmp_path / "examples.json"
    path.write_text(json.dumps({"vectors": examples}), encoding="utf-8")
    return vectors.main([str(path)]), capsys.readouterr().out.splitlines()


def bsa(expected: object, tolerance: object = "exact") -> dict[str, Any]:
    inputs = {"height_cm": 170, "weight_kg": 70}
    return {
        "id": "X-1",
        "calculator": "bsa",
        "inputs": inputs,
        "expected": expected,
        "tolerance": tolerance,
    }


def test_a_passing_file_prints_only_the_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, lines = run_on(tmp_path, capsys, bsa({"mosteller_m2": 1.8181}, {"*": 0.0001}))
    assert (status, lines) == (0, ["1 passed, 0 failed"])


def test_a_differing_example_is_named_with_both_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, lines = run_on(tmp_path, capsys, bsa({"mosteller_m2": 1.9}, {"*": 0.001}))
    assert status == 1
    assert lines[0].startswith(
        'X-1 (bsa): expected {"mosteller_m2": 1.9}, got {"mosteller_m2": 1.8'
    )
    assert lines[-1] == "0 passed, 1 failed"


def test_an_unknown_calculator_fails_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = {**bsa(1), "calculator": "horoscope"}
    status, lines = run_on(tmp_path, capsys, example)
    assert status == 1
    assert lines[0] == "X-1 (horoscope): there is no calculator “horoscope”"


def test_inputs_of_the_wrong_kind_fail_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = {**bsa(1), "inputs": {"height_cm": "tall", "weight_kg": 70}}
    status, lines = run_on(tmp_path, capsys, example)
    assert status == 1
    assert "do not fit the calculator" in lines[0]


@pytest.mark.parametrize("content", ["not json", "[1, 2]", '{"vectors": [{"id": 1}]}'])
def test_an_unreadable_file_is_status_2_with_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    assert vectors.main([str(path)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert vectors.main([str(tmp_path / "nowhere.json")]) == 2
    assert "nowhere.json" in capsys.readouterr().err


def test_no_file_at_all_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert vectors.main([]) == 2
    assert "python -m tests.vectors FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("expected", "got", "tolerance", "answer"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, "exact", True),
        ({"a": 1, "b": 2}, {"a": 1}, "exact", False),
        ({"a_raw": 1.0}, {"a_raw": 1.0009}, {"*_raw": 0.001}, True),
        ({"a_raw": 1.0}, {"a_raw": 1.0011}, {"*_raw": 0.001}, False),
        ({"a": 1.0}, {"a": 1.0009}, {"*_raw": 0.001}, False),
        ({"a": 1.0, "b": 5}, {"a": 1.4, "b": 5}, {"*": 0.1, "a": 0.5}, True),
        ([1, 2], [1, 2, 3], "exact", False),
        ([1.0, 2.0], (1.0, 2.05), {"*": 0.1}, True),
        (True, 1, "exact", False),
        (1, True, "exact", False),
        (None, 0, "exact", False),
        (None, False, "exact", False),
        (None, None, "exact", True),
        ("A", None, "exact", False),
        (5, 5.0, "exact", True),
        (5, "5", "exact", False),
    ],
)
def test_agreement_follows_the_tolerance_of_each_key(
    expected: object, got: object, tolerance: object, answer: bool
) -> None:
    assert vectors.agrees(expected, got, tolerance) is answer


def test_an_expected_null_is_not_met_by_a_full_result() -> None:
    assert vectors.run(bsa(None)) is not None


def test_an_expected_null_is_met_by_a_result_with_an_input_missing() -> None:
    assert vectors.run({**bsa(None), "inputs": {"height_cm": 170}}) is None
