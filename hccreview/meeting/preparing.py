"""What still has to be obtained before the day, from the ask-lists of the cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.limits import check_text
from hccreview.meeting.meeting import Sitting
from hccreview.review.compare import Comparison
from hccreview.review.insight import ask_list


@dataclass(frozen=True, slots=True)
class Tick:
    """Somebody ticked a wanted fact off: who, and on which day."""

    case: str
    field: str
    by: str
    on: date

    def __post_init__(self) -> None:
        check_text(self.by, "The name of who ticked it off", needed=True)


@dataclass(frozen=True, slots=True)
class Want:
    """A fact that a case still lacks on the day of the meeting.

    `wish` says in words what is wanted, `trials` are those it would help to settle. A `tick` means
    that it was obtained; the want itself goes once the value is in the case.
    """

    case: str
    field: str
    label: str
    wish: str
    trials: tuple[str, ...]
    tick: Tick | None = None

    @property
    def sentence(self) -> str:
        """What is wanted, and who has it: ``Platelets … (obtained: A. Lin, 18 Nov 2026)``."""
        if self.tick is None:
            return self.wish
        return f"{self.wish} (obtained: {self.tick.by}, {spoken(self.tick.on)})"


@dataclass(frozen=True, slots=True)
class Preparation:
    """What one case still lacks, the most useful first; `asked` are questions the board answers."""

    case: str
    wants: tuple[Want, ...]
    asked: tuple[str, ...]

    @property
    def outstanding(self) -> tuple[Want, ...]:
        """What nobody has ticked off."""
        return tuple(want for want in self.wants if want.tick is None)

    @property
    def ready(self) -> bool:
        """True when nothing is left to obtain."""
        return not self.outstanding


def preparations(
    sitting: Sitting, comparisons: Iterable[Comparison], ticks: Iterable[Tick] = ()
) -> tuple[Preparation, ...]:
    """Return what each case still lacks, in the order of `comparisons`.

    The comparisons are made for the day of the meeting, so that a value that will be too old by
    then is asked for in time; raises ReviewError for one of another day. Of several ticks of one
    fact the last one counts; ticks of what is no longer wanted are left aside.
    """
    given = tuple(ticks)
    return tuple(ticked(_preparation(sitting, each), given) for each in comparisons)


def ticked(preparation: Preparation, ticks: Iterable[Tick]) -> Preparation:
    """Return the preparation with these ticks and no others."""
    given = {tick.field: tick for tick in ticks if tick.case == preparation.case}
    wants = tuple(replace(want, tick=given.get(want.field)) for want in preparation.wants)
    return replace(preparation, wants=wants)


def _preparation(sitting: Sitting, comparison: Comparison) -> Preparation:
    case, as_of = comparison.case.code, comparison.anchors.as_of
    if as_of != sitting.on:
        raise ReviewError(
            f"{case} was compared as of {spoken(as_of)}; compare it as of the meeting,"
            f" {spoken(sitting.on)}."
        )
    questions = ask_list(comparison)
    wants = tuple(Want(case, q.field, q.label, q.text, q.trials) for q in questions if not q.board)
    return Preparation(case, wants, tuple(q.text for q in questions if q.board))
