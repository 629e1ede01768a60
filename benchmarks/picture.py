"""The figures as a picture: for each tree and work one bar per program, the slowest one full length."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from benchmarks.peers import Peer
from benchmarks.run import WORKS, Figures

COLOURS = ("#1b6ca8", "#b9c2cb", "#e0c9a6")
WIDTH, BAR, LABEL, LENGTH = 860, 13, 190, 520
_TEXT = 'font-family="sans-serif" fill="#222"'


def render_picture(every: list[Figures], peers: list[Peer]) -> str:
    """An SVG of wall times."""
    body: list[str] = []
    top = 34
    for number, peer in enumerate(peers):
        at = LABEL + 130 * number
        body.append(f'<rect x="{at}" y="12" width="12" height="12" fill="{COLOURS[number]}"/>')
        body.append(f'<text x="{at + 18}" y="22" font-size="12" {_TEXT}>{escape(peer.name)}</text>')
    for figures in every:
        top += 26
        title = f"{figures.tree.name}: {figures.files:,} files, {figures.size_bytes / 1e6:,.0f} MB"
        body.append(
            f'<text x="12" y="{top}" font-size="14" font-weight="bold" {_TEXT}>{escape(title)}</text>'
        )
        top += 10
        for work in WORKS:
            body.extend(_draw_work(figures, work, peers, top))
            top += BAR * len(peers) + 9
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 10}" role="img">'
    title = "<title>Wall time of each work in seconds, shorter is better</title>"
    background = f'<rect width="{WIDTH}" height="{top + 10}" fill="#ffffff"/>'
    return "\n".join([head, title, background, *body, "</svg>", ""])


def _draw_work(figures: Figures, work: str, peers: list[Peer], top: int) -> Iterator[str]:
    times = [figures.median(work, peer.name, "wall_s") for peer in peers]
    middle = top + BAR * len(peers) / 2 + 4
    place = f'x="{LABEL - 10}" y="{middle}" text-anchor="end"'
    yield f'<text {place} font-size="12" {_TEXT}>{escape(work)}</text>'
    for number, wall_s in enumerate(times):
        y = top + BAR * number
        length = max(LENGTH * wall_s / max(times), 1)
        yield f'<rect x="{LABEL}" y="{y}" width="{length:.1f}" height="{BAR - 2}" fill="{COLOURS[number]}"/>'
        end = f'x="{LABEL + length + 6:.1f}" y="{y + BAR - 3}"'
        yield f'<text {end} font-size="11" {_TEXT}>{wall_s:.2f} s</text>'
