"""A store that holds something of everything that is proved."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from db.store import Store
from hccreview.meeting.attachment import Excerpt, KeyImage, Media, Report
from hccreview.meeting.follow_up import Task, done
from hccreview.meeting.preparing import Tick
from hccreview.trials.local import LocalFill, LocalProtocol
from resources import resource_path
from tests.db.conftest import SAMPLES
from tests.db.meeting_builders import CODE, MEETING, OTHER, first_seal
from tests.meeting.builders import a_decision, documents

DAY = MEETING.sitting.on
TRIAL = resource_path("trials", "NCT05099848.yaml").read_text("utf-8")
PROTOCOL = LocalProtocol(
    "NCT06187961", "A. Chair", date(2026, 11, 20), "product information",
    (LocalFill("lenvatinib", dose=8, route="oral", days=(1,), per_day=1),), 21,
)  # fmt: skip
IMAGE = KeyImage(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, Media.PNG, "Segment 8")
EXCERPT = Excerpt(Report.PATHOLOGY, "MVI: M1.", date(2026, 11, 12))


@dataclass(frozen=True, slots=True)
class Full:
    """What the tests ask the store for by its id."""

    meeting: uuid.UUID
    image: uuid.UUID


def fill(store: Store) -> Full:
    """Put the samples, a prepared meeting with a seal and a draft, and the documents in a store."""
    store.import_samples(SAMPLES)
    board = store.board
    meeting = board.add_meeting(MEETING).id
    board.tick(meeting, Tick(CODE, "platelets", "A. Lin", DAY))
    board.tick(meeting, Tick(OTHER, "afp", "A. Lin", DAY))
    tasks = (
        Task(CODE, "MRI of the liver", "Dr Lin", DAY, DAY + timedelta(days=7), "mri"),
        Task(CODE, "AFP", "Dr Lin", DAY, DAY + timedelta(days=14)),
        Task(OTHER, "Biopsy", "Dr Wu", DAY, DAY + timedelta(days=3)),
    )
    added = board.add_tasks(tasks, meeting)
    board.change_task(added[1], done(added[1].task, DAY, "12 ng/ml"))
    image = board.add_attachment(CODE, IMAGE).id
    board.add_attachment(CODE, EXCERPT)
    board.save_draft(meeting, a_decision(case=OTHER), seen_version=None)
    board.seal_decision(meeting, first_seal(), documents())
    store.save_trial_document(TRIAL, where="NCT05099848.yaml", origin="site")
    store.save_local_protocol(PROTOCOL)
    return Full(meeting, image)
