"""How the interpreter shares its time, so that the window answers while much is worked out."""

from __future__ import annotations

import gc
import sys

_THRESHOLDS = 10_000, 20, 500
_SWITCH_SECONDS = 0.0005


def collect() -> None:
    """Free what only circles of references still hold, also among what was loaded early.

    This takes a moment, so it is for when nobody waits.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def make_smooth() -> None:
    """Call once, when trials and modules are loaded.

    A comparison is freed as soon as nobody holds it, so the search for circles of references can
    be rare: with hundreds of trials it would stop the window for a fifth of a second every few
    edits. What is loaded by now stays for good and is left out of the search. The worker hands
    over sooner than Python's 5 ms, which painting would wait for again and again.
    """
    gc.enable()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    sys.setswitchinterval(_SWITCH_SECONDS)
