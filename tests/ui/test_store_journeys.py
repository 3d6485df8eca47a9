"""From the first start to the next one: the real window on a real file."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import main
from tests.ui.edits import change_elsewhere, platelets, stored, with_platelets
from tests.ui.opening import (
    FULL,
    cell,
    choose,
    codes,
    marks,
    opened,
    sample_store,
    settle,
)
from ui import start
from ui.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def headline(window) -> str:
    return next(head for head in window.page.model.heads if head.trial_id == FULL).mark.word


def test_find_change_undo_redo_and_find_it_again_after_a_restart(qtbot, tmp_path):
    path = sample_store(tmp_path)
    with opened(qtbot, path) as window:
        qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
        qtbot.keyClicks(window.case_pane.search, "sample-02")
        settle(qtbot, window)
        qtbot.keyClick(window.case_pane.search, Qt.Key.Key_Return)
        settle(qtbot, window)
        assert window.header.code.text() == "SAMPLE-02"
        assert (headline(window), marks(window, "SAMPLE-02")[-1]) == ("Ineligible", "×")
        assert cell(window, FULL, "I12b").data() == "× 68, ≥ 75"
        window.workspace.edit(with_platelets(window.workspace.case, 80), "platelets 80")
        settle(qtbot, window)
        assert (headline(window), marks(window, "SAMPLE-02")[-1]) == ("Eligible", "✓")
        assert cell(window, FULL, "I12b").data() == "✓ 80, ≥ 75"
        assert window.status.saved.text() == "Saved"
        window.case_pane.focus_list()
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
        settle(qtbot, window)
        assert headline(window) == "Ineligible"
        assert window.message_bar.text.text() == "Undone: platelets 80"
        qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)
        assert headline(window) == "Eligible"
        assert window.close()
    with opened(qtbot, path) as window:
        assert window.header.code.text() == "SAMPLE-02"
        assert (headline(window), marks(window, "SAMPLE-02")[-1]) == ("Eligible", "✓")
        assert window.status.database.text() == "cases.sqlite"


def test_the_first_start_explains_itself_and_lets_the_samples_go(qtbot, tmp_path):
    path = tmp_path / "new.sqlite"
    with opened(qtbot, path) as window:
        assert "sample cases" in window.message_bar.text.text()
        assert window.header.code.text() == "SAMPLE-01"
        window.message_bar.act.click()
        settle(qtbot, window)
        assert codes(window) == []
    with opened(qtbot, path) as window:
        assert codes(window) == []
        assert not window.message_bar.isVisible()


def test_closing_at_once_loses_nothing(qtbot, tmp_path):
    path = sample_store(tmp_path)
    with opened(qtbot, path, "SAMPLE-02") as window:
        window.workspace.edit(with_platelets(window.workspace.case, 80), "platelets 80")
        assert window.close()
    assert platelets(stored(path, "SAMPLE-02")) == "80"


def test_a_stale_version_is_told_and_can_be_read_again(qtbot, tmp_path):
    path = sample_store(tmp_path)
    with opened(qtbot, path, "SAMPLE-02") as window:
        change_elsewhere(path, "SAMPLE-02", 99)
        window.workspace.edit(with_platelets(window.workspace.case, 80), "platelets 80")
        settle(qtbot, window)
        assert window.status.saved.text().startswith("Not saved: SAMPLE-02 was changed meanwhile")
        assert cell(window, FULL, "I12b").data() == "✓ 80, ≥ 75"
        assert not window.close()
        assert window.isVisible()
        window.workspace.reload()
        settle(qtbot, window)
        assert cell(window, FULL, "I12b").data() == "✓ 99, ≥ 75"
        assert window.status.saved.text() == "Saved"


READ_ONLY = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtTest import QTest
from tests.ui.edits import platelets, with_platelets
from ui import start
path = Path(sys.argv[1])
s = start.Startup(path)
for step in (start.settings, start.application, start.bundled_font, start.colours,
             start.workspace, start.window, lambda s: s.window.complete(), start.load):
    step(s)
def settle():
    QTest.qWait(100)
    while not s.workspace.background.idle or s.workspace.saving.waiting:
        QTest.qWait(20)
def change(value):
    s.workspace.edit(with_platelets(s.workspace.case, value), f"platelets {value}")
    settle()
    print(platelets(s.workspace.case), s.window.status.saved.text())
settle()
change(70)  # everything is imported before the rights are given up
s.workspace.saving.store._engine.dispose()
os.chmod(path, 0o444)
os.chmod(path.parent, 0o555)
if os.geteuid() == 0:
    os.chmod(path.parent.parent, 0o755)
    os.setuid(65534)
change(80)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights of folders are another matter there")
def test_a_file_that_may_only_be_read_is_a_sentence_and_the_value_stays(tmp_path):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "folder"
        folder.mkdir()
        path = sample_store(folder)
        home = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"), place)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(path)], cwd=ROOT, env={**os.environ, **home},
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        folder.chmod(stat.S_IRWXU)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first == "70 Saved"
    assert second.startswith("80 Not saved: ")
    assert "cases.sqlite cannot be" in second


def test_a_stored_case_is_compared_by_the_command_as_it_is_in_the_window(qtbot, tmp_path, capsys):
    path = sample_store(tmp_path)
    with opened(qtbot, path, "SAMPLE-02") as window:
        window.workspace.edit(with_platelets(window.workspace.case, 80), "platelets 80")
        settle(qtbot, window)
        assert main.main(["compare", "SAMPLE-02", "--database", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    trial = next(each for each in report["trials"] if each["id"] == FULL)
    finding = next(each for each in trial["findings"] if each["criterion"] == "I12b")
    assert (trial["eligibility"], finding["verdict"]) == ("eligible", "pass")


def test_a_database_before_the_command_means_the_same(tmp_path, capsys):
    path = sample_store(tmp_path)
    for arguments in (
        ["compare", "SAMPLE-02", "--database", str(path)],
        ["--database", str(path), "compare", "SAMPLE-02"],
    ):
        assert main.main(arguments) == 0
    out = capsys.readouterr().out
    assert out[: len(out) // 2] == out[len(out) // 2 :]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["compare", "SAMPLE-02", "--database", "nowhere.sqlite"], "no database nowhere.sqlite"),
        (["--database", "nowhere.sqlite", "trials"], "--database belongs to compare"),
    ],
)
def test_a_database_that_makes_no_sense_is_one_sentence(arguments, word, capsys):
    assert main.main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert word in err


# --- pages, keys, settings


def test_the_pages_are_reached_by_their_keys(qtbot, tmp_path):
    with opened(qtbot, sample_store(tmp_path)) as window:
        qtbot.keyClick(window, Qt.Key.Key_1, CTRL)
        assert window.pages.currentWidget() is window.case_page
        qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
        assert window.pages.currentWidget() is window.page
        window.workspace.request_field("platelets")
        assert window.pages.currentWidget() is window.case_page


def test_a_theme_is_taken_at_once_and_remembered(qtbot, qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    startup = start.Startup()
    start.settings(startup)
    startup.application = qapp
    start.colours(startup)
    start.follow_colours(startup)
    seen = [startup.theme.dark]
    for theme in ("dark", "light"):
        startup.settings.choose(theme=theme, scale=150)
        seen.append(startup.theme.dark)
    assert seen == [False, True, False]
    again = Settings(startup.settings.path)
    assert (again.theme, again.scale) == ("light", 150)
    qapp.setStyleSheet("")


def test_another_size_is_promised_for_the_next_start_and_holds_there(qtbot, tmp_path, monkeypatch):
    with opened(qtbot, sample_store(tmp_path)) as window:
        window.choose(scale=150)
        assert window.message_bar.text.text() == "The size is 150 % from the next start on."
        choose(qtbot, window, "SAMPLE-04")
    monkeypatch.setattr(start, "user_settings", lambda: Settings(tmp_path / "settings.json"))
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    start.settings(start.Startup())
    assert os.environ["QT_SCALE_FACTOR"] == "1.5"
    assert Settings(tmp_path / "settings.json").last_case(tmp_path / "cases.sqlite") == "SAMPLE-04"


def test_damaged_settings_are_those_of_the_first_start(tmp_path):
    path = tmp_path / "settings.json"
    for text in ("{", "[]", '{"theme": "pink", "scale": 7, "last_cases": 3}'):
        path.write_text(text, encoding="utf-8")
        settings = Settings(path)
        assert (settings.theme, settings.scale) == ("system", 100)
        assert settings.last_case(tmp_path) == ""
