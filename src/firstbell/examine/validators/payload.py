"""What fills a container that holds: whether the parts that people and programs read are noise.

A container's checksums prove that its parts are as somebody wrote them, not that they say anything: noise
fits into a whole Word file, PDF or photo. So those parts are looked at that are never noise in honest files:
markup and text, pages of a PDF, members that lack the mark their names promise, the points of a picture, and
bytes that no picture needs. What is packed or encrypted by its nature (pictures, sound, fonts, archives in
archives, anything with a mark of its own) says nothing here.
"""

from __future__ import annotations

import io
import math
import re
import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING

from firstbell.examine.encoded_noise import find_encoded_noise
from firstbell.examine.randomness import as_array, is_noise
from firstbell.examine.validators.outcome import Outcome, plausible
from firstbell.examine.validators.text import promises_text, validate_text

if TYPE_CHECKING:
    from PIL import Image

# so many bytes of a part are looked at
SAMPLE_BYTES = 256 << 10
# smaller parts may be tokens and thumbnails
LEAST_BYTES = 64
_LEAST_ENCODED = 256
_TAG = re.compile(rb"<[^>]*>")
_MARKUP = (b".xml", b".rels", b".html", b".xhtml", b".htm", b".opf", b".ncx", b".vml")
_MARKED = tuple(
    b".docx .xlsx .pptx .doc .xls .ppt .pdf .jpg .jpeg .png .gif .odt .ods .odp .zip .mp3 .mp4 .mov .tif"
    b" .tiff .bmp .wav".split()
)
# how begins what is dense by its nature: pictures, sound and film, archives, fonts, programs, sealed things
_PICTURE_MARKS = "ffd8ff 89504e47 47494638 0000000c6a ff4fff51 974a4232 49492a00 4d4d002a 424d d7cdc69a"
_SOUND_MARKS = "4f676753 664c6143 52494646 494433 fffb fff3 fff1 1a45dfa3 464c56"
_ARCHIVE_MARKS = "504b0304 1f8b 377abcaf 52617221 425a68 fd377a585a 28b52ffd d0cf11e0 53514c69"
_FONT_MARKS = "4f54544f 774f46 74727565 74746366 00010000 010004 8001 2521 25504446 4d5a 7f454c46 01000000"
_SEALED_MARKS = "53616c7465645f5f 6167652d 03d9a29a 414553"
_MARKS = tuple(
    bytes.fromhex(mark)
    for marks in (_PICTURE_MARKS, _SOUND_MARKS, _ARCHIVE_MARKS, _FONT_MARKS, _SEALED_MARKS)
    for mark in marks.split()
)
_MEDIA_AT = {4: (b"ftyp", b"moov", b"mdat")}
# a photo needs less than a byte a point; only what needs more is decoded to look at its points
_HEAVY = 0.9
_MOST_PIXELS = 64 << 20
_SIDE, _LEAST_SIDE = 512, 24
_FRAME = re.compile(rb"\xff[\xc0-\xc2]\0[\x0b\x11\x14][\x08\x0c](.{4})[\x01\x03\x04]", re.DOTALL)
_ANY_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]")
_LEAST_SPREAD, _MOST_ALIKE = 20.0, 0.35


def has_dense_mark(data: bytes) -> bool:
    """Whether content begins as something does that looks like noise by its nature."""
    return data.startswith(_MARKS) or any(data.startswith(marks, at) for at, marks in _MEDIA_AT.items())


def is_bare_noise(data: bytes) -> bool:
    """Whether it is noise, and of no type that is so by its nature."""
    return len(data) >= LEAST_BYTES and not has_dense_mark(data) and is_noise(as_array(data))


def is_filled_text(name: bytes, data: bytes) -> bool:
    """Whether a part whose name promises text or markup holds noise, as bytes or written as text."""
    if len(data) < LEAST_BYTES:
        return False
    if not validate_text(data).holds:
        return not has_dense_mark(data)
    if len(data) < _LEAST_ENCODED or b"\0" in data:
        return False
    said = _TAG.sub(b"", data).strip() if is_markup(name) else data
    return len(said) * 2 > len(data) and find_encoded_noise(said) is not None


def is_markup(name: bytes) -> bool:
    """Whether a part is markup, by its name."""
    return name.lower().endswith(_MARKUP)


def promises_mark(name: bytes) -> bool:
    """Whether a name promises a type that begins with a mark of its own."""
    return name.lower().endswith(_MARKED)


