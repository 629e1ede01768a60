"""Tables that have come down to lines of text, as in mail and PDF: a line of headers, and lines of values
below it.

Where two spaces or a tab part the cells they are rows. Where single spaces do, nobody can tell the cells
apart: a line with somebody's id or e-mail address is about them, and has what every row of such a table has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from firstbell.impact.detection.evidence.results import CERTAIN, Keeper, PersonLink
from firstbell.impact.detection.evidence.sources import Source, trace_alike
from firstbell.impact.detection.headers.columns import EMAIL, FAMILY, GIVEN, ID, MAIN, NAME, read_header
from firstbell.impact.detection.identities.initials import calls_somebody
from firstbell.impact.detection.kinds.kind import DataKind, select_kinds
from firstbell.impact.detection.passages.strangers import spell_key
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.detection.tables.blocks.kept_lists import (
    PupilNames,
    find_headed,
    list_called,
    list_meals,
    list_visits,
)
from firstbell.impact.detection.tables.blocks.labelled_records import list_names, list_single, spell_labelled
from firstbell.impact.detection.tables.blocks.machine_records import (
    list_commented,
    spell_glued,
    spell_inline,
    spell_queries,
)
from firstbell.impact.detection.tables.blocks.printed_tables import (
    find_ruled,
    gather_below,
    list_banner,
    list_narrow,
    part_header,
    spell_stacked,
)
from firstbell.impact.detection.tables.cells.ids import measure_density, spell_numbered
from firstbell.impact.detection.tables.layouts.titled_lists import list_strangers, list_titled
from firstbell.impact.detection.tables.logins.cards import spell_cards
from firstbell.impact.detection.tables.logins.labels import spell_codes, spell_placed_codes
from firstbell.impact.detection.tables.logins.links import take_logins
from firstbell.impact.detection.tables.reader import TableReader
from firstbell.impact.people.folded_text import compose, fold, split_name, squeeze
from firstbell.impact.people.lexicon import Lexicon

_HEADER = re.compile(
    r"(?im)^[ \t]*(?:(?:students?|pupil|child|name|full|legal|last|first|family|given|id|e-?mail|employee|"
    r"staff|ssn|social|local|state|user|username|login|parent|guardian|person)\b[^\n\r\d:.]{3,150}"
    # other words in cells that gaps part; what the cells are is seen to afterwards
    # (a sign before the first marks the line as none of the records)
    r"|[a-z#*;][^\s\d:]*(?: [^\s\d:]+){0,3}(?: {2,}|\t+)"
    r"[a-z#](?:[^\n\r\d:]|\d[\d.]*%|(?<=[a-z])\d(?![\d./-])){3,220})(?=\r?$)"
)
_CELLS = re.compile(r"\t+|[ ]*\|[ ]*| {2,}")
_NAMING = frozenset((ID, EMAIL, NAME, GIVEN, FAMILY))
# of these no cell of a table is empty
_ALWAYS = select_kinds(lambda signs: signs.is_always_filled)
_CELL = re.compile(r"\S+(?: \S+)*")
_LEADING_NUMBER = re.compile(r"[A-Z]{0,2}\d{3,9} (?=[^\W\d])")
_FEWEST_PLACED = 3
_MAX_LINES = 20_000
_MAX_WORDS, _FEWEST_NAMED = 4, 2
# what stands at the head of a text may name its school
_HEAD_CHARS = 200
_TRAILING = 8
# share of the lines on which cells begin below their headers; lines that are looked at behind an empty one
_EVEN, _FOLLOWING, _ASIDE = 0.6, 3, 2


class BlockReader:
    """Finds such tables in a passage, and reads them."""

    def __init__(self, lexicon: Lexicon, keeper: Keeper, tables: TableReader) -> None:
        self._lexicon = lexicon
        self._keeper = keeper
        self._tables = tables
        self._density = measure_density(lexicon.ids)
        self._names = PupilNames(lexicon)
        # what a table has that went on to the end of the last passage, and whose passage that was
        self._open: tuple[Unit, set[str]] | None = None

    def read(self, unit: Unit, location: str, text: str) -> None:
        """Take the tables of a passage in."""
        take_logins(unit, location, text)
        unit.codes.take_entries(text, self._tables.is_name)
        self._read_lists(unit, location, text)
        if stacked := spell_stacked(text):
            self._tables.read(unit, location, stacked)
            return
        done = 0
        if self._open is not None and self._open[0] is unit:
            kinds = self._open[1]
            lines = list(_list_below(text, 0))
            self._read_lines(unit, location, lines, kinds)
            done = sum(len(line) + 1 for line in lines)
            if done + _TRAILING < len(text):
                self._open = None
        else:
            self._open = None
        for match in _HEADER.finditer(text):
            if match.start() < done:
                continue
            cells = _CELLS.split(match[0].strip())
            lines = _cut_at_header(match[0], list(_list_below(text, match.end(), (match[0], cells))))
            cells = part_header(match[0], cells, lines)
            known = _count_known(cells) if len(cells) > 1 else 0
            rows = _split_lines(match[0], cells, lines) if known else []
            if known > 1 or self._name_below(rows):
                if rows := gather_below(rows):
                    headings, unit.headings = unit.headings, list_banner(text[: match.start()])
                    self._tables.read(unit, location, [cells, *rows])
                    unit.headings = headings
                    done = match.end() + sum(len(line) + 1 for line in lines)
            elif not _starts_with_header(lines) and (kinds := _find_kinds(match[0].split())):
                self._read_lines(unit, location, lines, kinds)
                done = match.end() + sum(len(line) + 1 for line in lines)
                self._open = (unit, kinds) if done + _TRAILING >= len(text) else None

        if told := unit.codes.take_legend(text):
            unit.loose_terms = [one for one in unit.loose_terms if one.kind not in told]
            unit.strangers.drop_terms(told)

    def _read_lists(self, unit: Unit, location: str, text: str) -> None:
        """Lines that begin alike with numbers, lists of codes, and tables that are drawn."""
        if numbered := spell_numbered(text, self._lexicon.ids, self._density):
            self._tables.read(unit, location, numbered)
        place = " ".join((*unit.path.folders, unit.path.name))
        if coded := self._list_codes(unit, place, text):
            self._tables.read(unit, location, coded)
        called = partial(calls_somebody, self._lexicon)
        told = () if unit.setting.is_public else unit.setting.weights
        words = {*split_name(f"{place} {text[:_HEAD_CHARS]}")}
        for rows in (
            list_called(text, told, partial(self._names.call, words)),
            spell_cards(text, fold(compose(text)), self._tables.is_name),
            list_meals(text, self._tables.is_name),
            list_visits(text, told, called),
            spell_inline(text),
            *list_commented(text),
            list_narrow(text),
            spell_glued(text, self._tables.is_name, place),
        ):
            if rows:
                self._tables.read(unit, location, rows)
        self._read_records(unit, location, text)
        if not unit.setting.is_public:
            if strange := list_strangers(text, self._tables.is_name):
                self._tables.read(unit, location, strange)
            for rows in list_titled(text, unit.path.name, called):
                self._tables.read(unit, location, rows)
        headings = unit.headings
        for table in find_ruled(text):
            unit.headings = table.above
            self._tables.read(unit, location, table.rows)
        for listed in () if unit.setting.is_public else find_headed(text, self._tables.is_name):
            unit.headings = [listed.heading]
            self._tables.read(unit, location, listed.rows)
        unit.headings = headings

    def _list_codes(self, unit: Unit, place: str, text: str) -> list[list[str]]:
        if DataKind.CREDENTIALS in unit.setting.weights:
            return spell_codes(text)
        return [] if unit.setting.is_public else spell_placed_codes(text, place, self._tables.is_name)

    def _read_records(self, unit: Unit, location: str, text: str) -> None:
        """Forms as they were sent, and records whose fields stand behind labels or below them."""
        for sent in chain(spell_queries(text), () if unit.setting.is_public else list_single(text)):
            self._tables.read(unit, location, sent)
        if labelled := spell_labelled(text):
            # what heads the text is said of none of them
            headings, unit.headings = unit.headings, []
            self._tables.read(unit, location, labelled)
            unit.strangers.recorded |= {spell_key(name) for name in list_names(labelled)}
            unit.headings = headings

    def _read_lines(self, unit: Unit, location: str, lines: Sequence[str], kinds: set[str]) -> None:
        for number, line in enumerate(lines, start=1):
            words = line.split()
            found = self._find_person(words) if len(words) > 1 else None
            if found is None:
                continue
            who, by, named = found
            rest = " ".join(one for one in words if one != named)
            values = [self._keeper.keep(kind, rest) for kind in sorted(kinds)]
            here = f"{location}, line {number} of a table" if location else f"line {number} of a table"
            keys = (self._lexicon.people[who].key,)
            link = PersonLink(keys, None, set(kinds), CERTAIN, {by}, [here], values)
            link.told = trace_alike(by, kinds, Source.COLUMN)
            unit.add_link(link)

    def _name_below(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether a column names people of the roster, whatever its header is called."""
        if len(rows) < _FEWEST_NAMED:
            return False
        return any(
            sum(bool(cell) and self._tables.is_name(cell) for cell in column) >= _EVEN * len(rows)
            for column in zip(*rows, strict=True)
        )

    def _find_person(self, words: Sequence[str]) -> tuple[int, str, str] | None:
        """(person, by what, the word) of the only one that a line names by id or address."""
        lexicon = self._lexicon
        for word in words:
            if "@" in word:
                by, people = "email", lexicon.emails.get(word.lower().encode("utf-8", "replace"), ())
            else:
                by, people = "id", lexicon.ids.get(squeeze(word), ())
            if len(people) == 1:
                return people[0], by, word
        return None


