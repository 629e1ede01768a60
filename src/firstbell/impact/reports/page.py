"""The report: one self-contained page, no script, nothing loaded from elsewhere. Names are initials unless
asked for.

Where names are shown, the evidence of each person (file, place, masked values) is a click away.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.detection.results import CERTAIN, POSSIBLE, PROBABLE
from firstbell.impact.reports.pictures import render_bars, render_key
from firstbell.impact.reports.style import STYLE
from firstbell.impact.results.results import Exposed, FileRow, ImpactTotals, PersonRow
from firstbell.impact.scan.reader import PARTLY, READ, UNREADABLE

_ROLES = ("student", "staff", "guardian", "other")
_SURE = (CERTAIN, PROBABLE, POSSIBLE)
_STATES = (READ, PARTLY, UNREADABLE, "skipped")
_MOST_FORMATS = 20
_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Whose data was in the files: $case</title>
<style>$style</style>
</head>
<body>
<main>
<p class="mark">$mark</p>
<h1>$people people</h1>
<p class="lead">$lead</p>
<dl class="figures">$figures</dl>
<section><h2>People by role</h2>$key_of_people$roles</section>
<section><h2>People by kind of data</h2>$kinds</section>
<section><h2>Files by what could be read</h2>$key_of_files$formats</section>
<section><h2>How far this can be trusted</h2><ul>$measures</ul></section>
<section><h2>The people</h2>
<p>$legend</p>
<table><thead><tr><th>Id</th><th>Name</th><th>Role</th><th>Sure</th><th>Kinds</th>
<th class="number">Documents</th></tr></thead><tbody>$rows</tbody></table></section>
<section><h2>What could not be read</h2>
<table><thead><tr><th>File</th><th>State</th><th>Why</th></tr></thead><tbody>$unread</tbody></table></section>
<footer><p>$mark</p><p>certain: by an id, a number, an address of mail, or name and date of birth; probable:
by the name and something else, or a name that one person of the roster bears; possible: several people fit,
and nothing tells them apart. Values are never shown whole.</p></footer>
</main>
</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Which case, who asked, when (RFC 3339), and what is known of the trust in it. `shows_names`: not
    masked.
    """

    case: str
    who: str
    at: str
    measures: Sequence[str]
    shows_names: bool = False

    @property
    def mark(self) -> str:
        """What stands on every copy."""
        what = "with names" if self.shows_names else "masked"
        return f"Made by {self.who} on {self.at}, {what}. Confidential: of case {self.case}"


def render_page(
    totals: ImpactTotals, *, people: Sequence[PersonRow], files: Sequence[FileRow], occasion: Occasion
) -> str:
    """The whole page."""
    sure = totals.people_certain + totals.people_probable
    unread = [file for file in files if file.state in {PARTLY, UNREADABLE}]
    return _PAGE.substitute(
        style=STYLE,
        case=escape(occasion.case),
        mark=escape(occasion.mark),
        people=f"{sure:,}",
        lead=escape(_lead(totals)),
        figures="".join(_render_figures(totals)),
        key_of_people=render_key(_SURE),
        roles=render_bars(list(_count_by_role(people)), _SURE, "People by role"),
        kinds=render_bars(list(_count_by_kind(people)), _SURE, "People by kind of data"),
        key_of_files=render_key(_STATES),
        formats=render_bars(_count_by_format(files), _STATES, "Files by format and state"),
        measures="".join(f"<li>{escape(line)}</li>" for line in occasion.measures),
        legend="Names are shown by their initials."
        if not occasion.shows_names
        else "A name opens its evidence.",
        rows="".join(_render_person(person, shows_names=occasion.shows_names) for person in people),
        unread="".join(_render_unread(file) for file in unread),
    )


def _lead(totals: ImpactTotals) -> str:
    further = f", and {totals.people_possible:,} more are possible" if totals.people_possible else ""
    return (
        f"Personal data of {totals.people_certain:,} people certainly and of {totals.people_probable:,} "
        f"probably stood in the files in scope{further}. "
        f"{totals.coverage_percent} % of what is in scope was read."
    )


def _render_figures(totals: ImpactTotals) -> Iterator[str]:
    for name, value in (
        ("files in scope", f"{totals.files_in_scope:,}"),
        ("read", f"{totals.files_read:,}"),
        ("partly read", f"{totals.files_partly:,}"),
        ("unreadable", f"{totals.files_unreadable:,}"),
        ("bytes read", f"{totals.bytes_read / 1e6:,.1f} MB"),
        ("exposures", f"{totals.exposures:,}"),
    ):
        yield f"<div><dt>{name}</dt><dd>{value}</dd></div>"


def _count_by_role(people: Iterable[PersonRow]) -> Iterator[tuple[str, Mapping[str, int]]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        counts[person.role][person.confidence] += 1
    yield from ((role, counts[role]) for role in _ROLES if role in counts)


def _count_by_kind(people: Iterable[PersonRow]) -> Iterator[tuple[str, Mapping[str, int]]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        for kind in person.kinds:
            counts[kind][person.confidence] += 1
    yield from ((kind.value.replace("_", " "), counts[kind]) for kind in DataKind if kind in counts)


def _count_by_format(files: Iterable[FileRow]) -> list[tuple[str, Mapping[str, int]]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        counts[file.format or "unknown"][file.state] += 1
    ordered = sorted(counts.items(), key=lambda item: -sum(item[1].values()))
    return [(name, count) for name, count in ordered[:_MOST_FORMATS]]


def mask_name(name: str) -> str:
    """The initials of a name."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalnum()) or "?"


def _render_person(person: PersonRow, *, shows_names: bool) -> str:
    name = escape(person.name if shows_names else mask_name(person.name))
    if shows_names:
        evidence = "".join(_render_evidence(one) for one in person.exposures)
        name = f"<details><summary>{name}</summary><ul>{evidence}</ul></details>"
    minor = ", minor" if person.is_minor else ""
    reviewed = f" ({escape(', '.join(person.reviewed))})" if person.reviewed else ""
    return (
        f"<tr><td><code>{escape(person.person_id)}</code></td><td>{name}</td><td>{escape(person.role)}{minor}</td>"
        f"<td>{escape(person.confidence)}{reviewed}</td><td>{escape(', '.join(person.kinds))}</td>"
        f'<td class="number">{person.documents:,}</td></tr>\n'
    )


def _render_evidence(one: Exposed) -> str:
    values = ", ".join(f"{value.kind} {value.mask}" for value in one.values)
    told = "; ".join(filter(None, (", ".join(one.places[:6]), values, one.note)))
    paths = ", ".join(one.paths[:4])
    return (
        f"<li>{escape(paths)}: {escape(', '.join(one.kinds))}; {escape(one.sureness)} by "
        f"{escape(', '.join(one.linked_by))}. {escape(told)}</li>"
    )


def _render_unread(file: FileRow) -> str:
    return (
        f'<tr><td class="path">{escape(file.path)}</td><td>{escape(file.state)}</td>'
        f"<td>{escape(file.reason)}</td></tr>\n"
    )
