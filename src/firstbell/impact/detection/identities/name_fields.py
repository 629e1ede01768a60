r"""Names in fields of their own: a line for the given name, and one for the family name, each beside its
label or below it.

>>> text = "First name: Ada\nLast name: Olson\n"
>>> [(one.given, one.family) for one in find_name_fields(text, text.lower().encode())]
[('Ada', 'Olson')]
>>> text = "Last: Olson   First: Ada   MI: Q"
>>> [(one.given, one.family) for one in find_name_fields(text, text.lower().encode())]
[('Ada', 'Olson')]
>>> text = 'saved {"first": "Ada", "last": "Olson"}'
>>> [(one.given, one.family) for one in find_name_fields(text, text.lower().encode())]
[('Ada', 'Olson')]
>>> text = "Nom : Olson   Pr\u00e9nom : Ada"
>>> [(one.given, one.family) for one in find_name_fields(text, b"nom : olson   prenom : ada")]
[('Ada', 'Olson')]
>>> text = "Last Name OLSON First ADA Middle Initial Q"
>>> [(one.given, one.family) for one in find_name_fields(text, text.lower().encode())]
[('ADA', 'OLSON')]
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
# both on one line, the family name first
_ON_LINE = re.compile(
    rf"(?im)\b{_FAMILY}(?:[ _-]?name)?[ \t]*:[ \t]*([^\W\d_][^\n:,]{{0,40}}?)[ \t,]+{_GIVEN}(?:[ _-]?name)?"
    r"[ \t]*:[ \t]*([^\W\d_][\w'\u2019.-]*(?:[ ][^\W\d_][\w'\u2019.-]*){0,2})"
    r"(?=[ ]{2}|\t|[ ]*\r?$|[ ]+\w[^\n:]{0,20}:)"
)
# both on a line that a program drew from the boxes of a form, without its gaps
_UNSPACED = re.compile(
    r"(?i:\blast[ ]name)(?:[ ]\([^()\n]{4,24}\))?[ ]([A-Z][\w'\u2019-]+(?:[ ][A-Z][\w'\u2019-]+)?)[ ]"
    r"(?i:first)(?:[ ](?i:name))?(?:[ ]\([^()\n]{4,24}\))?[ ]([A-Z][\w'\u2019-]+)"
    r"(?=[ ](?i:middle|m\.?i\.?|other|initial)\b|[ ]*\r?(?:\n|\Z))"
)
# both on one line of a form whose gaps part labels from what they say, the given name first
_GAP = r"(?:[ ]*:[ ]*|[ ]{2,}|\t+)"
_IN_GAPS = re.compile(
    rf"(?im)\b{_GIVEN}(?:[ _-]?name)?(?:[ ]and[ ](?:middle[ ])?initial)?{_GAP}"
    rf"([^\W\d_][\w'\u2019 .-]{{0,30}}?)(?:[ ]{{2,}}|\t+){_FAMILY}(?:[ _-]?name)?{_GAP}"
    r"([^\W\d_][\w'\u2019-]*(?:[ ][^\W\d_][\w'\u2019-]*)?)"
)
# both in an object that a program wrote on a line of its log
_QUOTED = re.compile(
    rf'(?i)"{_GIVEN}[ _-]?(?:name)?"[ ]?:[ ]?"([^\W\d_][^"\n]{{0,30}})"[ ]?,[ ]?'
    rf'"{_FAMILY}[ _-]?(?:name)?"[ ]?:[ ]?"([^\W\d_][^"\n]{{0,40}})"'
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
    for match in _ON_LINE.finditer(text) if ":" in text else ():
        yield NameFields(match.start(1), match.end(2), match[2], match[1])
    for match in _QUOTED.finditer(text) if '"' in text else ():
        yield NameFields(match.start(1), match.end(2), match[1], match[2])
    for match in _UNSPACED.finditer(text):
        yield NameFields(match.start(1), match.end(2), match[2], match[1])
    gaps = [*_IN_GAPS.finditer(text)]
    for match in gaps:
        yield NameFields(match.start(1), match.end(2), match[1].strip(), match[2])
    if gaps:
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
