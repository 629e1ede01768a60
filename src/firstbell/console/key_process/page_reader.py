"""Reads one page: runs its command lines, leaves out what the role may not see, cuts tables into parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from firstbell.base.clock import NS_PER_S, format_time
from firstbell.case.access import may_read
from firstbell.console.key_process.command_line import Said, show_command
from firstbell.console.key_process.people import mask_line
from firstbell.console.key_process.places import ConsolePlaces, Signature
from firstbell.console.key_process.rows import MOST, PART, Line, cut_part, select_rows, take_part, write_csv
from firstbell.console.key_process.views import LIVE, STEADY, PageCommand, check_chain, list_commands
from firstbell.console.messages import BrokenRecord, Section, Trouble
from firstbell.console.pages import BOARD, BY_NAME, Page

KEPT_S, LIVE_S = 30, 1
_MOST_PROBLEMS = 20
# sections that another page is made of: who does not see that page sees of them no more than a count
_HOMES = {
    "hosts": "hosts",
    "events": "events",
    "alerts": "hosts",
    "clocks": "clocks",
    "statements": "statements",
    "coverage": "people",
    "run": "runs",
}


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a command line said, when, and as the sources stood then."""

    said: Said
    at_ns: int
    signature: Signature

    def is_fresh(self, now_ns: int, signature: Signature, words: tuple[str, ...]) -> bool:
        """Whether it may be shown still. Some answers change with the time alone: a clock runs out."""
        if self.signature != signature:
            return False
        is_steady = words[:2] in STEADY and self.said.trouble() is None
        kept_s = LIVE_S if words[:2] in LIVE else KEPT_S
        return is_steady or now_ns - self.at_ns < kept_s * NS_PER_S


# a page that shows another table instead of its own: the versions of the file that was looked for
_SECOND = {"files": "versions"}

Run = Callable[[tuple[str, ...]], KeptAnswer]


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """What is to be read. `search`: words kept out of the address; `names`: people are shown by name."""

    page: Page
    role: str
    values: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    search: Mapping[str, str] = field(default_factory=dict)
    names: bool = False


@dataclass
class PageRead:
    """What came of it. `people`: ids that are on it; `broken`: records whose chain does not hold.

    `rows`: of its table, where it is given out as one.
    """

    sections: list[Section] = field(default_factory=list)
    broken: list[BrokenRecord] = field(default_factory=list)
    body: bytes = b""
    people: list[str] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    trouble: Trouble | None = None


def read_page(request: PageRequest, places: ConsolePlaces, run: Run, *, form: str) -> PageRead:
    """The page in the form that is asked for: sections for a page, bytes for json and csv."""
    read = PageRead()
    search = {**_find_cut(request), **request.search}
    for command in list_commands(request.page.name, places, values=request.values, search=search):
        line = show_command(command.words) if command.words else ""
        section = Section(key=command.key, command=line, place=command.place)
        if command.lacking is not None:
            section.trouble = command.lacking
        else:
            kept = run(command.words)
            said, section.as_of = kept.said, format_time(kept.at_ns)
            section.trouble, section.warnings = said.trouble(), said.warnings()
            lines = _keep_lines(request, command, said.lines())
            read.body += _take(request, section, lines, form=form, read=read)
        if request.page.needs_names:
            named = {str(row["person_id"]) for row in section.lines if row.get("person_id")}
            read.people = sorted({*read.people, *named})
        if _has_something(request.page, section, read):
            read.sections.append(section)
    if form == "csv":
        # of all repositories, or all files, that were asked: one table
        read.body, read.rows = write_csv(read.rows), []
    read.broken = _find_broken(request, places, run)
    return read


def _find_broken(request: PageRequest, places: ConsolePlaces, run: Run) -> list[BrokenRecord]:
    """The records whose chain does not hold: of the page's case, else of all. The board reads of none."""
    named = request.values.get("case", "")
    found = []
    for case in places.cases:
        if request.role == BOARD or (named and case.id != named):
            continue
        lines = run(check_chain(case)).said.lines()
        problems = [line for line in lines if line.get("message_type") == "problem"]
        if problems:
            shown = [_say_problem(line) for line in problems[:_MOST_PROBLEMS]]
            found.append(BrokenRecord(case=case.id, name=case.name, problems=shown, total=len(problems)))
    return found


