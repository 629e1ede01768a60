"""Numbers told by another: "$22,500 below the $310,000 we expect", "three times what we paid".

How far one is from the other ("well below", "by a wide margin") is taken out of a clause, so that its
comparison is read as any other (slots.py); what is compared must then lie as far apart as is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from firstbell.notify.statements.judges.extortion import read_demanded
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_FAR = (
    r"(?:well|far|comfortably|considerably|substantially|significantly|safely|easily|much|(?:a )?(?:good"
    r"|great) deal|a lot|a long way|way)"
)
# a number behind it is bounded by itself (values.py)
_SIDE = (
    r"(?=(?:below|under|within|inside|short of|above|over|past|beyond|in excess of|(?:less|lower|smaller"
    r"|fewer|more|higher|larger|greater) than) (?!\$?\d|half|an? |(?:one|two|three|four|five|six) ))"
)
_AHEAD = any_case(rf"\b{_FAR} {_SIDE}")
_PAST = any_case(rf"\b{_FAR} (?=(?:exceeds?|exceeded|surpass(?:es|ed)?|tops|topped)\b)")
_MARGIN = any_case(
    r",? (?:(?:and )?(?:by|with)"
    r" (?:a (?:very )?(?:wide|large|big|good|considerable|comfortable|clear|great|healthy) margin"
    r"|a (?:good|great) deal|a long way|a lot|far|plenty of room(?: to spare)?|room to spare))(?=[.,;]|$)"
)
_TIMES_AS_MUCH = any_case(
    r"\b(?P<many>(?:\d+|\w+(?:-\w+)?)(?: and a half)? times|twice|double|triple)"
    r" (?:as (?:much|many) as )?(?=(?:what|the|our|its|that)\b)"
)
# how far apart two numbers are of which one is far below the other
_APART = 1.25


def drop_degrees(clause: str) -> tuple[str, bool]:
    """The clause without words for how far apart its numbers are, and whether it had any."""
    told = _MARGIN.sub("", _PAST.sub("", _AHEAD.sub("", clause)))
    many = _TIMES_AS_MUCH.sub(lambda one: f"{one['many'].lower().replace('triple', 'three times')} of ", told)
    return many, told != clause


def lie_apart(first: float, second: float) -> bool:
    """Whether one of two numbers is far above the other.

    >>> lie_apart(800, 1000), lie_apart(900, 1000)
    (True, False)
    """
    low, high = sorted((first, second))
    return high >= _APART * low


_SUM = r"\$\d[\d,]*(?:\.\d+)?(?: (?:million|thousand))?"
_SPENT = (
    r"(?:(?:what|the money|the amount|the sum) (?:that )?(?:we|the district)(?: have| has)? (?:so far "
    r"|already )?(?:spent|paid out)|(?:our|the|total|response|recovery|district) (?:(?:response|recovery"
    r"|total|clean-?up) )?(?:spending|outlay|costs?|bill|expenses)|spending|costs)(?: (?:on|for|of) (?:the"
    r"|this) (?:response|recovery|clean-?up|attack|event))?(?: so far| to date| until now)?"
)
_BELOW = r"below|under|short of|less than|shy of|lower than|beneath"
_ABOVE = r"above|over|more than|beyond|in excess of|higher than|past"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A sum with which another is compared: how it is called and told, and where the record has it."""

    words: str
    told: str
    subject: Subject
    field: str


