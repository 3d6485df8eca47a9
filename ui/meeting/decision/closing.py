"""From the draft to the seal: what hinders it, who seals, what was sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.agenda import set_readiness
from hccreview.meeting.meeting import Readiness
from ui.meeting.decision.seal_form import SealForm
from ui.wording import plural

if TYPE_CHECKING:
    from hccreview.meeting.decision import Decision
    from ui.meeting.decision.desk import Desk
    from ui.meeting.decision.foot import Foot
    from ui.meeting.decision.form import DecisionForm
    from ui.meeting.decision.offers import Offers
    from ui.meeting.decision.sealing import Done

_OTHER = Qt.FocusReason.OtherFocusReason


class Closing(QObject):
    """Shows the question who seals (`ask`) in the place of the foot, where nothing hinders it."""

    def __init__(self, desk: Desk, form: DecisionForm, offers: Offers, foot: Foot) -> None:
        super().__init__()
        self.desk, self.form, self.offers, self.foot = desk, form, offers, foot
        self.room, self.workspace = desk.room, desk.workspace
        self.ask = SealForm()
        self._names: list[str] = []
        self.ask.confirmed.connect(self._seal)
        self.ask.left.connect(self.leave)
        desk.sealed.connect(self._sealed)
        desk.refused.connect(self._not_sealed)

    @property
    def is_open(self) -> bool:
        """True while it is asked who seals."""
        return not self.ask.isHidden()

    @property
    def names(self) -> list[str]:
        """Who decided, answered and sealed in this session: completed for the next."""
        return [self.room.author, *self._names]

    def begin(self) -> None:
        """Go to what is missing; where nothing is, ask who seals."""
        if not self.desk.writes or self.workspace.in_what_if:
            return
        if self.is_open:
            self.ask.seal.click()
            return
        self.desk.drafts.flush()
        decision, hindrance = self._decision(), self._hindrance()
        if hindrance or decision is None:
            if hindrance:
                self.foot.show_problems([hindrance], refused=True)
            gap = self.form.gap if self.form.cards else self.offers.first_trial
            if gap is not None:
                gap.setFocus(_OTHER)
            return
        assert self.desk.facts is not None
        self.foot.hide()
        self.ask.seal.setEnabled(True)
        self.ask.ask(decision, self.desk.facts, self.desk.before, self.names)

    def leave(self) -> None:
        """Take the question away; the foot stands there again."""
        if self.is_open:
            held = self._close()
            self.foot.setVisible(self.desk.writes)
            if held:
                self.foot.seal.setFocus(_OTHER)

    def forget(self) -> bool:
        """Take the question and its reason away; True where the keyboard was in it."""
        self.ask.reason.put("")
        return self._close()

    def _close(self) -> bool:
        focused = QApplication.focusWidget()
        held = focused is not None and self.ask.isAncestorOf(focused)
        self.ask.hide()
        return held

    def _decision(self) -> Decision | None:
        try:
            return self.form.decision
        except ReviewError:
            return None  # `_hindrance` says why

    def _hindrance(self) -> str:
        """Return why the decision cannot be sealed now; empty where it can."""
        try:
            found = self.form.problems()
        except ReviewError as error:
            return str(error)
        if found:
            return found[0]
        facts = self.desk.facts
        if facts is not None and facts.sitting.on > self.workspace.today():
            return (
                f"The meeting is on {spoken(facts.sitting.on)}; a decision is sealed on that day,"
                " or later. Until then it is kept as a draft."
            )
        saving, drafts, code = self.workspace.saving, self.desk.drafts, self.desk.code
        if code in saving.unsaved and saving.problem:
            return f"{code} is not saved ({saving.problem.rstrip('.')}); save it, then seal."
        if drafts.problem:
            return f"The draft is not saved ({drafts.problem.rstrip('.')}); read it again."
        return ""

    def _seal(self) -> None:
        from ui.commands.clock import now

        decision = self._decision()
        if decision is None:
            return
        form = self.ask
        self._let_write(False)
        due = None if form.tests_due.isHidden() else form.tests_due.day
        self.desk.seal(decision, form.by.words, now(), form.reason.words, due)

    def _sealed(self, done: Done) -> None:
        snapshot = done.sealed.snapshot
        self.room.author = snapshot.decision.author
        self._names += [snapshot.decision.responsible, done.sealed.seal.by]
        told = f"The decision on {snapshot.case.code} was sealed, digest {done.sealed.mark}."
        if done.tasks:
            told += f" {plural(len(done.tasks), 'task was', 'tasks were')} added."
        if done.problem:
            self.workspace.messages.problem(f"{told} No task was added: {done.problem}")
        else:
            self.workspace.messages.done(told)
        self._discussed(done)

    def _discussed(self, done: Done) -> None:
        stored, code = self.room.meeting, done.sealed.snapshot.case.code
        if stored is None or stored.id != done.meeting or code not in stored.meeting.codes:
            return
        if stored.meeting.item(code).readiness is not Readiness.DISCUSSED:
            changed = set_readiness(stored.meeting, code, Readiness.DISCUSSED)
            self.room.change(changed, "")

    def _not_sealed(self, sentence: str) -> None:
        self._let_write(True)
        self.ask.refuse(sentence)

    def _let_write(self, on: bool) -> None:
        """Nothing is written while it is being sealed: it would not be in the seal."""
        for part in (self.form, self.offers, self.ask.seal):
            part.setEnabled(on and not self.workspace.in_what_if)
