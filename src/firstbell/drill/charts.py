"""The days on a line and the measured times as bars, as inline SVG."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape

from firstbell.base.clock import format_time
from firstbell.drill.result import Day

WIDTH = 1000.0
_LINE_Y = 62.0
_ROW = 30.0
_LABEL_WIDTH = 190.0


def render_timeline(days: Sequence[Day]) -> str:
    """The backups from left to right, evenly spaced, the struck one marked."""
    step = WIDTH / max(len(days), 1)
    texts = [textwrap.wrap(day.did, int(step / 7.0)) for day in days]
    height = _LINE_Y + 62 + 16 * max((len(lines) for lines in texts), default=0)
    drawn = [
        f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="The days" class="timeline">',
        f'<line x1="{step / 2:.1f}" y1="{_LINE_Y}" x2="{WIDTH - step / 2:.1f}" y2="{_LINE_Y}" class="axis"/>',
    ]
    for at, (day, lines) in enumerate(zip(days, texts, strict=True)):
        drawn.append(_draw_day(day, lines, step * (at + 0.5)))
    return "".join(drawn) + "</svg>"


def _draw_day(day: Day, lines: Sequence[str], x: float) -> str:
    kind = "struck" if day.verdict == "event" else "clean"
    stamp = format_time(day.at_ns)[:16].replace("T", " ")
    drawn = (
        f'<text x="{x:.1f}" y="20" class="day">{escape(day.name)}</text>'
        f'<text x="{x:.1f}" y="38" class="stamp">{stamp} UTC</text>'
        f'<circle cx="{x:.1f}" cy="{_LINE_Y}" r="9" class="{kind}"/>'
        f'<text x="{x:.1f}" y="{_LINE_Y + 30:.1f}" class="verdict {kind}">{escape(day.verdict)}</text>'
    )
    for row, line in enumerate(lines):
        drawn += f'<text x="{x:.1f}" y="{_LINE_Y + 52 + 16 * row:.1f}" class="did">{escape(line)}</text>'
    return drawn


def render_bars(seconds: Mapping[str, float]) -> str:
    """One bar a stage, its length the seconds it took."""
    longest = max(seconds.values(), default=0.0) or 1.0
    room = WIDTH - _LABEL_WIDTH - 90
    drawn = [
        f'<svg viewBox="0 0 {WIDTH:.0f} {_ROW * len(seconds):.0f}" role="img" '
        'aria-label="Seconds by stage" class="bars">'
    ]
    for row, (stage, taken) in enumerate(seconds.items()):
        y, length = row * _ROW, max(room * taken / longest, 1.5)
        drawn.append(
            f'<text x="{_LABEL_WIDTH - 10:.0f}" y="{y + 20:.0f}" class="stage">{escape(stage)}</text>'
            f'<rect x="{_LABEL_WIDTH:.0f}" y="{y + 6:.0f}" width="{length:.1f}" height="19" rx="2"/>'
            f'<text x="{_LABEL_WIDTH + length + 8:.1f}" y="{y + 20:.0f}" class="taken">{taken:,.1f} s</text>'
        )
    return "".join(drawn) + "</svg>"
