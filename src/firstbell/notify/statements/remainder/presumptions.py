"""The last look at a sentence that passes: claims that no judge reads hold it, wherever it tells them.

What an insurer did, how much it was for each school, what the intruders took in the end, a letter that came,
a count of another thing, two questions with one answer: presumptions.toml has the words. They are looked for
in the sentence as it is written, whichever way it came to pass, and whatever its claims rest on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.claims import read_unread
from firstbell.notify.statements.language.contexts import find_segment
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, read_patterns
from firstbell.notify.statements.language.sentences import capitalize, plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.anchored_days import list_misplaced
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.bare_claims import list_beside_bare
from firstbell.notify.statements.remainder.doubts import Alone
from firstbell.notify.statements.remainder.event_days import list_wrong_parts
from firstbell.notify.statements.remainder.fitting_days import list_unfit_days
from firstbell.notify.statements.remainder.known_facts import is_so
from firstbell.notify.statements.remainder.misnamed_counts import list_misnamed, list_strange_kinds
from firstbell.notify.statements.remainder.overstatements import list_overstatements
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.remainder.premises import list_attributes, list_premises, list_reasons
from firstbell.notify.statements.remainder.spared_systems import list_unverified
from firstbell.notify.statements.remainder.tails import list_predicates, list_sequels, list_tails
from firstbell.notify.statements.waits.holds import PERSON
from firstbell.record.facts import Subject

# that a system was hit says nothing of how it is now
_OF_THE_PAST = frozenset({"hit"})
_SHORT = 5
_BESIDE, _FREEING = ("with", "near", "inside"), ("free", "denied", "spare")


@dataclass(frozen=True, slots=True)
class _Presumed:
    """An entry of the table; `looked`: what must stand somewhere, or must not, each by its name there."""

    what: str
    words: re.Pattern[str]
    looked: Mapping[str, re.Pattern[str]]
    of: frozenset[str]
    but: frozenset[str]
    rests: Subject | None
    known: str
    unless: str
    tongue: str
    flags: frozenset[str]

    def fits(self, passed: Passed) -> bool:
        """Whether it is looked for beside these claims."""
        truths = passed.truths
        if self.but & truths or ("claimless" in self.flags and truths - _OF_THE_PAST):
            return False
        if (self.of and not self.of & truths) or (self.rests and not passed.rests_on(self.rests)):
            return False
        return not self.tongue or (self.tongue == "es") == passed.spanish

    def find(self, flat: str, passed: Passed) -> re.Match[str] | None:
        """Where a sentence has it; None where it has not, or where that is no claim."""
        if not self._is_free(flat, "with", "free"):
            return next((match for match in self.words.finditer(flat) if self._holds(match, passed)), None)
        return None

    def _holds(self, match: re.Match[str], passed: Passed) -> bool:
        if self._is_free(match[0], "inside", "spare") or (
            self.known and not is_so(self.known, match[0], passed)
        ):
            return False
        if self.unless and is_so(self.unless, match[0], passed):
            return False
        first, last = find_segment(match.string, match.start(), match.end())
        if self._is_free(match.string[first:last], "near", "denied"):
            return False
        return "around" not in self.flags or passed.is_borne_around(match)

    def _is_free(self, text: str, needed: str, freeing: str) -> bool:
        need, free = self.looked.get(needed), self.looked.get(freeing)
        return bool((need and not need.search(text)) or (free and free.search(text)))


@lru_cache(maxsize=1)
def _load() -> Sequence[_Presumed]:
    raw, fill = read_patterns("remainder", "presumptions.toml")

    def read(one: Mapping[str, Any]) -> _Presumed:
        words = "|".join(map(fill, one["words"]))
        return _Presumed(
            str(one["what"]),
            any_case(words if one.get("bare") else rf"(?<![\w-])(?:{words})(?!\w)"),
            {name: any_case(fill(one[name])) for name in (*_BESIDE, *_FREEING) if name in one},
            frozenset(one.get("of", ())),
            frozenset(one.get("but", ())),
            Subject(one["rests"]) if "rests" in one else None,
            str(one.get("if", "")),
            str(one.get("unless", "")),
            str(one.get("tongue", "")),
            frozenset(name for name in ("bare", "borne", "around", "claimless") if one.get(name)),
        )

    return [read(one) for one in raw["presumed"]]


def find_presumed(passed: Passed) -> Iterator[Leftover]:
    """What a plain sentence takes for a fact, beside its claims, that no fact carries."""
    record, asked, borne = passed.record, _join_asked(passed), bool(passed.borne)
    for one in _load():
        if ("borne" in one.flags and not borne) or not one.fits(passed):
            continue
        if match := one.find(passed.flat if "bare" in one.flags else asked, passed):
            yield Leftover(one.what, match[0].strip(" ,;:"), match.start())
    yield from list_misnamed(asked, record, judged=bool(passed.truths))
    yield from list_misplaced(asked, record)


def _join_asked(passed: Passed) -> str:
    """The sentence behind the question that it may answer: "Both are." says what that asks."""
    before = passed.record.before
    short = before.endswith("?") and len(passed.flat.split()) <= _SHORT
    return plain(f"{before} {passed.flat}") if short else passed.flat


# "Was there a note, and have you paid? No.": an answer to both, of which one may be otherwise
_AUXILIARY = (
    r"(?:is|are|was|were|has|have|had|did|do|does|can|could|will|would|should|isn't|aren't|wasn't|weren't"
    r"|hasn't|haven't|didn't|don't|doesn't)"
)
_TWO_ASKED = any_case(
    rf"^(?P<first>(?:and |so |but )?{_AUXILIARY} [^?]+?),? (?:and|or)"
    rf" (?P<second>{_AUXILIARY} (?!not\b)\w+ [^?]+)\? (?P<answer>(?:no|yes|neither|both|none|nothing|never"
    r"|we (?:have|did|do) not|not (?:yet|so far))\b[^?]{0,40})$"
)
_BOTH = {"neither": "No", "both": "Yes"}


def _list_unanswered(flat: str, alone: Alone) -> Iterator[Leftover]:
    """A question of two that have one answer, of which that answer does not pass."""
    asked = _TWO_ASKED.match(flat)
    if asked is None:
        return
    answer = _BOTH.get(asked["answer"].split()[0].lower().rstrip(".,"), asked["answer"].rstrip("."))
    for part in ("first", "second"):
        question = f"{capitalize(asked[part])}?"
        judged = alone(f"{question} {answer}.")
        if not judged or not all(one.verdict is ClaimVerdict.SUPPORTED for one in judged):
            yield Leftover("what one answer says to two questions", question, asked.start(part))


def hold_presumed(
    said: str, claims: list[JudgedClaim], record: CaseRecord, *, plainly: str, alone: Alone
) -> list[JudgedClaim]:
    """The claims of a sentence as it is written; where it passes and presumes something, all wait.

    `plainly`: it in the plain words in which letters are told, of which no word may be unread.
    """
    if any(one.waiting or one.verdict in STOPPING for one in claims):
        return claims
    passed = Passed(plain(said), claims, record, find_language(said) is Language.SPANISH)
    left = next(_list_left(passed, replace(passed, flat=plain(plainly)), alone), None)
    if left is None:
        return claims
    need = f"{PERSON}: no rule reads {left.what} ({left.words})"
    held = [
        wait(one.reading, need) if one.verdict is ClaimVerdict.SUPPORTED or not passed.borne else one
        for one in claims
    ]
    return held or [wait(read_unread(said), need)]


_STAMPED = re.compile(r"^[^:;]{1,24}: ")


def _list_left(passed: Passed, plainly: Passed, alone: Alone) -> Iterator[Leftover]:
    yield from find_presumed(passed)
    # a word is unread where it is so as it stands and in plain words; behind a stamp, as it stands
    if _STAMPED.match(passed.flat):
        plainly = passed
    yield from list_beside_bare(passed) if any(list_beside_bare(plainly)) else ()
    yield from list_wrong_parts(passed)
    yield from _list_unanswered(_join_asked(passed), alone)
    yield from list_strange_kinds(passed)
    yield from list_unfit_days(passed)
    yield from list_reasons(passed, alone)
    yield from list_sequels(passed) if any(list_sequels(plainly)) else ()
    yield from list_tails(passed, alone)
    yield from list_attributes(passed, alone)
    yield from list_premises(passed, alone)
    yield from list_unverified(passed)
    yield from list_predicates(passed)
    yield from list_overstatements(passed)
