"""Two things of which one tells when the other was: "one day after our counsel did", "and a week later B".

Each of both is told by itself with a day of the record, found by asking whether it is borne out with that day
and not with another one. They are told so only where both days stand as the sentence says: then what is told
says at least as much as the sentence. One of them may be told by a noun: "the opening of the call center".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstbell.notify.statements.days.adjuncts import VAGUE, VAGUE_DAYS, count_days
from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.days.elapsed import (
    DURATION,
    compare_span,
    list_times,
)
from firstbell.notify.statements.days.hung_days import NAMED_DAY, STARTS
from firstbell.notify.statements.language.contexts import says_more
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import has_verb, make_sentence
from firstbell.notify.statements.paraphrase.field_words import tell_clause
from firstbell.notify.statements.record import CaseRecord

_DONE = {
    "opening": "opened", "reopening": "reopened", "return": "returned", "issue": "were issued",
    "issuance": "were issued", "publication": "was published", "release": "was published",
    "hiring": "was hired", "engagement": "was engaged", "reset": "were reset", "arrival": "arrived",
    "discovery": "was discovered", "detection": "was detected", "confirmation": "was confirmed",
    "mailing": "were mailed", "signing": "was signed", "notification": "was notified",
    "introduction": "was introduced", "payment": "was paid", "start": "began",
    "encryption": "were encrypted",
}  # fmt: skip
_NOUN = any_case(
    rf"^(?:the|our|its|their) (?P<noun>{'|'.join(_DONE)}) of (?P<what>(?:the |our |all |an? |its )?[\w'"
    rf" -]{{3,60}})$"
)
_RETURN = any_case(
    r"^(?:the|our|their|our students'|students') return"
    r" (?P<to>(?:of (?P<who>(?:our )?(?:students|children)) )?to (?:class|school|classes|the classroom))$"
)
_RESET = any_case(r"^(?:the |our )?(?P<who>staff|student|employee)s?'? password (?:reset|change)$")
_TO_THEM = any_case(
    r"^(?:the|our|its|a)? ?(?P<what>notice|call|report|notification|letter) to (?P<who>(?:the |our )?[\w'"
    r" -]{2,60})$"
)
_GERUND = any_case(r"^(?P<verb>[a-z]+ing)(?P<rest> .{3,80})$")
_PAST = {
    "finding": "found", "telling": "told", "bringing": "brought", "taking": "took", "getting": "got",
    "paying": "paid", "sending": "sent", "making": "made", "learning": "learned", "resetting": "reset",
    "letting": "let", "putting": "put", "beginning": "began", "shutting": "shut", "calling": "called",
}  # fmt: skip


def verbalize(named: str) -> str:
    """A noun for what happened as a clause: "the opening of the call center", "notifying the FBI"."""
    if noun := _NOUN.match(named):
        return f"{noun['what']} {_DONE[noun['noun'].lower()]}"
    if back := _RETURN.match(named):
        return f"students returned {back['to'].rpartition('to ')[1]}{back['to'].rpartition('to ')[2]}"
    if group := _RESET.match(named):
        return f"{group['who']} passwords were reset"
    if given := _TO_THEM.match(named):
        report = given["what"].lower() == "report"
        return f"a report to {given['who']} was filed" if report else f"{given['who']} was informed"
    if (gerund := _GERUND.match(named)) and not has_verb(named):
        verb = gerund["verb"].lower()
        return f"we {_PAST.get(verb) or _regular(verb[:-3])}{gerund['rest']}"
    return named


def _regular(stem: str) -> str:
    """The past tense of a verb by what stands before "-ing"."""
    return f"{stem[:-1]}ied" if re.search(r"[^aeiou]y$", stem) else f"{stem}ed"


# whether the day of what is told first stands to that of the second as is said
Stands = Callable[[date, date], bool]

_LONGEST = 320
_PREPOSED = any_case(
    r"(?:(?P<next>(?:on )?the (?:very )?day (?P<side>after|before) )"
    r"|(?P<same>(?:on )?(?:the|that) (?:very |same |exact )*day (?:(?:that|as|of|on which|when|in which) )?)"
    r"|(?P<period>(?:in |during )?the (?:very )?same (?P<unit2>week|month) (?:(?:that|as|in which|when) )?)"
    r"|(?P<round>(?:in |during )?the (?P<unit3>week|month) (?P<side3>after|before) )"
    rf"|within {DURATION.replace('?P<', '?P<w_')} (?P<within>of|after) |{DURATION} (?P<way>after|before"
    rf"|ahead of|prior to|following) |{VAGUE} (?P<vague>after|before) |(?P<open>after|before) )"
)
_HANGING = any_case(
    r"(?:(?:on )?(?:that|the)(?: very)? (?:same )?(?P<same>day)(?! (?:after|before))|(?:in |during )?that"
    r" (?:very )?(?:same )?(?P<unit2>week|month)|(?:in |during )?the same (?P<unit4>week|month)"
    r"|(?:early |late )?(?:on )?the (?:very )?(?:next|following) (?P<next>day|morning|afternoon|evening)|the"
    r" (?P<side>day (?:after|before))(?:wards?)?|(?:in |during )?the (?:next|following) (?P<unit3>week|month)"
    rf"|{DURATION} (?P<way>later|afterwards?|after that|earlier|before that)"
    rf"|{VAGUE} (?P<vague>later|afterwards?|after that|earlier|before that))"
)
_BACKWARD = frozenset({"before", "ahead of", "prior to", "earlier", "before that"})
# what stands before a link and makes another thing of it
_LED = any_case(r"\b(?:since|until|till|by|from|for|than|of|to|only|not|never|as|about|the|a|an|and|or)$")
_PRONOUN = any_case(r"(?:that|this|it|which|them|those)\b")
_JOINT = any_case(r"(?:,? (?:and then|and|then|but|while),? (?:then )?|; (?:and |then )?)")
_FINITE = (
    r"(?:was|were|is|are|has|have|had|did|came|went|began|started|opened|arrived|joined|got|received|reached"
    r"|became|reopened|ended)"
)
_PREDICATE = any_case(rf"^(?P<subject>.{{3,90}}?) (?P<rest>{_FINITE}\b.*)$")
_ELLIPTIC = any_case(r"^(?P<subject>.{3,60}?) (?:did|was|were|had|had been|did so|was too)$")
_FOLLOWED = any_case(r"^(?:that )?(?P<subject>.{3,60}?) followed$")


@dataclass(frozen=True, slots=True)
class DayLink:
    """How the days of two things stand to one another. `loose`: the same day may be meant, too."""

    stands: Stands
    loose: bool = False


def _split(said: str) -> Iterator[tuple[str, str, DayLink]]:
    """The ways to read a sentence as two things and how their days stand to one another."""
    for match in _PREPOSED.finditer(said):
        read = _read_link(match)
        before, after = said[: match.start()].rstrip(" ,"), said[match.end() :]
        if read is None or _PRONOUN.match(after) or not _may_part(said, match, before):
            continue
        stands = DayLink(read, loose=bool(match["open"]))
        if before and not _LED.search(before) and _has_verb(before):
            yield before, _fill(after, before), stands
        if not before and (comma := after.find(", ")) > 0:
            yield after[comma + 2 :], after[:comma], stands
    for joint in _JOINT.finditer(said):
        second, first = said[: joint.start()], said[joint.end() :]
        link = _HANGING.match(first) or next(
            (one for one in _HANGING.finditer(first) if one.end() == len(first)), None
        )
        read = _read_link(link) if link else None
        if link is None or read is None or not _has_verb(second):
            continue
        rest = f"{first[: link.start()]}{first[link.end() :]}".strip(" ,")
        start = joint.end() + link.start()
        if rest and _says_more(said, start, start + len(link[0])):
            half = link["next"] if link["next"] and link["next"].lower() != "day" else ""
            yield _fill(rest, second) + (f" {_HALF}{half.lower()}" if half else ""), second, DayLink(read)


def _may_part(said: str, match: re.Match[str], before: str) -> bool:
    """Whether what is told of both says at least as much as the sentence.

    Behind a comma and a date of its own, a link only adds to what is told.
    """
    if _says_more(said, match.start(), match.end()):
        return True
    adds = said[: match.start()].endswith(", ") and _names_day(before)
    return adds and not _UNREAL.search(said)


# what is told of all of something is told of all of it on that day
_OF_ALL = any_words(r"all|every|each|both")


def _says_more(said: str, start: int, end: int) -> bool:
    return says_more(_OF_ALL.sub(lambda one: "x" * len(one[0]), said), start, end)


_UNREAL = any_case(
    r"\b(?:if|whether|unless|would|could|should|might|will|may (?=[a-z])|expected|planned|only)\b|\?"
)


def is_misplaced(said: str, record: CaseRecord) -> bool:
    """Whether a sentence tells of two things whose days do not stand as it says."""
    if record.today is None or len(said) > _LONGEST or _UNREAL.search(said) or _NEGATED.search(said):
        return False
    if len(list_times(said, record)) > _TWO or ";" in said or len(_CLAUSES.findall(said)) > 1:
        # of more than two things nobody can say which one the link belongs to
        return False
    for first, second, link in _split(said.rstrip(". ")):
        days, bases = _name_days(first, record), _name_days(second, record)
        if len(days) == len(bases) == 1 and not link.stands(days[0], bases[0]):
            # "after the attack" may be the same day
            return not link.loose or days != bases
    return False


_TWO = 2
_CLAUSES = any_case(r"\band\b|\bbut\b|\bwhile\b|, (?=(?:the|our|a|which|three|two)\b)|: ")
_NEGATED = any_case(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n't\b")


def _name_days(clause: str, record: CaseRecord) -> list[date]:
    """The days of what a clause names, by the names of milestones alone."""
    clause = verbalize(clause.strip(" ,"))
    if record.today and (named := [one[0] for one in DATE.finditer(clause)]):
        return [day] if (day := _read_named(named, record.today)) else []
    times = list_times(clause, record)
    if not times and record.today:
        times = list_times(tell_clause(_put(clause, record.today), record), record)
    return [] if None in times else list(dict.fromkeys(one for one in times if one))


def _names_day(clause: str) -> bool:
    return bool(DATE.search(clause) or NAMED_DAY.search(clause))


def _has_verb(clause: str) -> bool:
    return has_verb(clause) or len(clause.split()) >= _SHORTEST or bool(_PREDICATED.search(clause))


_SHORTEST = 4
_PREDICATED = any_case(rf"\w+ {_FINITE}(?: \w+)?$")
_PREPOSITION = any_case(r"(?:with|to|by|from) (?=\w+ \w+)")


def _fill(clause: str, other: str) -> str:
    """A clause with what it leaves out, by the other one: "our counsel did", "was found"."""
    whole = _PREDICATE.match(other)
    short = _ELLIPTIC.match(clause) or _FOLLOWED.match(clause)
    if whole and short:
        return f"{short['subject']} {_cut_day(whole['rest'])}"
    if whole and re.match(rf"{_FINITE}\b", clause, re.I):
        return f"{whole['subject']} {clause}"
    if whole and not re.search(rf"\b{_FINITE}\b", clause, re.I):
        return _fill_verb(clause, _cut_day(other), _cut_day(whole["rest"]))
    return clause


def _fill_verb(clause: str, other: str, rest: str) -> str:
    """A clause without a verb, with that of the other one: "with the state", "a forensic firm"."""
    bare = re.sub(r"^(?:one|another|it)(?: too)? (?=with\b|to\b)", "", clause, flags=re.I)
    if same := _PREPOSITION.match(bare):
        head, found, _ = other.partition(f" {same[0]}")
        return f"{head} {bare}" if found else clause
    if len(clause.split()) <= _SHORTEST and _ONE.match(clause) and not _PREPOSITION.search(rest):
        return f"{clause} {rest}"
    return clause


_ONE = any_case(r"(?:an?|our|its) (?!few\b|day\b|week\b|month\b)\w+")


def _cut_day(rest: str) -> str:
    """A predicate without the day and the hour in it."""
    return re.sub(
        rf",? ?(?:(?:on|since) )?(?:{DATE.pattern}|{NAMED_DAY.pattern})", "", rest, flags=re.I
    ).strip(" ,")


def _read_link(match: re.Match[str]) -> Stands | None:
    """How the day of what a link belongs to stands to that of what it hangs on."""
    parts = match.groupdict()
    if parts.get("within"):
        most = 0 if match["w_how"] else count_days(match, "w_")
        return (lambda day, base: 0 <= (day - base).days <= most) if most else None
    if parts.get("same"):
        return lambda day, base: day == base
    if parts.get("next") or parts.get("side"):
        sign = -1 if "before" in (parts.get("side") or "").lower() else 1
        return lambda day, base: sign * (day - base).days == 1
    unit = parts.get("unit2") or parts.get("unit3") or parts.get("unit4")
    return _read_period(parts, unit.lower()) if unit else _read_way(match)


def _read_period(parts: Mapping[str, str | None], unit: str) -> Stands:
    """In the same week or month, in the next one, or within one before or after."""
    if not parts.get("unit3"):
        return lambda day, base: _begin(day, unit) == _begin(base, unit)
    if side := parts.get("side3"):
        sign = -1 if side.lower() == "before" else 1
        return lambda day, base: 0 < sign * (day - base).days <= _SPAN[unit]
    return lambda day, base: _begin(day, unit) == _begin(_begin(base, unit) + _STEP[unit], unit)


def _read_way(match: re.Match[str]) -> Stands | None:
    """So long before or after, or at any time before or after."""
    parts = match.groupdict()
    way = (parts.get("way") or parts.get("vague") or parts.get("open") or "").lower()
    sign = -1 if way in _BACKWARD else 1
    if parts.get("vague"):
        least, most = VAGUE_DAYS[match["units"].lower()]
        return lambda day, base: least <= sign * (day - base).days <= most
    if parts.get("open"):
        return lambda day, base: sign * (day - base).days > 0
    if (parts.get("unit") or "").lower() not in _COARSE:
        return None
    return lambda day, base: bool(compare_span(match, (base, None), (day, None), sign=sign))


# stands behind a clause that tells the part of its day
_HALF = "#half "
_COARSE = frozenset({"day", "week", "month"})
_SPAN = {"week": 7, "month": 31}
_STEP = {"week": timedelta(days=7), "month": timedelta(days=32)}


def _begin(day: date, unit: str) -> date:
    return day.replace(day=1) if unit.lower() == "month" else day - timedelta(days=day.weekday())


def _put(clause: str, day: date) -> str:
    clause, _, half = clause.partition(f" {_HALF}")
    when = f"on the {half} of {day:%B} {day.day}" if half else f"on {day:%B} {day.day}"
    return make_sentence(f"{clause} {when}")


def _read_named(written: Sequence[str], today: date) -> date | None:
    """The one day that is named, by its date or by the day of the week up to today."""
    days: set[date | None] = set()
    for one in written:
        if named := NAMED_DAY.fullmatch(one):
            back = (today.weekday() - STARTS.index(named["name"].lower())) % 7
            if len(written) == 1:
                days.add(today - timedelta(days=back) if back else None)
        else:
            days.add(read_anchor(one, today))
    return days.pop() if len(days) == 1 else None
