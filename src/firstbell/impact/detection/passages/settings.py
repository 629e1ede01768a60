"""What the place and the words of a document say of it as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from firstbell.impact.detection.identities.references import References
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern

_PRAISE = re.compile(
    rb"\b(?:congratulat\w+|commend\w*|praise\w*|kudos|proud of|great job|well done|kindness|good news|"
    rb"(?:thank you|thanks) (?:for|to)|recogni[sz]ed? for|(?:student|pupil) of the (?:month|week|year)|"
    rb"awards?)\b"
)


_DISCLAIMED = re.compile(
    rb"\b(?:not (?:an? )?(?:real|actual) (?:student|pupil|child|person|people|employee|patient|data)s?|"
    rb"(?:sample|example|mock|fictional|made[- ]up)(?: record| data)? for (?:training|practice|demo\w*)|"
    rb"any resemblance to (?:real|actual))\b"
)


_ANNOUNCED = re.compile(rb"[^\n]{0,40}\b(?:daily|morning|afternoon|student) announcements\b")
# what is new in a program
_RELEASE = re.compile(
    rb"\b(?:release ?notes|change ?log|what'?s new in (?:version|v?\d)|patch notes)\b|"
    rb"(?:^|\n)[ \t]*(?:app |build |software )?version[\"]?[ \t]*[:=][ \t\"]*v?\d+\.\d+(?s:.{0,400}?)"
    rb"(?:^|\n)[^\n]{0,16}\b(?:fix(?:ed|es)?|bug ?fix(?:es)?|new|added|changed|improved|removed|"
    rb"known issues?)[ ]?:"
)
# what is sent in somebody's name and is not theirs
_FORGED = re.compile(
    rb"\b(?:e-?mail|mail|message|text|call|letter|notice|request)s?\b[^.!?\n]{0,40}"
    rb"\b(?:claim(?:s|ing|ed)? to (?:be|come|have come)|pretend(?:s|ing|ed)? to (?:be|come)|"
    rb"appear(?:s|ing)? to (?:be|come)|impersonat(?:es|ing|ed)|pos(?:es|ing) as|"
    rb"looks? (?:like|as if) (?:it (?:is|was|came|comes)|they (?:are|come)))\b"
)
_IS_FORGED = re.compile(
    rb"\b(?:(?:is|are|was|were) (?:a |all )?(?:fake|phish\w*|scams?|fraud\w*|spoof\w*|"
    rb"not (?:real|legitimate|genuine))|"
    rb"phish\w*|do not (?:answer|reply|respond|click|open)|don't (?:answer|reply|respond|click|open)|"
    rb"will (?:never|not) (?:ever )?ask)\b"
)
_RELEASED = (b"version", b"release", b"change", b"patch notes")
_FORGERY = (b"claim", b"pretend", b"appear", b"impersonat", b"posing as", b"poses as", b"look")


# at the head of what describes how programs talk to each other: who stands there shows how records look
_INTERFACE = re.compile(r"\s*(?:openapi|swagger|asyncapi)[\"']?[ ]?:[ ]?[\"']?\d\.")


def describes_interface(text: str) -> bool:
    r"""Whether a text is the description of an interface, with examples.

    >>> describes_interface("openapi: 3.0.1\ninfo: x"), describes_interface("Openapi: see the wiki")
    (True, False)
    """
    return _INTERFACE.match(text) is not None


def is_release(folded: bytes) -> bool:
    r"""Whether a text tells what is new in a program.

    >>> is_release(b"version: 2.14.1\nnotes: fix: allergy banner"), is_release(b"version: 2 of the plan")
    (True, False)
    """
    is_likely = any(word in folded for word in _RELEASED)
    return is_likely and _RELEASE.search(folded) is not None


def is_of_forgery(folded: bytes) -> bool:
    """Whether a text warns of what is sent in somebody's name: what it asks for is nobody's.

    >>> is_of_forgery(b"a mail that claims to come from tia asks for your pin. it is a scam.")
    True
    """
    is_likely = any(word in folded for word in _FORGERY)
    return is_likely and _FORGED.search(folded) is not None and _IS_FORGED.search(folded) is not None


def is_disclaimed(folded: bytes) -> bool:
    """Whether a text says at its head that nobody in it is real."""
    return _DISCLAIMED.search(folded) is not None


# a list of what is to be read: at its head, or by the numbers that books have
_READING = GuardedPattern(
    re.compile(
        rb"\A(?:[^\n]*\n){0,2}[^\n]{0,40}\b(?:(?:summer|required|suggested|recommended) reading|"
        rb"(?:reading|book) lists?|"
        rb"new (?:books|titles|arrivals)|works cited|bibliograph(?:y|ies)|listas? de lecturas?|"
        rb"lecturas|bibliografia)\b"
    ),
    (b"reading", b"book", b"new titles", b"new arrivals", b"works cited", b"bibliogra", b"lectura"),
)
_ISBN = re.compile(rb"(?<![\d-])97[89][- ]?\d(?:[- ]?\d){8}[- ]?\d(?![\d-])")
# a line of it: who wrote it, what it is called, and where it stands on the shelf
_SHELVED = re.compile(rb"(?m)^[ \t]*[a-z][a-z'-]+, [a-z][a-z .'-]*\. [^\n]{3,90}[ \t]\d{3}\.\d{1,4}[ \t\r]*$")
_BORROWED = re.compile(rb"\b(?:patrons?|borrowers?|overdue|checked out|due|fines?|owes?|lost)\b")
_FEWEST_BOOKS = 2


def lists_books(folded: bytes) -> bool:
    r"""Whether a text lists books: who stands there wrote one, or is told of in one.

    >>> lists_books(b"summer reading\nroe, ada. my asthma"), lists_books(b"reading: roe, ada. asthma")
    (True, False)
    >>> lists_books(b"9780062691729 roe, ada: my asthma\n9781524720599 roe, ben: out")
    True
    """
    books = _ISBN.findall(folded) if b"97" in folded else []
    are_many = max(len(books), len(_SHELVED.findall(folded))) >= _FEWEST_BOOKS
    # most texts are no list, and are not asked who has what
    return (are_many or _READING.search(folded) is not None) and _BORROWED.search(folded) is None


# how games end, and who stands where
_STANDINGS = re.compile(
    rb"(?m)^[^\n]*\bw[ \t]+l(?:[ \t]+t)?\b[^\n]*\n"
    rb"(?:[^\n]*[a-z][^\n]*[ \t]\d{1,3}[ \t]+\d{1,3}\b[^\n]*(?:\n|\Z)){2}"
)
_GAME = re.compile(
    rb"\b(?:def(?:eated|eats)?\.?|beat|lost to|fell to|tied|shut out)[ ]"
    rb"(?:[a-z.'-]+ ){1,4}\d{1,3} ?- ?\d{1,3}\b"
)


def tells_games(folded: bytes) -> bool:
    r"""Whether a text tells how games ended: rules and forfeits of teams are nobody's conduct.

    >>> tells_games(b"finals   w  l\nelm   9  6\noak   4 11\n"), tells_games(b"elm beat oak 3-1.")
    (True, True)
    >>> tells_games(b"room w l"), tells_games(b"he beat another boy")
    (False, False)
    """
    return _STANDINGS.search(folded) is not None or _GAME.search(folded) is not None


# a distance or a stroke, and the time that somebody took
_RACE = re.compile(
    rb"(?m)^[^\n]*\b(?:free(?:style)?|breast(?:stroke)?|fly|butterfly|back(?:stroke)?|medley|relay|dash|hurdles|"
    rb"im|run|meters?|yards?|mile|[1-9]\d{1,3} ?[my])\b[^\n]*\b(?:\d{1,2}:)?[0-5]\d\.\d{1,2}\b"
)
_FEWEST_RACES = 2


def tells_races(folded: bytes) -> bool:
    r"""Whether a text has the times of several races.

    >>> tells_races(b"50 free 1 ada 31.04\n100 breast ben 1:24.90"), tells_races(b"free lunch 31.04")
    (True, False)
    """
    return len(_RACE.findall(folded)) >= _FEWEST_RACES


# the program of a play: who stands there has a part in it
_PLAY = GuardedPattern(
    re.compile(
        rb"\b(?:play|musical|comedy|drama|tragedy|farce|opera|operetta|melodrama|mystery|pageant) in "
        rb"(?:one|two|three|four|five|\d) acts?\b|\bdramatis personae\b|\bcast of characters\b|"
        rb"\b(?:cast|characters|players|speakers)[ (]{1,2}in order of (?:appearance|speaking)\b|"
        rb"(?:^|\n)[ \t]*(?:the )?(?:cast(?: list)?|company|players|"
        rb"characters)[ \t:]*\r?\n(?:[^\n]+\n){2,60}?"
        rb"[^\n]*\b(?:directed by|director|stage manager|stage crew|costumes|choreograph\w+|intermission)\b"
    ),
    (b" act", b"dramatis", b"cast", b"company", b"players", b"characters", b"speakers"),
)


def stages_play(folded: bytes) -> bool:
    r"""Whether a text is the program of a play.

    >>> stages_play(b"a comedy in two acts\nada roe: thief"), stages_play(b"the cast came off ada roe's arm")
    (True, False)
    """
    return _PLAY.search(folded) is not None


_YEAR = GuardedPattern(
    re.compile(rb"(?<![\d/.,$#-])(?:in|of|since|until|till|from|by|about|around)[ ](1[6-9]\d\d)(?![\d/-])"),
    (b" 1",),
)
_LATER = re.compile(rb"(?<!\d)(?:19[4-9]\d|20\d\d)(?!\d)|\d[/-]\d\d?[/-]\d\d")
_LONG_AGO = 1940
# who was born so is dead, whatever came later
_BORN = GuardedPattern(
    re.compile(rb"\b(?:born|nacio)\b[^.;\n]{0,24}?\b(?:1[5-8]\d\d|190\d)\b(?![/-])"), (b"born", b"nacio")
)
_NOW = re.compile(rb"(?<!\d)20\d\d(?!\d)|\d[/-]\d\d?[/-]\d\d")


def tells_past(folded: bytes) -> bool:
    """Whether a text tells of what was four generations ago, by all its years or by who was born then: who is
    named there is dead.

    >>> tells_past(b"ada roe, class of 1919, had polio"), tells_past(b"class of 1919. reunion in 2026")
    (True, False)
    >>> tells_past(b"born may 4, 1871, she had polio and wrote in 1951"), tells_past(b"born may 4, 1971")
    (True, False)
    """
    if _BORN.search(folded) is not None and _NOW.search(folded) is None:
        return True
    years = [int(match[1]) for match in _YEAR.finditer(folded)]
    return bool(years) and max(years) < _LONG_AGO and _LATER.search(folded) is None


def is_nobodys(folded: bytes) -> bool:
    """Whether the numbers of a text are those of nobody who lives: they are forged, or of long ago."""
    return is_of_forgery(folded) or tells_past(folded)


def is_announced(folded: bytes) -> bool:
    """Whether a text says at its head that it is read out to everybody, or warns all of what is forged, or is
    about a program, lists books, tells how games ended or is the program of a play.
    """
    is_to_all = _ANNOUNCED.match(folded) is not None or is_of_forgery(folded) or is_release(folded)
    return is_to_all or lists_books(folded) or tells_games(folded) or stages_play(folded)


def is_praise(folded: bytes) -> bool:
    """Whether a text, or the name of one, thanks somebody or sings their praise."""
    return _PRAISE.search(folded) is not None


_SHOWN = re.compile(
    r"(?i)\b(?:sample|example|dummy|fictitious|fictional|made[- ]up|fake|mock|invented)(?: [a-z]+)?[ ]"
    r"(?:data|records?|rows?|values|entries|names|employees|students|people|persons)\b|"
    r"\b(?:names|people|employees|students|records|rows|data)[ ](?:below |here |above )?(?:are|is) "
    r"(?:not real|made[- ]up|fictitious|fictional|invented|fake|samples?|examples?)\b"
)
_SHOWN_CHARS = 400


def shows_samples(above: str) -> bool:
    """Whether the text right above a table says that nobody in it is real.

    >>> shows_samples("The following is sample data only."), shows_samples("Water sample results")
    (True, False)
    """
    return _SHOWN.search(above[-_SHOWN_CHARS:]) is not None


class Setting(msgspec.Struct, frozen=True):
    """What the place of a document says: how much that it is about a kind, whether it is about nobody, and
    whether it is about those who work here. `references`: whom the document has named so far.
    """

    weights: Mapping[str, float] = msgspec.field(default_factory=dict)
    is_public: bool = False
    is_personnel: bool = False
    references: References | None = None
