"""Every construct of the language, and every error with its line, column and suggestion."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hccreview.clinical.dates import Period
from hccreview.clinical.fields import bundled_dictionary
from hccreview.criteria import nodes
from hccreview.criteria.parse import MAXIMUM_LENGTH, parse
from hccreview.criteria.tree import ExpressionError
from hccreview.criteria.vocabulary import bundled_vocabulary, vocabulary_of

PLATELETS = nodes.FieldRef("platelets")
CIRRHOSIS = nodes.Flag(nodes.FieldRef("cirrhosis"))
WEEK = nodes.Window(Period(7, "day"))


def amount(value: float, unit: str, text: str = "") -> nodes.Amount:
    return nodes.Amount(value, unit, text or f"{value:g} {unit}".rstrip())


def first_comparison(text: str) -> nodes.Comparison:
    node = parse(text)
    assert isinstance(node, nodes.Comparison)
    return node


def where_of(text: str) -> nodes.Node:
    node = parse(text)
    assert isinstance(node, nodes.Exists)
    assert node.where is not None
    return node.where


# -------------------------------------------------------------------- constructs


@pytest.mark.parametrize("operator", ["<", "<=", "=", "!=", ">=", ">"])
def test_a_number_is_compared_with_every_operator(operator: str) -> None:
    node = parse(f"platelets {operator} 75 '10*9/L'")
    assert node == nodes.Comparison(PLATELETS, operator, amount(75, "10*9/L"))


def test_a_limit_in_another_unit_is_converted_and_shown_as_written() -> None:
    limit = first_comparison("haemoglobin >= 9.0 'g/dL'").limit
    assert limit == amount(90, "g/L", "9 g/dL")


def test_a_number_without_a_unit_needs_none() -> None:
    assert first_comparison("inr <= 2.3").limit == nodes.Amount(2.3, "1", "2.3")
    assert first_comparison("inr <= 2.3 '1'").limit == nodes.Amount(2.3, "1", "2.3 1")
    assert first_comparison("cycles_after_haic >= 1").limit == nodes.Amount(1, "", "1")


@pytest.mark.parametrize("limit", ["uln", "lln"])
def test_a_multiple_of_a_limit_of_normal(limit: str) -> None:
    node = first_comparison(f"albumin < 1.5 {limit.upper()}")
    assert node.limit == nodes.Multiple(1.5, limit)


def test_one_limit_for_each_unit_that_is_never_converted() -> None:
    node = first_comparison("hbv_load > {2000 'IU/mL', 10000 'copies/mL'}")
    limits = (amount(2000, "IU/mL", "2 000 IU/mL"), amount(10000, "copies/mL"))
    assert isinstance(node.limit, nodes.ByUnit)
    assert [(a.value, a.unit) for a in node.limit.amounts] == [(a.value, a.unit) for a in limits]


def test_words_are_looked_up_with_in_and_with_equals() -> None:
    stage = nodes.FieldRef("bclc_stage")
    assert parse("bclc_stage in {B, C}") == nodes.Member(stage, frozenset("BC"))
    assert parse("bclc_stage in C") == nodes.Member(stage, frozenset("C"))
    assert parse("bclc_stage = C") == nodes.Member(stage, frozenset("C"))
    assert parse("bclc_stage != C") == nodes.Not(nodes.Member(stage, frozenset("C")))


def test_whole_numbers_are_looked_up_however_they_are_written() -> None:
    ecog = nodes.FieldRef("ecog")
    assert parse("ecog in {0, 01}") == nodes.Member(ecog, frozenset({"0", "1"}))
    assert parse("ecog = 1") == nodes.Comparison(ecog, "=", amount(1, ""))


def test_steps_of_a_scale_are_compared_by_their_order() -> None:
    node = first_comparison('urine_protein_dipstick < "2+"')
    assert node.limit == nodes.Step(3, "2+")
    assert first_comparison("varices > none").limit == nodes.Step(0, "none")
    assert first_comparison("albi_grade >= 2").limit == nodes.Step(1, "2")


def test_a_set_of_words_includes_some() -> None:
    node = parse("diagnosis_basis includes {histology, cytology}")
    basis = nodes.FieldRef("diagnosis_basis")
    assert node == nodes.Includes(basis, frozenset({"histology", "cytology"}))


def test_yes_and_no_stands_alone() -> None:
    assert parse("cirrhosis") == CIRRHOSIS
    assert parse("not cirrhosis") == nodes.Not(CIRRHOSIS)


def test_a_question_to_the_board_stands_alone() -> None:
    assert parse("unresectable") == nodes.Judgement("unresectable")


def test_and_binds_closer_than_or_and_not_closest() -> None:
    long_qt = nodes.Flag(nodes.FieldRef("long_qt_history"))
    pregnant = nodes.Flag(nodes.FieldRef("pregnant"))
    node = parse("cirrhosis or not long_qt_history and pregnant")
    assert node == nodes.Or((CIRRHOSIS, nodes.And((nodes.Not(long_qt), pregnant))))
    grouped = parse("(cirrhosis or long_qt_history) and pregnant")
    assert grouped == nodes.And((nodes.Or((CIRRHOSIS, long_qt)), pregnant))


def test_a_window_is_counted_back_from_an_anchor() -> None:
    node = first_comparison("platelets >= 75 '10*9/L' within 7 days")
    assert node.window == WEEK
    node = first_comparison("platelets >= 75 '10*9/L' within 2 weeks before inclusion")
    assert node.window == nodes.Window(Period(2, "week"), "inclusion")
    node = first_comparison("platelets >= 75 '10*9/L' within 1 month before diagnosis_date")
    assert node.window == nodes.Window(Period(1, "month"), "diagnosis_date")


def test_a_sample_can_be_asked_to_be_uncorrected() -> None:
    node = first_comparison("platelets >= 75 '10*9/L' within 7 days uncorrected for 14 days")
    assert node.window == nodes.Window(Period(7, "day"), "", Period(14, "day"))
    node = first_comparison("platelets >= 75 '10*9/L' uncorrected for 14 days")
    assert node.window == nodes.Window(None, "", Period(14, "day"))


def test_the_window_of_a_group_holds_for_everything_inside() -> None:
    node = parse("(alt <= 5 ULN and ast <= 5 ULN) within 7 days")
    assert isinstance(node, nodes.And)
    assert [getattr(part, "window", None) for part in node.parts] == [WEEK, WEEK]


def test_an_inner_window_replaces_only_what_it_says() -> None:
    text = "(alt <= 5 ULN and ast <= 5 ULN within 3 days) within 7 days uncorrected for 14 days"
    node = parse(text)
    assert isinstance(node, nodes.And)
    windows = [getattr(part, "window", None) for part in node.parts]
    fortnight = Period(14, "day")
    assert windows == [
        nodes.Window(Period(7, "day"), "", fortnight),
        nodes.Window(Period(3, "day"), "", fortnight),
    ]


def test_the_window_of_a_group_ends_with_the_group() -> None:
    node = parse("(alt <= 5 ULN) within 7 days and ast <= 5 ULN")
    assert isinstance(node, nodes.And)
    assert getattr(node.parts[1], "window", None) == nodes.NO_WINDOW


def test_some_and_no_entry_of_a_list() -> None:
    assert parse("some lesions") == nodes.Exists("lesions")
    assert parse("no lesions") == nodes.Not(nodes.Exists("lesions"))


def test_a_view_is_a_part_of_a_list() -> None:
    kind = nodes.FieldRef("kind", "treatments")
    member = nodes.Member(kind, frozenset({"radiotherapy"}))
    assert parse("some radiotherapy") == nodes.Exists("treatments", member)


def test_names_inside_where_mean_the_entry_first() -> None:
    where = where_of("some lesions where (longest >= 1 'cm' and cirrhosis)")
    size = nodes.Comparison(nodes.FieldRef("longest", "lesions"), ">=", amount(10, "mm", "1 cm"))
    assert where == nodes.And((size, CIRRHOSIS))


def test_a_time_can_stand_beside_the_list_or_inside_where() -> None:
    during = nodes.During(Period(4, "week"), "first_dose")
    beside = parse("some treatments within 4 weeks before first_dose")
    inside = parse("some treatments where (within 4 weeks before first_dose)")
    assert beside == inside == nodes.Exists("treatments", during)


def test_a_time_can_ask_for_a_length() -> None:
    where = where_of("some drugs where (for 10 days within 2 weeks before first_dose)")
    assert where == nodes.During(Period(2, "week"), "first_dose", 10)
    where = where_of("some drugs for 2 weeks within 1 month")
    assert where == nodes.During(Period(1, "month"), "", 14)


def test_entries_are_counted_all_or_distinct() -> None:
    count = nodes.Count("metastases", None, "organ")
    assert first_comparison("count(distinct organ of metastases) <= 2").operand == count
    node = first_comparison("count(metastases where (organ = lung)) <= 3")
    assert isinstance(node.operand, nodes.Count)
    assert node.operand.where is not None


def test_the_largest_and_the_smallest_of_a_list() -> None:
    node = first_comparison("max(diameter of metastases) <= 3 'cm'")
    assert node.operand == nodes.Extreme(True, "diameter", "metastases")
    assert node.limit == amount(30, "mm", "3 cm")
    node = first_comparison("min(longest of lesions where (viable)) > 5 'mm'")
    assert isinstance(node.operand, nodes.Extreme)
    assert not node.operand.largest


def test_a_date_lies_within_a_period() -> None:
    node = parse("tuberculosis_treatment_end within 1 year before first_dose")
    name = "tuberculosis_treatment_end"
    assert node == nodes.DateWithin(name, Period(1, "year"), "first_dose")


def test_two_dates_are_compared() -> None:
    node = first_comparison("birth_date < diagnosis_date")
    assert node.limit == nodes.DateOf("diagnosis_date")


def test_readings_samples_conditions_records_criteria_and_arms() -> None:
    readings = parse("readings varices_reading {any: cirrhosis; within_year: pregnant;}")
    assert isinstance(readings, nodes.Readings)
    assert [label for label, _ in readings.options] == ["any", "within_year"]
    sampled = parse("sampled {alt, ast} within 7 days")
    assert sampled == nodes.Sampled(("alt", "ast"), WEEK)
    provided = parse("cirrhosis provided pregnant")
    assert provided == nodes.Provided(CIRRHOSIS, nodes.Flag(nodes.FieldRef("pregnant")))
    assert parse("recorded pregnant") == nodes.RecordedFlag("pregnant")
    assert parse("recorded lesions") == nodes.Exists("lesions", recorded_only=True)
    assert parse("criterion I12b") == nodes.CriterionRef("I12b")
    assert parse("arm in {haic}") == nodes.ArmIs(frozenset({"haic"}))


def test_layout_and_comments_mean_nothing() -> None:
    assert parse("cirrhosis # liver\n  and\tpregnant") == parse("cirrhosis and pregnant")


def test_a_name_may_begin_like_a_word_of_the_language() -> None:
    node = first_comparison("inr <= 2")
    assert node.operand == nodes.FieldRef("inr")


def test_another_vocabulary_can_be_given() -> None:
    vocabulary = vocabulary_of(bundled_dictionary())
    assert parse("cirrhosis", vocabulary) == CIRRHOSIS
    assert vocabulary != bundled_vocabulary()


def test_the_parts_of_every_node_are_found() -> None:
    text = "some lesions where (viable) or count(lesions where (viable)) > 1 provided not cirrhosis"
    node = parse(text)
    assert [len(nodes.children(part)) for part in nodes.children(node)] == [1, 2]
    inner = nodes.children(nodes.children(node)[1])
    assert [len(nodes.children(part)) for part in inner] == [1, 1]
    assert nodes.children(CIRRHOSIS) == ()


# ------------------------------------------------------------------------ errors

ERRORS = {
    # what is written: (line, column, a part of the sentence)
    "": (1, 1, "ends too early"),
    "# nothing": (1, 10, "ends too early"),
    "cirrhosis and": (1, 14, "ends too early"),
    "cirrhosis\nand\n": (3, 1, "ends too early"),
    "cirrhosis ; pregnant": (1, 11, "“;”"),
    "cirrhosis § pregnant": (1, 11, "“§” has no meaning"),
    "cirrhosis pregnant": (1, 11, "“pregnant” is not expected"),
    "plateletz >= 75 '10*9/L'": (1, 1, "did you mean “platelets”"),
    "cirrhosis\nand\n  platelts > 1 '10*9/L'": (3, 3, "did you mean “platelets”"),
    "some lesion": (1, 6, "There is no list “lesion”; did you mean “lesions”"),
    "some lesions where (longst > 1 'mm')": (1, 21, "did you mean “longest”"),
    "count(distinct organs of metastases) < 3": (1, 16, "did you mean “organ”"),
    "max(diametr of metastases) < 3 'mm'": (1, 5, "did you mean “diameter”"),
    "max(organ of metastases) < 3": (1, 5, "“organ” is not a number"),
    "max(on of lesions) > 3": (1, 5, "“on” is not a number"),
    "platelets >= 75": (1, 14, "needs a unit, such as '10*9/L'"),
    "platelets >= 75 'g/L'": (1, 17, "the unit “g/L” is not known; use one of 10*9/L"),
    "count(lesions) < 3 'mm'": (1, 20, "Count has no unit"),
    "inr < 3 'mm'": (1, 9, "INR has no unit"),
    "hbv_load > {1 'IU/mL', 3 'mm'}": (1, 26, "the unit “mm” is not known"),
    "alt <= {1 'U/L', 2 'ukat/L'}": (1, 8, "needs one limit"),
    "count(lesions) < {1 'a', 2 'b'}": (1, 18, "needs one limit"),
    "inr <= 5 LLN": (1, 8, "INR carries no LLN"),
    "platelets >= " + "9" * 20 + " '10*9/L'": (1, 14, "too large"),
    "platelets": (1, 1, "“platelets” is not yes or no; compare it"),
    "platelets >= fine": (1, 14, "compared with a number"),
    "bclc_stage = E": (1, 14, "“E” is no value of BCLC stage (0, A, B, C, D)"),
    "histology = fibrolamelar": (1, 13, "did you mean “fibrolamellar”"),
    "ecog in {0, one}": (1, 13, "is a whole number"),
    'ecog in "²"': (1, 9, "is a whole number"),
    "platelets in {1}": (1, 1, "“in” needs a field with words"),
    "count(lesions) in {1}": (1, 1, "“in” needs a field with words"),
    "bclc_stage includes C": (1, 1, "“includes” needs a field that holds several words"),
    "diagnosis_basis = histology": (1, 17, "holds several words; use “includes”"),
    "cirrhosis = yes": (1, 1, "is yes or no; write its name alone"),
    "unresectable = yes": (1, 1, "is yes or no"),
    'some lesions where (lesion = "A")': (1, 21, "Name of the nodule cannot be compared"),
    "sex < male": (1, 5, "has no order; use = or in"),
    "birth_date > 3": (1, 14, "Date of birth is not a number"),
    "birth_date > platelets": (1, 14, "“platelets” is not a date"),
    "birth_date": (1, 1, "say within which period"),
    "birth_date within 0 days": (1, 19, "a whole number from 1 to 1000"),
    "birth_date within 1.5 days": (1, 19, "a whole number from 1 to 1000"),
    "platelets < 3 '10*9/L' within 7 days before alt": (1, 45, "“alt” is not a date"),
    "some drugs for 1 month within 1 year": (1, 12, "in days or weeks"),
    "within 3 days": (1, 1, "only possible inside “where (…)”"),
    "unresectable within 3 days": (1, 1, "A question to the board has no window"),
    "count(lesions) < 3 within 3 days": (1, 1, "What is counted in a list has no window"),
    "some lesions where (viable within 3 days)": (1, 21, "A value of an entry (viable)"),
    "(some lesions) within 3 days": (1, 7, "A list (lesions) has no window"),
    "(criterion I1) within 3 days": (1, 2, "Another criterion has no window"),
    "(arm in {a}) within 3 days": (1, 2, "The arm has no window"),
    "(recorded pregnant) within 3 days": (1, 11, "“recorded” has no window"),
    "readings varices_reeding {any: cirrhosis}": (1, 10, "did you mean “varices_reading”"),
    "readings cirrhosis {any: cirrhosis}": (1, 10, "is not a reading"),
    "readings varices_reading {some_: cirrhosis}": (1, 27, "no reading of varices_reading"),
    "readings varices_reading {any: cirrhosis; any: pregnant}": (1, 43, "given twice"),
    "sampled {alt, cirrhosis} within 7 days": (1, 15, "is not measured in a sample"),
    "recorded platelets": (1, 10, "There is no list “platelets”"),
    "not " * 70 + "cirrhosis": (1, 241, "nested too deeply"),
    "not\n" * 70 + "cirrhosis": (61, 1, "nested too deeply"),
    "(" * 70 + "cirrhosis" + ")" * 70: (1, 61, "nested too deeply"),
    "cirrhosis" + " " * MAXIMUM_LENGTH: (1, 1, "longer than 4000 characters"),
}


@pytest.mark.parametrize("text", ERRORS, ids=lambda text: text[:40].strip() or "nothing")
def test_an_error_names_its_place_and_what_to_do(text: str) -> None:
    line, column, words = ERRORS[text]
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert words in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")


# ------------------------------------------------------------------- weird input

_DICTIONARY = bundled_dictionary()
_PIECES = st.sampled_from(
    [
        *("and", "or", "not", "provided", "some", "no", "recorded", "where", "within", "for"),
        *("before", "uncorrected", "readings", "sampled", "criterion", "arm", "in", "includes"),
        *("count", "max", "min", "distinct", "of", "days", "weeks", "year", "ULN", "LLN"),
        *("(", ")", "{", "}", ";", ":", ",", "<", "<=", "=", "!=", ">", ">=", "#", "\n", "'", '"'),
        *("7", "0", "1.5", "75", "'10*9/L'", "'mm'", "'IU/mL'", '"2+"', "none", "C", "haic", "any"),
        *("platelets", "cirrhosis", "unresectable", "ecog", "hbv_load", "birth_date", "bclc_stage"),
        *("diagnosis_basis", "lesions", "metastases", "drugs", "bleeding", "longest", "diameter"),
        *("organ", "kind", "on", "varices_reading", "first_dose", "inclusion", "diagnosis_date"),
    ]
)


def only_an_expression_error(text: str) -> None:
    try:
        assert isinstance(parse(text), nodes.Node)
    except ExpressionError as error:
        assert error.line >= 1
        assert error.column >= 1
        assert error.message


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=25))
def test_any_words_of_the_language_give_nodes_or_an_error(pieces: list[str]) -> None:
    only_an_expression_error(" ".join(pieces))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_nodes_or_an_error(text: str) -> None:
    only_an_expression_error(text)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted({**_DICTIONARY.fields, **_DICTIONARY.lists, **_DICTIONARY.views})),
    st.sampled_from(["", "<", "=", "!=", ">=", "in", "includes", "within"]),
    st.sampled_from(["", "1", "1 'mm'", "2 ULN", "none", '"x"', "{1 'IU/mL', 2 'mm'}", "3 days"]),
)
def test_any_name_with_any_limit_gives_nodes_or_an_error(name: str, sign: str, limit: str) -> None:
    only_an_expression_error(f"{name} {sign} {limit}")
    only_an_expression_error(f"some {name} where ({name} {sign} {limit})")
