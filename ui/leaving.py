"""No damaged case leaves the program: asked before anything is written, printed or copied of it.

No Qt, so that the commands ask the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError

if TYPE_CHECKING:
    from db.store import Store
    from ui.background import Task
    from ui.workspace import Workspace


def refuse_damaged(store: Store | None, *codes: str) -> None:
    """Raise ReviewError where one of the cases in `store` is not what was saved last.

    All of a case is read, so this is asked away from the screen. A case that is in no store, such
    as one of a file, has nothing to be held against.
    """
    for code in codes:
        if store is not None and (problem := store.proved(code)):
            raise ReviewError(problem)


def leave(
    workspace: Workspace,
    codes: Iterable[str],
    done: Callable[[], None],
    work: Callable[[], None] | None = None,
) -> None:
    """Do `work`, which writes something of these cases, in the background, then `done`.

    Neither is done where one of the cases is damaged; the message bar tells so.
    """
    about = tuple(codes)
    if not about and work is None:
        done()  # nothing of a case is in it
        return

    def asked(_: Task) -> None:
        refuse_damaged(workspace.saving.store, *about)
        if work is not None:
            work()

    workspace.background.run(asked, lambda _: done())
