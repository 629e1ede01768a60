"""Sentences of which rules read no more than one plain thing: that there was an attack, that data was taken.

Such things are so once they are on record, and any sentence that mentions them would pass: "the hackers had
help", "the stolen files are worthless", "the FBI, which has been told, is close to an arrest". So every word
of such a sentence must be one of those by which that alone is told (bare_claims.toml), a number, a day, or a
name of the organization. Of the way in, the words of the fact count, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.dates import blank_spans
from firstbell.notify.statements.language.names import place_agencies, take_kinds
from firstbell.notify.statements.language.patterns import any_case, any_words, read_table
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import Manner, judge_manner
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.remainder.spared_systems import list_placed
from firstbell.notify.statements.remainder.standings import drop_known_matters
from firstbell.notify.statements.remainder.wholeness import tell_record
from firstbell.record.facts import Subject

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NUMBER = any_case(SPELLED)
_OPEN = any_words(r"open questions?|unknown|unclear|not (?:yet )?(?:known|clear)")
_SPEAKER = re.compile(
    r"^[A-Z][\w-]+ (?=(?:told|said|reported|stated|asked)\b)"
    r"|\b(?:Mr|Ms|Mrs|Dr|Director|Superintendent|Trustee|Chair|President|Principal)\.? [A-Z][\w-]+"
)
# whose note it is, and what a day brought
_HEAD = re.compile(r"^(?:the )?[A-Za-z]+'s note: |\bbrought (?=(?:us )?confirmation\b)")
# what the table has besides truths; those beside another are read by other rules where they stand alone
_PARTS = frozenset({"plain", "common", "beside", "alike"})
_FIRST = frozenset({"event", "exfiltration"})
_BESIDE = frozenset({"timing", "dwell", "forensic_firm", "legal_counsel", "reports", "insurer"})
_ENDING = re.compile(r"'(?:s|ll|re|ve|d|m)?$")


@lru_cache(maxsize=1)
def _load() -> Mapping[str, frozenset[str]]:
    raw = read_table("remainder", "bare_claims.toml")
    plain, common = (frozenset(raw[part].split()) for part in ("plain", "common"))
    bare = {truth: plain | {*told["words"].split()} for truth, told in raw.items() if truth not in _PARTS}
    bare = {truth: words if truth in _FIRST else words | common for truth, words in bare.items()}
    bare["cause_known"] = bare["way_in"]
    return bare | {truth: frozenset(told["words"].split()) for truth, told in raw["beside"].items()}


def list_beside_bare(passed: Passed) -> Iterator[Leftover]:
    """The first word of such a sentence with which it says more."""
    truths = passed.truths
    checked = truths <= _FIRST or truths - _FIRST - _BESIDE
    if not truths or not checked or truths - _load().keys() or _is_open(passed):
        return
    first, known = truths <= _FIRST, frozenset().union(*(_load()[truth] for truth in truths))
    if truths & {"way_in", "cause_known"}:
        known |= _read_way(passed.record)
    text = _drop_names(_drop_read(passed), passed.record)
    for match in _WORD.finditer(text):
        word = _ENDING.sub("", match[0].lower())
        if _is_named(match[0], passed.record) or (match[0][0].isupper() and match.start() and not first):
            # a name that nobody knows is looked for elsewhere
            continue
        if not all(part in known or _NUMBER.fullmatch(part) for part in word.split("-") if part):
            yield Leftover("a part of it", match[0], match.start())
            return


def _is_open(passed: Passed) -> bool:
    """Whether something is denied, or said not to be known."""
    told = [one.reading for one in passed.borne if one.reading.proposition is not None]
    denied = any(not one.affirmed or one.wording.mode is ClaimMode.UNKNOWN for one in told)
    return denied or _OPEN.search(passed.flat) is not None


def _drop_read(passed: Passed) -> str:
    """The sentence without what other rules have read in it: in English, and without what is advised."""
    flat = drop_known_matters(passed.flat, passed.record)
    if judge_manner(flat) is Manner.ADVICE:
        # what is advised is no claim, only the reason for it
        flat = "; ".join(one.text for one in passed.borne)
    if passed.truths == {"event"}:
        flat = _drop_hit(flat, passed.record)
    if "law_enforcement" in passed.truths:
        flat = blank_spans(flat, [(start, end) for _, start, end in place_agencies(flat)])
    if "searched" in passed.truths:
        flat = take_kinds(flat, " ")[1]
    return gloss(flat).text if passed.spanish else flat


@lru_cache(maxsize=1)
def _load_alike() -> Mapping[str, Sequence[frozenset[str]]]:
    raw = read_table("remainder", "bare_claims.toml")["alike"]
    return {name: [frozenset(one.split()) for one in words] for name, words in raw.items()}


def _read_way(record: CaseRecord) -> frozenset[str]:
    """The words of the way in on record, and those that mean the same."""
    fact = record.find(Subject.WAY_IN)
    told = frozenset(match[0].lower() for match in _WORD.finditer(str(fact.value or "") if fact else ""))
    parts = frozenset(part for word in told for part in word.replace("'s", "").split("-"))
    groups = _load_alike()
    staff, owners = (frozenset().union(*groups[name]) for name in ("staff", "owners"))
    listed = chain.from_iterable(groups.values())
    known = (told | parts).union(*(alike for alike in listed if alike & (told | parts)))
    # an account is somebody's on the staff, unless the fact names another owner
    return known if known & (owners | staff) else known | staff


def _is_named(word: str, record: CaseRecord) -> bool:
    """Whether a word is a name on the record, or letters for the organization where nobody said its names."""
    own = word.isupper() and not record.names
    return own or (word[0].isupper() and word.lower() in tell_record(record))


def _drop_hit(flat: str, record: CaseRecord) -> str:
    """The sentence without the systems that the attack hit."""
    for one in ("verified", "pending"):
        listed = record.get_list(Subject.SYSTEMS_RESTORED, one)
        flat = blank_spans(flat, [(start, end) for _, start, end in list_placed(flat, listed)])
    return flat


def _drop_names(text: str, record: CaseRecord) -> str:
    """The text without the names of the organization, and of whoever speaks for it."""
    text = _SPEAKER.sub(" ", _HEAD.sub(" ", text))
    for name in sorted(record.names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.I)
    return text
