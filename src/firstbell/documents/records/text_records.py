"""Records that are text and no table: payments for a bank (NACHA), segments of EDI (834, 837), messages of
health (HL7), statements of SQL, lines of fixed width. Each comes down to tables with headers of words.

Sources: NACHA operating rules, record formats; ASC X12 005010X220 and X222 implementation guides; ISO 9075.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

import msgspec

from firstbell.documents.records.assigned_records import read_assigned
from firstbell.documents.records.copied_rows import read_copied
from firstbell.documents.records.directory_records import read_directory
from firstbell.documents.records.filled_forms import read_filled
from firstbell.documents.records.fixed_width import read_fixed
from firstbell.documents.records.health_messages import read_messages
from firstbell.documents.records.keyed_lines import read_keyed
from firstbell.documents.records.licence_cards import read_cards
from firstbell.documents.records.listed_records import read_listed
from firstbell.documents.records.paired_lines import read_pairs
from firstbell.documents.records.payee_reports import read_payees
from firstbell.documents.records.repeated_labels import read_repeated
from firstbell.documents.records.told_layouts import read_told
from firstbell.documents.records.wage_reports import read_wages

_NACHA_CHARS = 94
_INSERT = re.compile(
    # "into" may be left out in some dialects
    r"\b(?:insert\s+(?:ignore\s+)?(?:into\s+)?|replace\s+into\s+)"
    r"[`\"\[]?([\w. $`\"\[\]]{1,64}?)[`\"\]]?\s*(?:\(([^()]{1,4000})\))?\s*values\s*(?=\()",
    re.IGNORECASE,
)
_QUOTES = str.maketrans("", "", '`"[]')
CREATE = re.compile(r"create\s+table\s+(?:if\s+not\s+exists\s+)?[`\"\[]?([\w.]+)[`\"\]]?\s*\(", re.IGNORECASE)
_VALUE = re.compile(
    r"\s*+(?:N?'((?:[^'\\]|''|\\.)*)'\s*|\"((?:[^\"\\]|\\.)*)\"\s*|([^,()'\"]*(?:\([^()]*\)[^,()'\"]*)?))([,)])",
    re.S,
)
_ROUND, _NEXT_ROW = re.compile(r"[()]"), re.compile(r"\s*,\s*(?=\()")
_FIELD = re.compile(r"\s*[`\"\[]?(\w+)")
# between two columns, not between the digits of a width: "decimal(5, 2)"
_COMMA = re.compile(r",(?![^(]*\))|,(?=[^()]*\()")
_CONSTRAINTS = frozenset(("primary", "key", "unique", "constraint", "foreign", "index", "check"))
# an interchange, or a functional group or transaction that was cut out of one
_EDI = re.compile(r"\s*(?:ISA|GS|ST(?=[^\w\s]8(?:34|37)))[^\w\s]")
# lines of claims that were cut out of one: each has all that it says of a person
_CUT_CLAIM = re.compile(r"(?:CLM|INS|HL|SBR|NM1)\*[^\n]*~[ ]?(?:NM1|DMG)\*")
# between the parts of an element, as the first segment of an interchange sets it
_EDI_PARTS = re.compile(r"[:>^|]")
_EDI_HEADER = [
    "Last name", "First name", "SSN", "Date of birth", "Person ID", "Street address", "Home phone",
    "Diagnosis code",
]  # fmt: skip
# the qualifiers of people in NM1: insured, patient, corrected insured, dependent
# and of their numbers
_EDI_NUMBERS = {"34": "SSN", "MI": "Person ID", "II": "Person ID", "EI": "Person ID"}
_EDI_PEOPLE = frozenset(("IL", "QC", "74", "03", "QD"))


class RecordTable(msgspec.Struct, frozen=True):
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
    rows += [[line[39:54].strip(), _read_payee(line), line[3:12], line[12:29].strip()] for line in entries]
    return [RecordTable("", rows)]


def _read_payee(line: str) -> str:
    """The name on an entry; where the line was mended by hand it may begin a place before its field."""
    start = 54
    while start > 39 and line[start : start + 1].isalpha() and line[start - 1].isalpha():
        start -= 1
    return line[start:76].strip()


def _read_wages(text: str) -> list[RecordTable]:
    """The employees of a wage report (EFW2, the record RW), the payees of a 1099 (the record B)."""
    rows = read_wages(text) or read_payees(text)
    return [RecordTable("wages", rows)] if rows else []


def _read_accounts(text: str) -> list[RecordTable]:
    rows = read_directory(text)
    return [RecordTable("", rows)] if rows else []


def _read_messages(text: str) -> list[RecordTable]:
    rows = read_messages(text)
    return [RecordTable("", rows)] if rows else []


def _read_list(text: str) -> list[RecordTable]:
    rows = (
        read_filled(text) or read_cards(text) or read_told(text) or read_listed(text) or read_assigned(text)
    )
    rows = rows or read_repeated(text) or read_pairs(text)
    return [RecordTable("", rows)] if rows else []


def _read_edi(text: str) -> list[RecordTable]:
    if not _EDI.match(text):
        return _read_cut_claims(text)
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
    return _list_claims(records)


def are_cut_claims(head: str) -> bool:
    """Whether a text begins with a line of a claim that was cut out of an interchange."""
    return _CUT_CLAIM.match(head) is not None


def _read_cut_claims(text: str) -> list[RecordTable]:
    records: list[dict[str, str]] = []
    for line in text.splitlines() if "~" in text else ():
        if _CUT_CLAIM.match(line) is None:
            continue
        segments = [segment.strip().split("*") for segment in line.split("~")]
        people = [one for one in segments if one[0] != "NM1" or one[1] in _EDI_PEOPLE]
        # the number that the sender gave the patient stands for them rather than that of the insurer
        people.sort(key=lambda one: one[0] == "CLM")
        records.append({name: value for one in people for name, value in _read_segment(one)})
    return _list_claims(records)


def _list_claims(records: Sequence[dict[str, str]]) -> list[RecordTable]:
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
        codes = (said[1] for part in parts[1:] if len(said := _EDI_PARTS.split(part)) > 1)
        yield "Diagnosis code", " ".join(codes)


def _read_lines(text: str) -> list[RecordTable]:
    name, rows = read_keyed(text)
    if not rows:
        name, rows = read_fixed(text)
    return [RecordTable(name, rows)] if rows else []


def _read_statements(text: str) -> list[RecordTable]:
    found: dict[str, list[list[str]]] = {}
    find_columns = cache(partial(_find_columns, text))
    for match in _INSERT.finditer(text):
        name = match[1].strip().translate(_QUOTES)
        columns = [one.strip(' `"[]\n\t') for one in match[2].split(",")] if match[2] else find_columns(name)
        rows = found.setdefault(name, [columns])
        rows += [row for row in _read_values(text, match.end()) if not columns or len(row) == len(columns)]
    for name, rows in read_copied(text):
        found.setdefault(name, rows[:1]).extend(rows[1:])
    return [RecordTable(name, rows if rows[0] else rows[1:]) for name, rows in found.items() if len(rows) > 1]


def _find_columns(text: str, name: str) -> list[str]:
    """The columns as the table was made with them."""
    for match in CREATE.finditer(text):
        if match[1] == name:
            body = text[match.end() : _find_close(text, match.end())]
            return list_columns(body)
    return []


def list_columns(body: str) -> list[str]:
    """The columns of a table, of what stands in the brackets of the statement that makes it."""
    firsts = map(_FIELD.match, _COMMA.split(body))
    return [first[1] for first in firsts if first and first[1].lower() not in _CONSTRAINTS]


def _find_close(text: str, at: int) -> int:
    """Where the bracket that was opened before `at` is closed; the end of the text where it never is."""
    depth = 1
    for match in _ROUND.finditer(text, at):
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
        follows = _NEXT_ROW.match(text, at)
        if follows is None:
            return
        at = follows.end()


_READERS: tuple[Callable[[str], list[RecordTable]], ...] = (
    _read_nacha,
    _read_wages,
    _read_edi,
    _read_messages,
    _read_accounts,
    _read_statements,
    _read_list,
    _read_lines,
)
