"""The one error a user sees: a sentence that says what is wrong and what to do."""

from __future__ import annotations


class ReviewError(Exception):
    """Bad input or an environment at fault; its text is shown to the user as it is."""

    def __init__(self, message: str) -> None:
        # A suggestion ends in a question mark; the sentence around it adds no full stop.
        super().__init__(message.replace("?.", "?"))
