"""The chain of the audit lines: each line holds the digest of itself and of the line before.

A line that is changed, taken out or put in does not fit the next one. The newest link stands apart
too (`head`), so that lines taken off the end are missed. Who can write to the file can put that
back, or forge the whole chain anew: what else tells then is in db.verifying.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

FIRST = "0" * 64
"""What stands for the line before the first one."""


@dataclass(frozen=True, slots=True)
class Link:
    """One audit line as the chain sees it; `changes` are the closed bytes of what was changed."""

    number: int
    at: datetime
    author: str
    login: str
    action: str
    subject: str
    reference: str
    digest: str
    changes: bytes | None
    chain: str

    def after(self, before: str) -> str:
        """Return the digest that this line must hold where the one before it holds `before`."""
        changes = hashlib.sha256(self.changes).hexdigest() if self.changes is not None else ""
        parts = (
            before,
            self.number,
            self.at.astimezone(UTC).isoformat(),
            self.author,
            self.login,
            self.action,
            self.subject,
            self.reference,
            self.digest,
            changes,
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def faults(links: Iterable[Link], head: tuple[int, str]) -> Iterator[str]:
    """Yield a sentence for each place where the chain is broken; `head` is its newest link."""
    before, last = FIRST, 0
    for link in links:
        if link.number > last + 1:
            yield f"{_missing(last + 1, link.number - 1)} {_unsure(link.number)}"
        elif link.after(before) != link.chain:
            yield f"Line {link.number} was changed or put in."
        before, last = link.chain, link.number
    if last < head[0]:
        yield _missing(last + 1, head[0])
    elif (last, before) != head:
        yield f"The lines after line {min(last, head[0])} were put in, or the newest was changed."


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Line {first} was taken out."
    return f"Lines {first} to {last} were taken out."


def _unsure(number: int) -> str:
    return f"Whether line {number}, right behind the gap, was changed too cannot be told."
