"""A document on A4: as PDF or on a printer, each page with its foot and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QRectF,
    QSizeF,
    Qt,
    QUrl,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hccreview.errors import ReviewError
from hccreview.review.explain import STATEMENT
from hccreview.whole_file import replace_file
from ui.screen_thread import on_screen_thread

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_POINTS, _DOTS, _INCH = 8.5, 96.0, 25.4
_MARGINS, _FOOT = QMarginsF(14, 12, 14, 10), 30.0  # mm; the foot in dots of 1/96 inch
_WIDTH, _HEIGHT = 210.0, 297.0  # A4 in mm
PAGE_WIDTH = (_WIDTH - _MARGINS.left() - _MARGINS.right()) / _INCH * _DOTS
"""The width of what is printed, in dots of 1/96 inch."""
_PAGE_HEIGHT = (_HEIGHT - _MARGINS.top() - _MARGINS.bottom()) / _INCH * _DOTS - _FOOT
# Glyphs for two letters or of another locality are not read back as the letters they stand for.
_UNREADABLE = ("liga", "clig", "dlig", "locl")
# Nothing is bold: Qt paints it twice, and it is read back twice.
_STYLE = """
h1, h2, h3, th { font-weight: 400; }
h1 { font-size: 16pt; margin-bottom: 2px; } h2 { font-size: 13pt; margin: 14px 0 2px 0; }
h3 { font-size: 9.5pt; color: #1F5FA8; margin: 8px 0 2px 0; } p { margin: 2px 0; }
th { text-align: left; background: #EBEDF0; } td, th { padding: 2px 4px; }
.quiet { color: #566069; } .held { text-decoration: line-through; }
"""


@dataclass(frozen=True, slots=True)
class Flow:
    """Pages that belong together, beginning on a new one; `foot` stands on each beside its number.

    `foot` names what they are about, such as the code of a case.
    """

    html: str
    foot: str = ""


class _Document(QTextDocument):
    """Shows the pictures that lie in its text only; no text makes it open a file."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802
        """Return a picture that is in the text; for any other address, a dot that is not seen.

        With nothing to show, Qt would open the file by its name.
        """
        if QUrl(name).scheme() == "data":
            return super().loadResource(kind, name)
        dot = QImage(1, 1, QImage.Format.Format_ARGB32)
        dot.fill(Qt.GlobalColor.transparent)
        return dot


def document(html: str) -> QTextDocument:
    """Return a document for paper, in the font of the program and in black on white."""
    made = _Document()
    font = QFont(QApplication.font().families())
    font.setPointSizeF(_POINTS)
    for feature in _UNREADABLE:
        font.setFeature(QFont.Tag(feature), 0)
    made.setDefaultFont(font)
    made.setDefaultStyleSheet(_STYLE)
    made.setHtml(html)
    made.setDocumentMargin(0)
    return made


def page_count(html: str) -> int:
    """Return how many pages a text takes; a worker may ask."""
    return on_screen_thread(partial(_page_count, html))


def _page_count(html: str) -> int:
    """Count; the little that is left over is for rounding."""
    text = document(html)
    text.setPageSize(QSizeF(PAGE_WIDTH, _PAGE_HEIGHT - 2))
    return text.pageCount()


def pdf(html: str, title: str) -> bytes:
    """Return a PDF with the fonts inside."""
    return pdf_of((Flow(html),), title)


def pdf_of(flows: Sequence[Flow], title: str) -> bytes:
    """Return a PDF of several texts, its pages numbered through, with the fonts inside.

    A worker may ask: then each text is painted on its own, and keys are answered in between.
    """
    press = _Press(title)
    try:
        on_screen_thread(press.begin)
        for flow in flows:
            on_screen_thread(partial(press.add, flow))
        for number in range(len(flows)):
            on_screen_thread(partial(press.paint, number))
    finally:
        made = on_screen_thread(press.end)
    return made


class _Press:
    """A PDF in the making. All of Qt that it holds begins and ends on the thread of the screen."""

    def __init__(self, title: str) -> None:
        self._title, self._data = title, QByteArray()
        self._buffer: QBuffer | None = None
        self._pages: _Pages | None = None

    def begin(self) -> None:
        self._buffer = QBuffer(self._data)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(self._buffer)
        writer.setTitle(self._title)
        writer.setCreator("HCC Review")
        _lay_out(writer)
        self._pages = _Pages(writer)

    def add(self, flow: Flow) -> None:
        assert self._pages is not None
        self._pages.add(flow)

    def paint(self, number: int) -> None:
        assert self._pages is not None
        self._pages.paint(number)

    def end(self) -> bytes:
        if self._pages is not None:
            self._pages.end()
        if self._buffer is not None:
            self._buffer.close()
        self._pages = self._buffer = None
        return bytes(self._data.data())


def save_pdf(html: str, title: str, path: Path) -> None:
    """Write a PDF whole or not at all; raises ReviewError where that is not possible."""
    save_flows((Flow(html),), title, path)


def save_flows(flows: Sequence[Flow], title: str, path: Path) -> None:
    """Write a PDF of several texts whole or not at all; raises ReviewError as `save_pdf` does."""
    try:
        replace_file(path, pdf_of(flows, title))
    except OSError as error:
        raise ReviewError(
            f"The page cannot be written to {path} ({error.strerror}); choose another place."
        ) from error


def print_on(printer: QPrinter, html: str) -> None:
    """Print on a printer, or on the preview of one."""
    _lay_out(printer)
    paint((Flow(html),), printer)


def preview(html: str, parent: QWidget) -> None:
    """Show a page as it will be printed, and let it be printed."""
    from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

    own = QPrinter()
    dialog = QPrintPreviewDialog(own, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # The dialogue does not keep its printer alive: what is connected does.
    dialog.paintRequested.connect(lambda printer, _own=own: print_on(printer, html))
    QDialog.open(dialog)


def paint(flows: Sequence[Flow], device: QPagedPaintDevice) -> int:
    """Paint all pages of all texts; return their number."""
    pages = _Pages(device)
    for flow in flows:
        pages.add(flow)
    for number in range(len(flows)):
        pages.paint(number)
    pages.end()
    return sum(pages.counts)


class _Pages:
    """Texts that are painted on a device one after the other."""

    def __init__(self, device: QPagedPaintDevice) -> None:
        self._device, self._painter = device, QPainter(device)
        scale = device.logicalDpiX() / _DOTS
        self._area = QSizeF(device.width() / scale, device.height() / scale)
        self._painter.scale(scale, scale)
        self._texts: list[tuple[QTextDocument, str]] = []
        self.counts: list[int] = []  # of pages, a text each

    def add(self, flow: Flow) -> None:
        """Lay a text out."""
        text = document(flow.html)
        text.setPageSize(QSizeF(self._area.width(), self._area.height() - _FOOT))
        self._texts.append((text, flow.foot))
        self.counts.append(text.pageCount())

    def paint(self, number: int) -> None:
        """Paint a text behind the pages of those before it, when all are laid out."""
        text, foot = self._texts[number]
        before, pages = sum(self.counts[:number]), sum(self.counts)
        for page in range(self.counts[number]):
            if before + page:
                self._device.newPage()
            _paint_page(self._painter, text, page, self._area)
            told = f"{before + page + 1} of {pages}"
            told = f"{foot}, {told}" if foot else told
            _paint_foot(self._painter, text.defaultFont(), self._area, told)

    def end(self) -> None:
        """Let go of the device."""
        self._painter.end()
        self._texts.clear()


def _lay_out(device: QPagedPaintDevice) -> None:
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            _MARGINS,
            QPageLayout.Unit.Millimeter,
        )
    )


def _paint_page(painter: QPainter, text: QTextDocument, page: int, area: QSizeF) -> None:
    height = area.height() - _FOOT
    painter.save()
    painter.translate(0, -page * height)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    # A little less than the page: a line that touches its edge would be written on both pages.
    context.clip = QRectF(0, page * height + 1, area.width(), height - 2)
    painter.setClipRect(context.clip)
    text.documentLayout().draw(painter, context)
    painter.restore()


def _paint_foot(painter: QPainter, font: QFont, area: QSizeF, told: str) -> None:
    # In dots, which the painter scales; points would be scaled once more by the device.
    font.setPixelSize(round(_POINTS / 72 * _DOTS))
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(QColor("#404040"))
    foot = QRectF(0, area.height() - _FOOT + 8, area.width(), _FOOT - 8)
    painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft), STATEMENT)
    room = area.width() - metrics.horizontalAdvance(f"{STATEMENT}   ")
    told = metrics.elidedText(told, Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight), told)
