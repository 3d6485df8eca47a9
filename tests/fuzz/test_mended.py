"""What the campaign found once, each as the smallest input that showed it."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.backup import back_up, backup_folder, backups, newest_sound
from db.store import open_store
from hccreview.clinical.bundled import well_formed
from hccreview.clinical.fields import read_dictionary
from hccreview.clinical.planning import planning_of
from hccreview.errors import ReviewError
from hccreview.exchange.case_reader import check_code
from hccreview.meeting.documents import content_of
from hccreview.meeting.standard_care import read_standard_care
from hccreview.trials.prepared import prepared_library
from resources import resource_path
from tests.fuzz.revised import Resources
from tests.fuzz.sentences import told_badly
from tests.fuzz.target import NOW
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


def a_call(module: str, name: str, argument: str) -> bytes:
    """A pickle that calls something by its name, with the digest that the cache asks for."""
    words = [word.encode() for word in (module, name, argument)]
    told = [b"\x8c" + bytes([len(word)]) + word for word in words]
    body = b"\x80\x04" + told[0] + told[1] + b"\x93" + told[2] + b"\x85R."
    return hashlib.sha256(body).digest() + body


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "mkdir"),
        ("hccreview.trials.prepared", "os.mkdir"),
        ("hccreview.trials.prepared", "tempfile.TemporaryDirectory"),
        ("hccreview.trials.library", "FilePath"),
        ("hccreview.trials.library", "ReviewError"),
        ("hccreview.trials.nowhere", "Trial"),
        ("datetime", "date"),
    ],
)
def test_nothing_in_the_prepared_trials_runs(module: str, name: str, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    right = prepared_library(cache)
    (path,) = cache.iterdir()
    path.write_bytes(a_call(module, name, str(tmp_path / "made")))
    assert prepared_library(cache) == right
    assert list(tmp_path.iterdir()) == [cache]


@pytest.mark.parametrize("kept", ["trials", (), (1, 2)])
def test_what_is_no_tuple_of_trials_is_not_taken_for_them(kept: Any, tmp_path: Path) -> None:
    right = prepared_library(tmp_path)
    (path,) = tmp_path.iterdir()
    body = pickle.dumps(kept)
    path.write_bytes(hashlib.sha256(body).digest() + body)
    assert prepared_library(tmp_path) == right


def test_prepared_trials_are_not_read_anew(tmp_path: Path) -> None:
    right = prepared_library(tmp_path)
    (path,) = tmp_path.iterdir()
    path.chmod(0o400)
    written = path.stat().st_mtime_ns
    assert prepared_library(tmp_path) == right
    assert [each.stat().st_mtime_ns for each in tmp_path.iterdir()] == [written]


@pytest.mark.parametrize("moment", ["20261399-999999", "00000000-000000", "٢٠٢٦١١٢١-٠٩٣٠٠٠"])
def test_a_strange_name_among_the_backups_hinders_nothing(moment: str, tmp_path: Path) -> None:
    path, folder = tmp_path / "cases.sqlite", backup_folder(tmp_path / "cases.sqlite")
    with open_store(path, today=lambda: NOW):
        pass
    good = back_up(path, folder, NOW)
    strange = folder / f"cases.sqlite.{moment}.0123456789abcdef.backup"
    strange.write_bytes(b"x")
    assert good in backups(path, folder)
    assert newest_sound(path, folder) == good
    assert strange.exists()


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_is_no_file_is_no_backup(kind: str, tmp_path: Path) -> None:
    path, folder = tmp_path / "cases.sqlite", backup_folder(tmp_path / "cases.sqlite")
    with open_store(path, today=lambda: NOW):
        pass
    strange = folder / "cases.sqlite.20271121-093000.0123456789abcdef.backup"
    folder.mkdir()
    if kind == "folder":
        strange.mkdir()
    elif kind == "link":
        strange.symlink_to(tmp_path / "nowhere")
    elif not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes in folders here")
    else:
        os.mkfifo(strange)
    good = back_up(path, folder, NOW)
    assert backups(path, folder) == (good,)


def test_a_sealed_document_that_became_a_text_is_changed() -> None:
    kept: Any = {"0" * 64: "a text where bytes were"}
    with pytest.raises(ReviewError, match="has been changed since it was sealed"):
        content_of("0" * 64, kept)


@pytest.mark.parametrize(
    ("file", "written", "named"),
    [
        ("board.yaml", "judged_on: {life: [bclc_stage]}", "“life” is not in the data dictionary"),
        ("board.yaml", "judged_on: {r0_feasible: [bclc_stag]}", "did you mean “bclc_stage”?"),
        ("site.yaml", "ages_in_days: {imaging: 42}", "lacks “history”"),
        ("site.yaml", "ages_in_days: {imaging: -1}", "“-1” is no number of days"),
        ("site.yaml", "ages_in_days: {imaging: true}", "“True” is no number of days"),
        ("sample_meeting/meeting.yaml", b"meeting: \xff", "is not UTF-8 text"),
        ("sample_meeting/meeting.yaml", "meeting: 3", "meeting.yaml"),
        ("sample_meeting/meeting.yaml", "drawings", "no drawing “../../x.png”"),
    ],
)
def test_a_slip_in_a_file_of_the_site_is_told(
    file: str, written: str | bytes, named: str, tmp_path: Path
) -> None:
    resources = Resources(tmp_path)
    content = written.encode() if isinstance(written, str) else written
    if written == "drawings":
        drawing = b"drawings: [{case: SAMPLE-01, caption: x, file: ../../x.png}]\n"
        whole = resource_path(file).read_bytes().split(b"drawings:")[0]
        content = whole + drawing + b"excerpts: []\n"
    with pytest.raises(ReviewError) as caught:
        resources.take(b"%d\n" % resources.FILES.index(file) + content)
    assert named in str(caught.value)
    assert told_badly(str(caught.value), Path(file).name) == ""
