"""What a sentence may add beside its claims where the record knows it: how many were hit, how sure it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
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
