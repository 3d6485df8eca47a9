"""The inside of the Case page: groups in the order in which a chart is read, scores beside."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from hccreview.clinical.case import Case
from hccreview.clinical.chart import Chart
from hccreview.clinical.dates import day
from hccreview.clinical.fields import FieldDefinition, bundled_dictionary
from hccreview.errors import ReviewError
from ui.case_page.board_box import BoardBox
from ui.case_page.case_names import CaseNames
from ui.case_page.field_box import FieldBox
from ui.case_page.form import FieldGrid, chain_tabs
from ui.case_page.head_row import HeadRow
from ui.case_page.held_heads import HeldHeads
from ui.case_page.laboratory import Column
from ui.case_page.laboratory_model import LaboratoryModel
from ui.case_page.laboratory_view import LaboratoryView
from ui.case_page.list_section import ListSection
from ui.case_page.scores import Scores
from ui.case_page.tools import Tools
from ui.theme import Theme
from ui.widgets.labels import text_label
from ui.workspace import Workspace

_AT_ONCE = 4  # groups that are on screen when the page is opened
_HINT = "↑ above ULN · ↓ below LLN · Ctrl+V pastes a block"
_NO_DATE = "No date yet: add one (Ins), or paste a block with its dates (Ctrl+V)"
_LABORATORY_BEFORE = "blood"  # behind the forms of the liver, where the first values belong


class Content(QWidget):
    """Builds forms, table and lists once; then shows one case after the other.

    What lies below the fold is built group by group while the window already answers.
    """

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.workspace, self.theme = workspace, theme
        self.dictionary = bundled_dictionary()
        self.boxes: dict[str, FieldBox] = {}
        self.lists: dict[str, ListSection] = {}
        self.model = LaboratoryModel(workspace)
        self.laboratory = LaboratoryView(self.model, theme)
        self.scores = Scores()
        self.tools = Tools(workspace, self.dictionary)
        self.names = CaseNames(workspace)
        self._stops: list[QWidget] = [self.names.code, self.names.remark]
        self._case: Case | None = None
        self._shown: tuple[object, ...] = ()
        self._pending = list(self.dictionary.groups)
        self._lay_out()
        self._connect()
        for _ in range(_AT_ONCE):
            self._build_next()
        QTimer.singleShot(0, self, self._build_on)

    def complete(self) -> None:
        """Build what is not there yet."""
        if self._pending:
            while self._pending:
                self._build_next()
            self.refresh()  # else recorded answers would look empty

    # ----------------------------------------------------------------- showing

    def begin_case(self) -> None:
        """Forget everything that was typed for another case."""
        self._shown = ()
        self.model.begin_case()
        for box in self.boxes.values():
            box.begin_case()
        for section in self.lists.values():
            section.begin_case()
        self.tools.begin_case()
        self.names.begin_case()
        self.area.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Show the workspace's case; what did not change is left alone."""
        case, as_of = self.workspace.case, self.workspace.as_of
        if case is None or as_of is None:
            return
        shown = (id(case), as_of)
        if shown != self._shown or case is not self._case:
            self._shown, self._case = shown, case
            chart = Chart(case, as_of)
            self.names.show_case(case)
            self.model.refresh()
            for box in self.boxes.values():
                box.show_case(case, chart)
            for section in self.lists.values():
                section.show_case(chart)
        comparison = self.workspace.comparison
        if comparison is not None and comparison.case is case:
            self.scores.show_comparison(comparison)
            for box in self.boxes.values():
                if isinstance(box, BoardBox):
                    box.show_again(comparison)

    @property
    def shows_it(self) -> bool:
        """True where the workspace's case is on screen already."""
        return self._case is not None and self._case is self.workspace.case

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins: on the code of an empty case, else on the search."""
        case = self.workspace.case
        is_new = case is not None and not case.observations and not case.lists
        return self.names.code if is_new else self.tools.search

    def go_to(self, name: str) -> None:
        """Put the keyboard on a field, on a list, or on a field of the first entry."""
        self.complete()
        head, _, tail = name.partition(".")
        if head in self.dictionary.views:
            head = self.dictionary.views[head].of
        rows = [field.id for field in self.model.fields]
        if head in self.boxes:
            self._focus(self.boxes[head], self.boxes[head].input)
        elif head in rows:
            self._go_to_value(rows.index(head))
        elif head in self.lists:
            self._go_to_list(self.lists[head], tail)

    def _go_to_value(self, row: int) -> None:
        table, index = self.laboratory, self.model.index(row, self._newest_column())
        table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        table.setCurrentIndex(index)
        place = table.visualRect(index).translated(table.viewport().pos())
        if self.model.sheet is not None and not self.model.sheet.columns:
            self.add_date()  # else the number would be typed into the cell of a limit
            place = table.horizontalHeader().rect()
        self._reveal_soon(table, place)

    def _go_to_list(self, section: ListSection, part: str) -> None:
        """Open the first entry that lacks a part; else go to the list, or to what says "none"."""
        entries = section.model.entries
        if entries and part in section.definition.by_id:
            lacking = [row for row, entry in enumerate(entries) if entry.get(part) is None]
            section.open(lacking[0] if lacking else 0, part)
        else:
            self._focus(section, section.view if entries else section.complete)

    def _newest_column(self) -> int:
        return min(self.model.column_number(Column(None)), self.model.columnCount() - 1)

    def _focus(self, place: QWidget, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._reveal_soon(place, place.rect())

    def _reveal_soon(self, place: QWidget, part: QRect) -> None:
        self._reveal(place, part)
        # once more when parts that were just built or shown have got their places
        QTimer.singleShot(0, place, lambda: self._reveal(place, part))

    def _reveal(self, widget: QWidget, part: QRect) -> None:
        centre = widget.mapTo(self._inner, part.center())
        high = min(part.height() // 2 + 24, self.area.viewport().height() // 2)
        self.area.ensureVisible(0, centre.y(), 0, high)

    def add_date(self) -> None:
        """Ask for the day of a new column of the laboratory table."""
        if self.workspace.case is None:
            return
        try:
            proposed = Column(self.tools.day_of_new_values())
        except ReviewError:
            proposed = Column(day(self.workspace.as_of)) if self.workspace.as_of else Column(None)
        self.laboratory.days.add(proposed)

    # ----------------------------------------------------------------- layout

    def _connect(self) -> None:
        self.names.focused.connect(lambda: self._reveal(self.names, self.names.rect()))
        self.tools.field_chosen.connect(self.go_to)
        self.laboratory.date_requested.connect(self.add_date)
        self.laboratory.cell_entered.connect(lambda part: self._reveal(self.laboratory, part))

    def _build_on(self) -> None:
        if self._pending:
            self._build_next()
            self._shown = ()
            self.refresh()
            QTimer.singleShot(0, self, self._build_on)

    def _build_next(self) -> None:
        group = self._pending.pop(0)
        if group == _LABORATORY_BEFORE:
            self._add_laboratory(self._sections)
        self._add_group(self._sections, group)
        if not self._pending:
            self._sections.addStretch(1)
            self._shown = ()
            chain_tabs([self.tools.search, self.tools.new_day, *self._stops, *self.scores.buttons])

    def _lay_out(self) -> None:
        self.area = QScrollArea()
        self.area.setObjectName("caseForm")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(self.area, 1)
        self._inner = inner = QWidget()
        inner.setObjectName("caseSections")
        self._sections = QVBoxLayout(inner)
        self._sections.setContentsMargins(16, 4, 16, 20)
        self._sections.setSpacing(6)
        self._sections.addWidget(self.names)
        self.area.setWidget(inner)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.scores)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([790, 260])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    def _add_group(self, sections: QVBoxLayout, group: str) -> None:
        measured = {field.id for field in self.model.fields}
        fields = [
            field
            for field in self.dictionary.fields.values()
            if field.group == group and field.id not in measured
        ]
        lists = [each for each in self.dictionary.lists.values() if each.group == group]
        if fields or lists:
            sections.addWidget(_heading(self.dictionary.groups[group]))
        if fields:
            sections.addWidget(FieldGrid([self._box(field) for field in fields]))
        for definition in lists:
            section = ListSection(definition, self.workspace, self.theme)
            section.entered.connect(self._reveal_soon)
            self.lists[definition.id] = section
            self._stops += section.stops
            sections.addWidget(section)

    def _box(self, field: FieldDefinition) -> FieldBox:
        kind = BoardBox if field.board_question else FieldBox
        box = kind(field, self.workspace, self.tools.day_of_new_values)
        box.focused.connect(lambda: self._reveal(box, box.rect()))
        self.boxes[field.id] = box
        self._stops += box.stops
        return box

    def _add_laboratory(self, sections: QVBoxLayout) -> None:
        self.hint = text_label(_HINT)
        self.hint.setProperty("role", "muted")
        self.hint.setContentsMargins(0, 8, 0, 0)
        self.model.columns_changed.connect(self._show_hint)
        self.add = QPushButton("+ date")
        self.add.setProperty("role", "small")
        self.add.setAutoDefault(False)
        self.add.setAccessibleName("Laboratory values: add a date")
        self.add.setToolTip("A column for the day of new values, written above (Ins)")
        self.add.clicked.connect(self.add_date)
        sections.addWidget(HeadRow((_heading("Laboratory values"), self.hint), (self.add,)))
        sections.addWidget(self.laboratory)
        self.held = HeldHeads(self.area, self.laboratory)
        self._stops += [self.laboratory, self.add]
        self._show_hint()

    def _show_hint(self) -> None:
        dated = self.model.sheet is not None and bool(self.model.sheet.columns)
        self.hint.setText(_HINT if dated else _NO_DATE)


def _heading(text: str) -> QLabel:
    label = text_label(text)
    label.setProperty("role", "heading")
    label.setContentsMargins(0, 8, 0, 0)
    return label
