"""Images from outside: their pixels come in, and nothing else of them."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.PngImagePlugin import PngInfo

from hccreview.errors import ReviewError
from hccreview.exchange import images
from hccreview.exchange.images import imported, read_image
from hccreview.meeting.attachment import KeyImage, Media

NAME = "Kingfisher"
ORIENTATION, DESCRIPTION, PLACE = 0x0112, 0x010E, 0x8825
PNG_PARTS = {b"IHDR", b"IDAT", b"IEND"}
JPEG_PARTS = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9}
"""Start, JFIF head, tables, frame, scan, end: no EXIF (E1), no profile (E2), no comment (FE)."""


def told(orientation: int = 1) -> Image.Exif:
    """EXIF with a name, a place and an orientation."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[DESCRIPTION] = orientation, NAME
    exif.get_ifd(PLACE).update({1: "N", 2: (22.0, 17.0, 0.0)})
    return exif


def scene(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """A picture in which every corner is another."""
    red = Image.linear_gradient("L").resize(size)
    green = red.transpose(Image.Transpose.ROTATE_180)
    blue = Image.radial_gradient("L").resize(size)
    return Image.merge("RGB", (red, green, blue)).convert(mode)


def png(picture: Image.Image, **more: object) -> bytes:
    info = PngInfo()
    info.add_text("Author", NAME)
    info.add_itxt("Comment", NAME, zip=True)
    written = io.BytesIO()
    picture.save(written, "PNG", pnginfo=info, icc_profile=NAME.encode() * 9, **more)
    return written.getvalue()


def jpeg(picture: Image.Image, **more: object) -> bytes:
    written = io.BytesIO()
    more.setdefault("exif", told())
    picture.save(
        written, "JPEG", comment=NAME, icc_profile=NAME.encode(), quality=92, **more
    )  # fmt: skip
    return written.getvalue()


def picture_of(image: KeyImage) -> Image.Image:
    return Image.open(io.BytesIO(image.content))


def png_parts(content: bytes) -> set[bytes]:
    found, place = set(), 8
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        found.add(content[place + 4 : place + 8])
        place += length + 12
    return found


def jpeg_parts(content: bytes) -> set[int]:
    found, place = {0xD8, content[-1]}, 2
    while content[place + 1] != 0xDA:
        found.add(content[place + 1])
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        place += length + 2
    return found | {0xDA}


@pytest.mark.parametrize("orientation", [1, 6])
def test_of_a_png_the_pixels_come_in_and_nothing_else(orientation: int) -> None:
    content = png(scene(), exif=told(orientation))
    assert NAME.encode() in content
    image = imported(content + NAME.encode(), "ct.png")
    assert image.media is Media.PNG
    assert image.caption == ""  # the name of the file stays behind, too
    assert png_parts(image.content) == PNG_PARTS
    turned = scene() if orientation == 1 else scene().transpose(Image.Transpose.ROTATE_270)
    assert picture_of(image).tobytes() == turned.tobytes()


def test_of_a_jpeg_the_picture_comes_in_and_nothing_else() -> None:
    content = jpeg(scene(), progressive=True)
    assert NAME.encode() in content
    image = imported(content + NAME.encode(), "ct.jpg")
    assert image.media is Media.JPEG
    assert jpeg_parts(image.content) == JPEG_PARTS
    assert NAME.encode() not in image.content
    with Image.open(io.BytesIO(content)) as before:
        apart = ImageStat.Stat(ImageChops.difference(before, picture_of(image)))
    assert max(apart.mean) < 1.0  # of 255: what another decoder may differ by


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_stands_upright_whatever_the_camera_did(orientation: int) -> None:
    with Image.open(io.BytesIO(jpeg(scene(), exif=told(orientation)))) as before:
        from PIL.ImageOps import exif_transpose

        upright = exif_transpose(before)
    found = picture_of(imported(jpeg(scene(), exif=told(orientation)), "x.jpg"))
    assert found.size == ((48, 32) if orientation < 5 else (32, 48))
    assert max(ImageStat.Stat(ImageChops.difference(upright, found)).mean) < 1.0
    assert ORIENTATION not in found.getexif()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_a_png_keeps_every_pixel(mode: str) -> None:
    found = picture_of(imported(png(scene(mode)), "x.png"))
    assert found.convert("RGB").tobytes() == scene(mode).convert("RGB").tobytes()


def test_greys_of_16_bits_stay_greys_of_16_bits() -> None:
    greys = Image.frombytes("I;16", (16, 8), bytes(range(256)))
    assert picture_of(imported(png(greys), "x.png")).tobytes() == greys.tobytes()


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_what_is_hidden_below_transparency_stays_behind(mode: str) -> None:
    clear = scene(mode)
    clear.putalpha(0)
    found = picture_of(imported(png(clear), "x.png"))
    assert set(found.tobytes()) == {255}


def test_a_transparent_colour_of_a_palette_becomes_white() -> None:
    flat = Image.new("P", (4, 4), 1)
    flat.putpalette([10, 20, 30, 200, 10, 10])
    found = picture_of(imported(png(flat, transparency=1), "x.png"))
    assert set(found.tobytes()) == {255}


def test_the_ink_of_a_printer_becomes_light() -> None:
    assert picture_of(imported(jpeg(scene("CMYK")), "x.jpg")).mode == "RGB"


def test_of_an_animation_the_first_picture_is_taken() -> None:
    written = io.BytesIO()
    scene().save(written, "PNG", save_all=True, append_images=[Image.new("RGB", (48, 32))])
    image = imported(written.getvalue(), "x.png")
    assert png_parts(image.content) == PNG_PARTS
    assert picture_of(image).tobytes() == scene().tobytes()


# --- what is refused


def huge_png(wide: int, high: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def part(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = zlib.compress(b"")
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (7000, 7000), (30_000, 10)])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(ReviewError, match="make it smaller"):
        imported(huge_png(*size), "bomb.png")


@pytest.mark.parametrize("content", [b"", b"GIF89a....", b"%PDF-1.7", b"\x00" * 128 + b"DICM"])
def test_another_format_is_refused_by_its_content(content: bytes) -> None:
    with pytest.raises(ReviewError, match=r"“x\.png” is neither PNG nor JPEG"):
        imported(content, "x.png")


@pytest.mark.parametrize("content", [png(scene()), jpeg(scene())], ids=["png", "jpeg"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_file_is_refused(content: bytes, share: float) -> None:
    with pytest.raises(ReviewError, match="damaged or no complete image"):
        imported(content[: int(len(content) * share)], "x")


def test_whatever_the_bytes_the_answer_is_an_image_or_a_sentence() -> None:
    chance = random.Random(6)
    seeds = [png(scene(), exif=told(6)), png(scene("P")), jpeg(scene()), jpeg(scene("L"))]
    taken = 0
    for number in range(600):
        content = bytearray(seeds[number % len(seeds)])
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        try:
            image = imported(bytes(content), "x")
        except ReviewError:
            continue
        taken += 1
        assert NAME.encode() not in image.content
    assert 0 < taken < 600


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(png(scene()))
    assert read_image(path).media is Media.PNG
    monkeypatch.setattr(images, "MOST_FILE_BYTES", 100)
    with pytest.raises(ReviewError, match=r"“large\.png” has 0 MB"):
        read_image(path)
    with pytest.raises(ReviewError, match="make it smaller"):
        imported(path.read_bytes(), "pasted")


def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r"“gone\.png” cannot be read"):
        read_image(tmp_path / "gone.png")


def test_what_is_too_large_to_be_kept_is_refused() -> None:
    noise = Image.effect_noise((3200, 3200), 90)
    with pytest.raises(ReviewError, match="smaller than 8 MB"):
        imported(png(noise), "noise.png")
