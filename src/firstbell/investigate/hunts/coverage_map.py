"""The map of coverage: a row for each source of each host, a bar for each stretch; as SVG and as a page.

What could be looked at is filled, what could not is hatched or hollow, so that it reads without colors, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from string import Template

from firstbell.base.clock import DAY_NS, format_time
from firstbell.base.counts import say_count
from firstbell.base.short_names import shorten_apart
from firstbell.investigate.hunts.nights.coverage import (
    ABSENT,
    CLEARED,
    COVERED,
    GAP,
    OFF,
    UNREADABLE,
    NightCoverage,
)
from firstbell.record.sources import say_source

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW, _BAR = 1100, 420, 20, 46, 18, 12
# a map of more rows is higher than a sheet of paper is, once it is as wide
_MOST_ROWS = 56
# so many letters of a host's and of a source's name have room beside the bars
_MOST_OF_HOST, _MOST_OF_SOURCE = 30, 34
# the states stand in two rows: in one the last ones were cut off
_LEGEND_COLUMNS, _LEGEND_ROW = 3, 18
_INK, _QUIET, _LINE = "#1d2429", "#5a656d", "#d8dfdb"
# state -> fill, edge, and what it means
STATES = {
    COVERED: ("#1f6f54", "#1f6f54", "it could be looked at"),
    GAP: ("url(#gap)", "#a4471c", "records that no backup holds"),
    CLEARED: ("url(#cleared)", "#8c1d2f", "somebody cleared it"),
    OFF: ("url(#off)", "#5b3f8c", "it was kept silent"),
    UNREADABLE: ("url(#unreadable)", "#8a6d00", "it could not be read"),
    ABSENT: ("none", "#5a656d", "no backup holds it"),
}
_STRIPES = {
    "gap": ("#a4471c", 45),
    "cleared": ("#8c1d2f", -45),
    "off": ("#5b3f8c", 0),
    "unreadable": ("#8a6d00", 90),
}
_PAGE = Template(Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))
_Rows = Mapping[tuple[str, str], Sequence[NightCoverage]]


@dataclass(frozen=True, slots=True)
class _Names:
    """What stands on the map for each host and for each source: no two look alike."""

    hosts: Mapping[str, str]
    sources: Mapping[str, str]

    @property
    def shortened(self) -> list[tuple[str, str]]:
        """What stands for a name, and the whole name, of those that had no room."""
        pairs = (*self.hosts.items(), *self.sources.items())
        return [(label, name) for name, label in pairs if label != name]


def _name_rows(rows: _Rows) -> _Names:
    return _Names(
        shorten_apart((host for host, _ in rows), _MOST_OF_HOST),
        shorten_apart((say_source(source) for _, source in rows), _MOST_OF_SOURCE),
    )


def render_map(stretches: Sequence[NightCoverage]) -> str:
    """The map as an SVG document."""
    start, end = _find_span(stretches)
    rows = _group(stretches)
    return _draw(rows, _name_rows(rows), span=(start, end))


def _draw(rows: _Rows, names: _Names, *, span: tuple[int, int]) -> str:
    start, end = span
    height = _TOP + _ROW * max(len(rows), 1) + 40 + _LEGEND_ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" role="img" font-family="Georgia, serif" font-size="12">',
        "<title>Which sources of which hosts could be looked at, and when</title>",
        "<defs>",
        *(_hatch(name, color, turn) for name, (color, turn) in _STRIPES.items()),
        "</defs>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        *_draw_axis(start, end, height),
    ]
    last_host = None
    for number, ((host, source), members) in enumerate(rows.items()):
        y = _TOP + _ROW * number
        if host != last_host:
            parts.append(f'<line x1="0" x2="{_WIDTH}" y1="{y}" y2="{y}" stroke="{_LINE}"/>')
            parts.append(_write(6, y + 13, names.hosts[host], _INK, weight="bold", title=host))
            last_host = host
        said = say_source(source)
        parts.append(_write(_LEFT - 8, y + 13, names.sources[said], _INK, anchor="end", title=said))
        parts.extend(_draw_bar(one, y, start, end=end) for one in members)
    parts.extend(_draw_legend(height - 16 - _LEGEND_ROW))
    return "".join(parts) + "</svg>\n"


def render_map_page(stretches: Sequence[NightCoverage]) -> str:
    """The map as a page, with the stretches that nobody could look at in words."""
    rows = _group(stretches)
    holes = [one for members in rows.values() for one in members if one.state != COVERED]
    hosts = len({host for host, _ in rows})
    start, end = _find_span(stretches)
    host_noun, source_noun = ("host" if hosts == 1 else "hosts"), ("source" if len(rows) == 1 else "sources")
    lead = (
        f"{hosts:,} {host_noun}, {len(rows):,} {source_noun}, from {_show(start)} to {_show(end)} (UTC). "
        "Where a bar is hatched or hollow, nothing follows from finding nothing."
    )
    if not stretches:
        lead = (
            "No backup of any host holds a record that could be looked at, so nothing is known of any time."
        )
    # named once for all sheets, so that a host is called the same on each
    names = _name_rows(rows)
    maps = [_draw(part, names, span=(start, end)) for part in _cut(rows)]
    table = f"{_tell_names(names.shortened)}{_tabulate(holes)}" if rows else ""
    return _PAGE.substitute(lead=escape(lead), map="".join(maps), table=table)


def _tell_names(shortened: Sequence[tuple[str, str]]) -> str:
    """The whole names of those that are shortened on the map; "" where none is."""
    if not shortened:
        return ""
    head = "<tr><th>On the map</th><th>Whole name</th></tr>"
    lines = (f"<tr><td>{escape(label)}</td><td>{escape(name)}</td></tr>" for label, name in shortened)
    return f"<h2>Names that are shortened on the map</h2>\n<table>{head}{''.join(lines)}</table>\n"


def _cut(rows: _Rows) -> Iterator[dict[tuple[str, str], Sequence[NightCoverage]]]:
    """The rows by sheets; a host stays on one where it has room."""
    part: dict[tuple[str, str], Sequence[NightCoverage]] = {}
    for _, keys in groupby(rows, key=itemgetter(0)):
        mine = list(keys)
        if part and len(part) + len(mine) > _MOST_ROWS:
            yield part
            part = {}
        for key in mine:
            if len(part) == _MOST_ROWS:
                yield part
                part = {}
            part[key] = rows[key]
    if part:
        yield part


def _tabulate(holes: Sequence[NightCoverage]) -> str:
    """The stretches that nobody could look at, under their heading."""
    title = "What nobody could look at"
    if not holes:
        return f"<h2>{title}</h2>\n<p>Everything that these hosts keep could be looked at.</p>"
    head = "<tr><th>Host</th><th>Source</th><th>From (UTC)</th><th>Until (UTC)</th><th>What</th></tr>"
    lines = []
    for one in holes:
        missing = f"; {say_count(one.missing, 'record')} that no backup holds" if one.missing else ""
        why = f" ({one.why})" if one.why else ""
        source, what = say_source(one.source), f"{one.state}{why}{missing}"
        cells = (one.host, source, _show(one.from_ns), _show(one.until_ns), what)
        lines.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    table = f"<table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"
    return (
        f'<h2>{title}</h2>\n<div class="wide" tabindex="0" role="region" aria-label="{title}">{table}</div>'
    )


def _group(stretches: Sequence[NightCoverage]) -> dict[tuple[str, str], list[NightCoverage]]:
    rows: dict[tuple[str, str], list[NightCoverage]] = {}
    for one in sorted(stretches, key=lambda one: (one.host, one.source, one.from_ns)):
        rows.setdefault((one.host, one.source), []).append(one)
    return rows


def _find_span(stretches: Sequence[NightCoverage]) -> tuple[int, int]:
    times = [at for one in stretches for at in (one.from_ns, one.until_ns) if at > 0]
    start, end = min(times, default=0), max(times, default=0)
    return start, max(end, start + 1)


def _hatch(name: str, color: str, turn: int) -> str:
    return (
        f'<pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({turn})"><rect width="5" height="5" fill="#fff"/>'
        f'<line x1="0" y1="0" x2="0" y2="5" stroke="{color}" stroke-width="3"/></pattern>'
    )


def _place(at_ns: int, start: int, end: int) -> float:
    share = (min(max(at_ns, start), end) - start) / (end - start)
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * share


def _draw_bar(one: NightCoverage, y: int, start: int, *, end: int) -> str:
    fill, edge, words = STATES[one.state]
    left = _place(one.from_ns, start, end)
    width = max(2.0, _place(one.until_ns, start, end) - left)
    title = f"{one.host} {say_source(one.source)}: {_show(one.from_ns)} to {_show(one.until_ns)} UTC: {words}"
    title += f" ({one.why})" if one.why else ""
    return (
        f'<rect x="{left:.1f}" y="{y + 3}" width="{width:.1f}" height="{_BAR}" fill="{fill}" stroke="{edge}">'
        f"<title>{escape(title)}</title></rect>"
    )


def _draw_axis(start: int, end: int, height: int) -> Iterator[str]:
    days = (end - start) // DAY_NS + 1
    step = next((one for one in (1, 2, 7, 14, 30, 90, 365) if days / one <= 12), 365) * DAY_NS
    at = -(-start // step) * step
    while at <= end:
        x = _place(at, start, end)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="26" y2="{height - 34 - _LEGEND_ROW}" stroke="{_LINE}"/>'
        yield _write(x, 20, format_time(at)[:10], _QUIET, anchor="middle")
        at += step


def _draw_legend(y: int) -> Iterator[str]:
    for at, (state, (fill, edge, words)) in enumerate(STATES.items()):
        row, column = divmod(at, _LEGEND_COLUMNS)
        x, line = 6 + column * _WIDTH // _LEGEND_COLUMNS, y + row * _LEGEND_ROW
        yield f'<rect x="{x}" y="{line - 10}" width="14" height="10" fill="{fill}" stroke="{edge}"/>'
        yield _write(x + 19, line, f"{state}: {words}", _QUIET)


def _write(x: float, y: float, text: str, color: str, **how: str) -> str:
    anchor, weight, title = how.get("anchor", "start"), how.get("weight", "normal"), how.get("title", text)
    told = f"<title>{escape(title)}</title>" if title != text else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{told}{escape(text)}</text>"
    )


def _show(at_ns: int) -> str:
    return format_time(at_ns)[:16].replace("T", " ")
