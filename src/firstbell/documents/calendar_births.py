r"""Birthdays in a calendar: an entry that comes every year and begins in the year in which somebody was born.

>>> entry = "DTSTART;VALUE=DATE:%s\nRRULE:FREQ=YEARLY\nSUMMARY:Ada Roe%s\nEND:VEVENT\n"
>>> spell_birth(entry % ("19750415", "'s birthday"), 2026)
'Ada Roe, born 1975-04-15'
>>> spell_birth(entry % ("20150415", " bday"), 2026)  # since when somebody has worked there
''
>>> spell_birth(entry % ("20150415", " bday (b. 2015)"), 2026)
'Ada Roe, born 2015-04-15'
"""

from __future__ import annotations

import re

_START = re.compile(r"(?im)^DTSTART[^:\n]*:(\d{4})(\d\d)(\d\d)")
_SUMMARY = re.compile(r"(?im)^SUMMARY[^:\n]*:([^\r\n]+)")
_YEARLY = re.compile(r"(?im)^RRULE:.*FREQ=YEARLY")
_BIRTHDAY = re.compile(
    r"(?i)(?:['\u2019]s)?[ -]*\b(?:birth ?day|b-?day|birthdate|turns \d+|cumplea\u00f1os)\b.*"
    r"|\bcumplea\u00f1os de "
)
_BORN = re.compile(
    r"(?i)\b(?:born|b\.|nacid[oa])[ :]*(?:in |on |en )?(?:\S{3,9} )?((?:19|20)\d\d)\b|\(((?:19|20)\d\d)\)"
)
# a calendar is no older than a grown-up: who was born so long before its latest entry has a birthday there
_GROWN, _YOUNGEST = 18, 3


def find_latest(text: str) -> int:
    """The year of the latest entry of a calendar; 0 where it has none."""
    return max((int(match[1]) for match in _START.finditer(text)), default=0)


def spell_birth(entry: str, latest: int) -> str:
    """A line with the name and the day of birth that an entry tells; "" where it tells none. `latest`: the
    year of the latest entry of its calendar.
    """
    start, summary = _START.search(entry), _SUMMARY.search(entry)
    if start is None or summary is None or not _BIRTHDAY.search(summary[1]):
        return ""
    told = _BORN.search(summary[1])
    year = next(filter(None, told.groups())) if told else ""
    if not year and _YEARLY.search(entry) and int(start[1]) + _GROWN <= latest:
        year = start[1]
    if year and int(year) + _YOUNGEST > latest:
        return ""  # of the party, not of the birth
    name = _BIRTHDAY.sub("", summary[1]).strip(" -:,")
    return f"{name}, born {year}-{start[2]}-{start[3]}" if year and name else ""
