"""Systems told otherwise than the record has them: spared ones as hit, verified ones as not verified.

"Mail is back, with verification still to come" passes as a system that is back. What is on record as verified
was verified, and who says that it was not, or that only a part of it is, tells something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.notify.statements.language.names import list_systems, name_systems, place_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.record.facts import Subject

_HIT = any_words(
    r"encrypted|locked(?: (?:up|out))?|scrambled|hit|struck|affected|damaged|knocked out"
    r"|(?:taken|took|brought|went) (?:out|down|offline)"
    r"|crippled|disabled|infected|reached|disrupted|decrypted|lost|victims?|casualt(?:y|ies)"
)
# what says that a system was spared, or that it is another one than those that were hit
_NOT_HIT = any_case(
    r"\b(?:no|not|never|neither|nor|none|nothing|without|spared|escaped|unaffected|untouched|unharmed|intact"
    r"|except|apart|aside|other than|but|only|works?|working|kept|running|use|using|call|by phone|if|whether"
    r"|would|could|may|might)\b"
    r"|n't\b"
)
# what says that a system is still to come back
_OUT = any_case(
    r"(?<= )(?:pending|unrestored|to be restored|awaiting restoration"
    r"|(?:not|n't)(?: yet)?(?: been)? (?:verified as )?(?:restored|rebuilt))\b"
)
# between its name and that: other names alone
_LISTED = any_case(
    r"(?:(?:,|,? and) [\w' ]{3,40}?){0,6} (?:is|are|has|have|remains?)(?: (?:still|both|all|also|yet))* ?"
)
# "still pending are the library and email"
_STILL = any_case(
    r"\bstill (?:pending|down|out|offline|unavailable|unrestored) (?:is|are)"
    r" (?P<list>[^;.]+?)(?=, (?:while|and|but|so) |[;.]|$)"
)
_SEAM = any_case(
    r"[;.:\u2014]|, (?=(?:so|but|while|which|who|and (?:we|you|it|they|the|our)|please)\b)"
    r"| (?=(?:so|because|since|while|although|though|after|before|when) )"
)


# that data was taken, or somebody got in: of a system that was spared, neither can be so
_ROBBED = any_words(
    r"stolen|stole|steal|thefts?|robbed|copied|exfiltrated|leaked|published|posted online|taken from"
    r"|took (?:\w+ ){1,6}from|made off"
    r"|(?:broken|broke|breaking|got|gotten|hacked|intruded|entered|forced (?:\w+ )?way) in(?:to)?"
    r"|breached|breach of|compromised|hacked|attacked|penetrated|infiltrated|invaded|accessed by|exposed"
    r"|violated|part of the (?:attack|theft|breach)"
    r"|among the (?:stolen|victims|systems (?:that were )?hit|hit)"
    r"|fell (?:too|as well|next|victim)|targeted|sabotaged|tampered with|wiped|erased|deleted"
)
_NOT_ROBBED = any_case(
    r"\b(?:no|not|never|neither|nor|none|nothing|nobody|without|spared|escaped|unaffected|untouched|unharmed"
    r"|intact|except|apart|aside|other than|but not|safe|if|whether|would|could|may|might|copy|paper|homework"
    r"|assignments? (?:is|are|was|were) (?:\w+ )?posted|since|because|while|instead|call|log ?in|sign ?in)\b"
    r"|n't\b|\?"
)


def list_spared(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Spared systems that a plain sentence says were hit."""
    yield from _list_back(flat, record)
    yield from _list_robbed(flat, record)
    yield from _list_unlisted(flat, record)
    if not _HIT.search(flat) and not _OUT.search(flat):
        return
    spared = list_systems(*record.get_list(Subject.UNAFFECTED_SYSTEMS))
    spared -= name_systems(record, "verified", "pending")
    for start, part in _split_parts(flat):
        if _HIT.search(part) and not _NOT_HIT.search(part):
            for name, at, ends in place_systems(part):
                if name in spared:
                    yield Leftover("that a spared system was hit", part[at:ends], start + at)
        for name, at, ends in place_systems(part) if (out := _OUT.search(part)) else ():
            if name in spared and out and _LISTED.fullmatch(part, ends, out.start()):
                yield Leftover("that a spared system is out", part[at:ends], start + at)


