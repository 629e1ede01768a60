"""Systems that were spared, and those by names that only the record has.

"Enrollment is back" is read as "the enrollment system is back", and a spared system works as ever.

A name that the tables know is left as it is, and so is one that is no system there ("open enrollment").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.vocabulary import load_vocabulary
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# how a system is: without such words, a name may be that of anything
_STATE = any_words(
    r"back|down|out|off(?:line)?|up|on(?:line)?|restored?|work(?:s|ing)?|running|pending|available"
    r"|unavailable|usable|unusable|hit|struck|affected|unaffected|encrypted|verified|rebuilt|broken|spared"
    r"|touched|untouched|return(?:s|ed)?|reach\w*|outage|dark|frozen|locked|impacted|again"
)
_OTHER_THING = (
    r"(?<!\bopen )(?<!\bfor )(?<!\bnew )(?<!\byour )(?<!\bto )(?<!\bin )(?<!\bof )(?<!\bat )(?<!\bchild's )"
)
_OTHER_END = (
    r"(?! (?:systems?|services?|servers?|numbers?|questions?|forms?|opens?|begins?|starts?|closes?|ends?"
    r"|week|day|fair|deadline|in|for|is (?:open|free|due|under ?way|on))\b)"
)


@lru_cache(maxsize=64)
def _read_name(one: str) -> re.Pattern[str] | None:
    """The words of a listed system that no table knows; None where one does."""
    own = one.strip()
    if len(own) < 4 or list_systems(own) or load_vocabulary().holds("system", own):
        return None
    return any_case(
        rf"{_OTHER_THING}(?<![\w-])(?:(?P<the>the|our) )?(?P<own>{re.escape(own)}){_OTHER_END}(?!\w)"
    )


_WORKS = any_words(
    r"works?"
    r"|(?:is|are|remains?|stays?|stayed) (?:\w+ )?(?:working|up|running|available|usable|open|online"
    r"|reachable|accessible|in (?:use|service|operation))"
    r"|can be (?:used|reached)"
)
_RETURNED = any_words(
    r"back|again|restored|recovered|returned|verified|rebuilt|repaired|now|once more|finally|at last|only"
    r"|just|alone|all|every\w*|nothing"
)


def list_spared(record: CaseRecord) -> list[str]:
    """The systems that the record calls unaffected."""
    return record.get_list(Subject.UNAFFECTED_SYSTEMS)


def works_as_ever(plain: str) -> bool:
    """Whether a plain sentence says that something works, and not that it works again."""
    return _WORKS.search(plain) is not None and _RETURNED.search(plain) is None


def names_only(plain: str, listed: Sequence[str]) -> bool:
    """Whether a plain sentence names systems, and none that is not on the list."""
    named = list_systems(plain)
    return bool(named) and named <= list_systems(*listed)


def name_own_systems(phrase: ClaimPhrase, record: CaseRecord) -> ClaimPhrase:
    """The phrase with "the ... system" for systems of the record by a name that is theirs alone."""
    if not _STATE.search(phrase.read):
        return phrase
    hit = record.get_list(Subject.SYSTEMS_RESTORED, "verified", "pending")
    listed = [*hit, *record.get_list(Subject.UNAFFECTED_SYSTEMS)]
    names = [name for one in listed if (name := _read_name(one))]
    if not names:
        return phrase
    read, swapped = phrase.read, []
    for name in names:
        for match in reversed(list(name.finditer(read))):
            head = match["the"] or "the"
            told = f"{head if match.start() else head.title()} {match['own'].lower()} system"
            swapped.append((told, match[0]))
            read = read[: match.start()] + told + read[match.end() :]
    return replace(phrase, read=read, swapped=[*swapped, *phrase.swapped]) if swapped else phrase
