"""The file that was chosen in a dialogue for saving, with its ending."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.messages import Messages


def chosen_file(messages: Messages, name: str, ending: str) -> Path | None:
    """Return the file called `name`, with the `ending` where none was typed; None without one.

    The dialogue asked whether to replace what it was told, without the ending that comes after: a
    file that is there under that name is not replaced unasked, and the user is told so.
    """
    if not name:
        return None
    path = Path(name)
    if path.suffix:
        return path
    path = path.with_suffix(ending)
    if path.exists():
        messages.problem(
            f"{path} is there already, and nothing was written; type its name with {ending} to be"
            " asked whether to replace it."
        )
        return None
    return path
