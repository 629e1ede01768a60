"""What a sentence says beside claims that the record bears out, and that no fact carries.

Who did it, on whose advice, in what manner, how soon and in what order, for whom, by what proof: parts of a
sentence that add to a claim whose main value a fact bears out. surplus.toml has the words, each beside the
truths to which they add; what the record may know, so that it is no more than that, is asked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from firstbell.notify.statements.amounts.balances import tell_balances
from firstbell.notify.statements.days.elapsed import find_lapses
from firstbell.notify.statements.days.event_months import list_other_months
from firstbell.notify.statements.judges.verdicts import ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.claims import read_unread
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.names import list_agencies, list_groups, list_systems, name_systems
from firstbell.notify.statements.language.patterns import (
    any_case,
    any_words,
    fill_parts,
    read_parts,
    read_table,
)
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.conditions import CONDITIONS, are_letters_complete, read_way
from firstbell.notify.statements.remainder.disavowals import list_disavowals
from firstbell.notify.statements.remainder.event_days import (
    list_report_days,
    list_strange_weekdays,
    was_found_then,
    was_that_day,
    were_told_that_day,
)
from firstbell.notify.statements.remainder.items import GROUP, list_strange_items
from firstbell.notify.statements.remainder.manners import list_manners
from firstbell.notify.statements.remainder.spared_systems import list_spared
from firstbell.notify.statements.remainder.terms import list_other_numbers
from firstbell.notify.statements.remainder.unclaimed import find_unclaimed
from firstbell.notify.statements.values import read_day, read_moment
from firstbell.notify.statements.waits.holds import PERSON
from firstbell.record.facts import Subject


def _are_all_hit(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether a number of systems that were hit is that of all that are back or out."""
    hit = sum(len(record.get(Subject.SYSTEMS_RESTORED, one) or ()) for one in ("verified", "pending"))
    return bool(numbers := find_numbers(said[0])) and all(one.value == hit for one in numbers)


