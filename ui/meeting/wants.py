"""What cases lack, as rows of a list: of one case, or of all under their codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ui.meeting.grouped_list import Row
from ui.meeting.words import lack_words
from ui.wording import plural

if TYPE_CHECKING:
    from hccreview.meeting.meeting import Meeting
    from hccreview.meeting.preparing import Preparation, Want


def rows_of_case(preparation: Preparation | None) -> tuple[Row, ...]:
    """Return what a case lacks; nothing while that is not known."""
    return tuple(_row(want) for want in preparation.wants) if preparation is not None else ()


def rows_of_all(meeting: Meeting, found: Mapping[str, Preparation]) -> tuple[Row, ...]:
    """Return what each case of the agenda lacks, in its order; who lacks nothing is left out."""
    return tuple(_of_all(meeting, found))


def _of_all(meeting: Meeting, found: Mapping[str, Preparation]) -> Iterator[Row]:
    for code in meeting.codes:
        preparation = found.get(code)
        if preparation is not None and preparation.wants:
            yield Row(code, f"{code} · {lack_words(preparation)}", heading=True)
            yield from rows_of_case(preparation)


def _row(want: Want) -> Row:
    use = f"for {plural(len(want.trials), 'trial', 'trials')}"
    done = "obtained" if want.tick is not None else "to obtain"
    return Row(
        f"{want.case}|{want.field}",
        want.sentence,
        use,
        ticked=want.tick is not None,
        spoken=f"{done}: {want.sentence}, {use}",
    )
