"""Exact and approximate intervals of a proportion, and Simon's two-stage designs.

SciPy and NumPy are imported where they are used: they are slow to load and rarely needed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from hccreview.errors import ReviewError

Interval = tuple[float, float]


def clopper_pearson(x: int, n: int, level: float = 0.95) -> Interval:
    """Return the exact interval of x/n as fractions (Clopper & Pearson 1934)."""
    from scipy.special import betaincinv

    _check_counts(x, n, level)
    tail = (1 - level) / 2
    low = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, tail))
    high = 1.0 if x == n else float(betaincinv(x + 1, n - x, 1 - tail))
    return low, high


def wald(x: int, n: int, level: float = 0.95) -> Interval:
    """Return the normal approximation, not cut at 0 and 1: unfit for small n, shown as contrast."""
    _check_counts(x, n, level)
    p = x / n
    half = _z(level) * math.sqrt(p * (1 - p) / n)
    return p - half, p + half


def wilson(x: int, n: int, level: float = 0.95) -> Interval:
    """Return the score interval of x/n (Wilson 1927)."""
    _check_counts(x, n, level)
    z, p = _z(level), x / n
    middle = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if x == 0 else (middle - half) / scale
    return low, 1.0 if x == n else (middle + half) / scale


def agresti_coull(x: int, n: int, level: float = 0.95) -> Interval:
    """Return the adjusted Wald interval of x/n (Agresti & Coull 1998)."""
    _check_counts(x, n, level)
    z = _z(level)
    trials = n + z * z
    p = (x + z * z / 2) / trials
    half = z * math.sqrt(p * (1 - p) / trials)
    return p - half, p + half


def jeffreys(x: int, n: int, level: float = 0.95) -> Interval:
    """Return the equal-tailed interval under Jeffreys' prior (Brown 2001); 0 and 1 at the ends."""
    from scipy.special import betaincinv

    _check_counts(x, n, level)
    tail = (1 - level) / 2
    low = 0.0 if x == 0 else float(betaincinv(x + 0.5, n - x + 0.5, tail))
    high = 1.0 if x == n else float(betaincinv(x + 0.5, n - x + 0.5, 1 - tail))
    return low, high


