"""Keys of codes that a document brings itself: a sheet or a table of two columns, each code with its words,
and the cells elsewhere in the document that hold such codes.

>>> find_key([["SH", "shelter"], ["DU", "doubled up"], ["VN", "rides van 3"]], lambda _: False)
{'sh': frozenset({'safeguarding'}), 'du': frozenset({'safeguarding'}), 'vn': frozenset()}
>>> find_key([["2027", "1,200"], ["2028", "1,400"]], lambda _: False)
{}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

import msgspec

from firstbell.impact.detection.evidence.results import PersonLink
from firstbell.impact.detection.evidence.sources import Source, is_of_all, trace_alike
from firstbell.impact.detection.headers.codes import find_codes, find_kinds, find_telling
from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.headers.legends import find_legend, is_mark
from firstbell.impact.detection.kinds.titles import find_title_kinds

_MOST_CODE_CHARS = 8
# from more letters on a word that is a header is a label, and no code
_SHORT_CODE = 3
_FEWEST_CODES, _MOST_CODES = 2, 80
_MOST_KEPT, _LONGEST_LINE = 50_000, 400
# share of a column's cells that are codes of the key
_SHARE = 0.6
# from this share on where several codes of the key stand in it, and the other cells say what is usual
_SOME, _SEVERAL = 0.25, 2
_MOST_DISTINCT = 12
# so many numbers, each another, tell rows apart
_FEWEST_COUNTED = 4
# several codes of one entry, "OSS/ISS", and one before any number, "tier N"
_CODES = r"[A-Za-z0-9*]{1,8}(?:/[A-Za-z0-9*]{1,8})*(?: [N#nx](?=\s*=))?"
_ENTRY = re.compile(
    rf"(?:^|[.;,]\s+|\s{{2,}}|(?<=\S) (?=[A-Z0-9*]{{1,4}}=\S))({_CODES})\s*[=:]\s*"
    rf"(.+?)(?=(?:[.;,]\s+|\s{{2,}}){_CODES}\s*[=:]| [A-Z0-9*]{{1,4}}=\S|$)"
)
# what is said of a key before its first entry: "Alert: A = asthma", "# absences (A = asthma)"
_LEAD = re.compile(
    r"^[A-Za-z][\w /]{1,24}[:\u2013-]\s+(?=[A-Za-z0-9*]{1,8}\s*=)|^[*# ]*[A-Z]{2,10} (?=\d{1,2}\s?=)|"
    rf"^[#;*/ -]{{1,4}}(?={_CODES}\s*=)|^[^=()]{{2,60}}\((?={_CODES}\s*=)"
)
_COUNTED = re.compile(r" [N#nx]\Z")
_MOST_PARTS = 3
_NOTHING: frozenset[str] = frozenset()
# what an entry of a key says of those who have the code, where it says that there is nothing
_PLAIN = ("no ", "not ", "none", "normal", "passed", "within ", "unexcused")
_VISIT = re.compile(r"\b(?:appts?|appointments?)\b", re.IGNORECASE)

Key = dict[str, frozenset[str]]


def find_key(rows: Sequence[Sequence[str]], is_other: Callable[[str], bool]) -> Key:
    """Code, in small letters -> the kinds that its words say; empty where the table is no key, or one of
    codes that say nothing of anybody. `is_other`: whether a cell is somebody's name or number.
    """
    pairs: Key = {}
    filled = [cells for row in rows if any(row) for cells in _open([cell for cell in row if cell])]
    if not _FEWEST_CODES <= len(filled) <= _MOST_CODES:
        return {}
    for cells in filled:
        code, words = (cells[0], cells[1]) if len(cells) == 2 else _part(cells)
        if (
            not code
            or min(map(len, code.split("/"))) > _MOST_CODE_CHARS
            or " " in code
            or not any(map(str.isalpha, words))
        ):
            continue
        if is_other(code) or is_other(words) or code.endswith(":") or _is_label(code):
            continue
        for one, said in _part_codes(code, words):
            pairs.setdefault(one.lower(), _find_kinds(said, one))
    is_key = len(pairs) >= _FEWEST_CODES and len(pairs) >= _SHARE * len(filled)
    return pairs if is_key and any(pairs.values()) else {}


def _part_codes(code: str, words: str) -> list[tuple[str, str]]:
    """The codes of an entry with the words of each, where it has as many of both.

    >>> _part_codes("OSS/ISS", "out/in-school suspension")
    [('OSS', 'out-school suspension'), ('ISS', 'in-school suspension')]
    >>> _part_codes("SU/XC", "suspended/excused"), _part_codes("N/A", "nothing said")
    ([('SU', 'suspended'), ('XC', 'excused')], [('N/A', 'nothing said')])
    """
    codes, said = code.split("/"), words.split("/")
    if len(codes) < _FEWEST_CODES or len(codes) != len(said):
        return [(code, words)]
    last = re.search(r"[ -].*", said[-1])
    tail = last[0] if last else ""
    return [
        (one, part if tail in part else f"{part.strip()}{tail}")
        for one, part in zip(codes, said, strict=True)
    ]


def _open(cells: list[str]) -> list[list[str]]:
    """The entries of a line that holds several: "F = free lunch.  R = reduced"."""
    if len(cells) != 1 or not ("=" in cells[0] or ":" in cells[0]):
        return [cells]
    line = _LEAD.sub("", cells[0])
    entries = [[_COUNTED.sub("", match[1]), match[2].rstrip(") ")] for match in _ENTRY.finditer(line)]
    return entries if len(entries) > 1 else [cells]


def _part(cells: Sequence[str]) -> tuple[str, str]:
    """A cell that holds both, "DU doubled up": a code has no small letters."""
    sign = "=" if "=" in cells[0] else " "
    code, _, words = cells[0].partition(sign) if len(cells) == 1 else ("", "", "")
    code = code.strip(" #;/*-")
    words = words.strip(" =-:\u2013")
    return (code.strip("=:"), words) if code.isupper() or code.isdigit() else ("", "")


def _is_label(code: str) -> bool:
    """Whether it names what stands behind it, and is no program by its letters: "CCAP"."""
    role, _, is_flag, _ = read_header(code) if len(code) > _SHORT_CODE else ("", "", False, "")
    return bool(role) and not (is_flag and code.isupper())


def _find_kinds(words: str, code: str) -> frozenset[str]:
    """What the words of an entry say, and its code, where that says so wherever it stands.

    >>> sorted(_find_kinds("out of sch susp", "OSS")), sorted(_find_kinds("no school", "NS"))
    (['discipline'], [])
    """
    if words.lower().startswith(_PLAIN) or _VISIT.search(words):
        return frozenset()
    return find_kinds(words) | find_title_kinds([words]) | {*find_telling([code], is_told=True)}


class CodedCell(msgspec.Struct, frozen=True):
    """A short cell of somebody's row: `column`: which of the document's."""

    column: tuple[int, int]
    code: str
    person: str
    sureness: str
    location: str


class CodeKeys(msgspec.Struct):
    """Collects a document's keys, and the short cells that may hold codes of one."""

    keys: list[Key] = msgspec.field(default_factory=list)
    cells: list[CodedCell] = msgspec.field(default_factory=list)
    tables: int = 0

    def take_key(self, rows: Sequence[Sequence[str]], is_other: Callable[[str], bool]) -> None:
        """Take a table in, where it is a key."""
        notes = [row for row in rows if sum(map(bool, row)) == 1 and "=" in "".join(row)]
        for part in (rows, notes if len(notes) < len(rows) else ()):
            if key := find_key(part, is_other):
                self.keys.append(key)

    def take_entries(self, text: str, is_other: Callable[[str], bool]) -> None:
        """Take in lines of a text that are entries of a key, each code with its words behind a sign."""
        lines = text.splitlines() if text.count("=") >= _FEWEST_CODES else []
        told = [[line.strip()] for line in lines if "=" in line and len(line) <= _LONGEST_LINE]
        entries = [cells for line in told[:_MOST_CODES] for cells in _open(line) if len(cells) > 1]
        if len(entries) >= _FEWEST_CODES and (key := find_key(entries, is_other)):
            self.keys.append(key)

    def take_row(
        self, row: Sequence[str], columns: Iterable[int], *, who: tuple[str, str], location: str
    ) -> None:
        """Take in what a row has in columns of codes. `who`: (key of the person, how sure)."""
        if len(self.cells) < _MOST_KEPT:
            person, sureness = who
            for at in columns:
                if at < len(row) and (code := row[at].strip()) and _is_code(code):
                    self.cells.append(CodedCell((self.tables, at), code.lower(), person, sureness, location))

    def take_legend(self, text: str) -> frozenset[str]:
        """Take in what lines of a text say of the codes that the cells of its tables have; the kinds that
        they say, which is said of nobody else.
        """
        told = find_legend(text, {part for cell in self.cells for part in (cell.code, *_split(cell.code))})
        key = {code: _find_kinds(words, code) for code, words in told.items()}
        said = {kind for kinds in key.values() for kind in kinds}
        # codes that are known say so whatever words stand behind them, where others' words say the same
        known = {kind for kind, share in find_codes([*told])[1].items() if share >= _SHARE} & said
        key = {code: kinds | (known & find_codes([code])[1].keys()) for code, kinds in key.items()}
        self.keys += [key] if key else []
        return frozenset(kind for kinds in key.values() for kind in kinds)

    def list_cleared(self, row: Sequence[str], columns: Iterable[int]) -> frozenset[str]:
        """The kinds that a key says of other codes than that of this row, of which it says nothing."""
        if not self.keys:
            return _NOTHING
        codes = {row[at].strip().lower() for at in columns if at < len(row)}
        cleared = [key for key in self.keys if any(code in key and not key[code] for code in codes)]
        return frozenset(kind for key in cleared for kinds in key.values() for kind in kinds)

    def list_links(self) -> Iterator[PersonLink]:
        """What a key says of the codes of people, for each cell."""
        for cell, kinds in self._read():
            if kinds:
                link = PersonLink(
                    (cell.person,), None, set(kinds), cell.sureness, {"id"}, [cell.location], []
                )
                link.told = trace_alike("id", kinds, Source.KEY)
                yield link

    def drop_titled(self, links: Mapping[object, PersonLink]) -> None:
        """Take from people what is told of all in a table, where a key that says the same of other codes says
        something else of all of theirs. `links`: by the keys of people.
        """
        told: dict[str, set[str]] = {}
        others: dict[str, set[str]] = {}
        for cell, kinds in self._read():
            told.setdefault(cell.person, set()).update(kinds)
            said = {
                kind
                for key in self.keys
                if _find_code(cell.code, key)
                for one in key.values()
                for kind in one
            }
            others.setdefault(cell.person, set()).update(said)
        for person, said in others.items():
            link = links.get((person,))
            for kind in said - told[person] if link is not None else ():
                if link is not None and is_of_all(link.told, kind):
                    link.kinds.discard(kind)
                    del link.told[kind]

    def _read(self) -> Iterator[tuple[CodedCell, frozenset[str]]]:
        """Each cell of a column of codes with the kinds that a key says of its code, which may be none."""
        for key in self.keys:
            total = Counter(cell.column for cell in self.cells)
            coded = [(cell, code) for cell in self.cells if (code := _find_code(cell.code, key))]
            known = Counter(cell.column for cell, _ in coded)
            distinct = Counter(column for column, _ in {(cell.column, code) for cell, code in coded})
            for cell, code in coded:
                share = _SOME if distinct[cell.column] >= _SEVERAL else _SHARE
                if known[cell.column] >= share * total[cell.column]:
                    yield cell, key[code]


