r"""Records of fixed width in which a number fills its field up to the family name behind it, with the given
name and a day in fields of their own: what states and pension funds are sent.

>>> lines = "D219093344ROE       ADA     19840302F\nD376184455XU        BEN     19791130M\n"
>>> spell_glued(lines, lambda name: True, "pension")[1:]
[['ROE', 'ADA', '219093344', '1984-03-02'], ['XU', 'BEN', '376184455', '1979-11-30']]
>>> spell_glued(lines.replace("19840302", "20261115").replace("19791130", "20261115"), lambda name: True, "")
[['Last name', 'First name'], ['ROE', 'ADA'], ['XU', 'BEN']]
"""

from __future__ import annotations

import re
from collections.abc import Callable

from firstbell.impact.detection.values.numbers import is_ssn
from firstbell.impact.people.dates import read_date

_RECORD = re.compile(
    r"(?m)^[A-Z]{0,2}(?P<number>\d{6,30})(?P<family>[A-Z][A-Z'-]*(?: [A-Z][A-Z'-]*){0,2}) {2,}"
    r"(?P<given>[A-Z][A-Z'-]*(?: [A-Z][A-Z'-]*){0,2}) {1,}(?P<day>(?:19|20)\d{6})(?=\D|\d{6,})"
)
# where those who work are told of with the number that taxes and pensions go by
_BY_SSN = re.compile(
    r"(?i)(?<![a-z])(?:pensions?|retire\w*|contrib\w*|wages?|payroll|tax(?:es)?|annuit\w*|unemployment|tra|pera|"
    r"trs|pers|ssn)(?![a-z])"
)
_FEWEST, _SHARE, _SSN_DIGITS = 2, 0.6, 9


def spell_glued(text: str, is_name: Callable[[str], bool], place: str) -> list[list[str]]:
    """The records as rows, headers first; none where there are few. `place`: the names of the file and its
    folders. A day that is the same on all records is that of the run, and no birth.
    """
    records = [*_RECORD.finditer(text)]
    named = sum(is_name(f"{one['family']}, {one['given']}") for one in records)
    if len(records) < _FEWEST or named < _SHARE * len(records):
        return []
    rows = [["Last name", "First name"], *([one["family"], one["given"]] for one in records)]
    numbers = {one["number"] for one in records}
    are_ssns = all(len(one) == _SSN_DIGITS and is_ssn(one) for one in numbers)
    if are_ssns and len(numbers) == len(records) and _BY_SSN.search(f"{place} {text[:200]}"):
        _append(rows, "SSN", [one["number"] for one in records])
    days = [read_date("-".join((one["day"][:4], one["day"][4:6], one["day"][6:]))) for one in records]
    if all(days) and len(set(days)) > 1:
        _append(rows, "Birth date", days)
    return rows


def _append(rows: list[list[str]], header: str, cells: list[str]) -> None:
    for row, cell in zip(rows, [header, *cells], strict=True):
        row.append(cell)
