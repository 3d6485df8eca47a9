"""Worked examples of logic, verdicts and criteria: the calculators by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CALCULATORS: dict[str, Callable[[dict[str, Any]], object]] = {}
