"""Prepare this folder for `make`: the environment in .venv and the system libraries of Qt.

    python3 set_up.py            what the program needs
    python3 set_up.py --dev      the tests and checks too
    python3 set_up.py --xvfb     a virtual screen too (make screenshots)
    python3 set_up.py --office   LibreOffice too (make test-office)

Standard library only, because nothing else is there yet. A second run finds everything in place and
is done in a fraction of a second.
"""

from __future__ import annotations

import argparse
import compileall
import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = ENVIRONMENT / "set-up.json"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
SOURCES = ("hccreview", "db", "ui", "resources")

# What a window needs and the PySide6 wheel does not bring: library → Debian package. Each is looked
# for on its own, because Qt's own message names the wrong one.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
XVFB_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth"}
OFFICE_PROGRAMS = {"soffice": "libreoffice-calc", "pdfinfo": "poppler-utils"}


class SetUpError(Exception):
    """One sentence: what is missing and what to do about it."""


def main(arguments: list[str]) -> int:
    wanted = parse(arguments)
    try:
        require_recent_python()
        lock = DEV_LOCK if wanted.dev else RUN_LOCK
        fresh = not is_installed(lock)
        install_system_packages(wanted, with_venv=fresh)
        if fresh:
            make_environment(lock)
        compile_sources()
    except SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Prepare this folder: .venv and Qt's libraries.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--xvfb", action="store_true", help="also a virtual screen")
    parser.add_argument("--office", action="store_true", help="also LibreOffice")
    return parser.parse_args(arguments)


def require_recent_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python shall get a sentence
        raise SetUpError(
            f"HCC Review needs Python 3.11 or newer and this is {platform.python_version()}: "
            "install one and name it, for example `make run PYTHON=python3.12`."
        )


# --- system packages ------------------------------------------------------------------------------


def install_system_packages(wanted: argparse.Namespace, *, with_venv: bool) -> None:
    """Install what is missing where we may; otherwise say which command does."""
    needed = [f"python3.{sys.version_info.minor}-venv"] if with_venv and not pip_source() else []
    needed += missing_programs(XVFB_PROGRAMS if wanted.xvfb else {})
    needed += missing_programs(OFFICE_PROGRAMS if wanted.office else {})
    for_window = missing_qt_packages()
    if not needed + for_window:
        return
    try:
        apt_install(needed + for_window)
    except SetUpError as problem:
        if needed or wanted.dev or has_display():
            raise
        print(f"No window can be opened here yet. {problem}", file=sys.stderr)  # text still works


def missing_qt_packages() -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    return [package for library, package in QT_LIBRARIES.items() if not can_load(library)]


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_programs(programs: dict[str, str]) -> list[str]:
    return [package for program, package in programs.items() if not shutil.which(program)]


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def apt_install(packages: list[str]) -> None:
    """Install Debian packages as root.

    Raises SetUpError with the command to type where this user may not, or where it fails.
    """
    names = " ".join(packages)
    if not shutil.which("apt-get"):
        raise SetUpError(
            f"Please install what Debian calls {names} with your system's package manager."
        )
    if os.geteuid() != 0:
        raise SetUpError(
            f"Please install the missing system packages: sudo apt-get install {names}"
        )
    print(f"Installing system packages: {names}", flush=True)
    run_apt("update", "-qq")  # a failing third-party list need not stop the installation
    output = run_apt("install", "-qq", "-y", "--no-install-recommends", *packages)
    if output:
        raise SetUpError(f"{output}\napt-get could not install them; try: apt-get install {names}")


def run_apt(*arguments: str) -> str:
    """Run apt-get quietly; the output when it failed, else an empty text."""
    done = subprocess.run(
        ["apt-get", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return (done.stdout.strip() or "apt-get failed") if done.returncode else ""


# --- the environment ------------------------------------------------------------------------------


def is_installed(lock: Path) -> bool:
    return read_stamp().get(lock.name) == digest(lock)


def read_stamp() -> dict[str, str]:
    """Which locks .venv holds; empty where it was made elsewhere, by another Python or pip."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if stamp.get("made") == made_by() and PYTHON.exists() else {}


def made_by() -> str:
    return f"Python {platform.python_version()} with {pip_source()} in {ENVIRONMENT}"


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def pip_source() -> str | None:
    """The module that can bring pip: Debian keeps ensurepip in a package of its own."""
    importlib.invalidate_caches()
    return next((name for name in ("ensurepip", "pip") if importlib.util.find_spec(name)), None)


def make_environment(lock: Path) -> None:
    """Make .venv where there is none that fits, and install the lock file in it."""
    print(f"Setting up .venv from {lock.name} (once, less than a minute)", flush=True)
    source = pip_source()
    if not read_stamp():
        venv.create(ENVIRONMENT, clear=True, symlinks=os.name != "nt", with_pip=False)
        if source == "ensurepip":
            run_step([str(PYTHON), "-m", "ensurepip", "--default-pip"], quiet=True)
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if source == "ensurepip":
        pip = [str(PYTHON), "-m", "pip"]
    STAMP.unlink(missing_ok=True)
    run_step(
        [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
        + ["--only-binary=:all:", "--require-hashes", "--requirement", str(lock)]
    )
    compile_environment()
    write_stamp(lock)


def compile_environment() -> None:
    """Compile all modules, on all cores where that is possible (a locked-down machine may refuse).

    Some packages hold files that are no Python 3 and never compile: no reason to stop.
    """
    for jobs in (["-j", "0"], []):
        command = [str(PYTHON), "-m", "compileall", "-qq", *jobs, str(ENVIRONMENT)]
        if subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0:
            return


def write_stamp(lock: Path) -> None:
    held = {RUN_LOCK, lock}  # the locks for development hold those of the program
    stamp = {"made": made_by(), **{each.name: digest(each) for each in sorted(held)}}
    STAMP.write_text(json.dumps(stamp, indent=2), "utf-8")


def run_step(command: list[str], *, quiet: bool = False) -> None:
    output = subprocess.DEVNULL if quiet else None
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output)
    if done.returncode:
        raise SetUpError(
            f"The set-up stopped in `python {' '.join(command[1:4])}`, whose message is above: "
            "mend what it names (often the network connection), then run the same command again."
        )


def compile_sources() -> None:
    """Compile what changed: where PYTHONDONTWRITEBYTECODE is set, each start would do it again."""
    for name in SOURCES:
        compileall.compile_dir(ROOT / name, quiet=2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
