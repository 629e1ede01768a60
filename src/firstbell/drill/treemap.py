"""A treemap as inline SVG: area is the number of files, colour the share that was struck.

Source: Bruls, Huizing, van Wijk, "Squarified Treemaps" (2000).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from firstbell.drill.result import ELSEWHERE, FolderDamage

Box = tuple[float, float, float, float]
WIDTH, HEIGHT = 1000.0, 560.0
_HEAD = 22.0
_GAP = 2.0
_CHAR_WIDTH = 6.3
_MOST_GROUPS = 14
_MOST_INSIDE = 24
# from untouched to all struck; dark text stays readable on every step, also in grey print
_UNTOUCHED, _STRUCK = (232, 238, 234), (226, 120, 88)


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


def render_treemap(folders: Iterable[FolderDamage]) -> str:
    """The picture. Small folders are drawn together as one."""
    groups = _gather_groups(folders)
    boxes = squarify([sum(f.files for f in inside) for _, inside in groups], (0, 0, WIDTH, HEIGHT))
    body = "".join(
        part
        for (name, inside), box in zip(groups, boxes, strict=True)
        for part in _draw_group(name, inside, box)
    )
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="Damage by folder" '
        f'class="treemap">{body}</svg>'
    )


def _gather_groups(folders: Iterable[FolderDamage]) -> list[tuple[str, list[FolderDamage]]]:
    listed = sorted((f for f in folders if f.files), key=lambda folder: folder.group)
    groups = [(name, list(inside)) for name, inside in groupby(listed, key=lambda folder: folder.group)]
    groups.sort(key=lambda group: -sum(folder.files for folder in group[1]))
    if len(groups) > _MOST_GROUPS:
        rest = groups[_MOST_GROUPS - 1 :]
        merged = [_merge(name, name, inside) for name, inside in rest]
        groups = [*groups[: _MOST_GROUPS - 1], (f"{len(rest)} further folders", merged)]
    return groups


def _merge(group: str, name: str, folders: Sequence[FolderDamage]) -> FolderDamage:
    return FolderDamage(group, name, sum(f.files for f in folders), sum(f.struck for f in folders))


def _draw_group(name: str, inside: Sequence[FolderDamage], box: Box) -> Iterator[str]:
    left, top, width, height = box
    files, struck = sum(f.files for f in inside), sum(f.struck for f in inside)
    left, top, width, height = left + _GAP, top + _GAP, max(width - 2 * _GAP, 0), max(height - 2 * _GAP, 0)
    yield f'<g><rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" class="frame"/>'
    head = _fit(f"{name}  {struck:,} of {files:,}", width - 8, 7.2)
    if head:
        yield f'<text x="{left + 5:.1f}" y="{top + 15:.1f}" class="head">{escape(head)}</text>'
    ordered = sorted(inside, key=lambda folder: -folder.files)
    if len(ordered) > _MOST_INSIDE:
        rest = ordered[_MOST_INSIDE - 1 :]
        ordered = [*ordered[: _MOST_INSIDE - 1], _merge(name, f"{len(rest)} more", rest)]
        ordered.sort(key=lambda folder: -folder.files)
    room = (left + 2, top + _HEAD, max(width - 4, 0), max(height - _HEAD - 2, 0))
    for folder, cell in zip(ordered, squarify([f.files for f in ordered], room), strict=True):
        yield _draw_cell(folder, cell)
    yield "</g>"


def _draw_cell(folder: FolderDamage, box: Box) -> str:
    left, top, width, height = box
    share = folder.struck / folder.files
    shown = "files beside the folders" if folder.name == ELSEWHERE else folder.name
    title = f"{folder.group}/{shown}: {folder.struck:,} of {folder.files:,} files struck or deleted"
    drawn = (
        f"<g><title>{escape(title)}</title>"
        f'<rect x="{left + 0.5:.1f}" y="{top + 0.5:.1f}" width="{max(width - 1, 0):.1f}" '
        f'height="{max(height - 1, 0):.1f}" fill="{_mix(share)}"/>'
    )
    label = _fit(shown, width - 8, _CHAR_WIDTH)
    if label and height > 17:
        drawn += f'<text x="{left + 5:.1f}" y="{top + 14:.1f}">{escape(label)}</text>'
        if height > 32 and width > 40:
            drawn += f'<text x="{left + 5:.1f}" y="{top + 28:.1f}" class="share">{share:.0%}</text>'
    return drawn + "</g>"


def _fit(text: str, width: float, char_width: float) -> str:
    """`text` cut to a width in SVG units; nothing where not even four letters fit."""
    most = int(width / char_width)
    if len(text) <= most:
        return text
    return text[: most - 1].rstrip() + "…" if most >= 5 else ""


def _mix(share: float) -> str:
    red, green, blue = (
        round(low + (high - low) * share) for low, high in zip(_UNTOUCHED, _STRUCK, strict=True)
    )
    return f"#{red:02x}{green:02x}{blue:02x}"
