"""Any text at all as an expression or as a document: read, or refused in a sentence."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hccreview.clinical.strict_yaml import load_strict
from hccreview.criteria.parse import parse
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import parse_case
from tests.fuzz.hostile import TEXTS
from tests.fuzz.sentences import told_badly

ANY = st.text(max_size=60) | st.sampled_from(TEXTS) | st.characters().map(lambda c: f"a: {c}")


@settings(max_examples=200)
@given(text=ANY)
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    try:
        parse(text)
    except ReviewError as error:
        assert told_badly(str(error)) == ""


@settings(max_examples=200)
@given(text=ANY)
def test_any_text_is_a_document_or_refused(text: str) -> None:
    for read in (load_strict, parse_case):
        try:
            read(text, "input.yaml")
        except ReviewError as error:
            assert told_badly(str(error), "input.yaml") == ""


@settings(max_examples=200)
@given(text=ANY | st.lists(st.sampled_from(TEXTS), min_size=2, max_size=6).map("“".join))
def test_any_text_makes_a_sentence_of_one_line(text: str) -> None:
    assert told_badly(str(ReviewError(f"input.yaml: “{text}” is wrong; correct it."))) == ""
