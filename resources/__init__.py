"""What medicine or a site may revise without touching code; it only knows its own place."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Return the path of a bundled resource, such as ``resource_path("fields.yaml")``."""
    return _HERE.joinpath(*parts)
