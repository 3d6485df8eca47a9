"""The passphrase of an encrypted store, the key that is made of it, and how it is refused.

An encrypted file begins with a mark and a salt; the rest is SQLCipher's: pages of 4096 bytes, each
with its own signature. The key is scrypt of the passphrase and these first 16 bytes, so that each
file (each backup too) opens with the passphrase of its time and nothing else can be lost.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from db.guessing import is_guessed
from db.heads import held
from hccreview.errors import ReviewError

SHORTEST, LONGEST, FEWEST_DIFFERENT = 10, 1_000, 5
LOST = (
    "A lost passphrase cannot be recovered or replaced by anyone: restore an older backup whose"
    " passphrase is known, or begin a new database."
)
PAGE = 4096
SALT = 16
# The mark of our encrypted files with the number of their format; the numbers below belong to it.
_MARK = b"HCC\x01"
_COST = {"n": 2**17, "r": 8, "p": 1, "maxmem": 2**28, "dklen": 32}
_SIGNATURE = 64
_TRIED = 64  # pages looked at before a passphrase is called wrong


class LockedStore(ReviewError):  # noqa: N818 (it names a state, not a fault)
    """The store is encrypted, and the passphrase is missing or wrong."""

    def __init__(self, path: Path, reason: Literal["missing", "wrong"]) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"{path} is encrypted; enter its passphrase to open it."
            if reason == "missing"
            else f"This is not the passphrase of {path}; check capital letters and the layout of"
            " the keyboard, and enter it again."
        )


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """The key of one file (32 bytes) with the 16 bytes at its head, of which it was made."""

    secret: bytes
    salt: bytes

    def signs(self, page: bytes, number: int) -> bool:
        """True where the page `number` (from 1) of a file is as it was written with this key."""
        if len(page) != PAGE:
            return False
        signed = page[SALT if number == 1 else 0 : -_SIGNATURE] + number.to_bytes(4, "little")
        found = hmac.new(self._signing, signed, hashlib.sha512).digest()
        return hmac.compare_digest(found, page[-_SIGNATURE:])

    @property
    def _signing(self) -> bytes:
        salt = bytes(byte ^ 0x3A for byte in self.salt)  # as SQLCipher 4 does it
        return hashlib.pbkdf2_hmac("sha512", self.secret, salt, 2, 32)


class Secret:
    """A passphrase; it is shown nowhere and makes the key of each file once.

    Let go of the Secret to lock a store: its keys go with it. Neither is wiped from the memory of
    the computer, where pieces may be found until the program is closed.
    """

    __slots__ = ("_keys", "_text")

    def __init__(self, text: str) -> None:
        # The same letters may come composed or not, from one keyboard or another.
        self._text = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
        self._keys: dict[bytes, Key] = {}

    def key(self, salt: bytes) -> Key:
        """Return the key of the file with this head; the first time takes a good part of a second
        and 128 MB, so that guessing does too.
        """
        if salt not in self._keys:
            self._keys[salt] = Key(hashlib.scrypt(self._text, salt=salt, **_COST), salt)
        return self._keys[salt]

    def fresh_key(self) -> Key:
        """Return a key for a new file, with a salt of its own."""
        return self.key(_MARK + secrets.token_bytes(SALT - len(_MARK)))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a passphrase is never written down")


def chosen_passphrase(text: str) -> Secret:
    """Return a new passphrase; raises ReviewError where it is too easy to guess."""
    if len(" ".join(text.split())) < SHORTEST:
        raise ReviewError(
            f"The passphrase has fewer than {SHORTEST} characters; choose a longer one, such as"
            " four or five words. Of several spaces one counts, at its ends none."
        )
    if len(text) > LONGEST or not text.isprintable():
        raise ReviewError(
            f"The passphrase is longer than {LONGEST} characters or holds a line break or another"
            " hidden character; type it in one line."
        )
    if len(set(text)) < FEWEST_DIFFERENT:
        raise ReviewError(
            "The passphrase repeats a few characters only; choose one that is harder to guess."
        )
    if is_guessed(text):
        raise ReviewError(
            "The passphrase is one of the first that are tried: common words, keys or digits in"
            " a row, or the same again. Choose another, such as four or five words."
        )
    return Secret(text)


def salt_of(path: Path) -> bytes | None:
    """Return the head of an encrypted store, None for any other file (also one that is not there).

    A file that cannot be read is left to what opens it.
    """
    known = held(path)
    if known is not None:
        return known.key.salt if known.key is not None else None
    head = b""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(SALT)
    return head if len(head) == SALT and head.startswith(_MARK) else None


def is_encrypted(path: Path) -> bool:
    """True for an encrypted store."""
    return salt_of(path) is not None


def key_of(path: Path, passphrase: Secret | None) -> Key | None:
    """Return the key of the file `path`; None for one that is not encrypted.

    Raises LockedStore where the passphrase is missing or wrong. The file is only read, by plain
    reading, so that a wrong passphrase can harm nothing; not one that is open here (`db.heads`).
    """
    salt = salt_of(path)
    if salt is None:
        return None
    if passphrase is None:
        raise LockedStore(path, "missing")
    key = passphrase.key(salt)
    known = held(path)
    if known is not None and known.key is not None:
        if not hmac.compare_digest(key.secret, known.key.secret):
            raise LockedStore(path, "wrong")
        return key
    # A damaged page does not make the passphrase wrong: one sound page says that it is right.
    # A file without a whole page is damaged; nothing can be said of the passphrase.
    whole = path.stat().st_size >= PAGE
    if whole and not any(key.signs(page, number) for number, page in _some_pages(path)):
        raise LockedStore(path, "wrong")
    return key


def _some_pages(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield pages with their numbers: the first, then others from all over the file."""
    with path.open("rb") as file:
        last = file.seek(0, 2) // PAGE
        for number in range(1, last + 1, max(1, last // _TRIED)):
            file.seek((number - 1) * PAGE)
            yield number, file.read(PAGE)