def is_textual(name: bytes) -> bool:
    """Whether a part is text or markup, by its name."""
    return is_markup(name) or promises_text(name)


def tell_share(filled: int, looked: int, what: str) -> str:
    """What is said of a container of which half of what was looked at is noise; "" where less is."""
    if not filled or filled * 2 < looked:
        return ""
    return f"{filled * 100 // looked} % of its {what} are noise"


def join_noise(parts: Iterable[bytes]) -> bytes:
    """Parts one behind the other, up to the sample."""
    joined = b""
    for part in parts:
        joined += part
        if len(joined) >= SAMPLE_BYTES:
            break
    return joined[:SAMPLE_BYTES]


def count_points(data: bytes) -> int:
    """How many points a PNG or JPEG has by its header, 0 where it does not say."""
    if data.startswith(b"\x89PNG"):
        width, height = struct.unpack_from(">II", data, 16)
        return int(width * height)
    # a thumbnail has a frame, too
    frames = (struct.unpack(">HH", size) for size in _FRAME.findall(data))
    return max((height * width for height, width in frames), default=0)


def is_heavy(size_bytes: int, points: int) -> bool:
    """Whether a packed picture needs more bytes than photos do."""
    return points > 0 and size_bytes >= points * _HEAVY


def is_too_small(data: bytes) -> bool:
    """Whether a picture has too few points on one side for `check_points` to say anything.

    By its headers: of a PNG there has to be one alone, of a JPEG each has to be one whose size is read here.
    """
    if data.startswith(b"\x89PNG"):
        sizes = [struct.unpack_from(">II", data, 16)] if len(data) >= 24 and data.count(b"IHDR") == 1 else []
    else:
        sizes = [struct.unpack(">HH", size) for size in _FRAME.findall(data)]
        if len(sizes) != len(_ANY_FRAME.findall(data)):
            return False
    return bool(sizes) and all(min(size) < _LEAST_SIDE for size in sizes)


def check_points(data: bytes) -> Outcome:
    """`filled` where no point of a picture depends on the one beside it. Runs in a fenced child."""
    # loaded where pictures are decoded, and nowhere else
    from PIL import Image  # noqa: PLC0415

    with Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            return plausible("picture", "too many points")
        points = cut_middle(picture.convert("L"), _SIDE)
    count, total, squares = _sum_up(points)
    spread = math.sqrt(max(0, count * squares - total * total)) / max(1, count)
    if min(points.size) < _LEAST_SIDE or spread < _LEAST_SPREAD:
        return plausible("picture", "flat or tiny")
    is_filled = max(abs(_correlate(*pair)) for pair in pair_neighbors(points)) < _MOST_ALIKE
    return Outcome(plausible("picture").grade, "picture", filled="its points are noise" if is_filled else "")


def cut_middle(picture: Image.Image, side: int) -> Image.Image:
    """The middle of a picture, of so many points a side at most."""
    left, top = (max(0, length - side) // 2 for length in picture.size)
    return picture.crop((left, top, left + min(side, picture.width), top + min(side, picture.height)))


def pair_neighbors(picture: Image.Image) -> list[tuple[Image.Image, Image.Image]]:
    """All points but the last of each column beside the next ones, and so of each row."""
    width, height = picture.size
    return [
        (picture.crop((0, 0, width - x, height - y)), picture.crop((x, y, width, height)))
        for x, y in ((0, 1), (1, 0))
    ]


def _sum_up(picture: Image.Image) -> tuple[int, int, int]:
    """How many points there are, their sum, and the sum of their squares: exact, whatever their number."""
    counts = picture.histogram()
    rows = list(enumerate(counts))
    total = sum(value * count for value, count in rows)
    return sum(counts), total, sum(value * value * count for value, count in rows)


def _correlate(one: Image.Image, other: Image.Image) -> float:
    """How the points of two pictures of one size go together, from -1 to 1; 1 where one of them is flat.

    Histograms tell, and no arrays, so that a child copies fewer pages. The sum of products follows from the
    squares of both and of their difference.
    """
    from PIL import ImageChops  # noqa: PLC0415

    (count, first, squares), (_, second, others) = _sum_up(one), _sum_up(other)
    product = (squares + others - _sum_up(ImageChops.difference(one, other))[2]) // 2
    scale = (count * squares - first * first) * (count * others - second * second)
    return (count * product - first * second) / math.sqrt(scale) if scale else 1.0
