"""Case files in and out: one case as YAML or JSON, described in docs/case-file.md."""

from __future__ import annotations

from pathlib import Path

from hccreview.clinical.case import Case
from hccreview.clinical.fields import Dictionary, bundled_dictionary
from hccreview.errors import ReviewError
from hccreview.exchange import case_reader, case_writer
from hccreview.trials.text_file import read_text
from hccreview.whole_file import replace_file


def read_case(path: Path | str, dictionary: Dictionary | None = None) -> Case:
    """Return the case in the file `path`.

    Raises ReviewError where the file cannot be read, is too large, or is not a correct case; the
    sentence names file, line and column.
    """
    path = Path(path)
    return parse_case(read_text(path), path.name, dictionary)


def parse_case(text: str, where: str, dictionary: Dictionary | None = None) -> Case:
    """Return the case written in `text`; `where` names its file in errors (ReviewError)."""
    return case_reader.parse_case(text, where, dictionary or bundled_dictionary())


def case_text(case: Case, dictionary: Dictionary | None = None) -> str:
    """Return the text of a case file that reads back as `case`."""
    return case_writer.case_text(case, dictionary or bundled_dictionary())


def write_case(case: Case, path: Path | str, dictionary: Dictionary | None = None) -> None:
    """Write `case` to the file `path`, wholly or not at all.

    Raises ReviewError where that is not possible; a file that was there before is then unchanged.
    """
    write_text(case_text(case, dictionary), Path(path))


def write_text(text: str, path: Path) -> None:
    """Write the text of a case file to `path`; raises ReviewError as `write_case`."""
    try:
        replace_file(path, text.encode("utf-8"))
    except OSError as error:
        raise ReviewError(
            f"{path} cannot be written ({error.strerror}); close it elsewhere or choose another"
            " folder. The case is unchanged."
        ) from error
