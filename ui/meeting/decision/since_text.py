"""What has changed since a decision was sealed: what moved for one reason in one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hccreview.review.explain import verdict_word
from ui.wording import plural

if TYPE_CHECKING:
    from hccreview.meeting.since import Since, TrialMove, VerdictMove

_ALONE = 2  # so many criteria that moved alike are told one by one


def since_lines(since: Since) -> list[str]:
    """Return what has changed, a line each."""
    if since.nothing:
        return ["Nothing that was sealed has changed: every verdict stands."]
    told = []
    if moves := len(since.moves):
        told.append(f"{plural(moves, 'verdict has', 'verdicts have')} moved:")
    for trial in since.trials:
        told.append(trial.sentence)
        told += [f"   · {line}" for line in _of_trial(trial)]
    return [*told, *since.other]


def since_short(since: Since) -> str:
    """Return in a few words how much has changed."""
    if since.nothing:
        return "nothing has changed since"
    moves = len(since.moves)
    if not moves:
        return "no verdict has moved since"
    return f"{plural(moves, 'verdict has', 'verdicts have')} moved since"


def _of_trial(trial: TrialMove) -> Iterator[str]:
    alike: dict[tuple[object, ...], list[VerdictMove]] = {}
    for move in trial.moves:
        alike.setdefault((move.then, move.now, move.causes), []).append(move)
    for moves in alike.values():
        if len(moves) <= _ALONE:
            yield from (move.sentence for move in moves)
        else:
            yield _together(moves)


def _together(moves: list[VerdictMove]) -> str:
    first = moves[0]
    then = verdict_word(first.then).lower() if first.then else "not asked"
    now = verdict_word(first.now).lower() if first.now else "no longer asked"
    because = "; ".join(cause.sentence for cause in first.causes)
    names = ", ".join(move.criterion for move in moves)
    told = f"{len(moves)} criteria ({names}): {then} at the meeting, {now} now"
    return f"{told}: {because}." if because else f"{told}."
