"""The last four digits of a number, below a header that does not say of which: an account or a card where
something beside them or above them is about such, a social security number where it is about that.

>>> who, cells = Column(0, NAME), {1: ["4471", "9038"], 2: ["Visa", "MC"], 3: ["Ln 4", "Ln 5"]}
>>> [(one.at, str(one.role)) for one in find_ends([who], cells, ["Payer", "Last 4", "Paid by", "Line"])]
[(1, 'financial')]
>>> del cells[2]
>>> [str(one.role) for one in find_ends([who], cells, ["Name", "Last four"], place="HR | W-2 reprints")]
['ssn']
>>> find_ends([who], cells, ["Name", "Last 4", "", "Line"], place="Technology | iPads")
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from firstbell.impact.detection.headers.columns import EMAIL, FAMILY, ID, NAME, NOTE, Column
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.columns.numbers import share_of

_CALLED = re.compile(
    r"(?i)(?:last|final)[ _-]?(?:4|four)(?: (?:digits?|dig|no|nos|#|of (?:no|number|#)))?"
    r"|l4|(?:ends|ending)(?: (?:in|with))?|(?:x{4}|\*{4}|x{2,3}-?x{2}-?x{4}|# ?\(last 4\))"
)
_END = re.compile(r"(?:[xX*.\u2026#-]{1,12} ?)?\d{4}")
_OF_MONEY = re.compile(
    r"(?i)\b(?:p?-?cards?|cc|visa|mastercard|amex|discover|debit|credit|bank\w*|ach|eft|aba|routing|rtn|"
    r"checking|savings|direct deposits?|deposits?|dd|accts?|accounts?|auto ?pay|refunds?|merchants?|"
    r"auth(?:orization)? (?:code|no|#)|charge ?backs?)\b"
)
_OF_SOCIAL = re.compile(
    r"(?i)\b(?:ssns?|ss|soc(?:ial)?|w[- ]?[249]c?|1095\w*|1099\w*|i[- ]?9|tax|payroll|background|bca|"
    r"finger ?print\w*|pensions?|retire\w*|tra|pera|cobra|open enrol\w*|new ?hires?|wages?|garnish\w*)\b"
)
_MEANS = re.compile(
    r"(?i)(?:p?-?card|visa|vi|mc|mastercard|amex|ax|disc(?:over)?|debit|credit|ach|eft|checking|savings|"
    r"chk|sav|bank)(?: (?:card|acct|account))?"
)
_WHO = frozenset((NAME, FAMILY, ID, EMAIL))
_MOST, _FEWEST = 0.8, 2
_READ_CELLS = 40


def find_ends(
    typed: Sequence[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str], *, place: str = ""
) -> list[Column]:
    """The column of such digits, where rows are about somebody. The other headers decide of what they are,
    then what cells say, then the titles of the table, its file and its folders (`place`); nothing where both
    are named, or neither.
    """
    at = next((at for at, head in enumerate(header) if _CALLED.fullmatch(" ".join(head.split()))), -1)
    own = cells.get(at, ())
    if len(own) < _FEWEST or share_of(own, _is_end) < _MOST or not any(one.role in _WHO for one in typed):
        return []
    kind = _tell_kind(_spell(head for number, head in enumerate(header) if number != at))
    if not kind and any(one and share_of(one[:_READ_CELLS], _is_means) >= _MOST for one in cells.values()):
        kind = DataKind.FINANCIAL
    kind = kind or _tell_kind(_spell([place]))
    if not kind or any(one.at == at or one.role == kind for one in typed if one.role != NOTE):
        return []
    return [Column(at, kind, is_flag=kind == DataKind.FINANCIAL, header="last 4")]


def _tell_kind(told: str) -> str:
    money, social = _OF_MONEY.search(told), _OF_SOCIAL.search(told)
    if (money is None) == (social is None):
        return ""
    return DataKind.FINANCIAL if money else DataKind.SSN


def _spell(cells: Iterable[str]) -> str:
    return " | ".join(cells).replace("_", " ")


def _is_end(cell: str) -> bool:
    return _END.fullmatch(cell) is not None


def _is_means(cell: str) -> bool:
    return _MEANS.fullmatch(cell) is not None