def _split_lines(header: str, cells: Sequence[str], lines: Sequence[str]) -> list[list[str]]:
    """The rows of a table. Where a cell is as wide as its column only one space parts it from the next, and
    columns begin where their headers do; where one is empty the others stand below their headers.
    """
    starts, at = [], 0
    for cell in cells:
        at = header.index(cell, at)
        starts.append(at)
        at += len(cell)
    spans = [(start, start + len(cell)) for start, cell in zip(starts, cells, strict=True)]
    even = _find_starts(starts, [line for line in lines if line.strip()])
    are_even, starts = bool(even), even or starts
    ends = [*starts[1:], None]
    rows = []
    for line in lines:
        if are_even and not line.strip():
            continue
        row = _CELLS.split(line.strip())
        is_aligned = all(line[start - 1 : start] in {" ", ""} for start in starts[1:])
        if "\t" not in line and (len(row) != len(cells) or (are_even and is_aligned)):
            row = (
                [line[at:end].strip() for at, end in zip(starts, ends, strict=True)]
                if is_aligned or are_even
                else _place(spans, line)
            )
        if len(row) == len(cells):
            rows.append(row)
    return rows


def _find_starts(starts: Sequence[int], lines: Sequence[str]) -> list[int]:
    """Where the cells of most lines begin, each below a header or next to it: then a cell that fills its
    column up ends there, too. Nothing where they begin anywhere.

    >>> _find_starts([0, 7], ["Ada   1/2/03", "Ben   4/5/06", "Cecili7/8/09"])
    [0, 6]
    >>> _find_starts([0, 6], ["Ada 1", "Benjamin 2"])
    []
    """
    found = [0]
    for start in starts[1:]:
        near = sorted(
            range(max(found[-1] + 1, start - _ASIDE), start + _ASIDE + 1), key=lambda at: abs(at - start)
        )
        at = next((at for at in near if _count_begun(lines, at) >= _EVEN * len(lines)), -1)
        if at < 0:
            return []
        found.append(at)
    return found if lines and len(found) > 1 else []


