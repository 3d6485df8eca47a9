"""What leaves of one case: the workbook and the case file, each with or without its identity."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError
from ui.widgets.export_form import Choice, ExportForm
from ui.widgets.leaving_view import Preview

if TYPE_CHECKING:
    from pathlib import Path

    from hccreview.exchange.deidentified_file import DeidentifiedFile
    from hccreview.review.compare import Comparison
    from ui.background import Task
    from ui.main_window import MainWindow

_FILES = "Case files (*.yaml *.yml *.json)"
_WORKBOOK = "Excel workbook (*.xlsx)"


# ------------------------------------------------------------------------- workbook


def ask_for_workbook(window: MainWindow) -> None:
    """Ask which trials and whether de-identified, then where the workbook goes; write it."""
    workspace = window.workspace
    case, messages = workspace.case, workspace.messages
    if case is None:
        messages.problem("No case is open; choose one from the list first.")
        return
    if workspace.in_what_if:
        messages.problem("A workbook holds the recorded case only: leave “what if” first.")
        return

    def preview(free_text: bool) -> Preview:
        found = workspace.comparison
        return Preview(()) if found is None else _of_workbook(found, free_text)

    form = ExportForm(
        window, "Export workbook", f"Workbook of {case.code}", preview, workspace.trials
    )
    _open(form)
    form.wanted.connect(partial(_ask_for_workbook_target, window))


def _of_workbook(found: Comparison, free_text: bool) -> Preview:
    from hccreview.reports.deidentified import without_identity
    from hccreview.review.identity import CODE
    from hccreview.review.leaving import changed_verdicts, free_texts, leaving

    bare = without_identity(found, free_text=free_text)
    lines = leaving(found, CODE, free_text=free_text)
    return Preview(lines, changed_verdicts(found, bare), len(free_texts(found)))


def _ask_for_workbook_target(window: MainWindow, choice: Choice) -> None:
    case, day = window.workspace.case, window.workspace.as_of
    if case is None:
        return
    proposed = "HCC Review de-identified" if choice.deidentified else f"{case.code} {day}"
    path = _asked(window, "Export the workbook", proposed, ".xlsx", _WORKBOOK)
    if path is not None:
        every = len(choice.trials) == len(window.workspace.trials)
        window.workspace.export(
            path,
            frozenset() if every else choice.trials,
            deidentified=choice.deidentified,
            free_text=choice.free_text,
        )


# ------------------------------------------------------------------------ case file


def ask_for_case_file(window: MainWindow, code: str) -> None:
    """Ask whether the case file is de-identified, then where it goes; write it."""
    workspace = window.workspace
    current = workspace.kept is not None and workspace.kept.code == code
    day, trials = workspace.as_of if current else None, workspace.trials

    def work(_: Task) -> Comparison:
        from ui.comparing import comparison_of
        from ui.leaving import refuse_damaged

        refuse_damaged(workspace.saving.store, code)
        case = workspace.saving.fetch(code, seen=False).case
        return comparison_of(case, trials, day or case.as_of or workspace.today())

    workspace.saving.flush()
    workspace.background.run(work, partial(_show_case_form, window))


def _show_case_form(window: MainWindow, found: Comparison) -> None:
    import secrets

    from hccreview.exchange.deidentified_file import DeidentifiedFile

    # Drawn: a code worked out from anything of the patient could be worked out again.
    new_code = f"DEID-{secrets.token_hex(3).upper()}"

    def leaves(free_text: bool) -> DeidentifiedFile:
        return DeidentifiedFile(found, new_code, free_text)

    def preview(free_text: bool) -> Preview:
        from hccreview.review.leaving import free_texts

        file = leaves(free_text)
        try:
            apart = file.told_apart()
        except ReviewError as error:  # writing will say so again
            apart = (str(error),)
        return Preview(file.lines(), apart, len(free_texts(found)))

    def chosen(choice: Choice) -> None:
        if choice.deidentified:
            _write_deidentified(window, leaves(choice.free_text))
        else:
            code = found.case.code
            path = _asked(window, "Export case file", code, ".yaml", _FILES)
            if path is not None:
                window.case_actions.export(code, path)

    form = ExportForm(window, "Export case file", f"Case file of {found.case.code}", preview)
    _open(form)
    form.wanted.connect(chosen)


def _write_deidentified(window: MainWindow, file: DeidentifiedFile) -> None:
    path = _asked(window, "Export the de-identified case file", file.code, ".yaml", _FILES)
    if path is None:
        return
    from ui.leaving import leave

    workspace = window.workspace

    def done() -> None:
        workspace.messages.done(
            f"The case file was written as {file.code}; only you know whose it is: {path}"
        )

    leave(workspace, (file.comparison.case.code,), done, lambda: file.write(path))


# --------------------------------------------------------------------------- asking


def _open(form: ExportForm) -> None:
    from PySide6.QtCore import Qt

    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.open()


def _asked(window: MainWindow, title: str, name: str, ending: str, kind: str) -> Path | None:
    """Ask for a file; its ending is added where none was typed."""
    from PySide6.QtWidgets import QFileDialog

    from hccreview.reports.plain_text import file_name
    from ui.chosen_file import chosen_file

    chosen, _ = QFileDialog.getSaveFileName(window, title, file_name(name, ending), kind)
    return chosen_file(window.workspace.messages, chosen, ending)
