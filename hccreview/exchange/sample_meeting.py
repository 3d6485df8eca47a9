"""The sample meeting of the first start, made up: agenda, tasks, what the board looks at."""

from __future__ import annotations

from dataclasses import dataclass

from hccreview.clinical.bundled import bundled
from hccreview.errors import ReviewError
from hccreview.meeting.attachment import Attachment, Excerpt, KeyImage, Media
from hccreview.meeting.follow_up import Task
from hccreview.meeting.meeting import Meeting
from hccreview.meeting.shapes import shaped
from resources import resource_path

_FILE = "sample_meeting/meeting.yaml"


@dataclass(frozen=True, slots=True)
class SampleDrawing:
    """A drawn key image of a sample case, by its file."""

    case: str
    file: str
    caption: str


@dataclass(frozen=True, slots=True)
class SampleExcerpt:
    """A made-up excerpt of a report on a sample case."""

    case: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class SampleMeeting:
    """A meeting about sample cases, with tasks of theirs and what belongs to them."""

    meeting: Meeting
    tasks: tuple[Task, ...]
    drawings: tuple[SampleDrawing, ...]
    excerpts: tuple[SampleExcerpt, ...]

    @property
    def attachments(self) -> tuple[tuple[str, Attachment], ...]:
        """The attachments with the codes of their cases, drawings first."""
        images = ((each.case, _image(each)) for each in self.drawings)
        return (*images, *((each.case, each.excerpt) for each in self.excerpts))


def sample_meeting() -> SampleMeeting:
    """Return the sample meeting of the program; raises ReviewError for a slip in its file."""
    return bundled(_FILE, lambda data: shaped(SampleMeeting, data, _FILE))


def _image(drawing: SampleDrawing) -> KeyImage:
    beside = {path.name: path for path in resource_path(_FILE).parent.glob("*.png")}
    if drawing.file not in beside:
        raise ReviewError(f"{_FILE}: there is no drawing “{drawing.file}” beside it.")
    return KeyImage(beside[drawing.file].read_bytes(), Media.PNG, drawing.caption)
