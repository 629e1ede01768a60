"""Sketches of pictures. Runs in fenced children alone."""

from __future__ import annotations

import io

from firstbell.examine.sketches import SIDE, ContentSketch, tell_sketch
from firstbell.examine.validators.outcome import Outcome

_MOST_PIXELS = 64 << 20


def sketch_picture(data: bytes) -> Outcome:
    """The sketch of a picture; none where it cannot be decoded or has too many pixels."""
    places, points = _draw(data)
    return tell_sketch(ContentSketch("picture", places=places, points=points) if places else ContentSketch())


def draw_places(data: bytes) -> str:
    """The brightness of a picture by rows, as hex; "" where it cannot be decoded or has too many pixels."""
    return _draw(data)[0]


def _draw(data: bytes) -> tuple[str, int]:
    # loaded in fenced children alone: whoever imports this module has no picture to decode
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(io.BytesIO(data)) as picture:
            points = picture.width * picture.height
            if points > _MOST_PIXELS:
                return "", 0
            picture.draft("L", (SIDE * 4, SIDE * 4))
            small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
            return small.tobytes().hex(), points
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return "", 0
