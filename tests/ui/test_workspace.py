"""The workspace on a real file: changes are saved as they are made, undone, done again, told."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import event

from db.store import Store
from tests.ui.edits import change_elsewhere, platelets, stored, with_platelets
from tests.ui.opening import TODAY, sample_store, shared
from ui.case_page.visit import Visit
from ui.history import Kept
from ui.messages import Messages, Offer
from ui.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


class Opened:
    """A workspace on a file, and what it told."""

    def __init__(self, path: Path, qtbot, case: str = "SAMPLE-02") -> None:
        self.path, self.qtbot = path, qtbot
        self.messages = Messages()
        self.told: list[str] = []
        self.offers: list[Offer] = []
        self.messages.problem_told.connect(self.told.append)
        self.messages.offer_told.connect(self.offers.append)
        self.workspace = Workspace(self.messages, lambda: TODAY)
        self.workspace.not_opened.connect(self.told.append)
        self.workspace.open(path, case, Path(shared().name))
        self.settle()

    def settle(self) -> None:
        workspace = self.workspace
        self.qtbot.waitUntil(lambda: workspace.background.idle and not workspace.saving.waiting)

    def edit(self, value: int) -> None:
        self.workspace.edit(with_platelets(self.workspace.case, value), f"platelets {value}")

    @property
    def case(self) -> Kept:
        assert self.workspace.kept is not None
        return self.workspace.kept

    @property
    def store(self) -> Store:
        assert self.workspace.saving.store is not None
        return self.workspace.saving.store

    @property
    def count(self) -> str:
        return platelets(self.workspace.case)

    @property
    def stored_count(self) -> str:
        return platelets(stored(self.path, "SAMPLE-02"))


@pytest.fixture
def opened(tmp_path, qtbot):
    opened = Opened(sample_store(tmp_path), qtbot)
    yield opened
    opened.workspace.close(anyway=True)


def test_a_new_store_receives_the_samples_once(tmp_path, qtbot):
    path = tmp_path / "new.sqlite"
    first = Opened(path, qtbot, "")
    assert (first.case.sample, first.case.code) == (True, "SAMPLE-01")
    kept = len(first.store.samples())
    stored_sample = first.store.stored("SAMPLE-03")
    assert stored_sample is not None
    first.store.delete("SAMPLE-03", seen_version=stored_sample.version)
    first.workspace.close()
    again = Opened(path, qtbot, "SAMPLE-02")
    assert again.case.code == "SAMPLE-02"
    assert len(again.store.samples()) == kept - 1
    again.workspace.close()


def test_an_edit_is_on_screen_at_once_and_in_the_file_soon(opened):
    opened.edit(80)
    assert opened.count == "80"
    finding = opened.workspace.comparison.assessment("NCT06187961").finding("I12b")
    assert finding.verdict.value == "pass"
    assert opened.workspace.saving.sentence == "Saving …"
    opened.settle()
    assert opened.workspace.saving.sentence == "Saved"
    assert opened.stored_count == "80"


def test_many_edits_arrive_in_order_and_of_one_key_press_the_last_counts(opened):
    for value in (70, 71, 72):
        opened.edit(value)
    opened.settle()
    opened.edit(90)
    opened.settle()
    assert opened.stored_count == "90"
    actions = [line.action for line in opened.store.audit_lines(2)]
    assert actions == ["change", "change"]
    assert opened.store.audit_lines(3)[2].action == "import"


def type_slowly(opened, *values):
    """Type values one after the other in one visit of a cell, with a pause after each key."""
    visit = Visit(opened.workspace)
    for value in values:
        visit.put(with_platelets(visit.case, value), f"platelets {value}")
        opened.qtbot.wait(30)
    return visit


def changes(opened):
    return [line.action for line in opened.store.audit_lines()].count("change")


def test_what_is_typed_in_one_visit_is_one_step_and_one_line_of_the_audit(opened):
    visit = type_slowly(opened, 8, 80)
    assert opened.count == "80"
    finding = opened.workspace.comparison.assessment("NCT06187961").finding("I12b")
    assert finding.verdict.value == "pass"
    assert opened.workspace.saving.sentence == "Saving …"
    assert opened.stored_count == "68"
    visit.end()
    opened.settle()
    assert (opened.stored_count, changes(opened)) == ("80", 1)
    assert opened.workspace.saving.sentence == "Saved"
    opened.workspace.undo()
    opened.settle()
    assert (opened.count, opened.stored_count) == ("68", "68")


def test_who_stops_typing_and_stays_in_the_cell_has_it_saved_after_a_pause(opened):
    visit = type_slowly(opened, 8)
    opened.settle()
    assert (opened.stored_count, opened.workspace.saving.sentence) == ("8", "Saved")
    visit.put(with_platelets(visit.case, 80), "platelets 80")
    assert opened.workspace.saving.sentence == "Saving …"
    visit.end()
    opened.settle()
    assert opened.stored_count == "80"
    opened.workspace.undo()
    opened.settle()
    assert (opened.count, opened.stored_count) == ("68", "68")


def test_typing_taken_back_leaves_no_trace(opened):
    before = opened.workspace.case
    visit = type_slowly(opened, 8, 80)
    visit.cancel()
    visit.end()
    assert opened.workspace.case is before
    assert opened.workspace.saving.sentence == "Saved"
    opened.settle()
    assert changes(opened) == 0
    opened.workspace.undo()
    assert opened.workspace.case is before


def test_typing_taken_back_after_it_was_saved_is_saved_too(opened):
    visit = type_slowly(opened, 8)
    opened.settle()
    visit.cancel()
    visit.end()
    opened.settle()
    assert (opened.count, opened.stored_count) == ("68", "68")


def test_typing_taken_back_does_not_take_an_earlier_change_with_it(opened):
    opened.edit(70)
    visit = Visit(opened.workspace)
    visit.put(with_platelets(visit.case, 8), "platelets 8")
    visit.cancel()
    visit.end()
    opened.settle()
    assert (opened.count, opened.stored_count) == ("70", "70")
    assert opened.workspace.saving.sentence == "Saved"


def test_a_change_from_elsewhere_during_a_visit_is_kept(opened):
    visit = type_slowly(opened, 70)
    opened.workspace.edit(replace(opened.workspace.case, label="seen"), "remark")
    visit.put(with_platelets(visit.case, 75), "platelets 75")
    visit.end()
    opened.settle()
    assert (opened.workspace.case.label, opened.stored_count) == ("seen", "75")
    for _ in range(3):
        opened.workspace.undo()
    assert (opened.workspace.case.label == "seen", opened.count) == (False, "68")


def test_a_window_closed_while_typing_has_what_was_typed(opened):
    type_slowly(opened, 80)
    assert opened.workspace.close()
    assert opened.stored_count == "80"


def test_another_case_chosen_while_typing_comes_after_the_writing(opened):
    type_slowly(opened, 80)
    opened.workspace.choose("SAMPLE-03")
    opened.workspace.choose("SAMPLE-02")
    opened.settle()
    assert (opened.count, opened.stored_count) == ("80", "80")


def test_undo_and_redo_are_saved_too(opened):
    opened.edit(80)
    opened.settle()
    opened.workspace.undo()
    opened.settle()
    assert (opened.count, opened.stored_count) == ("68", "68")
    opened.workspace.redo()
    opened.settle()
    assert (opened.count, opened.stored_count) == ("80", "80")


def test_undo_finds_its_way_back_to_another_case(opened):
    opened.edit(80)
    opened.workspace.choose("SAMPLE-03")
    opened.settle()
    assert opened.workspace.case.code == "SAMPLE-03"
    opened.workspace.undo()
    opened.settle()
    assert opened.workspace.case.code == "SAMPLE-02"
    assert (opened.count, opened.stored_count) == ("68", "68")


def test_what_if_is_never_saved_and_leaves_everything_as_it_was(opened):
    before, day = opened.workspace.case, opened.workspace.as_of
    opened.workspace.begin_what_if()
    opened.edit(120)
    opened.workspace.set_as_of(day.replace(year=2027))
    opened.workspace.undo()
    opened.settle()
    assert opened.count == "120" and opened.stored_count == "68"
    opened.workspace.end_what_if()
    assert opened.workspace.case is before
    assert opened.workspace.comparison.anchors.as_of == day
    made = ["create", "go without passphrase"]
    assert len(opened.store.audit_lines()) == len(opened.store.samples()) + len(made)


def test_another_case_ends_what_if(opened):
    opened.workspace.begin_what_if()
    opened.workspace.choose("SAMPLE-03")
    opened.settle()
    assert not opened.workspace.in_what_if


def test_of_two_chosen_cases_the_last_is_shown(opened):
    opened.workspace.choose("SAMPLE-05")
    opened.workspace.choose("SAMPLE-07")
    opened.settle()
    assert opened.workspace.case.code == "SAMPLE-07"


def test_a_change_elsewhere_is_not_overwritten_and_the_typed_value_stays(opened):
    change_elsewhere(opened.path, "SAMPLE-02", 99)
    opened.edit(80)
    opened.settle()
    assert opened.stored_count == "99"
    assert opened.count == "80"
    assert "changed meanwhile" in opened.workspace.saving.sentence
    assert "nothing was overwritten" in opened.told[-1]
    opened.edit(81)
    opened.settle()
    assert opened.stored_count == "99"
    opened.offers[-1].act()  # read it again
    opened.settle()
    assert opened.count == "99"
    assert opened.workspace.saving.sentence == "Saved"
    opened.edit(100)
    opened.settle()
    assert opened.stored_count == "100"


def test_undo_does_not_reach_behind_a_change_elsewhere(opened):
    opened.edit(80)
    opened.workspace.choose("SAMPLE-03")
    opened.settle()
    change_elsewhere(opened.path, "SAMPLE-02", 99)
    opened.workspace.choose("SAMPLE-02")
    opened.settle()
    opened.workspace.undo()
    opened.settle()
    assert (opened.count, opened.stored_count) == ("99", "99")


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_lost(opened):
    with held_by_another_program(opened):
        opened.edit(80)
        opened.settle()
        assert opened.workspace.saving.sentence.startswith("Not saved: ")
        assert "in use by another program" in opened.told[-1]
        opened.workspace.choose("SAMPLE-03")
        opened.settle()
        opened.workspace.choose("SAMPLE-02")
        opened.settle()
        assert opened.count == "80"
        assert not opened.workspace.close()
    assert opened.stored_count == "68"
    opened.offers[-1].act()  # try again
    opened.settle()
    assert opened.stored_count == "80"
    assert opened.workspace.saving.sentence == "Saved"
    assert opened.workspace.close()


@contextmanager
def held_by_another_program(opened):
    """Let another program write all the while, for which the store waits a moment only."""
    engine = opened.store._engine
    event.listen(engine, "connect", lambda made, _: made.execute("PRAGMA busy_timeout=100"))
    engine.dispose()
    other = sqlcipher3.dbapi2.connect(str(opened.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def test_a_store_that_cannot_be_opened_is_a_sentence(tmp_path, qtbot):
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear colleague", encoding="utf-8")
    opened = Opened(path, qtbot)
    assert "not a database of HCC Review" in opened.told[0]
    assert opened.workspace.case is None
    opened.workspace.close()
    assert path.read_text(encoding="utf-8") == "Dear colleague"


def test_another_day_in_the_case_is_the_day_of_the_review(opened):
    day = opened.workspace.as_of.replace(month=12)
    opened.workspace.edit(replace(opened.workspace.case, as_of=day), "day of review")
    assert opened.workspace.comparison.anchors.as_of == day
    opened.workspace.undo()
    assert opened.workspace.comparison.anchors.as_of != day


def test_many_trials_are_compared_in_the_background_and_stale_answers_dropped(opened):
    trials = opened.workspace.trials
    opened.workspace.trials = tuple(
        replace(trial, id=f"{trial.id}-{number}") for number in range(6) for trial in trials
    )
    before = opened.workspace.comparison
    heard = []
    opened.workspace.comparison_changed.connect(
        lambda: heard.append(platelets(opened.workspace.comparison.case))
    )
    for value in (80, 81, 82):
        opened.edit(value)
    assert opened.workspace.comparison is before
    opened.settle()
    assert heard[-1] == "82" and len(heard) < 3
    assert len(opened.workspace.comparison.assessments) == 30


START = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import main
from PySide6.QtCore import QTimer
from ui import start
SLOW = ("matplotlib", "openpyxl", "alembic", "scipy", "numpy", "pandas", "jsonschema", "lark")
LATE = ("sqlalchemy", "sqlcipher3", "yaml", "hccreview.clinical", "hccreview.review", *SLOW)
def loaded(names):
    return [name for name in names if name in sys.modules]
def content(s):
    s.window.show()
    print(loaded(LATE))
    s.window.complete()
    start.load(s)
    def look():
        if not s.window.page.model.heads:
            return QTimer.singleShot(5, look)
        print(s.workspace.case.code, loaded(SLOW))
        s.window.close()
    look()
content_of_start, start.content = start.content, content
sys.exit(main.main(["--database", sys.argv[1]]))
"""


def start_on(path: Path, home: Path) -> list[str]:
    places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME")
    environment = {**os.environ, **dict.fromkeys(places, str(home))}
    done = subprocess.run(
        [sys.executable, "-c", START, str(path)], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_before_the_first_paint_only_qt_is_loaded_and_nothing_slow_until_the_matrix(tmp_path):
    path = sample_store(tmp_path)
    start_on(path, tmp_path)  # reads the trials and keeps them ready
    assert start_on(path, tmp_path) == ["[]", "SAMPLE-01 []"]
