"""The printed list of what is still to be obtained before a meeting: to be ticked off by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from hccreview.review.digest import made_from
from hccreview.review.explain import STATEMENT

if TYPE_CHECKING:
    from hccreview.meeting.meeting import Meeting
    from hccreview.meeting.preparing import Preparation, Want
    from hccreview.trials.model import Trial

_TO_DO, _DONE = "□", "✓"  # the box is ticked with a pen


def page(
    meeting: Meeting,
    found: Mapping[str, Preparation],
    trials: tuple[Trial, ...],
    today: date,
) -> str:
    """Return the list of all cases in the order of the agenda; it names them by their code only.

    `found` holds what each case lacks for one of the `trials`; a case that is not in it is not
    known yet, and said so.
    """
    sitting = meeting.sitting
    place = f", {escape(sitting.place)}" if sitting.place else ""
    left = sum(len(each.outstanding) for each in found.values())
    return "\n".join(
        (
            f"<h1>To obtain before {spoken(sitting.on)}</h1>",
            f"<p>Meeting of {spoken(sitting.on)}{place}. Cases: {len(meeting.codes)}. Still to"
            f" obtain: {left}. Printed {spoken(today)}.</p>",
            f"<p class='quiet'>{STATEMENT}</p>",
            *_cases(meeting, found),
            f"<p></p><p class='quiet'>{escape(made_from(trials))}</p>",
        )
    )


def _cases(meeting: Meeting, found: Mapping[str, Preparation]) -> Iterator[str]:
    for number, code in enumerate(meeting.codes, 1):
        yield f"<h2>{number} · {escape(code)}</h2>"
        preparation = found.get(code)
        if preparation is None:
            yield "<p>Not worked out; open the page Meeting and print again.</p>"
        elif not preparation.wants:
            yield "<p class='quiet'>Nothing has to be obtained.</p>"
        else:
            yield _table(preparation)


def _table(preparation: Preparation) -> str:
    lines = "".join(_line(want) for want in preparation.wants)
    return f"<table border='0' cellspacing='0' width='100%'><tbody>{lines}</tbody></table>"


def _line(want: Want) -> str:
    sign = _DONE if want.tick is not None else _TO_DO
    trials = escape(", ".join(want.trials))
    return (
        f"<tr><td width='4%'>{sign}</td><td width='56%'>{escape(want.sentence)}</td>"
        f"<td width='40%' class='quiet'>{trials}</td></tr>"
    )
