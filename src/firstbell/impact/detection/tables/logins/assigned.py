r"""Lines of logs and scripts that assign a user name and what opens it to words of their own: "sam=aolson
newpw=Loon-4410", "uid=aolson&secret=loon4410".

>>> _read("Set-Password sam=aolson newpw=Loon-4410 mustchange=0")
(['aolson', '0'], ['Loon-4410'])
>>> _read("POST /login body=uid=aol&secret=Loon%214410&remember=1")
(['aol', '1'], ['Loon!4410'])
>>> _read("GET /pass route=4410 pass_count=441022 page=2"), _read("uid=aolson&secret=***")
((['4410', '441022', '2'], []), (['aolson', '***'], []))

Codes of digits that a sentence says it set for somebody, by their user name or in full: of a voice mail,
a copier, a door.

>>> [match["pin"] for match in _SET.finditer("vm pin for tlong set to 739104, room 4")]
['739104']
>>> [*_SET.finditer("pin pad for room 12 set to 739104")], [*_SET.finditer("vm for tlong moved to 7391")]
([], [])
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from firstbell.impact.detection.identities.mentions import Finder
from firstbell.impact.detection.tables.logins.logins import Login
from firstbell.impact.people.folded_text import fold, squeeze
from firstbell.impact.people.lexicon import Lexicon

_ASSIGNED = re.compile(
    r"([A-Za-z_$][\w.-]{0,30})=(?![\w.-]*=)(?:\"([^\"\n]{1,64})\"|'([^'\n]{1,64})'|([^\s&;,\"'=]{1,64}))"
)
_SECRET = re.compile(
    r"(?i)(?:.*[._-])?(?:new|old|user|usr|temp|tmp|init\w*|first|current|reset|login|account|acct|ad|default)?[_.-]?"
    r"(?:pw|pwd|passwd|password|pass|passcode|passphrase|secret)"
)
_MASKED = re.compile(r"[*x.\u2022#]+|<.*>|\(.*\)|%.*%|\$.*|\[.*\]", re.IGNORECASE)
_FEWEST_CHARS = 5


def find_assigned(lexicon: Lexicon, text: str) -> Iterator[Login]:
    """Each line that assigns one user name of the roster, and a secret."""
    for number, line in enumerate(text.split("\n") if "=" in text else (), start=1):
        if "=" not in line:
            continue
        words, secrets = _read(line)
        if not secrets:
            continue
        people = {who for word in words if len(found := _look_up(lexicon, word)) == 1 for who in found}
        if len(people) == 1:
            yield Login(people.pop(), number, secrets[-1])


def _read(line: str) -> tuple[list[str], list[str]]:
    """What a line assigns to any word but one for a secret, and to such a one."""
    words: list[str] = []
    secrets: list[str] = []
    for match in _ASSIGNED.finditer(line):
        said = unquote_plus(match[2] or match[3] or match[4])
        if not _SECRET.fullmatch(match[1]):
            words.append(said)
        elif len(said) >= _FEWEST_CHARS and not _MASKED.fullmatch(said) and any(map(str.isalpha, said)):
            secrets.append(said)
        else:
            words.append(said)
    return words, secrets


def _look_up(lexicon: Lexicon, word: str) -> tuple[int, ...]:
    if "@" in word:
        return tuple(lexicon.emails.get(word.lower().encode("utf-8", "replace"), ()))
    # a number means somebody only where it is said to be theirs
    return () if word.isdigit() else tuple(lexicon.users.get(squeeze(word), ()))


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
            if people := _look_up_pin(lexicon, match["who"]):
                yield Login(people[0], number, match["pin"])


def _look_up_pin(lexicon: Lexicon, who: str) -> tuple[int, ...]:
    """The one whom a user name or a full name means; nobody where it may be more."""
    if " " not in who:
        people = lexicon.users.get(squeeze(who), ())
    else:
        named = [
            one for one in Finder(lexicon, who, fold(who)).find() if one.by == "name" and not one.is_weak
        ]
        people = named[0].candidates if len(named) == 1 else ()
    return tuple(people) if len(people) == 1 else ()
