"""The site's settings of schedules as chosen on this computer; no Qt: commands read them too."""

from __future__ import annotations

import json
from pathlib import Path

from hccreview.clinical.planning import (
    PlanningSettings,
    bundled_planning,
    planning_mapping,
    planning_of,
)
from hccreview.clinical.strict_yaml import load_strict
from hccreview.errors import ReviewError
from hccreview.whole_file import replace_file

FILE_NAME = "schedules.json"


def planning_path() -> Path:
    """Return where the choice is kept: beside the other settings of the user."""
    import platformdirs

    return platformdirs.user_config_path("HCC Review", appauthor=False) / FILE_NAME


def chosen_planning(path: Path | None = None) -> PlanningSettings:
    """Return the settings that were chosen, else those that ship with the program.

    Raises ReviewError for a file that is there but wrong: doses by other rules than the chosen
    ones would be worse than none.
    """
    path = path or planning_path()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return bundled_planning()
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(
            f"The settings of schedules in {path} cannot be read; mend or remove the file."
        ) from error
    return planning_of(load_strict(text, path.name), path.name)


def choose_planning(settings: PlanningSettings, path: Path | None = None) -> None:
    """Keep `settings` for the next time; raises ReviewError where that is not possible."""
    path = path or planning_path()
    text = json.dumps(planning_mapping(settings), indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(path, text.encode())
    except OSError as error:
        raise ReviewError(
            f"The settings of schedules cannot be kept in {path} ({error.strerror}); check the"
            " rights of the folder."
        ) from error
