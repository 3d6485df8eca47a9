"""Numbers, intervals, places and flags of a source as the charts tell them."""

from __future__ import annotations

from collections.abc import Iterable

from hccreview.review.charts.model import NO_RESULTS, FlagNote, Silent, Span
from hccreview.trials.figures import Interval, Mention, Number, Place
from hccreview.trials.model import Trial


def number(value: Number, digits: int | None = None) -> str:
    """Return a number as printed: 44.0 keeps its decimal, 44 has none; or with `digits`."""
    text = f"{value}" if digits is None else f"{value:.{digits}f}"
    return text.replace("-", "−")


def digits_of(*values: Number) -> int:
    """Return how many decimals the figure with most of them has: 4.33 and 6.6 (6.60) have two."""
    return max(len(f"{value}".partition(".")[2]) for value in values)


def percent_text(value: Number) -> str:
    """Return a percentage with its sign."""
    return f"{number(value)} %"


def share(count: int | None, denominator: int | None, percent: Number | None) -> str:
    """Return ``11/25 (44.0 %)``; what is not printed is left out."""
    counted = ""
    if count is not None:
        counted = f"{count}/{denominator}" if denominator is not None else f"{count}"
    if percent is None:
        return counted
    return f"{counted} ({percent_text(percent)})" if counted else percent_text(percent)


def span_text(low: Number, high: Number) -> str:
    """Return two limits as printed: ``24.6–63.5``."""
    digits = digits_of(low, high) if isinstance(low, float) or isinstance(high, float) else None
    return f"{number(low, digits)}–{number(high, digits)}"


def median_text(value: Number, interval: Interval | None, unit: str) -> str:
    """Return a median with the decimals of its interval: ``6.90 months``."""
    digits = digits_of(value, interval.low, interval.high) if interval else None
    return f"{number(value, digits)} {unit}"


def exact_text(exact: Span) -> str:
    """Return limits of our own, in percent with one decimal: ``24.4–65.1``."""
    return f"{exact[0]:.1f}–{exact[1]:.1f}"


def interval_text(interval: Interval | None) -> str:
    """Return an interval as reported with its method: ``24.6–63.5 (“Clopper-Pearson”)``."""
    if interval is None:
        return ""
    method = f" (called {interval.method_as_printed})" if interval.method_as_printed else ""
    return f"{span_text(interval.low, interval.high)}{method}"


def place_text(place: Place, also: Iterable[Mention] = ()) -> str:
    """Return a place in the source and how often the figure is printed elsewhere."""
    more = tuple(also)
    lines = ", ".join(f"l. {mention.place.first}" for mention in more)
    return f"{place.text}; also {lines}" if more else place.text


def differing(also: Iterable[Mention], unit: str) -> tuple[str, ...]:
    """Return the other values that a source prints for the same figure, each with its place."""
    told = []
    for mention in also:
        if not mention.flags:
            continue
        value = mention.value if mention.value is not None else mention.percent
        found = mention.interval
        interval = f" ({span_text(found.low, found.high)})" if found else ""
        told.append(f"Printed otherwise: {value} {unit}{interval}, {mention.place.text}")
    return tuple(told)


def flag_notes(trial: Trial, ids: Iterable[str]) -> tuple[FlagNote, ...]:
    """Return the audit flags with these ids, each once."""
    return tuple(FlagNote(trial.id, trial.flag(name)) for name in dict.fromkeys(ids))


def flags_text(notes: Iterable[FlagNote]) -> str:
    """Return flags with severity: ``A1 high, A24 low``."""
    return ", ".join(note.text for note in notes)


def silence(trial: Trial, why: str = "") -> Silent:
    """Return the sentence about a trial that has nothing for a chart."""
    return Silent(trial.id, f"{NO_RESULTS}: {why}" if why else NO_RESULTS)
