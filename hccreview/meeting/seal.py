"""The seal of a decision: canonical bytes and their digest; amendments are new versions.

Each version holds in its own bytes who sealed it, when, why it was amended, and the digest of the
version before. So no version can be changed, taken out or put in without the digests telling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from hccreview.clinical.dates import spoken
from hccreview.errors import ReviewError
from hccreview.meeting.canonical import canonical_bytes, digest_of, parsed
from hccreview.meeting.limits import LINE, PAGE, check_text
from hccreview.meeting.shapes import plain, shaped
from hccreview.meeting.snapshot import Snapshot

FORMAT = "hccreview-seal/1"
_RECORD = "The sealed record"


@dataclass(frozen=True, slots=True)
class Seal:
    """Who sealed which version, and when (in UTC); an amendment names `reason` and `before`.

    `before` is the digest of the version before, empty for the first one.
    """

    version: int
    by: str
    at: datetime
    reason: str = ""
    before: str = ""

    def __post_init__(self) -> None:
        check_text(self.by, "The name of who seals the decision", LINE, needed=True)
        first = self.version == 1
        check_text(self.reason, "The reason of the amendment", PAGE, needed=not first)
        if self.at.tzinfo is None:
            raise ReviewError("The time of the seal names no time zone; give it one.")
        if self.version < 1 or first != (not self.before):
            raise ReviewError("Only the first version of a sealed decision has none before it.")


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed version: its bytes, their SHA-256, and what they hold."""

    content: bytes
    digest: str
    seal: Seal
    snapshot: Snapshot

    @property
    def mark(self) -> str:
        """The digest in groups of four, as far as it is printed: ``3f2a 90bc …`` (16 digits)."""
        return " ".join(self.digest[start : start + 4] for start in range(0, 16, 4))

    @property
    def sentence(self) -> str:
        """Who sealed it, when, and why it was amended."""
        at = self.seal.at.astimezone(UTC)
        told = f"Version {self.seal.version}, sealed by {self.seal.by} on {spoken(at.date())}"
        told += f" at {at:%H:%M} UTC, digest {self.mark}"
        return (
            f"{told}. Amended: {self.seal.reason.rstrip('.')}." if self.seal.reason else told + "."
        )


@dataclass(frozen=True, slots=True)
class _Record:
    """What the bytes hold."""

    format: str
    seal: Seal
    snapshot: Snapshot


def sealed(snapshot: Snapshot, by: str, at: datetime) -> Sealed:
    """Return the first sealed version of a decision."""
    return _sealed(snapshot, Seal(1, by, at.astimezone(UTC) if at.tzinfo else at))


def amended(before: Sealed, snapshot: Snapshot, by: str, at: datetime, reason: str) -> Sealed:
    """Return the version after `before`.

    Raises ReviewError without a reason, for another case, for an earlier time, and where nothing
    has changed.
    """
    if snapshot.case.code != before.snapshot.case.code:
        raise ReviewError(
            f"The sealed decision is on {before.snapshot.case.code}, the amendment on"
            f" {snapshot.case.code}; open the right case."
        )
    if snapshot == before.snapshot:
        raise ReviewError("Nothing has changed since it was sealed; there is nothing to amend.")
    if at.tzinfo is not None and at < before.seal.at:
        raise ReviewError(
            "The amendment lies before the version it amends; check the clock of this computer."
        )
    moment = at.astimezone(UTC) if at.tzinfo else at
    return _sealed(snapshot, Seal(before.seal.version + 1, by, moment, reason, before.digest))


def opened(content: bytes, digest: str) -> Sealed:
    """Return what sealed bytes hold, bit for bit what was sealed.

    Raises ReviewError where the digest does not fit, or this program cannot read the record.
    """
    if digest_of(content) != digest:
        raise ReviewError(
            "The sealed record does not fit its digest: it was changed after it was sealed."
            " Restore it from a backup."
        )
    data = parsed(content, _RECORD)
    found = data.get("format") if isinstance(data, dict) else None
    if found != FORMAT:
        raise ReviewError(
            f"The sealed record has the format “{found}”, which this program does not read; open"
            " it with a newer version."
        )
    record = shaped(_Record, data, _RECORD)
    if canonical_bytes(plain(record)) != content:
        raise ReviewError(f"{_RECORD} is not written as this program writes; restore it.")
    return Sealed(content, digest, record.seal, record.snapshot)


def check_chain(versions: Sequence[Sealed]) -> None:
    """Raise ReviewError where versions of one decision, in order, do not follow each other."""
    before = ""
    for number, each in enumerate(versions, start=1):
        if each.seal.version != number or each.seal.before != before:
            raise ReviewError(
                f"Version {number} of the sealed decision on {each.snapshot.case.code} does not"
                " follow the one before: a version is missing or was put in. Restore it from a"
                " backup."
            )
        before = each.digest


def _sealed(snapshot: Snapshot, seal: Seal) -> Sealed:
    content = canonical_bytes(plain(_Record(FORMAT, seal, snapshot)))
    return Sealed(content, digest_of(content), seal, snapshot)
