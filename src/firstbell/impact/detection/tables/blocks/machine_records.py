r"""Records that stand in braces in a program or its settings, one after the other with the same fields.

>>> spell_inline("@{ u = 'aolson'; key = 'Elm!4410' },\n@{ u = 'tlong'; key = 'Oak!2231' }")
[['u', 'key'], ['aolson', 'Elm!4410'], ['tlong', 'Oak!2231']]
>>> spell_inline("- {who: Ada, bus: 4}\n- {who: Ben, bus: 5}\n")
[['who', 'bus'], ['Ada', '4'], ['Ben', '5']]
>>> spell_inline("if (a) { b = 1; } else { c = 2; }")
[]

Forms that a server's log or a saved address holds as they were sent: names and values joined by "=" and
"&". Each is a record.

>>> log = "GET /order?fn=Ada&ln=Roe&dob=3%2F4%2F1987&x= HTTP/1.1\nGET /order?fn=Ben&ln=De+Low&dob=&x=1 HTTP"
>>> spell_queries(log)
[[['fn', 'ln', 'dob', 'x'], ['Ada', 'Roe', '3/4/1987', ''], ['Ben', 'De Low', '', '1']]]
>>> spell_queries("GET /list?page=2&size=20&sort=asc HTTP/1.1"), spell_queries("a=1 & b=2")
([[['page', 'size', 'sort'], ['2', '20', 'asc']]], [])

Records of fixed width in which a number fills its field up to the family name behind it, with the given
name and a day in fields of their own: what states and pension funds are sent.

>>> lines = "D219093344ROE       ADA     19840302F\nD376184455XU        BEN     19791130M\n"
>>> spell_glued(lines, lambda name: True, "pension")[1:]
[['ROE', 'ADA', '219093344', '1984-03-02'], ['XU', 'BEN', '376184455', '1979-11-30']]
>>> spell_glued(lines.replace("19840302", "20261115").replace("19791130", "20261115"), lambda name: True, "")
[['Last name', 'First name'], ['ROE', 'ADA'], ['XU', 'BEN']]

Lines of a settings file below a comment that says what their fields are, and mailboxes of a telephone
exchange, which all have the same ones.

>>> [*list_commented("[all]\n; ext => pin,name\n4100 => 5045,Ada Roe,a=b\n4101 => 7712,Ben Roe\n")]
[[['ext', 'pin', 'name'], ['4100', '5045', 'Ada Roe', 'a=b'], ['4101', '7712', 'Ben Roe']]]
>>> [*list_commented("4100 => 5045,Ada Roe,a@b.org\n4101 => 7712,Ben Roe\n")][0][0]
['ext', 'pin', 'name', 'email']
>>> [*list_commented("# name, see the wiki\nada,1\n")], [*list_commented("4100 => Ada Roe,204\n")]
([], [])
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote_plus

from firstbell.documents.field_names import spell_name
from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.numbers import is_ssn
from firstbell.impact.people.dates import read_date

_RECORD = re.compile(r"\{([^{}\n]{5,600})\}|\(([^(){}\n]{5,600})\)")
_FIELD = re.compile(
    r"\s*[:\"'$-]?([A-Za-z_][\w-]{0,30})[\"']?\s*(?:=>|:=|=|:)\s*"
    r"(?:N?\"([^\"]*)\"|'([^']*)'|([^;,\"'=]{1,120}?))\s*(?:[;,]|$)"
)
_FEWEST_RECORDS, _FEWEST_FIELDS, _MOST_FIELDS = 2, 2, 40
_MOST_RECORDS = 20_000
_COMMON = 0.6


def spell_inline(text: str) -> list[list[str]]:
    """The records as rows, the names of their fields first; none where there are no such records."""
    if text.count("{") + text.count("(") < _FEWEST_RECORDS:
        return []
    records: list[dict[str, str]] = []
    for match in _RECORD.finditer(text):
        if (record := _read(match[1] or match[2])) and len(records) < _MOST_RECORDS:
            records.append(record)
    if len(records) < _FEWEST_RECORDS:
        return []
    names = [
        name
        for name in dict.fromkeys(name for record in records for name in record)
        if sum(name in record for record in records) >= _COMMON * len(records)
    ]
    if not _FEWEST_FIELDS <= len(names) <= _MOST_FIELDS:
        return []
    rows = [[record.get(name, "") for name in names] for record in records]
    return [[spell_name(name) for name in names], *rows]


def _read(body: str) -> dict[str, str]:
    """The fields of a record; none where anything else stands in it."""
    record: dict[str, str] = {}
    at = 0
    while at < len(body):
        field = _FIELD.match(body, at)
        if field is None:
            return {} if body[at:].strip() else record
        record[field[1]] = (field[2] or field[3] or field[4] or "").strip()
        at = field.end()
    return record if len(record) >= _FEWEST_FIELDS else {}


_QUERY = re.compile(
    r"(?<![\w&=])([A-Za-z_][\w.\[\]-]{0,40}=[^\s&\"'<>]{0,200}(?:&(?:amp;)?[A-Za-z_][\w.\[\]-]{0,40}=[^\s&\"'<>]{0,200}){2,40})"
)
_FEWEST_TOLD, _SENT_MOST_RECORDS = 2, 20_000


def spell_queries(text: str) -> list[list[list[str]]]:
    """The records of each form as rows, its fields first; those that tell next to nothing are left out."""
    if "&" not in text or "=" not in text:
        return []
    forms: dict[tuple[str, ...], list[list[str]]] = {}
    for match in _QUERY.finditer(text):
        pairs = [one.removeprefix("amp;").partition("=") for one in match[1].split("&")]
        heads = tuple(head for head, _, _ in pairs)
        said = [unquote_plus(value).strip() for _, _, value in pairs]
        if sum(map(bool, said)) > _FEWEST_TOLD and len(forms.get(heads, ())) < _SENT_MOST_RECORDS:
            forms.setdefault(heads, []).append(said)
    merged: dict[tuple[str, ...], list[list[str]]] = {}
    for heads, rows in forms.items():
        wider = next((one for one in merged if {*heads} <= {*one} or {*one} <= {*heads}), heads)
        known = merged.pop(wider, [])
        whole = wider if len(wider) >= len(heads) else heads
        merged[whole] = [
            [dict(zip(names, row, strict=True)).get(head, "") for head in whole]
            for names, every in ((wider, known), (heads, rows))
            for row in every
        ]
    return [[[*heads], *rows] for heads, rows in merged.items()]


_GLUED_WORD = r"[^\W\d_a-z](?:[^\W\d_a-z]|['-])*"
_GLUED_RECORD = re.compile(
    rf"(?m)^[A-Z]{{0,2}}(?P<number>\d{{6,30}})(?P<family>{_GLUED_WORD}(?: {_GLUED_WORD}){{0,2}}?)(?P<gap> +)"
    rf"(?P<given>{_GLUED_WORD}(?: {_GLUED_WORD}){{0,2}}) +(?P<day>(?:19|20)\d{{6}})(?=\D|\d{{6,}})"
)
# where those who work are told of with the number that taxes and pensions go by
_BY_SSN = re.compile(
    r"(?i)(?<![a-z])(?:pensions?|retire\w*|contrib\w*|wages?|payroll|tax(?:es)?|annuit\w*|unemployment|tra|pera|"
    r"trs|pers|ssn)(?![a-z])"
)
_FEWEST, _SHARE, _SSN_DIGITS = 2, 0.6, 9


def spell_glued(text: str, is_name: Callable[[str], bool], place: str) -> list[list[str]]:
    """The records as rows, headers first; none where there are few. `place`: the names of the file and its
    folders. A day that is the same on all records is that of the run, and no birth.
    """
    records = [*_GLUED_RECORD.finditer(text)]
    starts = Counter(_find_given(one) for one in records if len(one["gap"]) > 1)
    # a family name that fills its field has one space behind it, where the others' given names begin
    records = [one for one in records if len(one["gap"]) > 1 or starts[_find_given(one)]]
    named = sum(is_name(f"{one['family']}, {one['given']}") for one in records)
    if len(records) < _FEWEST or named < _SHARE * len(records):
        return []
    rows = [["Last name", "First name"], *([one["family"], one["given"]] for one in records)]
    numbers = {one["number"] for one in records}
    are_ssns = all(len(one) == _SSN_DIGITS and is_ssn(one) for one in numbers)
    if are_ssns and len(numbers) == len(records) and _BY_SSN.search(f"{place} {text[:200]}"):
        _append(rows, "SSN", [one["number"] for one in records])
    days = [read_date("-".join((one["day"][:4], one["day"][4:6], one["day"][6:]))) for one in records]
    if all(days) and len(set(days)) > 1:
        _append(rows, "Birth date", days)
    return rows


def _find_given(record: re.Match[str]) -> int:
    return record.start("given") - record.start()


def _append(rows: list[list[str]], header: str, cells: list[str]) -> None:
    for row, cell in zip(rows, [header, *cells], strict=True):
        row.append(cell)


_COMMENT = re.compile(r"(?m)^[ \t]*(?:#+|;+|//|--|\*|!)[ \t]*(?=[A-Za-z])([^\n\r]{5,100}?)[ \t\r]*$")
_FIELDS = re.compile(r"[ \t]*(?:=>|[,;:|=])[ \t]*|\t+|[ ]{2,}")
_SIGN = re.compile(r"=>|[,;:|=]|\t")
_GAPS = re.compile(r"[ \t]+")
_BOX = re.compile(r"(?m)^\d{2,6}[ \t]*=>[ \t]*-?\d{3,10},[ \t]*[^\W\d_][^,\n]{3,40}(?:,[^\n]*)?$")
_OF_BOXES = ["ext", "pin", "name", "email"]
_COMMENTED_FEWEST, _COMMENTED_MOST_FIELDS, _FEWEST_LINES, _MOST_LINES, _MOST_WORDS = 2, 12, 2, 20_000, 3


def list_commented(text: str) -> Iterator[list[list[str]]]:
    """The rows of each such block, below the fields as headers."""
    is_boxed = False
    for comment in _COMMENT.finditer(text):
        fields = _FIELDS.split(comment[1])
        signs = "|".join(sorted(map(re.escape, {*_SIGN.findall(comment[1])}), reverse=True))
        if not _COMMENTED_FEWEST <= len(fields) <= _COMMENTED_MOST_FIELDS or not _are_fields(fields):
            continue
        rows = [row for line in _list_below(text, comment.end()) if (row := _split(line, signs, len(fields)))]
        if len(rows) >= _FEWEST_LINES:
            is_boxed |= "=>" in comment[1]
            yield [fields, *rows]
    boxes = [] if is_boxed or "=>" not in text else _BOX.findall(text)
    if len(boxes) >= _FEWEST_LINES:
        yield [_OF_BOXES, *map(_FIELDS.split, boxes)]


def _are_fields(fields: Sequence[str]) -> bool:
    """Whether these are words for fields, most of them headers that are known."""
    if not all(0 < len(field.split()) <= _MOST_WORDS for field in fields):
        return False
    roles = [role for field in fields if (role := read_header(field)[0])]
    return DataKind.CREDENTIALS in roles or len(roles) >= max(_COMMENTED_FEWEST, len(fields) / 2)


def _list_below(text: str, at: int) -> Iterator[str]:
    """The lines below a place, up to an empty one or the head of another part."""
    for line in text[at:].lstrip("\r").removeprefix("\n").split("\n", _MOST_LINES)[:_MOST_LINES]:
        told = line.strip()
        if not told or told[0] in "[{<":
            return
        if not _COMMENT.match(line):
            yield told


def _split(line: str, signs: str, fewest: int) -> list[str]:
    """The fields of a line; nothing where it has fewer than there are words for."""
    row = re.split(rf"[ \t]*(?:{signs})[ \t]*" if signs else _GAPS, line)
    return row if len(row) >= fewest else []
