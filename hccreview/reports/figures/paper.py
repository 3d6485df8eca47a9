"""A figure as a sheet of paper: artists placed in px from its top left corner, downwards.

No axes: a panel's horizontal scale is a transform of its own, so that every artist keeps the
numbers of the source (a bar of 44.0 % is 44.0 wide), and making a figure costs little beside
drawing it. The height is known when everything has been placed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from hccreview.reports.figures.lettering import font, width_of, wrapped
from hccreview.reports.figures.style import PIXELS_PER_INCH, SIZES, Style
from hccreview.review.charts.model import Mark

MARGIN = 14.0
_LEADING = 1.35
Look = dict[str, Any]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Hit:
    """An artist that stands for a mark: ``point``, ``exact``, ``reported``, ``flag``, ``bar`` …"""

    artist: Artist
    mark: Mark
    part: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A horizontal scale: `low` at `left` px, `high` at `right` px (which may lie further left)."""

    low: float
    high: float
    left: float
    right: float
    transform: Transform

    def at(self, value: float) -> float:
        """Return where a value stands, in px."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)


class Paper:
    """A figure in the making; `y` is where the next thing goes, in px from the top."""

    def __init__(self, style: Style, width: float, dpi: float) -> None:
        self.style = style
        self.width = width
        self.y = self.px(MARGIN)
        self.hits: list[Hit] = []
        self.figure = Figure(
            figsize=(width / PIXELS_PER_INCH, 1),
            dpi=dpi,
            facecolor=style.colour("panel"),
            edgecolor="none",
        )
        self._down = Affine2D()
        self.transform: Transform = self._down + self.figure.dpi_scale_trans
        self.height = 0.0

    # --- measures

    def px(self, length: float) -> float:
        """Return a length at the scale of the style."""
        return length * self.style.scale

    @property
    def left(self) -> float:
        """The left edge of what is drawn."""
        return self.px(MARGIN)

    @property
    def right(self) -> float:
        """The right edge of what is drawn."""
        return self.width - self.px(MARGIN)

    def size(self, name: str) -> float:
        """Return the height of a text in px."""
        return self.px(SIZES[name])

    def width_of(self, text: str, size: str = "text") -> float:
        """Return the width of a line in px."""
        return width_of(text, self.size(size))

    def line_height(self, size: str = "text") -> float:
        """Return the distance of two lines in px."""
        return self.size(size) * _LEADING

    def scale(self, low: float, high: float, left: float, right: float) -> Scale:
        """Return a horizontal scale; artists on it hold data numbers across, px down."""
        factor = (right - left) / (high - low)
        across = Affine2D().scale(factor, 1).translate(left - low * factor, 0)
        return Scale(low, high, left, right, across + self.transform)

    # --- artists

    def add(self, artist: Artist, mark: Mark | None = None, part: str = "") -> Artist:
        """Put an artist on the sheet; one that stands for a mark can be pointed at."""
        self.figure.add_artist(artist)
        if mark is not None:
            artist.set_gid(mark.key)
            self.hits.append(Hit(artist, mark, part))
        return artist

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: str = "text",
        colour: str = "text",
        align: Align = "left",
        mark: Mark | None = None,
        part: str = "label",
    ) -> None:
        """Write one line beside (x, y), its middle at that height."""
        artist = Text(
            x,
            y,
            text,
            color=self.style.colour(colour),
            fontproperties=font(self.size(size)),
            horizontalalignment=align,
            verticalalignment="center_baseline",
            transform=self.transform,
            parse_math=False,
        )
        self.add(artist, mark, part)

    def paragraph(
        self,
        text: str,
        *,
        size: str = "small",
        colour: str = "muted",
        left: float | None = None,
        right: float | None = None,
        gap: float = 4.0,
    ) -> None:
        """Write a text from `left` to `right` in as many lines as it takes, and go below it."""
        begin = self.left if left is None else left
        end = self.right if right is None else right
        for line in wrapped(text, self.size(size), end - begin):
            middle = self.y + self.line_height(size) / 2
            self.text(begin, middle, line, size=size, colour=colour)
            self.y += self.line_height(size)
        self.y += self.px(gap)

    def bar(
        self,
        scale: Scale,
        start: float,
        length: float,
        middle: float,
        height: float,
        mark: Mark | None = None,
        part: str = "bar",
        **look: Any,
    ) -> None:
        """Draw a bar of a data length on a scale, `height` px high around `middle`."""
        shape = Rectangle(
            (start, middle - height / 2), length, height, transform=scale.transform, **look
        )
        self.add(shape, mark, part)

    def line(
        self,
        scale: Scale | None,
        across: list[float],
        down: list[float],
        mark: Mark | None = None,
        part: str = "line",
        **look: Any,
    ) -> None:
        """Draw a line or a marker; `across` in data of the scale, or in px without one."""
        transform = scale.transform if scale is not None else self.transform
        self.add(Line2D(across, down, transform=transform, **look), mark, part)

    # --- the end

    def finish(self) -> None:
        """Give the figure its height: down to `y` and a margin."""
        self.height = self.y + self.px(MARGIN)
        inch = 1 / PIXELS_PER_INCH
        self._down.clear().scale(inch, -inch).translate(0, self.height * inch)
        self.figure.set_size_inches(self.width * inch, self.height * inch)
