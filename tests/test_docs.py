"""The documents keep their word: every example of docs/criteria.md is read by the real parser."""

import re
from pathlib import Path

import pytest

from hccreview.criteria.logic import AND, NOT, OR, Truth
from hccreview.criteria.parse import parse
from hccreview.criteria.tree import ExpressionError
from hccreview.trials.library import read_library

DOCS = Path(__file__).parents[1] / "docs"
CRITERIA = (DOCS / "criteria.md").read_text(encoding="utf-8")
ROOT = DOCS.parent


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", CRITERIA, re.MULTILINE | re.DOTALL)


def expressions() -> list[str]:
    """An expression starts at the margin; indented lines and a closing brace continue it."""
    return [
        text for block in blocks("expression") for text in re.split(r"\n(?=[^\s}])", block.strip())
    ]


def errors() -> list[tuple[str, ...]]:
    """Pairs of a wrong expression and what is said of it."""
    examples = [each for block in blocks("error") for each in block.strip().split("\n\n")]
    return [tuple(example.split("\n")) for example in examples]


def table(name: str) -> list[list[str]]:
    """The rows of a truth table without its heading, the first column included."""
    found = re.search(rf"^\| {name} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", CRITERIA, re.MULTILINE)
    assert found is not None
    lines = found.group(1).replace("*", "").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_there_are_examples_for_every_part_of_the_language() -> None:
    assert len(list(expressions())) > 25
    written = "\n".join(expressions())
    words = "and or not in includes within before uncorrected sampled some no count max distinct"
    words += " where recorded readings provided criterion arm for ULN"
    missing = [word for word in words.split() if not re.search(rf"\b{word}\b", written)]
    assert missing == []


@pytest.mark.parametrize("text", expressions())
def test_an_example_is_a_correct_expression(text: str) -> None:
    assert parse(text) is not None


@pytest.mark.parametrize(("text", "message"), errors())
def test_a_mistake_is_reported_as_the_document_shows_it(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(("name", "truths"), [("and", AND), ("or", OR)])
def test_the_printed_truth_tables_are_those_of_the_program(
    name: str, truths: dict[tuple[Truth, Truth], Truth]
) -> None:
    order = ["TRUE", "FALSE", "UNKNOWN"]
    rows = table(name)
    assert [row[0] for row in rows] == order
    printed = {
        (Truth[row[0]], Truth[column]): Truth[cell]
        for row in rows
        for column, cell in zip(order, row[1:], strict=True)
    }
    assert printed == truths


def test_the_printed_table_of_not_is_that_of_the_program() -> None:
    assert {Truth[left]: Truth[right] for left, right in table("not")} == NOT


def test_the_criterion_shown_in_full_is_the_published_one() -> None:
    (shown,) = blocks("yaml")
    trial = next(each for each in read_library() if each.id == "NCT06187961")
    criterion = next(each for each in trial.criteria if each.id == "I12b")
    assert f'expression: "{criterion.expression_text}"' in shown
    assert f'label: "{criterion.label}"' in shown
    assert f"anchor: {criterion.anchor}" in shown


@pytest.mark.parametrize("name", ["criteria.md", "design.md", "meeting.md"])
def test_files_that_a_document_names_exist(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:resources|tests|hccreview|ui|docs)/[\w./-]+)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_design_names_every_floor_of_the_medicine() -> None:
    text = (DOCS / "design.md").read_text(encoding="utf-8")
    floors = {path.parent.name for path in (ROOT / "hccreview").glob("*/__init__.py")}
    assert floors
    assert [floor for floor in sorted(floors) if f"`{floor}`" not in text] == []
