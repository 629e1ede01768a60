"""QR codes and other codes in pictures: what a telephone reads when it is held over one.

zxing-cpp reads them (docs/decisions/0028). It sees hostile pixels and belongs behind a fence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# one poster holds one code, a sheet of stickers some; more is no message to anybody
_MOST_CODES = 20
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Barcode:
    """A code. `text`: what it says. `share`: of the picture that it covers, 0 to 1."""

    text: str
    share: float

    @property
    def link(self) -> str:
        """Where it leads; "" where it says something else."""
        return self.text if "://" in self.text[:12] or self.text.lower().startswith("www.") else ""


def read_barcodes(picture: Any) -> list[Barcode]:
    """The codes in an opened Pillow picture, in the order in which they are found."""
    import zxingcpp  # noqa: PLC0415 - a library of its own, for pictures alone

    codes: dict[str, Barcode] = {}
    size = picture.width * picture.height
    for found in zxingcpp.read_barcodes(picture.convert("L")):
        text = found.text.strip()[:_LONGEST]
        if text and len(codes) < _MOST_CODES:
            corners = [
                getattr(found.position, name)
                for name in ("top_left", "top_right", "bottom_right", "bottom_left")
            ]
            codes.setdefault(text, Barcode(text, _measure([(at.x, at.y) for at in corners]) / max(size, 1)))
    return list(codes.values())


def _measure(corners: list[tuple[int, int]]) -> float:
    """The area inside corners, by the shoelace formula."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(one[0] * two[1] - two[0] * one[1] for one, two in pairs)) / 2
