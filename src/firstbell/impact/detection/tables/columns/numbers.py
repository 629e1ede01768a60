"""What columns of numbers and of days hold, by their shape and by what their headers leave open."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from firstbell.base.issued_numbers import is_routing
from firstbell.impact.detection.headers.header_words import DAY, LICENCE_HEADER, MEASURE, THING
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.cells.identity_documents import is_issued, is_licence, names_document
from firstbell.impact.detection.tables.cells.signs import are_repeated, has_digit
from firstbell.impact.detection.values.numbers import are_in_series, is_card, is_itin, is_ssn
from firstbell.impact.people.dates import read_date

_MOST, _HALF = 0.6, 0.5
_SSN = re.compile(r"\d{3}([- ])\d\d\1\d{4}")
# one number in nine that chance made is never issued
_FEWEST_COUNTED, _ISSUED = 12, 0.95
_CARD_DIGITS, _LAST_DIGITS = 12, 4
# rows are not counted so far; and no program reads numbers of thousands of digits in a reasonable time
_MOST_DIGITS = 18
# badges and library cards are called so, too, and a complaint or a copy is shortened to the same letters
# digits enough for an account
_HAS_ACCOUNT = re.compile(r"\d{4}")
_CARD_HEADER = re.compile(r"(?:card|cc)(?: (?:no|number|num|#))?")
# what banks call the number of a card, of which the check may be a misprint
_PAN = re.compile(
    r"(?i)pan(?: (?:no|number))?|primary account (?:no|number)|(?:p-?card|card) (?:no|number|#)"
)
_FEWEST_CARD_DIGITS, _MOST_CARD_DIGITS = 15, 19
_CARD_SAID = re.compile(r"[*x\u2022]{2}|\d/\d|(?i:\b(?:visa|mc|mastercard|amex|disc\w*|debit|exp|ending)\b)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ -](?=\d)")
_OLDEST, _YOUNGEST_YEARS = 1925, 2
_FEWEST_YEARS = 3
_FEWEST_CARDS = 3
_SSN_DIGITS = 9
_DOCUMENTS, _ARE_LICENCES = 0.3, 0.8
_ARE_AMOUNTS, _ARE_DAYS = 0.8, 0.8
_MONEY = re.compile(r"[-(]?\$ ?\d{1,3}(?:,?\d{3})*(?:\.\d\d)?\)?|\d{1,3}(?:,?\d{3})*\.\d\d")
# amounts of pay without cents
_AMOUNT = re.compile(
    r"(?:pay |gross |net |total )?(?:amt|amount|gross|net|pay|earned|earnings)(?: paid| due)?", re.IGNORECASE
)
_BUDGET = re.compile(
    r"\b(?:budget|fund|vendor|quote|unit price|item|price|balance forward|hours|hrs|fte)\b", re.IGNORECASE
)
_BANK = re.compile(r"(?i)\b(?:eft|ach|aba|rtn|routing|direct dep\w*|dd)\b[ #:.-]{0,3}(\d{9})\b")
_HOUSE = re.compile(
    r"\d+ (?:[A-Z]|[a-z][\w ]*\b(?:st|ave?|rd|dr|ln|ct|blvd|way|hwy|trl|pl|cir|street|road)\b)"
)
# one letter of another field may stand before it
_PADDED = re.compile(r"[A-Z]?(00\d{6,16})")
_LEAST_SPREAD = 1_000
# of the tenth revision, with its point; acuity of each eye
_NEARLY_ALL = 0.8
_DIAGNOSIS = re.compile(
    r"[A-TV-Z]\d[0-9AB]\.\d[0-9A-Z]{0,3}(?:[ ,;/|~^]+[A-TV-Z]\d[0-9AB]\.\d[0-9A-Z]{0,3})*|"
    r"(?:[RL]? ?20/\d{2,3} ?){1,3}"
)
_SHORTEST_STREET = 8
_FEWEST_OWN_DIGITS = 5
_VAGUE = frozenset(("", "value", "number", "no", "num", "id", "payee id", "tax no", "#"))


def tell_numbers(cells: Sequence[str], heading: str, *, is_pay: bool, is_about_pay: bool, today: str) -> str:
    """The kind of data that numbers and days are. `is_pay`: a place of pay; `is_about_pay`: the same, or a
    table of it, where it speaks to nobody in public. `today`: ISO.
    """
    is_vague = heading.lower() in _VAGUE or heading == cells[0]
    if is_pay and is_vague and are_ssns(cells) and not are_padded_amounts(cells):
        return DataKind.SSN
    if share_of(cells, _tells_bank) >= _MOST:
        return DataKind.FINANCIAL
    if _are_births(cells, heading, today):
        return DataKind.DOB
    is_called = _PAN.fullmatch(heading) is not None and share_of(cells, _has_card_digits) >= _MOST
    if is_called or (are_card_numbers(cells) and not THING.search(heading)):
        return DataKind.FINANCIAL
    are_licences = share_of(cells, is_licence) >= _ARE_LICENCES
    are_issued = share_of(cells, is_issued) >= _MOST and not _are_sexed(cells)
    are_issued = are_issued or share_of(cells, names_document) >= _DOCUMENTS
    if (are_issued and not THING.search(heading)) or (are_licences and LICENCE_HEADER.search(heading)):
        return DataKind.GOVERNMENT_ID
    are_amounts = is_about_pay and not _BUDGET.search(heading) and (
        share_of(cells, lambda cell: bool(_MONEY.fullmatch(cell))) >= _ARE_AMOUNTS
        or (_AMOUNT.fullmatch(heading) is not None and share_of(cells, _is_whole) >= _ARE_AMOUNTS)
    )  # fmt: skip
    return DataKind.FINANCIAL if are_amounts else ""


def _tells_bank(cell: str) -> bool:
    """Whether a cell has the number of a bank behind a word for it: "EFT 075000022"."""
    match = _BANK.search(cell)
    return match is not None and is_routing(match[1])


def _is_whole(cell: str) -> bool:
    return cell.replace(",", "").isdecimal()


def are_counted(cells: Sequence[str]) -> bool:
    """Whether these are the numbers of rows, one more each time.

    >>> are_counted(["1", "2", "3"]), are_counted(["1", "3", "2"])
    (True, False)
    """
    bare = [cell.rstrip(".)") for cell in cells]
    counted = [int(one) for one in bare if one.isdecimal() and len(one) <= _MOST_DIGITS]
    first = counted[0] if counted else 0
    return len(cells) > 2 and counted == [*range(first, first + len(cells))]


def share_ssns(cells: Sequence[str]) -> float:
    """The share of the cells that are written as social security numbers and can be such; 0 where there are
    many, and some of them can not.
    """
    shaped = [cell for cell in cells if _SSN.fullmatch(cell)]
    bare = [cell.replace("-", "").replace(" ", "") for cell in shaped]
    issued = sum(is_ssn(cell) or is_itin(cell) for cell in bare)
    is_chance = len(shaped) >= _FEWEST_COUNTED and issued < _ISSUED * len(shaped)
    return 0.0 if is_chance else issued / len(cells)


def names_things(role: str, heading: str, cells: Sequence[str] = ()) -> bool:
    """Whether a header says that numbers of this role are those of things, or has a word for those that
    follow each other.
    """
    if role == DataKind.SSN and heading and heading not in cells and are_in_series(cells):
        return True
    return role in {DataKind.SSN, DataKind.FINANCIAL} and THING.search(heading) is not None


def are_cards(heading: str, cells: Sequence[str]) -> bool:
    """Whether cells below a header of cards hold what cards have: a number in full, its last digits, a mask,
    a month or a brand; or below "acc", which is short for other words as well, numbers of accounts. True
    below every other header.

    >>> are_cards("card", ["4111 1111 1111 1111"]), are_cards("card", ["203-25-8512"])
    (True, False)
    >>> are_cards("acc", ["504, extra time"]), are_cards("acc", ["00417723"])
    (False, True)
    """
    if heading == "acc":
        return any(map(_HAS_ACCOUNT.search, cells))
    if not _CARD_HEADER.fullmatch(heading):
        return True
    return share_of(cells, _is_of_card) >= _HALF and not are_counted(cells)


def _has_card_digits(cell: str) -> bool:
    digits = sum(map(str.isdigit, cell))
    return _FEWEST_CARD_DIGITS <= digits <= _MOST_CARD_DIGITS and not any(map(str.isalpha, cell))


def _is_of_card(cell: str) -> bool:
    digits = sum(map(str.isdigit, cell))
    is_said = _CARD_SAID.search(cell) is not None
    return (
        digits >= _CARD_DIGITS or (digits == _LAST_DIGITS and len(cell) == digits) or (digits > 0 and is_said)
    )


def are_ssns(cells: Sequence[str]) -> bool:
    """Whether these are bare numbers of nine digits that can all be social security numbers.

    >>> are_ssns(["219093344", "219093355"]), are_ssns(["091000019", "219093355"])
    (True, False)
    >>> are_ssns(["2/27/2026", "219093355"])
    False
    """
    if len(set(cells)) < 2 or not all(cell.isdecimal() and cell.isascii() and is_ssn(cell) for cell in cells):
        return False
    # one in twenty passes the check of a bank's number by chance
    return sum(map(is_routing, cells)) * 4 < len(cells)


def are_card_numbers(cells: Sequence[str]) -> bool:
    """Whether these are numbers of payment cards: one in ten numbers passes their check by chance."""
    numbers = [_BETWEEN_DIGITS.sub("", cell) for cell in cells]
    fitting = sum(one.isdecimal() and one.isascii() and is_card(one) for one in numbers)
    return fitting >= max(_FEWEST_CARDS, _ARE_AMOUNTS * len(cells))


def are_padded_amounts(cells: Sequence[str]) -> bool:
    """Whether a column of a file without headers holds amounts as such files have them: many digits, zeros
    before them, and not counted on.

    >>> are_padded_amounts(["000301381", "M000225313", "000314068"])
    True
    >>> are_padded_amounts(["000000001", "000000002", "000000003"])
    False
    """
    found = [match for cell in cells if (match := _PADDED.fullmatch(cell))]
    numbers = [int(match[1]) for match in found]
    is_counted = len(set(numbers)) * 2 > len(numbers) and max(numbers) - min(numbers) >= _LEAST_SPREAD
    return len(found) >= max(_FEWEST_YEARS, _ARE_AMOUNTS * len(cells)) and is_counted


def are_diagnoses(cells: Sequence[str]) -> bool:
    """Whether these are codes of diagnoses, or how well eyes see, several of them.

    >>> are_diagnoses(["F84.0", "R48.8", "G80.1"]), are_diagnoses(["A1.0", "B2.0"])
    (True, False)
    >>> are_diagnoses(["20/20 20/40", "20/100 20/70"])
    True
    """
    found = [cell for cell in cells if _DIAGNOSIS.fullmatch(cell)]
    return len(found) >= _NEARLY_ALL * len(cells) and len(set(found)) > 1


# what everybody of a trade has, and till when
_LASTS = re.compile(
    r"\b(?:card|cert(?:ificate|ification)?|physical|exam|dot|tb|cpr|aed|first aid|licen[cs]e|permit|"
    r"training)s?\b.*"
    r"\b(?:exp\w*|valid|renew\w*|due|good|ends?|through|thru|until)\b"
)
_TILL = re.compile(
    r"\d{1,2}[/-](?:\d{1,2}[/-])?(?:\d{4}|\d\d)|\d{4}-\d\d(?:-\d\d)?|[A-Za-z]{3,9}\.? (?:\d{1,2}, )?\d{4}"
)


def are_expiries(header: str, cells: Sequence[str]) -> bool:
    """Whether a column says till when a card or a certificate is good, and nothing of its bearer.

    >>> are_expiries("med card exp", ["03/2027", "6/1/27"]), are_expiries("med card exp", ["insulin"])
    (True, False)
    """
    dated = sum(_TILL.fullmatch(cell) is not None for cell in cells)
    return _LASTS.search(header) is not None and dated >= _NEARLY_ALL * len(cells)


def are_unparted_ssns(cells: Sequence[str]) -> bool:
    """Whether a column of a file without headers holds social security numbers: nine digits each that can all
    be such, and do not count on.

    >>> are_unparted_ssns(["219093344", "376184455", "531220917"])
    True
    >>> are_unparted_ssns(["219093344", "219093345", "219093346"])
    False
    """
    heads = {cell[:3] for cell in cells}
    is_even = len(cells) >= _FEWEST_YEARS and all(len(cell) == _SSN_DIGITS for cell in cells)
    return is_even and are_ssns(cells) and len(heads) * 2 > len(cells)


def _are_births(cells: Sequence[str], heading: str, today: str) -> bool:
    """Whether these are days of many years, none of them of late."""
    if len(cells) < 3 or DAY.search(heading):
        return False
    days = [day for cell in cells if (day := read_date(cell))]
    years = {day[:4] for day in days}
    latest = int(today[:4]) - _YOUNGEST_YEARS
    is_many = len(days) >= _ARE_DAYS * len(cells) and len(years) >= _FEWEST_YEARS
    # the days of lines that head and end a file are others
    fitting = sum(_OLDEST <= int(day[:4]) <= latest for day in days)
    return is_many and (fitting == len(days) or (heading == cells[0] and fitting >= _ARE_DAYS * len(days)))


def _are_sexed(cells: Sequence[str]) -> bool:
    """Whether the letter before all numbers is that of a sex, as in records of fixed width.

    >>> _are_sexed(["M005353820750", "F002122450750"]), _are_sexed(["M005353820750", "D002122450750"])
    (True, False)
    """
    letters = {cell[:1].upper() for cell in cells}
    return len(letters) > 1 and letters <= {"M", "F", "X", "U"}


def is_street(cell: str) -> bool:
    """Whether a cell is the first line of an address.

    >>> is_street("77 Elm St"), is_street("12 pine rd"), is_street("90837 indiv 53 min")
    (True, True, False)
    """
    return len(cell) > _SHORTEST_STREET and _HOUSE.match(cell) is not None


def share_of(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    """The share of the cells that pass a test."""
    return sum(map(test, cells)) / len(cells)


# who got something writes a sign there
_SIGNED = re.compile(r"(?i)sig(?:n|ned|nature|s)?\.?|initials?|init\.?|rec'?d|received")


def list_unmeasured(columns: Mapping[int, Sequence[str]], header: Sequence[str]) -> dict[int, Sequence[str]]:
    """The columns that may hold codes: what is counted or measured by its header holds none, nor do numbers
    of rows, nor, without headers, one and the same letter on all lines: the sort of each record.

    >>> list_unmeasured({0: ["D", "D"], 1: ["F", "R"], 2: ["4", "7"]}, ["", "", "score"])
    {0: ['D', 'D'], 1: ['F', 'R']}
    >>> list_unmeasured({0: ["D", "D"], 1: ["F", "R"]}, [])
    {1: ['F', 'R']}
    """
    measured = {at for at in columns if at < len(header) and MEASURE.search(header[at])}
    columns = {
        at: own for at, own in columns.items() if at >= len(header) or not _SIGNED.fullmatch(header[at])
    }
    return {
        at: cells
        for at, cells in columns.items()
        if (at not in measured or share_of(cells, has_digit) < _HALF)
        and not are_counted(cells)
        and are_repeated(cells)
        and (header or len(set(cells)) > 1)
    }


def is_beside_number(at: int, cells: Mapping[int, Sequence[str]]) -> bool:
    """Whether each row has a number of somebody beside what a column tells, which is another one then.

    >>> is_beside_number(1, {0: ["31001", "31002"], 1: ["4410", "9923"]})
    True
    >>> is_beside_number(1, {0: ["F", "R"], 1: ["4410", "9923"]})
    False
    """
    own = [*filter(str.isdecimal, cells.get(at, ()))]
    return any(
        other != at
        and len({*numbers} - {*own}) == len(numbers) >= max(len(own), 1)
        and all(one.isdecimal() and len(one) >= _FEWEST_OWN_DIGITS for one in numbers)
        for other, numbers in cells.items()
    )
