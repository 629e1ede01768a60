"""The report: one self-contained page, no script, nothing loaded from elsewhere. Names are initials unless
asked for.

Where names are shown, the evidence of each person (file, place, masked values) is a click away.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base.counts import choose_word, say_count, say_size
from firstbell.documents.causes import advise, say_reason
from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.results.results import Exposed, FileRow, ImpactTotals, PersonRow
from firstbell.impact.scan.read_result import PARTLY, READ, UNREADABLE
from firstbell.pages import templates
from firstbell.pages.pictures import draw_bars
from firstbell.record.data_kinds import say_data_kind, say_data_kinds

_ROLES = ("student", "staff", "guardian", "other")
_SURE = (CERTAIN, PROBABLE, POSSIBLE)
_OPENS = "A name opens its evidence. What is printed has the evidence of the names that are open then."
_EMPTY = "No file was in scope, so this page says nothing about anybody."
_STATES = (READ, PARTLY, UNREADABLE, "skipped")
_MOST_FORMATS = 20
# marks in a name that say which way it is read; the page sets each name apart, and needs none of them
_DIRECTIONS = dict.fromkeys((0x061C, 0x200E, 0x200F))


@dataclass(frozen=True, slots=True)
class Occasion:
    """Which case, who asked, when (in words), and what is known of the trust in it. `shows_names`: not
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
    shows_names = occasion.shows_names
    return templates.render_page(
        "impact",
        case=occasion.case,
        mark=occasion.mark,
        people=say_count(sure, "person", "people"),
        lead=_lead(totals),
        figures_told=_list_figures(totals),
        sure=_SURE,
        roles=draw_bars(list(_count_by_role(people)), _SURE, "People by role"),
        kinds=draw_bars(list(_count_by_kind(people)), _SURE, "People by kind of data"),
        states=_STATES,
        formats=draw_bars(_count_by_format(files), _STATES, "Files by format and state") if files else "",
        measures=occasion.measures,
        legend=_OPENS if shows_names else "Names are shown by their initials.",
        rows=[_tell_person(person, shows_names=shows_names) for person in people],
        nobody=_tell_nobody(totals),
        all_read=_tell_all_read(totals),
        unread=[
            {
                "path": one.path,
                "state": one.state,
                "reason": say_reason(one.reason),
                "advice": advise(one.reason),
            }
            for one in unread
        ],
    )


def _lead(totals: ImpactTotals) -> str:
    if not totals.files_in_scope:
        return _EMPTY
    possible = totals.people_possible
    further = f", and {possible:,} more {choose_word(possible, 'is', 'are')} possible" if possible else ""
    return (
        f"Personal data of {say_count(totals.people_certain, 'person', 'people')} certainly and of "
        f"{totals.people_probable:,} probably stood in the files in scope{further}. "
        f"{totals.coverage_percent}% of what is in scope was read."
    )


def _tell_nobody(totals: ImpactTotals) -> str:
    """Why the list of people is empty."""
    if not totals.files_in_scope:
        return _EMPTY
    unread = totals.files_partly + totals.files_unreadable
    rest = f" {say_count(unread, 'file')} could not be read in full, and may name people." if unread else ""
    return f"No personal data of anybody was found in what was read.{rest}"


def _tell_all_read(totals: ImpactTotals) -> str:
    """Why the list of what could not be read is empty."""
    if not totals.files_in_scope:
        return _EMPTY
    skipped = totals.files_skipped
    rest = f"; {say_count(skipped, 'file')} {choose_word(skipped, 'was', 'were')} skipped" if skipped else ""
    return f"Nothing: no file was unreadable or read only in part{rest}."


def _list_figures(totals: ImpactTotals) -> list[tuple[str, str]]:
    named = (
        ("files in scope", f"{totals.files_in_scope:,}"),
        ("read", f"{totals.files_read:,}"),
        ("partly read", f"{totals.files_partly:,}"),
        ("unreadable", f"{totals.files_unreadable:,}"),
        ("size of what was read", say_size(totals.bytes_read)),
        ("findings: a kind of data of a person in a document", f"{totals.exposures:,}"),
    )
    skipped = [(f"{totals.files_skipped:,}", "skipped")] if totals.files_skipped else []
    figures = [(value, name) for name, value in named]
    return [*figures[:4], *skipped, *figures[4:]]


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
    yield from ((say_data_kind(kind), counts[kind]) for kind in list_kinds() if kind in counts)


def _count_by_format(files: Iterable[FileRow]) -> list[tuple[str, Mapping[str, int]]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        counts[file.format or "unknown"][file.state] += 1
    ordered = sorted(counts.items(), key=lambda item: -sum(item[1].values()))
    return [(name, count) for name, count in ordered[:_MOST_FORMATS]]


def mask_name(name: str) -> str:
    """The initials of a name."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalnum()) or "?"


def _tell_person(person: PersonRow, *, shows_names: bool) -> dict[str, Any]:
    reviewed = f" ({', '.join(person.reviewed)})" if person.reviewed else ""
    name = person.name.translate(_DIRECTIONS)
    return {
        "id": person.person_id,
        "name": name if shows_names else mask_name(name),
        "evidence": [_tell_evidence(one) for one in person.exposures] if shows_names else None,
        "role": f"{person.role}, minor" if person.is_minor else person.role,
        "sure": person.confidence + reviewed,
        "kinds": say_data_kinds(person.kinds),
        "documents": person.documents,
    }


def _tell_evidence(one: Exposed) -> str:
    values = ", ".join(f"{say_data_kind(value.kind)} {value.mask}" for value in one.values)
    told = "; ".join(filter(None, (", ".join(one.places[:6]), values, one.note)))
    kinds, linked = say_data_kinds(one.kinds), ", ".join(one.linked_by)
    return f"{', '.join(one.paths[:4])}: {kinds}; {one.sureness} by {linked}. {told}"
