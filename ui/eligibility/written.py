"""What a clinician says to a finding, written into the case: answers and overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.grounding import ground_of_override, grounded, time_on
from ui.workspace import Workspace

if TYPE_CHECKING:
    from hccreview.clinical.case import Override
    from hccreview.review.eligibility import Finding


class Written(QObject):
    """Turns what the forms say into edits of the workspace's case."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace

    def answer(self, field: str, value: str, author: str, reason: str) -> None:
        """Record the board's answer to a question, on the day of the review."""
        from hccreview.clinical.fields import bundled_dictionary
        from ui.eligibility.answers import answered_case

        case, day = self.workspace.case, self.workspace.as_of
        if case is None or day is None:
            return
        definition = bundled_dictionary().field(field)
        with self.workspace.messages.telling():
            answered = answered_case(case, definition, day, value, author, reason)
            answered = grounded(answered, case, field, self.workspace)
            self.workspace.edit(answered, f"answer to “{definition.label}”")

    def withdraw(self, field: str) -> None:
        """Take the answer in force back."""
        from hccreview.clinical.chart import Chart
        from hccreview.clinical.editing import without_observation

        case, day = self.workspace.case, self.workspace.as_of
        if case is None or day is None:
            return
        chart = Chart(case, day)
        known = chart.fact(field).observation  # also one that is open again and counts no more
        if known is not None:
            label = chart.dictionary.label(field)
            changed = without_observation(case, known)
            self.workspace.edit(changed, f"answer to “{label}” withdrawn")

    def override(self, finding: Finding, kind: str, author: str, reason: str) -> None:
        """Record a disagreement beside a finding."""
        from hccreview.clinical.case import Override
        from hccreview.clinical.editing import with_override

        case, day, comparison = self.workspace.case, self.workspace.as_of, self.workspace.comparison
        if case is not None and day is not None and comparison is not None:
            made = Override(
                finding.trial_id,
                finding.criterion.id,
                author,
                day,
                kind,
                reason,
                time_on(day, self.workspace),
                ground_of_override(finding, comparison),
            )
            self.workspace.edit(with_override(case, made), f"override of {made.criterion}")

    def remove_override(self, override: Override) -> None:
        """Take a disagreement back."""
        from hccreview.clinical.editing import without_override

        case = self.workspace.case
        if case is not None:
            changed = without_override(case, override)
            self.workspace.edit(changed, f"override of {override.criterion} removed")
