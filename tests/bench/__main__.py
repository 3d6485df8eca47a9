"""``python -m tests.bench``: measure, print one table, write it to docs/performance.md.

With names of benchmarks (``start list``), only those are measured and nothing is written.
"""

from __future__ import annotations

import math
import os
import platform
import sys
from pathlib import Path

from tests.bench.apart import measured
from tests.bench.rows import BenchRow

BENCHMARKS = (
    "engine",
    "workbook",
    "keypress",
    "regimens",
    "outcomes",
    "presenting",
    "start",
    "list",
    "encrypted",
)
TARGET = Path(__file__).parents[2] / "docs" / "performance.md"
_HEADINGS = ("What", "Ours (ms)", "Floor (ms)", "Ratio", "At most", "")
_ABOUT = """\
# Performance

Written by `make bench`. Each row times ours and a floor in turn and keeps the ratio: the
milliseconds depend on the machine, the ratio hardly does. Where the limit itself is a time (50 ms),
it stands in the place of the floor. Each benchmark has a process of its own. `make bench` fails
when a ratio is above its limit.

- **Closures by hand**: `tests/bench/by_hand.py` writes the 87 criteria as Python functions on
  values that were taken out of the case before the clock starts: three-valued, each building one
  frozen finding of four words: criterion, kind, truth, verdict. The engine starts from the case
  itself: it finds the newest usable value of each field, looks at units, windows and completeness,
  and keeps the evidence. Scores and stages are given to both.
- **Sentences** are made from findings when they are shown, so they are timed apart.
- **1,000 trials**: copies of the five with other ids and limits, each parsed on its own.
- **Workbook**: the same values and styles written with openpyxl and nothing else.
- **Key press**: on the real page with a sample case; platelets go below and above a limit in turn.
- **Regimens**: from another start to the painted view: five schedules and the figure are worked
  out anew. The floor arranges and paints the same figure, or the same rows, once more.
- **Presenting**: from the key to the painted first slide of the next case on a screen of
  1920 × 1080, through a meeting of twelve cases, the cases near to it made ready in the background.
  The floor paints the same screen once more.
- **Start**: processes of their own, in turn, from compiled files; the quickest of fifteen counts.
  The bare window imports PySide6 and nothing else; after its paint it imports SQLAlchemy with the
  store, opens the same file and reads the case. Ours is `main.py` with the settings of a user whose
  last case it was; what watches its paints is put in from outside.
- **Case list**: 100,000 made-up cases of 16 to 17 words lie in `build/bench`; the first run makes
  them. The number of cases is counted after the page is painted.
- **Encrypted store**: two stores of the same 10,000 cases, one of them encrypted, lie in
  `build/bench`; both are opened anew in each round and take turns. To make the key of a passphrase
  is not counted: it is made once in a process, and takes as long as guessing one shall.

"""


def main(names: tuple[str, ...] = ()) -> int:
    """Measure everything, or what is named; return 1 when a ratio is above its limit."""
    rows = measured(names or BENCHMARKS)
    lines = table(rows)
    print("\n".join(lines))
    if not names:
        TARGET.write_text(_ABOUT + "\n".join([machine(), "", *lines, ""]), encoding="utf-8")
    return status(rows)


def status(rows: list[BenchRow]) -> int:
    """Name the rows above their limits; return 1 where there is one, else 0."""
    slow = [row for row in rows if not row.kept]
    for row in slow:
        print(f"too slow: {row.name}: {row.ratio:.2f} times, at most {row.limit:g}")
    return 1 if slow else 0


def machine() -> str:
    """Return what the numbers were measured on."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"Measured with {python} on {platform.system()}, {os.cpu_count()} CPUs."


def table(rows: list[BenchRow]) -> list[str]:
    """Return the lines of a Markdown table whose columns also align as plain text."""
    cells = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADINGS))]
    rule = tuple("-" * width for width in widths)
    return [
        "| " + " | ".join(_padded(line, widths)) + " |" for line in (cells[0], rule, *cells[1:])
    ]


def _cells(row: BenchRow) -> tuple[str, ...]:
    limited = math.isfinite(row.limit)
    limit = f"{row.limit:g}" if limited else "–"
    word = ("kept" if row.kept else "TOO SLOW") if limited else ""
    return row.name, f"{row.ours_ms:.3f}", f"{row.floor_ms:.3f}", f"{row.ratio:.2f}", limit, word


def _padded(line: tuple[str, ...], widths: list[int]) -> list[str]:
    return [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
