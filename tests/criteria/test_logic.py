"""The truth tables of strong Kleene logic, in full."""

import itertools

import pytest

from hccreview.criteria.logic import AND, NOT, OR, F, T, Truth, U, all_of, any_of, truth_of

PAIRS = list(itertools.product((T, U, F), repeat=2))
# Rows and columns in the order T, U, F.
CONJUNCTION = [T, U, F, U, U, F, F, F, F]
DISJUNCTION = [T, T, T, T, U, U, T, U, F]


@pytest.mark.parametrize(("pair", "expected"), list(zip(PAIRS, CONJUNCTION, strict=True)))
def test_and_is_the_lower_of_the_two(pair: tuple[Truth, Truth], expected: Truth) -> None:
    assert AND[pair] is expected


@pytest.mark.parametrize(("pair", "expected"), list(zip(PAIRS, DISJUNCTION, strict=True)))
def test_or_is_the_higher_of_the_two(pair: tuple[Truth, Truth], expected: Truth) -> None:
    assert OR[pair] is expected


@pytest.mark.parametrize(("truth", "expected"), [(T, F), (U, U), (F, T)])
def test_not_turns_what_is_known_and_leaves_the_unknown(truth: Truth, expected: Truth) -> None:
    assert NOT[truth] is expected


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_de_morgan_holds_for_every_pair(left: Truth, right: Truth) -> None:
    assert NOT[AND[left, right]] is OR[NOT[left], NOT[right]]
    assert NOT[OR[left, right]] is AND[NOT[left], NOT[right]]


@pytest.mark.parametrize("truths", list(itertools.product((T, U, F), repeat=3)))
def test_many_are_joined_like_pairs_in_any_order(truths: tuple[Truth, ...]) -> None:
    for order in itertools.permutations(truths):
        assert all_of(order) is AND[AND[truths[0], truths[1]], truths[2]]
        assert any_of(order) is OR[OR[truths[0], truths[1]], truths[2]]


def test_of_none_at_all_everything_holds_and_nothing_does() -> None:
    assert all_of([]) is T
    assert any_of([]) is F


def test_an_answer_that_is_not_given_is_unknown() -> None:
    assert [truth_of(answer) for answer in (True, None, False)] == [T, U, F]
