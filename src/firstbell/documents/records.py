"""Records that are text and no table: payments for a bank (NACHA), segments of EDI (834, 837), statements
of SQL, lines of fixed width. Each comes down to tables with headers of words.

Sources: SSA, Specifications for Filing Forms W-2 Electronically (EFW2); NACHA operating rules, record
formats; ASC X12 005010X220 and X222 implementation guides; ISO 9075.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from firstbell.documents.directory_records import read_directory
from firstbell.documents.listed_records import read_listed
from firstbell.documents.paired_lines import read_pairs
from firstbell.documents.repeated_labels import read_repeated
from firstbell.documents.told_layouts import read_told

_FEWEST_LINES = 4
_NACHA_CHARS = 94
_LONGEST_HEAD = 8
_MOST_GAPS = 12
_INSERT = re.compile(
    r"insert\s+into\s+[`\"\[]?([\w. $]{1,64}?)[`\"\]]?\s*(?:\(([^()]{1,4000})\))?\s*values\s*(?=\()",
    re.IGNORECASE,
)
_CREATE = re.compile(
    r"create\s+table\s+(?:if\s+not\s+exists\s+)?[`\"\[]?([\w.]+)[`\"\]]?\s*\(", re.IGNORECASE
)
_VALUE = re.compile(
    r"\s*+(?:N?'((?:[^'\\]|''|\\.)*)'\s*|\"((?:[^\"\\]|\\.)*)\"\s*|([^,()'\"]*(?:\([^()]*\)[^,()'\"]*)?))([,)])",
    re.S,
)
_WAGES = re.compile(
    r"(?m)^RW(\d{9})([A-Z][A-Z'. -]*?)[ ]{2,}(?:[A-Z][A-Z'.-]*[ ]{2,})?([A-Z][A-Z'. -]*?)[ ]{2,}"
    r"(?:[A-Z]{1,4}[ ]{2,})?(\d{11})"
)
# between two columns, not between the digits of a width: "decimal(5, 2)"
_COMMA = re.compile(r",(?![^(]*\))|,(?=[^()]*\()")
_CONSTRAINTS = frozenset(("primary", "key", "unique", "constraint", "foreign", "index", "check"))
# an interchange, or a functional group or transaction that was cut out of one
_EDI = re.compile(r"\s*(?:ISA|GS|ST(?=[^\w\s]8(?:34|37)))[^\w\s]")
_EDI_HEADER = [
    "Last name", "First name", "SSN", "Date of birth", "Person ID", "Street address", "Home phone",
    "Diagnosis code",
]  # fmt: skip
# the qualifiers of people in NM1: insured, patient, corrected insured, dependent
# and of their numbers
_EDI_NUMBERS = {"34": "SSN", "MI": "Person ID", "II": "Person ID", "EI": "Person ID"}
_EDI_PEOPLE = frozenset(("IL", "QC", "74", "03", "QD"))


@dataclass(frozen=True)
class RecordTable:
    """A table that records come to, header first; `name`: of the table, "" where it has none."""

    name: str
    rows: list[list[str]]


def find_records(text: str) -> list[RecordTable]:
    """The tables that a text of records comes to; none where it is no such text."""
    for read in _READERS:
        if tables := read(text):
            return tables
    return []


def _read_nacha(text: str) -> list[RecordTable]:
    lines = [line for line in text.splitlines() if line.strip()]
    entries = [
        line for line in lines if line[:1] == "6" and len(line) >= _NACHA_CHARS - 15 and line[1:12].isdigit()
    ]
    if not entries or lines[0][:3] != "101" or any(len(line) > _NACHA_CHARS + 4 for line in lines):
        return []
    rows = [["Employee ID", "Name", "Routing number", "Account number"]]
    rows += [[line[39:54].strip(), line[54:76].strip(), line[3:12], line[12:29].strip()] for line in entries]
    return [RecordTable("", rows)]


def _read_wages(text: str) -> list[RecordTable]:
    """The employees of a wage report (EFW2, the record RW)."""
    rows = [list(match.groups()) for match in _WAGES.finditer(text)]
    return [RecordTable("wages", [["SSN", "First name", "Last name", "Wages"], *rows])] if rows else []


def _read_accounts(text: str) -> list[RecordTable]:
    rows = read_directory(text)
    return [RecordTable("", rows)] if rows else []


def _read_list(text: str) -> list[RecordTable]:
    rows = read_told(text) or read_listed(text) or read_repeated(text) or read_pairs(text)
    return [RecordTable("", rows)] if rows else []


def _read_edi(text: str) -> list[RecordTable]:
    if not _EDI.match(text):
        return []
    start = len(text) - len(text.lstrip())
    separator = text[start + 3] if text.startswith("ISA", start) else text[start + 2]
    end = "~" if "~" in text else "\n"
    records: list[dict[str, str]] = [{}]
    for segment in text[start:].split(end):
        parts = segment.strip().split(separator)
        is_person = parts[0] == "NM1" and len(parts) > 3 and parts[1] in _EDI_PEOPLE
        if parts[0] in {"INS", "HL"} or (is_person and "Last name" in records[-1]):
            records.append({})
        if is_person or parts[0] != "NM1":
            records[-1].update(_read_segment(parts))
    rows = [[record.get(name, "") for name in _EDI_HEADER] for record in records if "Last name" in record]
    return [RecordTable("", [_EDI_HEADER, *rows])] if rows else []


def _read_segment(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(column, value) of what a segment says of a person."""

    def get(at: int) -> str:
        return parts[at].strip() if at < len(parts) else ""

    if parts[0] == "NM1":
        yield from (("Last name", get(3)), ("First name", get(4)))
        if get(9) and get(8) in _EDI_NUMBERS:
            yield _EDI_NUMBERS[get(8)], get(9)
    elif parts[0] == "REF" and get(1) in {"0F", "SY"} and len(get(2)) == 9:
        yield "SSN", get(2)
    elif parts[0] == "DMG":
        yield "Date of birth", get(2)
    elif parts[0] == "N3":
        yield "Street address", get(1)
    elif parts[0] == "PER" and "HP" in parts:
        yield "Home phone", get(list(parts).index("HP") + 1)
    elif parts[0] == "CLM":
        yield "Person ID", get(1)
    elif parts[0] == "HI":
        codes = (part.split(":")[1] for part in parts[1:] if ":" in part)
        yield "Diagnosis code", " ".join(codes)


