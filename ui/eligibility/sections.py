"""Parts of the explanation: text under a heading, links to fields, a fold-out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.eligibility.fitting import broken
from ui.widgets.labels import label, link_button
from ui.widgets.verdict_painter import sized

if TYPE_CHECKING:
    from ui.eligibility.explained import Section

_MOST_LINKS, _WIDEST_LINK = 14, 205


class SectionPart(QWidget):
    """A section; a link tells the field that it leads to."""

    field_requested = Signal(str)

    def __init__(self, section: Section) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(label("section", section.heading))
        if section.text:
            body = label("body", section.text)
            body.setAccessibleName(section.heading)
            column.addWidget(body)
        if section.folded:
            self._add_fold(column, section.folded)
        if section.links:
            column.addWidget(self._links(section.links))

    def _add_fold(self, column: QVBoxLayout, text: str) -> None:
        inner = label("code", text)
        inner.setAccessibleName("Expression")
        inner.hide()
        fold = link_button("Show the expression")
        fold.setCheckable(True)

        def turn(opened: bool) -> None:
            inner.setVisible(opened)
            fold.setText("Hide the expression" if opened else "Show the expression")

        fold.toggled.connect(turn)
        column.addWidget(fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(inner)

    def _links(self, links: tuple[tuple[str, str], ...]) -> QWidget:
        holder = QWidget()
        metrics = QFontMetrics(sized(self.font(), 12))
        flow = QVBoxLayout(holder)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(0)
        for text, field in links[:_MOST_LINKS]:
            words = broken(f"{text}\u00a0→", metrics, _WIDEST_LINK)
            button = link_button("\n".join(words))
            button.setToolTip(f"Open “{text.partition(': ')[0]}” on the Case page")
            button.setAccessibleName(f"Go to {text}")
            button.clicked.connect(lambda _=False, name=field: self.field_requested.emit(name))
            flow.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if len(links) > _MOST_LINKS:
            flow.addWidget(label("muted", f"and {len(links) - _MOST_LINKS} more"))
        return holder
