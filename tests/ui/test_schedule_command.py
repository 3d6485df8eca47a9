"""The command `schedule`: text, JSON and calendar agree with the schedule, for every sample."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

import main
from db.store import open_store
from hccreview.clinical.editing import with_plan
from hccreview.clinical.plan import Delay, Plan
from hccreview.clinical.planning import PlanningSettings, bundled_planning
from hccreview.errors import ReviewError
from hccreview.exchange.case_file import read_case, write_case
from hccreview.exchange.local_file import local_text
from hccreview.review.schedule.build import schedule_of
from hccreview.trials.library import read_library
from hccreview.trials.local import LocalFill, LocalProtocol
from ui.commands.cases import sample_cases
from ui.commands.clock import now
from ui.planning_choice import choose_planning, chosen_planning, planning_path

TRIALS = read_library()
START = date(2026, 12, 1)
PROTOCOL = LocalProtocol(
    "NCT06187961", "A. Chair", date(2026, 11, 21), "product information",
    (LocalFill("lenvatinib", dose=8, route="oral", days=(1,), per_day=1),), 21, 2,
)  # fmt: skip


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def run(*arguments: str) -> int:
    return main.main(["schedule", *arguments])


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert run(*arguments, "--json") == 0, capsys.readouterr().err
    found: dict = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("case", sample_cases(), ids=lambda case: case.code)
def test_json_and_calendar_say_what_the_schedule_says(case, capsys, tmp_path: Path):
    ics = tmp_path / "x.ics"
    found = told(
        capsys, case.code, "--start", "2026-12-01", "--as-of", "2026-11-21", "--ics", str(ics)
    )
    events: list[Any] = list(Calendar.from_ical(ics.read_bytes()).walk("VEVENT"))
    read = [event["dtstart"].dt for event in events]
    dates = []
    for trial, said in zip(TRIALS, found["schedules"], strict=True):
        expected = schedule_of(case, trial, Plan(trial.id, START), date(2026, 11, 21))
        assert said["trial"] == trial.id
        assert [(g["id"], g["cycle"], g["first"], g["last"]) for g in said["given"]] == [
            (g.id, g.cycle, str(g.first), str(g.last)) for g in expected.given
        ]
        assert [g["dose"] and g["dose"]["mg"] for g in said["given"]] == [
            g.dose and g.dose.mg for g in expected.given
        ]
        assert [t["mg"]["value"] for t in said["totals"]] == [t.mg.value for t in expected.totals]
        assert {part["text"] for part in said["open"]} == {"not stated in source"}
        dates += [g.start or g.first for g in expected.given]
    assert read == dates


def test_the_text_fits_into_100_columns_and_names_hours_doses_and_what_is_open(capsys):
    assert (
        run("SAMPLE-02", "--start", "2026-12-01", "--time", "08:30", "--as-of", "2026-11-21") == 0
    )
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 100
    text = " ".join(text.split())
    for words in (
        "85 mg/m² × 1.7972 m² = 152.76 mg",
        "Fri 4 Dec 2026 08:30",
        "infusions begin at 08:30 (as chosen)",
        "Nothing can be dated: days and doses are not stated in source.",
        "of these, FOLFOX alone: 49 h",
        "apatinib: 250 mg once daily; route (an oral drug",
        "verify against the protocol",
    ):
        assert words in text, words


def test_the_start_comes_from_the_command_else_the_plan_else_the_first_dose(capsys, tmp_path):
    case = next(case for case in sample_cases() if case.code == "SAMPLE-02")
    assert case.first_dose is not None
    trial = "NCT05099848"
    found = told(capsys, "SAMPLE-02", "--trial", trial)
    assert found["schedules"][0]["start"] == str(case.first_dose)
    change = Delay(2, 7, "r", "a", START)
    path = tmp_path / "p.yaml"
    write_case(with_plan(case, Plan(trial, START, cycles=3, changes=(change,))), path)
    found = told(capsys, str(path), "--trial", trial)
    assert [c["start"] for c in found["schedules"][0]["cycles"]] == [
        "2026-12-01", "2026-12-29", "2027-01-19",
    ]  # fmt: skip
    found = told(capsys, str(path), "--trial", trial, "--start", "2027-01-04", "--cycles", "1")
    assert [c["start"] for c in found["schedules"][0]["cycles"]] == ["2027-01-04"]
    bare = replace(read_case(path), plans=(), first_dose=None)
    write_case(bare, path)
    assert run(str(path)) == 2
    assert "--start" in capsys.readouterr().err


def test_a_variant_is_chosen_by_name(capsys):
    arguments = ("SAMPLE-02", "--trial", "ChiCTR2100041874", "--start", "2026-12-01")
    found = told(capsys, *arguments, "--variant", "sorafenib=abstract:cycle_end")
    first = next(g for g in found["schedules"][0]["given"] if g["id"] == "sorafenib")
    assert first["first"] == "2026-12-23"


def test_a_local_protocol_comes_from_a_file_or_from_the_store_and_is_marked(capsys, tmp_path):
    path = tmp_path / "local.yaml"
    path.write_text(local_text(PROTOCOL), encoding="utf-8")
    arguments = ("SAMPLE-02", "--trial", "NCT06187961", "--start", "2026-12-01")
    by_file = told(capsys, *arguments, "--local", str(path))["schedules"][0]
    assert [g["drug"] for g in by_file["given"]] == ["lenvatinib", "lenvatinib"]
    assert by_file["local"] == [
        {"author": "A. Chair", "on": "2026-11-21", "reason": "product information"}
    ]
    store_path = tmp_path / "s.sqlite"
    with open_store(store_path, today=now) as store:
        store.import_samples(sample_cases())
        store.save_local_protocol(PROTOCOL)
    by_store = told(capsys, *arguments, "--database", str(store_path))["schedules"][0]
    assert by_store == by_file
    with open_store(store_path, today=now) as store:
        store.remove_local_protocol("NCT06187961", "over")
    assert told(capsys, *arguments, "--database", str(store_path))["schedules"][0]["given"] == []


def test_the_rules_chosen_on_this_computer_count(capsys):
    choose_planning(PlanningSettings(formula="du_bois", rounding="5"))
    assert chosen_planning().formula == "du_bois"
    found = told(capsys, "SAMPLE-02", "--trial", "NCT05099848", "--start", "2026-12-01")
    schedule = found["schedules"][0]
    assert schedule["surface"]["formula"] == "du_bois"
    dose = next(g["dose"] for g in schedule["given"] if g["id"] == "oxaliplatin")
    assert dose["mg"] % 5 == 0


def test_rules_that_cannot_be_read_are_never_replaced_by_others():
    assert chosen_planning() == bundled_planning()
    path = planning_path()
    path.parent.mkdir(parents=True)
    for text in ("{", '{"formula": "haycock"}', '{"zone": "Mars/Olympus"}', "[]", '{"cap": "x"}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ReviewError, match=r"schedules\.json"):
            chosen_planning()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["SAMPLE-02", "--start", "2026-13-01"], "calendar"),
        (["SAMPLE-02", "--time", "25:00"], "time of day"),
        (["SAMPLE-02", "--cycles", "0"], "number of cycles"),
        (["SAMPLE-02", "--cycles", "9", "--trial", "NCT05099848"], "at most 8"),
        (["SAMPLE-02", "--variant", "sorafenib"], "sorafenib=methods"),
        (["SAMPLE-02", "--variant", "sorafenib=methods"], "one trial"),
        (["SAMPLE-02", "--trial", "NCT0509984"], "did you mean"),
        (["SAMPLE-02", "--trial", "TACE-CAM-APA", "--ics", "x.ics"], "no calendar"),
        (["SAMPLE-02", "--local", "missing.yaml"], "cannot be read"),
        (["SAMPLE-99"], "no case file"),
        ([], "CASE"),
    ],
)
def test_bad_input_is_answered_with_one_sentence(capsys, arguments: list[str], word: str):
    assert run(*arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert word in said.err
    assert said.err.count("\n") == 1
