"""What a case says is never taken for HTML: a label or a tip would open the files it names."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.store import open_store
from hccreview.clinical.case import Case
from hccreview.meeting.attachment import Excerpt, Report
from hccreview.meeting.meeting import AgendaItem, Meeting, Readiness
from tests.meeting.builders import SITTING
from tests.ui.opening import choose, opened, sample_store, settle
from ui.commands.cases import sample_cases
from ui.commands.clock import now
from ui.main_window import MainWindow
from ui.printing.paper import document

CODE, PROBE = "MARKED-1", "probe-of-markup"
PAGES = ("Case", "Eligibility", "Regimens", "Outcomes", "Meeting")
TABS = range(4)


def marked(where: str) -> str:
    """Return a text that, taken for HTML, is a picture in a file."""
    return f'<img src="/nowhere/{PROBE}-{where}.png"> Meier'


def marked_case() -> Case:
    """Return a case in which every free text looks like mark-up."""
    case = sample_cases()[5]
    observations = tuple(
        replace(
            each,
            note=marked("note"),
            laboratory=marked("laboratory"),
            reason=marked("reason"),
            author=marked("author"),
        )
        for each in case.observations
    )
    return replace(
        case, code=CODE, label=marked("label"), shows=marked("shows"), observations=observations
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with such a case, on the agenda of a meeting."""
    path = sample_store(tmp_path)
    with open_store(path, today=now) as store:
        store.save_case(marked_case(), seen_version=None)
        item = AgendaItem(
            CODE, Readiness.DEFERRED, marked("why"), questions=(marked("ask"),), notes=marked("say")
        )
        store.board.add_meeting(Meeting(replace(SITTING, place=marked("place")), (item,)))
        store.board.add_attachment(CODE, Excerpt(Report.RADIOLOGY, marked("excerpt")))
    return path


def tips(window: MainWindow) -> list[tuple[QWidget, str]]:
    """Every tip of a case that the window has: of its parts, of the rows of lists and tables."""
    found = [(each, each.toolTip()) for each in window.findChildren(QWidget)]
    for view in window.findChildren(QAbstractItemView):
        found += [(view, tip) for tip in tips_of_rows(view)]
    return [(owner, tip) for owner, tip in found if PROBE in tip]


def tips_of_rows(view: QAbstractItemView) -> list[str]:
    model, whole = view.model(), QModelIndex()
    width = 1 if isinstance(model, QAbstractListModel) else model.columnCount(whole)
    rows, columns = range(min(model.rowCount(whole), 40)), range(min(width, 8))
    indexes = [model.index(row, column, whole) for row in rows for column in columns]
    return [str(each.data(Qt.ItemDataRole.ToolTipRole) or "") for each in indexes]


def taken_for_html(label: QLabel) -> bool:
    plain = label.textFormat() is Qt.TextFormat.PlainText
    return not plain and (PROBE in label.text() or label.textFormat() is Qt.TextFormat.AutoText)


def walk(qtbot: QtBot, window: MainWindow) -> None:
    """Look at each page, and at each tab of the meeting, and check what stands there."""
    for page in PAGES:
        window.show_page(page)
        settle(qtbot, window)
        check(window)
    for tab in TABS:
        window.meeting_page.content.tabs.setCurrentIndex(tab)
        settle(qtbot, window)
        check(window)


def check(window: MainWindow) -> None:
    assert [each.text() for each in window.findChildren(QLabel) if taken_for_html(each)] == []


def test_no_label_of_any_page_takes_the_text_of_a_case_for_html(qtbot, path):
    with opened(qtbot, path) as window:
        choose(qtbot, window, CODE)
        walk(qtbot, window)
        window.workspace.messages.problem(marked("told"))
        check(window)
        assert PROBE in window.message_bar.text.text()
        window.show_legend()
        check(window)


def shown_tips() -> list[QLabel]:
    """The tips on screen, as Qt shows them."""
    labels = [each for each in QApplication.allWidgets() if isinstance(each, QLabel)]
    return [each for each in labels if each.metaObject().className() == "QTipLabel"]


@pytest.mark.parametrize("dark", [False, True])
def test_no_tip_takes_the_text_of_a_case_for_html(qtbot, path, dark):
    with opened(qtbot, path) as window:
        window.theme.apply(dark)
        choose(qtbot, window, CODE)
        seen = set()
        for page in PAGES:
            window.show_page(page)
            settle(qtbot, window)
            for owner, tip in tips(window):
                seen.add(type(owner).__name__)
                QToolTip.showText(owner.mapToGlobal(QPoint(2, 2)), tip, owner)
                (label,) = [each for each in shown_tips() if each.text() == tip]
                assert label.textFormat() is Qt.TextFormat.PlainText
                QToolTip.hideText()
        assert {"QLabel", "ElidedLabel"} <= seen  # else nothing was asked


def test_the_style_keeps_every_tip_plain_from_its_first_text_on(qtbot, path):
    with opened(qtbot, path) as window:
        QToolTip.showText(window.mapToGlobal(QPoint(2, 2)), marked("tip"), window)
        first = next(each for each in shown_tips() if each.text() == marked("tip"))
        assert first.textFormat() is Qt.TextFormat.PlainText
        QToolTip.showText(window.mapToGlobal(QPoint(2, 2)), "plain", window)
        QToolTip.showText(window.mapToGlobal(QPoint(2, 2)), marked("again"), window)
        assert all(each.textFormat() is Qt.TextFormat.PlainText for each in shown_tips())
        QToolTip.hideText()


def test_a_text_on_paper_opens_no_file_and_keeps_the_pictures_that_lie_in_it(qtbot, tmp_path):
    picture = QImage(300, 300, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    file = tmp_path / "probe.png"
    assert picture.save(str(file))
    inside = base64.b64encode(file.read_bytes()).decode("ascii")
    kept = document(f'<img src="data:image/png;base64,{inside}">')
    assert kept.size().height() >= 300
    for address in (str(file), f"file://{file}"):
        assert document(f'<img src="{address}">').size().height() < 300
