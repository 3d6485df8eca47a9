"""What leaves the page: the chart as a file, the chart and its numbers on the clipboard.

Files and copies are in the light colours of paper, whatever the window wears.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.chosen_file import chosen_file
from ui.leaving import leave

if TYPE_CHECKING:
    from hccreview.review.charts.model import OutcomeChart
    from ui.workspace import Workspace

Codes = tuple[str, ...]
Form = Literal["png", "svg", "pdf"]
FORMS: tuple[Form, ...] = ("png", "svg", "pdf")
_FILTERS = {
    "png": "Picture (*.png)",
    "svg": "Drawing that scales (*.svg)",
    "pdf": "Page (*.pdf)",
}
_WIDTH, _DPI = 900, 300  # of a file: wide enough for a slide, fine enough for print
_COPY_DPI = 192


class Saving:
    """Writes and copies a chart; what was done, or why not, goes to the message bar."""

    def __init__(self, workspace: Workspace, stamp: Callable[[], str]) -> None:
        self._workspace, self._stamp = workspace, stamp
        self._messages = workspace.messages

    def ask(self, parent: QWidget, chart: OutcomeChart, about: Codes) -> None:
        """Let the user choose where the chart goes, and write it there; `about` as in `save`."""
        name, chosen = QFileDialog.getSaveFileName(
            parent, "Save the chart", f"{file_name(chart)}.png", ";;".join(_FILTERS.values())
        )
        form = next((form for form, words in _FILTERS.items() if words == chosen), "png")
        path = chosen_file(self._messages, name, f".{form}")
        if path is not None:
            self.save(chart, path, about)

    def save(self, chart: OutcomeChart, path: Path, about: Codes = ()) -> None:
        """Write the chart; the end of the name says how. `about`: the cases that it shows."""
        stamp = self._stamp()
        leave(
            self._workspace,
            about,
            lambda: self._messages.done(f"The chart was saved: {path}"),
            lambda: write_chart(chart, path, stamp),
        )

    def copy_picture(self, chart: OutcomeChart, about: Codes = ()) -> None:
        """Put the chart on the clipboard as a picture; `about` as in `save`."""
        stamp, made = self._stamp(), list[bytes]()
        leave(
            self._workspace,
            about,
            lambda: self._put(made[0]),
            lambda: made.append(chart_bytes(chart, "png", _COPY_DPI, stamp)),
        )

    def _put(self, content: bytes) -> None:
        QGuiApplication.clipboard().setImage(QImage.fromData(content))
        self._messages.done("The chart is on the clipboard as a picture.")


def write_chart(chart: OutcomeChart, path: Path, stamp: str) -> None:
    """Write a chart as a whole file; raises ReviewError where that is not possible."""
    from hccreview.errors import ReviewError
    from hccreview.whole_file import replace_file

    form = next((form for form in FORMS if path.suffix.lower() == f".{form}"), None)
    if form is None:
        raise ReviewError(f"{path.name} cannot be saved; end its name in .png, .svg or .pdf.")
    content = chart_bytes(chart, form, _DPI, stamp)
    try:
        replace_file(path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReviewError(f"{path} cannot be written ({reason}); choose another place.") from None


def chart_bytes(chart: OutcomeChart, form: Form, dpi: int, stamp: str) -> bytes:
    """Return a chart in the colours of paper, as a file of a form; `stamp` is its last line."""
    from hccreview.reports.figures.draw import draw
    from hccreview.reports.figures.save import figure_bytes
    from hccreview.reports.figures.style import Style

    drawn = draw(chart, Style(theme="print"), width=_WIDTH, dpi=dpi, stamp=stamp)
    return figure_bytes(drawn.figure, form, dpi=dpi)


def file_name(chart: OutcomeChart) -> str:
    """Return a name for the file of a chart."""
    return chart.title.lower().replace(" ", "-").replace(",", "")
