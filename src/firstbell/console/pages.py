"""The pages: what each answers, where it is, who sees it. Both processes read this one table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

DIRECTOR, TECHNICIAN, FORENSIC = "director", "technician", "forensic"
COUNSEL, COMMUNICATIONS, REVIEWER, BOARD = "counsel", "communications", "reviewer", "board"
ROLES = (DIRECTOR, TECHNICIAN, FORENSIC, COUNSEL, COMMUNICATIONS, REVIEWER, BOARD)


@dataclass(frozen=True, slots=True)
class PageRows:
    """The table of a page. `type`: which lines of which section are its rows.

    `key`: the field that names a row, "" for its number.
    `filters`: fields that a reader may narrow it by; `search`: fields that words are looked for in.
    `counted`: where the command line itself narrows the table and cuts it into parts, the field of its
    summary that says how many rows there are in all; "" where it prints the whole table.
    """

    section: str
    type: str
    key: str
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `path`: `{host}` and its like are ids; none is ever a person's name or number.

    `menu`: its word in the navigation, "" for a page that others lead to. `needs_names`: people stand on it.
    """

    name: str
    path: str
    menu: str
    title: str
    question: str
    roles: frozenset[str]
    rows: PageRows | None = None
    in_case: bool = field(default=False)
    needs_names: bool = field(default=False)


def _roles(letters: str) -> frozenset[str]:
    by_letter = dict(zip("DTFCMRB", ROLES, strict=True))
    return frozenset(by_letter[letter] for letter in letters)


