"""The one error a user sees: a sentence that says what is wrong and what to do."""

from __future__ import annotations


class ReviewError(Exception):
    """Bad input or an environment at fault; its text is shown to the user as it is."""
