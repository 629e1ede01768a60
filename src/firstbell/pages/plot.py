"""Lines over time, as a picture that stands for itself: its colors are in it, since a PDF shows it, too."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from firstbell.pages.pictures import PictureShape, draw_picture, make_shape

_WIDTH, _HEIGHT = 720.0, 150.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 74.0, 116.0, 12.0, 24.0
_QUIET, _GRID = "#5a656d", "#e1e6e3"
_STEPS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800)
_MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class PlotLine:
    """One line: its name, its color (`#rrggbb`), its value at each time, in seconds."""

    name: str
    color: str
    values_s: Sequence[float]


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines over the same times (nanoseconds since the epoch), the highest first. `days`: first and last,
    in words. `say`: a duration in words.
    """

    name: str
    times_ns: Sequence[int]
    lines: Sequence[PlotLine]
    days: tuple[str, str]
    say: Callable[[float], str]


def draw_plot(plot: Plot) -> Markup:
    """The picture; one point is a dot."""
    kept = _thin(len(plot.times_ns))
    top_s, step_s = _scale(max((line.values_s[at] for line in plot.lines for at in kept), default=1.0))
    shapes = []
    for number in range(round(top_s / step_s) + 1):
        y = _place_y(number * step_s, top_s)
        label = plot.say(number * step_s)
        shapes += [
            make_shape("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, stroke=_GRID),
            make_shape("text", label, x=_LEFT - 8, y=y + 4, text_anchor="end", fill=_QUIET),
        ]
    if kept:
        shapes += _draw_lines(plot, kept, top_s)
    font: dict[str, str | int | float] = {"font-family": "Libertinus Serif, Georgia, serif", "font-size": 12}
    inside = [PictureShape("g", font, inside=shapes)]
    return draw_picture(inside, name=plot.name, width=_WIDTH, height=_HEIGHT, kind="plot")


def _thin(count: int) -> list[int]:
    """Which points are drawn: the last one always."""
    step = max(1, math.ceil(count / _MOST_POINTS))
    kept = list(range(0, count, step))
    return kept if not count or kept[-1] == count - 1 else [*kept, count - 1]


def _scale(most_s: float) -> tuple[float, float]:
    """(top of the axis, step) in seconds: four steps at most."""
    step_s = next((step for step in _STEPS_S if step * 4 >= most_s), most_s / 4)
    return step_s * max(1, math.ceil(most_s / step_s)), step_s


def _place_y(seconds: float, top_s: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * seconds / top_s


def _draw_lines(plot: Plot, kept: Sequence[int], top_s: float) -> list[PictureShape]:
    times = [plot.times_ns[at] for at in kept]
    span = max(times[-1] - times[0], 1)
    width = _WIDTH - _LEFT - _RIGHT
    across = [_LEFT + width * ((at - times[0]) / span if len(times) > 1 else 1.0) for at in times]
    shapes = []
    labels: list[float] = []
    for line in plot.lines:
        values = [line.values_s[at] for at in kept]
        path = " ".join(
            f"{x:.1f},{_place_y(value, top_s):.1f}" for x, value in zip(across, values, strict=True)
        )
        if len(times) > 1:
            shapes.append(make_shape("polyline", points=path, fill="none", stroke=line.color, stroke_width=2))
        y = _place_y(values[-1], top_s)
        shapes.append(make_shape("circle", cx=across[-1], cy=y, r=3.5, fill=line.color))
        # the lower line's name is moved down where the two would lie on each other
        y = max(y, labels[-1] + 13) if labels else y
        labels.append(y)
        shapes.append(make_shape("text", line.name, x=across[-1] + 8, y=y + 4, fill=line.color))
    first, last = plot.days
    y = _HEIGHT - 6
    if first != last:
        shapes.append(make_shape("text", first, x=across[0], y=y, fill=_QUIET))
    shapes.append(make_shape("text", last, x=across[-1], y=y, text_anchor="end", fill=_QUIET))
    return shapes
