"""``python -m tests.fuzz``: feed every reader with malformed input and print what became of it.

``--inputs 2000`` for each reader (1,000 without), ``--seed 7`` for others than the last time, and
names of readers for some of them only. What did harm is kept in ``build/fuzz``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.fuzz.campaign import Tally, campaign
from tests.fuzz.every import TARGETS

KEPT = Path(__file__).parents[2] / "build" / "fuzz"
INPUTS = 1_000


def main() -> int:
    """Run the campaign; return 1 where an input did harm."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=INPUTS, help="for each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("readers", nargs="*", help="such as CaseFiles (all of them)")
    options = parser.parse_args()
    print(f"{'reader':24}{'inputs':>8}{'refused':>9}{'taken':>9}{'harmful':>9}{'slowest':>11}")
    tallies = []
    for make in TARGETS:
        if options.readers and make.__name__ not in options.readers:
            continue
        with tempfile.TemporaryDirectory() as folder:
            tallies.append(campaign(make, Path(folder), options.inputs, options.seed))
        _tell(tallies[-1])
    inputs, faults = sum(t.inputs for t in tallies), sum(len(t.faults) for t in tallies)
    print(f"{'all':24}{inputs:8}{'':18}{faults:9}{_peak():>11}")
    return 1 if faults else 0


def _tell(tally: Tally) -> None:
    counts = f"{tally.inputs:8}{tally.refused:9}{tally.taken:9}{len(tally.faults):9}"
    print(f"{tally.name:24}{counts}{tally.slowest * 1000:8.0f} ms", flush=True)
    for fault in tally.faults:
        KEPT.mkdir(parents=True, exist_ok=True)
        name = f"{fault.target} {fault.seed} {fault.number}".replace(" ", "-")
        (KEPT / name).write_bytes(fault.content)
        print(f"  {name}: {fault.what}", file=sys.stderr)


def _peak() -> str:
    """Return the most memory that the process held, where the system tells it."""
    try:
        import resource
    except ImportError:
        return ""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"


if __name__ == "__main__":
    sys.exit(main())
