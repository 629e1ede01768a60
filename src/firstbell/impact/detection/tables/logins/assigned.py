"""Lines of logs and scripts that assign a user name and what opens it to words of their own: "sam=aolson
newpw=Loon-4410", "uid=aolson&secret=loon4410".

>>> _read("Set-Password sam=aolson newpw=Loon-4410 mustchange=0")
(['aolson', '0'], ['Loon-4410'])
>>> _read("POST /login body=uid=aol&secret=Loon%214410&remember=1")
(['aol', '1'], ['Loon!4410'])
>>> _read("GET /pass route=4410 pass_count=441022 page=2"), _read("uid=aolson&secret=***")
((['4410', '441022', '2'], []), (['aolson', '***'], []))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from firstbell.impact.detection.tables.logins.logins import Login
from firstbell.impact.people.folded_text import squeeze
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
