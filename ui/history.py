"""What was done and can be taken back: every change as the cases before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hccreview.clinical.case import Case

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A case as the store keeps it."""

    case: Case
    archived: bool = False
    sample: bool = False

    @property
    def code(self) -> str:
        """The code of the case."""
        return self.case.code


Pair = tuple[Kept | None, Kept | None]
"""A case before and after a change; None: it is not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One change of the user's, mostly of one case; `what` names it."""

    what: str
    pairs: tuple[Pair, ...]

    @property
    def edits(self) -> bool:
        """True where one case was changed and is still the same case in the list."""
        (before, after), *others = self.pairs
        if others or before is None or after is None:
            return False
        return before.code == after.code and before.archived == after.archived

    @property
    def codes(self) -> frozenset[str]:
        """The codes that the change is about."""
        return frozenset(kept.code for pair in self.pairs for kept in pair if kept is not None)

    def reversed(self) -> Step:
        """Return the change that takes this one back."""
        pairs = tuple((after, before) for before, after in reversed(self.pairs))
        return Step(self.what, pairs)


class History:
    """The steps that can be taken back, and those that can be done again."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def push(self, step: Step) -> None:
        """Note a new step; what was undone before cannot be done again."""
        self._done.append(step)
        del self._done[:-_LONGEST]
        self._undone.clear()

    def amend(self, step: Step, made: Step | None) -> bool:
        """Put `made`, or nothing, in the place of the last step; False where that is another."""
        if not self._done or self._done[-1] is not step:
            return False
        self._done[-1:] = [made] if made is not None else []
        return True

    def back(self) -> Step | None:
        """Return the last step, to be taken back; None where there is none."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def forward(self) -> Step | None:
        """Return the step that was taken back last, to be done again; None where there is none."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def left(self, code: str) -> Kept | None:
        """Return the case as the steps left it; None where no step is about it."""
        for step in reversed(self._done):
            for _, after in step.pairs:
                if after is not None and after.code == code:
                    return after
        for step in reversed(self._undone):
            for before, _ in step.pairs:
                if before is not None and before.code == code:
                    return before
        return None

    def clear(self) -> None:
        """Forget all steps."""
        self._done.clear()
        self._undone.clear()

    def forget_case(self, code: str) -> None:
        """Forget all steps about a case, also those from before it was given its code."""
        names, known = {code}, 0
        while len(names) > known:
            known = len(names)
            for step in (*self._done, *self._undone):
                for pair in step.pairs:
                    codes = {kept.code for kept in pair if kept is not None}
                    names |= codes if codes & names else set()
        self.forget(frozenset(names))

    def forget(self, codes: frozenset[str]) -> None:
        """Forget all steps about cases that are no longer what the steps say."""
        self._done = [step for step in self._done if not step.codes & codes]
        self._undone = [step for step in self._undone if not step.codes & codes]
