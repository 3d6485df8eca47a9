"""A page that is too full is told more briefly, the least decisive first, and says so."""

import pytest

from hccreview.errors import ReviewError
from ui.printing.fitting import Part, fitted, fixed, rows
from ui.printing.telling import LENGTHS, lines, more, safe, shortened

WORDS = "word " * 900


def at_most(number):
    return lambda html: len(html.splitlines()) <= number


def listed(name, number, rank, **more_parts):
    return rows(
        lambda kept: "\n".join(
            [*(f"{name}{n}" for n in range(kept)), *([f"{number - kept} left"] * (kept < number))]
        ),
        number,
        rank,
        **more_parts,
    )


def test_what_fits_is_told_in_full():
    page = fitted([fixed("head"), listed("a", 3, 1), listed("b", 2, 2)], at_most(6))
    assert page.split() == ["head", "a0", "a1", "a2", "b0", "b1"]


def test_the_lowest_rank_gives_way_first_and_the_last_row_before_the_first():
    page = fitted([listed("a", 3, 20), listed("b", 3, 10)], at_most(5))
    assert page.split("\n") == ["a0", "a1", "a2", "b0", "2 left"]


def test_rows_of_two_parts_give_way_in_turn_where_their_ranks_say_so():
    page = fitted([listed("a", 3, 10), listed("b", 3, 9.5)], at_most(5))
    assert page.split("\n") == ["a0", "a1", "1 left", "b0", "2 left"]


def test_no_more_is_left_out_than_has_to_be():
    for most in range(2, 9):
        page = fitted([fixed("head"), listed("a", 6, 1)], at_most(most))
        assert len(page.splitlines()) == min(most, 7)


def test_a_page_that_cannot_be_made_to_fit_is_refused():
    with pytest.raises(ReviewError, match="does not fit"):
        fitted([fixed("one\ntwo"), Part(lambda level: "x", (1.0,))], at_most(2))


def test_a_text_that_is_shortened_says_by_how_much_and_breaks_no_word():
    for level, most in enumerate(LENGTHS, start=1):
        told = shortened(WORDS, level)
        kept, _, rest = told.partition(" … [")
        assert len(kept) <= most and set(kept.split()) == {"word"}
        assert rest == f"{len(WORDS.strip()) - len(kept)} more characters, see the program]"
    assert shortened(WORDS, 0) == WORDS.strip()


def test_a_text_without_blanks_is_shortened_too():
    told = shortened("肝" * 500, len(LENGTHS))
    assert told.startswith("肝" * 160) and "340 more characters" in told


def test_a_text_is_never_longer_for_being_shortened():
    for number in range(130, 260):
        words = ("word " * 60)[:number].strip()
        assert len(shortened(words, len(LENGTHS))) <= max(len(words), 160 + 45)
    assert shortened("word " * 33 + "end", len(LENGTHS)).endswith("end")


def test_what_is_left_out_of_a_list_is_counted():
    assert more(4, 4, "task", "tasks") == ""
    assert more(4, 3, "task", "tasks") == "and 1 more task"
    assert more(4, 0, "task", "tasks") == "4 tasks, not shown here"
    assert "and 2 more tasks" in lines(["a", "b", "c"], 1, "task", "tasks")


def test_a_text_of_a_user_is_no_html():
    assert safe("<b>a & b</b>\n“c”") == '&lt;b&gt;a &amp; b&lt;/b&gt;<br>"c"'
