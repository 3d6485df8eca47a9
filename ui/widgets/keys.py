"""All keys of the window, group by group, as F1 shows them."""

from __future__ import annotations

Keys = tuple[tuple[str, str], ...]

KEYS: tuple[tuple[str, Keys], ...] = (
    (
        "Everywhere",
        (
            ("Ctrl+1, Ctrl+2", "page Case, page Eligibility"),
            ("Ctrl+3, Ctrl+4", "page Regimens, page Outcomes"),
            ("Ctrl+5", "page Meeting"),
            ("F5", "present the meeting, else the case"),
            ("Ctrl+F, Ctrl+L", "search the cases, go to their list"),
            ("Ctrl+B", "show or hide the list of cases"),
            ("Ctrl+D", "day of the review"),
            ("Ctrl+T", "begin or leave “what if”"),
            ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo"),
            ("Ctrl+N, Ctrl+Shift+D", "new case, duplicate the case"),
            ("Ctrl+Shift+A, Ctrl+Del", "archive or bring back, delete the case"),
            ("Ctrl+O, Ctrl+Shift+E", "import case files, export the case file"),
            ("Ctrl+E", "export the workbook"),
            ("Ctrl+P, Ctrl+Shift+P", "hand-out of the case, export the meeting"),
            ("Ctrl+G, Ctrl+Shift+N", "put the case on the agenda, new meeting"),
            ("Ctrl+Shift+L", "lock a store that has a passphrase"),
            ("F10, Alt+M", "menu with all commands and settings"),
            ("Tab, Shift+Tab", "next, previous control"),
            ("Esc", "close the message, else leave “what if”"),
            ("F1", "this page (Esc closes it)"),
        ),
    ),
    (
        "In the list of cases",
        (
            ("Up, Down", "another case"),
            ("F2, Del", "rename, delete"),
            ("Menu key", "what can be done with the case"),
        ),
    ),
    (
        "On the Eligibility page",
        (
            ("Ctrl+M", "matrix"),
            ("Arrows", "another concept or trial; on a group, left and right fold it"),
            ("Return", "on a cell: why? On a group: fold or open it"),
            ("Ctrl+K, then left, right", "filter of the rows"),
            ("Ctrl+J, then left, right", "ask next, nearest change, eligible when"),
            ("Space", "choose an answer, a card, a button"),
            ("Return, Esc", "in a form: save it, leave it"),
            ("Left, Right, Page Up, Page Down", "on a slider: a little, a lot"),
        ),
    ),
    (
        "On the Case page",
        (
            ("Tab, Shift+Tab", "next, previous field"),
            ("Y, N, Del", "answer yes or no, take the answer out"),
            ("Ins", "new dated value (form), new date (laboratory), new entry (list)"),
            ("Arrows, F2 or typing", "move in the laboratory table, edit a cell"),
            ("Ctrl+Return", "all parts of a laboratory value: unit, limits, date, note"),
            ("Del", "clear the chosen cells of the laboratory table"),
            ("Ctrl+C, Ctrl+V", "copy the cells, paste a block of a spreadsheet"),
            ("Return, Ctrl+Del", "in a list: open the entry, remove it"),
            ("Esc", "take back what is being typed"),
        ),
    ),
    (
        "On the Outcomes page",
        (
            ("Left, Right", "on a chart’s name: another chart"),
            ("Arrows, Home, End", "in the chart: from point to point"),
            ("Return", "on a point or a row: the audit notes of its flags"),
            ("Ctrl+C", "in the numbers: copy the chosen rows"),
        ),
    ),
    (
        "On the Meeting page",
        (
            ("Alt+1, Alt+2", "prepare, images and reports"),
            ("Alt+3, Alt+4", "decision, follow-up"),
            ("Up, Down", "on the agenda: another case"),
            ("Alt+Up, Alt+Down", "on the agenda: move the case"),
            ("P, R, D, F", "to prepare, ready, discussed, deferred"),
            ("Ins, Del", "add cases, take the case off"),
            ("Space, Return", "in the choice of cases: tick one, add them"),
            ("Space", "in a list: tick off; on a task: done"),
            ("P, Del, O, Ins", "on a task: postpone, drop, open again, new"),
            ("Ins, Ctrl+V", "on images and reports: add images, paste a picture or text"),
            ("Return, F2, Del", "on an image or excerpt: look at it, its words, remove it"),
        ),
    ),
    (
        "On the decision of a case",
        (
            ("Up, Down, Return", "what can be recommended: another, take it"),
            ("Return, Shift+Return", "in a field: next field, new line"),
            ("Down, then Return", "below a field: take a proposed fact into it"),
            ("Space", "on a test of the ask-list: request it"),
            ("Alt+Up, Alt+Down, Alt+Del", "rank a recommendation, remove it"),
            ("Ctrl+Return", "seal, or go to what is missing"),
            ("Ctrl+Page Down, Ctrl+Page Up", "next, previous case of the agenda"),
        ),
    ),
)
