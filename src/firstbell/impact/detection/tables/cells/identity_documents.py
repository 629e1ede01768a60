r"""Documents that governments issue, as clerks note them down: a word or two letters for the document, and its
number.

>>> names_document("PP 912345678"), names_document("DL WI K5301234567890"), names_document("A204567891")
(True, True, True)
>>> names_document("birth certificate"), names_document("Rm 204"), names_document("PP, no number kept")
(False, False, False)

Drivers' cards as a scanner reads them off their back, whole in one cell: codes of three letters, each
with what it stands for behind it.

Source: AAMVA DL/ID Card Design Standard, annex D: DAQ number, DCS family name, DAC given name, DBB birth.

>>> rows = [["at", "raw"], ["8:10", "@ANSI 636038 DAQR100 DCSROE DACADA DBB06251992"], ["8:20", ""]]
>>> for row in spread_scans(rows): print(row)
['at', 'raw', 'DAQ', 'DCS', 'DAC', 'DBB']
['8:10', '', 'R100', 'ROE', 'ADA', '06/25/1992']
['8:20', '', '', '', '', '']
>>> [*spread_scans([["at", "raw"], ["8:10", "DAQ was here"]])]
[['at', 'raw'], ['8:10', 'DAQ was here']]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

_DOCUMENT = re.compile(
    r"\b(?:(?i:dl|cdl|d\.l\.|driver'?s? lic\w*|licen[cs]e|lic|pp|ppt|passport|pasaporte|ead|i-?94|i-?551|i-?766|green card|prc?|visa|"
    r"alien(?: reg\w*)?|uscis|state id|consular(?: id)?|matricula|tribal id|military id|id card|sevis|itin|work permit|perm(?:anent)? res\w*(?: card)?)"
    r"[ :#.-]{0,3}(?:(?i:no|num|number|card|id)[ :#.]{0,2})?(?:[A-Z]{2}[ :-]{1,2})?[A-Z]{0,3}-?\d[\dA-Z -]{4,15}\d"
    r"|(?:A[ #-]?\d{3}-?\d{3}-?\d{2,3}|(?:(?i:lpr|alien|uscis|resident)\W{1,3})A[ #-]?\d{3} \d{3} \d{2,3}"
    # a state, and what it gave; the number that Mexico gives everybody
    r"|[A-Z]{2} (?:ID|DL|CDL) [A-Z]\d{9,14}|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d)|(?:WAC|EAC|LIN|SRC|MSC|IOE|NBC|YSC)\d{10}|N00\d{8})\b"
)

# what the lists of a hiring form call documents, alone in a cell
_NAMED = (
    r"(?:(?:us|u\.s\.|mn|wi|nd|sd|ia|foreign|state|valid|unexp\w*|refugee|asylee) )?(?:pp|ppt|uspp|pass ?port(?: card)?|prc|lpr|ead|dl|cdl|drivers? lic\w*|"
    r"driver'?s licen[cs]e|i-?551|i-?766|i-?94|i-?20|green card|"
    r"perm(?:anent|\.)? res(?:ident|\.)?(?: card| alien)?|resident (?:card|alien)|employment auth\w*(?: doc\w*| card)?|work (?:permit|auth\w*)|"
    r"(?:state|tribal|military|school|gov(?:ernmen)?t) id(?: card)?|ss|ssn|ss card|soc(?:ial)? sec(?:urity)?(?: card)?|"
    r"birth cert\w*|b\.?c\.?|visa|itin(?: letter)?|consular (?:id|matricula)|matricula(?: consular)?|tribal (?:enrol\w*|membership|id)(?: card)?|enrol\w* card|nat(?:uralization)? cert\w*|cert\w* of (?:nat\w*|citizenship))"
)
_CALLED = re.compile(rf"(?i){_NAMED}(?: ?(?:\+|/|&|,|and|w/) ?{_NAMED})?(?:(?:,? |-)\(?[A-Z]{{2,3}}\)?)?")
_NUMBER = re.compile(r"[A-Z]{0,3}[ -]?\d[\d -]{4,14}|(?=(?:\D*\d){5})[A-Z0-9]+(?:-[A-Z0-9]+)*")
# of who showed nothing
_NOTHING = frozenset(("", "none", "n/a", "na", "no", "-", "--", "pending"))
# share of cells that name documents
_NEARLY_ALL = 0.8
_LICENCE = re.compile(r"[A-Za-z]{1,2}[ -]?\d(?:[ -]?\d){6,13}")
_ISSUED = re.compile(
    r"(?:[A-Z]{2}[ :-]+[A-Z]\d{7,14}|[A-Z]\d{12}|A[ -]?\d{8,9}|(?:WAC|EAC|LIN|SRC|MSC|IOE|NBC|YSC)\d{10})"
)


def names_document(text: str) -> bool:
    """Whether a cell, or a line, holds such a number."""
    return _DOCUMENT.search(text) is not None


def is_licence(cell: str) -> bool:
    """Whether a cell is a number like those of drivers' licences, which a header must call so."""
    return _LICENCE.fullmatch(cell) is not None


