"""What the user chose, remembered in the config folder: colours, size, the last case."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hccreview.errors import ReviewError
from hccreview.reports.whole_file import replace_file

THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
SCALES = (100, 125, 150, 175, 200)
LOCKS = {5: "After 5 minutes", 15: "After 15 minutes", 60: "After an hour", 0: "Never"}
FILE_NAME = "settings.json"
_MOST_BYTES = 1_000_000


class Settings(QObject):
    """The choices; what is missing or damaged in the file is as at the first start."""

    changed = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        found = _read(path)
        theme, scale = found.get("theme"), found.get("scale")
        self.theme: str = theme if isinstance(theme, str) and theme in THEMES else "system"
        self.scale: int = scale if type(scale) is int and scale in SCALES else 100
        lock = found.get("lock_after")
        self.lock_after: int = lock if lock in LOCKS else 15  # minutes without a key; 0: never
        cases = found.get("last_cases")
        self._last_cases: dict[str, str] = cases if isinstance(cases, dict) else {}

    def last_case(self, database: Path) -> str:
        """Return the code of the case that was open last in a database."""
        found = self._last_cases.get(str(database), "")
        return found if isinstance(found, str) else ""

    def choose(
        self, *, theme: str | None = None, scale: int | None = None, lock_after: int | None = None
    ) -> None:
        """Remember a choice; raises ReviewError where it cannot be written, it holds until then."""
        self.theme = theme if theme is not None else self.theme
        self.scale = scale if scale is not None else self.scale
        self.lock_after = lock_after if lock_after is not None else self.lock_after
        self.changed.emit()
        self._write()

    def remember(self, database: Path, code: str) -> None:
        """Remember the case that was open last; where that fails, the next start shows another."""
        if self.last_case(database) != code:
            self._last_cases[str(database)] = code
            with contextlib.suppress(ReviewError):
                self._write()

    def _write(self) -> None:
        choices = {"theme": self.theme, "scale": self.scale, "lock_after": self.lock_after}
        text = json.dumps({**choices, "last_cases": self._last_cases}, indent=2)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, text.encode())
        except OSError as error:
            raise ReviewError(
                f"The settings cannot be remembered in {self.path} ({error.strerror}); check the"
                " rights of the folder."
            ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def user_settings() -> Settings:
    """Return the settings of whoever started the program."""
    import platformdirs

    return Settings(platformdirs.user_config_path("HCC Review", appauthor=False) / FILE_NAME)
