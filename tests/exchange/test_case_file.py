"""Case files: what is written is what is known, and what cannot be is told with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hccreview.clinical.case import Case, CaseList, Entry, Observation, Override
from hccreview.clinical.dates import PartialDate, parse_date, spoken
from hccreview.clinical.fields import FieldDefinition, bundled_dictionary
from hccreview.clinical.quantity import Span
from hccreview.clinical.strict_yaml import load_strict, without_hidden
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import case_text, parse_case, read_case, write_case
from hccreview.exchange.case_reader import OVERRIDE_KINDS
from hccreview.exchange.case_schema import case_schema, schema_text
from hccreview.meeting.ground import read_ground
from resources import resource_path
from tests.meeting.builders import grounded
from ui.case_page.days import read_day

SAMPLES = sorted(resource_path("cases").iterdir())
DICTIONARY = bundled_dictionary()
SCHEMA = jsonschema.Draft202012Validator(case_schema(DICTIONARY))


def case_of(body: str, head: str = "as_of: 2026-11-21") -> Case:
    return parse_case(f"format: hccreview-case/1\ncode: X-1\n{head}\n{body}", "x.yaml")


def observed(line: str) -> Observation:
    return case_of(f"observations:\n  {line}").observations[0]


def refusal(body: str, head: str = "as_of: 2026-11-21") -> str:
    with pytest.raises(ReviewError) as caught:
        case_of(body, head)
    return str(caught.value)


# ------------------------------------------------------------------ observations


def test_a_bare_number_is_in_the_canonical_unit() -> None:
    observation = observed("platelets: 68")
    assert (observation.value, observation.unit) == (Span(68, 68), "10*9/L")


def test_value_and_limits_are_converted_together_and_what_was_entered_is_kept() -> None:
    observation = observed("haemoglobin: {value: 9.1, unit: g/dL, on: 2026-11-14, lln: 13}")
    assert (observation.value, observation.lln) == (Span(91, 91), 130)
    assert (observation.value_text, observation.unit) == ("9.1", "g/dL")
    assert observation.collected_on == PartialDate(date(2026, 11, 14), date(2026, 11, 14))


def test_a_value_below_what_can_be_measured_stays_a_range() -> None:
    observation = observed('hbv_dna: {value: "<1000", unit: IU/mL}')
    assert observation.value == Span(0, 1000, False, True)


def test_copies_are_never_converted_into_international_units() -> None:
    observation = observed("hbv_dna: {value: 8500, unit: copies/mL}")
    assert (observation.value, observation.unit) == (Span(8500, 8500), "copies/mL")


def test_a_month_without_a_day_stays_a_month() -> None:
    observation = observed("birth_date: 1961-03")
    assert observation.value == PartialDate(date(1961, 3, 1), date(1961, 3, 31))


@pytest.mark.parametrize("written", ["yes", "true", "Yes", '"yes"'])
def test_yes_and_true_are_the_same(written: str) -> None:
    assert observed(f"cirrhosis: {written}").value is True


def test_no_is_no_and_not_a_missing_value() -> None:
    assert observed("cirrhosis: no").value is False


def test_several_sites_are_one_observation() -> None:
    assert observed("portal_thrombus: [trunk, first_order]").value == {"trunk", "first_order"}


def test_a_stretch_of_time_is_some_day_of_it_and_comes_back_as_written() -> None:
    when = parse_date("2026-11-02/2026-11-14")
    assert when == PartialDate(date(2026, 11, 2), date(2026, 11, 14))
    assert str(when) == "2026-11-02/2026-11-14"
    assert spoken(when) == "2 Nov 2026 to 14 Nov 2026"
    assert read_day(spoken(when)) == when
    assert str(parse_date("2026-11-01/2026-11-30")) == "2026-11"  # known as a month is known
    for wrong in ("2026-11-14/2026-11-02", "2026-11/2026-12", "2026-11-02/", "/2026", "1/2/2026"):
        with pytest.raises(ReviewError, match="is no stretch|is not a date"):
            parse_date(wrong)
    with pytest.raises(ReviewError, match="after 2199"):
        parse_date("2026-11-02/2300-01-01")


def test_several_dates_are_several_observations() -> None:
    case = case_of(
        "observations:\n  afp:\n    - {value: 20, on: 2026-10-01}\n"
        "    - {value: 400, on: 2026-11-01, at: 08:30}\n"
    )
    assert [o.value for o in case.of("afp")] == [Span(20, 20), Span(400, 400)]
    assert case.of("afp")[1].collected_at == "08:30"


def test_a_judgement_keeps_who_when_and_why() -> None:
    judged = observed("unresectable: {value: yes, on: 2026-11-18, author: chair, reason: bilobar}")
    assert (judged.value, judged.author, judged.reason) == (True, "chair", "bilobar")
    assert str(judged.collected_on) == "2026-11-18"


def test_a_value_that_another_unit_would_explain_is_kept_and_marked() -> None:
    observation = observed("platelets: {value: 145000, unit: 10*9/L}")
    assert observation.value == Span(145000, 145000)
    assert "check the unit" in observation.suspect


# -------------------------------------------------------------------------- lists


def test_an_empty_list_says_none_on_the_day_of_review() -> None:
    case = case_of("lists: {treatments: []}")
    assert case.list("treatments") == CaseList("treatments", (), date(2026, 11, 21))


def test_a_list_that_is_not_in_the_file_says_nothing() -> None:
    assert case_of("").list("treatments").complete_on is None


def test_entries_alone_do_not_say_that_they_are_all() -> None:
    case = case_of("lists:\n  treatments:\n    - {kind: tace, on: 2026-11-05}\n")
    assert case.list("treatments").complete_on is None
    assert case.list("treatments").entries[0].get("kind") == "tace"


def test_a_list_is_whole_on_the_day_somebody_said_so() -> None:
    case = case_of(
        "lists:\n  metastases:\n    complete_on: 2026-11-12\n    entries:\n"
        "      - {organ: lung, diameter: {value: 1.2, unit: cm}, on: 2026-11-12}\n"
    )
    metastases = case.list("metastases")
    assert metastases.complete_on == date(2026, 11, 12)
    assert metastases.entries[0].get("diameter") == Span(12, 12)


def test_entries_without_a_day_of_completeness_are_not_known_to_be_all() -> None:
    assert case_of("lists: {treatments: {entries: []}}").list("treatments").complete_on is None


# ------------------------------------------------------------------------- errors

REFUSED = [
    ("observations: {platlets: 5}", "line 4", "did you mean “platelets”?"),
    ("observations:\n  sex: male\n  lesions: []", "line 6", "write it under “lists”"),
    ("platelets: 68", "line 4", "write it under “observations”"),
    ("observatons: {}", "line 4", "did you mean “observations”?"),
    (
        "observations: {platelets: {value: 68, date: 2026-11-01}}",
        "line 4",
        "The keys are value, unit, on",
    ),
    ("observations: {platelets: {value: 68, unit: mmol/L}}", "line 4", "the unit “mmol/L”"),
    ("observations: {platelets: 5000000000}", "line 4", "correct the value"),
    ("observations: {platelets: }", "line 4", "leave it out"),
    ("observations: {platelets: many}", "line 4", "is not a number"),
    ("observations: {platelets: {unit: 10*9/L}}", "line 4", "has no value"),
    ("observations: {afp: {value: 5, lln: 2}}", "line 4", "carries no LLN"),
    ("observations: {sex: mal}", "line 4", "did you mean “male”?"),
    ("observations: {cirrhosis: perhaps}", "line 4", "answer yes or no"),
    ("observations: {ecog: 1.5}", "line 4", "whole number"),
    ("observations: {ecog: {value: 1, on: 14.11.2026}}", "line 4", "write it as 2026-11-14"),
    ("observations: {ecog: {value: 1, at: 25:00}}", "line 4", "write it as 08:30"),
    ("observations: {portal_thrombus: [none, trunk]}", "line 4", "cannot stand beside"),
    ("observations: [platelets]", "line 4", "key: value"),
    ("observations: {birth_date: 2027-01-01}", "line 4", "lies after as_of"),
    ("observations: {birth_date: 1960, ecog: {value: 1, on: 1959}}", "line 4", "before the birth"),
    ("lists: {treatment: []}", "line 4", "did you mean “treatments”?"),
    ("lists: {treatments: }", "line 4", "write [] for none"),
    ("lists: {treatments: {complete_on: 2026-11-12}}", "line 4", "entries: []"),
    ("lists: {treatments: {complete_on: 2026-11-22, entries: []}}", "line 4", "lies after as_of"),
    ("lists: {treatments: {complete_on: 2026-11, entries: []}}", "line 4", "has no day"),
    ("lists: {treatments: [{}]}", "line 4", "take the entry out"),
    ("lists: {treatments: [{kynd: tace}]}", "line 4", "did you mean “kind”?"),
    ("lists: {treatments: [{start: 2026-05, end: 2026-04}]}", "line 4", "before the start"),
    ("lists: {treatments: [{start: 2026-05, on: 2026-04-01}]}", "line 4", "not both"),
    ("lists: {lesions: [{longest: 0.5}]}", "line 4", "check the unit"),
    ("lists: {lesions: [{viable: {value: yes}}]}", "line 4", "write the value itself"),
    ("arms: [haic]", "line 4", "key: value"),
    ("overrides: [{trial: T}]", "line 4", "add “criterion”"),
    ("code: Y-2", "line 4", "given twice"),
]


@pytest.mark.parametrize(("body", "place", "advice"), REFUSED)
def test_what_cannot_be_is_refused_with_place_and_advice(
    body: str, place: str, advice: str
) -> None:
    message = refusal(body)
    assert message.startswith("x.yaml, ")
    assert place in message
    assert advice in message


def test_an_empty_list_needs_the_day_on_which_it_is_empty() -> None:
    assert "as_of is not given" in refusal("lists: {treatments: []}", head="label: none")


def test_an_override_names_one_of_three_reasons() -> None:
    override = "{trial: T, criterion: I1, author: A, on: 2026-11-20, kind: KIND, reason: R}"
    for kind in OVERRIDE_KINDS:
        case = case_of(f"overrides: [{override.replace('KIND', kind)}]")
        assert case.overrides[0].kind == kind
    assert "data wrong" in refusal(f"overrides: [{override.replace('KIND', 'waived')}]")


def test_all_problems_are_counted_and_the_first_of_the_file_is_told() -> None:
    message = refusal("lists: {nodes: []}\nobservations:\n  sex: mal\n  ecog: 9")
    assert "“nodes”" in message
    assert message.endswith("And 2 more.")


@pytest.mark.parametrize("text", ["", "- a", "code: X-1", "format: hccreview-case/2\ncode: X"])
def test_a_file_of_another_kind_is_told_apart(text: str) -> None:
    with pytest.raises(ReviewError, match="begins with “format: hccreview-case/1”"):
        parse_case(text, "x.yaml")


@pytest.mark.parametrize("code", ["", "Anna Example", "../x", "-1", "a" * 65])
def test_a_code_is_a_short_pseudonym(code: str) -> None:
    with pytest.raises(ReviewError, match="is no code"):
        parse_case(f'format: hccreview-case/1\ncode: "{code}"', "x.yaml")


def test_a_code_of_digits_needs_no_quotes() -> None:
    assert parse_case("format: hccreview-case/1\ncode: 1027", "x.yaml").code == "1027"


# --------------------------------------------------------------------------- files


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    body = {"ecog": 1, "platelets": {"value": 68, "on": "2026-11-14"}, "cirrhosis": True}
    data = {"format": "hccreview-case/1", "code": "J-1", "observations": body}
    (tmp_path / "case.json").write_text(json.dumps(data, indent=2), encoding="utf-8-sig")
    (tmp_path / "case.yaml").write_text(
        "format: hccreview-case/1\ncode: J-1\nobservations:\n  ecog: 1\n"
        "  platelets: {value: 68, on: 2026-11-14}\n  cirrhosis: yes\n",
        encoding="utf-8",
    )
    assert read_case(tmp_path / "case.json") == read_case(tmp_path / "case.yaml")


def test_a_file_that_is_missing_too_large_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="cannot be read"):
        read_case(tmp_path / "none.yaml")
    (tmp_path / "large.yaml").write_text("a" * 2_000_001, encoding="utf-8")
    with pytest.raises(ReviewError, match="larger than 2 MB"):
        read_case(tmp_path / "large.yaml")
    (tmp_path / "huge.yaml").write_bytes(b"a" * 8_000_001)
    with pytest.raises(ReviewError, match="larger than 2 MB"):
        read_case(tmp_path / "huge.yaml")
    (tmp_path / "gbk.yaml").write_bytes("备注".encode("gbk"))
    with pytest.raises(ReviewError, match="UTF-8"):
        read_case(tmp_path / "gbk.yaml")


def test_a_case_is_written_in_place_of_the_old_one_and_nothing_else_stays(tmp_path: Path) -> None:
    target = tmp_path / "case.yaml"
    target.write_text("old", encoding="utf-8")
    write_case(case_of("observations: {ecog: 1}"), target)
    assert read_case(target) == case_of("observations: {ecog: 1}")
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]


def test_a_case_that_cannot_be_written_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    for target in (tmp_path / "taken", tmp_path / "missing" / "case.yaml"):
        with pytest.raises(ReviewError, match="cannot be written"):
            write_case(case_of(""), target)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_value_that_a_file_cannot_hold_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "case.yaml"
    target.write_text("old", encoding="utf-8")
    entry = Entry({"diameter": Span(10, 20)})
    with pytest.raises(ReviewError, match="a range cannot be saved"):
        write_case(Case("X-1", lists=(CaseList("metastases", (entry,)),)), target)
    assert target.read_text(encoding="utf-8") == "old"


def test_an_observation_without_the_entered_text_is_written_in_the_canonical_unit() -> None:
    observations = (
        Observation("haemoglobin", Span(91, 91), unit="g/dL", lln=130),
        Observation("hbv_dna", Span(0, 1000, False, True), unit="copies/mL"),
        Observation("portal_thrombus", frozenset({"trunk", "smv"})),
        Observation("cirrhosis", False),
    )
    again = parse_case(case_text(Case("X-1", observations)), "x.yaml")
    assert [o.value for o in again.observations] == [o.value for o in observations]
    assert [o.unit for o in again.observations] == ["g/L", "copies/mL", "", ""]
    assert again.observations[0].lln == 130


# --------------------------------------------------------------------- round trip


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_reads_back_as_it_was_written(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    write_case(case, tmp_path / "copy.yaml")
    assert read_case(tmp_path / "copy.yaml") == case


WORDS = st.text(max_size=12).map(without_hidden)
DAYS = st.dates(date(1990, 1, 1), date(2026, 11, 21)).map(str)
DATES = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: int(day[:4])))
COMPARATORS = st.sampled_from(["", "", "<", ">=", "<=", ">", "≤ "])
LIMITS = st.floats(0.001, 1e5, allow_nan=False)


@st.composite
def numbers(draw: st.DrawFn, field: FieldDefinition, unit: str) -> object:
    low, high = field.plausible or (0, 100)
    factor = 1.0 if unit in field.separate else field.factor(unit)
    if field.type == "integer":
        number: float = draw(st.integers(int(low), int(high)))
    else:
        number = draw(st.floats(low, high).map(lambda x: min(max(x, low), high) / factor))
        number = number if low <= number * factor <= high else low / factor
    comparator = draw(COMPARATORS)
    return (
        f"{comparator}{number!r}" if comparator else draw(st.sampled_from([number, repr(number)]))
    )


def worded(field: FieldDefinition) -> st.SearchStrategy[Any]:
    if field.type in ("yes_no", "judgement"):
        return st.sampled_from([True, False, "yes", "No"])
    if field.type == "set":
        known = [name for name in field.values if name not in field.exclusive]
        return st.lists(st.sampled_from(known), min_size=1, unique=True)
    if field.type in ("enum", "reading"):
        return st.sampled_from([*field.values])
    return DATES if field.type == "date" else WORDS


@st.composite
def observations(draw: st.DrawFn, field: FieldDefinition) -> object:
    parts: dict[str, object] = {"on": draw(DATES), "at": draw(st.sampled_from(["", "08:30"]))}
    if field.type in ("quantity", "integer"):
        unit = draw(st.sampled_from([field.unit, *field.units, *field.separate]))
        parts["value"] = draw(numbers(field, unit))
        parts |= {"unit": unit} if unit else {}
        parts |= {name: draw(LIMITS) for name in field.limits}
    else:
        parts["value"] = draw(worded(field))
    parts |= {name: draw(WORDS) for name in ("laboratory", "note", "author", "reason", "ground")}
    kept = draw(st.sets(st.sampled_from([*parts]))) | {"value", "unit"}
    parts = {name: part for name, part in parts.items() if name in kept}
    return parts["value"] if set(parts) == {"value"} else parts


@st.composite
def entries(draw: st.DrawFn, list_id: str) -> dict[str, object]:
    fields = DICTIONARY.lists[list_id].by_id
    chosen = draw(st.lists(st.sampled_from([*fields]), min_size=1, max_size=4, unique=True))
    dates = {"on", "start", "end"} & set(chosen)
    values: dict[str, object] = {}
    for name in chosen:
        if name in dates and len(dates) > 1 and name != min(dates):
            continue  # the order of dates has tests of its own
        field = fields[name]
        if field.type in ("quantity", "integer"):
            values[name] = draw(numbers(field, field.unit))
        else:
            values[name] = draw(worded(field))
    return values


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from([*DICTIONARY.fields]), max_size=5, unique=True))
    lists = draw(st.lists(st.sampled_from([*DICTIONARY.lists]), max_size=2, unique=True))
    data: dict[str, Any] = {"format": "hccreview-case/1", "code": "H-1", "as_of": "2026-11-21"}
    data |= {
        "label": draw(WORDS),
        "arms": {draw(st.sampled_from(["NCT06187961", "T-1.2"])): draw(WORDS)},
    }
    data["observations"] = {}
    for name in names:
        one = observations(DICTIONARY.fields[name])
        several = st.lists(one.map(lambda part: {"value": part}), min_size=1, max_size=2)
        simple = DICTIONARY.fields[name].type != "set"
        plain = several.map(lambda all_: [p["value"] for p in all_])
        data["observations"][name] = draw(st.one_of(one, plain) if simple else one)
    data["lists"] = {}
    for name in lists:
        written = draw(st.lists(entries(name), max_size=2))
        whole = {"complete_on": draw(DAYS), "entries": written}
        data["lists"][name] = draw(st.sampled_from([written, whole, {"entries": written}]))
    if draw(st.booleans()) and names:
        data["overrides"] = [
            {
                "trial": "T",
                "criterion": "I1",
                "author": draw(WORDS.filter(bool)),
                "on": draw(DAYS),
                "kind": draw(st.sampled_from(OVERRIDE_KINDS)),
                "reason": draw(WORDS.filter(bool)),
                **draw(st.sampled_from([{}, {"at": "14:05", "ground": "{}"}, {"at": "08:30"}])),
            }
        ]
    return data


def read_back(data: dict[str, Any]) -> Case | None:
    """The case of a drawn document; None where its dates happen to contradict a date of birth."""
    try:
        return parse_case(as_json(data), "drawn.json")
    except ReviewError as error:
        assert "before the birth" in str(error)
        return None


def as_json(data: dict[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False)
    return "".join(c if c.isprintable() or c == " " else f"\\U{ord(c):08x}" for c in text)


def test_what_answers_and_overrides_rest_on_goes_through_a_case_file_unchanged() -> None:
    case = grounded(read_case(resource_path("cases", "sample-01.yaml")))
    override = Override(
        *("NCT06187961", "I12b", "Dr Lin", date(2026, 11, 20), "data wrong", "clumped"),
        time(14, 5),
        case.of("unresectable")[0].ground,
    )
    case = replace(case, overrides=(override,))
    assert all(read_ground(o.ground).asked for o in case.of("high_bleeding_risk"))
    assert parse_case(case_text(case), "written.yaml") == case


def test_the_time_of_an_override_is_a_time() -> None:
    told = refusal(
        "overrides: [{trial: T, criterion: I1, author: A, on: 2026-11-20, kind: data wrong,"
        " reason: r, at: noon}]"
    )
    assert told.endswith("“noon” is no time of day; write it as 08:30.")


@given(documents())
def test_any_case_reads_back_as_it_was_written(data: dict[str, Any]) -> None:
    case = read_back(data)
    if case is not None:
        assert parse_case(case_text(case), "again.yaml") == case


# -------------------------------------------------------------------------- schema


def test_the_schema_that_ships_is_the_one_of_the_dictionary() -> None:
    shipped = resource_path("case.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text(DICTIONARY), (
        "write it anew: python -m hccreview.exchange.case_schema > resources/case.schema.json"
    )


@given(documents())
def test_the_schema_allows_what_the_reader_reads(data: dict[str, Any]) -> None:
    SCHEMA.validate(data)


@pytest.mark.parametrize(
    "body",
    [
        {"observations": {"platlets": 5}},
        {"observations": {"platelets": {"value": 5, "unit": "mmol/L"}}},
        {"observations": {"platelets": {"unit": "10*9/L"}}},
        {"observations": {"platelets": "many"}},
        {"observations": {"afp": {"value": 5, "lln": 1}}},
        {"observations": {"sex": "other"}},
        {"observations": {"cirrhosis": "perhaps"}},
        {"lists": {"treatments": None}},
        {"lists": {"treatments": [{}]}},
        {"lists": {"treatments": {"complete_on": "2026-11-12"}}},
        {"lists": {"lesions": [{"longest": {"value": 5, "unit": "kg"}}]}},
        {"as_of": "2026-11"},
        {"overrides": [{"trial": "T"}]},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(body: dict[str, Any]) -> None:
    data = {"format": "hccreview-case/1", "code": "S-1", "as_of": "2026-11-21", **body}
    assert not SCHEMA.is_valid(data)
    with pytest.raises(ReviewError):
        parse_case(json.dumps(data), "s.json")


# ------------------------------------------------------------------- documentation


def test_the_example_of_the_documentation_is_a_case() -> None:
    page = Path(__file__).parents[2] / "docs" / "case-file.md"
    example = page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    case = parse_case(example, "example")
    assert case.list("treatments").complete_on == case.as_of
    assert case.list("events").complete_on is None
    assert SCHEMA.is_valid(load_strict(example, "example"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_follows_the_schema(path: Path) -> None:
    SCHEMA.validate(load_strict(path.read_text(encoding="utf-8"), path.name))


def test_the_documentation_explains_every_list() -> None:
    page = Path(__file__).parents[2] / "docs" / "case-file.md"
    explained = page.read_text(encoding="utf-8")
    assert [name for name in DICTIONARY.lists if f"| `{name}` |" not in explained] == []


@pytest.mark.parametrize(
    "written",
    [
        "arms: {MEIER Hans: haic}",
        "overrides:\n  - {trial: MEIER Hans, criterion: E8, author: A, on: 2026-11-20,"
        " kind: data wrong, reason: r}",
        "overrides:\n  - {trial: NCT06187961, criterion: 3.4.1961 Meier, author: A,"
        " on: 2026-11-20, kind: data wrong, reason: r}",
    ],
)
def test_a_text_where_the_id_of_a_trial_or_criterion_belongs_is_refused(written: str) -> None:
    text = f"format: hccreview-case/1\ncode: X\nas_of: 2026-11-21\n{written}\n"
    with pytest.raises(ReviewError, match=r"is not the id of a (trial|criterion); write it as"):
        parse_case(text, "x.yaml")
