"""What holds for the whole project: its locks, its names, its font, no word to the network."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontDatabase, QFontMetrics, QRawFont

from resources import resource_path
from tests.audit import told

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
ROOMS = ("hccreview", "db", "ui", "resources")
FONT = resource_path("fonts", "NotoSansSC-gb2312.otf")
NETWORK = (
    "socket", "ssl", "urllib", "http", "ftplib", "smtplib", "xmlrpc", "socketserver", "asyncio",
    "requests", "httpx", "aiohttp", "urllib3", "PySide6.QtNetwork", "PySide6.QtWebSockets",
)  # fmt: skip


def program_files() -> list[Path]:
    in_rooms = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in [ROOT / "main.py"] if path.exists()] + in_rooms


def imported_names(source: str) -> set[str]:
    """Dotted names a module imports; of `from a import b`, both `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def network_imports(source: str) -> set[str]:
    names = imported_names(source)
    return {name for name in names for net in NETWORK if f"{name}.".startswith(f"{net}.")}


class Bell(QObject):
    rang = Signal(int)


def test_pyside_stays_below_6_12_which_loses_a_reference_at_every_emit():
    assert tuple(int(part) for part in PySide6.__version__.split(".")[:2]) < (6, 12)


def test_5000_emits_and_disconnects_do_no_harm():
    # In a process of its own: the fault ends the whole process, after some 550 emits.
    done = subprocess.run(
        [sys.executable, "-c", "from tests.test_project import ring; ring(5000)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "5000\n", "")


def ring(times: int) -> None:
    heard: list[int] = []
    bell = Bell()
    for number in range(times):
        bell.rang.connect(heard.append)
        bell.rang.emit(number)
        bell.rang.disconnect(heard.append)
    print(len(heard))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_one_version_and_hashes(lock: Path):
    requirements = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
    assert len(requirements) > 10
    for requirement in requirements:
        assert re.match(r"[a-z0-9-]+==\S+ ", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", requirement), requirement


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_name_no_address_and_no_local_path(lock: Path):
    text = lock.read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|file:|@ |\bvia\b", text)


def test_the_lock_for_development_holds_the_programs_own_versions():
    run, dev = ({*re.findall(r"^\S+==\S+.*$", lock.read_text(), re.M)} for lock in LOCKS)
    assert run < dev


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_is_listed_with_a_licence(lock: Path):
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    listed = {
        name.strip().lower(): row[-1] for row in rows if len(row) > 2 for name in row[0].split(",")
    }
    locked = re.findall(r"^([a-z0-9-]+)==", lock.read_text("utf-8"), re.M)
    assert [name for name in locked if not re.search(r"[A-Za-z]{3}", listed.get(name, ""))] == []


def test_the_listed_versions_are_those_of_the_lock():
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| ([\w-]+) \| (\d[\w.]*) \|", text, re.M))
    lock = LOCKS[1].read_text("utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock, re.M))
    assert {name: locked.get(name.lower()) for name in listed} == listed
    assert len(listed) > 20


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', 0, "No vulnerability"),
        (
            '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}]}]}',
            1,
            "a 1: CVE-1",
        ),
        ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', 2, "1 of 1 packages"),
        ('{"dependencies": []}', 2, "Not checked"),
        ("", 2, "cannot be reached"),
    ],
)
def test_an_audit_that_was_not_answered_is_not_passed(answer: str, status: int, words: str):
    found, sentence = told("a.lock", answer, "ConnectionError: Max retries")
    assert found == status
    assert words in sentence


def test_no_module_is_named_after_nothing():
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
    names = {part for path in program_files() for part in path.relative_to(ROOT).parts}
    assert not {name.removesuffix(".py") for name in names} & vague


def test_nothing_in_the_program_imports_a_network_library():
    reached = {
        str(path.relative_to(ROOT)): found
        for path in program_files()
        if (found := network_imports(path.read_text("utf-8")))
    }
    assert reached == {}


@pytest.mark.parametrize(
    "source",
    ["import socket", "import urllib.request", "from http import client", "def f():\n import ssl",
     "from PySide6 import QtNetwork", "from PySide6.QtNetwork import QNetworkReply"],
)  # fmt: skip
def test_a_network_import_would_be_noticed(source: str):
    assert network_imports(source)


def test_an_innocent_import_is_not_taken_for_the_network():
    assert not network_imports(
        "import httpdate\nfrom PySide6 import QtCore\nfrom socketless import x"
    )


def test_the_bundled_font_opens_in_qt_and_measures_text(qapp):
    number = QFontDatabase.addApplicationFont(str(FONT))
    families = QFontDatabase.applicationFontFamilies(number)
    assert number >= 0
    assert families
    assert QFontMetrics(QFontDatabase.font(families[0], "", 12)).horizontalAdvance("肝癌 HCC") > 0


@pytest.mark.parametrize("character", "AZaz09éµαβ≥≤×±–²³肝癌门静脉化疗栓塞索拉非尼")
def test_the_bundled_font_holds_latin_greek_signs_and_chinese(qapp, character: str):
    font = QRawFont(str(FONT), 12)
    assert font.isValid()
    assert font.supportsCharacter(ord(character))


def test_the_bundled_font_has_its_licence_beside_it():
    text = resource_path("fonts", "NotoSansSC-copyright.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in text.upper()
