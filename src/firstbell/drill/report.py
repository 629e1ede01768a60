"""One self-contained page a director can read, print and file: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from string import Template

from firstbell.base.pathtext import show_path
from firstbell.drill.charts import render_bars, render_timeline
from firstbell.drill.result import DrillResult
from firstbell.drill.style import STYLE
from firstbell.drill.treemap import render_treemap

_MOST_LISTED = 40
_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Drill: $verdict</title>
<style>$style</style>
</head>
<body>
<main>
<header class="$mood">
<p class="kicker">Firstbell drill of $source, seed $seed</p>
<h1>$verdict</h1>
<p class="lead">$lead</p>
</header>
<dl class="figures">$figures</dl>
<section>
<h2>Damage by folder</h2>
<p>Each box is a folder; its area is how many files it holds, its colour how many of them were struck or
deleted: <span class="key none">none</span> <span class="key half">half</span>
<span class="key all">all</span></p>
$treemap
</section>
<section>
<h2>The days</h2>
$timeline
</section>
<section>
<h2>Measured times</h2>
<p>From the start of the examination to the last verified file: <strong>$first_bell</strong>, the time to
first bell of this drill.</p>
$bars
</section>
<section class="columns">
<div><h2>How files were struck</h2>
<table><thead><tr><th>Way</th><th class="number">Files</th></tr></thead><tbody>$families</tbody></table></div>
<div><h2>Why it was seen</h2>
<ul>$reasons</ul></div>
</section>
$faults
<footer>Every byte and name of the restored tree was compared with what the drill itself knows a person would
want back: each file as it stood at the last backup before the event, without what people had deleted or
renamed by then, and with what people made or edited after the event began. $lost</footer>
</main>
</body>
</html>
""")


def render_report(result: DrillResult) -> str:
    """The page, as HTML text."""
    return _PAGE.substitute(
        style=STYLE,
        verdict=escape(describe_outcome(result)),
        mood="good" if result.is_perfect else "bad",
        source=escape(result.source),
        seed=result.seed,
        lead=escape(_describe_lead(result)),
        figures="".join(_render_figures(result)),
        treemap=render_treemap(result.folders),
        timeline=render_timeline(result.days),
        first_bell=f"{result.first_bell_s:,.1f} s",
        bars=render_bars(result.seconds),
        families="".join(
            f'<tr><td>{escape(way)}</td><td class="number">{count:,}</td></tr>'
            for way, count in result.families.items()
        ),
        reasons="".join(f"<li>{escape(reason)}</li>" for reason in result.reasons),
        faults=_render_faults(result),
        lost=escape(_describe_lost(result)),
    )


def describe_outcome(result: DrillResult) -> str:
    """The verdict in one sentence."""
    found = result.comparison
    if found.is_perfect and result.verdict != "event":
        return f"Every file came back, but the event was not seen: the verdict was {result.verdict}."
    if found.is_perfect and not result.is_perfect:
        return "Every file came back, but the event is not on record as it should be."
    if found.is_perfect:
        return f"Every file came back: {found.identical:,} of {result.files:,}, byte for byte."
    wrong = len(found.different) + len(found.missing) + len(found.unexpected)
    return f"Not every file came back: {wrong:,} differ, are missing or should not be there."


def _describe_lead(result: DrillResult) -> str:
    told = (
        f"{result.struck:,} files in {result.notes:,} folders were struck and {result.deleted:,} deleted. "
        f"Firstbell's verdict on that night's backup: {result.verdict}."
    )
    if not result.is_perfect:
        return told
    return f"{told} From the first look to the last verified file it took {result.first_bell_s:,.1f} seconds."


def _describe_lost(result: DrillResult) -> str:
    if not result.lost:
        return ""
    return (
        f"{len(result.lost):,} files were made and struck between two backups: no clean version of them "
        f"exists anywhere; {result.listed:,} of them were listed as such, none was invented."
    )


def _render_figures(result: DrillResult) -> Iterable[str]:
    figures: tuple[tuple[str, str], ...] = (
        (f"{result.comparison.identical:,}", "files identical"),
        (f"{len(result.comparison.different):,}", "different"),
        (f"{len(result.comparison.missing):,}", "missing"),
        (f"{result.struck + result.deleted:,}", "struck or deleted"),
        (f"{result.first_bell_s:,.1f} s", "to first bell"),
    )
    if result.affected is not None:
        totals = result.affected.totals
        sure = totals.people_certain + totals.people_probable
        figures += (
            (f"{sure:,}", "people affected"),
            (f"{result.list_s:,.1f} s", "to the list of people"),
        )
    for value, name in figures:
        yield f"<div><dt>{name}</dt><dd>{value}</dd></div>"


def _render_faults(result: DrillResult) -> str:
    found = result.comparison
    lists = (("Different", found.different), ("Missing", found.missing), ("Unexpected", found.unexpected))
    inside = "".join(_render_paths(title, paths) for title, paths in lists if paths)
    return f"<section><h2>What is not as it should be</h2>{inside}</section>" if inside else ""


def _render_paths(title: str, paths: Sequence[bytes]) -> str:
    shown = (escape(show_path(path)) for path in paths[:_MOST_LISTED])
    more = f"<li>and {len(paths) - _MOST_LISTED:,} more</li>" if len(paths) > _MOST_LISTED else ""
    items = "".join(f"<li><code>{path}</code></li>" for path in shown)
    return f"<h3>{title}: {len(paths):,}</h3><ul>{items}{more}</ul>"
