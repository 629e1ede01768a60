"""Sketches of pictures. Runs in fenced children alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from firstbell.examine.sketches import SIDE, TINT_SIDE, ContentSketch, tell_sketch
from firstbell.examine.validators.outcome import Outcome
from firstbell.examine.validators.payload import cut_middle, pair_neighbors

if TYPE_CHECKING:
    from PIL import Image

_MOST_PIXELS = 64 << 20
# noise that was mixed in shows between neighbors; in a picture made small it is gone
_DETAIL = 1024
_MIDDLE = 512


def sketch_picture(data: bytes) -> Outcome:
    """The sketch of a picture; none where it cannot be decoded or has too many pixels."""
    return tell_sketch(_draw(data, detail=_DETAIL))


def draw_places(data: bytes) -> str:
    """The brightness of a picture by rows, as hex; "" where it cannot be decoded or has too many pixels."""
    return _draw(data, detail=SIDE * 4).places


def measure_roughness(picture: Image.Image) -> float:
    """How much the brightness of neighbors in the middle of a picture differs, on average, 0 to 255."""
    from PIL import ImageChops  # noqa: PLC0415

    means = []
    for pair in pair_neighbors(cut_middle(picture, _MIDDLE).convert("L")):
        counts = ImageChops.difference(*pair).histogram()
        means.append(sum(step * count for step, count in enumerate(counts)) / max(1, sum(counts)))
    return sum(means) / len(means)


def _draw_tints(picture: Image.Image) -> str:
    from PIL import Image  # noqa: PLC0415

    return picture.convert("RGB").resize((TINT_SIDE, TINT_SIDE), Image.Resampling.BOX).tobytes().hex()


def _draw(data: bytes, *, detail: int) -> ContentSketch:
    """The sketch; a JPEG is decoded at the least size that has so many points on each side."""
    # loaded in fenced children alone: whoever imports this module has no picture to decode
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(io.BytesIO(data)) as picture:
            points = picture.width * picture.height
            if points > _MOST_PIXELS:
                return ContentSketch()
            picture.draft("RGB" if picture.mode != "L" else "L", (detail, detail))
            tints = "" if picture.mode in ("1", "L", "LA") else _draw_tints(picture)
            grey = picture.convert("L")
            places = grey.resize((SIDE, SIDE), Image.Resampling.BOX).tobytes().hex()
            roughness = measure_roughness(grey)
            return ContentSketch("picture", places=places, points=points, roughness=roughness, tints=tints)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ContentSketch()
