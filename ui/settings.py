"""What the user chose, remembered in the config folder: colours, size, the last case."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hccreview.errors import ReviewError

THEMES = {"system": "As the system", "light": "Light", "dark": "Dark"}
SCALES = (100, 125, 150, 175, 200)
LOCKS = {
    5: "Lock after a pause of 5 minutes",
    15: "Lock after a pause of 15 minutes",
    60: "Lock after a pause of an hour",
    0: "Lock by hand only",
}
FILE_NAME = "settings.json"
LONGEST_NAME = 100
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
        self.lock_after: int = (
            lock if type(lock) is int and lock in LOCKS else 15
        )  # minutes without a key; 0: never
        user = found.get("user")
        self.user: str = _name(user) if isinstance(user, str) else ""
        self.user_asked: bool = found.get("user_asked") is True
        cases = found.get("last_cases")
        self._last_cases: dict[str, str] = cases if isinstance(cases, dict) else {}

    def last_case(self, database: Path) -> str:
        """Return the code of the case that was open last in a database."""
        found = self._last_cases.get(str(database), "")
        return found if isinstance(found, str) else ""

    def choose(
        self,
        *,
        theme: str | None = None,
        scale: int | None = None,
        lock_after: int | None = None,
        user: str | None = None,
    ) -> None:
        """Remember a choice; raises ReviewError where it cannot be written, it holds until then."""
        self.theme = theme if theme is not None else self.theme
        self.scale = scale if scale is not None else self.scale
        self.lock_after = lock_after if lock_after is not None else self.lock_after
        self.user = _name(user) if user is not None else self.user
        self.changed.emit()
        self._write()

    def remember(self, database: Path, code: str) -> None:
        """Remember the case that was open last; where that fails, the next start shows another."""
        if self.last_case(database) != code:
            self._last_cases[str(database)] = code
            with contextlib.suppress(ReviewError):
                self._write()

    def forget(self, database: Path, code: str) -> None:
        """Forget a case that was open last; raises ReviewError where its code stays in the file."""
        if self.last_case(database) == code:
            del self._last_cases[str(database)]
            self._write()

    def note_asked(self) -> None:
        """Remember that it was asked who uses the program: it is asked once."""
        self.user_asked = True
        with contextlib.suppress(ReviewError):
            self._write()

    def _write(self) -> None:
        names = ("theme", "scale", "lock_after", "user", "user_asked")
        choices = {name: getattr(self, name) for name in names}
        text = json.dumps({**choices, "last_cases": self._last_cases}, indent=2)
        from hccreview.whole_file import replace_file  # not before the first paint

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self.path, text.encode())
        except OSError as error:
            raise ReviewError(
                f"The settings cannot be remembered in {self.path} ({error.strerror}); check the"
                " rights of the folder."
            ) from error


def _name(text: str) -> str:
    """Return a name as it can stand in one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_NAME]


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
