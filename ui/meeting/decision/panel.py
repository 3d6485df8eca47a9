"""The decision of the board on the case of the agenda: standard of care, form, seal."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from ui.meeting.decision.card import RecommendationCard
from ui.meeting.decision.closing import Closing
from ui.meeting.decision.desk import Desk
from ui.meeting.decision.facts_choice import FactsChoice
from ui.meeting.decision.foot import Foot
from ui.meeting.decision.form import DecisionForm
from ui.meeting.decision.offers import Offers
from ui.meeting.decision.proposed import ProposedText
from ui.meeting.decision.seal_form import open_again
from ui.meeting.decision.sealed_view import SealedView
from ui.meeting.decision.since_text import since_short
from ui.meeting.decision.walk import neighbour, undecided
from ui.theme import Theme
from ui.widgets.labels import label
from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.meeting.decision import Decision, Recommendation
    from hccreview.meeting.seal import Sealed
    from hccreview.meeting.since import Since
    from ui.meeting.decision.sealing import Done
    from ui.meeting.room import BoardRoom

_WHAT_IF = (
    "“What if” is on: no decision can be written or sealed now, and nothing is recorded. Leave it"
    " with Ctrl+T; then the decision is made from the case as it is recorded."
)
_PAUSE = 150  # ms without a key until it is asked what is missing
_NO_MEETING = "There is no meeting yet: make one above, then put the case on its agenda."
_NOT_LISTED = "{} is not on the agenda of this meeting; add it at the left to decide on it."


class DecisionPanel(QWidget):
    """Standard of care beside the trials, the decision as it is written, and as it was sealed."""

    def __init__(self, workspace: Workspace, theme: Theme, room: BoardRoom) -> None:
        super().__init__()
        self.setObjectName("decisionPanel")
        self.setAccessibleName("Decision")
        self.workspace, self.theme, self.room = workspace, theme, room
        self.desk = Desk(workspace, room)
        self.notice, self.before_note = label("caution"), label("muted")
        self.open_note = label("caution")
        self.offers, self.form = Offers(), DecisionForm()
        self.facts_choice = FactsChoice()
        self.sealed = SealedView("Sealed", amends=True)
        self.earlier = SealedView("Sealed before", amends=False)
        self.foot = Foot()
        self.closing = Closing(self.desk, self.form, self.offers, self.foot)
        self._key: object = None
        self._stale, self._goes_on = True, False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._show_problems)
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------------ shape

    def _lay_out(self) -> None:
        self.sheet = QWidget()
        self.sheet.setObjectName("decisionSheet")
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(10)
        for part in (self.notice, self.before_note, self.sealed, self.facts_choice, self.open_note):
            column.addWidget(part)
        for below in (self.offers, self.form, self.earlier):
            column.addWidget(below)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.area.setAccessibleName("Decision of the board")
        self.sealed.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.area.setWidget(self.sheet)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.area, 1)
        outer.addWidget(self.closing.ask)
        outer.addWidget(self.foot)

    def _connect(self) -> None:
        workspace, desk = self.workspace, self.desk
        workspace.case_changed.connect(self._look)
        workspace.case_edited.connect(self._edited)
        workspace.comparison_changed.connect(self._edited)
        workspace.what_if_changed.connect(self._show_state)
        self.room.changed.connect(self._look)
        desk.loaded.connect(self._fill)
        desk.facts_changed.connect(self._show_facts)
        desk.since_found.connect(self._show_since)
        desk.sealed.connect(self._sealed)
        desk.drafts.state_changed.connect(self._show_draft)
        self.offers.chosen.connect(self._choose)
        self.form.changed.connect(self._written)
        self.form.arranged.connect(self._order_stops)
        self.offers.renewed.connect(self._order_stops)
        self.facts_choice.chosen.connect(self._use_facts)
        self.sealed.amend_asked.connect(self._amend)
        self.sealed.next_asked.connect(self._go_to)
        self.foot.seal_asked.connect(self.closing.begin)
        self.foot.discard_asked.connect(desk.discard)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("Ctrl+Return", self.closing.begin),
            ("Ctrl+Enter", self.closing.begin),
            ("Ctrl+PgDown", lambda: self._go(1)),
            ("Ctrl+PgUp", lambda: self._go(-1)),
        ):
            QShortcut(QKeySequence(keys), self, context=inside).activated.connect(act)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was missed while the panel was not in sight."""
        super().showEvent(event)
        self._look()

    def start(self) -> None:
        """Put the keyboard where the work goes on."""
        if not self.desk.writes:
            wanted: QWidget = self.sealed.next if self.sealed.next.isVisible() else self.sealed
        elif self.desk.before is not None and self.form.cards:
            wanted = self.form.cards[0].stops[0]
        elif self.form.cards:
            wanted = self.form.gap or self.foot.seal
        else:
            wanted = self.offers.first_trial
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_stops(self) -> None:
        """Let Tab go down the panel; what is made anew would else be reached last."""
        ends = (self.foot.discard, self.foot.seal)
        begin = (self.facts_choice.same, self.facts_choice.today)
        for first, then in pairwise([*begin, *self.offers.buttons, *self.form.stops, *ends]):
            QWidget.setTabOrder(first, then)

    # ------------------------------------------------------------------ what is shown

    def _look(self) -> None:
        """Read again where another case or meeting is looked at."""
        if not self.isVisible():
            self.desk.drafts.flush()
            self._stale = True
            return
        key = (self.desk.code, self.desk.key)
        if key != self._key or self._stale:
            self._key, self._stale = key, False
            self.desk.load()
        else:
            self._edited()

    def _edited(self) -> None:
        """Compare again where the recorded case is another one; what is tried out is not it."""
        if self.isVisible() and not self.workspace.in_what_if:
            self.desk.renew(self._decision())

    def _fill(self) -> None:
        desk, record = self.desk, self.desk.record
        if self.closing.forget():
            self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        if desk.facts is not None and record is not None and desk.writes:
            self.offers.show_facts(desk.facts)
            self.form.put(desk.drafts.kept, desk.facts, self.closing.names, self.room.author)
            if desk.drafts.kept is not None:
                self._keep()
        self.sealed.show_decision(record.sealed if record is not None else None)
        elsewhere = record.elsewhere if record is not None else ()
        self.earlier.show_decision(elsewhere[0] if elsewhere else None)
        self._note_before(None)
        self._show_state()
        if self._goes_on and record is not None:
            self._goes_on = False
            self.start()

    def _show_facts(self) -> None:
        if self.desk.facts is not None and self.desk.writes:
            self.offers.show_facts(self.desk.facts)
            self.form.show_facts(self.desk.facts)
            if self.desk.drafts.kept is not None:
                self._keep()
        self._show_state()

    def _show_state(self) -> None:
        """Show the parts that belong to the state, and say why something cannot be done."""
        desk, trying = self.desk, self.workspace.in_what_if
        notice = self._notice()
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        reopened = open_again(desk.facts) if desk.facts is not None and desk.writes else ""
        self.open_note.setText(reopened)
        self.open_note.setVisible(bool(reopened))
        amends = desk.writes and desk.before is not None
        for part in (self.offers, self.form):
            part.setVisible(desk.writes)
            part.setEnabled(not trying)
        self.facts_choice.show_choice(desk.before if amends else None, desk.same_facts)
        self.facts_choice.setEnabled(not trying)
        self.sealed.amend.setVisible(not amends and desk.key is not None)
        self.sealed.amend.setEnabled(not trying)
        self.sealed.offer_next(self._undecided() if not amends else "")
        self.foot.setVisible(desk.writes and not self.closing.is_open)
        self.foot.setEnabled(not trying)
        if trying:
            self.closing.leave()
        self._show_draft()
        self._show_problems()

    # ------------------------------------------------------------------ from case to case

    def _go(self, by: int) -> None:
        """Go to the next or the last case of the agenda, and go on there."""
        stored, item = self.room.meeting, self.room.item
        if stored is not None and item is not None:
            code = neighbour(stored.meeting, item.case, by)
            if code:
                self._go_to(code)

    def _go_to(self, code: str) -> None:
        self._goes_on = True
        self.workspace.choose(code)

    def _undecided(self) -> str:
        stored, item = self.room.meeting, self.room.item
        if stored is None or item is None:
            return ""
        return undecided(stored.meeting, item.case)

    def _notice(self) -> str:
        desk = self.desk
        if not desk.code:
            return ""
        if desk.problem:
            return desk.problem
        if self.workspace.in_what_if:
            return _WHAT_IF
        if self.room.meeting is None:
            return _NO_MEETING if self.room.loaded else ""
        return _NOT_LISTED.format(desk.code) if desk.key is None else ""

    def _show_draft(self) -> None:
        drafts, before = self.desk.drafts, self.desk.before
        version = before.seal.version + 1 if before is not None else 1
        facts = self.desk.facts
        then = "On the facts that were sealed. " if facts is not None and facts.as_sealed else ""
        self.foot.show_state(f"{then}{drafts.sentence}", version, drafts.kept is not None)

    def _show_problems(self) -> None:
        if self.desk.writes:
            with self.foot.telling():
                self.foot.show_problems(self.form.problems())

    def _show_since(self, sealed: Sealed, since: Since | None, problem: str) -> None:
        for view in (self.sealed, self.earlier):
            if view.versions and view.versions[-1] == sealed:
                view.show_since(since, problem)
        if self.earlier.versions and self.earlier.versions[-1] == sealed:
            self._note_before(since)

    def _note_before(self, since: Since | None) -> None:
        """Say at the top that there is an earlier decision, shown in full below."""
        versions = self.earlier.versions
        self.before_note.setVisible(bool(versions))
        if versions:
            on = spoken(versions[-1].snapshot.sitting.on)
            changed = f", {since_short(since)}" if since is not None else ""
            self.before_note.setText(f"Sealed before: meeting of {on}{changed}; see below.")

    def _follow_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        """Bring what the keyboard is on into view."""
        if now is None or not self.isVisible() or not self.sheet.isAncestorOf(now):
            return
        around = [now]
        while isinstance(parent := around[-1].parentWidget(), ProposedText | RecommendationCard):
            around.append(parent)
        for widget in reversed(around):
            self.area.ensureWidgetVisible(widget, 0, 12)

    # ------------------------------------------------------------------ writing

    def _decision(self) -> Decision | None:
        try:
            return self.form.decision if self.desk.writes else None
        except ReviewError:
            return None

    def _choose(self, made: Recommendation) -> None:
        if not self.workspace.in_what_if:
            self.form.add(made)

    def _written(self) -> None:
        self.closing.leave()
        self._keep()
        decision = self._decision()
        if decision is not None:
            self.desk.renew(decision)
        if any(card.tests is not None for card in self.form.cards):
            self._soon.start()  # the ask-list is made anew for it: not between two keys
        else:
            self._show_problems()

    def _keep(self) -> None:
        """Keep what is written; what cannot be read yet is kept once it can."""
        if self.workspace.in_what_if:
            return
        with self.foot.telling():
            decision = self.form.decision
            if decision is not None:
                self.desk.drafts.write(decision)

    def _amend(self) -> None:
        self._goes_on = True
        self.desk.amend()

    def _use_facts(self, same: bool) -> None:
        self.desk.use_facts(same, self._decision())

    def _sealed(self, done: Done) -> None:
        """Go on from here, where the keyboard was in the panel."""
        held = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._goes_on = held and done.sealed.snapshot.case.code == self.desk.code
