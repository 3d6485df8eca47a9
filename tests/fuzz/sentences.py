"""What a refusal has to be: one sentence, which names the file where there is one."""

from __future__ import annotations

MOST_CHARACTERS = 1000


def told_badly(sentence: str, named: str = "") -> str:
    """Return what is wrong with the sentence of a refusal; empty where it is one."""
    if not sentence.replace("\u00a0", " ").isprintable():
        return f"a sentence on several lines or with hidden characters: {sentence[:300]!r}"
    if not sentence.rstrip("”)").endswith((".", "?", "!")):
        return f"a sentence without an end: {sentence[-300:]!r}"
    if len(sentence) > MOST_CHARACTERS:
        return f"a sentence of {len(sentence)} characters: {sentence[:300]!r}"
    if named and named not in sentence:
        return f"a sentence that names no file: {sentence[:300]!r}"
    return ""
