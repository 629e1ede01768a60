"""The time to first bell over time, for the page and the print."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from firstbell.base.clock import parse_time
from firstbell.pages.plot import Plot, PlotLine, draw_plot
from firstbell.runs.figures import say_duration
from firstbell.runs.readiness.readiness import ReadinessPoint

_FIRST, _ALL = "#1f6f54", "#6f93a6"


def render_plot(history: Sequence[ReadinessPoint]) -> Markup:
    """The picture; one point is a dot."""
    lines = (
        PlotLine("everything is back", _ALL, [point.all_s for point in history]),
        PlotLine("first bell", _FIRST, [point.first_bell_s for point in history]),
    )
    days = (history[0].time[:10], history[-1].time[:10]) if history else ("", "")
    times = [parse_time(point.time) for point in history]
    return draw_plot(Plot("Time to first bell over time", times, lines, days, say_duration))
