"""The time to first bell over time, as an SVG for the page and the print."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from firstbell.base.clock import parse_time
from firstbell.runs.figures import say_duration
from firstbell.runs.readiness.readiness import ReadinessPoint

_WIDTH, _HEIGHT = 720, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 96, 12, 24
_INK, _QUIET, _FIRST, _ALL = "#1d2429", "#5a656d", "#1f6f54", "#6f93a6"
_STEPS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800)
_MOST_POINTS = 400


def render_plot(history: Sequence[ReadinessPoint]) -> str:
    """The plot; one point is a dot."""
    points = _thin(history)
    top_s, step_s = _scale(max((point.all_s for point in points), default=1.0))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="Libertinus Serif, Georgia, serif" font-size="12">',
        "<title>Time to first bell over time</title>",
    ]
    for number in range(round(top_s / step_s) + 1):
        y = _place_y(number * step_s, top_s)
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e1e6e3"/>'
        )
        label = escape(say_duration(number * step_s))
        parts.append(
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="{_QUIET}">{label}</text>'
        )
    if points:
        parts += _draw(points, top_s)
    return "".join(parts) + "</svg>"


def _thin(history: Sequence[ReadinessPoint]) -> list[ReadinessPoint]:
    step = max(1, math.ceil(len(history) / _MOST_POINTS))
    kept = list(history[::step])
    return kept if not history or kept[-1] == history[-1] else [*kept, history[-1]]


def _scale(most_s: float) -> tuple[float, float]:
    """(top of the axis, step) in seconds: four steps at most."""
    step_s = next((step for step in _STEPS_S if step * 4 >= most_s), most_s / 4)
    return step_s * max(1, math.ceil(most_s / step_s)), step_s


def _place_y(seconds: float, top_s: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * seconds / top_s


def _draw(points: Sequence[ReadinessPoint], top_s: float) -> list[str]:
    times = [parse_time(point.time) for point in points]
    span = max(times[-1] - times[0], 1)
    width = _WIDTH - _LEFT - _RIGHT
    places = [_LEFT + width * ((at - times[0]) / span if len(points) > 1 else 1.0) for at in times]
    parts = []
    lines = (
        ("all is back", _ALL, [point.all_s for point in points]),
        ("first bell", _FIRST, [point.first_bell_s for point in points]),
    )
    labels: list[float] = []
    for name, colour, values in lines:
        path = " ".join(
            f"{x:.1f},{_place_y(value, top_s):.1f}" for x, value in zip(places, values, strict=True)
        )
        if len(points) > 1:
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = _place_y(values[-1], top_s)
        parts.append(f'<circle cx="{places[-1]:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')
        # the lower line's name is moved down where the two would lie on each other
        y = max(y, labels[-1] + 13) if labels else y
        labels.append(y)
        parts.append(f'<text x="{places[-1] + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    days = (points[0].time[:10], points[-1].time[:10])
    y = _HEIGHT - 6
    if days[0] != days[1]:
        parts.append(f'<text x="{places[0]:.1f}" y="{y}" fill="{_QUIET}">{days[0]}</text>')
    parts.append(f'<text x="{places[-1]:.1f}" y="{y}" text-anchor="end" fill="{_QUIET}">{days[1]}</text>')
    return parts
