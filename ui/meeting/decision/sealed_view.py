"""A sealed decision as it was sealed, its versions, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from hccreview.clinical.dates import spoken
from hccreview.meeting.decision_words import basis_told
from ui.meeting.decision.facts import sentences_of
from ui.meeting.decision.since_text import since_lines
from ui.regimens.parts import flowing
from ui.widgets.labels import label
from ui.widgets.panel_form import form_frame

if TYPE_CHECKING:
    from db.meeting_listing import SealedDecision
    from hccreview.meeting.seal import Sealed
    from hccreview.meeting.since import Since


class SealedView(QFrame):
    """Shows one version at a time, the newest first.

    `amend_asked`: it shall be amended; `next_asked` carries the code of the case to go on with.
    """

    amend_asked = Signal()
    next_asked = Signal(str)

    def __init__(self, title: str, *, amends: bool) -> None:
        super().__init__()
        self.setProperty("role", "sealed")
        self.column = form_frame(self)
        self.setProperty("role", "sealed")
        self.title, self._words = label("value"), title
        self.sentences, self.rest = label("sentence"), label("body")
        self.mark, self.facts = label("body"), label("muted")
        self.amend = QPushButton("Amend…")
        self.amend.setToolTip("Write a new version that names its reason; this one stays")
        self.amend.setAutoDefault(True)
        self.amend.clicked.connect(self.amend_asked)
        self._next = ""
        self.next = QPushButton()
        self.next.setProperty("role", "primary")
        self.next.setAutoDefault(True)
        self.next.clicked.connect(lambda: self.next_asked.emit(self._next))
        self.chips = QButtonGroup(self)
        self.chips.idClicked.connect(self._show_version)
        self.versions: tuple[Sealed, ...] = ()
        self._bar: QWidget = flowing(())
        self.since_title, self.since = label("section", "Since then"), label("body")
        for part in (self.title, self.sentences, self.rest, self.mark, self.facts):
            self.column.addWidget(part)
        self.column.addWidget(self._bar)
        for part in (self.since_title, self.since):
            self.column.addWidget(part)
        self.column.addWidget(flowing((self.next, self.amend)))
        self.next.hide()
        if not amends:
            self.amend.hide()
        self.hide()

    def show_decision(self, found: SealedDecision | None) -> None:
        """Show the versions of a decision; None hides the view."""
        self.setVisible(found is not None)
        if found is None:
            self.versions = ()
            return
        if self.versions != found.versions:
            self.versions = found.versions
            self._rebuild_chips()
            self.since.setText("Looking for what has changed …")
        self._show_version(len(self.versions) - 1)

    def offer_next(self, code: str) -> None:
        """Offer to go on with a case; an empty code offers nothing."""
        self._next = code
        self.next.setText(f"Next: {code}")
        self.next.setVisible(bool(code))

    def show_since(self, since: Since | None, problem: str = "") -> None:
        """Say what has changed since the newest version, or why that is not known."""
        self.since.setText(problem if since is None else "\n".join(since_lines(since)))

    def _rebuild_chips(self) -> None:
        for button in self.chips.buttons():
            self.chips.removeButton(button)
        made = []
        for place, version in enumerate(self.versions):
            chip = QPushButton(f"Version {version.seal.version}")
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            self.chips.addButton(chip, place)
            made.append(chip)
        new = flowing(made)
        self.column.replaceWidget(self._bar, new)
        self._bar.hide()
        self._bar.deleteLater()
        self._bar = new
        new.setVisible(len(made) > 1)

    def _show_version(self, place: int) -> None:
        shown, newest = self.versions[place], place == len(self.versions) - 1
        if (chip := self.chips.button(place)) is not None:
            chip.setChecked(True)
        snapshot, decision = shown.snapshot, shown.snapshot.decision
        on = spoken(snapshot.sitting.on)
        stands = "" if newest else " · replaced by a later version"
        title = f"{self._words}, meeting of {on}{stands}"
        self.title.setText(f"✓ {title}")
        self.setAccessibleName(title)
        self.sentences.setText("\n".join(sentences_of(decision, snapshot.names())))
        self.rest.setText("\n".join(f"{name}: {text}" for name, text in basis_told(decision)))
        self.mark.setText(f"{shown.sentence}\nWhole digest: {shown.digest}")
        self.facts.setText(frozen_in(shown))


def frozen_in(sealed: Sealed) -> str:
    """Return which facts a version was sealed with."""
    snapshot = sealed.snapshot
    trials = "; ".join(f"{each.id} {each.headline_word.lower()}" for each in snapshot.trials)
    return (
        f"Frozen as of {spoken(snapshot.anchors.as_of)}, program {snapshot.program}. The trials"
        f" then: {trials}."
    )
