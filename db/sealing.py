"""What only the owner of a secret can read: texts in the store that go with a case's secret.

Each case has a secret of its own. What is told of its values outside the case (audit lines, sealed
decisions) is encrypted with it; where the secret is destroyed, the bytes stay and say nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import zlib
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_NONCE = 12
LARGEST = 2**26  # bytes of one content; more is no content of ours


def closed(secret: bytes, content: bytes, about: str) -> bytes:
    """Return `content` so that it can be read only with `secret`, and only as what it is `about`.

    ChaCha20-Poly1305 (RFC 8439) with a random nonce; compressed before.
    """
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, zlib.compress(content), about.encode())


def opened(secret: bytes, sealed: bytes, about: str) -> bytes:
    """Return what was closed; raises ReviewError where secret, content or `about` is another."""
    from cryptography.exceptions import InvalidTag

    try:
        plain = _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(plain, LARGEST)
    except (InvalidTag, ValueError, zlib.error) as error:
        raise ReviewError(
            "A protected text of the store cannot be read: it was changed, or its key is gone."
        ) from error
    return content


def _cipher(secret: bytes) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(hmac.new(secret, b"hccreview/closed/1", hashlib.sha256).digest())
