"""What lies on the desk: draft, sealed versions, facts; and the way from one to the other."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from hccreview.errors import ReviewError
from ui.background import IDLE, Task
from ui.meeting.decision.drafts import Drafts, Key
from ui.meeting.decision.facts import Facts, arms_of, facts_from, facts_of
from ui.meeting.decision.record import Record, changes_since, read_record
from ui.meeting.decision.sealing import Done, Sealing, seal

if TYPE_CHECKING:
    from db.store import Store
    from hccreview.clinical.case import Case
    from hccreview.meeting.decision import Decision
    from hccreview.meeting.meeting import Sitting
    from hccreview.meeting.seal import Sealed
    from hccreview.meeting.since import Since
    from hccreview.trials.model import Trial
    from ui.meeting.room import BoardRoom
    from ui.workspace import Workspace

_SOON = 300  # ms after a change until it is asked again what has changed since the meeting


class Desk(QObject):
    """`loaded`: another case or record lies here; `since_found` carries version, changes, problem.

    `sealed` carries what was sealed, `refused` why it was not.
    """

    loaded = Signal()
    facts_changed = Signal()
    since_found = Signal(object, object, str)
    sealed = Signal(object)
    refused = Signal(str)

    def __init__(self, workspace: Workspace, room: BoardRoom) -> None:
        super().__init__()
        self.workspace, self.room = workspace, room
        self.drafts = Drafts(workspace)
        self.record: Record | None = None
        self.facts: Facts | None = None
        self.problem = ""
        self.same_facts = True
        self._reading: Task | None = None
        self._looking: list[Task] = []
        self._made_of: object = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look_since)

    @property
    def key(self) -> Key | None:
        """Meeting and case that are decided on; None where the case is not on the agenda."""
        meeting, item = self.room.meeting, self.room.item
        return (meeting.id, item.case) if meeting is not None and item is not None else None

    @property
    def code(self) -> str:
        """The code of the current case, empty where none is open."""
        return self.workspace.kept.code if self.workspace.kept is not None else ""

    @property
    def writes(self) -> bool:
        """True where a decision can be written: on the agenda, and not sealed, or being amended."""
        if self.key is None or self.record is None or self.facts is None:
            return False
        return self.record.sealed is None or self.record.draft is not None

    @property
    def before(self) -> Sealed | None:
        """The version that is amended."""
        return self.record.newest if self.record is not None else None

    # ------------------------------------------------------------------ reading

    def load(self) -> None:
        """Read what is drafted and sealed on the current case, after what is being typed."""
        self.drafts.flush()
        for task in (self._reading, *self._looking):
            if task is not None:
                task.cancel()
        self._looking = []
        self.record, self.facts, self.problem, self._made_of = None, None, "", None
        store, code, key = self.workspace.saving.store, self.code, self.key
        self.drafts.begin(None, None)
        self.loaded.emit()
        if store is None or not code:
            return
        meeting = key[0] if key is not None else None
        self._reading = self.workspace.background.run(
            lambda _: read_record(store, meeting, code),
            lambda record: self._take(record, key),
            self._not_read,
        )

    def _take(self, record: Record, key: Key | None) -> None:
        self._reading, self.record = None, record
        self.drafts.begin(key, record.draft)
        sealed, draft = record.newest, record.draft
        self.same_facts = (
            sealed is None
            or draft is None
            or draft.decision.decided_on == sealed.snapshot.decision.decided_on
        )
        self._make(self.drafts.kept)
        self.loaded.emit()
        self._look_since()

    def _not_read(self, sentence: str) -> None:
        self._reading, self.problem = None, sentence
        self.loaded.emit()

    # ------------------------------------------------------------------ facts

    def renew(self, decision: Decision | None) -> None:
        """Compare again where the case, the meeting or a recommended arm is another one."""
        if self.record is not None and self._make(decision):
            self.facts_changed.emit()
            self._soon.start(_SOON)

    def use_facts(self, same: bool, decision: Decision | None) -> None:
        """Amend on the facts that were sealed, or on the record of today."""
        if same != self.same_facts:
            self.same_facts = same
            self.renew(decision)

    def _make(self, decision: Decision | None) -> bool:
        """Return whether the facts are others now."""
        kept, meeting = self.workspace.kept, self.room.meeting
        trials = self.workspace.trials
        if kept is None or meeting is None or self.key is None or not trials:
            return False
        sitting, arms = meeting.meeting.sitting, arms_of(decision, trials)
        made_of = (kept.case, sitting, arms, self.same_facts, trials)
        if made_of == self._made_of:
            return False
        self._made_of = made_of
        as_sealed = self.record.sealed_facts if self.record is not None else None
        try:
            if as_sealed is not None and self.same_facts:
                self.facts = facts_from(sitting, as_sealed, as_sealed=True)
            else:
                day = self._day(sitting)
                self.facts = facts_of(kept.case, trials, sitting, day, arms)
        except ReviewError as error:
            self.facts, self.problem = None, str(error)
        return True

    def _day(self, sitting: Sitting) -> date:
        """The day of the decision: that of the meeting; of an amendment on new facts, today."""
        return sitting.on if self.same_facts else max(self.workspace.today(), sitting.on)

    def _look_since(self) -> None:
        store, kept, record = self.workspace.saving.store, self.workspace.kept, self.record
        trials = self.workspace.trials
        for task in self._looking:
            task.cancel()
        self._looking = []
        if store is None or kept is None or record is None or not trials:
            return
        for sealed in self.shown(record):
            self._looking.append(self._look_at(sealed, store, kept.case, trials))

    def _look_at(self, sealed: Sealed, store: Store, case: Case, trials: tuple[Trial, ...]) -> Task:
        today = self.workspace.today()

        def work(_: Task) -> Since:
            return changes_since(store, sealed, case, trials, today)

        def done(since: Since) -> None:
            self.since_found.emit(sealed, since, "")

        def failed(why: str) -> None:
            self.since_found.emit(sealed, None, why)

        return self.workspace.background.run(work, done, failed, rank=IDLE)

    @staticmethod
    def shown(record: Record) -> tuple[Sealed, ...]:
        """Return the versions that are looked back at: that of here, and the last one elsewhere."""
        last = record.elsewhere[0].newest if record.elsewhere else None
        return tuple(each for each in (record.newest, last) if each is not None)

    # ------------------------------------------------------------------ writing

    def amend(self) -> None:
        """Begin an amendment: the sealed decision as a draft."""
        if self.before is not None and self.key is not None and not self.workspace.in_what_if:
            self.drafts.write(self.before.snapshot.decision)
            self.load()

    def discard(self) -> None:
        """Throw the draft away and read again."""
        self.drafts.discard()
        self.load()

    def seal(
        self, decision: Decision, by: str, at: datetime, reason: str, tests_due: date | None
    ) -> None:
        """Seal a decision in the background, after what waits to be saved."""
        store, key = self.workspace.saving.store, self.key
        if store is None or key is None or self.facts is None:
            return
        self.workspace.saving.flush()
        self.drafts.flush()
        before = self.before
        reason = reason if before is not None else ""
        wanted = Sealing(key[0], self.facts, decision, by, at, before, reason, tests_due)
        self.workspace.background.run(lambda _: seal(store, wanted), self._done, self.refused.emit)

    def _done(self, done: Done) -> None:
        self.sealed.emit(done)
        if done.sealed.snapshot.case.code == self.code:
            self.load()
