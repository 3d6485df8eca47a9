"""Tumour response: RECIST 1.1, mRECIST, overall and best response, response rates.

Responses are written CR, PR, SD, NONCR_NONPD, PD, NE (not evaluable), and `none` where there are
no such lesions. Sums are in mm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hccreview.clinical.rounding import reaches
from hccreview.clinical.scores import Score
from hccreview.errors import ReviewError

RESPONSES = ("CR", "PR", "SD", "NONCR_NONPD", "PD", "NE")
RECIST_ABSOLUTE_MM = 5.0
_TARGET = ("CR", "PR", "SD", "PD")


def recist_target(
    baseline: float | None,
    nadir: float | None,
    current: float | None,
    all_gone: bool | None,
) -> Score:
    """Return the target response by RECIST 1.1 (Eisenhauer 2009); value = % change from baseline.

    `nadir` is the smallest earlier sum, baseline included. `all_gone`: every target has
    disappeared and every node is below 10 mm short axis, so the sum may be above zero.
    """
    source = "RECIST 1.1 (Eisenhauer 2009)"
    sums = _Sums(baseline, nadir, current)
    return _target("recist_target", sums, all_gone, RECIST_ABSOLUTE_MM, source)


def mrecist_target(
    baseline: float | None,
    nadir: float | None,
    current: float | None,
    all_gone: bool | None,
    *,
    absolute_mm: float | None = None,
) -> Score:
    """Return the target response by mRECIST (Lencioni 2010) on viable (enhancing) diameters.

    `absolute_mm` is the smallest growth that counts as progression; the original has none.
    """
    sums = _Sums(baseline, nadir, current)
    if all_gone is None and current is not None:
        all_gone = current == 0
    return _target("mrecist_target", sums, all_gone, absolute_mm, "mRECIST (Lencioni 2010)")


@dataclass(frozen=True, slots=True)
class _Sums:
    baseline: float | None
    nadir: float | None
    current: float | None

    def change(self) -> float | None:
        """Return the change from baseline in percent; None without a measurable baseline."""
        if self.baseline is None or self.current is None or self.baseline <= 0:
            return None
        return 100 * (self.current - self.baseline) / self.baseline

    def progressed(self, absolute_mm: float | None) -> bool | None:
        """Return whether the sum grew by 20 % of the nadir and by the absolute step."""
        if self.baseline is None or self.nadir is None or self.current is None:
            return None
        nadir = min(self.nadir, self.baseline)
        growth = self.current - nadir
        if growth <= 0:
            return False
        return reaches(self.current, 1.2 * nadir) and reaches(growth, absolute_mm or 0.0)

    def shrunk(self) -> bool | None:
        """Return whether the sum is at least 30 % below baseline."""
        if self.change() is None or self.baseline is None or self.current is None:
            return None
        return reaches(0.7 * self.baseline, self.current)


def _target(
    name: str, sums: _Sums, all_gone: bool | None, absolute_mm: float | None, source: str
) -> Score:
    if all_gone is None and sums.current == 0:
        all_gone = True
    progressed, shrunk = sums.progressed(absolute_mm), sums.shrunk()
    met = [] if all_gone is False else ["CR"]
    if all_gone is not True:
        met += [] if progressed is False else ["PD"]
        if progressed is not True:
            met += {True: ["PR"], False: ["SD"], None: ["PR", "SD"]}[shrunk]
    grades = tuple(each for each in _TARGET if each in met)
    facts = {
        "baseline_sum": sums.baseline,
        "nadir_sum": sums.nadir,
        "current_sum": sums.current,
        "all_gone": all_gone,
    }
    change = sums.change()
    return Score(
        name=name,
        value=change,
        low=change,
        high=change,
        grade=grades[0] if len(grades) == 1 else None,
        grades=grades,
        inputs=tuple((key, given) for key, given in facts.items() if given is not None),
        missing=() if len(grades) == 1 else tuple(k for k, v in facts.items() if v is None),
        source=source,
    )


def overall_response(
    target: str | None, non_target: str | None, new_lesion: bool | None
) -> str | None:
    """Return the response at one time point (Eisenhauer 2009); None while it is open.

    `target` CR, PR, SD, PD, NE or none; `non_target` CR, NONCR_NONPD, PD, NE or none.
    """
    targets = _choices(target, ("CR", "PR", "SD", "PD", "NE", "none"))
    others = _choices(non_target, ("CR", "NONCR_NONPD", "PD", "NE", "none"))
    news = (True, False) if new_lesion is None else (new_lesion,)
    answers = {_overall(t, other, new) for t in targets for other in others for new in news}
    return answers.pop() if len(answers) == 1 else None


def _choices(given: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    if given is not None and given not in known:
        raise ReviewError(f"Response “{given}” is not known here; use one of {', '.join(known)}.")
    return known if given is None else (given,)


def _overall(target: str, non_target: str, new_lesion: bool) -> str:
    if new_lesion or "PD" in (target, non_target):
        return "PD"
    if target == "none":
        return "NE" if non_target == "none" else non_target
    if target == "CR":
        return "CR" if non_target in ("CR", "none") else "PR"
    return target


Assessment = tuple[date, str]


def best_response(
    reference: date, assessments: Sequence[Assessment], *, sd_window_days: int = 28
) -> str | None:
    """Return the best response up to the first PD, not confirmed; None without assessments.

    Stable disease counts from `sd_window_days` after `reference` on; before, it is NE.
    """
    return _best(
        "NE"
        if each in ("SD", "NONCR_NONPD") and not _lasted(on, reference, sd_window_days)
        else each
        for on, each in _until_progression(assessments)
    )


def confirmed_best_response(
    reference: date,
    assessments: Sequence[Assessment],
    *,
    sd_window_days: int = 28,
    confirm_days: int = 28,
    max_not_evaluable: int = 1,
    accept_stable: bool = False,
) -> str | None:
    """Return the best response where CR and PR need a second assessment (Eisenhauer 2009).

    A CR needs a later CR, a PR a later CR or PR, at least `confirm_days` on, with nothing worse
    between than `max_not_evaluable` NE (and one SD where `accept_stable`). What is not confirmed
    is SD from `sd_window_days` after `reference` on, else NE. None without assessments.
    """
    timeline = _until_progression(assessments)
    answers = []
    for place, (on, each) in enumerate(timeline):
        later = timeline[place + 1 :]
        window = _window(on + timedelta(days=confirm_days), each, later)
        confirmed = _confirms(each, window, max_not_evaluable, accept_stable)
        if each in ("PD", "NE") or confirmed:
            answers.append(each)
        elif _lasted(on, reference, sd_window_days):
            answers.append("NONCR_NONPD" if each == "NONCR_NONPD" else "SD")
        else:
            answers.append("NE")
    return _best(answers)


def _until_progression(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Return the assessments in order of time, up to and with the first PD."""
    timeline = sorted(assessments, key=lambda each: each[0])
    for _, each in timeline:
        if each not in RESPONSES:
            raise ReviewError(f"Response “{each}” is not known; use one of {', '.join(RESPONSES)}.")
    ends = [place for place, (_, each) in enumerate(timeline) if each == "PD"]
    return timeline[: ends[0] + 1] if ends else timeline


