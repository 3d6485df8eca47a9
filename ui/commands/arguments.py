"""What can be typed after ``main.py``; every mistake is answered with one sentence."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import NoReturn

from hccreview import __version__
from hccreview.clinical.dates import parse_date
from hccreview.clinical.fields import suggestion
from hccreview.clinical.plan import MOST_CYCLES
from hccreview.clinical.planning import clock_time
from hccreview.errors import ReviewError

COMMANDS = (
    *("compare", "schedule", "outcomes", "handout", "meeting"),
    *("trials", "check", "fields", "audit", "export", "backup", "restore"),
)
_OF_THE_STORE = (
    "compare_cases",
    "export_case",
    "show_schedules",
    "show_outcomes",
    "write_handout",
    "write_meeting",
    "verify_audit",
    "show_audit",
    "make_backup",
    "restore_backup",
)


class SentenceParser(argparse.ArgumentParser):
    """A parser whose errors are ReviewErrors."""

    def error(self, message: str) -> NoReturn:
        """Raise ReviewError; argparse would print the usage and leave."""
        where = self.prog.removeprefix("main.py").strip()
        named = f"{where}: " if where else ""
        raise ReviewError(f"{named}{message.rstrip('.')}; see main.py {where} --help.")


def command_of(arguments: Sequence[str]) -> Callable[[], None]:
    """Return the command that `arguments` ask for, ready to run; raises ReviewError."""
    first = arguments[0] if arguments else ""
    if first and not first.startswith("-") and first not in COMMANDS:
        near = suggestion(first, COMMANDS) or f"; known: {', '.join(COMMANDS)}."
        raise ReviewError(f"There is no command “{first}”{near}")
    try:
        options = vars(parser().parse_args(list(arguments)))
    except SystemExit as end:  # --help and --version have printed what was asked for
        if end.code:
            raise
        return lambda: None
    command: Callable[..., None] = options.pop("command")
    database = options.pop("database")
    if command.__name__ in _OF_THE_STORE:
        options["database"] = database
    elif database is not None:
        raise ReviewError(
            "--database belongs to compare, schedule, outcomes, handout, meeting, audit, export,"
            " backup and restore, or stands alone to open the window."
        )
    return partial(command, **options)


def parser() -> SentenceParser:
    """Return the parser of all commands."""
    top = SentenceParser(
        prog="main.py",
        description="Compares a patient with hepatocellular carcinoma with the trials of the"
        " liver board. Without a command the window opens.",
    )
    top.add_argument("--version", action="version", version=f"HCC Review {__version__}")
    top.add_argument(
        "--database", metavar="PATH", type=Path, help="the store; alone, the window opens on it"
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True, parser_class=SentenceParser)
    _compare(commands)
    _schedule(commands)
    _outcomes(commands)
    _handout(commands)
    _meeting(commands)
    _trials(commands)
    _check(commands)
    _fields(commands)
    _audit(commands)
    _export(commands)
    _backups(commands)
    return top


def _compare(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.compare import compare_cases

    text = "compare cases with the trials"
    sub = commands.add_parser("compare", help=text, description=text)
    sub.add_argument(
        "cases",
        metavar="CASE",
        nargs="+",
        help="a case file, or the code of a stored or sample case",
    )
    sub.add_argument(
        "--trial", dest="trials", metavar="ID", action="append", default=[], help="only this trial"
    )
    sub.add_argument("--arm", metavar="ID", help="the arm, for the trials that have it")
    for option, text in (
        ("--as-of", "day of the review (default: the case's own, else today)"),
        ("--inclusion", "planned day of inclusion (default: the case's, else the day of review)"),
        ("--first-dose", "planned day of the first dose (default: the case's, else the same)"),
    ):
        sub.add_argument(option, metavar="DATE", type=day, help=text)
    sub.add_argument(
        "--database",
        metavar="PATH",
        type=Path,
        default=argparse.SUPPRESS,  # else it would undo the one before the command
        help="the store that stored cases come from (default: the user's)",
    )
    sub.add_argument("--json", action="store_true", help="print JSON")
    sub.add_argument("--xlsx", metavar="FILE", type=Path, help="write the workbook of the one case")
    sub.add_argument(
        "--deidentified",
        action="store_true",
        help="leave code, free text and dates out of the workbook (days count from the first"
        " treatment)",
    )
    sub.add_argument(
        "--free-text", action="store_true", help="with --deidentified: keep notes and reasons"
    )
    sub.set_defaults(command=compare_cases)


def _schedule(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.schedule import show_schedules

    text = "work out the regimens of the trials for a case: dates, hours, doses"
    sub = commands.add_parser("schedule", help=text, description=text)
    sub.add_argument(
        "case", metavar="CASE", help="a case file, or the code of a stored or sample case"
    )
    sub.add_argument(
        "--trial", dest="trials", metavar="ID", action="append", default=[], help="only this trial"
    )
    sub.add_argument(
        "--start", metavar="DATE", type=day, help="day 1 of cycle 1 (default: as planned)"
    )
    sub.add_argument(
        "--time", dest="clock", metavar="HH:MM", type=clock, help="clock time of the infusions"
    )
    sub.add_argument("--cycles", metavar="N", type=number, help="how many cycles are planned")
    sub.add_argument("--arm", metavar="ID", help="the arm, for the trials that have it")
    sub.add_argument(
        "--variant",
        dest="choices",
        metavar="CHOICE=OPTION",
        type=choice,
        action="append",
        default=[],
        help="how to read the source where it can be read in several ways",
    )
    sub.add_argument("--local", metavar="FILE", type=Path, help="a local protocol (YAML)")
    sub.add_argument("--as-of", metavar="DATE", type=day, help="day on which the case is seen")
    sub.add_argument(
        "--database", metavar="PATH", type=Path, default=argparse.SUPPRESS, help="the store"
    )
    sub.add_argument("--json", action="store_true", help="print JSON")
    sub.add_argument("--ics", metavar="FILE", type=Path, help="write a calendar file")
    sub.set_defaults(command=show_schedules)


def _outcomes(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.outcomes import show_outcomes

    text = "show the published results of the trials, as text, JSON or pictures"
    sub = commands.add_parser("outcomes", help=text, description=text)
    sub.add_argument("trial_id", metavar="ID", nargs="?", help="a trial (default: all)")
    sub.add_argument("--case", metavar="CASE", help="mark this patient in the population")
    sub.add_argument("--json", action="store_true", help="print JSON")
    sub.add_argument("--figures", metavar="DIR", type=Path, help="write the charts into a folder")
    formats = ("png", "svg", "pdf")
    sub.add_argument("--format", choices=formats, default="png", help="of the pictures (png)")
    sub.add_argument(
        "--database", metavar="PATH", type=Path, default=argparse.SUPPRESS, help="the store"
    )
    sub.set_defaults(command=show_outcomes)


def _handout(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.handout import write_handout

    text = "write the hand-out of a case: two pages for the board, as PDF"
    sub = commands.add_parser("handout", help=text, description=text)
    sub.add_argument(
        "case", metavar="CASE", help="a case file, or the code of a stored or sample case"
    )
    sub.add_argument("--pdf", metavar="FILE", type=Path, required=True, help="where it goes")
    sub.add_argument(
        "--as-of",
        metavar="DATE",
        type=day,
        help="day on which the case is seen (default: that of its latest meeting)",
    )
    sub.add_argument(
        "--database", metavar="PATH", type=Path, default=argparse.SUPPRESS, help="the store"
    )
    sub.set_defaults(command=write_handout)


def _meeting(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.meeting import write_meeting

    text = "write the hand-out and the workbook of a meeting of the board"
    sub = commands.add_parser("meeting", help=text, description=text)
    sub.add_argument("day", metavar="DATE", type=day, help="day of the meeting")
    sub.add_argument("--xlsx", metavar="FILE", type=Path, help="write the workbook")
    sub.add_argument("--pdf", metavar="FILE", type=Path, help="write the hand-out")
    sub.add_argument("--place", metavar="PLACE", help="which one, where there are several")
    sub.add_argument(
        "--database", metavar="PATH", type=Path, default=argparse.SUPPRESS, help="the store"
    )
    sub.set_defaults(command=write_meeting)


def _trials(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.trials import show_trials

    text = "list the trials, or show one with all its criteria"
    sub = commands.add_parser("trials", help=text, description=text)
    sub.add_argument("trial_id", metavar="ID", nargs="?", help="a trial")
    sub.add_argument("--as-of", metavar="DATE", type=day, help="day for the recruitment")
    sub.set_defaults(command=show_trials)


def _check(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.check import check_trial

    text = "read a trial document and report what looks wrong in its criteria"
    sub = commands.add_parser("check", help=text, description=text)
    sub.add_argument("path", metavar="TRIAL-FILE", type=Path, help="a trial document (YAML)")
    sub.set_defaults(command=check_trial)


def _fields(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.fields import show_fields

    text = "print the data dictionary"
    sub = commands.add_parser("fields", help=text, description=text)
    sub.add_argument("--json", action="store_true", help="print JSON")
    sub.set_defaults(command=show_fields)


def _audit(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.audit import show_audit, verify_audit

    text = "prove the audit lines of the store, or show those of a case"
    sub = commands.add_parser("audit", help=text, description=text)
    parts = sub.add_subparsers(metavar="verify|show", required=True, parser_class=SentenceParser)
    verify = parts.add_parser("verify", help="find lines that were changed, taken out or put in")
    verify.add_argument(
        "--noted", metavar="NUMBER:LINK", help="a line and its link as they were printed before"
    )
    show = parts.add_parser("show", help="who changed a case, when, from what to what")
    show.add_argument("case", metavar="CASE", help="the code of a stored case")
    for each, command in ((verify, verify_audit), (show, show_audit)):
        each.add_argument(
            "--database", metavar="PATH", type=Path, default=argparse.SUPPRESS, help="the store"
        )
        each.set_defaults(command=command)


def _export(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.export import export_case

    text = "write the case file of a case, with or without its identity"
    sub = commands.add_parser("export", help=text, description=text)
    sub.add_argument(
        "case", metavar="CASE", help="a case file, or the code of a stored or sample case"
    )
    sub.add_argument("file", metavar="FILE", type=Path, nargs="?", help="where it goes")
    for option, words in (
        ("--deidentified", "another code, an age for the birth, made-up dates, no free text"),
        ("--free-text", "with --deidentified: keep notes, reasons and names as typed"),
        ("--preview", "with --deidentified: print every value that leaves"),
    ):
        sub.add_argument(option, action="store_true", help=words)
    sub.add_argument("--as-of", metavar="DATE", type=day, help="day on which the age counts")
    sub.add_argument(
        "--database", metavar="PATH", type=Path, default=argparse.SUPPRESS, help="the store"
    )
    sub.set_defaults(command=export_case)


def _backups(commands: argparse._SubParsersAction[SentenceParser]) -> None:
    from ui.commands.backups import make_backup, restore_backup

    text = "make a backup of the store in the folder beside it"
    make = commands.add_parser("backup", help=text, description=text)
    text = "put a backup in the place of the store, which is kept under another name"
    put = commands.add_parser("restore", help=text, description=text)
    put.add_argument("backup", metavar="BACKUP", type=Path, help="a file that ends in .backup")
    for each, command in ((make, make_backup), (put, restore_backup)):
        each.add_argument(
            "--database", metavar="PATH", type=Path, default=argparse.SUPPRESS, help="the store"
        )
        each.set_defaults(command=command)


def day(text: str) -> date:
    """Return a date known to the day; raises argparse's error with a sentence."""
    try:
        value = parse_date(text)
    except ReviewError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from error
    if not value.exact:
        raise argparse.ArgumentTypeError(f"“{text}” names no day; write it as 2026-11-14")
    return value.first


def clock(text: str) -> time:
    """Return a time of day; raises argparse's error with a sentence."""
    try:
        return clock_time(text)
    except ReviewError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from error


def number(text: str) -> int:
    """Return a number from 1 on; raises argparse's error with a sentence."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST_CYCLES:
        message = f"“{text}” is no number of cycles; write 1 to {MOST_CYCLES}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def choice(text: str) -> tuple[str, str]:
    """Return the two parts of ``sorafenib=methods``; raises argparse's error with a sentence."""
    name, sign, option = text.partition("=")
    if not sign or not name or not option:
        message = f"“{text}” is no choice; write it as sorafenib=methods"
        raise argparse.ArgumentTypeError(message)
    return name, option
