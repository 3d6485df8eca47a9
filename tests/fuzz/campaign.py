"""Feeding a target: every input ends in a sentence or is taken, and soon."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from hccreview.errors import ReviewError
from tests.fuzz.sentences import told_badly
from tests.fuzz.target import Target

MOST_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What an input did; the same seed and number make the same input again."""

    target: str
    seed: int
    number: int
    what: str
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Tally:
    """What became of the inputs of a target."""

    name: str
    taken: int = 0
    refused: int = 0
    inputs: int = 0
    slowest: float = 0.0
    faults: list[Fault] = field(default_factory=list)


def campaign(make: type[Target], folder: Path, inputs: int, seed: int) -> Tally:
    """Feed `inputs` inputs to a target and return what became of them."""
    target = make(folder)
    tally = Tally(target.name)
    for number in range(inputs):
        content = target.made(Random(f"{target.name} {seed} {number}"))
        begun = time.process_time()
        what = _fault_of(target, content, tally)
        spent = time.process_time() - begun
        tally.inputs += 1
        tally.slowest = max(tally.slowest, spent)
        if not what and spent > MOST_SECONDS:
            what = f"took {spent:.1f} s"
        if what:
            tally.faults.append(Fault(target.name, seed, number, what, content))
    return tally


def _fault_of(target: Target, content: bytes, tally: Tally) -> str:
    try:
        target.take(content)
    except ReviewError as error:
        tally.refused += 1
        return told_badly(str(error), target.named)
    except BaseException as error:  # noqa: BLE001  whatever it is, it is the fault that is looked for
        if isinstance(error, KeyboardInterrupt):
            raise
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return f"{type(error).__name__} ({where}): {str(error)[:300]}"
    tally.taken += 1
    return ""
