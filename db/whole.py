"""Looks through a whole store: whether everything in it is what was written, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db import case_proof, proof, seals
from db.engine import legible, open_engine, sentences
from db.passphrase import Key
from db.subjects import SUBJECTS
from db.verifying import faults, listed, missing
from hccreview.errors import ReviewError

_CHUNK = 25  # how many are looked at together


@dataclass(frozen=True, slots=True)
class Look:
    """What was found, empty where nothing was; `ended`: nothing was left out."""

    faults: str
    ended: bool


def look(path: Path, key: Key | None, stopped: Callable[[], bool]) -> Look:
    """Prove everything in a store of this program's shape, until it is `stopped`.

    Raises ReviewError where it cannot be read.
    """
    engine = open_engine(path, key=key, inspecting=True)
    try:
        with legible(path), sentences(path), Session(engine) as session:
            return _Looking(session, stopped).look()
    finally:
        engine.dispose()


class _Looking:
    """One look; what is short is looked at before the cases, so that a short look sees it."""

    def __init__(self, session: Session, stopped: Callable[[], bool]) -> None:
        self._session, self._stopped = session, stopped
        self._ended = True

    def look(self) -> Look:
        """Look at everything."""
        unlike = [*self._subjects(), *self._cases()]
        unlike.sort(key=lambda each: " " in each)  # cases, which are called by their codes, first
        found = [*_named(unlike), *missing(self._session), *self._seals(), *self._lines()]
        return Look(" ".join(found), self._ended)

    def _goes_on(self) -> bool:
        self._ended = self._ended and not self._stopped()
        return self._ended

    def _subjects(self) -> Iterator[str]:
        for subject in SUBJECTS:
            references = proof.references_of(self._session, subject)
            for start in range(0, len(references), _CHUNK):
                if self._goes_on():
                    some = references[start : start + _CHUNK]
                    for each in proof.unlike(self._session, subject, some):
                        yield subject.sentence(self._session, each)

    def _cases(self) -> Iterator[str]:
        after, follow = "", True
        while follow and self._goes_on():
            found, after = case_proof.damaged(self._session, after, _CHUNK)
            yield from found
            follow = bool(after)

    def _seals(self) -> Iterator[str]:
        for decision in self._session.scalars(seals.every(self._session)):
            if self._goes_on():
                try:
                    seals.check(self._session, decision)
                except ReviewError as error:
                    yield str(error)

    def _lines(self) -> Iterator[str]:
        if any(faults(self._session)):
            yield "The audit lines are not as they were written."


def _named(found: Sequence[str]) -> Iterator[str]:
    if found:
        yield f"What stands there of {listed(found)} is not what was saved."
