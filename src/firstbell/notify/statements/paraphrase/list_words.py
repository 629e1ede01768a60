"""Lists of systems and of kinds of data, in any order and in parts, told by what the record lists.

"Email and phones restored; library still pending", "leaving two: the library and badges", "nothing is left
on the list": each clause must be wholly made of names of the record, a state, a number and a few links
(list_words.toml). What is told as the whole ("only", "leaving two", "what remains") must be all of the
record's list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from firstbell.notify.statements.amounts.values import count_said
from firstbell.notify.statements.language.names import (
    list_recorded_kinds,
    place_systems,
    take_kinds,
    tell_district,
)
from firstbell.notify.statements.language.patterns import any_case, any_words, read_patterns
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# so many, or so many of so many
_MANY = rf"(?P<many>\d+|{SPELLED})(?: of (?:the |our |its )?(?P<all>\d+|{SPELLED}))?"
_JOINT = any_case(r"; (?:and |but |while )?|, (?:and|but|while|with) |, | and | but | - |\. ")
_LEAD = any_case(r"^(?:#?[\w ]{2,20} )?(?:update|status|news): ")


@lru_cache(maxsize=1)
def _load() -> tuple[Sequence[tuple[str, re.Pattern[str]]], Sequence[re.Pattern[str]]]:
    """What a clause says of its list, by its words; and how kinds of data are told."""
    raw, fill = read_patterns("paraphrase", "list_words.toml")
    systems = [
        (one["what"], any_case(fill(words).replace("MANY", _MANY)))
        for one in raw["systems"]
        for words in one["words"]
    ]
    return systems, [any_case(fill(words)) for one in raw["kinds"] for words in one["words"]]


@dataclass(slots=True)
class _Told:
    """Which systems of the record a sentence tells as back, as pending, and as all that is pending."""

    back: list[str] = field(default_factory=list)
    down: list[str] = field(default_factory=list)
    whole: bool = False
    none: bool = False
    fits: bool = True


def tell_systems(read: str, record: CaseRecord) -> str:
    """A sentence about systems by the names of the record, where each of them is as it is said."""
    told = _read_systems(read, record)
    if told is None or not told.fits:
        return read
    return _write_systems(told, record.get_list(Subject.SYSTEMS_RESTORED, "pending"), read)


def is_list_wrong(said: str, record: CaseRecord) -> bool:
    """Whether each clause of a sentence tells of systems, and one of them otherwise than the record.

    Only what a number or "the one" says is looked at: the state of a system other rules read.
    """
    told = _read_systems(said, record) if _COUNTS.search(said) else None
    return told is not None and not told.fits


_COUNTS = any_words(r"one|only|last|sole|single|final|no (?:more |other |further )?systems?|nothing|down to")


def _read_systems(read: str, record: CaseRecord) -> _Told | None:
    """What a sentence tells of systems, and whether the record bears it out; None if it is not read."""
    back, down = (record.get_list(Subject.SYSTEMS_RESTORED, name) for name in ("verified", "pending"))
    if not (back or down) or not record.is_known(Subject.SYSTEMS_RESTORED):
        return None
    marked, named = _mark_systems(_strip_around(read, record), [*back, *down])
    told, at = _Told(), 0
    while at < len(marked):
        if at and not (joint := _JOINT.match(marked, at)):
            return None
        found = _find_clause(marked, joint.end() if at and joint else 0)
        if found is None:
            return None
        told.fits = _add(told, *found, (named, back, down)) and told.fits
        at = found[1].end()
    return told


# a list without lines of its own, and what a text says it is after
_POINT = re.compile(r" ?[\u2022\u00b7\u25aa] ?")
_AFTER = re.compile(
    r" (?:after|since|following) (?:(?:the|our|this|its|last month's) )?(?:(?P<month>[A-Z][a-z]+) )?"
    r"(?:ransomware |cyber ?)?(?:attack|event|incident)$"
)


def _strip_around(read: str, record: CaseRecord) -> str:
    """A sentence without what only leads to its list, and without "after the attack", if it was that one."""
    text = tell_district(_LEAD.sub("", read.rstrip(".! ")), record.names, r"^{}(?= (?:has|is) )")
    head, colon, listed = text.partition(":")
    if colon and _POINT.match(listed):
        text = f"{head}: {', '.join(one for one in _POINT.split(listed) if one.strip())}"
    after = _AFTER.search(text)
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found") if after else None
    if after and (not after["month"] or (found and f"{found:%B}" == after["month"])):
        text = text[: after.start()]
    return text


def _find_clause(marked: str, at: int) -> tuple[str, re.Match[str]] | None:
    """The clause that begins here and ends where the text or a joint does."""
    for what, words in _load()[0]:
        found = words.match(marked, at)
        if found and (found.end() == len(marked) or _JOINT.match(marked, found.end())):
            return what, found
    return None


def _mark_systems(text: str, listed: Sequence[str]) -> tuple[str, list[str]]:
    """The text with each system of the record as a mark, and which they are; a name that fits two is left."""
    kinds = {name: {kind for kind, _, _ in place_systems(name)} for name in listed}
    spans = [
        (found.start(), found.end(), name)
        for name in listed
        for found in re.finditer(rf"\b{re.escape(name)}(?: systems?| accounts?)?\b", text, re.I)
    ]
    for kind, start, end in place_systems(text):
        of_kind = [name for name, has in kinds.items() if has == {kind}]
        if len(of_kind) == 1 and not any(start < stop and begin < end for begin, stop, _ in spans):
            spans.append((start, end, of_kind[0]))
    named: list[str] = []
    told, at = [], 0
    for start, end, name in sorted(spans, key=lambda one: (one[0], -one[1])):
        if start >= at:
            told += [text[at:start], f"@{len(named)}"]
            named.append(name)
            at = end
    return "".join([*told, text[at:]]), named


def _add(
    told: _Told, what: str, found: re.Match[str], known: tuple[Sequence[str], Sequence[str], Sequence[str]]
) -> bool:
    """Adds what a clause says; whether the record bears it out."""
    named, back, down = known
    parts = found.groupdict()
    listed = [named[int(at)] for at in re.findall(r"@(\d+)", parts.get("list") or "")]
    many, total = (count_said(said) if (said := parts.get(name)) else None for name in ("many", "all"))
    if (parts.get("many") and many is None) or (parts.get("all") and total is None):
        return False
    if total is not None and total != len(back) + len(down):
        return False
    if what == "none":
        told.none = True
        return bool(back) and not down
    if what in ("back", "some"):
        told.back += listed or back
        fits = many is None or (many == len(back) and (not listed or len(listed) == many))
        return fits and set(listed) <= set(back)
    told.down += listed or down
    if what in ("down", "among"):
        return set(listed) <= set(down) and (what == "down" or many == len(down))
    told.whole = True
    return set(listed or down) == set(down) and bool(down) and many in (None, len(down))


def _write_systems(told: _Told, down: Sequence[str], read: str) -> str:
    if not (told.back or told.down or told.none):
        return read
    clauses = []
    if told.back:
        clauses.append(f"{_join(told.back)} {'are' if len(set(told.back)) > 1 else 'is'} restored")
    if told.down:
        verb = "are" if len(set(told.down)) > 1 else "is"
        clauses.append(f"{'only ' if told.whole else ''}{_join(told.down)} {verb} pending")
    if told.none and not down:
        clauses.append("all systems are restored")
    return "; ".join(clauses).capitalize() + "."


# what no rule knows for a system by its name alone
_NAMELESS = any_case(r"(?=.* )(?!.*(?:s|systems?|servers?|platform|app|portal|e-?mail)$)")


def _join(names: Sequence[str]) -> str:
    each = [f"the {one} system" if _NAMELESS.match(one) else one for one in dict.fromkeys(names)]
    return " and ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else each[0]


_KIND = "\u00a4"
# whoever says how many kinds were found, and lists them
_COUNTED = any_case(
    rf"^(?P<many>\d+|{SPELLED}) (?:kinds|types|categories|sorts) of (?:personal )?(?:information|data)"
    r" (?:(?:were|have been|was) found"
    r"|turned up)(?: in (?:the|those|these|our) (?:affected )?files)?(?: so far)?: (?P<list>[^;:]+)$"
)


def tell_kinds(read: str, record: CaseRecord) -> str:
    """What was found by a search, where each kind stands on the record."""
    recorded = record.get_list(Subject.KINDS_FOUND)
    if not recorded or not record.is_known(Subject.KINDS_FOUND):
        return read
    text = read.rstrip(".!")
    for one in recorded:
        # "names" belong to no kind of their own
        text = re.sub(rf"\b{re.escape(one)}\b", lambda found: _KIND * len(found[0]), text, flags=re.I)
    kinds, marked = take_kinds(text, _KIND)
    known = list_recorded_kinds(*recorded)
    if (counted := _COUNTED.match(text)) and take_kinds(read, _KIND)[0] == known:
        # whoever counts them names all of the record's list
        items = re.split(r",(?: and)? | and ", counted["list"])
        fits = count_said(counted["many"]) == len(items) == len(recorded)
        return (
            f"In our search we have found {read[counted.start('list') :].rstrip('.!')} so far."
            if fits
            else read
        )
    for words in _load()[1]:
        if kinds <= known and (found := words.fullmatch(marked)):
            named = read[found.start("list") : found.end("list")]
            return f"In our search we have found {named} so far."
    return read


LIST_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (tell_systems, tell_kinds)
