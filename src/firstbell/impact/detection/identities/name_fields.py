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

Who is told by the name of an account.

Names of a passage that several people bear, found by whom a number or an address in it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.detection.values.guarded_patterns import holds_any
from firstbell.impact.people.folded_text import squeeze
from firstbell.impact.people.lexicon import Lexicon

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


_ACCOUNT = re.compile(
    rb"\b(?:(?:user(?: ?name)?|usr|uid|login|account|acct)[ ]?[:=]?|"
    rb"(?:requeste?or|requester|requested by|opened by|submitted by|submitter|caller|affected user)[ ]?:)"
    rb"[ ]?([a-z0-9][a-z0-9._-]{2,30})\b"
)
# the part of somebody, as the fields of a log have it: "stu=aolson"
_ACCOUNT_VALUE = re.compile(rb"=[\"']?([a-z0-9][a-z0-9._-]{2,30})\b")
_ACCOUNT_PART = re.compile(
    rb"(?<![a-z0-9])(?:stu|stud|student|pupil|kid|rider|patron|alumno|estudiante|emp|employee|staff|who|person|"
    rb"patient|member)(?:[_-]?(?:id|name|user))?\Z"
)
_PART_CHARS = 16


# an address of mail alone on its line, with an answer below it
_ANSWERING = re.compile(rb"(?m)^[ \t]*([a-z0-9._%+'-]{1,64}@[a-z0-9.-]{3,120})[ \t]*\r?$(?=\s*[^\s@]+[ ,])")
_FEWEST_ANSWERS = 2


def list_accounts(lexicon: Lexicon, folded: bytes) -> Iterator[PassageSubject]:
    """Whose user names stand behind a word for such, and whose addresses alone head what they answer."""
    answering = [*_ANSWERING.finditer(folded)] if b"@" in folded else []
    for match in answering if len(answering) >= _FEWEST_ANSWERS else ():
        if people := lexicon.emails.get(match[1], ()):
            mention = Mention(match.start(1), match.end(1), tuple(people), "email", is_label=True)
            yield PassageSubject(mention)
    for match in _ACCOUNT.finditer(folded):
        people = lexicon.users.get(squeeze(match[1].decode()), ())
        if len(people) == 1:
            yield PassageSubject(Mention(match.start(1), match.end(1), tuple(people), "id"))
    for match in _ACCOUNT_VALUE.finditer(folded):
        if not _ACCOUNT_PART.search(folded[max(0, match.start() - _PART_CHARS) : match.start()]):
            continue
        people = lexicon.users.get(squeeze(match[1].decode()), ())
        # a long one is a mention without a word before it
        if len(people) == 1 and match[1] not in lexicon.logins:
            yield PassageSubject(Mention(match.start(1), match.end(1), tuple(people), "id"))


_FEWEST = 2
# so far behind a number the name may begin that stands beside it
BESIDE_NUMBER = 24


def choose_bearer(
    before: PassageSubject | None, number: Mention, behind: Iterable[PassageSubject]
) -> PassageSubject | None:
    """Whose number it is: that of who is named before it, or of who has it and is named right behind it,
    where the other one has not.
    """
    if before is None or set(before.mention.candidates) & set(number.candidates):
        return before
    return next((one for one in behind if set(one.mention.candidates) & set(number.candidates)), before)


class Namesakes:
    """Those who are named in a passage by a name that several bear.

    A student number, a control number or an e-mail address of one of these tells whom the name means,
    wherever in the passage it stands: it is hardly by chance that of another person of this name.
    """

    def __init__(self, named: Iterable[PassageSubject]) -> None:
        self._by_person: dict[int, list[PassageSubject]] = {}
        for one in named:
            if one.mention.by == "name" and len(one.mention.candidates) >= _FEWEST and not one.is_other:
                for who in one.mention.candidates:
                    self._by_person.setdefault(who, []).append(one)

    def find(self, people: Iterable[int], at: int) -> PassageSubject | None:
        """The nearest name to a place that one of these people bears."""
        bearers = [one for who in people for one in self._by_person.get(who, ())]
        return min(bearers, key=lambda one: abs(one.mention.start - at), default=None)
