"""Strict YAML: what is written is what is read, and anything doubtful is refused with its place."""

from __future__ import annotations

import pytest

from hccreview.clinical.strict_yaml import load_strict, read_document
from hccreview.errors import ReviewError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("2026-11-05", "2026-11-05"),
        ("2021-03", "2021-03"),
        ("1:30", "1:30"),
        ("0755", "0755"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".5", ".5"),
        ("1e3", "1e3"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("-3", -3),
        ("0", 0),
        ("12.50", 12.5),
        ("1.5e3", 1500.0),
        ('"12"', "12"),
        ("'true'", "true"),
        ("[1, a, null]", [1, "a", None]),
        ("{a: 1, b: [no]}", {"a": 1, "b": ["no"]}),
        ('{"a": {"b": [1.5, true, "x"]}}', {"a": {"b": [1.5, True, "x"]}}),
        ("a: |\n  12\n", {"a": "12\n"}),
        ("1: one", {"1": "one"}),
        ("", None),
    ],
)
def test_a_value_is_read_as_it_is_written(text: str, value: object) -> None:
    found = load_strict(text, "case.yaml")
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 2\na: 3\n", "line 3, column 1"),
        ("a: &x 1\nb: *x\n", "line 1, column 4"),
        ("a: *x\n", "line 1, column 4"),
        ("a: !!python/object:os.system x\n", "line 1, column 4"),
        ("a: !!int '3'\n", "line 1, column 4"),
        ("<<: {a: 1}\n", "line 1, column 1"),
        ("[1]: a\n", "line 1, column 1"),
        ("a: 1\n---\nb: 2\n", "line 2, column 1"),
        ("a: [1, 2\nb: 3\n", "line 2"),
        ("a:\n\t- b\n", "line 2"),
        ("a: 1.0e999\n", "line 1, column 4"),
        ("a: " + "9" * 40, "line 1, column 4"),
    ],
)
def test_what_is_not_strict_is_refused_with_its_line_and_column(text: str, place: str) -> None:
    with pytest.raises(ReviewError) as caught:
        load_strict(text, "case.yaml")
    assert str(caught.value).startswith(f"case.yaml, {place}")


def test_deep_nesting_is_refused_and_does_not_exhaust_the_program() -> None:
    with pytest.raises(ReviewError):
        load_strict("[" * 50_000, "case.yaml")
    with pytest.raises(ReviewError, match="nested too deeply"):
        load_strict("[" * 100 + "]" * 100, "case.yaml")


def test_a_text_over_two_megabytes_is_refused() -> None:
    with pytest.raises(ReviewError, match="larger than 2 MB"):
        load_strict("#" * 2_000_001, "case.yaml")


def test_a_control_character_is_refused() -> None:
    with pytest.raises(ReviewError, match=r"^case\.yaml"):
        load_strict("a: \x00b", "case.yaml")


def test_positions_point_at_values_and_an_unknown_one_at_what_holds_it() -> None:
    document = read_document("a:\n  - b: 1\n    c: 2\n", "case.yaml")
    assert document.position(("a", 0, "c")) == (3, 8)
    assert document.position(("a", 0, "missing")) == (2, 5)
    assert str(document.error(("a", 0, "c"), "wrong.")) == "case.yaml, line 3, column 8: wrong."
