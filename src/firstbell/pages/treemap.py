"""A treemap: area is the number of files, color the share that was struck.

Source: Bruls, Huizing, van Wijk, "Squarified Treemaps" (2000).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from firstbell.pages.pictures import PictureShape, draw_picture, make_shape

Box = tuple[float, float, float, float]
WIDTH, HEIGHT = 1000.0, 560.0
_HEAD = 22.0
_GAP = 2.0
# sizes in the style sheet; where the fonts it names are missing, letters are as wide as in DejaVu Sans
_NAME_SIZE, _HEAD_SIZE = 12.0, 14.5
_NARROW, _WIDE = frozenset("fijlrtI1.,:;'|!()[]/- "), frozenset("mwMW@%")
_MOST_GROUPS = 14
_MOST_INSIDE = 24
# from untouched to all struck; dark text stays readable on every step, also in grey print
_UNTOUCHED, _STRUCK = (232, 238, 234), (226, 120, 88)


@dataclass(frozen=True, slots=True)
class FolderBox:
    """A folder `group`/`name` with its files, and how many of them were struck."""

    group: str
    name: str
    files: int
    struck: int


def squarify(weights: Sequence[float], box: Box) -> list[Box]:
    """Boxes (left, top, width, height) that fill `box`, as square as may be; `weights` descend, all > 0."""
    left, top, width, height = box
    scale = width * height / sum(weights) if weights else 0
    areas = [weight * scale for weight in weights]
    boxes: list[Box] = []
    while areas:
        side = min(width, height)
        count = _count_row(areas, side)
        depth = sum(areas[:count]) / side if side else 0
        at = 0.0
        for area in areas[:count]:
            length = area / depth if depth else 0
            if width >= height:
                boxes.append((left, top + at, depth, length))
            else:
                boxes.append((left + at, top, length, depth))
            at += length
        if width >= height:
            left, width = left + depth, max(width - depth, 0)
        else:
            top, height = top + depth, max(height - depth, 0)
        areas = areas[count:]
    return boxes


def _count_row(areas: Sequence[float], side: float) -> int:
    """How many of the next areas go side by side before the worst of them gets less square."""
    best, worst = 1, _find_worst(areas[:1], side)
    for count in range(2, len(areas) + 1):
        now = _find_worst(areas[:count], side)
        if now > worst:
            break
        best, worst = count, now
    return best


def _find_worst(row: Sequence[float], side: float) -> float:
    total = sum(row)
    if not total or not side:
        return float("inf")
    return max(side * side * max(row) / (total * total), total * total / (side * side * min(row)))


def draw_treemap(folders: Iterable[FolderBox]) -> Markup:
    """The picture. Small folders are drawn together as one."""
    groups = _gather_groups(folders)
    boxes = squarify([sum(f.files for f in inside) for _, inside in groups], (0, 0, WIDTH, HEIGHT))
    shapes = [_draw_group(name, inside, box) for (name, inside), box in zip(groups, boxes, strict=True)]
    return draw_picture(shapes, name="Damage by folder", width=WIDTH, height=HEIGHT, kind="treemap")


def _gather_groups(folders: Iterable[FolderBox]) -> list[tuple[str, list[FolderBox]]]:
    listed = sorted((f for f in folders if f.files), key=lambda folder: folder.group)
    groups = [(name, list(inside)) for name, inside in groupby(listed, key=lambda folder: folder.group)]
    groups.sort(key=lambda group: -sum(folder.files for folder in group[1]))
    if len(groups) > _MOST_GROUPS:
        rest = groups[_MOST_GROUPS - 1 :]
        merged = [_merge(name, name, inside) for name, inside in rest]
        groups = [*groups[: _MOST_GROUPS - 1], (f"{len(rest)} further folders", merged)]
    return groups


def _merge(group: str, name: str, folders: Sequence[FolderBox]) -> FolderBox:
    return FolderBox(group, name, sum(f.files for f in folders), sum(f.struck for f in folders))


def _draw_group(name: str, inside: Sequence[FolderBox], box: Box) -> PictureShape:
    left, top, width, height = box
    files, struck = sum(f.files for f in inside), sum(f.struck for f in inside)
    left, top, width, height = left + _GAP, top + _GAP, max(width - 2 * _GAP, 0), max(height - 2 * _GAP, 0)
    shapes = [make_shape("rect", x=left, y=top, width=width, height=height, class_="frame")]
    head = _fit(f"{name}  {struck:,} of {files:,}", width - 8, _HEAD_SIZE)
    if head:
        shapes.append(make_shape("text", head, x=left + 5, y=top + 15, class_="head"))
    ordered = sorted(inside, key=lambda folder: -folder.files)
    if len(ordered) > _MOST_INSIDE:
        rest = ordered[_MOST_INSIDE - 1 :]
        ordered = [*ordered[: _MOST_INSIDE - 1], _merge(name, f"{len(rest)} more", rest)]
        ordered.sort(key=lambda folder: -folder.files)
    room = (left + 2, top + _HEAD, max(width - 4, 0), max(height - _HEAD - 2, 0))
    cells = squarify([f.files for f in ordered], room)
    shapes += [_draw_cell(folder, cell) for folder, cell in zip(ordered, cells, strict=True)]
    return PictureShape("g", inside=shapes)


def _draw_cell(folder: FolderBox, box: Box) -> PictureShape:
    left, top, width, height = box
    share = folder.struck / folder.files
    told = f"{folder.group}/{folder.name}: {folder.struck:,} of {folder.files:,} files struck or deleted"
    wide, high = max(width - 1, 0.0), max(height - 1, 0.0)
    shapes = [make_shape("rect", x=left + 0.5, y=top + 0.5, width=wide, height=high, fill=_mix(share))]
    label = _fit(folder.name, width - 8, _NAME_SIZE)
    if label and height > 17:
        shapes.append(make_shape("text", label, x=left + 5, y=top + 14))
        if height > 32 and width > 40:
            shapes.append(make_shape("text", f"{share:.0%}", x=left + 5, y=top + 28, class_="share"))
    return PictureShape("g", title=told, inside=shapes)


def _fit(text: str, width: float, size: float) -> str:
    """`text` cut to a width in SVG units; nothing where not even four letters fit."""
    if _measure(text, size) <= width:
        return text
    most = len(text)
    while most and _measure(text[:most], size) + size > width:
        most -= 1
    return text[:most].rstrip() + "…" if most >= 4 else ""


def _measure(text: str, size: float) -> float:
    """How wide a text is at most, in a font of this size."""
    return size * sum(
        0.42 if one in _NARROW else 1.0 if one in _WIDE else 0.77 if one.isupper() else 0.64 for one in text
    )


def _mix(share: float) -> str:
    red, green, blue = (
        round(low + (high - low) * share) for low, high in zip(_UNTOUCHED, _STRUCK, strict=True)
    )
    return f"#{red:02x}{green:02x}{blue:02x}"
