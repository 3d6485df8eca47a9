"""Words for what a case takes along when it is deleted: none of it comes back with “Undo”."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.history import Kept
from ui.wording import plural

if TYPE_CHECKING:
    from db.listing import CaseTies

SEALED = "has a sealed decision, so it is not deleted; archive it instead."


def taken_along(ties: Iterable[CaseTies]) -> str:
    """Return what goes with the cases, such as ``1 place on an agenda and 2 tasks``; or nothing."""
    every = tuple(ties)
    counted = (
        (sum(each.agendas for each in every), "place on an agenda", "places on agendas"),
        (sum(each.drafts for each in every), "draft of a decision", "drafts of decisions"),
        (sum(each.tasks for each in every), "task", "tasks"),
        (sum(each.attachments for each in every), "image or excerpt", "images and excerpts"),
    )
    words = [plural(number, one, many) for number, one, many in counted if number]
    return " and ".join((", ".join(words[:-1]), words[-1]) if len(words) > 1 else words)


def warning(code: str, along: str) -> str:
    """Return what is to be known before a case is deleted that takes something along."""
    return (
        f"With {code} you would also delete {along}, for good: “Undo” brings back the case alone."
    )


def samples_removed(number: int, meeting: bool, along: str) -> str:
    """Return the sentences on sample cases that were removed; `meeting`: the sample meeting too."""
    removed = plural(number, "sample case", "sample cases")
    told = f"{removed} and the sample meeting removed." if meeting else f"{removed} removed."
    return f"{told} “Undo” brings back the cases, without {along}." if along else told


def samples_left(codes: list[str]) -> str:
    """Return why some sample cases are still there; nothing where all are gone."""
    if not codes:
        return ""
    decided = "its decision is" if len(codes) == 1 else "their decisions are"
    stay = "stays" if len(codes) == 1 else "stay"
    return f"{', '.join(codes)} {stay}, because {decided} sealed; archive what is in the way."


@dataclass(frozen=True, slots=True)
class Parting:
    """The sample cases with their ties, and whether the sample meeting was removed."""

    samples: tuple[Kept, ...]
    ties: tuple[CaseTies, ...]
    meeting: bool

    @property
    def gone(self) -> tuple[Kept, ...]:
        """The sample cases that are removed."""
        return tuple(kept for kept, ties in self._each if not ties.sealed)

    @property
    def left(self) -> tuple[Kept, ...]:
        """The sample cases that stay, because a decision on them is sealed."""
        return tuple(kept for kept, ties in self._each if ties.sealed)

    @property
    def along(self) -> str:
        """What goes with those that are removed, and does not come back."""
        return taken_along(ties for ties in self.ties if not ties.sealed)

    @property
    def _each(self) -> tuple[tuple[Kept, CaseTies], ...]:
        return tuple(zip(self.samples, self.ties, strict=True))
