"""What the program knows of the meetings now; a change is shown at once and written behind."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from hccreview.clinical.dates import spoken
from hccreview.meeting.agenda import with_case
from hccreview.meeting.preparing import ticked
from ui.background import QUESTION, Task
from ui.meeting.reading import Preparing, Read, item_of, read_meetings
from ui.messages import Offer
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.board import Board
    from db.meeting_listing import MeetingLine, StoredMeeting
    from hccreview.meeting.meeting import AgendaItem, Meeting
    from hccreview.meeting.preparing import Preparation, Tick


_PAUSE = 2000  # ms without a key; so much of a text is lost at most when the power fails


class BoardRoom(QObject):
    """Intents are methods; `changed`: meetings, agenda, ticks or preparations are others."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.lines: tuple[MeetingLine, ...] = ()
        self.meeting: StoredMeeting | None = None
        self.ticks: tuple[Tick, ...] = ()
        self.preparations: Mapping[str, Preparation] = {}
        self.loaded = False
        self._author = ""
        self._preparing = Preparing()
        self._reading: Task | None = None
        self._working: Task | None = None
        self._wanted: uuid.UUID | None = None
        self._writing = 0
        self._versions: dict[uuid.UUID, int] = {}  # the worker's while it writes: what was seen
        self._waiting: list[Callable[[], object]] = []
        self._unsaved: StoredMeeting | None = None  # what is being typed
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self.flush)
        self._watched = False
        self._known: object = None  # for what the preparations were worked out
        workspace.cases_changed.connect(self._outdated)
        workspace.closing.connect(self.flush)

    @property
    def author(self) -> str:
        """Who wrote last in this session, else who uses the program; proposed for the next."""
        return self._author or self.workspace.user

    @author.setter
    def author(self, name: str) -> None:
        self._author = name

    @property
    def item(self) -> AgendaItem | None:
        """The place of the current case on the agenda; None where it is not on it."""
        kept = self.workspace.kept
        if self.meeting is None or kept is None:
            return None
        return item_of(self.meeting.meeting, kept.code)

    def when_loaded(self, act: Callable[[], object]) -> None:
        """Do something once the meetings have been read; at once where there are none to read."""
        if self.loaded or self.workspace.saving.store is None:
            act()
        else:
            self._waiting.append(act)
            self.load()

    def watch(self, on: bool) -> None:
        """Follow what is done with cases, or no longer: who looks at the page wants it at once."""
        self._watched = on
        if on and not self.loaded:
            self.load()

    # ------------------------------------------------------------------------ intents

    def load(self) -> None:
        """Read the meetings, the chosen one and what its cases lack."""
        if self.workspace.saving.store is None:
            return
        if self._reading is not None:
            self._reading.cancel()
        wanted, today = self._wanted, self.workspace.today()
        self._reading = self.workspace.background.run(
            lambda _: read_meetings(self._board(), wanted, today),
            self._take,
            self._not_read,
            rank=QUESTION,
        )

    def choose(self, meeting: uuid.UUID) -> None:
        """Look at another meeting."""
        self.flush()
        self._wanted = meeting
        self.load()

    def make(self, meeting: Meeting) -> None:
        """Add a meeting and look at it."""

        def work(_: Task) -> uuid.UUID:
            made = self._board().add_meeting(meeting)
            self._versions[made.id] = made.version
            return made.id

        self.flush()
        self._write(work, self.choose)

    def change(self, meeting: Meeting, what: str = "", *, typing: bool = False) -> None:
        """Put a changed meeting in the place of the one looked at, and save it.

        `what` is told with an offer to undo; an empty one is not told. `typing`: more is to come,
        so it is written after a pause, or at `flush`.
        """
        seen = self.meeting
        if seen is None or seen.meeting == meeting:
            return
        self._keep(seen, meeting, typing=typing)
        if what:
            offer = Offer("Undo", lambda: self._take_back(seen, meeting))
            self.workspace.messages.done(what, offer)

    def add_cases(self, codes: tuple[str, ...]) -> None:
        """Put cases at the end of the agenda; those that are on it already stay where they are."""
        if self.meeting is None:
            self.workspace.messages.problem(
                "There is no meeting yet; make one on the page Meeting (Ctrl+Shift+N)."
            )
            return
        meeting = self.meeting.meeting
        new = [code for code in codes if code not in meeting.codes]
        day = spoken(meeting.sitting.on)
        if not new:
            self.workspace.messages.done(f"{', '.join(codes)}: on the agenda of {day} already.")
            return
        with self.workspace.messages.telling():
            for code in new:
                meeting = with_case(meeting, code)
            self.change(meeting, f"On the agenda of {day}: {', '.join(new)}.")

    def delete(self) -> None:
        """Delete the meeting looked at, with its ticks and drafts."""
        self.flush()
        seen = self.meeting
        if seen is None:
            return

        def gone(_: object) -> None:
            day = spoken(seen.meeting.sitting.on)
            self.workspace.messages.done(f"The meeting of {day} was deleted.")
            self._wanted = None
            self.load()

        self._write(
            lambda _: self._board().delete_meeting(seen.id, seen_version=self._version(seen)), gone
        )

    def tick(self, tick: Tick) -> None:
        """Tick off what a case lacked."""
        if (seen := self.meeting) is not None:
            self.author = tick.by
            self._show_ticks((*self._ticks_but(tick.case, tick.field), tick))
            self._write(lambda _: self._board().tick(seen.id, tick), self._again)

    def untick(self, code: str, field: str) -> None:
        """Take a tick back."""
        if (seen := self.meeting) is not None:
            self._show_ticks(self._ticks_but(code, field))
            self._write(lambda _: self._board().untick(seen.id, code, field), self._again)

    # ------------------------------------------------------------------------ reading

    def _outdated(self) -> None:
        """Read again what is looked at; what is not waits until somebody asks."""
        self.loaded, self._known = False, None
        if self._watched:
            self.load()

    def _not_read(self, sentence: str) -> None:
        """Tell why a meeting cannot be shown, and stay with the one that is."""
        self._reading = None
        self._wanted = self.meeting.id if self.meeting is not None else None
        self.workspace.messages.problem(sentence)
        self.changed.emit()

    def _take(self, read: Read) -> None:
        self._reading = None
        if self._writing:  # what was read may be older than what is shown; read after the writing
            return
        self.lines, self.meeting = read.lines, read.meeting
        self._wanted = read.meeting.id if read.meeting is not None else None
        if read.meeting is not None:
            self._versions[read.meeting.id] = read.meeting.version
        self.loaded = True
        self._show_ticks(read.ticks)
        self._prepare()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def _show_ticks(self, ticks: tuple[Tick, ...]) -> None:
        self.ticks = ticks
        codes = self.meeting.meeting.codes if self.meeting is not None else ()
        found = self.preparations.items()
        self.preparations = {code: ticked(each, ticks) for code, each in found if code in codes}
        self.changed.emit()

    def _ticks_but(self, code: str, field: str) -> tuple[Tick, ...]:
        return tuple(each for each in self.ticks if (each.case, each.field) != (code, field))

    def _prepare(self) -> None:
        """Work out in the background what each case lacks, where that may be something else."""
        store, stored, trials = self.workspace.saving.store, self.meeting, self.workspace.trials
        if store is None or stored is None or not trials:
            return
        meeting = stored.meeting
        known = (frozenset(meeting.codes), meeting.sitting.on, trials)
        if known == self._known:
            return
        if self._working is not None:
            self._working.cancel()
        self._working = self.workspace.background.run(
            lambda task: self._preparing.prepared(store, meeting, trials, task),
            lambda found: self._take_preparations(known, found),
            rank=QUESTION,
        )

    def _take_preparations(self, known: object, found: Mapping[str, Preparation]) -> None:
        self._working, self._known, self.preparations = None, known, found
        self._show_ticks(self.ticks)

    # ------------------------------------------------------------------------ writing

    def flush(self) -> None:
        """Hand over what is still being typed."""
        self._soon.stop()
        unsaved, self._unsaved = self._unsaved, None
        if unsaved is not None:
            self._count(-1)
            self._save(unsaved)

    def _keep(self, seen: StoredMeeting, meeting: Meeting, *, typing: bool = False) -> None:
        if self._unsaved is None:
            self._count(1)
        self.meeting = self._unsaved = replace(seen, meeting=meeting)
        self._soon.start()
        self.changed.emit()
        if not typing:
            self.flush()

    def _save(self, seen: StoredMeeting) -> None:
        def work(_: Task) -> None:
            version = self._version(seen)
            self._versions[seen.id] = self._board().save_meeting(
                seen.id, seen.meeting, seen_version=version
            )

        self._write(work, self._again)

    def _take_back(self, seen: StoredMeeting, made: Meeting) -> None:
        now = self.meeting
        if now is not None and now.id == seen.id and now.meeting == made:
            self._keep(now, seen.meeting)
        else:
            self.workspace.messages.problem(
                "The agenda has changed since, so this cannot be undone; change it by hand."
            )

    def _write(self, work: Callable[[Task], object], done: Callable[..., object]) -> None:
        """Write in the background; a refusal is told and everything is read again."""
        if self.workspace.saving.store is None:
            return
        self._count(1)

        def written(answer: object) -> None:
            self._count(-1)
            done(answer)

        def refused(sentence: str) -> None:
            self._count(-1)
            self.workspace.messages.problem(sentence)
            self.load()

        self.workspace.background.run(work, written, refused)

    def _again(self, _: object) -> None:
        self.load()

    def _count(self, more: int) -> None:
        """Count what is on its way to the store; the status bar says so."""
        self._writing += more
        self.workspace.saving.count_elsewhere(more)

    def _board(self) -> Board:
        store = self.workspace.saving.store
        assert store is not None
        return store.board

    def _version(self, seen: StoredMeeting) -> int:
        return self._versions.get(seen.id, seen.version)