_MARKS = (
    _Mark(r"deductible|retention", "the deductible is", Subject.INSURANCE, "deductible"),
    _Mark(r"(?:policy|coverage|insurance)(?:'s)? (?:limit|maximum|cap)|limit of (?:our|the) policy",
          "the policy pays at most", Subject.INSURANCE, "limit"),
    _Mark(r"(?:that )?(?:we|the district) (?:expect(?:ed)?|project(?:ed)?|estimated?|forecast)"
          r"(?: to spend| in all| in total)?"
          r"|expected(?: (?:cost|total|bill|spending))?|projected(?: (?:cost|total|bill|spending))?"
          r"|expectation|forecast|estimate",
          "the expected cost is", Subject.RESPONSE_COST, "expected"),
    _Mark(r"(?:ransom )?demand(?:ed)?|(?:that )?(?:was demanded|they (?:demanded|asked for|wanted))",
          "the ransom demand was", Subject.RANSOM, "demanded"),
)  # fmt: skip
_NAMED = "|".join(f"(?P<m{at}>{mark.words})" for at, mark in enumerate(_MARKS))
_MARK = (
    rf"(?:the|our|that|a|an|its) (?:expected |projected )?(?:(?P<sum>{_SUM}) )?(?:of )?(?:the |our )?"
    rf"(?:{_NAMED})"
)
_END = r"(?P<end>[.!]?)$"
# "..., which is $22,500 below the $310,000 we expect"
_BESIDE = any_case(
    rf"^(?P<told>.*?(?P<first>{_SUM})[^$;]*?)(?:, (?:which|that) (?:is|comes to|puts us|leaves us|makes it)|,"
    rf"| -|; that is|;) (?P<off>{_SUM}) (?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})) {_MARK}{_END}"
)
# "what we have spent exceeds the $40,000 deductible by $78,000", "spending is $78,000 above the deductible"
_EXCEEDS = any_case(
    rf"^{_SPENT} (?:(?:now |already )*(?:(?P<above>exceeds?|tops?|surpass(?:es)?|is above|is over|is beyond"
    r"|has exceeded|has passed)|(?P<below>is below|is under|is short of|falls short of|trails|stays below))"
    rf" {_MARK} by (?P<off>{_SUM})|(?:is|are|stands?|runs?|remains?) (?:now )?(?P<off2>{_SUM})"
    rf" (?:(?P<below2>{_BELOW})|(?P<above2>{_ABOVE})) (?P<mark2>.+?)){_END}"
)
_TIMES = any_case(
    rf"^{_SPENT} (?:has |have |now |already )*(?:reached|is|are|comes? to|came to|stands? at|amounts? to"
    r"|equals?) (?:now )?(?P<many>\d+(?:\.\d+)?|twice"
    rf"|{SPELLED})(?P<half> and a (?:half|quarter))?(?P<times> times)? {_MARK}{_END}"
)
_WHOLE_MARK = any_case(_MARK)


def tell_difference(read: str, record: CaseRecord) -> str:
    """The sentence with both sums told by themselves, where the one follows from the other."""
    if (beside := _BESIDE.match(read)) and (mark := _find_mark(beside, record)):
        told, base = mark
        off = _count(beside["off"]) * (-1 if beside["below"] else 1)
        return f"{beside['told']}; {told}." if _count(beside["first"]) == base + off else read
    if exceeds := _EXCEEDS.match(read):
        named = exceeds if exceeds["off"] else _WHOLE_MARK.fullmatch(exceeds["mark2"] or "")
        mark = _find_mark(named, record) if named else None
        if mark:
            below = exceeds["below"] or exceeds["below2"]
            off = _count(exceeds["off"] or exceeds["off2"])
            return _tell_spent(mark[1] - off if below else mark[1] + off, mark[0])
    if (times := _TIMES.match(read)) and (times["times"] or times["many"].lower() == "twice"):
        mark = _find_mark(times, record)
        if mark:
            half = times["half"] or ""
            many = (
                2.0 if times["many"].lower() == "twice" else find_numbers(f"{times['many']} items")[0].value
            )
            many += 0.5 if half.endswith("half") else 0.25 if half else 0.0
            return _tell_spent(many * mark[1], mark[0])
    return read


def _tell_spent(spent: float, mark: str) -> str:
    return f"We have spent ${spent:,.0f}; {mark}." if spent > 0 and spent == int(spent) else ""


def _find_mark(part: re.Match[str], record: CaseRecord) -> tuple[str, float] | None:
    """The sum that is compared with, as a clause, and how much it is; None where nobody can tell."""
    mark = next(one for at, one in enumerate(_MARKS) if part[f"m{at}"])
    known = read_demanded(record) if mark.subject is Subject.RANSOM else record.get(mark.subject, mark.field)
    if part["sum"]:
        return f"{mark.told} {part['sum']}", _count(part["sum"])
    if isinstance(known, bool) or not isinstance(known, int | float):
        return None
    return f"{mark.told} ${known:,.0f}", float(known)


def _count(told: str) -> float:
    return find_numbers(told)[0].value