def is_issued(cell: str) -> bool:
    """Whether a cell is a number that needs no header: a licence with its state, an alien registration, a
    receipt of the immigration service.
    """
    return _ISSUED.fullmatch(cell) is not None


# headers that say of one thing what sort it is, and its number: "list A type", "list A no"
_TYPE_HEADER = re.compile(r"(?i)(.{2,40}?)[ _]?(?:type|kind|title|name)")
_NUMBER_HEADER = re.compile(r"(?i)(.{2,40}?)[ _]?(?:no|num|number|nbr|#)\.?")


def list_numbered(cells: Mapping[int, Sequence[str]], header: Sequence[str] = ()) -> list[int]:
    """The columns of numbers right behind those of the short names of documents: "PRC", "EAD", "US passport".
    One of either is enough where their headers say that they belong together.

    >>> list_numbered({0: ["Ada", "Ben"], 1: ["PRC", "USPP"], 2: ["A208331992", "561220981"]})
    [2]
    >>> list_numbered({0: ["DL-MN", "State ID", "none"], 1: ["K530-123-456-789", "T660-209-481-335"]})
    [1]
    >>> list_numbered({0: ["DL", "DL"], 1: ["4/30", "5/31"]})
    []
    >>> list_numbered({0: ["US passport"], 1: ["561220981"]}, ["doc type", "doc no"])
    [1]
    """
    return [
        at + 1
        for at, every in cells.items()
        if (column := [cell for cell in every if cell.lower() not in _NOTHING])
        # most columns have no numbers behind them
        and (behind := [cell for cell in cells.get(at + 1, ()) if cell.lower() not in _NOTHING])
        and all(map(_is_numbered, behind))
        and sum(map(_is_called, column)) >= max(2 - _belong(header, at), _NEARLY_ALL * len(column))
    ]


def _belong(header: Sequence[str], at: int) -> bool:
    """Whether a header and the next one say the sort and the number of one thing."""
    if at + 1 >= len(header):
        return False
    sort, number = (
        _TYPE_HEADER.fullmatch(header[at].strip()),
        _NUMBER_HEADER.fullmatch(header[at + 1].strip()),
    )
    return sort is not None and number is not None and sort[1].lower() == number[1].lower()


def _is_called(cell: str) -> bool:
    return _CALLED.fullmatch(cell.strip()) is not None


def _is_numbered(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None


_SCAN_NUMBER = "DAQ"
_CODES = (_SCAN_NUMBER, "DCS", "DAC", "DBB")
_FIELD = re.compile(r"(?:(?<=\s)|\A|(?<=DL))(D[A-D][A-Z])(\S[^\r\n]*?)(?=\s+D[A-D][A-Z]|\s*[\r\n]|\s*\Z)")
_BORN = re.compile(r"(0[1-9]|1[0-2])([0-3]\d)((?:19|20)\d\d)")
# of a table so many rows are looked at
_FIRST_ROWS = 4


def spread_scans(rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    """The rows; what a column has of such cards stands in columns of its own behind the others."""
    source = iter(rows)
    first = [*islice(source, _FIRST_ROWS)]
    at = next(
        (at for row in first[1:] for at, cell in enumerate(row) if _SCAN_NUMBER in cell and _read(cell)), -1
    )
    whole = chain(first, source)
    return whole if at < 0 else _spread(whole, at, max(map(len, first)))


def _spread(rows: Iterable[Sequence[str]], at: int, width: int) -> Iterator[Sequence[str]]:
    for number, row in enumerate(rows):
        cells = [*row, *[""] * (width - len(row))]
        card = _read(cells[at])
        cells[at] = "" if card else cells[at]
        yield [*cells, *(_CODES if not number else (card.get(code, "") for code in _CODES))]


def _read(cell: str) -> dict[str, str]:
    """What a card says; nothing where it is none."""
    card = {code: value.strip() for code, value in _FIELD.findall(cell)}
    if not {_SCAN_NUMBER, "DCS"} <= card.keys():
        return {}
    if born := _BORN.fullmatch(card.get("DBB", "")):
        card["DBB"] = "/".join(born.groups())
    return card
