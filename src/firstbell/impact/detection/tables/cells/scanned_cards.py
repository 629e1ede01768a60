r"""Drivers' cards as a scanner reads them off their back, whole in one cell: codes of three letters, each
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
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

_NUMBER = "DAQ"
_CODES = (_NUMBER, "DCS", "DAC", "DBB")
_FIELD = re.compile(r"(?:(?<=\s)|\A|(?<=DL))(D[A-D][A-Z])(\S[^\r\n]*?)(?=\s+D[A-D][A-Z]|\s*[\r\n]|\s*\Z)")
_BORN = re.compile(r"(0[1-9]|1[0-2])([0-3]\d)((?:19|20)\d\d)")
# of a table so many rows are looked at
_FIRST_ROWS = 4


def spread_scans(rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    """The rows; what a column has of such cards stands in columns of its own behind the others."""
    source = iter(rows)
    first = [*islice(source, _FIRST_ROWS)]
    at = next((at for row in first[1:] for at, cell in enumerate(row) if _NUMBER in cell and _read(cell)), -1)
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
    if not {_NUMBER, "DCS"} <= card.keys():
        return {}
    if born := _BORN.fullmatch(card.get("DBB", "")):
        card["DBB"] = "/".join(born.groups())
    return card
