"""The audit lines of a case in words: for the terminal, the window and paper; without Qt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from hccreview.clinical.dates import spoken
from hccreview.clinical.strict_yaml import without_hidden

if TYPE_CHECKING:
    from db.listing import AuditLine

Lines = Iterable[tuple["AuditLine", tuple[str, ...]]]
_DIGITS = 16  # of the link: nobody finds other lines with the same ones by trying
MOST = 10_000  # lines of one case that are shown

_DONE = {
    ("create", "case"): "made the case",
    ("import", "case"): "read the sample case in",
    ("change", "case"): "changed the case",
    ("upgrade", "case"): "took the case over from an older program",
    ("rename", "case"): "gave the case another code",
    ("archive", "case"): "archived the case",
    ("restore", "case"): "brought the case back from the archive",
    ("agenda", "case"): "changed what the agenda says",
    ("tick", "case"): "ticked a wanted fact off",
    ("untick", "case"): "took a tick back",
    ("add", "attachment"): "added an image or excerpt",
    ("change", "attachment"): "changed an image or excerpt",
    ("remove", "attachment"): "removed an image or excerpt",
    ("order", "attachments"): "changed the order of images and excerpts",
    ("create", "task"): "added a task",
    ("change", "task"): "changed a task",
    ("save", "draft decision"): "wrote at the draft of the decision",
    ("discard", "draft decision"): "threw the draft of the decision away",
    ("seal", "decision"): "sealed the decision",
    ("amend", "decision"): "amended the sealed decision",
}


def done(line: AuditLine) -> str:
    """Return what was done, such as ``changed the case``."""
    return _DONE.get((line.action, line.subject), f"{line.subject}: {line.action}")


def who(line: AuditLine) -> str:
    """Return who did it: the name chosen in the program, with the login of the system."""
    if not line.author:
        return f"login {line.login}" if line.login else "nobody knows who"
    return f"{line.author} (login {line.login})" if line.login else line.author


def when(line: AuditLine) -> str:
    """Return when it was done, by the clock of this computer."""
    at = line.at.astimezone()
    return f"{spoken(at.date())} {at:%H:%M}"


def newest(number: int, link: str) -> str:
    """Return the newest link of the chain as it can be noted on paper."""
    digits = " ".join(link[at : at + 4] for at in range(0, _DIGITS, 4))
    return f"Newest line, to be noted: {number}:{digits}"


def told_in_lines(lines: Lines) -> str:
    """Return all lines as text, each followed by what it says was changed."""
    return "\n".join(
        each
        for line, told in lines
        for each in (
            f"{when(line)}  {who(line)} {done(line)}",
            *(f"    {one_line(sentence)}" for sentence in told),
        )
    )


def one_line(sentence: str) -> str:
    """Return a sentence without line breaks and hidden characters."""
    return " ".join(without_hidden(sentence).split())
