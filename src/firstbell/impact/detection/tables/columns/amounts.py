"""Columns of amounts that what stands beside them tells of: what is owed, by how long, and what hours are
paid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from firstbell.impact.detection.headers.columns import FAMILY, ID, NAME, Column
from firstbell.impact.detection.headers.header_words import OWED_DAYS
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.columns.evidence import ColumnSubject
from firstbell.impact.detection.tables.columns.numbers import share_of

_BALANCE = re.compile(r"(?:acct |account |current |meal |lunch )?bal(?:ance)?")
_OWES = re.compile(r"-\$? ?\d[\d,]*\.\d\d|\$ ?-\d[\d,]*\.\d\d|\(\$?\d[\d,]*\.\d\d\)")
_FEWEST_AGES = 2
# with cents or a sign of money: days and lessons are counted without
_MONEY = re.compile(r"-?\$ ?\d[\d,]*(?:\.\d\d)?|-?\d[\d,]*\.\d\d|\(\$? ?\d[\d,]*\.\d\d\)|-|\$ ?-")
_SUM = re.compile(r"\$ ?\d[\d,]*(?:\.\d\d)?|\d[\d,]*\.\d\d")
_HOURS = re.compile(
    r"(?i)(?:total |reg(?:ular)? )?(?:hrs|hours?)(?: (?:worked|paid))?|(?:days|shifts?)(?: worked)?"
)
_PAYMENT = re.compile(
    r"(?i)(?:cash |cc |card |chg |charged? |total |reported )?(?:tips?|gratuit(?:y|ies))"
    r"(?: (?:amt|amount|out))?|"
    r"(?:amount|amt|total|check|paid|due)(?: (?:paid|due|amt|amount))?"
)
# what somebody is paid by, whatever stands beside it: "gl_rate"
_RATE = re.compile(r"(?i)(?:[a-z]{1,8} )?(?:rate|wages?|hrly|salary)")
# whether somebody pays less, in codes that another line may explain
_PAYS_LESS = re.compile(
    r"(?i)el|elig\w*(?: (?:cd|code))?|f ?/? ?r(?: ?/? ?p)?|(?:meal|lunch) (?:status|type|cd|code)"
)
# a ledger of what somebody was charged, has paid and still owes
_CHARGED = re.compile(
    r"(?:total |orig(?:inal)? |amt |amount )?(?:charged?s?|fees?|fines?|assessed|billed|cost|repair cost|"
    r"invoiced|tuition)(?: (?:amt|amount|total))?"
)
_PAID_BACK = re.compile(
    r"(?:total |amt |amount )?(?:paid|payments?|pmts?|received|rec'?d)(?: (?:amt|amount|to date))?"
)
_STILL_OWED = re.compile(
    r"(?:(?:ending|current|open|net) )?bal(?:ance)?(?: (?:due|owed|owing|fwd))?"
    r"|(?:(?:amt|amount|total|balance|still) )?"
    r"(?:due|owed|owes?|owing|outstanding|unpaid|past due|remaining)(?: (?:amt|amount))?"
)
_UNPAID = re.compile(
    r"(?i)\b(?:outstanding|unpaid|past[- ]due|delinquen\w*|collections?|arrears|nsf|bounced|bad checks?|"
    r"revenue recapture|ow(?:ed|ing)|debts?|write[- ]?offs?|neg(?:ative)? bal\w*|"
    r"(?:check ?out|graduation|diploma|cap and gown|transcript|records?) holds?)\b"
)
# where a title says that it is owed
_AMOUNT = re.compile(r"(?:total )?(?:amts?|amounts?|total|\$)")
_ABOUT = frozenset((NAME, FAMILY, ID))
_MOST = 0.8


def find_amounts(
    typed: Sequence[Column],
    cells: Mapping[int, Sequence[str]],
    header: Sequence[str],
    *,
    about: ColumnSubject,
) -> list[Column]:
    """Columns of amounts that their headers alone do not tell. Where another column says who pays less, what
    is owed is told beside it.
    """
    pays_less = any(one.role == DataKind.ECONOMIC for one in typed) or any(map(_PAYS_LESS.fullmatch, header))
    is_told = about.weigh(DataKind.FINANCIAL) or pays_less
    kind = DataKind.FINANCIAL if is_told else DataKind.ECONOMIC
    return [
        *_find_owed(typed, cells, header),
        *(Column(at, kind, is_flag=True) for at in _list_ages(cells, header)),
        *_find_earned(typed, cells, header),
        *_find_debts(typed, cells, header, about.place),
    ]


def _find_debts(
    typed: Sequence[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str], place: str
) -> list[Column]:
    """The first column of sums that people still owe, by its header, where a title says so of all, or what
    they were charged and what they paid stands beside it.

    >>> rows = {1: ["89.00", "40.00"], 2: ["0.00", "20.00"], 3: ["89.00", "20.00"]}
    >>> [one.at for one in _find_debts([Column(0, "name")], rows, ["Who", "Charge", "Paid", "Balance"], "")]
    [3]
    >>> _find_debts([Column(0, "name")], rows, ["Who", "Goal", "Raised", "Balance"], "")
    []
    """
    roles = {one.role for one in typed}
    if not roles & _ABOUT or roles & {DataKind.FINANCIAL, DataKind.ECONOMIC}:
        return []
    heads = [" ".join(one.lower().replace("_", " ").split()) for one in header]
    is_said = _UNPAID.search(" ".join(place.replace("_", " ").split())) is not None
    if not is_said and not (any(map(_CHARGED.fullmatch, heads)) and any(map(_PAID_BACK.fullmatch, heads))):
        return []
    named = [at for at, head in enumerate(heads) if _STILL_OWED.fullmatch(head)]
    named = named or [at for at, head in enumerate(heads) if is_said and _AMOUNT.fullmatch(head)]
    found = [at for at in named if (own := cells.get(at, ())) and share_of(own, _is_money) >= _MOST]
    if is_said and not header:
        found = [at for at, own in cells.items() if own and all(map(_OWES.fullmatch, own))]
    return [Column(found[0], DataKind.FINANCIAL, is_flag=True)] if found else []


def _find_owed(
    typed: Sequence[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str]
) -> Iterator[Column]:
    """The column of balances of a table about who pays less, where everybody in it owes something.

    >>> meals = [Column(0, DataKind.ECONOMIC)]
    >>> [one.at for one in _find_owed(meals, {1: ["-4.10", "-2.00"]}, ["elig", "bal"])]
    [1]
    >>> [*_find_owed(meals, {1: ["-4.10", "12.00"]}, ["elig", "bal"])]
    []
    """
    if not any(one.role == DataKind.ECONOMIC for one in typed):
        return
    for at, own in cells.items():
        is_balance = at < len(header) and _BALANCE.fullmatch(header[at].lower())
        if is_balance and own and all(map(_OWES.fullmatch, own)):
            yield Column(at, DataKind.ECONOMIC, is_flag=True)


def _list_ages(cells: Mapping[int, Sequence[str]], header: Sequence[str]) -> list[int]:
    """The columns of what is owed for so many days, two at least, each for longer than the one before.

    >>> _list_ages({1: ["8.10"], 2: ["0.00", "4.00"]}, ["Who", "30 Days", "60 Days"])
    [1, 2]
    >>> _list_ages({1: ["2"], 2: ["4"]}, ["Who", "30 Days", "60 Days"])
    []
    """
    ages = [
        (int(found["days"]), at)
        for at, one in enumerate(header)
        if (found := OWED_DAYS.fullmatch(one.strip()))
    ]
    columns = [at for _, at in ages if cells.get(at)]
    own = [cell for at in columns for cell in cells[at]]
    days = [age for age, _ in ages]
    are_ages = len(ages) >= _FEWEST_AGES and days == sorted({*days}) and days[-1] > 1
    is_owed = are_ages and bool(own) and share_of(own, _is_money) >= _MOST
    return columns if is_owed else []


def _is_money(cell: str) -> bool:
    return _MONEY.fullmatch(cell) is not None


def _find_earned(
    typed: Sequence[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str]
) -> Iterator[Column]:
    """The first column of sums beside hours of work and social security numbers: what the hours are paid. So
    are tips, whatever stands beside them.

    >>> numbers = [Column(0, DataKind.SSN)]
    >>> [one.at for one in _find_earned(numbers, {1: ["6"], 2: ["84.00"]}, ["SS#", "Hours", "Amount"])]
    [2]
    >>> [one.at for one in _find_earned(numbers, {1: ["6"], 2: ["24.10"]}, ["SS#", "Room", "gl_rate"])]
    [2]
    >>> [*_find_earned(numbers, {1: ["6"], 2: ["84.00"]}, ["SS#", "Room", "Amount"])]
    []
    """
    roles = {one.role for one in typed}
    if DataKind.SSN not in roles or DataKind.FINANCIAL in roles:
        return
    is_worked = any(map(_HOURS.fullmatch, header))
    for at, own in cells.items():
        heading = header[at] if at < len(header) else ""
        found = _PAYMENT.fullmatch(heading.strip())
        is_paid = found is not None and (is_worked or "tip" in heading.lower())
        is_paid = is_paid or _RATE.fullmatch(heading.replace("_", " ").strip()) is not None
        if is_paid and own and share_of(own, _is_sum) >= _MOST:
            yield Column(at, DataKind.FINANCIAL, is_flag=True)
            return


def _is_sum(cell: str) -> bool:
    return _SUM.fullmatch(cell) is not None
