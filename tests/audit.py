"""``make audit``: is a vulnerability known for a version that we pin? Never part of the tests.

Exit status 0: none is known; 1: some are, listed above; 2: nothing could be checked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "audit"
LOCKS = ("requirements-dev.lock", "requirements-audit.lock")  # the first holds the program's own
NO_NETWORK = "the database of advisories cannot be reached; run it where there is a network"
_NETWORK = (
    *("ConnectionError", "Connection refused", "Max retries", "Timeout", "timed out"),
    *("resolve", "ServiceError", "ProxyError", "SSLError", "HTTPError", "Service Unavailable"),
)


def audit() -> tuple[int, str]:
    """Return the exit status and what is to be told: of the first lock that is not fine."""
    tool = HOME / ("Scripts" if sys.platform == "win32" else "bin") / "pip-audit"
    if not _prepared(tool):
        return 2, f"Not checked: pip-audit cannot be installed, or {NO_NETWORK}."
    found = 0, ""
    for lock in LOCKS:
        command = [str(tool), "--disable-pip", "--require-hashes", "--progress-spinner=off"]
        done = _run([*command, "--format=json", "-r", str(ROOT / lock)])
        found = told(lock, done.stdout, done.stderr)
        if found[0]:
            break
    return found


def told(lock: str, out: str, errors: str) -> tuple[int, str]:
    """Return exit status and words for what pip-audit answered about a lock.

    What it skipped, because nobody answered for it, is not checked, whatever its own status says.
    """
    try:
        packages = json.loads(out)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = errors.strip().splitlines()[-1:] or ["pip-audit gave no answer"]
        network = any(word in errors for word in _NETWORK)
        return 2, f"Not checked: {NO_NETWORK if network else last[0].rstrip('.')}."
    known = [
        f"{each['name']} {each['version']}: {fault['id']}"
        for each in packages
        for fault in each.get("vulns", ())
    ]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    if known:
        renew = f"Renew these versions of {lock}: docs/dependencies.md, “To change a version”."
        return 1, "\n".join([*known, renew])
    if skipped or not packages:
        number = f"{len(skipped)} of {len(packages)} packages of {lock}"
        return 2, f"Not checked: for {number} nobody answered; {NO_NETWORK}."
    return 0, f"No vulnerability is known for any version that is pinned ({', '.join(LOCKS)})."


def _prepared(tool: Path) -> bool:
    """Return whether pip-audit is there, installed where it is not."""
    if not tool.exists():
        _run([sys.executable, "-m", "venv", str(HOME)])
        lock = str(ROOT / "requirements-audit.lock")
        python = str(tool.with_name("python"))
        _run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock])
    return tool.exists()


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    STATUS, WORDS = audit()
    print(WORDS)
    sys.exit(STATUS)
