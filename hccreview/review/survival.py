"""Kaplan-Meier survival and the interval of its median (Brookmeyer & Crowley 1982).

The interval is the set of times at which one half lies inside the pointwise interval of survival.
The transform of that interval must be named: plain (the original), log (R's default), log_log
(SAS). Where the curve falls to 0, its interval does not exist and the upper limit stays open, as
in R. A curve flat at exactly one half: the median is the first such time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hccreview.errors import ReviewError

_TOLERANCE = 1e-9
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """The curve after one event time: survival and Greenwood's sum (relative variance)."""

    time: float
    at_risk: int
    events: int
    survival: float
    greenwood: float  # infinite where survival is 0


@dataclass(frozen=True, slots=True)
class MedianInterval:
    """A median time with its limits; None: not reached."""

    median: float | None
    low: float | None
    high: float | None
    transform: str


def kaplan_meier(times: Sequence[float], events: Sequence[bool]) -> tuple[SurvivalStep, ...]:
    """Return the steps of the curve at its event times (Kaplan & Meier 1958, Greenwood 1926).

    `events` holds True for an event, False for a censored time. A subject censored at an event
    time is still at risk there. Raises ReviewError for lists of different lengths or bad times.
    """
    if len(times) != len(events) or not times:
        raise ReviewError("Survival needs one event mark for each time, and at least one time.")
    if any(not math.isfinite(time) or time < 0 for time in times):
        raise ReviewError("Survival times must be numbers that are not negative.")
    survival, greenwood = 1.0, 0.0
    steps = []
    for time in sorted({each for each, event in zip(times, events, strict=True) if event}):
        at_risk = sum(each >= time for each in times)
        deaths = sum(
            bool(event) and each == time for each, event in zip(times, events, strict=True)
        )
        left = at_risk - deaths
        survival *= left / at_risk
        greenwood += deaths / (at_risk * left) if left else math.inf
        steps.append(SurvivalStep(time, at_risk, deaths, survival, greenwood))
    return tuple(steps)


def median_interval(
    times: Sequence[float],
    events: Sequence[bool],
    *,
    transform: str,
    level: float = 0.95,
) -> MedianInterval:
    """Return the median survival with its interval by the named transform.

    Raises ReviewError for a transform other than plain, log, log_log, or a level outside 0-1.
    """
    if transform not in TRANSFORMS:
        raise ReviewError(f"Transform “{transform}” is not known; use {', '.join(TRANSFORMS)}.")
    if not 0 < level < 1:
        raise ReviewError(f"A confidence level of {level} is not possible; use one such as 0.95.")
    from scipy.special import ndtri

    z = float(ndtri((1 + level) / 2))
    steps = kaplan_meier(times, events)
    limits = [(step.time, TRANSFORMS[transform](step, z)) for step in steps if step.survival > 0]
    return MedianInterval(
        _first_at_half([(step.time, step.survival) for step in steps]),
        _first_at_half([(time, low) for time, (low, _) in limits]),
        _first_at_half([(time, high) for time, (_, high) in limits]),
        transform,
    )


def _first_at_half(curve: Sequence[tuple[float, float]]) -> float | None:
    return next((time for time, height in curve if height <= 0.5 + _TOLERANCE), None)


def _plain(step: SurvivalStep, z: float) -> Interval:
    half = z * step.survival * math.sqrt(step.greenwood)
    return step.survival - half, step.survival + half


def _log(step: SurvivalStep, z: float) -> Interval:
    factor = math.exp(z * math.sqrt(step.greenwood))
    return step.survival / factor, step.survival * factor


def _log_log(step: SurvivalStep, z: float) -> Interval:
    spread = z * math.sqrt(step.greenwood) / abs(math.log(step.survival))
    low, high = math.exp(spread), math.exp(-spread)
    return step.survival**low, step.survival**high


TRANSFORMS: Mapping[str, Callable[[SurvivalStep, float], Interval]] = MappingProxyType(
    {"plain": _plain, "log": _log, "log_log": _log_log}
)