# how a system is that does not work, behind its name
_DOWN = any_case(
    r"(?:(?:'s)? [\w'-]+){0,3}? (?:(?:is|are|remains?|stays?)(?! back)(?: (?:still|all|both|also|now"
    r"|currently|yet|again|completely|mostly|partly))*|still) (?:down|out(?! of (?:the )?(?:woods|danger))"
    r"|off(?:line)?|dead|dark|broken|frozen|locked|unavailable|unusable|inaccessible|unreachable|missing"
    r"|pending|closed|disabled|disconnected|crippled|on paper|under repair|being (?:restored|rebuilt"
    r"|repaired)|awaiting \w+|waiting (?:to be|for)|yet to|to be (?:restored|rebuilt)|(?:one|two|three|some"
    r"|among) (?:of )?(?:the|our|those) systems (?:that|which) (?:still )?(?:waits?|needs?|has|have|is|are)"
    r"(?: still| yet)? (?:to be \w+|waiting|pending|down|out|missing)|(?:not|n't) (?:yet |fully )*(?:back"
    r"|working|available|usable|running|restored|up|online|accessible|verified|in (?:use|service)))\b"
    r"|(?:'s)? (?:do|does|can|could|have|has)(?: still)?(?: not|n't) (?:yet |still )*(?:work|run|be used"
    r"|be reached|be opened|come back|been (?:restored|rebuilt|verified)|returned)\b"
    r"|(?: still)? (?:has|have) yet to (?:come|return|be)\b"
)
# what stands before the name of one that does not
_WITHOUT = any_case(
    r"\b(?:still (?:have |has )?(?:no|without|missing|waiting for|lack(?:s|ing)?)|(?:is"
    r"|are) (?:still )?without"
    r"|cannot (?:yet )?(?:use|open|reach|run)|have no (?:working|access to)) (?:the |our |any |working )*$"
)
_AWAY = any_case(
    r"\b(?:if|when|whenever|until|once|whether|while|were|was|had|no longer|nobody|none|not true|wrong|false"
    r"|never|would|could|will|may|might)\b|\?"
)


