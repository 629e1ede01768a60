"""Payments that are reported to the Internal Revenue Service (Publication 1220, the 1099 forms), by the
places and the order of the fields of a payee's record.

Source: IRS, Publication 1220, record B (from 1): 1 B, 2-5 year, 6 correction, 7-10 the first letters of the
family name, 11 which sort of number, 12-20 the number, 21-40 the payer's account, then amounts of 12
digits, then names and the address. Programs that squeeze the gaps or widen them keep the order.

>>> line = "B2025 ROE 2219093344" + "A1".ljust(20) + "000000120000".rjust(26) + " " * 60 + "ROE ADA"
>>> read_payees(line + " " * 40 + "12 ELM ST".ljust(40) + "HILL")[1]
['219093344', 'ROE, ADA', '12 ELM ST', '000000120000']
"""

from __future__ import annotations

import re

_HEADER = ["SSN", "Name", "Home address", "Box 1 amount"]
_PAYEE = re.compile(r"B20\d\d[GC ]?([A-Z&' -]{0,8})([12 ])(\d{9})(?!\d)")
_AMOUNT = re.compile(r"\d{12}")
_NAME = re.compile(r"(?<![^\W\d_])[A-Z][A-Z'&.,-]+(?: [A-Z][A-Z'&.,-]*)*(?=  |$)")
_STREET = re.compile(r"\d+ [A-Z0-9][A-Z0-9 .#-]*?(?=  |$)")
# sorts of numbers: of a firm, and of a person
_OF_FIRM = "1"


def read_payees(text: str) -> list[list[str]]:
    """The people who were paid as rows, header first; none where the text is no such report."""
    rows = [row for line in text.splitlines() if line.startswith("B20") and (row := _read_line(line))]
    return [_HEADER, *rows] if rows else []


def _read_line(line: str) -> list[str]:
    number = _PAYEE.match(line)
    if number is None or number[2] == _OF_FIRM:
        return []
    amount = _AMOUNT.search(line, number.end())
    name = _NAME.search(line, amount.end() if amount else number.end())
    if name is None:
        return []
    street = _STREET.search(line, name.end())
    return [
        number[3],
        _turn(name[0], number[1].strip()),
        street[0].strip() if street else "",
        amount[0] if amount else "",
    ]


def _turn(name: str, letters: str) -> str:
    """The name with a comma behind the family name, where it begins with the letters of that."""
    family, _, given = name.partition(" ")
    is_first = letters and given and "," not in name and family.replace("'", "").startswith(letters)
    return f"{family}, {given}" if is_first else name
