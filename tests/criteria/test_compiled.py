"""An expression is compiled once; what it says stays a plain value that knows no case."""

import copy
import pickle

import pytest

from hccreview.criteria.evaluate import compiled, evaluate
from hccreview.criteria.parse import parse
from tests.builders import a_case, context

TEXT = "no drugs where (class = aspirin) and (platelets >= 75 '10*9/L' within 7 days or cirrhosis)"


def test_an_expression_is_compiled_once() -> None:
    node = parse(f"{TEXT}  # once")
    assert compiled(node) is compiled(node)


def test_an_evaluated_expression_equals_one_that_was_not() -> None:
    evaluated, fresh = parse(f"{TEXT}  # evaluated"), parse(f"{TEXT}  # fresh")
    evaluate(evaluated, context(a_case()))
    assert evaluated == fresh
    assert hash(evaluated) == hash(fresh)
    assert repr(evaluated) == repr(fresh)


def test_an_evaluated_expression_can_be_copied_and_pickled() -> None:
    node = parse(TEXT)
    before = evaluate(node, context(a_case(cirrhosis=True, drugs=[])))
    for again in (copy.deepcopy(node), pickle.loads(pickle.dumps(node))):
        assert again == node
        assert evaluate(again, context(a_case(cirrhosis=True, drugs=[]))) == before


@pytest.mark.parametrize("cirrhosis", [True, False])
def test_one_expression_answers_for_every_case_anew(cirrhosis: bool) -> None:
    drugs = [{"class": "aspirin"}]
    answers = [
        evaluate(parse(TEXT), context(case)).truth.value
        for case in (a_case(cirrhosis=cirrhosis, platelets=60, drugs=[]), a_case(drugs=drugs))
    ]
    assert answers == ["true" if cirrhosis else "false", "false"]


def test_one_expression_counts_from_the_anchor_of_each_context() -> None:
    node = parse("platelets >= 75 '10*9/L' within 7 days")
    case = a_case(platelets=(80, {"on": "2026-11-15"}))
    here = context(case)
    there = context(case, inclusion=here.as_of.replace(day=28), anchor="inclusion")
    assert [evaluate(node, each).truth.value for each in (here, there)] == ["true", "unknown"]
    there.stand_at("as_of")
    assert evaluate(node, there).truth.value == "true"
