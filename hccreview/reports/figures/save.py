"""A figure as the bytes of a picture: PNG, SVG or PDF, the same for the same data."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from matplotlib import rc_context
from matplotlib.figure import Figure

FigureFormat = Literal["png", "svg", "pdf"]
FORMATS: tuple[FigureFormat, ...] = ("png", "svg", "pdf")
_UNDATED: dict[str, dict[str, None]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}


def figure_bytes(figure: Figure, kind: FigureFormat, dpi: float = 192) -> bytes:
    """Return the figure as a file's content; `dpi` matters for PNG (96 is a screen at 100 %)."""
    stream = BytesIO()
    with rc_context({"svg.hashsalt": "HCC Review"}):  # else names inside an SVG are drawn by lot
        figure.savefig(stream, format=kind, dpi=dpi, metadata=_UNDATED[kind])
    return stream.getvalue()
