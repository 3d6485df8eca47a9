"""What the board looks at for the current case: read and changed in the background."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.exchange.images import imported, read_image
from hccreview.meeting.attachment import Attachment, Excerpt, KeyImage
from ui.background import Task
from ui.meeting.attachments.pictures import fitting
from ui.messages import Offer
from ui.wording import plural
from ui.workspace import Workspace

if TYPE_CHECKING:
    from db.board import Board

THUMBNAIL = QSize(160, 120)
_TOLD = 3


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """An image with its thumbnail, or an excerpt without one."""

    id: uuid.UUID
    attachment: Attachment
    thumbnail: QImage | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Shelved:
    """The attachments of a case, which of them to go to, and what could not be added."""

    code: str
    items: tuple[Shown, ...] = ()
    wanted: uuid.UUID | None = None
    problems: tuple[str, ...] = ()


class Shelf(QObject):
    """Intents are methods; `changed` says that the attachments, or the case, are others.

    `wanted` is the one that was just added, changed or moved. Every intent names its case, so that
    what is typed goes to the case it was typed for.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.code = ""
        self.items: tuple[Shown, ...] = ()
        self.wanted: uuid.UUID | None = None
        self._thumbnails: dict[uuid.UUID, QImage] = {}  # the worker's own, of one case

    # ------------------------------------------------------------------------ intents

    def load(self) -> None:
        """Read what belongs to the current case."""
        kept = self.workspace.kept
        code = kept.code if kept is not None else ""
        if code != self.code:
            self._show(Shelved(code))
        if code:
            self._run(code)
        else:
            self._thumbnails = {}

    def add(self, code: str, attachment: Attachment) -> None:
        """Add an attachment behind the others."""
        self._run(code, lambda board: board.add_attachment(code, attachment).id)

    def add_files(self, code: str, paths: list[Path]) -> None:
        """Add images from files; what is at fault is told, the rest is added."""
        title = f"Adding {plural(len(paths), 'image', 'images')}"
        self._run(code, *(_adding(code, read_image, path) for path in paths), title=title)

    def add_picture(self, code: str, png: bytes) -> None:
        """Add a picture of the clipboard."""
        self._run(code, _adding(code, lambda content: imported(content, "The picture"), png))

    def change(self, code: str, shown: Shown, attachment: Attachment) -> None:
        """Correct a caption or an excerpt."""
        if attachment != shown.attachment:
            self._run(code, lambda board: board.change_attachment(shown.id, attachment).id)

    def move(self, code: str, shown: Shown, by: int) -> None:
        """Move an attachment up (-1) or down (1)."""
        ids = [each.id for each in self.items]
        place = ids.index(shown.id)
        if 0 <= place + by < len(ids):
            ids.insert(place + by, ids.pop(place))
            self._order(code, ids, shown.id)

    def remove(self, code: str, shown: Shown) -> None:
        """Remove an attachment; it can be taken back."""
        ids = [each.id for each in self.items]
        place = ids.index(shown.id)
        rest = ids[:place] + ids[place + 1 :]

        def work(board: Board) -> uuid.UUID | None:
            board.remove_attachment(shown.id)
            return rest[min(place, len(rest) - 1)] if rest else None

        def told() -> None:
            what = "Image" if isinstance(shown.attachment, KeyImage) else "Excerpt"
            offer = Offer("Undo", lambda: self._put_back(code, shown.attachment, place))
            self.workspace.messages.done(f"{what} removed from {code}.", offer)

        self._run(code, work, then=told)

    def _put_back(self, code: str, attachment: Attachment, place: int) -> None:
        def work(board: Board) -> uuid.UUID:
            ids = [each.id for each in board.attachments(code)]
            added = board.add_attachment(code, attachment).id
            ids.insert(place, added)
            board.order_attachments(code, ids)
            return added

        self._run(code, work)

    def _order(self, code: str, ids: list[uuid.UUID], moved: uuid.UUID) -> None:
        def work(board: Board) -> uuid.UUID:
            board.order_attachments(code, ids)
            return moved

        by_id = {each.id: each for each in self.items}
        self._show(Shelved(code, tuple(by_id[each] for each in ids), moved))
        self._run(code, work)

    # ---------------------------------------------------------------- in the background

    def _run(
        self,
        code: str,
        *works: Callable[[Board], uuid.UUID | None],
        then: Callable[[], None] | None = None,
        title: str = "",
    ) -> None:
        """Do the works one after the other, then read; what one refuses is told."""
        saving, messages = self.workspace.saving, self.workspace.messages
        if saving.store is None:
            return
        saving.flush()
        saving.count_elsewhere(len(works))

        def work(task: Task) -> Shelved:
            wanted: uuid.UUID | None = None
            problems: list[str] = []
            for number, each in enumerate(works):
                task.told(number, len(works))
                try:
                    wanted = each(self._board()) or wanted
                except ReviewError as error:
                    problems.append(str(error))
            return replace(self._read(code), wanted=wanted, problems=tuple(problems))

        def done(shelved: Shelved) -> None:
            saving.count_elsewhere(-len(works))
            if shelved.problems:
                messages.problem(_told(shelved.problems))
            elif then is not None:
                then()
            if shelved.code == self.code:
                self._show(shelved)

        def failed(sentence: str) -> None:
            saving.count_elsewhere(-len(works))
            messages.problem(sentence)

        self.workspace.background.run(work, done, failed, title=title)

    def _read(self, code: str) -> Shelved:
        found = self._board().attachments(code)
        known, self._thumbnails = self._thumbnails, {}
        for each in found:
            if isinstance(each.attachment, KeyImage):
                picture = known.get(each.id) or fitting(each.attachment, THUMBNAIL)
                self._thumbnails[each.id] = picture
        items = (Shown(e.id, e.attachment, self._thumbnails.get(e.id)) for e in found)
        return Shelved(code, tuple(items))

    def _board(self) -> Board:
        store = self.workspace.saving.store
        assert store is not None
        return store.board

    def _show(self, shelved: Shelved) -> None:
        self.code, self.items, self.wanted = shelved.code, shelved.items, shelved.wanted
        self.changed.emit()


def name_of(attachment: Attachment) -> str:
    """Return what an attachment is called: its caption, or the kind of report with its day."""
    if isinstance(attachment, Excerpt):
        day = f", {spoken(attachment.on)}" if attachment.on is not None else ""
        return f"{attachment.report.value.capitalize()} report{day}"
    return attachment.caption or "Image without a caption"


def _adding(
    code: str, read: Callable[..., KeyImage], source: object
) -> Callable[[Board], uuid.UUID]:
    def add(board: Board) -> uuid.UUID:
        return board.add_attachment(code, read(source)).id

    return add


def _told(problems: tuple[str, ...]) -> str:
    more = len(problems) - _TOLD
    return " ".join([*problems[:_TOLD], *([f"And {more} more."] if more > 0 else [])])
