r"""Tables that have come down to lines with single spaces, as from PDF: a line of headers that calls a name
and numbers of social security or days of birth, and below it lines that hold a name and these.

>>> text = "SOC SEC NO MEMBER NAME BIRTH MSG\n----- ---- ----\n476-16-7169 ROE ADA 01/02/98 E14 DIFFERS\n"
>>> list_narrow(text + "469-59-3274 LY BEN 06/02/85 E02\n473-25-4475 XU CY 05/04/72 E14\n")[:2]
[['name', 'ssn', 'dob'], ['ROE ADA', '476-16-7169', '01/02/98']]
>>> list_narrow(text.replace("BIRTH", "HIRED") + "469-59-3274 LY BEN 06/02/85\n473-25-4475 XU CY 5/4/72\n")[1]
['ROE ADA', '476-16-7169', '']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = re.compile(
    r"(?i)\b(?:names?|employees?|members?|students?|participants?|pupils?|payees?|retirees?|beneficiar(?:y|ies)|"
    r"dependents?|subscribers?|insured|annuitants?)\b"
)
_SSN_HEAD = re.compile(r"(?i)\b(?:ssn|ss ?(?:no|num|nbr|#)|soc(?:ial)?\.? ?sec(?:urity)?\b\.?|tin)")
_DAY_HEAD = re.compile(
    r"(?i)\b(?:(?P<birth>birth ?\w*|dob|d\.o\.b\.?|born|b ?da(?:y|te))|hired?|eff\w*|term\w*|exp\w*|start\w*|"
    r"end\w*|enroll\w*|entry|exit|from|thru|to|date|paid|left|retire[ds]?)\b"
)
_HEADER = re.compile(r"(?=[^\n]*[A-Za-z])[^\d\n:;.]{12,160}")
_RULE = re.compile(r"[\s=_.-]*")
_SSN = re.compile(r"(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])|(?<![\d/.-])\d{9}(?![\d/.-])")
_DAY = re.compile(
    r"(?<![\d/-])(?:\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)|\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d\d-\d\d)(?![\d/-])"
)
_CALLED = re.compile(r"[^\W\d_][\w'\u2019-]+,?(?: [^\W\d_][\w'\u2019-]*\.?,?){1,3}")
_FEWEST, _SHARE, _MOST_LINES, _MOST_EMPTY = 3, 0.6, 5_000, 1


def list_narrow(text: str) -> list[list[str]]:
    """The rows of such tables below a header; none where there is none."""
    found: list[list[str]] = []
    lines = [line.strip() for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]]
    for at, line in enumerate(lines):
        if "  " not in line and "\t" not in line and _is_header(line):
            found += _read_below(line, lines[at + 1 :])
    return [["name", "ssn", "dob"], *found] if found else []


def _is_header(line: str) -> bool:
    if not _HEADER.fullmatch(line) or not _NAME.search(line):
        return False
    births = [match for match in _DAY_HEAD.finditer(line) if match["birth"]]
    return bool(births) or _SSN_HEAD.search(line) is not None


def _read_below(header: str, lines: Sequence[str]) -> list[list[str]]:
    has_ssn = _SSN_HEAD.search(header) is not None
    days = [bool(match["birth"]) for match in _DAY_HEAD.finditer(header)]
    rows, others, empty = list[list[str]](), 0, 0
    for line in lines:
        if not line or _RULE.fullmatch(line):
            empty += not line
            if empty > _MOST_EMPTY:
                break
            continue
        if row := _read_row(line, days, has_ssn=has_ssn):
            rows.append(row)
        else:
            others += 1
            if others > max(_FEWEST, len(rows)):
                break
    return rows if len(rows) >= _FEWEST and len(rows) >= _SHARE * (len(rows) + others) else []


def _read_row(line: str, days: Sequence[bool], *, has_ssn: bool) -> list[str]:
    number = _SSN.search(line) if has_ssn else None
    dates = _DAY.findall(line)
    birth = next((date for date, is_birth in zip(dates, days, strict=False) if is_birth), "")
    if len(dates) != len(days):
        birth = ""
    bare = _DAY.sub(" | ", _SSN.sub(" | ", line))
    name = _CALLED.search(bare)
    if name is None or not (number or birth):
        return []
    return [name[0].strip(" ,."), number[0] if number else "", birth]