def _read_statements(text: str) -> list[RecordTable]:
    found: dict[str, list[list[str]]] = {}
    for match in _INSERT.finditer(text):
        name = match[1].strip()
        columns = (
            [one.strip(' `"[]\n\t') for one in match[2].split(",")] if match[2] else _find_columns(text, name)
        )
        rows = found.setdefault(name, [columns])
        rows += [row for row in _read_values(text, match.end()) if not columns or len(row) == len(columns)]
    return [RecordTable(name, rows if rows[0] else rows[1:]) for name, rows in found.items() if len(rows) > 1]


def _find_columns(text: str, name: str) -> list[str]:
    """The columns as the table was made with them."""
    for match in _CREATE.finditer(text):
        if match[1] == name:
            body = text[match.end() : _find_close(text, match.end())]
            firsts = (re.match(r"\s*[`\"\[]?(\w+)", part) for part in _COMMA.split(body))
            names = [first[1] for first in firsts if first is not None]
            return [one for one in names if one.lower() not in _CONSTRAINTS]
    return []


def _find_close(text: str, at: int) -> int:
    """Where the bracket that was opened before `at` is closed; the end of the text where it never is."""
    depth = 1
    for match in re.compile(r"[()]").finditer(text, at):
        depth += 1 if match[0] == "(" else -1
        if not depth:
            return match.start()
    return len(text)


def _read_values(text: str, at: int) -> Iterator[list[str]]:
    """The rows of VALUES from an opening bracket on."""
    while at < len(text) and text[at] == "(":
        row: list[str] = []
        at += 1
        while (match := _VALUE.match(text, at)) is not None:
            quoted = match[1] if match[1] is not None else match[2]
            value = quoted.replace("''", "'").replace("\\'", "'") if quoted is not None else match[3].strip()
            row.append("" if quoted is None and value.upper() == "NULL" else value)
            at = match.end()
            if match[4] == ")":
                break
        else:
            return
        yield row
        follows = re.compile(r"\s*,\s*(?=\()").match(text, at)
        if follows is None:
            return
        at = follows.end()