def _count_begun(lines: Sequence[str], at: int) -> int:
    return sum(line[at - 1 : at] == " " and line[at : at + 1].strip() != "" for line in lines)


def _place(spans: Sequence[tuple[int, int]], line: str) -> list[str]:
    """The cells of a line, each below the header that it stands under; nothing where one stands under none,
    or most headers have none.

    >>> _place([(0, 4), (8, 12), (17, 20), (23, 28)], "Ada  1,200.00  80.00")
    ['Ada', '1,200.00', '80.00', '']
    """
    row = [""] * len(spans)
    for first, last in _cut_cells(spans, line):
        under = [at for at, (start, end) in enumerate(spans) if start < last and first < end]
        # a wide number may reach below the next header; it is whose header it ends with
        free = [(abs(spans[at][1] - last), at) for at in under if not row[at]]
        if not free:
            return []
        row[min(free)[1]] = line[first:last].strip()
    filled = sum(map(bool, row))
    return row if filled >= _FEWEST_PLACED and filled * 2 > len(spans) else []


def _cut_cells(spans: Sequence[tuple[int, int]], line: str) -> Iterator[tuple[int, int]]:
    """Where the cells of a line begin and end; a number is parted from the words behind it by one space,
    where these begin below the next header.

    >>> line = "1305 Falkner, Rosalie   1897.00"
    >>> [line[start:end] for start, end in _cut_cells([(0, 3), (5, 9), (24, 29)], line)]
    ['1305', 'Falkner, Rosalie', '1897.00']
    """
    for match in _CELL.finditer(line):
        start = match.start()
        number = _LEADING_NUMBER.match(match[0])
        at = start + number.end() if number else start
        if number and any(abs(head - at) <= 1 and start < head for head, _ in spans):
            yield start, at - 1
            start = at
        yield start, match.end()


