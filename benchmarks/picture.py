"""The figures as a picture: for each tree and work one bar per program, the slowest one full length."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from benchmarks.peers import HOME
from benchmarks.results import Figures, Results

COLOURS = ("#1b6ca8", "#b9c2cb", "#e0c9a6")
WIDTH, BAR, LABEL, LENGTH = 860, 13, 190, 520
_TEXT = 'font-family="sans-serif" fill="#222"'


def render_picture(results: Results) -> str:
    """An SVG of wall times; the trees that grow are not in it, where Firstbell has no peer."""
    every = [figures for name, part in results.items() if name != "growth" for figures in part.trees]
    names = list(dict.fromkeys(n for figures in every for costs in figures.costs.values() for n in costs))
    names.sort(key=lambda name: name != HOME)
    body: list[str] = []
    top = 34
    for number, name in enumerate(names):
        at = LABEL + 130 * number
        body.append(f'<rect x="{at}" y="12" width="12" height="12" fill="{COLOURS[number]}"/>')
        body.append(f'<text x="{at + 18}" y="22" font-size="12" {_TEXT}>{escape(name)}</text>')
    for figures in every:
        top += 26
        title = f"{figures.name}: {figures.files:,} files, {figures.size_bytes / 1e6:,.0f} MB"
        body.append(
            f'<text x="12" y="{top}" font-size="14" font-weight="bold" {_TEXT}>{escape(title)}</text>'
        )
        top += 10
        for work in figures.costs:
            body.extend(_draw_work(figures, work, names, top))
            top += BAR * sum(figures.has(work, name) for name in names) + 9
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 10}" role="img">'
    title = "<title>Wall time of each work in seconds, shorter is better</title>"
    background = f'<rect width="{WIDTH}" height="{top + 10}" fill="#ffffff"/>'
    return "\n".join([head, title, background, *body, "</svg>", ""])


def _draw_work(figures: Figures, work: str, names: list[str], top: int) -> Iterator[str]:
    times = [
        (figures.median(work, name, "wall_s"), COLOURS[number])
        for number, name in enumerate(names)
        if figures.has(work, name)
    ]
    middle = top + BAR * len(times) / 2 + 4
    place = f'x="{LABEL - 10}" y="{middle}" text-anchor="end"'
    yield f'<text {place} font-size="12" {_TEXT}>{escape(work)}</text>'
    for number, (wall_s, colour) in enumerate(times):
        y = top + BAR * number
        length = max(LENGTH * wall_s / max(times)[0], 1)
        yield f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="{BAR - 2}" fill="{colour}"/>'
        end = f'x="{LABEL + length + 6:.1f}" y="{y + BAR - 3}"'
        yield f'<text {end} font-size="11" {_TEXT}>{wall_s:.2f} s</text>'
