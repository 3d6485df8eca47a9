"""The headless commands: text in, text out, no Qt. Exit status 0 done, 2 bad input, 130 stopped."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

from hccreview.errors import ReviewError

DONE, BAD_INPUT, STOPPED = 0, 2, 130


def run(arguments: list[str]) -> int:
    """Run the command in `arguments` and return the exit status."""
    from ui.commands.arguments import command_of

    return guarded(lambda: command_of(arguments)())


def run_without_display() -> int:
    """Run the review in text that stands in for the window."""
    from ui.commands.screenless import review_sample

    return guarded(review_sample)


def guarded(work: Callable[[], None]) -> int:
    """Run `work`; a ReviewError becomes one sentence on stderr."""
    speak_utf8()
    try:
        work()
        sys.stdout.flush()
    except ReviewError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        # The reader (`head`, a closed pager) has seen enough; nothing is left to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def speak_utf8() -> None:
    """Write UTF-8 whatever the console says; what it cannot show is replaced, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
