"""Which passphrases are among the first that anybody tries: rows of keys, the commonest words.

It only refuses the plainest ones; it does not say that any other is good.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ROWS = (
    *("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiopü", "azertyuiop"),
    *("asdfghjkl", "asdfghjklöä", "qsdfghjklm", "zxcvbnm", "yxcvbnm", "wxcvbn"),
    *("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "qaz", "wsx", "edc", "rfv"),
    *("1qay", "6zhn", "qay", "!qaz", "@wsx", "!@#$%^&*()", '!"§$%&/()='),
)
_WORDS = (
    *("password", "passwort", "motdepasse", "contrasena", "parola", "passphrase", "passwd"),
    *("letmein", "welcome", "willkommen", "iloveyou", "ichliebedich", "woaini", "trustno"),
    *("admin", "administrator", "root", "login", "guest", "user", "master", "secret", "geheim"),
    *("changeme", "default", "dragon", "monkey", "sunshine", "princess", "football", "baseball"),
    *("superman", "batman", "shadow", "michael", "summer", "winter", "spring", "autumn", "hallo"),
    *("hello", "schatz", "fussball", "computer", "internet", "starwars", "pokemon", "whatever"),
    *("hospital", "clinic", "doctor", "medicine", "oncology", "hepatology", "liver", "patient"),
    *("cancer", "tumour", "tumor", "board", "hcc", "review", "hccreview", "database", "test"),
)
_SIGNS = str.maketrans("0134$5@7!|", "oieassatil")
_YEAR = re.compile("(?:19|20)[0-9][0-9]")
_RUN = 3  # so many keys of a row are a run
_WORTH = 2  # of a run or a common word, in characters that were thought of
_ENOUGH = 8


def is_guessed(text: str) -> bool:
    """True where little is left of a passphrase without runs, common words and repetitions."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = dict.fromkeys(plain.split())  # a word that comes again adds nothing
    return sum(_worth(each) for each in _once("".join(words))) < _ENOUGH


def _once(text: str) -> Iterator[str]:
    """Yield what is repeated to the end only once."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * (len(text) // length + 1))[: len(text)] == text:
            yield text[:length]
            return
    yield text


def _worth(text: str) -> int:
    """Return how many characters were thought of; the longest run or word at each place is one."""
    place = worth = 0
    while place < len(text):
        long = _known(text[place:])
        worth += _WORTH if long else 1
        place += long or 1
    return worth


def _known(text: str) -> int:
    """Return how many characters from the beginning are a run, a common word or a year."""
    written = text.translate(_SIGNS)
    found = [len(word) for word in _WORDS if text.startswith(word) or written.startswith(word)]
    found += [_run(text, row) for row in (*_ROWS, *(row[::-1] for row in _ROWS))]
    found += [4] if _YEAR.match(text) else []
    same = len(text) - len(text.lstrip(text[0]))
    found += [same] if same >= _RUN else []
    return max(found, default=0)


def _run(text: str, row: str) -> int:
    long = 0
    while long < len(text) and text[: long + 1] in row:
        long += 1
    return long if long >= _RUN else 0
