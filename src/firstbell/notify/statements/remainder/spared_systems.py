"""Systems that the record calls spared, said to be among those that were hit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.names import list_systems, place_systems
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.record.facts import Subject

_HIT = re.compile(
    r"\b(?:encrypted|locked(?: (?:up|out))?|scrambled|hit|struck|affected|damaged|knocked out|(?:taken|took"
    r"|brought|went)"
    r" (?:out|down|offline)|crippled|disabled|infected|reached|disrupted|decrypted|lost|victims?|casualt(?:y"
    r"|ies))\b",
    re.I,
)
# what says that a system was spared, or that it is another one than those that were hit
_NOT_HIT = re.compile(
    r"\b(?:no|not|never|neither|nor|none|nothing|without|spared|escaped|unaffected|untouched|unharmed|intact"
    r"|except|apart"
    r"|aside|other than|but|only|works?|working|kept|running|use|using|call|by phone|if|whether|would|could"
    r"|may|might)\b"
    r"|n't\b",
    re.I,
)
# what says that a system is still to come back
_OUT = re.compile(
    r"(?<= )(?:pending|unrestored|to be restored|awaiting restoration"
    r"|(?:not|n't)(?: yet)?(?: been)? (?:verified as )?(?:restored|rebuilt))\b",
    re.I,
)
# between its name and that: other names alone
_LISTED = re.compile(
    r"(?:(?:,|,? and) [\w' ]{3,40}?){0,6} (?:is|are|has|have|remains?)(?: (?:still|both|all|also|yet))* ?",
    re.I,
)
# "still pending are the library and email"
_STILL = re.compile(
    r"\bstill (?:pending|down|out|offline|unavailable|unrestored) (?:is|are)"
    r" (?P<list>[^;.]+?)(?=, (?:while|and|but|so) |[;.]|$)",
    re.I,
)
_SEAM = re.compile(
    r"[;.:\u2014]|, (?=(?:so|but|while|which|who|and (?:we|you|it|they|the|our)|please)\b)"
    r"| (?=(?:so|because|since|while|although|though|after|before|when) )",
    re.I,
)


def list_spared(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Spared systems that a plain sentence says were hit."""
    yield from _list_back(flat, record)
    fact = record.find(Subject.UNAFFECTED_SYSTEMS)
    if fact is None or not isinstance(fact.value, list | tuple):
        return
    if not _HIT.search(flat) and not _OUT.search(flat):
        return
    spared = set().union(*(list_systems(str(one)) for one in fact.value))
    hit = [
        str(one)
        for field in ("verified", "pending")
        for one in record.get(Subject.SYSTEMS_RESTORED, field) or ()
    ]
    spared -= set().union(*map(list_systems, hit))
    start = 0
    for end in [*(seam.start() for seam in _SEAM.finditer(flat)), len(flat)]:
        part = flat[start:end]
        if _HIT.search(part) and not _NOT_HIT.search(part):
            for name, at, ends in place_systems(part):
                if name in spared:
                    yield Leftover("that a spared system was hit", part[at:ends], start + at)
        for name, at, ends in place_systems(part) if (out := _OUT.search(part)) else ():
            if name in spared and out and _LISTED.fullmatch(part, ends, out.start()):
                yield Leftover("that a spared system is out", part[at:ends], start + at)
        start = end


def _list_back(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Systems in a list of those that are still out, of which the record has that they are not."""
    listed = _STILL.search(flat)
    pending = record.get(Subject.SYSTEMS_RESTORED, "pending") or ()
    out: set[str] = set().union(*(list_systems(str(one)) for one in pending))
    for name, at, ends in place_systems(listed["list"]) if listed else ():
        if name not in out and listed:
            start = listed.start("list")
            yield Leftover("that a system is out", listed["list"][at:ends], start + at)