def _z(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


def _check_counts(x: int, n: int, level: float) -> None:
    if n < 1 or not 0 <= x <= n:
        raise ReviewError(f"{x} of {n} is not a proportion; give a count between 0 and the total.")
    if not 0 < level < 1:
        raise ReviewError(f"A confidence level of {level} is not possible; use one such as 0.95.")


# --- Simon's two-stage designs --------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SimonDesign:
    """Stop if at most `r1` of `n1` respond; success if more than `r` of `n` do (Simon 1989)."""

    r1: int
    n1: int
    r: int
    n: int

    def reject(self, p: float) -> float:
        """Return the probability of success at response rate `p` (alpha at p0, power at p1)."""
        second = self.n - self.n1
        return math.fsum(
            _pmf(x, self.n1, p) * _above(self.r - x, second, p)
            for x in range(self.r1 + 1, self.n1 + 1)
        )

    def stop_early(self, p: float) -> float:
        """Return the probability of stopping after the first stage (PET) at rate `p`."""
        return math.fsum(_pmf(x, self.n1, p) for x in range(self.r1 + 1))

    def expected_size(self, p: float) -> float:
        """Return the expected number of patients (EN) at rate `p`."""
        return self.n1 + (1 - self.stop_early(p)) * (self.n - self.n1)


@dataclass(frozen=True, slots=True)
class SimonSearch:
    """The two designs of a search: smallest expected size at p0, and smallest largest size."""

    optimal: SimonDesign
    minimax: SimonDesign


def simon_design(p0: float, p1: float, alpha: float, beta: float, limit: int = 300) -> SimonSearch:
    """Return optimal and minimax design by exhaustive search (Simon 1989).

    All designs with at most `alpha` at `p0` and at least 1 - `beta` at `p1` are compared, up to
    half as many patients again as the minimax design needs. Raises ReviewError for rates that
    make no design, or where none has at most `limit` patients.
    """
    if not (0 < p0 < p1 < 1 and 0 < alpha < 1 and 0 < beta < 1):
        raise ReviewError("A two-stage design needs 0 < p0 < p1 < 1, and alpha and beta below 1.")
    best: SimonDesign | None = None
    minimax: SimonDesign | None = None
    smallest, n, last = math.inf, 2, limit
    while n <= last:
        for expected, design in _designs_of_size(n, p0, p1, alpha, beta, smallest, minimax is None):
            if minimax is None or (design.n == minimax.n and expected < minimax.expected_size(p0)):
                minimax, last = design, min(limit, n + n // 2 + 10)
            if expected < smallest:
                best, smallest = design, expected
        n += 1
    if best is None or minimax is None:
        raise ReviewError(f"No two-stage design with at most {limit} patients meets these errors.")
    return SimonSearch(best, minimax)


def _designs_of_size(
    n: int, p0: float, p1: float, alpha: float, beta: float, smallest: float, wide: bool
) -> Iterator[tuple[float, SimonDesign]]:
    """Yield each fitting design of `n` patients with its EN(p0).

    First stages of `smallest` patients or more cannot give a smaller EN; they are left out unless
    no design at all is known (`wide`).
    """
    if not _possible(n, p0, p1, alpha, beta):
        return
    for n1 in range(1, n):
        if n1 >= smallest and not wide:
            return
        yield from _designs_of_stages(n1, n, p0, p1, alpha, beta)


def _designs_of_stages(
    n1: int, n: int, p0: float, p1: float, alpha: float, beta: float
) -> Iterator[tuple[float, SimonDesign]]:
    """Yield, for each first-stage limit, the design with the lowest second limit within alpha."""
    import numpy as np

    first = list(range(n1 + 1))
    rows = [r1 for r1 in first if _below(r1, n1, p1) <= beta]
    if not rows:
        return
    # reject[x, r]: P(more than r responses in all, first stage x or more), by a sum from below.
    second = np.clip(np.arange(n)[None, :] - np.array(first)[:, None], -1, n - n1) + 1
    tables = []
    for p in (p0, p1):
        stage1 = np.array([_pmf(x, n1, p) for x in first])
        stage2 = np.array([_above(k, n - n1, p) for k in range(-1, n - n1 + 1)])
        tables.append(np.cumsum((stage1[:, None] * stage2[second])[::-1], axis=0)[::-1])
    for r1 in rows:
        if r1 == n1:
            break
        fits = np.flatnonzero(tables[0][r1 + 1] <= alpha)
        r = max(int(fits[0]), r1) if fits.size else n
        if r < n and tables[1][r1 + 1][r] >= 1 - beta:
            design = SimonDesign(r1, n1, r, n)
            yield design.expected_size(p0), design


def _possible(n: int, p0: float, p1: float, alpha: float, beta: float) -> bool:
    """True when the most powerful test on `n` patients has the power (Neyman & Pearson 1933)."""
    used = power = 0.0
    for x in range(n, -1, -1):
        step, gain = _pmf(x, n, p0), _pmf(x, n, p1)
        if used + step > alpha:
            return power + gain * (alpha - used) / step >= 1 - beta
        used, power = used + step, power + gain
    return True


def _pmf(x: int, n: int, p: float) -> float:
    return math.comb(n, x) * p**x * (1 - p) ** (n - x)


def _below(x: int, n: int, p: float) -> float:
    """Return P(X <= x)."""
    return math.fsum(_pmf(k, n, p) for k in range(x + 1))


def _above(x: int, n: int, p: float) -> float:
    """Return P(X > x); 1 below zero, 0 from n on."""
    return math.fsum(_pmf(k, n, p) for k in range(max(x + 1, 0), n + 1))
