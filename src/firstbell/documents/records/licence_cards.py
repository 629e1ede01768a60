r"""Driver's licences that a machine has read: lines that begin with the number of their field.

Source: AAMVA DL/ID Card Design Standard, the numbers of the data elements on a card: 1 family name, 2 given
names, 3 date of birth, 4d number, 8 address.

>>> card = "DRIVER'S LICENSE\n4d H-575-857\n1 ROE\n2 ADA MAE\n8 12 ELM ST\n3 06/25/1992   15 SEX F\n"
>>> read_cards(card)[1]
['H-575-857', 'ROE', 'ADA MAE', '06/25/1992', '12 ELM ST']
>>> read_cards("1 ROE\n2 ADA\n3 06/25/1992\n")
[]
"""

from __future__ import annotations

import re

_HEADER = ["Drivers license number", "Last name", "First name", "Date of birth", "Home address"]
_FIELDS = ("4d", "1", "2", "3", "8")
_CARD = re.compile(r"(?i)\b(?:licen[cs]e|identification card|permit|id card)\b")
_FIELD = re.compile(r"(?:^|(?<=  ))[ \t]*(4[dD]|[1238])[.:]?[ ]{1,4}(\S.*?)(?=  |[ \t]*$)", re.M)
_NUMBER = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 -]{4,24}", re.I)
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
_NAME = re.compile(r"[^\W\d_][^\d\n,;:]{1,40}")


def read_cards(text: str) -> list[list[str]]:
    """The cards as rows, header first; none where a text has none that is whole."""
    if not any(mark in text for mark in ("4d", "4D")) or not _CARD.search(text):
        return []
    rows: list[list[str]] = []
    card: dict[str, str] = {}
    for match in [*_FIELD.finditer(text), None]:
        number = match[1].lower() if match else ""
        if card and (match is None or number in card):
            rows += [[card.get(one, "") for one in _FIELDS]] if _is_whole(card) else []
            card = {}
        if match is not None:
            card[number] = match[2].strip()
    return [_HEADER, *rows] if rows else []


def _is_whole(card: dict[str, str]) -> bool:
    """Whether it has a number or a day of birth, and both parts of the name."""
    names = all(_NAME.fullmatch(card.get(one, "")) for one in ("1", "2"))
    number = _NUMBER.fullmatch(card.get("4d", "")) is not None
    return names and number and ("3" not in card or _DAY.fullmatch(card["3"]) is not None)
