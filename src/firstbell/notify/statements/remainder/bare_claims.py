"""Sentences of which rules read no more than that there was an attack, or that data was taken.

Both are so once they are on record, and any sentence that mentions them would pass: "the hackers had help",
"the stolen files are worthless". So every word of such a sentence must be one of those by which that alone
is told (bare_claims.toml), a number, a day, or a name of the organization.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import Manner, judge_manner
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.language.tables import read_table
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.remainder.spared_systems import list_placed
from firstbell.notify.statements.remainder.standings import drop_known_matters
from firstbell.notify.statements.remainder.wholeness import tell_record
from firstbell.record.facts import Subject

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NUMBER = re.compile(SPELLED, re.I)
_OPEN = re.compile(r"\b(?:open questions?|unknown|unclear|not (?:yet )?(?:known|clear))\b", re.I)
_ENDING = re.compile(r"'(?:s|ll|re|ve|d|m)?$")


@lru_cache(maxsize=1)
def _load() -> Mapping[str, frozenset[str]]:
    raw = read_table("remainder", "bare_claims.toml")
    plain = frozenset(raw["plain"].split())
    return {truth: plain | {*raw[truth]["words"].split()} for truth in ("event", "exfiltration")}


def list_beside_bare(passed: Passed) -> Iterator[Leftover]:
    """The first word of such a sentence with which it says more."""
    truths = passed.truths
    if not truths or truths - _load().keys():
        return
    told = [one.reading for one in passed.borne if one.reading.proposition is not None]
    if any(not one.affirmed or one.wording.mode is ClaimMode.UNKNOWN for one in told):
        return
    if _OPEN.search(passed.flat):
        return
    known = frozenset().union(*(_load()[truth] for truth in truths))
    flat = drop_known_matters(passed.flat, passed.record)
    if judge_manner(flat) is Manner.ADVICE:
        # what is advised is no claim, only the reason for it
        flat = "; ".join(one.text for one in passed.borne)
    if truths == {"event"}:
        flat = _drop_hit(flat, passed.record)
    text = gloss(flat).text if passed.spanish else flat
    for match in _WORD.finditer(_drop_names(text, passed.record)):
        word = _ENDING.sub("", match[0].lower())
        if _is_named(match[0], passed.record):
            continue
        if not all(part in known or _NUMBER.fullmatch(part) for part in word.split("-") if part):
            yield Leftover("a part of it", match[0], match.start())
            return


def _is_named(word: str, record: CaseRecord) -> bool:
    """Whether a word is a name on the record, or letters for the organization where nobody said its names."""
    own = word.isupper() and not record.names
    return own or (word[0].isupper() and word.lower() in tell_record(record))


def _drop_hit(flat: str, record: CaseRecord) -> str:
    """The sentence without the systems that the attack hit."""
    for one in ("verified", "pending"):
        listed = [str(name) for name in record.get(Subject.SYSTEMS_RESTORED, one) or ()]
        for _, start, end in list_placed(flat, listed):
            flat = f"{flat[:start]}{' ' * (end - start)}{flat[end:]}"
    return flat


def _drop_names(text: str, record: CaseRecord) -> str:
    """The text without the names of the organization."""
    for name in sorted(record.names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.I)
    return text