def _window(earliest: date, response: str, later: Sequence[Assessment]) -> list[str]:
    """Return the responses up to the first that may confirm `response`; empty if none does."""
    wanted = ("CR",) if response == "CR" else ("CR", "PR")
    for place, (on, each) in enumerate(later):
        if each in wanted and on >= earliest:
            return [given for _, given in later[: place + 1]]
    return []


def _confirms(response: str, window: list[str], max_ne: int, accept_stable: bool) -> bool:
    if response not in ("CR", "PR"):
        return False
    allowed = {"CR", "NE"} if response == "CR" else {"CR", "PR", "SD", "NE"}
    if not window or not set(window) <= allowed or window.count("NE") > max_ne:
        return False
    if window.count("SD") > int(accept_stable):
        return False
    # A PR after a CR inside the window is a contradiction, not a confirmation.
    return response == "CR" or "CR" not in window or "PR" not in window[window.index("CR") :]


def _lasted(on: date, reference: date, days: int) -> bool:
    return on >= reference + timedelta(days=days)


def _best(answers: Iterable[str]) -> str | None:
    given = set(answers)
    return next((each for each in RESPONSES if each in given), None)


def response_rate(responders: int | None, enrolled: int | None) -> float | None:
    """Return a share in percent of all enrolled (ORR: CR + PR; DCR: with SD and NONCR_NONPD)."""
    if responders is None or not enrolled:
        return None
    return 100 * responders / enrolled
