"""What the board looks at beside the values of a case: key images and excerpts of reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hccreview.clinical.dates import EARLIEST
from hccreview.errors import ReviewError
from hccreview.meeting.limits import PAGE, check_text

MOST_ATTACHMENTS = 24
"""Most attachments of one case."""
MOST_BYTES = 8_000_000


class Media(Enum):
    """How an image is written."""

    PNG = "image/png"
    JPEG = "image/jpeg"


class Report(Enum):
    """What kind of report an excerpt is from."""

    RADIOLOGY = "radiology"
    PATHOLOGY = "pathology"
    OTHER = "other"


_BEGINNINGS = {Media.PNG: b"\x89PNG\r\n\x1a\n", Media.JPEG: b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True)
class KeyImage:
    """An image by its bytes; whoever imports it takes out of them what they tell of a patient."""

    content: bytes
    media: Media
    caption: str = ""

    def __post_init__(self) -> None:
        check_text(self.caption, "The caption of an image")
        if len(self.content) > MOST_BYTES:
            raise ReviewError(
                f"The image has {len(self.content) / 1e6:.1f} MB; make it smaller than"
                f" {MOST_BYTES // 1_000_000} MB."
            )
        if not self.content.startswith(_BEGINNINGS[self.media]):
            raise ReviewError("The image is neither PNG nor JPEG, or damaged; choose another file.")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a report says, word for word; `on` is the day of the report, None where not known."""

    report: Report
    text: str
    on: date | None = None

    def __post_init__(self) -> None:
        check_text(self.text, "The excerpt of the report", PAGE, needed=True)
        if self.on is not None and self.on < EARLIEST:
            raise ReviewError("A report lies after 1900; correct its date.")


Attachment = KeyImage | Excerpt
