"""Where everything of a cycle by the hour stands, for a width: boxes and texts, nothing painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from ui.regimens.figures import Band, Bar, HourFigure, Lane

GUTTER, RIGHT, HEAD = 128.0, 12.0, 44.0
ROW, BAR, GHOST, CAPTION, TITLE, GAP = 27.0, 19.0, 5.0, 17.0, 24.0, 8.0
_NARROWEST, _INDENT = 5.0, 12.0

Measure = Callable[[str, int, bool], float]
"""The width of a text in pixels: text, size, bold."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a box; `ink` names a colour of the theme, `on` the series of the bar below."""

    box: QRectF
    words: str
    ink: str = "text"
    size: int = 12
    bold: bool = False
    swatch: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar with its box, and that of its published place."""

    bar: Bar
    box: QRectF
    published: QRectF | None


@dataclass(slots=True)
class Placed:
    """The whole figure in place."""

    height: float = 0.0
    cards: list[QRectF] = field(default_factory=list)
    bars: list[PlacedBar] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    commands: list[tuple[str, QRectF, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Axis:
    """Hours to pixels."""

    first: float
    hours: float
    left: float
    right: float

    def x(self, hour: float) -> float:
        """Return the place of an hour, kept within the axis."""
        share = (hour - self.first) / self.hours
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def shows(self, start: float, end: float) -> bool:
        """True where a stretch has a part on the axis."""
        return end >= self.first and start < self.first + self.hours


def axis_of(figure: HourFigure, width: float) -> Axis:
    """Return the axis of a figure in a width."""
    hours = 24.0 * max(len(figure.days), 1)
    return Axis(figure.first_hour, hours, GUTTER, max(width - RIGHT, GUTTER + 60))


def place(figure: HourFigure, width: float, measure: Measure) -> Placed:
    """Place all bands below each other."""
    placed, axis, top = Placed(), axis_of(figure, width), 4.0
    for band in figure.bands:
        top = _band(placed, band, axis, top, measure) + GAP
    placed.height = top
    return placed


def _band(placed: Placed, band: Band, axis: Axis, top: float, measure: Measure) -> float:
    left, right = 6.0, axis.right + 6
    below = _title(placed, band, left, right, top, measure)
    for lane in band.lanes:
        below = _lane(placed, lane, axis, below, measure)
    for note in band.notes:
        for line in wrapped(note, axis.right - GUTTER, lambda words: measure(words, 12, False)):
            placed.texts.append(Text(QRectF(GUTTER, below, axis.right - GUTTER, CAPTION), line))
            below += CAPTION
    below += 5
    placed.cards.append(QRectF(left, top, right - left, below - top))
    return below


def _title(
    placed: Placed, band: Band, left: float, right: float, top: float, measure: Measure
) -> float:
    """Place name, facts and command of a trial, and what it does not state, in one or two lines."""
    command = "Local protocol …" if band.local or not band.silent else "Add local protocol …"
    button = QRectF(0, top + 4, measure(command, 12, False) + 8, 19)
    button.moveRight(right - 6)
    placed.commands.append((f"local:{band.trial}", button, command))
    name = measure(band.title, 13, True) + 4
    placed.texts.append(Text(QRectF(left + 8, top + 2, name, 22), band.title, size=13, bold=True))
    x, room = left + 8 + name + 6, button.left() - 8
    about = measure(band.about, 12, False) + 2
    line = top
    if x + about > room:
        line, x = line + 17, left + 8
    placed.texts.append(Text(QRectF(x, line + 3, about, 20), band.about, "muted"))
    x += about + 14
    for words, ink in ((band.silent, "neutral"), (band.local, "judgement")):
        if not words:
            continue
        needed = measure(words, 12, False) + 2
        if x + needed > (room if line == top else right - 8):
            line, x = line + 17, left + 8
        placed.texts.append(Text(QRectF(x, line + 3, needed, 20), words, ink))
        x += needed + 14
    return line + TITLE + 1


def _lane(placed: Placed, lane: Lane, axis: Axis, top: float, measure: Measure) -> float:
    rows = stacked([bar for bar in lane.bars if axis.shows(bar.start, _end(bar))])
    height = max(len(rows), 1) * ROW
    _lane_label(placed, lane.label, top, height, measure)
    captions: list[Bar] = []
    for number, row in enumerate(rows):
        line = top + number * ROW
        boxes = [_box(bar, axis, line) for bar in row]
        for place, (bar, box) in enumerate(zip(row, boxes, strict=True)):
            placed.bars.append(PlacedBar(bar, box, _published(bar, axis, line)))
            before = boxes[place - 1].right() if place else GUTTER
            after = boxes[place + 1].left() - 4 if place + 1 < len(boxes) else axis.right
            if not _label(placed, bar, box, before, after, measure):
                captions.append(bar)
    if not captions:
        return top + height
    return _captions(placed, captions, axis, top + height - 2, measure) + 2


def _lane_label(placed: Placed, words: str, top: float, height: float, measure: Measure) -> None:
    room = GUTTER - _INDENT - 8
    if measure(words, 12, False) <= room:
        box = QRectF(_INDENT + 2, top, room, min(height, ROW))
        placed.texts.append(Text(box, words, "muted"))
        return
    lines = wrapped(words, room, lambda text: measure(text, 11, False))
    for number, line in enumerate(lines[:2]):
        box = QRectF(_INDENT + 2, top - 1 + 14 * number, room, 15)
        placed.texts.append(Text(box, line, "muted", 11))


def _end(bar: Bar) -> float:
    return bar.end if bar.end is not None else bar.start


def _box(bar: Bar, axis: Axis, top: float) -> QRectF:
    left, right = axis.x(bar.start), axis.x(_end(bar))
    left = min(left, axis.right - _NARROWEST)
    return QRectF(left, top + 3, max(right - left, _NARROWEST), BAR)


def _published(bar: Bar, axis: Axis, top: float) -> QRectF | None:
    if bar.was is None:
        return None
    start, end = bar.was
    last = end if end is not None else start
    if not axis.shows(start, last):
        return None
    left = min(axis.x(start), axis.right - _NARROWEST)
    return QRectF(left, top + 3 + BAR, max(axis.x(last) - left, _NARROWEST), GHOST)


def _label(
    placed: Placed, bar: Bar, box: QRectF, before: float, after: float, measure: Measure
) -> bool:
    """Place the words in the bar, else right or left of it, else say that there is no room."""
    words = f"{bar.text}  {bar.mark}".strip()
    arrow = 12 if bar.goes_on else 0
    for size in (12, 11):
        if measure(words, size, False) + 9 + arrow <= box.width():
            inner = box.adjusted(6, 0, -3 - arrow, 0)
            ink = "text" if bar.open or bar.held else "on_bar"
            placed.texts.append(Text(inner, words, ink, size))
            return True
    width = measure(words, 12, False) + 2
    if box.right() + 6 + width <= after:
        placed.texts.append(Text(QRectF(box.right() + 5, box.top(), width, BAR), words))
        return True
    if box.left() - 6 - width >= before:
        placed.texts.append(Text(QRectF(box.left() - 5 - width, box.top(), width, BAR), words))
        return True
    return False


def _captions(
    placed: Placed, bars: Sequence[Bar], axis: Axis, top: float, measure: Measure
) -> float:
    """Place words that fit nowhere else below the lane, each with the colour of its bar."""
    start = min(max(axis.x(bars[0].start), GUTTER), (GUTTER + axis.right) / 2)
    x, line = start, top
    for bar in bars:
        words = f"{bar.text}  {bar.mark}".strip()
        parts = wrapped(words, axis.right - start - 14, lambda text: measure(text, 12, False))
        for number, part in enumerate(parts):
            width = measure(part, 12, False) + 14
            if x > start and x + width > axis.right:
                x, line = start, line + CAPTION
            box = QRectF(x, line, width, CAPTION)
            if number == 0:
                placed.texts.append(Text(box, part, swatch=bar.series))
            else:
                placed.texts.append(Text(box.adjusted(12, 0, 0, 0), part))
            x += width + 12
    return line + CAPTION


def stacked(bars: Sequence[Bar]) -> list[list[Bar]]:
    """Return rows in which nothing overlaps, in the order of the start."""
    rows: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda each: (each.start, _end(each))):
        row = next((row for row in rows if _end(row[-1]) <= bar.start + 1e-6), None)
        if row is None or _end(row[-1]) == row[-1].start == bar.start:
            rows.append([bar])
        else:
            row.append(bar)
    return rows


def wrapped(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Return the lines of a text that wraps at spaces."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
