"""Editing a cell of a list: a choice, a set of words, or a line."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRect, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyleOptionViewItem, QWidget

from ui.case_page.cell_painting import CellPainter
from ui.case_page.controls import WordSet
from ui.case_page.list_model import Index, ListModel
from ui.case_page.lists import choices

_EDIT = Qt.ItemDataRole.EditRole


class ListDelegate(CellPainter):
    """Edits a cell with the input of its kind."""

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """Return a choice, a set or a line."""
        model = self.model_of(index)
        field = model.definition.entry[index.column()]
        name = f"{model.definition.label}, {field.label}"
        if field.type == "set":
            words = WordSet(name, field.values, field.exclusive, parent)
            QTimer.singleShot(0, words, words.open)
            return words
        if choices(field):
            choice = QComboBox(parent)
            choice.addItem("–", "")
            for word, label in choices(field).items():
                choice.addItem(label, word)
            choice.setAccessibleName(name)
            choice.activated.connect(lambda _: self._leave(choice))
            QTimer.singleShot(0, choice, choice.showPopup)
            return choice
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setObjectName("cellEditor")
        line.setAccessibleName(name)
        if field.type == "date":
            line.setPlaceholderText("2026-11-14")
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """Fill the editor with what is recorded."""
        model = self.model_of(index)
        field, row = model.definition.entry[index.column()], index.row()
        value = model.entries[row].get(field.id) if row < len(model.entries) else None
        if isinstance(editor, WordSet):
            editor.put(value if isinstance(value, frozenset) else ())
        elif isinstance(editor, QComboBox):
            word = ("yes" if value else "no") if isinstance(value, bool) else value or ""
            editor.setCurrentIndex(max(editor.findData(word), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: Index
    ) -> None:
        """Write what was given."""
        lists = self.model_of(index)
        if isinstance(editor, WordSet):
            lists.write(index, list(editor.chosen))
        elif isinstance(editor, QComboBox):
            lists.write(index, str(editor.currentData() or ""))
        elif isinstance(editor, QLineEdit) and editor.text() != index.data(_EDIT):
            lists.write(index, editor.text())

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Give a choice room for its words."""
        box = QRect(option.rect)
        if isinstance(editor, QComboBox):
            box.setWidth(max(box.width(), editor.sizeHint().width()))
        editor.setGeometry(box)

    def model_of(self, index: Index) -> ListModel:
        """Return the model behind an index."""
        model = index.model()
        assert isinstance(model, ListModel)
        return model

    def _leave(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)
