r"""Texts that tell a layout: file layouts, data dictionaries, control and format files, statements that read
a file in (SAS, SPSS) or make a table.

>>> text = "RECORD LAYOUT\npos 1-4   district\npos 5-13  ssid\npos 14    economic  0 none 1 reduced 2 free\n"
>>> (told,) = read_layout_text(text)
>>> [(one.name, one.start, one.stop) for one in told.fields], told.fields[2].codes["2"]
([('district', 0, 4), ('ssid', 4, 13), ('economic', 13, 14)], 'free')

Sources: Oracle SQL*Loader control files (POSITION), SAS INPUT and SPSS DATA LIST statements, non-XML format
files of Microsoft's bcp.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from firstbell.base.counts import read_number
from firstbell.documents.layouts.layout_codes import read_code_line
from firstbell.documents.layouts.layout_tables import FieldEntry, clean_name, make_layouts, read_layout_rows
from firstbell.documents.record_layouts import LayoutSort, RecordLayout
from firstbell.documents.records.text_records import CREATE, list_columns

# longer texts are no layouts
LONGEST_TEXT = 200_000
_HEAD_CHARS = 2_000
_WORDS = (
    *("layout", " pos", "position", "column", "cols", "field", "length", "width", "byte", "start", "record"),
    *("sqlchar", "create table", "@1", "@ 1", "data list", "file format", "data dictionary"),
)
_FEWEST_FIELDS, _MOST_LINES = 3, 1_500
_DASH = r"\s{0,3}(?:-|\u2013|\.\.|:|to|thru|through)\s{0,3}"
_PLACE_WORD = r"(?:pos(?:itions?|n)?|cols?|columns?|bytes?|chars?|field)?\.?\s{0,4}"
# "pos 1-4  district", "14 economic": what stands there is behind the places
_BEFORE = re.compile(
    rf"{_PLACE_WORD}(\d{{1,5}})(?:{_DASH}(\d{{1,5}}))?\s{{0,4}}[:.)=\u2013-]{{0,3}}\s+"
    # how long it is, too: "7-9   3   school"
    r"(?:(?P<length>\d{1,4})\s+)?([A-Za-z].*)",
    re.I,
)
# what stands there is before the places, as in district ..... 1-4
_SPAN = re.compile(rf"(?<![\w-])(\d{{1,5}}){_DASH}(\d{{1,5}})\)?(?![\w-])", re.I)
_LEAD = re.compile(r"\d{1,3}[.)]\s{1,4}")
_PLACE_END = re.compile(r"[ (.:=_-]{1,4}(?:pos(?:itions?|n)?|cols?|columns?|bytes?|chars?)\.?\s{0,4}\Z", re.I)
_EDGES = " \t*|>\u2022"
_LONGEST_LINE, _LONGEST_BODY, _LONGEST_REST = 240, 20_000, 600
_NUMBERS_FIRST = re.compile(r"(?:\d{1,3}[.)]\s+)?(\d{1,5})\s+(\d{1,5})\s+([A-Za-z].*)")
_NUMBERS_LAST = re.compile(
    r"(?:\d{1,3}[.)]?\s+)?([A-Za-z][\w /#&'()-]*?)\s+(?:[A-Z]{1,4}\s+)?(\d{1,5})\s+(\d{1,5})(?!\S)(.*)"
)
_CONTROL = re.compile(
    r"\b(\w{1,64})[\"]?\s{1,40}position\s{0,9}\(\s{0,9}(\d{1,5})\s{0,9}[:-]\s{0,9}(\d{1,5})\s{0,9}\)", re.I
)
_INPUT = re.compile(r"@\s{0,9}(\d{1,5})\s{1,40}(\w{1,64})\s{1,40}(?:\$|\$?[A-Za-z]{2,12})?(\d{1,4})\.")
_BCP = re.compile(
    r"^[ \t]{0,40}\d{1,4}[ \t]+SQL\w+[ \t]+\d+[ \t]+(\d{1,5})[ \t]+\"(.{0,40}?)\"[ \t]+(\d+)[ \t]+(\w+)", re.M
)
_SPSS = re.compile(
    r"(?<![\w-])([A-Za-z]\w{0,31})\s+(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*(?:\((?:A|F|N|[A-Z]+\d*)[\d,.]*\))?(?=\s|/|\.|$)"
)
_SPSS_HEAD = re.compile(r"\bdata\s+list\b[^/]{0,300}/(?:\s*\d+(?=\s))?", re.I)
_NUMBERED = re.compile(
    r"(?:(?:field|column|col)\.?\s*#?\s*)?(\d{1,3}|[A-Z]{1,2})\s*[.):=\u2013-]+\s*([A-Za-z].*)",
    re.I,
)
_INSERTS = re.compile(r"\binsert\s+into\b", re.I)
# who says that numbered lines are columns of a file
_TELLS = re.compile(r"\b(?:columns?|fields?|layout|file format|data dictionary|record)\b", re.I)
_FIELD_WORDS = re.compile(
    r"\b(?:\w*name|id|ssn|date|dob|birth\w*|grade|number|no|phone|address|first|last)\b", re.I
)
_CELL_GAP = re.compile(r"\s{2,}|\s*\|\s*")
_GAP = re.compile(r"\s{2,}|\t|\s+[\u2013-]\s+|\s*\|\s*")
_LONGEST_PHRASE, _MOST_WORDS = 48, 7
_STOP = re.compile(r"\s+(?=\d{1,4}\s*[ =:-]\s*[A-Za-z])|\s*[(\[,;]")


def may_tell_layout(text: str) -> bool:
    """Whether a text is worth to be looked at: most are not, and this is quick."""
    if len(text) > LONGEST_TEXT:
        return False
    head = text[:_HEAD_CHARS].lower()
    return any(word in head for word in _WORDS)


def read_layout_text(text: str) -> list[RecordLayout]:
    """The layouts that a text tells; none where it tells none."""
    if not may_tell_layout(text):
        return []
    for read in _READERS:
        if told := read(text):
            return told
    return []


def _make(entries: Iterator[FieldEntry], sort: LayoutSort = LayoutSort.PLACES) -> list[RecordLayout]:
    found = list(entries)
    return make_layouts(found, sort) if len(found) >= _FEWEST_FIELDS else []


def _read_programs(text: str) -> list[RecordLayout]:
    """Control files and statements of programs."""
    control = (FieldEntry(one[1], int(one[2]), int(one[3])) for one in _CONTROL.finditer(text))
    inputs = (FieldEntry(one[2], int(one[1]), int(one[1]) + int(one[3]) - 1) for one in _INPUT.finditer(text))
    return _make(control) or _make(inputs) or _make(_iterate_spss(text))


def _iterate_spss(text: str) -> Iterator[FieldEntry]:
    head = _SPSS_HEAD.search(text)
    if head is None:
        return
    end = re.compile(r"\.[ \t]*$", re.M).search(text, head.end())
    for one in _SPSS.finditer(text, head.end(), end.start() if end else len(text)):
        yield FieldEntry(one[1], int(one[2]), int(one[3] or one[2]))


def _read_bcp(text: str) -> list[RecordLayout]:
    """A format file of bcp: of fixed width where no sign parts the fields, else of columns."""
    found = list(_BCP.finditer(text))
    if len(found) < _FEWEST_FIELDS:
        return []
    if any(one[2] for one in found[:-1]):
        return make_layouts(
            [FieldEntry(one[4], at, at) for at, one in enumerate(found, 1)], LayoutSort.COLUMNS
        )
    entries, start = [], 1
    for one in found:
        entries.append(FieldEntry(one[4], start, start + int(one[1]) - 1))
        start += int(one[1])
    return make_layouts(entries, LayoutSort.PLACES)


def _read_made_table(text: str) -> list[RecordLayout]:
    """A table that a statement makes, without rows."""
    made = CREATE.search(text)
    if made is None or _INSERTS.search(text):
        return []
    depth, end = 1, made.end()
    while end < min(len(text), made.end() + _LONGEST_BODY) and depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    names = list_columns(text[made.end() : end - 1])
    return make_layouts([FieldEntry(name, at, at) for at, name in enumerate(names, 1)], LayoutSort.COLUMNS)


def _read_places(text: str) -> list[RecordLayout]:
    """Lines of which each says where a field stands."""
    for read in (_split_before, _split_behind):
        if told := _make(_iterate_lines(text, read)):
            return told
    return []


def _iterate_lines(
    text: str, read: Callable[[str, FieldEntry | None], FieldEntry | None]
) -> Iterator[FieldEntry]:
    """The fields that lines tell, each with the codes below it."""
    last: FieldEntry | None = None
    for line in _list_lines(text):
        entry = read(line, last)
        if entry is None:
            code, meaning = read_code_line(line) if last else ("", "")
            if last and code:
                last = FieldEntry(last.name, last.start, last.stop, f"{last.rest}\n{code}={meaning}")
            continue
        if last:
            yield last
        last = entry
    if last:
        yield last


def _split_before(line: str, last: FieldEntry | None) -> FieldEntry | None:
    match = _BEFORE.fullmatch(line.strip(_EDGES))
    if match is None:
        return None
    start, stop = int(match[1]), int(match[2] or match[1])
    # a number alone is a place only where the field before it ends
    if match[2] is None and (last is None or start != last.stop + 1):
        return None
    if match["length"] and int(match["length"]) != stop - start + 1:
        return None
    name, rest = _part(match[4])
    return FieldEntry(name, start, stop, rest) if name else None


def _split_behind(line: str, _: FieldEntry | None) -> FieldEntry | None:
    match = _SPAN.search(line)
    if match is None:
        return None
    name = _LEAD.sub("", line[: match.start()].strip(_EDGES), count=1)
    name = _PLACE_END.sub("", f" {name}".rstrip(" (.:=_-") + " ").strip(" (.:=_-")
    if not name[:1].isalpha() or len(name) > _LONGEST_PHRASE or len(name.split()) > _MOST_WORDS:
        return None
    return FieldEntry(name, int(match[1]), int(match[2]), line[match.end() :][:_LONGEST_REST])


def _part(said: str) -> tuple[str, str]:
    """(the name of a field, what is said of it)."""
    name, rest = (*_GAP.split(said, maxsplit=1), "")[:2]
    cut = _STOP.search(name)
    if cut is not None:
        name, rest = name[: cut.start()], f"{name[cut.start() :].strip()}\n{rest}"
    return (name, rest[:_LONGEST_REST]) if len(name) <= _LONGEST_PHRASE else ("", "")


def _read_numbers(text: str) -> list[RecordLayout]:
    """Lines of two numbers and a name, or of cells that gaps part."""
    lines = _list_lines(text)
    first = [
        [one[1], one[2], *_part(one[3])]
        for line in lines
        if (one := _NUMBERS_FIRST.fullmatch(line.strip(_EDGES)))
    ]
    last = [
        [one[2], one[3], one[1], one[4]]
        for line in lines
        if (one := _NUMBERS_LAST.fullmatch(line.strip(_EDGES)))
    ]
    rows = max(first, last, key=len)
    told = read_layout_rows(rows) if len(rows) >= _FEWEST_FIELDS else []
    cells = [_CELL_GAP.split(line.strip(" |")) for line in lines if line.strip(" |-+=")]
    return told or read_layout_rows(cells)


def _read_numbered(text: str) -> list[RecordLayout]:
    """Lines of which each says what a column holds, numbered from 1 or A on, where the text speaks of
    columns.
    """
    if not _TELLS.search(text[:_HEAD_CHARS]):
        return []
    entries: list[FieldEntry] = []
    for line in _list_lines(text):
        match = _NUMBERED.fullmatch(line.strip(_EDGES))
        if match is None:
            continue
        place = read_number(match[1]) or _count_letters(match[1])
        name, rest = _part(match[2])
        if name and place == len(entries) + 1 and clean_name(name):
            entries.append(FieldEntry(name, place, place, rest))
    # a list of people, or of topics, is numbered, too
    is_told = sum(bool(_FIELD_WORDS.search(clean_name(one.name))) for one in entries) > 1
    return make_layouts(entries, LayoutSort.COLUMNS) if is_told and len(entries) > _FEWEST_FIELDS else []


def _list_lines(text: str) -> list[str]:
    """The lines that may tell of a field: long ones are something else."""
    return [line for line in text.expandtabs().splitlines()[:_MOST_LINES] if len(line) <= _LONGEST_LINE]


def _count_letters(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        place = 26 * place + ord(letter) - 64
    return place


_READERS = (_read_programs, _read_bcp, _read_made_table, _read_places, _read_numbers, _read_numbered)
