"""What stands on the Meeting page: top line, agenda, and the tabs of the chosen case."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hccreview.meeting.meeting import Meeting
from ui.meeting.agenda import Agenda
from ui.meeting.details_form import DetailsForm
from ui.meeting.follow_up import FollowUpPanel
from ui.meeting.prepare import PreparePanel
from ui.meeting.room import BoardRoom
from ui.meeting.top_line import TopLine
from ui.regimens.parts import button
from ui.theme import Theme
from ui.widgets.labels import label
from ui.workspace import Workspace

_NO_MEETING = (
    "There is no meeting yet. A meeting has a day, its members and an agenda; Ctrl+Shift+N"
    " makes one."
)
TABS = ("Prepare", "Images and reports", "Decision", "Follow-up")


class Content(QWidget):
    """Everything follows the room and the current case."""

    def __init__(self, workspace: Workspace, theme: Theme, room: BoardRoom) -> None:
        super().__init__()
        self.workspace, self.theme, self.room = workspace, theme, room
        self.top = TopLine(room)
        self.agenda = Agenda(workspace, theme, room)
        self.agenda.hide()
        self.prepare = PreparePanel(workspace, theme, room)
        self.follow_up = FollowUpPanel(workspace, theme, room)
        self.tabs = QTabWidget()
        self.stack = QStackedWidget()
        self.nothing = label("muted")
        self.absent = label("muted")
        self.put_on = button("Put it on the agenda", self._put_on, role="primary")
        self.form: DetailsForm | None = None
        self._late: dict[int, Callable[[], QWidget]] = {1: self._images, 2: self._decision}
        self._holders = {place: _holder() for place in self._late}
        self._lay_out()
        self._connect()

    def renew(self) -> None:
        """Show what is true now."""
        if not self.isVisible():
            return
        self.top.renew()
        self.agenda.renew()
        self._show_right()
        if self.tabs.currentIndex() == 0:
            self.prepare.renew()
        elif self.tabs.currentIndex() == len(TABS) - 1:
            self.follow_up.renew()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is true now; what came before this was not followed."""
        super().showEvent(event)
        self.room.watch(True)
        self.renew()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow no longer; what is typed is written."""
        super().hideEvent(event)
        self.room.flush()
        self.room.watch(False)

    # ------------------------------------------------------------------------ intents

    def ask_new(self) -> None:
        """Open the form for a new meeting; place and members are those of the one before."""
        stored, today = self.room.meeting, self.workspace.today()
        self._open(DetailsForm(stored, today, self.room.lines, new=True))

    def ask_details(self) -> None:
        """Open the form of the meeting looked at."""
        stored = self.room.meeting
        if stored is not None:
            others = [each for each in self.room.lines if each.id != stored.id]
            self._open(DetailsForm(stored, self.workspace.today(), others, new=False))

    def ask_list(self) -> None:
        """Ask how the list of what is to be obtained leaves the program."""
        from ui.meeting.list_on_paper import ListOnPaper

        ListOnPaper(self.workspace, self.room, self.top.export).ask()

    @property
    def start(self) -> QWidget:
        """Where the keyboard goes first."""
        return self.top.new if self.agenda.isHidden() else self.agenda.list

    def show_tab(self, place: int) -> None:
        """Bring a tab to the front and put the keyboard into it."""
        if self.stack.currentWidget() is self.tabs:
            self.tabs.setCurrentIndex(place)
            self.tabs.tabBar().setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ------------------------------------------------------------------------ showing

    def _show_right(self) -> None:
        if self.form is not None:
            self.stack.setCurrentWidget(self.form)
            return
        stored, kept = self.room.meeting, self.workspace.kept
        code = kept.code if kept is not None else "The case"
        if stored is not None and self.agenda.isHidden():
            self.agenda.show()
            if self.top.new.hasFocus():  # it had the keyboard only while there was no agenda
                self.agenda.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.agenda.setHidden(stored is None)
        if stored is None:
            self.nothing.setText(_NO_MEETING if self.room.loaded else "Reading the meetings …")
            self.stack.setCurrentIndex(0)
        elif self.room.item is None:
            self.absent.setText(f"{code} is not on the agenda of this meeting.")
            self.put_on.setText(f"Put {code} on the agenda")
            self.stack.setCurrentIndex(1)
        else:
            self.stack.setCurrentWidget(self.tabs)

    def _open(self, form: DetailsForm) -> None:
        self._close_form()
        self.form = form
        form.left.connect(self._leave_form)
        form.made.connect(self._made)
        form.changed.connect(self._details_changed)
        form.delete_asked.connect(self._delete)
        self.stack.addWidget(form)
        self.stack.setCurrentWidget(form)
        form.begin()

    def _close_form(self) -> None:
        if self.form is not None:
            self.stack.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _leave_form(self) -> None:
        self._close_form()
        self.renew()
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, meeting: Meeting) -> None:
        self.room.make(meeting)
        self._leave_form()

    def _details_changed(self, meeting: Meeting) -> None:
        self.room.change(meeting)
        self._leave_form()

    def _delete(self) -> None:
        self.room.delete()
        self._leave_form()

    def _put_on(self) -> None:
        if self.workspace.kept is not None:
            self.room.add_cases((self.workspace.kept.code,))

    # ------------------------------------------------------------------------ building

    def _fill(self, place: int) -> None:
        """Make a tab when it is first shown."""
        if (make := self._late.pop(place, None)) is not None:
            layout = self._holders[place].layout()
            assert layout is not None
            layout.addWidget(make())
        self.renew()

    def _images(self) -> QWidget:
        from ui.meeting.attachments.panel import AttachmentsPanel

        return AttachmentsPanel(self.workspace, self.theme, self.room)

    def _decision(self) -> QWidget:
        from ui.meeting.decision.panel import DecisionPanel

        return DecisionPanel(self.workspace, self.theme, self.room)

    def _connect(self) -> None:
        self.room.changed.connect(self.renew)
        self.workspace.case_changed.connect(self.renew)
        self.top.meeting_chosen.connect(self.room.choose)
        self.top.new_asked.connect(self.ask_new)
        self.top.details_asked.connect(self.ask_details)
        self.top.list_asked.connect(self.ask_list)
        self.agenda.list.open_asked.connect(lambda: self.tabs.tabBar().setFocus())
        self.tabs.currentChanged.connect(self._fill)
        for place in range(len(TABS)):
            # of the whole window: the field of a day at the top would take the figure as its own
            key = QShortcut(QKeySequence(f"Alt+{place + 1}"), self)
            key.activated.connect(lambda place=place: self.show_tab(place))

    def _lay_out(self) -> None:
        self.tabs.setObjectName("meetingTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName("Parts of the case at the meeting")
        parts = (_scrolling(self.prepare), *self._holders.values(), _scrolling(self.follow_up))
        for words, part in zip(TABS, parts, strict=True):
            self.tabs.addTab(part, words)
        self.stack.addWidget(_page(self.nothing))
        self.stack.addWidget(_page(self.absent, self.put_on))
        self.stack.addWidget(self.tabs)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.agenda)
        below.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(below, 1)


def _scrolling(panel: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(panel)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _holder() -> QWidget:
    """Return the place of a tab that is made when it is first shown."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    return holder


def _page(words: QLabel, *others: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(10)
    column.addWidget(words)
    for each in others:
        column.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    return holder
