"""Wage reports of the Social Security Administration (EFW2), by the places of their fields.

Source: SSA, Specifications for Filing Forms W-2 Electronically (EFW2), record RW. A line (from 1): 1-2 RW,
3-11 SSN, 12-26 first name, 27-41 middle name, 42-61 last name, 62-65 suffix, 88-109 street, 188-198 wages.

>>> line = "RW219093344" + "ADA".ljust(15) + "M".ljust(15) + "DE LA CRUZ".ljust(24)
>>> read_wages(line + " " * 22 + "12 ELM ST".ljust(100) + "00004211900")[1]
['219093344', 'ADA', 'DE LA CRUZ', '12 ELM ST', '00004211900']
"""

from __future__ import annotations

import re

_HEADER = ["SSN", "First name", "Last name", "Home address", "Wages"]
_NUMBER = re.compile(r"RW(\d{9})")
_NAME = re.compile(r"[A-Z][A-Z'. -]*")
_AMOUNT = re.compile(r"\d{11}")
# files that a program has squeezed: the names are parted by gaps, and an amount comes right behind them
_SQUEEZED = re.compile(
    r"RW(\d{9})([A-Z][A-Z'. -]*?)[ ]{2,}(?:[A-Z][A-Z'.-]*[ ]{2,})?([A-Z][A-Z'. -]*?)[ ]{2,}"
    r"(?:[A-Z]{1,4}[ ]{2,})?(\d{11})"
)
_LEAST_CHARS = 66


def read_wages(text: str) -> list[list[str]]:
    """The employees as rows, header first; none where the text is no such report."""
    rows = [row for line in text.splitlines() if line.startswith("RW") and (row := _read_line(line))]
    return [_HEADER, *rows] if rows else []


def _read_line(line: str) -> list[str]:
    number = _NUMBER.match(line)
    given, family = line[11:26].strip(), line[41:61].strip()
    if number is None:
        return []
    if squeezed := _SQUEEZED.match(line):
        return [squeezed[1], squeezed[2], squeezed[3], "", squeezed[4]]
    if len(line) < _LEAST_CHARS or not (_NAME.fullmatch(given) and _NAME.fullmatch(family)):
        return []
    amount = _AMOUNT.search(line, _LEAST_CHARS)
    street = (line[87:109].strip() or line[65:87].strip()) if len(line) > len(number[0]) else ""
    return [number[1], given, family, street, amount[0] if amount else ""]
