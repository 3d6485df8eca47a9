"""The commands, through main: what they print, what they return, how they complain."""

import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import main
from hccreview.clinical.case import Override
from hccreview.clinical.editing import with_override
from hccreview.exchange.case_file import read_case, write_case
from resources import resource_path
from tests.meeting.builders import a_sample, grounded, with_value
from ui.commands import screenless

ROOT = Path(__file__).resolve().parent.parent.parent
FULL = "NCT06187961"
VERDICTS = {"pass", "fail", "unknown", "needs_judgement", "not_applicable"}
ELIGIBILITIES = {
    "eligible", "no_violation_stated", "ineligible", "undetermined", "not_assessable",
}  # fmt: skip
FINDING_KEYS = {
    "criterion", "kind", "label", "concept", "verdict", "due", "anchor", "sentence", "missing",
    "evidence", "recoverable", "recoverable_from", "linked_to", "place", "flags", "notes",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_store(tmp_path, monkeypatch):
    """Keep the store of whoever runs the tests out of them."""
    for name in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def said(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main.main(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def reported(capsys, *arguments: str):
    status, out, err = said(capsys, "compare", *arguments, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


def trial_of(report: dict, trial_id: str) -> dict:
    return next(trial for trial in report["trials"] if trial["id"] == trial_id)


def refused(capsys, *arguments: str) -> str:
    status, out, err = said(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.endswith("\n") and err.count("\n") == 1
    return err.strip()


# --- compare, as text


def test_compare_prints_the_near_miss_with_its_distance(capsys):
    status, out, _ = said(capsys, "compare", "SAMPLE-02")
    flat = " ".join(out.split())
    assert status == 0
    assert "Platelets 68 ×10⁹/L on 18 Nov 2026; at least 75" in flat
    assert "short by 7 (9 %)" in flat
    assert "Decision support for qualified clinicians; verify against the protocol." in flat


def test_compare_fits_into_100_columns(capsys):
    for code in ("SAMPLE-02", "SAMPLE-09", "SAMPLE-11"):
        _, out, _ = said(capsys, "compare", code)
        assert max(len(line) for line in out.splitlines()) <= 100


def test_the_case_line_says_what_is_not_known_with_a_question_mark(capsys):
    _, out, _ = said(capsys, "compare", "SAMPLE-09")
    assert "age and sex not recorded" in out
    assert "ECOG ?" in out
    assert "BCLC ?" in out


def test_a_file_and_a_code_in_any_case_name_the_same_case(capsys):
    path = str(resource_path("cases", "sample-02.yaml"))
    assert said(capsys, "compare", path) == said(capsys, "compare", "sample-02")


def test_only_the_trials_asked_for_are_shown(capsys):
    _, out, _ = said(capsys, "compare", "SAMPLE-02", "--trial", FULL, "--trial", "TACE-CAM-APA")
    assert FULL in out
    assert "TACE-CAM-APA" in out
    assert "ChiCTR2100041874" not in out


def test_a_trial_that_is_closed_is_called_a_precedent(capsys):
    _, out, _ = said(capsys, "compare", "SAMPLE-02", "--trial", "NCT05099848")
    assert "Enrolment ended Jul 2023; a precedent only." in out


# --- compare, as JSON


def test_one_case_is_an_object_and_several_are_a_list(capsys):
    assert reported(capsys, "SAMPLE-02")["case"] == "SAMPLE-02"
    both = reported(capsys, "SAMPLE-02", "SAMPLE-09")
    assert [each["case"] for each in both] == ["SAMPLE-02", "SAMPLE-09"]


def test_the_json_holds_every_key_and_only_known_words(capsys):
    for code in ("SAMPLE-02", "SAMPLE-09"):
        report = reported(capsys, code)
        assert {"as_of", "case", "trials", "ask", "profile", "digest", "statement"} <= set(report)
        for trial in report["trials"]:
            assert trial["eligibility"] in ELIGIBILITIES
            assert set(trial["counts"]) == VERDICTS
            for finding in trial["findings"]:
                assert set(finding) >= FINDING_KEYS
                assert finding["verdict"] in VERDICTS
                assert finding["sentence"].endswith((".", "?"))


def test_the_json_gives_value_limit_distance_and_way_of_the_near_miss(capsys):
    report = reported(capsys, "SAMPLE-02", "--trial", FULL)
    (finding,) = (f for f in report["trials"][0]["findings"] if f["criterion"] == "I12b")
    (evidence,) = finding["evidence"]
    assert (finding["verdict"], finding["recoverable"]) == ("fail", "repeat_test")
    assert (evidence["value"], evidence["limit"], evidence["distance"]) == (68, 75, 7)
    assert (evidence["operator"], evidence["on"]) == ("≥", "2026-11-18")
    assert finding["place"] == {
        "section": "inclusion criteria", "first_line": 61, "last_line": 62,
    }  # fmt: skip


@pytest.fixture
def open_again(tmp_path) -> str:
    """A case file with an answer and an override on platelets that have changed since."""
    case = with_value(grounded(a_sample()), "platelets", 60, "2026-11-20")
    override = Override(FULL, "I12b", "Dr Lin", date(2026, 11, 20), "data wrong", "clumped")
    path = tmp_path / "again.yaml"
    write_case(with_override(case, override), path)
    return str(path)


def test_what_is_open_again_stands_in_the_json(capsys, open_again):
    report = reported(capsys, open_again)
    again = {each["field"]: each["sentence"] for each in report["open_again"]}
    assert set(again) == {"high_bleeding_risk", "severe_bleeding_tendency"}
    why = "Open again: platelets: 60 ×10⁹/L now, 138 ×10⁹/L when it was given."
    assert again["high_bleeding_risk"] == why
    asked = {each["field"]: each["open_again"] for each in report["ask"]}
    assert all(asked[field] == why for field in asked.keys() & again.keys())
    (override,) = trial_of(report, FULL)["overrides"]
    assert override["at"] is None
    assert "without the facts that it rests on" in override["open_again"]
    assert reported(capsys, "SAMPLE-01")["open_again"] == []


def test_what_is_open_again_stands_in_the_text_and_the_workbook(capsys, open_again, tmp_path):
    path = tmp_path / "again.xlsx"
    status, out, _ = said(capsys, "compare", open_again, "--xlsx", str(path))
    assert status == 0
    words = " ".join(out.split())
    assert "Answered before, open again: platelets: 60 ×10⁹/L now, 138 ×10⁹/L when" in words
    assert "1 override (1 open again)" in words
    assert "Open again: it was recorded without the facts that it rests on. The verdict" in words
    sheet = openpyxl.load_workbook(path)["Summary"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    place = cells.index("Answers of the board that are open again: they are not counted")
    assert cells[place + 3 :][:2] == [
        "High risk of bleeding",
        "Open again: platelets: 60 ×10⁹/L now, 138 ×10⁹/L when it was given.",
    ]
    assert any(each.startswith("clumped. Open again: it was recorded without") for each in cells)


def test_on_a_blank_form_the_json_asks_and_nothing_passes_for_the_full_text(capsys):
    report = reported(capsys, "SAMPLE-09", "--trial", FULL)
    assert report["trials"][0]["counts"]["pass"] == 0
    assert report["ask"]
    asked = report["ask"][0]
    assert asked["settles"][0]["trial"] == FULL
    assert isinstance(asked["board"], bool)


def test_counts_leave_linked_criteria_out(capsys):
    trial = trial_of(reported(capsys, "SAMPLE-02"), FULL)
    linked = sum(bool(finding["linked_to"]) for finding in trial["findings"])
    assert linked == 1
    assert sum(trial["counts"].values()) == len(trial["findings"]) - linked


# --- days and arms


def test_the_days_come_from_the_command_else_from_the_case(capsys):
    own = reported(capsys, "SAMPLE-02")
    assert (own["as_of"], own["inclusion"], own["inclusion_assumed"]) == (
        "2026-11-21", "2026-11-23", False,
    )  # fmt: skip
    given = reported(
        capsys, "SAMPLE-02", "--as-of", "2026-11-22", "--inclusion", "2026-11-24",
        "--first-dose", "2026-11-25",
    )  # fmt: skip
    assert [given[k] for k in ("as_of", "inclusion", "first_dose")] == [
        "2026-11-22", "2026-11-24", "2026-11-25",
    ]  # fmt: skip


def test_a_case_without_a_day_is_reviewed_today(capsys, tmp_path):
    path = tmp_path / "today.yaml"
    path.write_text("format: hccreview-case/1\ncode: TODAY-1\n", encoding="utf-8")
    from ui.commands.clock import today

    before = today()
    report = reported(capsys, str(path))
    assert str(before) <= report["as_of"] <= str(today())
    assert report["inclusion_assumed"] and report["first_dose_assumed"]


def test_later_the_laboratory_values_are_too_old(capsys):
    report = reported(capsys, "SAMPLE-01", "--trial", FULL, "--as-of", "2027-02-01",
                      "--inclusion", "2027-02-02")  # fmt: skip
    assert report["trials"][0]["eligibility"] == "undetermined"


def test_the_arm_applies_where_it_exists(capsys):
    report = reported(capsys, "SAMPLE-11", "--arm", "no_haic")
    cohort = trial_of(report, "NCT06881433")
    assert cohort["arm"] == "no_haic"
    assert cohort["counts"]["not_applicable"] >= 2
    assert trial_of(report, FULL)["arm"] != "no_haic"


# --- the workbook


def test_the_workbook_is_written_beside_the_text(capsys, tmp_path):
    path = tmp_path / "review.xlsx"
    status, out, _ = said(capsys, "compare", "SAMPLE-02", "--xlsx", str(path))
    assert status == 0
    assert f"Workbook: {path}" in out
    assert "Summary" in openpyxl.load_workbook(path).sheetnames


def test_a_deidentified_workbook_holds_neither_code_nor_day(capsys, tmp_path):
    path = tmp_path / "review.xlsx"
    status, _, _ = said(capsys, "compare", "SAMPLE-02", "--xlsx", str(path), "--deidentified")
    assert status == 0
    rows = openpyxl.load_workbook(path)["Summary"].iter_rows(values_only=True)
    written = "\n".join(str(value) for row in rows for value in row)
    assert "Case de-identified (synthetic). As of day −5" in written
    assert "SAMPLE-02" not in written
    assert "Nov 2026" not in written


def test_deidentified_is_about_the_workbook(capsys):
    assert "--xlsx" in refused(capsys, "compare", "SAMPLE-02", "--deidentified")


def test_a_workbook_holds_one_case(capsys, tmp_path):
    sentence = refused(
        capsys, "compare", "SAMPLE-01", "SAMPLE-02", "--xlsx", str(tmp_path / "x.xlsx")
    )
    assert "one case" in sentence


# --- bad input: one sentence, status 2


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nonsense"], "no command"),
        (["compar", "SAMPLE-01"], "did you mean “compare”?"),
        (["compare"], "CASE"),
        (["compare", "SAMPLE-99"], "did you mean"),
        (["compare", "nothing-here.yaml"], "nothing-here.yaml"),
        (["compare", "SAMPLE-01", "--trial", "NCT06187962"], f"did you mean “{FULL}”?"),
        (["compare", "SAMPLE-01", "--trial", "xyz"], "known: NCT05099848"),
        (["compare", "SAMPLE-01", "--arm", "hiac"], "did you mean “haic”?"),
        (["compare", "SAMPLE-01", "--as-of", "21.11.2026"], "is not a date"),
        (["compare", "SAMPLE-01", "--as-of", "2026-11"], "names no day"),
        (["compare", "SAMPLE-01", "--as-of", "2026-02-30"], "no day of the calendar"),
        (["compare", "SAMPLE-01", "--colour"], "--colour"),
        (["trials", "NCT1"], "There is no trial"),
        (["check", "nowhere.yaml"], "nowhere.yaml"),
        (["fields", "extra"], "extra"),
    ],
)
def test_bad_input_is_answered_with_one_sentence(capsys, arguments, word):
    assert word in refused(capsys, *arguments)


def test_a_broken_case_file_names_file_line_and_column(capsys, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        "format: hccreview-case/1\ncode: X\nobservations:\n  plateletts: 68\n", encoding="utf-8"
    )
    sentence = refused(capsys, "compare", str(path))
    assert "bad.yaml, line 4" in sentence
    assert "platelets" in sentence


def test_a_workbook_that_cannot_be_written_is_told_in_one_sentence(capsys, tmp_path):
    sentence = refused(
        capsys, "compare", "SAMPLE-02", "--xlsx", str(tmp_path / "missing" / "x.xlsx")
    )
    assert "x.xlsx" in sentence


# --- trials, fields, check


def test_trials_lists_all_with_recruitment_on_a_day(capsys):
    status, out, _ = said(capsys, "trials", "--as-of", "2026-01-15")
    assert status == 0
    for trial_id in ("NCT05099848", "ChiCTR2100041874", "NCT06881433", "TACE-CAM-APA", FULL):
        assert trial_id in out
    assert "On 15 Jan 2026: Recruiting as printed, until 30 Jun 2026." in out


def test_one_trial_is_shown_with_expressions_places_and_flags(capsys):
    status, out, _ = said(capsys, "trials", FULL.lower())
    assert status == 0
    assert "platelets >= 75 '10*9/L'" in out
    assert "inclusion criteria, lines 61-62" in out
    assert "Flags of the source" in out


def test_fields_prints_every_field_and_list_aligned(capsys):
    status, out, _ = said(capsys, "fields")
    lines = out.splitlines()
    assert status == 0
    heads = [line for line in lines if line.startswith("platelets ")]
    assert len(heads) == 1 and "10*9/L" in heads[0]
    assert any(line.startswith("LIST metastases") for line in lines)
    assert max(map(len, lines)) <= 100


def test_fields_as_json_holds_units_and_entries(capsys):
    _, out, _ = said(capsys, "fields", "--json")
    found = json.loads(out)
    platelets = next(field for field in found["fields"] if field["id"] == "platelets")
    assert platelets["unit"] == "10*9/L"
    assert {each["id"] for each in found["lists"]} >= {"lesions", "metastases", "treatments"}


def test_every_bundled_trial_is_checked_without_a_remark(capsys):
    for path in sorted(resource_path("trials").glob("*.yaml")):
        status, out, err = said(capsys, "check", str(path))
        assert (status, err) == (0, "")
        assert out.endswith("nothing to report.\n")


def test_check_lists_remarks_with_criterion_and_column_and_succeeds(capsys, tmp_path):
    text = resource_path("trials", f"{FULL}.yaml").read_text(encoding="utf-8")
    path = tmp_path / "trial.yaml"
    path.write_text(
        text.replace("age >= 18 'a'", "age >= 18 'a' and age <= 16 'a'"), encoding="utf-8"
    )
    status, out, _ = said(capsys, "check", str(path))
    assert status == 0
    assert "I2, line 1, column 19: inverted range" in out
    assert "1 finding." in out


def test_check_refuses_a_document_that_cannot_be_loaded(capsys, tmp_path):
    text = resource_path("trials", f"{FULL}.yaml").read_text(encoding="utf-8")
    path = tmp_path / "trial.yaml"
    path.write_text(text.replace("age >= 18 'a'", "agee >= 18 'a'"), encoding="utf-8")
    sentence = refused(capsys, "check", str(path))
    assert "criterion I2" in sentence
    assert "column 1" in sentence


# --- without a display


def test_without_a_display_the_review_is_text_and_a_workbook(capsys, tmp_path, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.chdir(tmp_path)
    status, out, err = said(capsys)
    assert (status, err) == (0, "")
    assert out.startswith("No display")
    assert "short by 7" in " ".join(out.split())
    assert out.endswith("Workbook: SAMPLE-02 2026-11-21.xlsx\n")
    assert zipfile.is_zipfile(tmp_path / "SAMPLE-02 2026-11-21.xlsx")


def test_our_own_workbook_is_renewed_and_a_foreign_one_is_left_alone(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = tmp_path / "SAMPLE-02 2026-11-21.xlsx"
    first.write_text("somebody's notes", encoding="utf-8")
    for _ in range(2):
        assert main.review_in_text() == 0
    capsys.readouterr()
    assert first.read_text(encoding="utf-8") == "somebody's notes"
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == [
        "SAMPLE-02 2026-11-21 (2).xlsx", first.name,
    ]  # fmt: skip
    assert screenless.is_ours(tmp_path / "SAMPLE-02 2026-11-21 (2).xlsx")


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_whether_there_is_a_display_is_decided_from_the_environment(
    environment, platform, expected
):
    assert main.has_display(environment, platform) is expected


# --- as a process


def run(*arguments: str, **rest) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, timeout=60, **rest
    )


def test_a_command_imports_neither_qt_nor_what_it_does_not_need():
    code = (
        "import sys, main; main.main(['compare', 'SAMPLE-02']);"
        "bad = [m for m in ('PySide6', 'openpyxl', 'matplotlib', 'alembic', 'scipy', 'sqlalchemy')"
        " if m in sys.modules]; sys.exit(str(bad) if bad else 0)"
    )
    done = run("-c", code)
    assert (done.returncode, done.stderr) == (0, b"")


def test_output_is_utf8_whatever_the_console_says():
    done = run("main.py", "compare", "SAMPLE-14",
               env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})  # fmt: skip
    assert done.returncode == 0
    assert "合成病例" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="no /dev/full or head on Windows")
def test_a_reader_that_has_seen_enough_is_no_error():
    done = subprocess.run(
        f"'{sys.executable}' main.py fields | head -n 1", shell=True, cwd=ROOT, capture_output=True
    )
    assert done.stderr == b""


def test_ctrl_c_ends_with_130(monkeypatch, capsys):
    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ui.commands.fields.show_fields", interrupted)
    assert said(capsys, "fields")[0] == 130


def test_help_and_version_are_no_errors(capsys):
    assert said(capsys, "--help")[0] == 0
    status, out, _ = said(capsys, "--version")
    assert (status, out.startswith("HCC Review ")) == (0, True)


# --- export


def test_export_writes_a_case_file_and_a_de_identified_one_under_a_drawn_code(capsys, tmp_path):
    plain, bare = tmp_path / "plain.yaml", tmp_path / "bare.yaml"
    assert said(capsys, "export", "SAMPLE-06", str(plain))[0] == 0
    assert read_case(plain).code == "SAMPLE-06"
    status, out, _ = said(capsys, "export", "SAMPLE-06", str(bare), "--deidentified")
    assert status == 0
    code = read_case(bare).code
    assert f"Case file of {code}: {bare}" in out
    assert re.fullmatch(r"DEID-[0-9A-F]{6}", code)
    _, again, _ = said(capsys, "compare", str(bare))
    _, before, _ = said(capsys, "compare", "SAMPLE-06")
    assert re.findall(r"\d+ pass.*fail", again) == re.findall(r"\d+ pass.*fail", before) != []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("SAMPLE-06",), "name the file"),
        (("SAMPLE-06", "a.yaml", "--free-text"), "--deidentified"),
        (("SAMPLE-06", "--preview"), "--deidentified"),
    ],
)
def test_an_export_that_is_not_whole_is_refused(capsys, words, told):
    assert told in refused(capsys, "export", *words)


def test_free_text_belongs_to_a_de_identified_workbook(capsys, tmp_path):
    words = ("compare", "SAMPLE-02", "--xlsx", str(tmp_path / "a.xlsx"), "--free-text")
    assert "--deidentified" in refused(capsys, *words)
