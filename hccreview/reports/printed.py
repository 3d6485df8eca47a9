"""What a source prints, in words for a cell: places, flags, other mentions, intervals, notes."""

from __future__ import annotations

from collections.abc import Iterable

from hccreview.clinical.quantity import plain
from hccreview.review.evidence import unit_label
from hccreview.trials.figures import Figure, Interval, Mention, Place, Scalar
from hccreview.trials.model import Trial

_SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_UNITS = {"d": "days", "wk": "weeks", "a": "years", "h": "h", "mg/m2": "mg/m²", "%": "%"}


def unit_text(unit: str | None) -> str:
    """Return a unit as it is read."""
    return _UNITS.get(unit, unit_label(unit)) if unit else ""


def sign_text(comparison: str | None) -> str:
    """Return a printed sign as it is read."""
    return _SIGNS[comparison] if comparison else ""


def scalar_text(value: Scalar | tuple[Scalar, ...] | None) -> str:
    """Return a printed value in words."""
    if isinstance(value, tuple):
        return ", ".join(scalar_text(part) for part in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value, 3) if isinstance(value, int | float) else value


def figure_text(figure: Figure | None) -> str:
    """Return a figure with sign and unit; what was printed stands behind it where it differs."""
    if figure is None:
        return ""
    found = " ".join(
        part
        for part in (
            sign_text(figure.comparison),
            scalar_text(figure.value),
            unit_text(figure.unit),
        )
        if part
    )
    return f"{found} (printed: {figure.as_printed})" if figure.as_printed else found


def interval_text(interval: Interval | None) -> str:
    """Return level and method of an interval as printed."""
    if interval is None:
        return ""
    level = f"{plain(interval.level)} % interval" if interval.level is not None else "interval"
    unit = f", {unit_text(interval.unit)}" if interval.unit else ""
    method = f", {interval.method_as_printed} as printed" if interval.method_as_printed else ""
    return f"{level}{unit}{method}"


def mention_text(mention: Mention) -> str:
    """Return another place of a figure, with its own value where the source prints one."""
    parts = [scalar_text(mention.value)]
    parts += [plain(mention.count) if mention.count is not None else ""]
    parts += [f"{plain(mention.percent)} %" if mention.percent is not None else ""]
    bounds = (mention.interval.low, mention.interval.high) if mention.interval else mention.range
    parts += [f"{plain(bounds[0])}–{plain(bounds[1])}" if bounds else ""]
    parts += [f"printed: {mention.as_printed}" if mention.as_printed else "", mention.text or ""]
    values = ", ".join(part for part in parts if part)
    return f"{mention.place.text} ({values})" if values else mention.place.text


def places_text(places: Iterable[Place | None], also: Iterable[Mention] = ()) -> str:
    """Return the places in order, each once, then the other mentions."""
    named = [place.text for place in places if place is not None]
    named += [f"also {mention_text(mention)}" for mention in also]
    return "; ".join(dict.fromkeys(named))


def flags_text(trial: Trial, ids: Iterable[str]) -> str:
    """Return flags with their severity: ``A2 high, A7 medium``."""
    severities = {flag.id: flag.severity for flag in trial.flags}
    return ", ".join(f"{name} {severities.get(name, '')}".strip() for name in dict.fromkeys(ids))


def joined(*parts: str | None) -> str:
    """Return the parts that say something, one sentence after the other."""
    found = [part.strip() for part in parts if part and part.strip()]
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in found)


def words(name: str | None) -> str:
    """Return a coded name in words: ``hepatic_artery`` → ``hepatic artery``."""
    return name.replace("_", " ") if name else ""
