"""What the store answers with: plain values, which need no database library to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from hccreview.clinical.case import Case
from hccreview.clinical.dates import PartialDate
from hccreview.trials.local import LocalProtocol

T = TypeVar("T")
SortBy = Literal["code", "age", "stage", "diagnosed_on", "changed_at"]
Origin = Literal["bundled", "site"]


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case as it was read, with the version that a later save has to name.

    A version only says whether a case is still the same; its number means nothing else.
    """

    case: Case
    version: int
    archived: bool = False
    sample: bool = False


@dataclass(frozen=True, slots=True)
class CaseTies:
    """What a case takes along when it is deleted: how many of each, none of which comes back.

    A case with a sealed decision is not deleted.
    """

    sealed: bool = False
    agendas: int = 0
    drafts: int = 0
    tasks: int = 0
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the case list.

    `born` is the date of birth, or the years in which it can lie where only an age is recorded.
    `stage` holds the BCLC stages that are possible, such as ``C`` or ``C/D`` (empty: all are), as
    worked out on `staged_on`.
    """

    code: str
    version: int
    label: str = ""
    born: PartialDate | None = None
    stage: str = ""
    staged_on: date | None = None
    diagnosed_on: PartialDate | None = None
    archived: bool = False
    sample: bool = False
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseSearch:
    """Which cases are asked for; what is left empty does not narrow.

    `text`: every word of it begins a word of the case (code, label, stage as ``bclc-c``, date of
    diagnosis, notes, reasons, entries of lists). `stages`: at least one of them is possible. Ages
    are completed years and inclusive, dates too; who may lie in a range is found.
    """

    text: str = ""
    stages: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    diagnosed_from: date | None = None
    diagnosed_to: date | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """The order of a list; what is not known comes last, also where it is turned round."""

    by: SortBy = "code"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a longer list: its lines from `offset` on; `more` tells whether others follow."""

    lines: tuple[T, ...]
    offset: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class TrialDocument:
    """The text of a trial document; `version` counts the texts of one trial and origin from 1."""

    trial: str
    version: int
    digest: str
    origin: Origin
    text: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class StoredProtocol:
    """A local protocol as it was saved; `version` counts those of one trial from 1.

    It is in force until `removed_at` (for `removed_because`), or until a later version is saved.
    """

    protocol: LocalProtocol
    version: int
    digest: str
    saved_at: datetime
    removed_at: datetime | None = None
    removed_because: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One write: when, what was done to what, and the keyed digest of its content afterwards.

    `reference` is the id of the case or document, never its code. The digest is empty where the
    content is gone; that of a case tells whether it is still what was saved (db.proof). `author`
    is the name chosen in the program, `login` that of the system; `changes` are closed with the
    secret of the case.
    """

    number: int
    at: datetime
    action: str
    subject: str
    reference: str
    digest: str
    author: str = ""
    login: str = ""
    changes: bytes | None = None
