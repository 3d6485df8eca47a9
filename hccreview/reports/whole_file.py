"""A file that is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def is_in_use(target: Path) -> bool:
    """True where `target` is read-only, or an office program left its mark that it has it open."""
    locks = (target.with_name(f".~lock.{target.name}#"), target.with_name(f"~${target.name}"))
    read_only = target.exists() and not os.access(target, os.W_OK)
    return read_only or any(lock.exists() for lock in locks)


def replace_file(target: Path, content: bytes) -> None:
    """Write a temporary file beside `target` and put it in its place in one step.

    Raises OSError; what stood at `target` is then unchanged and the temporary file is gone.
    """
    part = target.with_name(f".{target.name[:80]}.{os.urandom(6).hex()}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
