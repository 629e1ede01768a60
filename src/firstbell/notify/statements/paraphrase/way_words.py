"""The way in by some of its words, or turned around: "a guessed password", "X is the suspected way in".

Where each word that a sentence has for the way in stands in the record's own words for it, these take its
place; one other word ("an employee account" of a vendor's), and it stays as it is.
"""

from __future__ import annotations

import re

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import FactStatus, Subject

_WAY = r"(?:way in|entry point|point of entry|route in|way (?:they|the intruders|the attackers) got in)"
_SURE = r"(?:suspected|likely|probable|apparent|believed|presumed|most likely)"
# "a vendor account that lacked multi-factor sign-in is the suspected way in"
_TURNED = any_case(
    rf"^(?P<what>(?:an?|the|one of our) [^,;:]{{3,90}}?) (?P<be>is|was|remains) (?:the|our)"
    rf" (?P<sure>{_SURE} )?(?P<way>{_WAY})$"
)
_NAMED = any_case(
    rf"(?P<lead>\b(?:through|via|by way of|using|with|{_WAY} (?:is|was)(?: \w+ly)?|began with|started with))"
    r" (?P<what>an? [^,;:.]{3,90}?)(?=[.,;]|$| on [A-Z]| in [A-Z])"
)
_EMPTY = frozenset({
    "a", "an", "the", "with", "without", "that", "which", "who", "had", "has", "have", "was", "were", "is",
    "been", "of", "on", "in", "to", "by", "for", "from", "at", "our", "one", "lacked", "not", "no", "any",
})  # fmt: skip
_LACKS = any_case(r"\b(?:that|which) (?:lacked|had no|did not have|was without)\b|\blacking\b")
_STEM = re.compile(r"(?:ing|ed|es|s)$")


def _list_words(text: str) -> set[str]:
    words = re.findall(r"[a-z][\w-]*", re.sub(r"'s?\b", "", text.lower()))
    return {_STEM.sub("", one) for one in words if one not in _EMPTY}


def _read_way(record: CaseRecord) -> str:
    fact = record.find(Subject.WAY_IN)
    known = fact is not None and fact.status is not FactStatus.UNKNOWN and isinstance(fact.value, str)
    return str(fact.value) if fact is not None and known else ""


def tell_way(read: str, record: CaseRecord) -> str:
    """The sentence with the record's words for the way in, and with the way in before what it was."""
    way = _read_way(record)
    if not way:
        return read
    flat = _LACKS.sub("without", read.rstrip(".!"))
    if turned := _TURNED.match(flat):
        what = f"{turned['what'][0].lower()}{turned['what'][1:]}"
        flat = f"The {turned['sure'] or ''}{turned['way']} {turned['be']} {what}"
    named, known = _NAMED.search(flat), _list_words(way)
    said = _list_words(named["what"]) if named else set()
    if named is None or not said or not said <= known or _denies(named["what"]) != _denies(way):
        # what is not the record's stays to be read as it is written
        return read
    article = "an" if re.match(r"[aeiou]", way, re.I) else "a"
    return f"{flat[: named.start('what')]}{article} {way}{flat[named.end('what') :]}."


def _denies(text: str) -> bool:
    return re.search(r"\b(?:no|not|without|lack\w*)\b", text, re.I) is not None