def _are_codes_out(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether codes were issued, or it is said that they were not, or will be."""
    around = said.string[max(0, said.start() - _BEFORE_CODES) : said.end()]
    return bool(record.get(Subject.CREDIT_MONITORING, "codes_issued")) or _NO_CODES.search(around) is not None


# so far before the words that tell of codes may stand what denies them
_BEFORE_CODES = 25
_NO_CODES = any_case(
    r"\b(?:no|not|never|without|any|nor|neither|until|once|when|if|will|would|should(?! reach)|yet to)\b"
    r"|n't\b"
)


# by the words of the whole sentence, those that add something, and the record
_ALL_OF = any_case(r"\b(?:all|both|every one|each)(?: of)?(?: the| our| its| these)* *$|\ball\b")
_HIT = any_words(r"affected|impacted|damaged|encrypted|stricken|attacked|hit")
_THAT_WERE_HIT = any_case(
    r"^(?: (?:that|which) (?:were|was|had been|went|got|are)| we| they)? ?(?:hit|affected|attacked|struck"
    r"|encrypted|damaged|lost|down|out|offline|knocked out|taken (?:down|out|offline)|impacted)"
)


def _has_so_many_systems(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether a number of systems is that of those that are back, out, or were hit; "all of": of all."""
    counts = [len(record.get(Subject.SYSTEMS_RESTORED, one) or ()) for one in ("verified", "pending")]
    rest = re.search(r"\b(?:pending|remaining|other)\b", said[0])
    hit = _THAT_WERE_HIT.search(said.string[said.end() :]) or _HIT.search(said[0])
    whole = hit or (_ALL_OF.search(said[0]) and not rest)
    known = {sum(counts)} if whole else {*counts, sum(counts)}
    return all(one.value in known for one in find_numbers(said[0]))


ALLOWANCES: Mapping[str, Callable[[re.Match[str], CaseRecord], bool]] = {
    "so_many_systems": _has_so_many_systems,
    "all_hit": _are_all_hit,
    "codes_out": _are_codes_out,
}


@dataclass(frozen=True, slots=True)
class Surplus:
    """What may be said besides: `what`, in words, beside the truths `of` (all where there are none).

    `but`: truths that read it themselves; `unless`: what the record may know, so that it is no more.
    """

    what: str
    words: re.Pattern[str]
    of: frozenset[str]
    but: frozenset[str]
    unless: str


@lru_cache(maxsize=1)
def _read_table() -> dict[str, Any]:
    """surplus.toml as it is written."""
    return read_table("remainder", "surplus.toml")


@lru_cache(maxsize=1)
def _load() -> Sequence[Surplus]:
    raw = _read_table()
    fill = fill_parts(read_parts(raw["parts"]))
    return [
        Surplus(
            str(one["what"]),
            any_case(rf"(?<![\w-])(?:{'|'.join(map(fill, one['words']))})(?![\w-])"),
            frozenset(one.get("of", ())),
            frozenset(one.get("but", ())),
            str(one.get("unless", "")),
        )
        for one in raw["surplus"]
    ]


_AT_ONCE = any_case(
    r"\b(?:away|immediate|instant|once|prompt|delay|hesita|wait|soon|moment|minute|time|swift|speed)"
)
_WITHIN = any_case(r"\bwithin\b[\w ]*\b(?:minutes?|hours?)\b")
_NOON, _EVENING = 12, 18
_HOUR = 3600


def _fits_hour(said: str, came: datetime, found: datetime | None) -> bool:
    """Whether somebody came at the part of the day that is said; at the moment: within the hour."""
    if re.search(r"\b(?:moment|minute|second|instant|hour)", said, re.I):
        return found is not None and (came - found).total_seconds() <= _HOUR
    parts = {
        "morning": came.hour < _NOON,
        "afternoon": _NOON <= came.hour < _EVENING,
        "evening": came.hour >= _EVENING,
    }
    return all(fits for part, fits in parts.items() if part in said.lower())


def _is_at_once(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether those whom a sentence names were there on the day, and at the part of it, that is said."""
    flat, found = said.string, record.get(Subject.ENCRYPTION_EVENT, "found")
    named = list_agencies(flat)
    days = []
    if "insurer" in named:
        days.append(record.get(Subject.INSURANCE, "informed"))
    if named - {"insurer", "board", "regulator", "education", "attorney general"}:
        days.append(record.get(Subject.LAW_ENFORCEMENT, "since"))
    days += list_report_days(flat, record)
    if re.search(r"\b(?:forensic|firm|experts?|specialists?|investigators?)\b", flat, re.I):
        days.append(record.get(Subject.FORENSIC_FIRM, "engaged"))
    if re.search(r"\b(?:counsel|attorneys?(?! general)|lawyers?)\b", flat, re.I):
        days.append(record.get(Subject.LEGAL_COUNSEL, "engaged"))
    if not _AT_ONCE.search(said[0]) and len(days) != 1:
        # "the same day": of two, it is counted from one of them (elapsed.py); of none, from another thing
        return bool(days) or not re.search(r"\bday (?:it|they)\b", said[0])
    day = read_day(found)
    if days and (day is None or not any(read_day(one) for one in days)):
        return True  # no day is told with which it could be compared
    moments = [moment for one in days if (moment := read_moment(one))]
    if _WITHIN.search(said[0]) and len(moments) < len(days):
        return False  # a day alone bears out no hour
    return (
        bool(days)
        and day is not None
        and all(read_day(one) == day for one in days)
        and all(_fits_hour(said[0], moment, read_moment(found)) for moment in moments)
    )


def _has_one_group(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether the groups that a sentence names are all of which the record tells."""
    told = {frozenset(list_groups(one)) for one in record.get_list(Subject.PEOPLE_AFFECTED, "groups")}
    named = {frozenset(list_groups(one[0])) for one in GROUP.finditer(said.string)}
    return not _is_sent(record) or (bool(told) and named == told)


def _is_spared(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether no system that a sentence names is among those that had to be restored."""
    named = list_systems(re.sub(r"\bgrades\b", "grading", said.string))
    return not named & name_systems(record, "verified", "pending")


_NOT_ALL_CAME = any_case(r"\bnot (?:yet )?(?:all|every(?:one|body))\b")


def _is_known_to_come(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether it is known how many letters came, or not everyone can have got one, as it is said."""
    sent, people = record.get(Subject.LETTERS_SENT), record.get(Subject.PEOPLE_AFFECTED, "count")
    fewer = isinstance(sent, int) and isinstance(people, int) and sent < people
    come = record.get(Subject.MAILING, "undeliverable") is not None
    return come or (fewer and _NOT_ALL_CAME.search(said.string) is not None)


_TOLD_BY_NOBODY = any_case(
    r"\b(?:nobody|none|no(?: \w+){1,3}|not (?:one|a single)(?: \w+){1,2})(?: \w+){0,3}?"
    r" (?:report\w*|told us|told the district|let us know|come forward|complained)\b"
)


def _is_unreported(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether it is said that nobody reported it: no evidence of misuse, which a search bears out."""
    found = record.get(Subject.MISUSE_SEARCH, "found")
    return _TOLD_BY_NOBODY.search(said.string) is not None and found in (None, 0)


# any of them is on the staff
_OF_STAFF = frozenset({"employee", "worker"})


def _is_same_role(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether the fact of the way in names whom the sentence does, or no way in is known to compare."""
    way = read_way(record)
    # an account whose owner no fact names is taken for one of the staff
    return not way or _list_roles(said[0]) <= (_list_roles(way) or {"staff"})


def _list_roles(text: str) -> set[str]:
    roles = re.finditer(rf"\b{_read_table()['parts']['ROLE']}", text, re.IGNORECASE)
    named = {one[0].lower() for one in roles}
    return named - _OF_STAFF | ({"staff"} if named & _OF_STAFF else set())


def _is_sent(record: CaseRecord) -> bool:
    """Whether the record knows of letters that were sent."""
    sent = record.get(Subject.LETTERS_SENT)
    return isinstance(sent, int) and sent > 0


def _are_both_reset(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether a sentence names one group alone, or both have new passwords since the same day."""
    days = [record.get_day(Subject.PASSWORD_RESET, who) for who in ("staff", "students")]
    if all(day and any(one.fits(day) for one in find_dates(said.string)) for day in days):
        return True  # each has its own
    return len(list_groups(said.string) & {"staff", "students"}) < len(days) or days[0] == days[1]


def _is_so_far_back(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether as large a share of the systems is back as is said: nearly all, or most of them."""
    verified, pending = (
        len(record.get_list(Subject.SYSTEMS_RESTORED, one)) for one in ("verified", "pending")
    )
    mostly = re.match(r"(?:the |a )?(?:\w+ )?(?:most|majority|bulk|lion|more than|over)", said[0], re.I)
    return verified > (_MOST if mostly else _NEARLY) * (verified + pending)


_MOST, _NEARLY = 0.5, 0.7


def _is_all_sent(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether no fewer letters were sent than people are affected, or codes issued, where it says codes."""
    return CONDITIONS["all_coded"](record) if "code" in said[0].lower() else are_letters_complete(record)


# what a sentence may add where the record knows it, by its words
_KNOWN: Mapping[str, Callable[[re.Match[str], CaseRecord], bool]] = {
    "at_once": _is_at_once,
    "one_group": _has_one_group,
    "spared": _is_spared,
    "unreported": _is_unreported,
    "delivered": _is_known_to_come,
    "same_role": _is_same_role,
    "found_then": was_found_then,
    "both_reset": _are_both_reset,
    "so_far_back": _is_so_far_back,
    "all_sent": _is_all_sent,
    **ALLOWANCES,
    "that_day": was_that_day,
    "spanned": lambda said, record: any(
        one.fits and one.start <= said.start() < one.end for one in find_lapses(said.string, record)
    ),
    "told_that_day": were_told_that_day,
    "told_rest": lambda said, record: tell_balances(said.string, record) != said.string,
}


def _is_known(name: str, said: re.Match[str], record: CaseRecord) -> bool:
    """Whether the record knows what words add, by its words or by its record alone; not without a name."""
    if name in _KNOWN:
        return _KNOWN[name](said, record)
    return bool(name) and CONDITIONS[name](record)


# the truths that details of a kind may tell
_OF_KIND = {
    "restoration": ("restored",),
    "misuse": ("misuse_search",),
    "timing": ("timing",),
    "notification": ("letters", "reports"),
    "people_count": ("people_count",),
    "exfiltration": ("transfers",),
    "law_enforcement": ("law_enforcement",),
    "ransom": ("ransom_demanded",),
    "protection": ("password_reset",),
}


def _list_truths(claims: Sequence[JudgedClaim]) -> frozenset[str]:
    """The truths of claims that the record bears out."""
    truths: set[str] = set()
    for claim in claims:
        proposition = claim.reading.proposition
        if claim.verdict is ClaimVerdict.SUPPORTED and proposition is not None:
            truths.add(proposition.truth)
            if proposition.truth == "detail":
                truths.update(_OF_KIND.get(proposition.kind, ()))
    return frozenset(truths)


def find_surplus(read: str, truths: frozenset[str], record: CaseRecord) -> Iterator[Leftover]:
    """What a sentence adds to claims of these truths that no fact carries."""
    flat = plain(read)
    for one in _load():
        if (one.of and not one.of & truths) or one.but & truths:
            continue
        places = one.words.finditer(flat)
        if match := next((place for place in places if not _is_known(one.unless, place, record)), None):
            yield Leftover(one.what, match[0], match.start())
    yield from list_strange_items(flat, truths, record)
    yield from list_manners(flat, truths, record)
    yield from list_disavowals(flat)
    yield from list_spared(flat, record)
    yield from list_other_numbers(flat, record)
    yield from list_strange_weekdays(flat, record)
    for words, start in list_other_months(flat, record):
        yield Leftover("in which month it was", words, start)


def hold_surplus(said: str, read: str, claims: list[JudgedClaim], *, record: CaseRecord) -> list[JudgedClaim]:
    """The claims of a sentence as rules read it; those that are supported wait where it adds something.

    What passes as no claim waits where it promises a day, speaks for silence, or tells other hours of a line.
    """
    if all(claim.verdict is ClaimVerdict.UNJUDGED and not claim.waiting for claim in claims):
        unclaimed = find_unclaimed(plain(read), record)
        need = f"{PERSON}: no rule reads {unclaimed.what} ({unclaimed.words})" if unclaimed else ""
        waiting = [claim.reading for claim in claims] or [read_unread(said)]
        return [wait(reading, need) for reading in waiting] if unclaimed else claims
    truths = _list_truths(claims)
    left = list(find_surplus(read, truths, record)) if truths else []
    needs = tuple(f"{PERSON}: no rule reads {rest.what} ({rest.words})" for rest in left[:3])
    if not needs:
        return claims
    return [
        replace(claim, verdict=ClaimVerdict.UNJUDGED, needs=needs, waiting=True)
        if claim.verdict is ClaimVerdict.SUPPORTED
        else claim
        for claim in claims
    ]
