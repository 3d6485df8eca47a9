"""``export``: one case as a case file, or what would leave without its identity."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

from hccreview.errors import ReviewError
from hccreview.exchange.case_file import write_case
from hccreview.exchange.deidentified_file import DeidentifiedFile
from hccreview.trials.library import read_library
from ui.commands.cases import find_case
from ui.commands.compare import Days, compare_on


def export_case(
    case: str,
    file: Path | None = None,
    deidentified: bool = False,
    free_text: bool = False,
    preview: bool = False,
    as_of: date | None = None,
    database: Path | None = None,
) -> None:
    """Write the case file of a case; de-identified, under a code that is drawn."""
    if file is None and not preview:
        raise ReviewError("export: name the file, or ask for --preview, which writes none.")
    if not deidentified and (free_text or preview):
        raise ReviewError("--free-text and --preview belong to --deidentified; add it.")
    found = find_case(case, database)
    if file is not None and not deidentified:
        write_case(found, file)
        print(f"Case file: {file}")
        return
    comparison = compare_on(found, read_library(), Days(as_of))
    leaving = DeidentifiedFile(comparison, f"DEID-{secrets.token_hex(3).upper()}", free_text)
    if preview:
        for line in leaving.lines():
            print(f"{line.what}: {line.recorded} → {line.leaves}")
    for sentence in leaving.told_apart():
        print(f"Another verdict: {sentence}")
    if file is not None:
        leaving.write(file)
        print(f"Case file of {leaving.code}: {file}")
