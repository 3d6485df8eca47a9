"""Who sits at the board: a line a member, the last one empty for the next."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from hccreview.meeting.meeting import Member
from ui.regimens.parts import button, line


class Members(QWidget):
    """`save_asked`: Return was pressed in one of the lines."""

    save_asked = Signal()

    def __init__(self, members: tuple[Member, ...]) -> None:
        super().__init__()
        self.lines: list[MemberLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for member in members:
            self._add(member)
        self._add(None)

    def members(self) -> tuple[Member, ...]:
        """Return the members that have a name; raises ReviewError for a role without one."""
        return tuple(each.member() for each in self.lines if not each.empty)

    def _add(self, member: Member | None) -> None:
        made = MemberLine(len(self.lines) + 1, member)
        made.name.textChanged.connect(self._grow)
        made.remove_asked.connect(lambda: self._remove(made))
        for field in (made.name, made.role):
            field.returnPressed.connect(self.save_asked)
        self.lines.append(made)
        self._column.addWidget(made)
        made.show()  # at once: the next Tab goes to it
        stops = [stop for each in self.lines[-2:] for stop in each.stops]
        for before, stop in pairwise(
            stops
        ):  # a line that comes later is not the last to be reached
            self.setTabOrder(before, stop)

    def _grow(self) -> None:
        """Have an empty line at the end."""
        if not self.lines[-1].empty:
            self._add(None)

    def _remove(self, gone: MemberLine) -> None:
        if gone is self.lines[-1]:
            return
        place = self.lines.index(gone)
        self.lines.remove(gone)
        self.lines[place].name.setFocus(Qt.FocusReason.OtherFocusReason)
        gone.hide()
        gone.deleteLater()
        for number, each in enumerate(self.lines, 1):
            each.count(number)


class MemberLine(QWidget):
    """Name, role, vote."""

    remove_asked = Signal()

    def __init__(self, number: int, member: Member | None) -> None:
        super().__init__()
        self.name = line("Name", "name", member.name if member is not None else "")
        self.role = line("Role", "role, such as: hepatologist", member.role if member else "")
        self.votes = QCheckBox("vote")
        self.votes.setChecked(member.votes if member is not None else True)
        self.remove = button("×", self.remove_asked.emit)
        self.count(number)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.name, 3)
        row.addWidget(self.role, 3)
        row.addWidget(self.votes)
        row.addWidget(self.remove)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """The widgets on which Tab stops, in their order."""
        return self.name, self.role, self.votes, self.remove

    @property
    def empty(self) -> bool:
        """True where nothing is written."""
        return not (self.name.text().strip() or self.role.text().strip())

    def member(self) -> Member:
        """Return the member; raises ReviewError without a name."""
        return Member(self.name.text().strip(), self.role.text().strip(), self.votes.isChecked())

    def count(self, number: int) -> None:
        """Take a number, by which a screen reader tells the lines apart."""
        self.name.setAccessibleName(f"Name of member {number}")
        self.role.setAccessibleName(f"Role of member {number}")
        self.votes.setAccessibleName(f"Member {number} has a vote")
        self.remove.setAccessibleName(f"Remove member {number}")
        self.remove.setToolTip("Remove the member")