def _find_code(cell: str, key: Key) -> str:
    """The code of a key that a cell holds, by itself or beside a number; "" where it holds none."""
    parts = (cell, *_split(cell))
    return next((part for part in parts if part in key), "")


def _split(cell: str) -> list[str]:
    return re.split(r"[ ,/()-]+", cell)


def list_code_columns(rows: Sequence[Sequence[str]], taken: Iterable[int]) -> list[int]:
    """The columns of few short words that may be codes; `taken`: those known as somebody's name or number."""
    known = set(taken)
    found = []
    for at, column in enumerate(zip_longest(*rows, fillvalue="")):
        if at in known:
            continue
        every = [*filter(None, map(str.strip, column))]
        # what is noted below a table may come as rows of it
        filled = [cell for cell in every if _is_code(cell)]
        cells = {*filled}
        is_count = len(cells) == len(filled) >= _FEWEST_COUNTED and all(map(str.isdigit, cells))
        if 0 < len(cells) <= _MOST_DISTINCT and not is_count and len(filled) >= _SHARE * len(every):
            found.append(at)
    return found


def _is_code(cell: str) -> bool:
    if len(cell) <= _MOST_CODE_CHARS and " " not in cell and "/" not in cell:
        return True
    parts = _split(cell) if len(cell) <= 2 * _MOST_CODE_CHARS else []
    return 1 < len(parts) <= _MOST_PARTS and any(one.isdigit() or is_mark(one) for one in parts)