def _read_fixed(text: str) -> list[RecordTable]:
    lines = [line for line in text.expandtabs().splitlines() if line.strip()]
    width = max(map(len, lines), default=0)
    # a line before the records, and one behind them
    lines = [
        line for at, line in enumerate(lines) if 0 < at < len(lines) - 1 or len(line.rstrip()) >= 0.6 * width
    ]
    if len(lines) < _FEWEST_LINES:
        return []
    full = sum(len(line) >= 0.6 * width for line in lines)
    gaps = sum("   " in line.strip() for line in lines)
    digits = sum(any(map(str.isdigit, line)) for line in lines)
    if not 24 <= width <= 4000 or min(full, gaps, digits) < 0.9 * len(lines):
        return []
    if rows := _part_by_gaps(lines):
        return [RecordTable("", rows)]
    padded = [line.ljust(width) for line in lines]
    if not _is_even(padded, width):
        return []
    cuts = _find_cuts(padded, width)
    cuts = sorted({*cuts, *_cut_dates(padded, cuts, width)})
    ends = [*cuts[1:], width]
    rows = [[line[start:end].strip() for start, end in zip(cuts, ends, strict=True)] for line in padded]
    return [
        RecordTable("", [[*row, *further] for row, further in zip(rows, _strip_heads(rows), strict=True)])
    ]


def _part_by_gaps(lines: Sequence[str]) -> list[list[str]]:
    """The cells of lines that two spaces or more part into as many on each, and that hold words; none where
    they are cut otherwise.
    """
    rows = [re.split(r" {2,}", line.strip()) for line in lines]
    width = len(rows[0])
    words = sum(" " in cell and any(map(str.islower, cell)) for row in rows for cell in row)
    is_even = all(len(row) == width for row in rows)
    return rows if is_even and 2 < width <= _MOST_GAPS and words >= len(rows) else []


def _strip_heads(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Further columns for numbers that all begin alike, each without some of that beginning: the number of
    the district often stands before that of the person, and nothing parts them.
    """
    further: list[list[str]] = [[] for _ in rows]
    for field in zip(*rows, strict=True):
        if not all(one.isdigit() for one in field):
            continue
        head = _count_same(min(field), max(field))
        for at in range(1, min(head, _LONGEST_HEAD, len(field[0]) - 3) + 1):
            for row, one in zip(further, field, strict=True):
                row.append(one[at:])
    return further


def _count_same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def _is_even(lines: Sequence[str], width: int) -> bool:
    """Whether the lines are cut alike: what stands at one place is of one sort on all of them."""
    alike = 0
    for at in range(width):
        sorts: dict[str, int] = defaultdict(int)
        for line in lines:
            sorts[_sort_of(line[at])] += 1
        alike += max(sorts.values()) >= 0.8 * len(lines) or _sort_of(" ") in sorts
    return alike >= 0.95 * width


def _sort_of(one: str) -> str:
    # strokes stand within numbers: 434-64-7908, 06/30/1984
    return "9" if one.isdigit() or one in "-/" else " " if one.isspace() else "a"


def _find_main_sort(lines: Sequence[str], at: int) -> str:
    """The sort of what stands at a place on most lines, header and notes aside; "" where there is none."""
    sorts = Counter(_sort_of(line[at]) for line in lines)
    ((sort, count),) = sorts.most_common(1)
    return sort if count >= 0.8 * len(lines) else ""


def _find_cuts(lines: Sequence[str], width: int) -> list[int]:
    """Where fields begin: after a gap that most lines have, and where digits become letters or letters digits
    on most.
    """
    cuts = [0]
    sorts = [_find_main_sort(lines, at) for at in range(width)]
    count = len(lines)
    for at in range(1, width):
        filled = sum(not line[at].isspace() for line in lines) / count
        gap = sum(line[at - 1].isspace() for line in lines) / count
        begins = filled >= 0.9 and gap >= 0.4
        if begins or {sorts[at - 1], sorts[at]} == {"9", "a"}:
            cuts.append(at)
    return cuts


def _cut_dates(lines: Sequence[str], cuts: Sequence[int], width: int) -> Iterator[int]:
    """The beginning and the end of days of eight digits that stand in longer numbers."""
    for start, end in zip(cuts, [*cuts[1:], width], strict=True):
        field = [line[start:end] for line in lines]
        for at in range(end - start - 7):
            days = sum(_is_day(one[at : at + 8]) for one in field)
            if days >= 0.95 * len(lines) and len({one[at : at + 4] for one in field}) > 1:
                yield start + at
                if start + at + 8 < width:
                    yield start + at + 8
                break


def _is_day(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", text)) or bool(
        re.fullmatch(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d", text)
    )


_READERS: tuple[Callable[[str], list[RecordTable]], ...] = (
    _read_nacha,
    _read_wages,
    _read_edi,
    _read_accounts,
    _read_list,
    _read_statements,
    _read_fixed,
)
