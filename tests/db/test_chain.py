"""The chain of the audit lines: whatever is changed, taken out or put in is found."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.chain import FIRST, Link, faults
from db.sealing import closed, opened
from hccreview.errors import ReviewError

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PARTS = ("at", "author", "login", "action", "subject", "reference", "digest", "changes")


def chain(number: int) -> list[Link]:
    links: list[Link] = []
    before = FIRST
    for place in range(1, number + 1):
        link = Link(place, AT, "Dr Li", "li", "change", "case", f"c{place}", "d", b"x", "")
        before = link.after(before)
        links.append(replace(link, chain=before))
    return links


def told(links: list[Link], head: tuple[int, str]) -> list[str]:
    return list(faults(links, head))


def head(links: list[Link]) -> tuple[int, str]:
    return links[-1].number, links[-1].chain


def test_a_chain_that_nobody_touched_has_no_fault():
    links = chain(5)
    assert told(links, head(links)) == []
    assert told([], (0, FIRST)) == []


@pytest.mark.parametrize("part", PARTS)
@given(place=st.integers(0, 4))
def test_a_line_that_was_changed_is_named(part: str, place: int):
    links = chain(5)
    other: Any = {"at": AT.replace(hour=10), "changes": None}.get(part, "another")
    links[place] = replace(links[place], **{part: other})
    assert told(links, head(chain(5))) == [f"Line {place + 1} was changed or put in."]


@given(place=st.integers(0, 4), count=st.integers(1, 5))
def test_lines_that_were_taken_out_are_named(place: int, count: int):
    links = chain(5)
    newest = head(links)
    gone = [link.number for link in links[place : place + count]]
    del links[place : place + count]
    (sentence,) = told(links, newest)
    assert "taken out" in sentence and str(gone[0]) in sentence and str(gone[-1]) in sentence


def test_a_line_that_was_put_in_is_found_also_where_the_others_were_renumbered():
    links = chain(5)
    newest = head(links)
    foreign = replace(links[2], reference="forged")
    put_in = [*links[:2], foreign, *(replace(each, number=each.number + 1) for each in links[2:])]
    assert told(put_in, newest)[0] == "Line 3 was changed or put in."


def test_a_line_put_at_the_end_is_found():
    links = chain(5)
    link = Link(6, AT, "", "", "change", "case", "c", "", None, "")
    forged = [*links, replace(link, chain=link.after(links[-1].chain))]
    assert told(forged, head(links)) == [
        "The lines after line 5 were put in, or the newest was changed."
    ]


@given(st.binary(), st.text())
def test_what_is_closed_opens_with_its_secret_only(content: bytes, about: str):
    sealed = closed(b"s" * 32, content, about)
    assert opened(b"s" * 32, sealed, about) == content
    for secret, given_, as_what in (
        (b"t" * 32, sealed, about),
        (b"s" * 32, sealed[:-1] + bytes([sealed[-1] ^ 1]), about),
        (b"s" * 32, sealed, about + "x"),
        (b"s" * 32, sealed[:5], about),
    ):
        with pytest.raises(ReviewError, match="cannot be read"):
            opened(secret, given_, as_what)


def test_what_is_closed_says_nothing_to_who_reads_the_bytes():
    sealed = closed(b"s" * 32, b"Kingfisher " * 50, "note")
    assert b"ingfisher" not in sealed and len(sealed) < 100
