"""The one error a user sees: a sentence that says what is wrong and what to do."""

from __future__ import annotations

import re

_LONG_QUOTE = re.compile(r"“([^“”]{40})[^“”]{41,}([^“”]{10})”")
_MOST, _HEAD, _TAIL = 700, 400, 250


class ReviewError(Exception):
    """Bad input or an environment at fault; its text is shown to the user as it is.

    The text is one line without hidden characters, whatever it quotes from a file: a quotation is
    cut to 50 characters, the whole to 700.
    """

    def __init__(self, message: str) -> None:
        # A suggestion ends in a question mark; the sentence around it adds no full stop.
        super().__init__(_one_line(message.replace("?.", "?")))


def _one_line(message: str) -> str:
    """Return the message so that no part of it can hide, move a cursor or fill the screen."""
    message = _LONG_QUOTE.sub(r"“\1 … \2”", message)
    if len(message) > _MOST:
        message = f"{message[:_HEAD]} … {message[-_TAIL:]}"
    if message.isprintable():
        return message
    return "".join(map(_shown, message))


def _shown(character: str) -> str:
    if character.isprintable() or character == "\u00a0":
        return character
    return " " if character.isspace() else "\ufffd"
