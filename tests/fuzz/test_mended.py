"""What the campaign found once, each as the smallest input that showed it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hccreview.clinical.bundled import well_formed
from hccreview.clinical.fields import read_dictionary
from hccreview.clinical.planning import planning_of
from hccreview.errors import ReviewError
from hccreview.exchange.case_reader import check_code
from hccreview.meeting.standard_care import read_standard_care
from tests.fuzz.campaign import told_badly
from tests.reports.builders import sample
from ui.case_page.laboratory import Sheet
from ui.case_page.pasting import paste
from ui.settings import Settings

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "written",
    [
        '{"theme": [], "scale": 125}',
        '{"theme": {}, "scale": {}}',
        '{"theme": "dark", "scale": true}',
        '{"scale": 125.0}',
        '{"last_cases": {"/a.sqlite": ["P-1"]}}',
        '{"last_cases": []}',
        "[" * 100_000,
        "9" * 100_000,
        " " * 3_000_000,
        "\ufeff{}",
    ],
    ids=lambda text: text[:24],
)
def test_the_program_starts_whatever_stands_in_its_settings(written: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(written, encoding="utf-8")
    settings = Settings(path)
    assert settings.theme in ("dark", "system")
    assert type(settings.scale) is int
    assert settings.last_case(Path("/a.sqlite")) == ""
    settings.choose(theme="light")
    assert json.loads(path.read_text(encoding="utf-8"))["theme"] == "light"


@pytest.mark.parametrize(
    "text",
    [
        "1" + " " * 60_000 + "x",
        "(" * 20_000,
        "\tPlatelets\t2026-11-18\n" + "\t" * 5_000 + "\n" * 5_000 + "x",
        "1\n" * 300_000,
    ],
    ids=["spaces", "brackets", "ragged", "lines"],
)
def test_a_block_that_is_no_table_is_not_pasted(text: str) -> None:
    case = sample(2)
    with pytest.raises(ReviewError) as caught:
        paste(case, Sheet(case, TODAY), text, 0, 3)
    assert told_badly(str(caught.value)) == ""


@pytest.mark.parametrize(
    "code", ["", "../x", "a/b", "C:x", "a b", "a\n", "\u202ea", ".a", "x" * 65]
)
def test_a_text_that_could_leave_its_folder_is_no_code(code: str) -> None:
    with pytest.raises(ReviewError, match="is no code"):
        check_code(code)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"holidays": ["soon"]}, "rules.json: “soon” is not a date"),
        ({"start_time": "later"}, "rules.json: “later” is no time of day"),
        ({"vials": ["x"]}, "rules.json is malformed"),
        ({"cap": "x"}, "rules.json is malformed"),
        ({"weight_days": 10**400}, "rules.json is malformed"),
    ],
)
def test_a_wrong_setting_of_schedules_names_its_file(data: Any, named: str) -> None:
    with pytest.raises(ReviewError) as caught:
        planning_of(data, "rules.json")
    assert str(caught.value).startswith(named)
    assert told_badly(str(caught.value)) == ""


@pytest.mark.parametrize("read", [read_dictionary, read_standard_care])
@pytest.mark.parametrize("text", ["", "[]", "fields: 3", "fields: [{id: a}]", "stages: {}", "x"])
def test_a_slip_in_a_file_of_the_resources_names_it(read: Any, text: str) -> None:
    with pytest.raises(ReviewError) as caught:
        read(text, "resource.yaml")
    assert told_badly(str(caught.value), "resource.yaml") == ""


def test_what_reads_a_resource_may_fail_in_any_way_of_bad_data() -> None:
    wrong: tuple[Any, ...] = (None, [], {}, {"a": None}, {"a": "x"}, {"a": 1e400})
    for data in wrong:
        with pytest.raises(ReviewError, match="site.yaml is malformed"):
            well_formed(data, "site.yaml", lambda found: int(found["a"]))


def test_a_sentence_is_one_short_line_whatever_it_quotes() -> None:
    told = str(ReviewError(f"a.yaml: “{'x' * 5000}” is wrong\nhere\u202e; correct it."))
    assert told == f"a.yaml: “{'x' * 40} … {'x' * 10}” is wrong here\ufffd; correct it."
    assert len(str(ReviewError("word " * 5000 + "end."))) < 800
