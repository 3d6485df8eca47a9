"""A thousand malformed inputs: each ends in a sentence or is taken, and none does harm.

`make fuzz` feeds many more; what it finds stays here as a test of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.campaign import campaign
from tests.fuzz.every import TARGETS
from tests.fuzz.sentences import told_badly

SEED = 20261121


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("make", TARGETS, ids=lambda make: make.__name__)
def test_malformed_input_ends_in_a_sentence_and_does_no_harm(make, tmp_path: Path) -> None:
    tally = campaign(make, tmp_path, make.in_tests, SEED)
    assert not tally.faults, [(fault.number, fault.what) for fault in tally.faults]
    assert tally.inputs == make.in_tests
    assert tally.refused + tally.taken == make.in_tests


def test_all_readers_together_are_fed_a_thousand_inputs() -> None:
    assert sum(make.in_tests for make in TARGETS) >= 1_000


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("input.yaml: wrong.", ""),
        ("input.yaml: did you mean “a”?", ""),
        ("wrong.", "names no file"),
        ("input.yaml: wrong", "without an end"),
        ("input.yaml:\nwrong.", "several lines"),
        ("input.yaml: \u202ewrong.", "hidden"),
        ("input.yaml: " + "wrong " * 300 + ".", "characters"),
    ],
)
def test_the_campaign_knows_a_sentence_from_what_is_none(sentence: str, wrong: str) -> None:
    assert (wrong in told_badly(sentence, "input")) is True
    assert bool(told_badly(sentence, "input")) is bool(wrong)
