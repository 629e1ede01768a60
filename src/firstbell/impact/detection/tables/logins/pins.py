r"""Codes of digits that a sentence says it set for somebody, by their user name or in full: of a voice mail,
a copier, a door.

>>> [match["pin"] for match in _SET.finditer("vm pin for tlong set to 739104, room 4")]
['739104']
>>> [*_SET.finditer("pin pad for room 12 set to 739104")], [*_SET.finditer("vm for tlong moved to 7391")]
([], [])
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.tables.logins.logins import Login
from firstbell.impact.people.folded_text import fold, squeeze
from firstbell.impact.people.lexicon import Lexicon

_CODES = (
    r"(?:vm|voice ?mail|phone|copier|printer|fax|badge|door|alarm|gate|entry|unlock|key ?pad|lock(?:er)?)"
    r"[ ](?:pin|code|passcode|combo)s?"
)
_IS = r"(?:[ ](?:was|is|has been|now|back|re-?set|set|changed|to)){1,4}|[ ]?[:=]|[ ]?->"
_SET = re.compile(
    rf"(?i)\b{_CODES}[ ](?:for|of)[ ](?P<who>[^\s,;:=]+(?:[ ][^\s,;:=]+){{0,2}}?)"
    rf"(?:{_IS})[ ]?(?P<pin>\d{{4,8}})\b"
)
_OWN = re.compile(
    rf"(?i)(?P<who>[^\s,;:=(\"']+(?:[ ][^\s,;:=]+)?)['\u2019]s[ ](?:new[ ])?{_CODES}"
    rf"(?:{_IS})[ ]?(?P<pin>\d{{4,8}})\b"
)
_CALLED = re.compile(r"(?i)[ ](?:pins?|codes?|passcodes?|combos?)[ ]")
_MOST_CHARS = 400


def find_pins(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """Each such code."""
    lines = text.split("\n") if _CALLED.search(text) else ()
    for number, line in enumerate(lines, start=1):
        if len(line) > _MOST_CHARS:
            continue
        for match in (*_SET.finditer(line), *_OWN.finditer(line)):
            if people := _look_up(lexicon, match["who"]):
                yield Login(people[0], number, match["pin"])


def _look_up(lexicon: Lexicon, who: str) -> tuple[int, ...]:
    """The one whom a user name or a full name means; nobody where it may be more."""
    if " " not in who:
        people = lexicon.users.get(squeeze(who), ())
    else:
        named = [
            one for one in Finder(lexicon, who, fold(who)).find() if one.by == "name" and not one.is_weak
        ]
        people = named[0].candidates if len(named) == 1 else ()
    return tuple(people) if len(people) == 1 else ()
