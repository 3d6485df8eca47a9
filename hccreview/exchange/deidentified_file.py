"""The case file of a case without its identity; read in again, it gives the same verdicts.

A case file needs dates. Day 0 (see `review.identity.day_zero`) is therefore written as one day that
is the same in all such files, and every other date lies as many days before or after it as it
really did. Months differ in length, so a limit in months could fall a few days earlier or later:
`told_apart` reads the file back and says where a verdict is another one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hccreview.clinical.case import Case, anchors_of
from hccreview.clinical.editing import without_answers
from hccreview.clinical.moving import moved_case
from hccreview.exchange.case_file import case_text, parse_case, write_text
from hccreview.meeting.standing import compared
from hccreview.review.compare import Comparison
from hccreview.review.identity import Bare, day_zero
from hccreview.review.leaving import Leaving, changed_verdicts, leaving

DAY_ZERO = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class DeidentifiedFile:
    """The case file that a comparison leaves under another code.

    `code` must tell nothing of the patient: it is drawn, never worked out (45 CFR 164.514(c)).
    """

    comparison: Comparison
    code: str
    free_text: bool = False

    def case(self) -> Case:
        """Return the case as it will be in the file."""
        found, anchors = self.comparison, self.comparison.anchors
        bare = replace(
            without_answers(Bare(found, self.free_text, self.code).case(), found.reopened),
            as_of=anchors.as_of,
            inclusion=None if anchors.inclusion_assumed else anchors.inclusion,
            first_dose=None if anchors.first_dose_assumed else anchors.first_dose,
            arms=tuple((each.trial.id, each.arm) for each in found.assessments)
            if found.case.arms
            else (),
        )
        by = DAY_ZERO - day_zero(found.case, anchors).day
        return moved_case(bare, lambda day: day + by)

    def text(self) -> str:
        """Return the text of the file; raises ReviewError for a value that it cannot hold."""
        zero = day_zero(self.comparison.case, self.comparison.anchors)
        return (
            f"# De-identified by HCC Review. The dates are none of the patient's: {DAY_ZERO} is"
            f" day 0, {zero.words};\n# the others lie as many days from it as they did.\n"
            + case_text(self.case(), self.comparison.dictionary)
        )

    def lines(self) -> tuple[Leaving, ...]:
        """Return what leaves, value by value."""
        without = tuple(self.comparison.reopened)
        return leaving(self.comparison, self.code, free_text=self.free_text, without=without)

    def told_apart(self) -> tuple[str, ...]:
        """Return where the file, read in again, gives another verdict; a sentence each."""
        case = parse_case(self.text(), self.code, self.comparison.dictionary)
        assert case.as_of is not None
        again = compared(
            case,
            tuple(each.trial for each in self.comparison.assessments),
            anchors_of(case, case.as_of),
            arms={each.trial.id: each.arm for each in self.comparison.assessments},
            settings=self.comparison.settings,
        )
        return changed_verdicts(self.comparison, again)

    def write(self, path: Path) -> None:
        """Write the file, wholly or not at all; raises ReviewError where that is not possible."""
        write_text(self.text(), path)
