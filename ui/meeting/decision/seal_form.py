"""Who seals, what is frozen, what follows: asked once more before a decision is sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from hccreview.clinical.dates import spoken
from ui.meeting.decision.inputs import DayLine, GrowingText, NameLine
from ui.meeting.decision.proposals import some
from ui.meeting.decision.sealing import tasks_that_follow
from ui.regimens.parts import flowing, titled
from ui.widgets.labels import label
from ui.widgets.panel_form import PanelForm
from ui.wording import plural

if TYPE_CHECKING:
    from hccreview.meeting.decision import Decision
    from hccreview.meeting.seal import Sealed
    from ui.meeting.decision.facts import Facts

_ROOM = 76


class SealForm(PanelForm):
    """`confirmed`: seal it now; `left`: not yet (Esc)."""

    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Seal the decision")
        self.title = label("section")
        self.what, self.open, self.tasks = label("body"), label("caution"), label("body")
        self.reason = GrowingText("Reason of the amendment", "why it is amended")
        self.by = NameLine("Sealed by", "who seals it")
        self.tests_due = DayLine("Tests by", "28 Nov 2026 or +7")
        self.seal, cancel = QPushButton("Seal (Return)"), QPushButton("Not yet (Esc)")
        self.seal.setProperty("role", "primary")
        self.seal.clicked.connect(self._confirm)
        cancel.clicked.connect(self.left)
        for button in (self.seal, cancel):
            button.setAutoDefault(True)
        self._reason = titled("Reason", self.reason, _ROOM)
        self._due = titled("Tests by", self.tests_due, _ROOM)
        for part in (self.title, self.what, self.open, self._reason, self.tasks, self._due):
            self.column.addWidget(part)
        self.column.addWidget(titled("Sealed by", self.by, _ROOM))
        self.column.addWidget(self.problem)
        self.column.addWidget(flowing((self.seal, cancel)))
        self.by.returnPressed.disconnect()
        self.by.returnPressed.connect(self._confirm)
        self.hide()

    def ask(
        self, decision: Decision, facts: Facts, before: Sealed | None, names: Iterable[str]
    ) -> None:
        """Say what is frozen and what follows; the keyboard stands where something is missing."""
        version = before.seal.version + 1 if before is not None else 1
        self.title.setText(f"Seal version {version} of the decision on {decision.case}")
        self.what.setText(frozen(facts))
        reopened = open_again(facts)
        self.open.setText(reopened)
        self.open.setVisible(bool(reopened))
        self._reason.setVisible(before is not None)
        tasks = tasks_that_follow(decision, None)
        self.tasks.setVisible(bool(tasks))
        self._due.setVisible(bool(tasks))
        self.tests_due.start = facts.sitting.on
        self.tests_due.put(decision.due)
        if tasks:
            wanted = some([each.what for each in tasks])
            who = tasks[0].responsible
            told = f"{plural(len(tasks), 'task follows', 'tasks follow')} for {who}: {wanted}."
            self.tasks.setText(f"{told} One that is open already is not added again.")
        self.by.offer((decision.author, *names))
        if not self.by.words:
            self.by.put(decision.author)
        self.refuse("")
        self.show()
        missing = before is not None and not self.reason.words
        start = self.reason if missing else self.by
        start.setFocus(Qt.FocusReason.OtherFocusReason)
        self.by.selectAll()

    def _confirm(self) -> None:
        wanted = (
            (self._reason.isHidden() or self.reason.words, self.reason, "Write why it is amended."),
            (
                self._due.isHidden() or not self.tests_due.problem,
                self.tests_due,
                self.tests_due.problem,
            ),
            (self.by.words, self.by, "Write who seals the decision."),
        )
        for there, field, sentence in wanted:
            if not there:
                self.refuse(sentence)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.refuse("")
        self.confirmed.emit()

    def refuse(self, sentence: str) -> None:
        """Say why it is not sealed; an empty sentence takes that away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


def frozen(facts: Facts) -> str:
    """Return in words what a seal freezes."""
    trials = len(facts.comparison.assessments)
    if facts.as_sealed:
        told = f"On the facts that were sealed before (as of {spoken(facts.day)}): "
    else:
        told = f"Frozen: the case as it is recorded, as of {spoken(facts.day)}; "
    what = f"{plural(trials, 'trial', 'trials')} with versions and findings, what schedules rest on"
    return (
        f"{told}{what}, this decision. A sealed version is never changed: an amendment is a new"
        " version that names its reason."
    )


def open_again(facts: Facts) -> str:
    """Return the overrides and answers that are open again, in words; empty where none is."""
    comparison = facts.comparison
    told = [
        f"{trial} {criterion}: {_plain(sentence)}"
        for (trial, criterion), sentence in comparison.overrides_reopened.items()
    ]
    told += [
        f"{comparison.dictionary.label(field)}: {_plain(sentence)}"
        for field, sentence in comparison.reopened.items()
    ]
    if not told:
        return ""
    return "Open again, so that it is not counted:\n" + "\n".join(f"◆ {each}" for each in told)


def _plain(sentence: str) -> str:
    return sentence.removeprefix("Open again: ")