PAGES = (
    Page("today", "/", "Today", "Today", "What needs somebody?", _roles("DTCM")),
    Page(
        "hosts",
        "/hosts",
        "Hosts",
        "Hosts",
        "Who backs up, and who is late?",
        _roles("TD"),
        PageRows("hosts", "host", "host", ("schedule", "verdict"), ("host",)),
    ),
    Page(
        "host",
        "/hosts/{host}",
        "",
        "One host",
        "What came from this host, and what was it judged?",
        _roles("TDF"),
        PageRows("snapshots", "snapshot", "id"),
    ),
    Page(
        "files",
        "/files",
        "Find a file",
        "Find a file",
        "Which version do I want back?",
        _roles("T"),
        PageRows("found", "match", ""),
    ),
    Page(
        "restore",
        "/files/restore",
        "",
        "Get files back",
        "Which version of each file do I get?",
        _roles("T"),
        PageRows("versions", "version", ""),
    ),
    Page(
        "events",
        "/events",
        "Events",
        "Encryption events",
        "What struck the district?",
        _roles("DTCFM"),
        PageRows("events", "event", "id", ("state",)),
    ),
    Page(
        "event",
        "/events/{event}",
        "",
        "The event",
        "When can we open, what is lost, what may I say?",
        _roles("DTCFM"),
    ),
    Page(
        "hunt",
        "/hunt",
        "Hunt",
        "Hunt",
        "How did they get in, since when, and was data taken?",
        _roles("DTFC"),
        PageRows("traces", "trace", "id", ("sign", "host")),
    ),
    Page(
        "readiness",
        "/readiness",
        "Readiness",
        "Readiness",
        "Would we be back in time, and is it proven?",
        _roles("DBT"),
        PageRows("readiness", "system", "name"),
    ),
    Page(
        "runs",
        "/runs",
        "Plan and run",
        "Plan and run",
        "What is restored in which order, and how far is it?",
        _roles("TD"),
    ),
    Page(
        "run",
        "/runs/{plan}",
        "",
        "One run",
        "What is restored in which order, and how far is it?",
        _roles("TD"),
        PageRows("run", "system", "name"),
    ),
    Page(
        "works",
        "/work",
        "Work",
        "Work",
        "What was started from these pages, by whom, and how did it end?",
        _roles("TD"),
        PageRows("works", "work", "work"),
    ),
    Page("work", "/work/{work}", "", "One piece of work", "How far is it?", _roles("TD")),
    Page(
        "record",
        "/cases/{case}",
        "Record",
        "Record: timeline",
        "What happened when, and how do we know?",
        _roles("FCDT"),
        PageRows("timeline", "line", "id", ("kind", "host")),
        in_case=True,
    ),
    Page(
        "entries",
        "/cases/{case}/entries",
        "",
        "Record: entries",
        "Who put down what?",
        _roles("FCDT"),
        PageRows("entries", "entry", "seq", ("kind",)),
        in_case=True,
    ),
    Page(
        "facts",
        "/cases/{case}/facts",
        "",
        "Record: facts",
        "What is known, believed, unknown, and since when?",
        _roles("FCDT"),
        PageRows("facts", "fact", "subject", ("status",)),
        in_case=True,
    ),
    Page(
        "evidence",
        "/cases/{case}/evidence",
        "",
        "Record: evidence",
        "What was taken, by whom, and what became of it?",
        _roles("FCDT"),
        PageRows("evidence", "evidence", "id"),
        in_case=True,
    ),
    Page(
        "people",
        "/cases/{case}/people",
        "People",
        "People",
        "Who is affected, by what, and how surely?",
        _roles("CRDT"),
        PageRows(
            "people", "person", "person_id", ("role", "confidence"), ("name", "sourcedId"), counted="people"
        ),
        in_case=True,
        needs_names=True,
    ),
    Page(
        "person",
        "/cases/{case}/people/{person}",
        "",
        "One person",
        "What of this person stood in which file?",
        _roles("CRDT"),
        PageRows("person", "exposure", "content"),
        in_case=True,
        needs_names=True,
    ),
    Page(
        "review",
        "/cases/{case}/review",
        "Review",
        "Review",
        "Is it this person?",
        _roles("RCD"),
        PageRows("review", "person", "person_id", counted="people"),
        in_case=True,
        needs_names=True,
    ),
    Page(
        "review-all",
        "/cases/{case}/review/all",
        "",
        "Review",
        "Is it this person?",
        _roles("RCD"),
        PageRows("people", "person", "person_id", ("role", "confidence"), counted="people"),
        in_case=True,
        needs_names=True,
    ),
    Page(
        "statements",
        "/cases/{case}/statements",
        "Statements",
        "Statements",
        "May we say this?",
        _roles("MCDR"),
        PageRows("statements", "statement", "sha256"),
        in_case=True,
    ),
    Page(
        "letters",
        "/cases/{case}/letters",
        "Letters",
        "Letters",
        "Who gets which letter, and who has it?",
        _roles("CMDR"),
        in_case=True,
    ),
    Page(
        "clocks",
        "/cases/{case}/clocks",
        "Clocks",
        "Clocks",
        "What is due to whom by when?",
        _roles("CDM"),
        PageRows("clocks", "clock", "rule", ("state",)),
        in_case=True,
    ),
    Page("you", "/you", "You", "You", "Who am I here, and who has looked?", frozenset(ROLES)),
)
BY_NAME = {page.name: page for page in PAGES}
# these stand as they were opened: each look at people counts, and what was searched or typed stays
_STILL = frozenset({"files", "you"})


def is_live(page: Page) -> bool:
    """Whether the page follows what changes while it is open."""
    return not page.needs_names and page.name not in _STILL


def list_pages(role: str) -> list[Page]:
    """The pages of a role, in the order of the navigation."""
    return [page for page in PAGES if role in page.roles]


def first_path(role: str, cases: list[str]) -> str:
    """Where a role begins: its first page that can be opened without choosing anything."""
    for page in list_pages(role):
        if page.menu and not page.in_case:
            return page.path
        if page.menu and cases:
            return page.path.replace("{case}", cases[0])
    return "/you"


def narrow_role(invited: str, granted: Collection[str]) -> str | None:
    """The role of somebody who was invited to one, where others grant these: never one that sees more.

    The invited one, where it is granted or a granted one sees all that it sees; else the widest granted one
    of which it sees all; None where there is none.
    """
    seen = {role: {page.name for page in list_pages(role)} for role in ROLES}
    if any(seen[invited] <= seen[role] for role in granted):
        return invited
    within = [role for role in ROLES if role in granted and seen[role] <= seen[invited]]
    return max(within, key=lambda role: len(seen[role]), default=None)
