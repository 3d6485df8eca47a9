"""One case as the board sees it: all that presentation, hand-out and meeting workbook need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hccreview.meeting.attachment import Excerpt, KeyImage
from hccreview.meeting.decision import Decision
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import AgendaItem, Sitting
from hccreview.meeting.preparing import Preparation
from hccreview.meeting.seal import Sealed
from hccreview.meeting.since import Since
from hccreview.review.compare import Comparison
from hccreview.review.schedule.model import Schedule


@dataclass(frozen=True, slots=True)
class BoardCase:
    """A case as of the day of its meeting, or of a review without one.

    `schedules` by trial id; `sealed` is the newest version of this meeting's decision (without a
    meeting: the newest there is), `since` what has changed since it was sealed, `draft` the
    decision that is being written; `earlier` is what an earlier meeting sealed last; `tasks` are
    those of the case, closed ones too.
    """

    comparison: Comparison
    sitting: Sitting | None = None
    item: AgendaItem | None = None
    attachments: tuple[KeyImage | Excerpt, ...] = ()
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    draft: Decision | None = None
    sealed: Sealed | None = None
    since: Since | None = None
    earlier: Sealed | None = None
    tasks: tuple[Task, ...] = ()
    preparation: Preparation | None = None

    @property
    def code(self) -> str:
        """The code of the case; nothing else of it names the patient."""
        return self.comparison.case.code

    @property
    def decision(self) -> Decision | None:
        """What is to be shown as the decision: the sealed one, else the draft."""
        return self.sealed.snapshot.decision if self.sealed is not None else self.draft
