"""Columns of numbers whose own header says too little, and another column what they are: a passport, a means
of payment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from msgspec.structs import replace

from firstbell.impact.detection.headers.codes import scan_cell
from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, ID, MAIN, NAME, NOTE, Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.columns.evidence import ColumnSubject
from firstbell.impact.detection.tables.columns.numbers import (
    are_card_numbers,
    are_counted,
    are_padded_amounts,
    are_ssns,
    are_unparted_ssns,
    share_of,
)
from firstbell.impact.detection.tables.columns.short_labels import find_short_labels
from firstbell.impact.detection.tables.columns.takers import find_takers
from firstbell.impact.detection.values.patterns import Shape
from firstbell.impact.people.dates import holds_date

_PASSPORT = re.compile(r"\bpass?ports?\b", re.IGNORECASE)
_ITS_NUMBER = re.compile(r"(?:pass|pp|ppt|doc(?:ument)?)(?: ?(?:#|no|num|number|nbr))?\.?", re.IGNORECASE)
_TRIBE = re.compile(
    r"\b(?:tribes?|tribal|bands?|nation|reservation|enroll?ed|cdib|descend\w+)\b", re.IGNORECASE
)
_ROLL_NUMBER = re.compile(
    r"(?:tribal |band )?(?:roll|enroll?ment|enroll?ed|cdib|membership|tribal|tribal id)"
    r"(?: ?(?:#|no|num|number|nbr|id))?\.?",
    re.IGNORECASE,
)
_PASSPORT_NUMBER = re.compile(r"[A-Z]{0,2}\d{6,9}")
_MEANS = re.compile(
    r"card|cc|visa|mc|mastercard|amex|discover|debit|credit|ach|eft|bank|checking|savings|chk|sav",
    re.IGNORECASE,
)
_ACCOUNT_NUMBER = re.compile(r"\d[\d -]{6,20}\d")
_AMOUNT = re.compile(r"-?\d{1,7}\.\d\d")
_MOST, _NEARLY_ALL = 0.6, 0.8
_FEWEST_SPELLED = 2
# "MA+20", "BA 15", "PhD", with the step behind it: "BA30/4"
_LANE = re.compile(
    r"(?:B\.?A|M\.?A|B\.?S|M\.?S|M\.?Ed|Ed\.?S|Ph\.?D|Ed\.?D)\.?(?:[ +-]{0,3}\d{1,2})?"
    r"(?:[ ]?/[ ]?\d{1,2})?",
    re.IGNORECASE,
)
# into what a part of the pay is put
_PLAN = re.compile(
    r"(?:403|457|401)[ (-]{0,2}[bk]?\)?|roth(?: 403b?)?|tsa|ira|hsa|fsa|tra|pera", re.IGNORECASE
)
# of hours of work nobody has so many
_LEAST_WAGE = 400.0
_LEAST_PAY, _MOST_PAY, _MOST_DIGITS = 15_000, 400_000, 9
# what codes open: where one of these is named each person has a code of their own
_LOCKED = re.compile(
    r"(?i)(?<![a-z])(?:copiers?|copy machines?|ricoh|xerox|konica|kyocera|sharp mx|paper ?cut|mfps?|"
    r"print ?shop|voice ?mails?|vm|mail ?boxes|mitel|alarms?|intrusion|key ?pads?|doors?|entr(?:y|ies)|"
    r"gates?|fuel(?: ?(?:master|man|pumps?|cards?|keys?|island))?|safes?|lock ?box(?:es)?|long distance|"
    r"time ?clocks?|kiosks?|garage|gas pumps?)(?![a-z])"
)
_OF_SOMEBODY = re.compile(
    r"(?:(?:user|personal|own|id|auth\w*|access|new|old|[4-8][ -]?digit)[ _]?)?(?:pass)?codes?"
)
_CODE, _CODE_DIGITS = re.compile(r"(?i)\bcodes?\Z"), range(4, 9)
_NAMES = frozenset((NAME, GIVEN, FAMILY))
# of fewer numbers all may be such by chance
_FEWEST_UNPARTED = 5
_FEWEST_HEADED, _SSN_DIGITS = 3, 9
# short for the day on which a document was issued, and for a suspension in school
_ISSUED = frozenset(("iss", "iss dt", "iss date"))


def settle_numbers(
    typed: Sequence[Column],
    cells: Mapping[int, Sequence[str]],
    header: Sequence[str],
    *,
    is_id: Callable[[str], bool],
) -> Iterator[Column]:
    """The columns, those of numbers that nobody here has as what another column says. `is_id`: whether a cell
    is a number or a user name of the roster. Days beside documents are those of their issue.
    """
    are_passports = any(map(_PASSPORT.search, header))
    has_births = any(column.role == DataKind.DOB for column in typed)
    has_documents = any(column.role == DataKind.GOVERNMENT_ID for column in typed)
    for column in typed:
        found = cells.get(column.at, ())
        if has_documents and column.header in _ISSUED and share_of(found, holds_date) >= _MOST:
            continue
        if has_births and column.role == ID and column.owner == MAIN and _hold_either(found, is_id):
            yield Column(column.at, DataKind.SSN, header=column.header)
        if column.role != ID or column.owner != MAIN or not found or any(map(is_id, found)):
            yield column
        elif are_passports and share_of(found, _is_passport) >= _MOST:
            yield replace(column, role=DataKind.GOVERNMENT_ID)
        elif are_card_numbers(found) or (share_of(found, _is_account) >= _MOST and _tell_means(cells)):
            yield replace(column, role=DataKind.FINANCIAL)
        else:
            yield column
    taken = {column.at for column in typed}
    for at, heading in enumerate(header if are_passports else ()):
        found = cells.get(at, ())
        if (
            at not in taken
            and found
            and _ITS_NUMBER.fullmatch(heading)
            and share_of(found, _is_passport) >= _MOST
        ):
            yield Column(at, DataKind.GOVERNMENT_ID, header=heading.lower())


def _hold_either(cells: Sequence[str], is_id: Callable[[str], bool]) -> bool:
    """Whether numbers of nine digits that the roster does not have, and that can all be such of social
    security, stand among others: whoever is claimed for is told by one or the other.

    >>> _hold_either(["219093344", "20333", "376184455"], lambda cell: cell == "20333")
    True
    >>> _hold_either(["219093344", "219093345", "20333"], lambda cell: cell == "20333")
    False
    """
    long = [cell for cell in cells if len(cell) == _SSN_DIGITS and cell.isdecimal() and not is_id(cell)]
    others = [cell for cell in cells if cell not in long]
    heads = {cell[:3] for cell in long}
    return bool(others) and all(map(is_id, others)) and are_ssns(long) and len(heads) == len(long)


def _find_enrolled(
    typed: Sequence[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str]
) -> Iterator[Column]:
    """Columns of numbers on the roll of a tribe, beside one that says of which."""
    if not any(map(_TRIBE.search, header)):
        return
    taken = {column.at for column in typed if column.role != NOTE}
    for at, heading in enumerate(header):
        found = cells.get(at, ())
        is_told = at not in taken and _ROLL_NUMBER.fullmatch(" ".join(heading.replace("_", " ").split()))
        if is_told and found and share_of(found, _is_enrolment) >= _MOST:
            yield Column(at, DataKind.GOVERNMENT_ID, header=heading.lower())


def _is_enrolment(cell: str) -> bool:
    return sum(map(str.isdigit, cell)) >= _FEWEST_UNPARTED - 1 and " " not in cell


def _tell_means(cells: Mapping[int, Sequence[str]]) -> bool:
    """Whether a column says by what means is paid."""
    return any(found and share_of(found, _is_means) >= _NEARLY_ALL for found in cells.values())


def _is_means(cell: str) -> bool:
    return _MEANS.fullmatch(cell) is not None


def _is_passport(cell: str) -> bool:
    return _PASSPORT_NUMBER.fullmatch(cell) is not None


def _is_account(cell: str) -> bool:
    return _ACCOUNT_NUMBER.fullmatch(cell) is not None


def find_told(
    typed: Sequence[Column],
    cells: Mapping[int, Sequence[str]],
    header: Sequence[str],
    *,
    about: ColumnSubject,
    called: Container[int],
) -> list[Column]:
    """Columns of numbers that what stands beside them or above them tells of. `called`: the columns that
    hold the names of people here.
    """
    roles = {column.role for column in typed}
    opens = DataKind.CREDENTIALS in {*about.titles, *about.weights}
    found = [*_find_lock_codes(cells, header)] if opens and (header or roles & _NAMES) else []
    # makers of locks have names and codes, too
    are_here = {GIVEN, FAMILY} <= roles or any(one.at in called for one in typed if one.role == NAME)
    if are_here and not opens and not about.is_public and _LOCKED.search(about.place):
        found = [one for one in _find_lock_codes(cells, header) if _OF_SOMEBODY.fullmatch(one.header)]
    found += _find_salaries(typed, cells)
    found += _find_enrolled(typed, cells, header)
    found += find_takers(typed, cells, header)
    found += find_short_labels(typed, cells, header)
    if not header:
        found += _find_unparted(typed, cells)
        found += _find_amounts([*typed, *found], cells)
    return found


def _find_salaries(typed: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> list[Column]:
    """The first column of amounts of a year's pay beside one of the lanes of a salary schedule."""
    taken = {column.at for column in typed if column.role not in {NOTE, GIVEN}}
    has_lanes = any(share_of(one, _is_lane) >= _NEARLY_ALL for one in cells.values() if one)
    if not has_lanes or any(column.role == DataKind.FINANCIAL for column in typed):
        return []
    found = [
        at
        for at, one in cells.items()
        if at not in taken and one and share_of(one, _is_salary) >= _NEARLY_ALL
    ]
    return [Column(found[0], DataKind.FINANCIAL)] if found else []


