"""Small files that would take for ever or fill the memory: each is refused at once."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hccreview.clinical.case import anchors_of
from hccreview.clinical.fields import bundled_dictionary
from hccreview.clinical.planning import planning_of
from hccreview.clinical.quantity import parse_number, plain
from hccreview.clinical.strict_yaml import load_strict
from hccreview.criteria.parse import parse
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import case_text, parse_case, read_case
from hccreview.exchange.local_file import read_local
from hccreview.review.compare import compare
from hccreview.trials.library import read_trial, trial_from_text
from hccreview.trials.lint import lint
from resources import resource_path
from tests.builders import TODAY, a_case, a_criterion, a_trial
from tests.fuzz.sentences import told_badly
from tests.reports.builders import sample

HEAD = "format: hccreview-case/1\ncode: A\nas_of: 2026-11-21\n"
SECONDS = 3.0


@pytest.fixture(autouse=True)
def soon_over() -> Iterator[None]:
    """Fail the test that keeps the processor busy for longer than a user waits."""
    begun = time.process_time()
    yield
    spent = time.process_time() - begun
    assert spent < SECONDS, f"took {spent:.1f} s"


def refused(work: Any, *arguments: Any) -> str:
    with pytest.raises(ReviewError) as caught:
        work(*arguments)
    assert told_badly(str(caught.value)) == ""
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "[" * 10_000 + "]" * 10_000,
        "{a: " * 300_000,
        "- " * 500_000,
        "? " * 600_000,
        "[" + "1," * 990_000 + "1]",
        "\n".join(f"k{number}: 1" for number in range(150_000)),
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "a: !!python/object/apply:os.system ['true']",
        "!" * 1_000_000,
        "&" + "a" * 1_000_000,
        "%YAML 1.1\n" * 100_000,
        "---\n" * 400_000,
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>' * 1000 + ": [",
    ],
    ids=lambda text: text[:12],
)
def test_a_document_that_unfolds_is_refused_at_once(text: str) -> None:
    refused(load_strict, text, "input.yaml")


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\u202e", "\u2066", "\x85", "\ufffe", "\u2028"])
def test_hidden_characters_are_refused_where_they_stand(hidden: str) -> None:
    written = json.dumps({"label": f"a{hidden}b"})
    message = refused(load_strict, written, "input.json")
    assert f"U+{ord(hidden):04X}" in message
    assert message.startswith("input.json, line 1, column 11")


def test_what_cannot_be_seen_is_left_out_of_a_case_file_and_breaks_become_spaces() -> None:
    case = replace(sample(2), label="a\u202e\x07b\u2028c\nd 陈 é")
    assert parse_case(case_text(case), "again.yaml").label == "ab c\nd 陈 é"


@pytest.mark.parametrize(
    "rest",
    [
        "observations:\n  platelets: '" + " " * 1_900_000 + "x'\n",
        "observations:\n  platelets: '" + "1" * 1_900_000 + "x'\n",
        "observations:\n  ? " + "platelets" * 100_000 + "\n  : 1\n",
        "observations:\n" + "".join(f"  platelet{number}: 1\n" for number in range(60_000)),
        "".join(f"observation{number}: 1\n" for number in range(60_000)),
        "lists:\n  drugs:\n" + "    - {}\n" * 60_000,
        "label: '" + "a" * 1_999_990 + "'\n",
    ],
    ids=lambda rest: rest[:40],
)
def test_a_swollen_case_file_is_refused_at_once(rest: str) -> None:
    refused(parse_case, HEAD + rest, "input.yaml")


def test_of_a_file_with_thousands_of_mistakes_the_first_is_told() -> None:
    rest = "observations:\n" + "".join(f"  platelet{number}: 1\n" for number in range(5_000))
    message = refused(parse_case, HEAD + rest, "input.yaml")
    assert message.startswith("input.yaml, line 5, column 14: there is no field “platelet0”")
    assert message.endswith("And many more.")


def test_thousands_of_plans_are_read_in_a_moment() -> None:
    plans = "".join(f"  - {{trial: T{n}, start: 2026-12-01}}\n" for n in range(10_000))
    assert len(parse_case(HEAD + "plans:\n" + plans, "input.yaml").plans) == 10_000


@pytest.mark.parametrize("day", ["9999-12-31", "9999", "2200-01-01", "0001-01-01"])
def test_a_date_that_nothing_can_be_counted_from_is_refused(day: str) -> None:
    assert "year" in refused(parse_case, HEAD.replace("2026-11-21", day), "input.yaml")


@pytest.mark.parametrize("value", [1e16, "1e300", "-1e308", "9" * 59, "9" * 2_000_000])
def test_a_number_that_nobody_measures_is_refused(value: object) -> None:
    refused(parse_number, value, "Platelets")


def test_a_huge_number_is_written_short() -> None:
    assert plain(1e300) == "1e+300"
    assert plain(float("inf"), 4) == "inf"


# ------------------------------------------------------------------ expressions


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_000_000,
        "(" * 1_900 + "consent_signed" + ")" * 1_900,
        "not " * 900 + "consent_signed",
        "consent_signed" + " provided consent_signed" * 150,
        "platelets >= " + "9" * 3_900 + " '10*9/L'",
        "some drugs within " + "9" * 3_900 + " days",
        "\0",
        "consent_signed \u202e",
    ],
    ids=lambda text: text[:12],
)
def test_a_bottomless_expression_is_refused_at_once(text: str) -> None:
    refused(parse, text)


def test_checking_nested_alternatives_does_not_take_twice_as_long_a_level() -> None:
    flags = [f.id for f in bundled_dictionary().fields.values() if f.type == "yes_no"][:4]
    one, two = flags[2], flags[3]
    for level in range(26):
        first, second = ("and", flags[0]) if level % 2 else ("or", flags[1])
        one, two = f"({second} {first} {one})", f"({second} {first} {two})"
    lint(a_trial(a_criterion("I1", f"{one} or {two}"), a_criterion("I2", f"{one} and {two}")))


# ------------------------------------------------------------------ trials


def a_document(*expressions: str) -> str:
    data: Any = load_strict(
        resource_path("trials", "NCT06187961.yaml").read_text(encoding="utf-8"), "trial"
    )
    for flag in data["flags"]:
        flag["attached_to"] = "document"
    model = {**data["criteria"][0], "linked_to": [], "notes": [], "flags": []}
    data["criteria"] = [
        {**model, "id": f"I{number}", "expression": expression}
        for number, expression in enumerate(expressions, 1)
    ]
    return json.dumps(data)


def chain(length: int, names: str = "criterion I{0}") -> str:
    later = [names.format(number + 1) for number in range(1, length)]
    return a_document(*later, "consent_signed")


@pytest.mark.parametrize(
    "text",
    [
        chain(300),
        chain(9),
        chain(6, "(criterion I{0} and criterion I{0}) or (criterion I{0} and criterion I{0})"),
        a_document(*["consent_signed"] * 501),
    ],
    ids=["long chain", "chain", "fan", "too many"],
)
def test_criteria_that_name_criteria_without_an_end_are_refused(text: str) -> None:
    assert "input.yaml, line" in refused(trial_from_text, text, "input.yaml")


def test_criteria_that_name_a_few_others_are_worked_out() -> None:
    trial = trial_from_text(chain(5), "input.yaml")
    found = compare(a_case(consent_signed=True), (trial,), anchors_of(a_case(), TODAY))
    assert len({finding.verdict for finding in found.assessments[0].findings}) == 1


@pytest.mark.parametrize("old", ['"id": "NCT06187961"', '"id": "I1"'])
def test_an_id_cannot_end_in_a_line_break(old: str) -> None:
    text = a_document("consent_signed").replace(old, old[:-1] + '\\n"')
    assert "does not match" in refused(trial_from_text, text, "input.yaml")


# ------------------------------------------------------------------ files


@pytest.mark.parametrize(
    "read", [read_case, read_trial, read_local], ids=lambda read: read.__name__
)
def test_what_never_ends_or_is_no_file_is_refused(read: Any, tmp_path: Path) -> None:
    pipe = tmp_path / "input.yaml"
    os.mkfifo(pipe)
    large = tmp_path / "input-large.yaml"
    with large.open("wb") as file:
        file.truncate(50_000_000_000)  # of which nothing is on the disk
    latin = tmp_path / "input-latin.yaml"
    latin.write_bytes("é".encode("latin-1"))
    assert "is no file" in refused(read, pipe)
    assert "is no file" in refused(read, Path("/dev/zero"))
    assert "larger than 2 MB" in refused(read, large)
    assert "UTF-8" in refused(read, latin)
    assert "cannot be read" in refused(read, tmp_path)
    assert "cannot be read" in refused(read, tmp_path / "input\0.yaml")
    assert "cannot be read" in refused(read, tmp_path / "nothing.yaml")


@pytest.mark.parametrize(
    "zone", ["Asia/" + "." * 3000, "os.path", "../../etc/passwd", "a" * 100, "/etc/localtime"]
)
def test_a_time_zone_is_not_looked_for_elsewhere(zone: str) -> None:
    assert "time zone" in refused(planning_of, {"zone": zone}, "input.json")
    assert planning_of({"zone": "America/Argentina/Ushuaia"}, "x").zone
