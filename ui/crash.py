"""Our own mistakes: told in the message bar, written down without any value of a patient."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hccreview import __version__
from ui.messages import Messages

if TYPE_CHECKING:
    from types import TracebackType

_KEPT_REPORTS = 20


def install(messages: Messages, quit_: Callable[[], object], folder: Path | None = None) -> None:
    """Report what nobody caught; `folder` (default: the user's log folder) receives reports."""

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            quit_()
            return
        text = report_of(kind, error, trace)
        print(text, file=sys.stderr)
        path = _write(text, folder)
        where = f"A report without patient data is in {path}." if path else ""
        messages.problem(
            f"The program made a mistake ({kind.__name__}). What the status bar calls saved is"
            f" safe. {where}".strip()
        )

    sys.excepthook = report


def report_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return kind and places of an error and of its causes, never its message or a value."""
    import platform

    lines = [f"HCC Review {__version__}, Python {platform.python_version()}, {sys.platform}"]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(type(cause).__name__ if cause is not error else kind.__name__)
        trace = cause.__traceback__ if cause is not error else trace
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{trace.tb_lineno} in {code.co_qualname}")
            trace = trace.tb_next
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def _write(text: str, folder: Path | None) -> Path | None:
    from datetime import datetime

    import platformdirs

    home = folder or platformdirs.user_log_path("HCC Review", appauthor=False)
    path = home / f"mistake-{datetime.now():%Y%m%d-%H%M%S-%f}.txt"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(f"{text}\n", encoding="utf-8")
        for older in sorted(home.glob("mistake-*.txt"))[:-_KEPT_REPORTS]:
            older.unlink(missing_ok=True)
    except OSError:
        return None
    return path
