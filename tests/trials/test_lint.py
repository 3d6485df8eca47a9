"""What the lint of a trial document finds, and what it leaves alone."""

from dataclasses import replace
from typing import Literal

import pytest

from hccreview.criteria.parse import parse
from hccreview.trials.library import read_library
from hccreview.trials.lint import LintFinding, lint
from hccreview.trials.model import Criterion, Trial


@pytest.fixture(scope="module")
def trial() -> Trial:
    return next(each for each in read_library() if each.id == "NCT06187961")


def criterion(
    trial: Trial, name: str, text: str, kind: Literal["inclusion", "exclusion"] = "inclusion"
) -> Criterion:
    return replace(
        trial.criteria[0], id=name, kind=kind, expression_text=text, expression=parse(text),
        applies=None, applies_text=None, linked_to=(), anchor="as_of",
    )  # fmt: skip


def linted(trial: Trial, *texts: str) -> tuple[LintFinding, ...]:
    """Lint expressions; one that begins with `!` is an exclusion."""
    criteria = tuple(
        criterion(
            trial, f"C{number}", text.lstrip("!"), "exclusion" if text[0] == "!" else "inclusion"
        )
        for number, text in enumerate(texts, start=1)
    )
    return lint(replace(trial, criteria=criteria))


@pytest.mark.parametrize(
    ("text", "rule", "column"),
    [
        ("platelets >= 75 '10*9/L' and platelets <= 60 '10*9/L'", "inverted range", 30),
        ("ecog in {0, 1} and ecog in {2}", "contradiction", 20),
        ("cirrhosis and not cirrhosis", "contradiction", 19),
        ("cirrhosis or cirrhosis", "duplicate", 14),
        ("cirrhosis and cirrhosis", "duplicate", 15),
        ("alt <= 3 ULN or alt <= 5 ULN", "unreachable branch", 1),
        ("ecog in {0, 1} or ecog in {1}", "unreachable branch", 19),
        ("alt <= 3 ULN and alt <= 5 ULN", "no effect", 18),
        ("alt <= 3 ULN or alt > 2 ULN", "no effect", 17),
        ("sex in {male, female}", "no effect", 1),
        ("ecog in {0, 7}", "out of range", 1),
        ("platelets >= 75000 '10*9/L'", "out of range", 1),
        ("cirrhosis or (cirrhosis and ecog = 0)", "unreachable branch", 15),
    ],
)
def test_one_criterion(trial, text, rule, column):
    (found,) = linted(trial, text)
    assert (found.rule, found.line, found.column) == (rule, 1, column)


def test_the_place_is_counted_in_lines(trial):
    (found,) = linted(trial, "ecog = 0\n  and cirrhosis\n  and cirrhosis")
    assert (found.line, found.column) == (3, 7)


@pytest.mark.parametrize(
    "text",
    [
        "platelets >= 75 '10*9/L' and platelets <= 500 '10*9/L'",
        "alt <= 5 ULN and ast <= 5 ULN",
        "alt <= 5 ULN or alt <= 200 'U/L'",
        "platelets >= 75 '10*9/L' within 7 days and platelets <= 60 '10*9/L' within 30 days",
        "creatinine <= 1.5 ULN or creatinine_clearance >= 50 'mL/min'",
        "no radiotherapy within 3 weeks and no systemic_treatment",
        "ecog in {0, 1}",
    ],
)
def test_what_is_sound_is_left_alone(trial, text):
    assert linted(trial, text) == ()


def test_an_inclusion_equal_to_an_exclusion_leaves_nobody(trial):
    (found,) = linted(trial, "cirrhosis", "!cirrhosis")
    assert (found.criterion, found.rule) == ("C2", "contradiction")
    assert "C1" in found.message


def test_limits_of_inclusion_and_exclusion_that_meet_nowhere_leave_nobody(trial):
    (found,) = linted(trial, "platelets < 75 '10*9/L'", "!platelets < 100 '10*9/L'")
    assert found.rule == "contradiction"


def test_an_exclusion_that_repeats_an_inclusion_is_a_duplicate(trial):
    (found,) = linted(trial, "not cirrhosis", "!cirrhosis")
    assert (found.criterion, found.rule) == ("C2", "duplicate")


def test_the_same_criterion_twice_is_a_duplicate(trial):
    (found,) = linted(trial, "ecog = 0", "ecog = 0")
    assert (found.criterion, found.rule) == ("C2", "duplicate")


def test_bundled_trials_have_no_remarks():
    assert [finding for each in read_library() for finding in lint(each)] == []
