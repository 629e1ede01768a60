"""How much it was for each day, or for each of many: no fact of a record is a rate.

"The response has cost $840,000 a day" names the record's number, and the rule that compares it reads no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed

_TIME = r"(?:day|night|week|weekend|month|quarter|year|hour|minute|school day|workday|weekday|morning)"
_ONE = (
    r"(?:school|campus|building|classroom|student|pupil|child|person|resident|taxpayer|family|household"
    r"|parent"
    r"|employee|teacher|staff member|server|computer|laptop|device|file|record|account|system|letter|victim"
    r"|call|department|grade|graduate)"
)
# "a day" behind these is a stretch of time: "within a day", "less than a week"
_STRETCH = (
    r"(?<!\bin )(?<!within )(?<!\bfor )(?<!after )(?<!before )(?<!\bof )(?<!\bby )(?<!over )(?<!\bon )"
    r"(?<!such )(?<!than )(?<!about )(?<!nearly )(?<!almost )(?<!half )(?<!quite )(?<!just )(?<!only )"
    r"(?<!take )(?<!takes )(?<!took )(?<!lost )(?<!\band )(?<!\bor )(?<!until )(?<!with )(?<!was )(?<!is )"
)
_EACH = (
    rf"(?:{_STRETCH}an? {_TIME}(?!s| (?:ago|later|after|before|earlier|when|we|they|since|off|without|of"
    rf"|in which"
    r"|that|ahead|behind|or|and|early|late|it|on which|to|care|camp))"
    rf"|(?:per|each|every|any given) (?:single )?(?:{_TIME}|{_ONE})"
    rf"|(?:in|on|at|from|to|for|of|with) (?:each|every)(?: single)?(?: one)?(?: of (?:the|our"
    rf"|its))?(?: \w+)? {_ONE}s?"
    r"|daily|nightly|weekly|monthly|hourly|yearly|annually|apiece|per capita|a head"
    r"|al (?:d\u00eda|mes|a\u00f1o)(?! (?:siguiente|de|con|tanto|que))|a la semana|a diario|diari(?:o|a|os"
    r"|as|amente)|semanal(?:es|mente)?"
    r"|mensual(?:es|mente)?|(?:por|cada) (?:d\u00eda|noche|semana|mes|a\u00f1o|hora|minuto|alumn[oa]"
    r"|estudiante"
    r"|escuela|plantel|persona|familia|emplead[oa]|maestr[oa]|servidor|computadora|archivo|cuenta|cabeza))"
)
# hours of the clock, of a line that answers, and spans of time are no amounts of something
_UNIT = (
    r"(?! ?(?:hours?|days?|minutes?|a\.?m\b|p\.?m\b|times|o'clock|:\d|%|percent|weeks?|months?|years?|horas"
    r"|d\u00edas|veces|minutos|semanas|meses))"
)
_RATE = re.compile(
    rf"(?:\$ ?\d[\d,.]*(?: (?:million|thousand))?|\b(?:\d[\d,.]*\d|\d|{SPELLED})\b{_UNIT})"
    rf"(?: [\w'-]+){{0,5}}? (?P<each>{_EACH})\b",
    re.I,
)
# one thing done for each of them is told by other facts: a letter, a code, a password
_GIVEN = re.compile(r"\b(?:one|a|an|un|una) (?:\w+ )?(?:letter|code|password|carta|c\u00f3digo)\b", re.I)


def list_rates(passed: Passed) -> Iterator[Leftover]:
    """Numbers that are said to be for each day, or for each of many."""
    if not passed.borne:
        return
    for match in _RATE.finditer(passed.flat):
        if not _GIVEN.search(match[0]) and passed.is_borne_around(match):
            yield Leftover("how much it is for each of them", match["each"], match.start("each"))
