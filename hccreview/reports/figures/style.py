"""What a figure looks like: colours by name for light, dark and print, and the size of its text.

The pairs that stand side by side differ in lightness as well as in hue, so that they stay apart
for colour-blind readers and in grey; hatches and marker shapes say the same once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from resources import resource_path

ThemeName = Literal["light", "dark", "print"]
SMALLEST = 11.0  # px at 96 dpi; nothing in a figure is smaller at scale 1
SIZES: Mapping[str, float] = MappingProxyType({"small": SMALLEST, "text": 12.0, "title": 15.0})
PIXELS_PER_INCH = 96.0
PROJECTOR = 1.75

_LIGHT = {
    "recist": "#1F5FA8",
    "mrecist": "#D98A00",
    "any": "#A9CBEA",
    "grade3": "#9C3A00",
    "complete": "#0B2F5C",
    "partial": "#3F7FBF",
    "stable": "#A9CBEA",
    "progressive": "#F3E3C3",
    "group": "#E3E8EE",
    "patient": "#1F5FA8",
    "stop": "#E9C9A6",
    "go": "#DCEAF7",
}
_DARK = {
    "recist": "#5FA3EA",
    "mrecist": "#FFD88A",
    "any": "#3E6C9C",
    "grade3": "#FFB27A",
    "complete": "#E6F1FC",
    "partial": "#8DBDEB",
    "stable": "#4378AB",
    "progressive": "#33291A",
    "group": "#2D353E",
    "patient": "#6FB1F5",
    "stop": "#5A3B1E",
    "go": "#1F3247",
}
_PRINT = {"page": "#FFFFFF", "panel": "#FFFFFF", "text": "#000000", "muted": "#3A3A3A"}


@dataclass(frozen=True, slots=True)
class Style:
    """Theme and scale of a figure; PROJECTOR is the scale for reading from the back row."""

    theme: ThemeName = "light"
    scale: float = 1.0

    def colour(self, name: str) -> str:
        """Return a colour by name: ``text``, ``muted``, ``line``, ``flag``, ``recist`` …"""
        return _colours(self.theme)[name]


@lru_cache(maxsize=3)
def _colours(theme: ThemeName) -> Mapping[str, str]:
    base = "dark" if theme == "dark" else "light"
    tokens = json.loads(resource_path("styles", f"{base}.json").read_text(encoding="utf-8"))
    series = _DARK if theme == "dark" else _LIGHT
    named = {**tokens, "flag": tokens["fail"], **series}
    return MappingProxyType({**named, **_PRINT} if theme == "print" else named)
