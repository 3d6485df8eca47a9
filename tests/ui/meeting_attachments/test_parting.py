"""What goes with a case that is deleted: said before, and said of the samples."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.listing import CaseTies
from db.store import Store, open_store
from hccreview.clinical.case import Case
from hccreview.meeting.agenda import with_case
from hccreview.meeting.meeting import AgendaItem, Meeting, Sitting
from tests.db.meeting_builders import first_seal
from tests.meeting.builders import SITTING, a_decision, documents
from tests.ui.opening import TODAY, sample_store, shared
from ui.cases.actions import CaseActions
from ui.cases.taken_along import taken_along
from ui.commands.clock import now
from ui.messages import Messages, Offer
from ui.sample_meeting import add_sample_meeting
from ui.workspace import Workspace

SEALED = "SAMPLE-01"


class Desk:
    """A workspace with its case actions, and what it told."""

    def __init__(self, path: Path, qtbot: QtBot) -> None:
        self.qtbot, self.told, self.offers = qtbot, list[str](), list[Offer]()
        messages = Messages()
        for signal in (messages.problem_told, messages.done_told):
            signal.connect(self.told.append)
        messages.offer_told.connect(self.offers.append)
        self.workspace = Workspace(messages, lambda: TODAY)
        self.actions = CaseActions(self.workspace)
        self.workspace.open(path, "SAMPLE-05", Path(shared().name))
        self.settle()

    def settle(self) -> None:
        workspace = self.workspace
        quiet = lambda: workspace.background.idle and not workspace.saving.waiting  # noqa: E731
        self.qtbot.waitUntil(quiet, timeout=20_000)

    @property
    def store(self) -> Store:
        assert self.workspace.saving.store is not None
        return self.workspace.saving.store

    @property
    def codes(self) -> list[str]:
        return [line.code for line in self.store.cases().lines]

    @property
    def meetings(self) -> list[Meeting]:
        board = self.store.board
        return [board.meeting(line.id).meeting for line in board.meetings().lines]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return sample_store(tmp_path)


@pytest.fixture
def desk(path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with open_store(path, today=now) as store:
        add_sample_meeting(store)
    desk = Desk(path, qtbot)
    yield desk
    desk.workspace.close(anyway=True)


def seal(store: Store) -> None:
    """Seal a decision on the first sample case, at a meeting of its own."""
    meeting = store.board.add_meeting(Meeting(SITTING, (AgendaItem(SEALED),)))
    store.board.seal_decision(meeting.id, first_seal(), documents())


# --- the words


@pytest.mark.parametrize(
    ("ties", "words"),
    [
        (CaseTies(), ""),
        (CaseTies(tasks=1), "1 task"),
        (CaseTies(agendas=1, attachments=2), "1 place on an agenda and 2 images and excerpts"),
        (
            CaseTies(agendas=2, drafts=1, tasks=3, attachments=1),
            "2 places on agendas, 1 draft of a decision, 3 tasks and 1 image or excerpt",
        ),
    ],
)
def test_what_goes_along_is_counted_in_words(ties, words):
    assert taken_along([ties]) == words
    assert taken_along([CaseTies(), ties]) == words


# --- one case


def test_a_case_that_takes_nothing_along_is_deleted_at_once(desk):
    desk.actions.delete("SAMPLE-05")
    desk.settle()
    assert desk.told == ["SAMPLE-05 deleted."]
    assert [offer.label for offer in desk.offers] == ["Undo"]
    assert "SAMPLE-05" not in desk.codes


def test_what_would_go_for_good_is_said_before_and_asked(desk):
    desk.actions.delete("SAMPLE-02")
    desk.settle()
    assert desk.told == [
        "With SAMPLE-02 you would also delete 1 place on an agenda, 1 task and 1 image or excerpt,"
        " for good: “Undo” brings back the case alone."
    ]
    assert "SAMPLE-02" in desk.codes
    assert [offer.label for offer in desk.offers] == ["Delete SAMPLE-02"]
    desk.offers[0].act()
    desk.settle()
    assert "SAMPLE-02" not in desk.codes
    desk.workspace.undo()
    desk.settle()
    assert desk.store.ties("SAMPLE-02") == CaseTies()


def test_a_draft_counts_until_it_is_thrown_away(desk):
    (line,) = desk.store.board.meetings().lines
    draft = a_decision(case="SAMPLE-10")
    version = desk.store.board.save_draft(line.id, draft, seen_version=None)
    assert desk.store.ties("SAMPLE-10").drafts == 1
    desk.store.board.discard_draft(line.id, "SAMPLE-10", seen_version=version)
    assert desk.store.ties("SAMPLE-10") == CaseTies(agendas=1, attachments=1)


def test_a_sealed_case_is_not_deleted_but_can_be_archived(desk):
    seal(desk.store)
    desk.actions.delete(SEALED)
    desk.settle()
    assert desk.told == [
        "SAMPLE-01 has a sealed decision, so it is not deleted; archive it instead."
    ]
    assert [offer.label for offer in desk.offers] == ["Archive it"]
    desk.offers[0].act()
    desk.settle()
    assert SEALED not in desk.codes
    assert desk.store.stored(SEALED).archived
    desk.actions.delete(SEALED)
    desk.settle()
    assert len(desk.offers) == 2  # the other one undoes the archiving


# --- the samples


def test_the_samples_leave_with_their_meeting_and_come_back_without_it(desk):
    desk.actions.remove_samples()
    desk.settle()
    assert desk.codes == []
    assert desk.meetings == []
    assert desk.told == [
        "14 sample cases and the sample meeting removed. “Undo” brings back the cases, without"
        " 4 places on agendas, 2 tasks and 4 images and excerpts."
    ]
    desk.offers[-1].act()
    desk.settle()
    assert len(desk.codes) == 14
    assert desk.meetings == []


def test_a_sealed_sample_stays_and_the_sentence_says_so(desk):
    seal(desk.store)
    desk.actions.remove_samples()
    desk.settle()
    assert desk.codes == [SEALED]
    assert desk.told[0].startswith("13 sample cases removed.")
    assert desk.told[0].endswith(
        "SAMPLE-01 stays, because its decision is sealed; archive what is in the way."
    )
    assert len(desk.meetings) == 2
    desk.actions.remove_samples()
    desk.settle()
    assert desk.told[1].startswith("SAMPLE-01 stays")


def test_a_sample_meeting_that_has_become_the_users_stays(desk):
    desk.store.save_case(Case("P-1"), seen_version=None)
    (line,) = desk.store.board.meetings().lines
    found = desk.store.board.meeting(line.id)
    mine = with_case(found.meeting, "P-1")
    desk.store.board.save_meeting(line.id, mine, seen_version=found.version)
    desk.actions.remove_samples()
    desk.settle()
    assert [each.codes for each in desk.meetings] == [("P-1",)]
    assert desk.told[0].startswith("14 sample cases removed.")


def test_a_sample_meeting_with_another_place_is_the_users(desk):
    (line,) = desk.store.board.meetings().lines
    found = desk.store.board.meeting(line.id)
    mine = Meeting(Sitting(TODAY, "Room 4"), found.meeting.items)
    desk.store.board.save_meeting(line.id, mine, seen_version=found.version)
    desk.actions.remove_samples()
    desk.settle()
    assert [each.sitting.place for each in desk.meetings] == ["Room 4"]


def test_without_samples_nothing_happens(desk):
    for _ in range(2):
        desk.actions.remove_samples()
        desk.settle()
    assert desk.told[1] == "There are no sample cases."


# --- the first start


def test_a_new_store_receives_the_sample_meeting_once(tmp_path, qtbot):
    path = tmp_path / "new.sqlite"
    for _ in range(2):
        desk = Desk(path, qtbot)
        assert [meeting.codes for meeting in desk.meetings] == [
            ("SAMPLE-01", "SAMPLE-02", "SAMPLE-10", "SAMPLE-04")
        ]
        assert desk.told == []
        desk.workspace.close()
    with open_store(path, today=now) as store:
        assert len(store.board.attachments("SAMPLE-01")) == 2
        assert len(store.board.open_tasks()) == 2