def _list_below(text: str, at: int, head: tuple[str, Sequence[str]] | None = None) -> Iterator[str]:
    """The lines below a place, up to an empty one. `head`: the headers above them and its cells; an empty
    line may part these from what stands below them, and one record from the next.
    """
    lines = text[at:].lstrip("\r").removeprefix("\n").split("\n")
    for count, line in enumerate(lines):
        if not line.strip():
            following = [one.rstrip("\r") for one in lines[count + 1 : count + 1 + _FOLLOWING]]
            rows = _split_lines(*head, following) if head is not None and any(following[:1]) else []
            # a line that ends before the second header fills one cell alone
            if not any(sum(map(bool, row)) > 1 for row in rows):
                return
        if count >= _MAX_LINES:
            return
        yield line.rstrip("\r")


def _cut_at_header(header: str, lines: list[str]) -> list[str]:
    """The lines up to one of nothing but other headers, with values below it: the next part of a form.

    >>> _cut_at_header("First name  Last name", ["Ada  Roe", "Birth date  SSN", "3/9/12  219-09-3344"])
    ['Ada  Roe']
    >>> _cut_at_header("Student  Grade", ["Ada Roe  4", "Ben Roe  5"])
    ['Ada Roe  4', 'Ben Roe  5']
    """
    for at, line in enumerate(lines[1:-1], start=1):
        cells = _CELLS.split(line.strip())
        if len(cells) > 1 and _count_known(cells) == len(cells) and line.split() != header.split():
            return lines[:at]
    return lines


def _starts_with_header(lines: Sequence[str]) -> bool:
    """Whether the first of some lines names columns: the one above it is a title."""
    return (
        bool(lines)
        and _HEADER.fullmatch(lines[0]) is not None
        and _count_known(_CELLS.split(lines[0].strip())) > 1
    )


def _count_known(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if read_header(cell)[0])


def _find_kinds(words: Sequence[str]) -> set[str]:
    """What every row has, by a line of header words that single spaces part; nothing where it is none."""
    for lengths in (range(_MAX_WORDS, 0, -1), range(1, _MAX_WORDS + 1)):
        roles, covered = _split_header(words, lengths)
        if len(roles) > 1 and covered * 10 >= len(words) * 6 and _NAMING & set(roles):
            return {str(kind) for kind in _ALWAYS & set(roles)}
    return set()


def _split_header(words: Sequence[str], lengths: Sequence[int]) -> tuple[list[str], int]:
    """(roles, how many words they cover); `lengths`: how many words a header has, the best first."""
    roles, at, covered = [], 0, 0
    while at < len(words):
        for length in lengths:
            role, owner, _, _ = read_header(" ".join(words[at : at + length]))
            if role and owner == MAIN and at + length <= len(words):
                roles.append(role)
                covered += length
                at += length
                break
        else:
            at += 1
    return roles, covered
