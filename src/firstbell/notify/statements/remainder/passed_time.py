"""How long ago the event was, said beside a claim: "two months after the attack, ..."."""

from __future__ import annotations

import re

from firstbell.notify.statements.judges.truth import read_day
from firstbell.notify.statements.language.quantities import find_numbers, find_spans
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# "two months after the attack, ...": how long ago it was found
_ELAPSED = re.compile(
    r"(?:^|(?<=[,;] )|(?<=now ))(?:now |just |about |almost |nearly |some |more than "
    r"|over )*(?P<many>[\w-]+) "
    r"(?P<unit>day|week|month)s?(?: and (?P<more>[\w-]+) days?)? (?:after|since|from|into|on from)"
    r" (?:(?:the|this|our|that|its) "
    r"(?:\w+ )?(?:attack|event|incident|outage|intrusion|break-in|breach|encryption|discovery)"
    r"(?: (?:was (?:found|discovered|noticed|detected)|began|started))?"
    r"|(?:we|staff|the district|it) (?:was )?(?:found|discovered|noticed|detected)"
    r"(?: (?:it|(?:the|this) (?:\w+ )?(?:attack|event|incident|intrusion|encryption|damage)))?)(?=,)",
    re.I,
)
# "still without email six days after the attack"
_STILL_AFTER = re.compile(
    r"\b(?P<many>[\w-]+) (?P<unit>day|week|month)s? after (?:the |our |a )?(?:\w+ )?"
    r"(?:attack|ransomware|incident|cyberattack|breach|event)(?=[.!]?$)",
    re.I,
)
_NOW = re.compile(r"\b(?:still|remains?|is|are)\b", re.I)
_UNIT_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4}


def list_passed_time(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where it is said how long ago the event was, and that is so, give or take a fifth."""
    found = read_day(record.get(Subject.ENCRYPTION_EVENT, "found"))
    said = _ELAPSED.search(flat)
    if said is None and (last := _STILL_AFTER.search(flat)) and _NOW.search(flat, 0, last.start()):
        said = last
    spans = find_spans(f"{said['many']} {said['unit']}s") if said else []
    if said is None or found is None or record.latest is None or not spans:
        return []
    days = find_numbers(said["many"])
    many = days[0].value if days else 1.0
    groups = said.groupdict()
    more = find_numbers(f"{groups.get('more') or 'zero'} items")
    told = many * _UNIT_DAYS[said["unit"].lower()] + (more[0].value if more else 1.0)
    passed = (record.latest - found).days
    return [said.span()] if abs(passed - told) <= max(0.2 * told, 1) else []