def _is_plan(cell: str) -> bool:
    return _PLAN.fullmatch(cell) is not None


def _is_lane(cell: str) -> bool:
    return _LANE.fullmatch(cell) is not None


def _is_salary(cell: str) -> bool:
    digits = cell.replace(",", "").removeprefix("$").split(".")[0]
    return digits.isdecimal() and len(digits) <= _MOST_DIGITS and _LEAST_PAY <= int(digits) <= _MOST_PAY


def _find_unparted(typed: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> list[Column]:
    """The column of social security numbers of a file without headers, whose rows have a name and a birth
    date, or a name and are several.
    """
    roles, taken = {column.role for column in typed}, {column.at for column in typed if column.role != NOTE}
    if DataKind.SSN in roles or not roles & _NAMES:
        return []
    least = 0 if DataKind.DOB in roles else _FEWEST_UNPARTED
    cells = {at: one for at, one in cells.items() if len(one) >= least}
    found = [at for at, one in cells.items() if at not in taken and are_unparted_ssns(one)]
    return [Column(found[0], DataKind.SSN)] if len(found) == 1 else []


def _find_amounts(typed: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> list[Column]:
    """The first column of amounts in such a file, beside numbers of social security: a report of pay."""
    roles, taken = {column.role for column in typed}, {column.at for column in typed if column.role != NOTE}
    if DataKind.SSN not in roles or DataKind.FINANCIAL in roles:
        return []
    found = [at for at, one in cells.items() if at not in taken and are_padded_amounts(one)]
    # with cents, and several of them or more than hours are: one alone may be these
    spelled = [
        at for at, one in cells.items() if at not in taken and share_of(one, _is_amount) >= _NEARLY_ALL
    ]
    are_paid_in = any(share_of(one, _is_plan) >= _NEARLY_ALL for one in cells.values() if one)
    is_pay = any(
        min(map(float, cells[at])) >= _LEAST_WAGE for at in spelled if all(map(_is_amount, cells[at]))
    )
    found = found or (spelled if len(spelled) >= _FEWEST_SPELLED or are_paid_in or is_pay else [])
    return [Column(found[0], DataKind.FINANCIAL)] if found else []


def _find_lock_codes(cells: Mapping[int, Sequence[str]], header: Sequence[str]) -> Iterator[Column]:
    """Columns of codes of four to eight digits, nearly each another one, in a place of such, below a header
    that calls them codes, or beside names where there is none.
    """
    for at, found in cells.items():
        heading = header[at] if at < len(header) else ""
        is_told = _CODE.search(heading) is not None
        if not heading:
            least = _FEWEST_HEADED if header else _FEWEST_UNPARTED
            is_told = len(found) >= least and not are_counted(found)
        is_told = is_told and len(set(found)) >= _NEARLY_ALL * len(found)
        if is_told and share_of(found, _is_code) >= _NEARLY_ALL:
            yield Column(at, DataKind.CREDENTIALS, header=heading.lower())


def tells_number(cell: str) -> bool:
    """Whether words in a cell say of a number what it is: "passport C1234567"."""
    return any(match.shape in {Shape.LABELLED, Shape.SECRET} for match in scan_cell(cell))


def _is_code(cell: str) -> bool:
    return cell.isdecimal() and len(cell) in _CODE_DIGITS


def _is_amount(cell: str) -> bool:
    return _AMOUNT.fullmatch(cell) is not None