def _list_down(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Systems that are back, or were spared, and are said to be out as the text speaks."""
    back = record.get_list(Subject.SYSTEMS_RESTORED, "verified")
    out = record.get_list(Subject.SYSTEMS_RESTORED, "pending")
    up = [*back, *record.get_list(Subject.UNAFFECTED_SYSTEMS)]
    for start, part in _split_parts(flat) if up else ():
        if _AWAY.search(part):
            continue
        for _, at, ends in list_placed(part, up):
            if any(first < ends and at < last for _, first, last in list_placed(part, out)):
                continue
            if _DOWN.match(part, ends) or _WITHOUT.search(part[:at]):
                yield Leftover("that a system is out", part[at:ends], start + at)


# "all systems, the gradebook included"
_AMONG_ALL = any_case(
    r"\b(?:all|every one|each)\b[^.;:]{0,40}?\bsystems?\b(?P<what>[^.;:]*?\b(?:including|included|down to"
    r"|among them)\b[^.;:]*)"
)


def _list_unlisted(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """A system that is told to be among all that were hit, and stands in no list of the record."""
    told = _AMONG_ALL.search(flat)
    hit = record.get_list(Subject.SYSTEMS_RESTORED, "verified", "pending")
    if told is None or not hit or re.search(r"\b(?:not|except|but|without)\b", told[0], re.I):
        return
    known = [(at, ends) for _, at, ends in list_placed(told["what"], hit)]
    for _, at, ends in place_systems(told["what"]):
        if not any(at < last and first < ends for first, last in known):
            yield Leftover("that a system is among them", told["what"][at:ends], told.start("what") + at)


def _split_parts(flat: str) -> Iterator[tuple[int, str]]:
    """The parts of a sentence, each with where it begins."""
    start = 0
    for end in [*(seam.start() for seam in _SEAM.finditer(flat)), len(flat)]:
        yield start, flat[start:end]
        start = end


def _list_robbed(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Spared systems into which somebody is said to have got, or from which data was taken."""
    if not _ROBBED.search(flat):
        return
    spared = record.get_list(Subject.UNAFFECTED_SYSTEMS)
    hit = record.get_list(Subject.SYSTEMS_RESTORED, "verified", "pending")
    for start, part in _split_parts(flat):
        if not _ROBBED.search(part) or _NOT_ROBBED.search(part):
            continue
        for _, at, ends in list_placed(part, spared):
            if not any(at <= first < ends for _, first, _ in list_placed(part, hit)):
                yield Leftover("that a spared system was hit", part[at:ends], start + at)


def list_placed(part: str, listed: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Where a text names systems of a list, by its words for them or by another: (as listed, start, end)."""
    for one in listed:
        own = any_case(rf"(?<![\w-]){re.escape(one.strip().rstrip('s'))}(?:s|es)?(?!\w)")
        names = list_systems(one)
        places = [(match.start(), match.end()) for match in own.finditer(part)]
        places += [(at, ends) for name, at, ends in place_systems(part) if name in names]
        yield from ((one, at, ends) for at, ends in dict.fromkeys(places))


def _list_back(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Systems in a list of those that are still out, of which the record has that they are not."""
    yield from _list_down(flat, record)
    listed = _STILL.search(flat)
    out: set[str] = name_systems(record, "pending")
    for name, at, ends in place_systems(listed["list"]) if listed else ():
        if name not in out and listed:
            start = listed.start("list")
            yield Leftover("that a system is out", listed["list"][at:ends], start + at)


_TRIED = r"(?:verif\w+|tested|checked|certified|validated|inspected|signed off)"
_VERB = r"(?:be |been |being |fully |yet |so far |properly |independently |formally |completely |quite )*"
_UNVERIFIED = any_case(
    rf"\bun(?:verified|tested|checked|validated)\b"
    rf"|\b(?:not|n't|never|neither|none|nor|without|nobody|no one|yet to|still to|awaiting|awaits?|pending"
    rf"|before|lacks?|needs?|remains? to|have to|has to) {_VERB}(?:(?:has|have|is|are|was|were|of them"
    rf"|of these|its|their|the|a|final|any) ){{0,3}}{_VERB}{_TRIED}\b"
    rf"|\bverification\b[^.;,]{{0,25}}\b(?:still|pending|outstanding|to come|to follow|lacking|missing"
    rf"|ahead|not|open|under way|underway|remains)\b"
    rf"|\b(?:no|lacks?|lacking|missing) verification\b"
    rf"|\b(?:on an? (?:\w+ )?basis|in part|partly|partially|provisionally|in a limited \w+|for some of)\b"
    rf"|\bsin (?:verificar|comprobar|probar)\b|\bno (?:se )?(?:ha|han|est\u00e1n?) (?:sido )?verificad\w+\b"
)


def list_unverified(passed: Passed) -> Iterator[Leftover]:
    """Words that call a system not verified, which is on record as verified."""
    if "restored" not in passed.truths:
        return
    known = name_systems(passed.record, "verified")
    for match in _UNVERIFIED.finditer(passed.flat):
        # what was named last is what is meant, or what comes first where nothing was named yet
        named = place_systems(passed.flat)
        before = [name for name, start, _ in named if start < match.start()]
        meant = before[-1] if before else next((name for name, *_ in named), "")
        if (meant in known) or (not meant and known):
            yield Leftover("whether it was verified", match[0], match.start())
