"""Images from outside: decoded and written anew, so that nothing but their pixels stays.

Whatever else a file holds (EXIF with place and camera, comments, texts, colour profiles, previews,
bytes behind the end) is left behind, because only the pixels are copied into a new image.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from hccreview.errors import ReviewError
from hccreview.meeting.attachment import KeyImage, Media

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

SUFFIXES = (".png", ".jpg", ".jpeg")
MOST_FILE_BYTES = 60_000_000
MOST_PIXELS = 40_000_000
"""Width times height; more than any picture of a viewer, and decoded in a second."""
MOST_SIDE = 20_000
_JPEG_QUALITY = 95
_PNG_BEGINS, _JPEG_BEGINS = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_KEPT_MODES = {Media.PNG: ("1", "L", "RGB", "I;16"), Media.JPEG: ("L", "RGB")}
# What Pillow raises for bytes that are not what they say.
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
)


def read_image(path: Path) -> KeyImage:
    """Return the image in a file, as `imported` does; raises ReviewError."""
    try:
        size = path.stat().st_size
        if size > MOST_FILE_BYTES:
            raise _too_large_a_file(path.name, size)
        content = path.read_bytes()
    except OSError as error:
        raise ReviewError(f"“{path.name}” cannot be read; check that it is still there.") from error
    return imported(content, path.name)


def imported(content: bytes, name: str) -> KeyImage:
    """Return a PNG or JPEG as a key image that holds its pixels and nothing else.

    Turned as its EXIF orientation says. A PNG keeps its pixels exactly, except that a palette
    becomes colours, colours of 16 bits become such of 8 (greys stay), and what is transparent
    becomes white. A JPEG is written again with quality 95 and full colour resolution. Of an
    animation the first picture is taken.

    `name` names it in the sentence. Raises ReviewError for another format, a damaged file, more
    than `MOST_PIXELS` (asked before anything is decoded), and for what is too large to be kept.
    """
    if len(content) > MOST_FILE_BYTES:
        raise _too_large_a_file(name, len(content))
    try:
        with warnings.catch_warnings(action="ignore"):  # of EXIF that is left behind anyway
            return _written(*_decoded(content, name))
    except _DAMAGED as error:
        raise ReviewError(
            f"“{name}” is damaged or no complete image; save it again as PNG or JPEG."
        ) from error


def _decoded(content: bytes, name: str) -> tuple[Image, Media]:
    """Return the upright picture and how it was written."""
    from PIL.ImageOps import exif_transpose

    image, media = _opened(content, name)
    wide, high = image.size
    if wide * high > MOST_PIXELS or max(wide, high) > MOST_SIDE:
        raise ReviewError(
            f"“{name}” has {wide} × {high} pixels; make it smaller than"
            f" {MOST_PIXELS // 1_000_000} million."
        )
    image.load()
    return exif_transpose(image), media


def _opened(content: bytes, name: str) -> tuple[ImageFile, Media]:
    """Return the image with its head read; the formats by name, so that no other reader tries."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    if content.startswith(_PNG_BEGINS):
        return PngImageFile(io.BytesIO(content)), Media.PNG
    if content.startswith(_JPEG_BEGINS):
        return JpegImageFile(io.BytesIO(content)), Media.JPEG
    raise ReviewError(
        f"“{name}” is neither PNG nor JPEG; export the picture from the viewer as PNG or JPEG."
    )


def _written(image: Image, media: Media) -> KeyImage:
    written = io.BytesIO()
    if media is Media.PNG:
        _bare(image, media).save(written, "PNG")
    else:
        _bare(image, media).save(written, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return KeyImage(written.getvalue(), media)


def _bare(image: Image, media: Media) -> Image:
    """Return a new image of the same pixels; what the old one knows beside them stays behind."""
    from PIL.Image import frombytes

    opaque = _on_white(image) if image.has_transparency_data else image
    mode = opaque.mode if opaque.mode in _KEPT_MODES[media] else "RGB"
    same = opaque if opaque.mode == mode else opaque.convert(mode)
    return frombytes(mode, same.size, same.tobytes())


def _on_white(image: Image) -> Image:
    """Return what the eye sees: beneath what is transparent, anything might be hidden."""
    from PIL.Image import alpha_composite, new

    if image.mode == "I;16":  # one grey is meant to be transparent; there is nothing beneath it
        return image
    ground = new("RGBA", image.size, "white")
    return alpha_composite(ground, image.convert("RGBA")).convert("RGB")


def _too_large_a_file(name: str, size: int) -> ReviewError:
    return ReviewError(
        f"“{name}” has {size / 1e6:.0f} MB; make it smaller than {MOST_FILE_BYTES // 1_000_000} MB."
    )
