"""Pictures of the report, SVG: how many people and files, in bars that are cut by what they consist of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _BAR, _GAP, _LABEL, _NUMBER = 760, 20, 10, 150, 70


def render_bars(rows: Sequence[tuple[str, Mapping[str, int]]], parts: Sequence[str], title: str) -> str:
    """One bar a row, cut into `parts`, each of the class that bears its name. `title`: what a screen reader
    says.
    """
    most = max((sum(counts.values()) for _, counts in rows), default=0) or 1
    scale = (_WIDTH - _LABEL - _NUMBER) / most
    height = len(rows) * (_BAR + _GAP) or _BAR
    drawn = [
        f'<svg class="bars" role="img" aria-label="{escape(title)}" viewBox="0 0 {_WIDTH} {height}" '
        f'width="100%" preserveAspectRatio="xMinYMin">'
    ]
    for number, (label, counts) in enumerate(rows):
        y = number * (_BAR + _GAP)
        middle = y + _BAR * 0.72
        drawn.append(f'<text x="{_LABEL - 10}" y="{middle:.1f}" class="label">{escape(label)}</text>')
        x = float(_LABEL)
        for part in parts:
            count = counts.get(part, 0)
            if count:
                width = max(1.0, count * scale)
                drawn.append(
                    f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}" class="{escape(part)}">'
                    f"<title>{escape(label)}, {escape(part)}: {count:,}</title></rect>"
                )
                x += width
        drawn.append(f'<text x="{x + 8:.1f}" y="{middle:.1f}">{sum(counts.values()):,}</text>')
    return "".join([*drawn, "</svg>"])


def render_key(parts: Sequence[str]) -> str:
    """What the colours of the bars mean."""
    shown = "".join(
        f'<span class="key"><i class="{escape(part)}"></i>{escape(part)}</span>' for part in parts
    )
    return f'<p class="keys">{shown}</p>'
