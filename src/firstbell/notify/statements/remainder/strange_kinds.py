"""Kinds of data that a sentence tells otherwise than the record: "names, grades and birth dates".

A member of a list that stands nowhere on the record, and a denial that names no kind, where some was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.names import list_kinds, list_recorded_kinds
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.known_facts import have_kinds
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.record.facts import Subject

# a list that is the answer, that stands behind a colon, or that a search found
_LIST = re.compile(
    r"(?P<lead>\?|:|\b(?:found|includes?|included|including|such as|turned up|identified|namely|kinds are"
    r"|kinds were|se encontr(?:\u00f3|aron)|incluyen?"
    r"|como)) "
    r"(?:(?:both|these kinds|the following|the|las?|los)\W+)?(?P<list>[^.;:?!]+?)(?: (?:so far|to date"
    r"|hasta ahora|in (?:our|the|those) (?:search\w*|files)))?[.!]?$",
    re.I,
)
_SPLIT = re.compile(r",? (?:and|y|e|as well as|also|plus)(?: also)? |, ", re.I)
_ABOUT = re.compile(
    r"\b(?:kinds?|types?|data|information|found|search\w*|datos|tipos?|informaci\u00f3n|encontr\w+"
    r"|details)\b",
    re.I,
)
_OTHER_LIST = re.compile(
    r"\b(?:systems?|services?|restored|verified|pending|sistemas|restablecid\w+)\b", re.I
)
_NEAR = 50
# words that tell no kind by themselves
_PLAIN = re.compile(
    r"a|an|the|so|far|names?|nombres?|of|our|some|their|his|her|its|and|or|for|on|about|other|others|also"
    r"|such|current|former"
    r"|all|both|many|most|few|several|staff|student|students|employee|employees|parent|parents|teacher"
    r"|teachers|family|families|numbers|number|data|information|records|record|details|dates|date"
    r"|address|addresses|account|accounts|kind|kinds|of|de|del|la|las|los|el|y|e|sus|su|datos|números"
    r"|fechas|información",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|may|not|no|none|we|they|it|you|that|which|who|hay|es|son"
    r"|fue\w*|que|no)\b",
    re.I,
)
_MOST_WORDS = 5


_TAKING = re.compile(
    r"\b(?:taken|took|stolen|stole|copied|left (?:the|our)|removed|exfiltrat\w+|published|leaked|misused"
    r"|robad\w+|copiad\w+|publicad\w+|sali\w+|new|evidence|sign|indication)\b",
    re.I,
)


def list_strange_kinds(passed: Passed) -> Iterator[Leftover]:
    """Members of such a list of which the record has no word, and a denial of what a search found."""
    yield from _list_members(passed)
    for one in passed.borne if have_kinds(passed.record) else ():
        reading, proposition = one.reading, one.reading.proposition
        denied = not reading.affirmed and reading.wording.mode is ClaimMode.FLAT
        if proposition is None or proposition.truth != "personal_data" or not denied:
            continue
        if not _TAKING.search(reading.plain) and not list_kinds(reading.plain):
            yield Leftover("that no personal data was there", reading.plain, 0)


def _list_members(passed: Passed) -> Iterator[Leftover]:
    told = passed.record.get_list(Subject.KINDS_FOUND)
    match = _LIST.search(passed.flat) if told else None
    if match is None:
        return
    before = passed.flat[max(0, match.start("list") - _NEAR) : match.start("list")]
    if not _ABOUT.search(before) or _OTHER_LIST.search(before):
        return
    members = [one.strip() for one in _SPLIT.split(match["list"]) if one.strip()]
    if any(_VERB.search(one) or len(one.split()) > _MOST_WORDS for one in members):
        return
    # a day or a sum is no kind of data, and neither is yes or no
    if any(re.search(r"\d|^(?:yes|no|s\u00ed)$", one.strip(".!"), re.I) for one in members):
        return
    found = set().union(*map(list_recorded_kinds, told))
    words = {word for one in told for word in _list_words(one)}
    fit = [_fits(gloss(one).text if passed.spanish else one, found, words) for one in members]
    if any(fit) or match["lead"] == "?":
        for one, fits in zip(members, fit, strict=True):
            if not fits:
                yield Leftover("a kind of data", one, passed.flat.find(one))


def _fits(member: str, found: set[str], words: set[str]) -> bool:
    kinds = list_recorded_kinds(member) - {member}
    own = _list_words(member)
    return bool(kinds and kinds <= found) or (not kinds and (bool(own & words) or not own))


def _list_words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[^\W\d_]+", text.lower()) if not _PLAIN.fullmatch(word)}