def _say_problem(line: Line) -> str:
    seq, last = int(line["seq"]), int(line["last_seq"])
    where = f"entry {seq}" if seq == last else f"entries {seq} to {last}"
    track = "the privileged record, " if line.get("ledger") == "privileged" else ""
    return f"{track}{where if seq >= 0 else 'the first line'}: {line['problem']}"


def _find_cut(request: PageRequest) -> dict[str, str]:
    """What of the query the command line itself goes by; nothing where the whole table is put in order."""
    shape = request.page.rows
    if shape is None or not shape.counted or request.query.get("sort"):
        return {}
    named = {name: request.query[name] for name in ("after", *shape.filters) if request.query.get(name)}
    return {**named, "limit": str(PART)}


def _has_something(page: Page, section: Section, read: PageRead) -> bool:
    """Where several repositories are asked, the one that does not know the event says nothing."""
    return not (page.name == "event" and section.key == "event" and section.trouble and read.sections)


def _keep_lines(request: PageRequest, command: PageCommand, lines: list[Line]) -> list[Line]:
    home = _HOMES.get(command.key)
    if home is not None and request.role not in BY_NAME[home].roles:
        lines = [line for line in lines if line.get("message_type") == "summary"]
    lines = [line for line in lines if command.keep(line) and _may_see(request.role, line)]
    if request.page.needs_names and not request.names:
        lines = [mask_line(line) for line in lines]
    return lines


def _may_see(role: str, line: Line) -> bool:
    """Entries of a record, on its timeline too, are for the roles that docs/formats/case.md names."""
    if line.get("message_type") == "entry":
        return may_read(role, str(line.get("kind")))
    if line.get("message_type") == "line" and line.get("kind") == "entry":
        return may_read(role, str(line.get("fields", {}).get("entry")))
    return True


def _take(request: PageRequest, section: Section, lines: list[Line], *, form: str, read: PageRead) -> bytes:
    """Put lines on a section; the bytes of it for json and csv."""
    shape = request.page.rows
    if shape is None or shape.section != section.key:
        section.lines = lines[:MOST]
        section.total = len(lines)
        if form == "csv" and section.key == _SECOND.get(request.page.name):
            read.rows += [line for line in lines if line.get("message_type") == "version"]
        return encode_lines(lines) if form == "json" else b""
    words = request.search.get("words", "") if shape.search else ""
    part = take_part(lines, shape) if _find_cut(request) else None
    chosen = part.rows if part else select_rows(lines, shape, request.query, words=words)
    part = part or cut_part(chosen, lines, shape=shape, query=request.query)
    others = [line for line in lines if line.get("message_type") != shape.type]
    section.lines, section.total = [*part.rows, *others[:MOST]], part.total
    section.next, section.choices = part.next, part.choices
    if form == "csv":
        read.rows += part.rows if request.page.needs_names else chosen
    if form == "json":
        # people leave a few at a time; all else whole, as the command prints it
        return encode_lines(
            _list_part(lines, part.rows, shape.type)
            if request.page.needs_names
            else _whole(request, lines, chosen)
        )
    return b""


def _list_part(lines: list[Line], rows: Sequence[Line], kind: str) -> list[Line]:
    """Of all lines those that are no rows, and the rows of the part, where the first of them stood."""
    first = next((at for at, line in enumerate(lines) if line.get("message_type") == kind), len(lines))
    before, behind = lines[:first], lines[first:]
    return [*before, *rows, *(line for line in behind if line.get("message_type") != kind)]


def _whole(request: PageRequest, lines: list[Line], chosen: list[Line]) -> list[Line]:
    is_narrowed = any(request.query.get(name) for name in ("q", "sort")) or any(
        request.query.get(name) for name in (request.page.rows.filters if request.page.rows else ())
    )
    if not is_narrowed:
        return lines
    assert request.page.rows is not None
    return [*chosen, *(line for line in lines if line.get("message_type") != request.page.rows.type)]


def encode_lines(lines: Sequence[Line]) -> bytes:
    """JSON lines."""
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
