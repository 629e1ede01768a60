r"""Dates as people write them, to YYYY-MM-DD.

>>> read_date("March 4, 2011"), read_date("3/4/2011"), read_date("04.03.2011 "), read_date("soon")
('2011-03-04', '2011-03-04', '2011-04-03', '')
>>> read_date("19 de febrero de 1988"), read_date("19 / feb / 1988"), read_date("04-MAR-2011")
('1988-02-19', '1988-02-19', '2011-03-04')
>>> read_date("19 f\u00e9vrier 1988"), read_date("1er juillet 2011"), read_date("19 f\u00e9roce 1988")
('1988-02-19', '2011-07-01', '')
>>> read_date("20110304000000Z"), read_date("20110304000000")
('2011-03-04', '')
>>> read_date("04MAR11"), read_date("04-MAR-11"), read_date("04AND11")
('2011-03-04', '2011-03-04', '')
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from datetime import date
from functools import lru_cache

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: at + 1 for at, name in enumerate(_NAMES)}
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.+Z-]*)?\s*\Z")
_NUMBERS = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:\s+[\d:]+(?:\s*[ap]m)?)?\s*\Z", re.I)
_SPELT = re.compile(
    r"\s*(?:([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?|"
    r"(\d{1,2})(?:st|nd|rd|th|er)?[ -]([a-z\u00e9\u00fb]{3,9})\.?)"
    r"(?:,?[ -]+(\d{4})|-(\d\d))\s*\Z",
    re.I,
)
# as airlines and the military write it
_JOINED = re.compile(r"\s*(\d{1,2})([a-z]{3})(\d{4}|\d{2})\s*\Z", re.I)
# in Spanish: "19 de febrero de 1988", "19 / feb / 1988"
_SPANISH_NAMES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_SPANISH_MONTHS = {name: at + 1 for at, name in enumerate(_SPANISH_NAMES)} | {"set": 9}
# in French: "19 f\u00e9vrier 1988", by the first four letters
_FRENCH_MONTHS = {
    "janv": 1, "f\u00e9vr": 2, "fevr": 2, "mars": 3, "avri": 4, "mai": 5, "juin": 6, "juil": 7,
    "ao\u00fbt": 8, "aout": 8, "sept": 9, "octo": 10, "nove": 11, "d\u00e9ce": 12, "dece": 12,
}  # fmt: skip
_SPANISH = re.compile(
    r"\s*(\d{1,2})(?: de | ?[/-] ?)([a-z]{3})[a-z]{0,7}\.?(?: del? | ?[/-] ?)((?:19|20)\d\d)\s*\Z", re.I
)
# in the boxes of a form
_SPACED = re.compile(r"\s*(\d{1,2}) (\d{1,2}) ((?:19|20)\d\d)\s*\Z")
# alone, or with the time behind it as directories have it
_PACKED = re.compile(
    r"\s*(19\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{4,6}(?:\.\d+)?(?:Z|[+-]\d{4}))?\s*\Z"
)
_PACKED_US = re.compile(r"\s*(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(19\d\d|20\d\d)\s*\Z")
# two digits of a year that are above this are of the last century
_PIVOT = 30
_MONTHS_A_YEAR = 12


@lru_cache(maxsize=65536)
def read_date(text: str, *, day_first: bool = False) -> str:
    """The date in ISO form, month before day where that is open, unless `day_first`; "" where it is none."""
    if match := _ISO.match(text) or _PACKED.match(text):
        return _make(int(match[1]), int(match[2]), int(match[3]))
    if match := _PACKED_US.match(text):
        return _make(int(match[3]), int(match[1]), int(match[2]))
    if match := _NUMBERS.match(text) or _SPACED.match(text):
        year = _read_year(match[3])
        first, second = int(match[1]), int(match[2])
        if day_first:
            first, second = second, first
        return _make(year, first, second) or _make(year, second, first)
    if match := _JOINED.match(text):
        return _make(_read_year(match[3]), _MONTHS.get(match[2].lower(), 0), int(match[1]))
    if match := _SPANISH.match(text):
        month = _SPANISH_MONTHS.get(match[2].lower(), 0) or _MONTHS.get(match[2].lower(), 0)
        return _make(int(match[3]), month, int(match[1]))
    if match := _SPELT.match(text):
        spelt = (match[1] or match[4]).lower()
        month = _MONTHS.get(spelt[:3], 0) or _FRENCH_MONTHS.get(spelt[:4], 0)
        return _make(_read_year(match[5] or match[6]), month, int(match[2] or match[3]))
    return ""


def _read_year(digits: str) -> int:
    year = int(digits)
    return year if year >= 100 else year + (1900 if year > _PIVOT else 2000)


def _make(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def are_days_first(cells: Iterable[str], known: Container[str]) -> bool:
    """Whether dates have the day before the month: by those that can be nothing else, or by more of them that
    are among the `known` (ISO) if read so.

    >>> are_days_first(["29.11.2011", "04.03.2009"], ()), are_days_first(["4/3/2009", "11/29/2011"], ())
    (True, False)
    >>> are_days_first(["04/03/2009", "02/01/2010"], {"2009-03-04", "2010-01-02"})
    True
    """
    pairs = [(int(match[1]), int(match[2])) for cell in cells if (match := _NUMBERS.match(cell))]
    late = sum(first > _MONTHS_A_YEAR for first, _ in pairs)
    if late or any(second > _MONTHS_A_YEAR for _, second in pairs):
        return late > sum(second > _MONTHS_A_YEAR for _, second in pairs)
    days = [day for cell in cells if (day := read_date(cell))] if pairs else []
    turned = sum(turn_date(day) in known for day in days)
    return turned > sum(day in known for day in days) and turned * 2 > len(days)


_INSIDE = re.compile(r"(?<![\d/-])(?:\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)(?![\d/-])")


def find_date(cell: str) -> str:
    """The day that stands in a cell beside other things, as it is written; "" where none does.

    >>> find_date("12/09/1966  DL A29"), find_date("call 555-010-2244")
    ('12/09/1966', '')
    """
    match = _INSIDE.search(cell)
    return match[0] if match and read_date(match[0]) else ""


def holds_date(cell: str) -> bool:
    """Whether a cell is a day, or holds one."""
    return bool(read_date(cell) or find_date(cell))


def turn_date(iso: str) -> str:
    """The date with the day as the month and the month as the day; "" where that is none.

    >>> turn_date("2018-05-07"), turn_date("2018-05-17")
    ('2018-07-05', '')
    """
    return _make(int(iso[:4]), int(iso[8:10]), int(iso[5:7])) if iso else ""


def may_be_birth(iso: str, today: str) -> bool:
    """Whether somebody who lives, or did lately, can be born on this day."""
    return bool(iso) and str(int(today[:4]) - 115) < iso[:4] and iso <= today


def is_minor(iso: str, today: str) -> bool:
    """Whether who was born on that day is under 18 today."""
    return bool(iso) and iso > f"{int(today[:4]) - 18:04d}{today[4:]}"
