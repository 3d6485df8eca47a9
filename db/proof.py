"""Whether what stands in the file is what was written: every writing leaves a digest of it.

A plain file carries no checksums: a bit that flips on the disk can show another value. So of what
belongs together (a case, a meeting, the open tasks of a case, ...) a digest is kept in a table of
its own. It covers every column of every row, and is keyed with the secret of the case or meeting.
It is worked out again before such a subject is shown, and before it is written: else a wrong value
would become right by a new digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from db.audit import keyed_digest
from db.subjects import Key, Subject
from db.tables import ProofRow
from hccreview.errors import ReviewError

What = tuple[Subject, Key]
"""A subject of one owner, such as the open tasks of a case."""
_CHUNK = 500  # owners in one question


class DamagedError(ReviewError):
    """What stands in the file is not what was written; `what` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what[:1].upper()}{what[1:]} cannot be shown or changed: what stands there is not"
            " what was saved, it was damaged on the disk. Nothing is overwritten; restore the"
            " newest backup in which it is whole."
        )


def check(session: Session, *whats: What) -> None:
    """Raise DamagedError unless each is what was written last."""
    for subject, owner in whats:
        _refuse(session, subject, unlike(session, subject, [str(owner)]))


def check_all(session: Session, subject: Subject) -> None:
    """Raise DamagedError unless of every owner that stands there which was written last."""
    references = references_of(session, subject)
    for start in range(0, len(references), _CHUNK):
        _refuse(session, subject, unlike(session, subject, references[start : start + _CHUNK]))


def references_of(session: Session, subject: Subject) -> list[str]:
    """Return every owner of whom anything stands, or once stood."""
    told = select(ProofRow.reference).where(ProofRow.subject == subject.name)
    return sorted({*session.scalars(told), *subject.owners(session)})


def unlike(session: Session, subject: Subject, references: Collection[str]) -> list[str]:
    """Return of which owners a subject is not what was written last."""
    wanted = noted(session, subject.name, references)
    there = _standing(session, subject, references)
    return [each for each in references if not same(wanted.get(each, ""), there.get(each, ""))]


def same(wanted: str, there: str) -> bool:
    """True where two digests are the same, in a time that does not tell how far."""
    return hmac.compare_digest(wanted.encode(), there.encode())


def note(session: Session, *whats: What) -> None:
    """Keep the digests of what stands now; none where nothing stands."""
    session.flush()
    for subject, owner in whats:
        found = _standing(session, subject, [str(owner)])
        put(session, subject.name, str(owner), found.get(str(owner), ""))


@contextlib.contextmanager
def changing(session: Session, *whats: What) -> Iterator[None]:
    """Prove what is about to be changed, and keep its digest once it is changed.

    Raises DamagedError before anything is changed.
    """
    session.flush()
    check(session, *whats)
    yield
    note(session, *whats)


@contextlib.contextmanager
def keeping(session: Session, *whats: What) -> Iterator[None]:
    """Let something go that other subjects name, which thereby become others.

    Those that are damaged get no digest, and stay damaged.
    """
    session.flush()
    whole = [each for each in whats if not unlike(session, each[0], [str(each[1])])]
    yield
    note(session, *whole)


# ------------------------------------------------------------------ the table of digests


def noted(session: Session, name: str, references: Collection[str]) -> dict[str, str]:
    """Return the digests that are kept of a subject called `name`, by reference."""
    chosen = select(ProofRow.reference, ProofRow.digest).where(
        ProofRow.subject == name, ProofRow.reference.in_(references)
    )
    return {row.reference: row.digest for row in session.execute(chosen)}


def put(session: Session, name: str, reference: str, digest: str) -> None:
    """Keep another digest of a subject; an empty one: nothing stands of it any more."""
    this = ProofRow.subject == name, ProofRow.reference == reference
    found = session.scalar(select(ProofRow.digest).where(*this))
    if digest and found is None:
        new = {"subject": name, "reference": reference, "digest": digest}
        session.execute(insert(ProofRow).values(**new))
    elif digest:
        session.execute(update(ProofRow).where(*this).values(digest=digest))
    elif found is not None:
        session.execute(delete(ProofRow).where(*this))


def forget(session: Session, subjects: Collection[Subject], owner: Key) -> None:
    """Keep no digest of subjects whose owner is gone, also where they were damaged."""
    for subject in subjects:
        put(session, subject.name, str(owner), "")


def _refuse(session: Session, subject: Subject, found: list[str]) -> None:
    if found:
        raise DamagedError(subject.sentence(session, found[0]))


def _standing(session: Session, subject: Subject, references: Collection[str]) -> dict[str, str]:
    """Return the digest of what stands of a subject, for each owner of whom anything does."""
    rows: dict[str, dict[str, list[list[Any]]]] = {}
    for table, chosen in subject.rows(references):
        for owner, *columns in session.execute(chosen):
            plain = [_short(each) for each in columns]
            rows.setdefault(str(owner), {}).setdefault(table, []).append(plain)
    secrets = subject.secrets(session, references)
    return {owner: keyed_digest(secrets.get(owner, b""), each) for owner, each in rows.items()}


def _short(value: Any) -> Any:
    """Return a column as it goes into a digest: of bytes, which may be an image, their digest."""
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
