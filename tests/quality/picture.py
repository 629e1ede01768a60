"""Recall against false alarms as a picture: curves of the baselines, points for published limits and ours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, LEFT, TOP, SIDE, RISE = 760, 460, 70, 30, 400, 360
COLOURS = ("#9a6324", "#e6194b", "#4363d8", "#f58231", "#808000", "#911eb4", "#469990")
OUR_COLOUR = "#1b6ca8"
_TEXT = 'font-family="sans-serif" fill="#222"'
_LEAST = 1e-5
_DECADES = 5

Point = tuple[float, float]


def trace_curve(struck: Sequence[float], benign: Sequence[float]) -> list[Point]:
    """(rate of alarms, recall) for every limit that tells scores apart, at most some 200 of them."""
    limits = sorted({*struck, *benign}, reverse=True)
    step = max(1, len(limits) // 200)
    struck_down, benign_down = sorted(struck, reverse=True), sorted(benign, reverse=True)
    points = [(0.0, 0.0)]
    at, false = 0, 0
    for limit in [*limits[::step], limits[-1]] if limits else []:
        while at < len(struck_down) and struck_down[at] >= limit:
            at += 1
        while false < len(benign_down) and benign_down[false] >= limit:
            false += 1
        points.append((false / max(1, len(benign)), at / max(1, len(struck))))
    return points


def render_picture(curves: dict[str, list[Point]], points: dict[str, Point], *, ours: str) -> str:
    """An SVG; the axis of alarms is logarithmic, and what is below one in 100,000 stands at its left end."""
    body = list(_draw_axes())
    names = [name for name in points if name != ours]
    for number, name in enumerate(names):
        colour = COLOURS[number % len(COLOURS)]
        if name in curves:
            line = " ".join(f"{_x(rate):.1f},{_y(recall):.1f}" for rate, recall in curves[name])
            body.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.2"/>')
        body.extend(_draw_point(name, points[name], colour, number + 1))
    body.extend(_draw_point(ours, points[ours], OUR_COLOUR, 0))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    title = "<title>Share of struck files found against the share of honest changes flagged</title>"
    return "\n".join(
        [head, title, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>', *body, "</svg>", ""]
    )


def _x(rate: float) -> float:
    return LEFT + SIDE * (math.log10(max(rate, _LEAST)) + _DECADES) / _DECADES


def _y(recall: float) -> float:
    return TOP + RISE * (1 - recall)


def _draw_axes() -> list[str]:
    lines = [f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{RISE}" fill="none" stroke="#999999"/>']
    for decade in range(_DECADES + 1):
        at, value = LEFT + SIDE * decade / _DECADES, 10.0 ** (decade - _DECADES) * 100
        lines.append(f'<line x1="{at}" x2="{at}" y1="{TOP}" y2="{TOP + RISE}" stroke="#eeeeee"/>')
        place = f'x="{at}" y="{TOP + RISE + 18}" text-anchor="middle"'
        lines.append(f'<text {place} font-size="11" {_TEXT}>{value:g} %</text>')
    for part in range(0, 101, 20):
        at = _y(part / 100)
        lines.append(f'<line x1="{LEFT}" x2="{LEFT + SIDE}" y1="{at}" y2="{at}" stroke="#eeeeee"/>')
        lines.append(
            f'<text x="{LEFT - 8}" y="{at + 4}" text-anchor="end" font-size="11" {_TEXT}>{part} %</text>'
        )
    under = f'x="{LEFT + SIDE / 2}" y="{TOP + RISE + 40}" text-anchor="middle"'
    lines.append(f'<text {under} font-size="12" {_TEXT}>honest changes flagged</text>')
    lines.append(f'<text x="12" y="{TOP - 10}" font-size="12" {_TEXT}>struck files found</text>')
    return lines


def _draw_point(name: str, point: Point, colour: str, row: int) -> list[str]:
    rate, recall = point
    key = TOP + 14 + 24 * row
    text = f"{name}: {recall:.1%} found, {rate:.3%} flagged"
    return [
        f'<circle cx="{_x(rate):.1f}" cy="{_y(recall):.1f}" r="5" fill="{colour}"/>',
        f'<circle cx="{LEFT + SIDE + 20}" cy="{key - 4}" r="5" fill="{colour}"/>',
        f'<text x="{LEFT + SIDE + 32}" y="{key}" font-size="11" {_TEXT}>{escape(text)}</text>',
    ]
