r"""Names in fields of their own: a line for the given name, and one for the family name, each beside its
label or below it.

>>> from firstbell.impact.people.folded_text import fold
>>> read = lambda text: [(one.given, one.family) for one in find_name_fields(text, fold(text))]
>>> read("First name: Ada\nLast name: Olson\n"), read("Last: Olson   First: Ada   MI: Q")
([('Ada', 'Olson')], [('Ada', 'Olson')])
>>> read('saved {"first": "Ada", "last": "Olson"}'), read("Nom : Olson   Pr\u00e9nom : Ada")
([('Ada', 'Olson')], [('Ada', 'Olson')])
>>> read("Last Name OLSON First ADA Middle Initial Q"), read("First name Ada Last name Olson Your number")
([('ADA', 'OLSON')], [('Ada', 'Olson')])
>>> read("our first year, and the last name Olson gave it")
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from firstbell.impact.detection.values.guarded_patterns import holds_any

_GIVEN = r"(?:first|given|fore|nombres?|pr[e\u00e9]noms?|vorname)"
_FAMILY = r"(?:last|family|sur|apellidos?|noms?(?: de famille)?|nachname|familienname|sobrenome)"
_GIVEN_WORDS, _FAMILY_WORDS = (
    (b"first", b"given", b"fore", b"nom", b"vorname"),
    (b"last", b"family", b"sur", b"apellido", b"nom", b"nachname", b"familienname", b"sobrenome"),
)
_ANSWER = r"(?:[ \t]*:[ \t]*|[ ]{2,}|\t+)([^\W\d_][^\n:]{0,60}?)[ \t]*$"
# or the answer stands on the next line, below a label alone on its own
_BELOW = r"(?:[ \t]*:)?[ \t]*\r?\n[ \t]*([^\W\d_][^\n:]{0,40}?)[ \t]*$"
_PART = rf"(?:(?P<given>{_GIVEN})|(?P<family>{_FAMILY}))[ _-]?(?:name)?"
_FIELD = re.compile(rf"(?im)^[^\n:]{{0,40}}?\b{_PART}[^\n:]{{0,20}}{_ANSWER}")
_ABOVE = re.compile(rf"(?im)^[ \t]*(?:[a-z']{{2,12}}[ ])?{_PART}s?(?:\([a-z]\))?{_BELOW}")
# both on one line, in either order; a program that drew them from the boxes of a form may leave no gaps
_SAID = r"(?:\"?[ \t]*:[ \t]*\"?|[ ]{2,}|\t+|(?i:(?<=name)|(?<=irst)|(?<=\)))[ ](?=[A-Z]))"
_VALUE = rf"([^\W\d_][\w'\u2019.-]*(?:[ ](?!(?i:{_GIVEN}|{_FAMILY})\b)[^\W\d_][\w'\u2019.-]*){{0,2}}?)"
_LABEL = r"(?i:\b%s(?:[ _-]?name)?(?:[ ]\([^()\n]{4,24}\)|[ ]and[ ](?:middle[ ])?initial)?)" + _SAID + _VALUE
_END = (
    r"(?=[ ]*(?:[\",;|]|\r?$)|[ ]{2}|\t|[ ]+\w[^\n:]{0,20}:|[ ](?i:middle|m\.?i\b|other|initial|suffix|your|"
    r"spouse|soc|ssn?\b|date|birth|dob|born|sex|gender|age\b|grade|home|street|address|phone|id\b|no\b))"
)
_GIVEN_FIRST, _FAMILY_FIRST = (
    re.compile("(?m)" + _LABEL % one + r"[ \t,\"]+" + _LABEL % other + _END)
    for one, other in ((_GIVEN, _FAMILY), (_FAMILY, _GIVEN))
)
# between the two: a middle name, a number, no more
_MOST_BETWEEN = 120


class NameFields(msgspec.Struct, frozen=True):
    """The two parts of a name at text[start:end]."""

    start: int
    end: int
    given: str
    family: str


def find_name_fields(text: str, folded: bytes) -> Iterator[NameFields]:
    """Every given name that a family name follows, or the other way around. `folded`: the text, folded."""
    if not holds_any(folded, _GIVEN_WORDS) or not holds_any(folded, _FAMILY_WORDS):
        return
    for match in _FAMILY_FIRST.finditer(text):
        yield NameFields(match.start(1), match.end(2), match[2], match[1])
    pairs = [*_GIVEN_FIRST.finditer(text)]
    for match in pairs:
        yield NameFields(match.start(1), match.end(2), match[1], match[2])
    if pairs:
        return
    found = [*_FIELD.finditer(text)] or [*_ABOVE.finditer(text)]
    before: re.Match[str] | None = None
    for match in found:
        is_pair = before is not None and bool(before["given"]) != bool(match["given"])
        if before is None or not is_pair or match.start() - before.end() > _MOST_BETWEEN:
            before = match
            continue
        first, second = (before, match) if before["given"] else (match, before)
        yield NameFields(before.start(3), match.end(3), first[3], second[3])
        before = None
