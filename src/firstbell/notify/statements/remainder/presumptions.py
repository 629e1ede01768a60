"""Sorts of claims that no judge reads, held wherever a sentence tells them: in thanks, beside another.

What an insurer did, how much it was for each school, what the intruders took in the end, a letter that came,
a count of another thing, two questions with one answer: presumptions.toml has the words. They are looked for
in the sentence as it is written, whichever way it came to pass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.claims import read_unread
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.language.word_parts import fill_parts, read_parts
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.anchored_days import list_misplaced
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.misnamed_counts import list_misnamed
from firstbell.notify.statements.waits.holds import PERSON
from firstbell.record.facts import Subject

# that a system was hit says nothing of how it is now
_OF_THE_PAST = frozenset({"hit"})
_SHORT = 5
Alone = Callable[[str], list[JudgedClaim]]


@dataclass(frozen=True, slots=True)
class _Presumed:
    what: str
    words: re.Pattern[str]
    beside: re.Pattern[str] | None
    free: re.Pattern[str] | None
    but: frozenset[str]
    unless: str
    claimless: bool


@lru_cache(maxsize=1)
def _load() -> Sequence[_Presumed]:
    raw = tomllib.loads(
        files("firstbell.notify.statements.remainder").joinpath("presumptions.toml").read_text("utf-8")
    )
    fill = fill_parts(read_parts(raw["parts"]))
    return [
        _Presumed(
            str(one["what"]),
            re.compile(rf"(?<![\w-])(?:{'|'.join(map(fill, one['words']))})(?!\w)", re.I),
            re.compile(one["with"], re.I) if "with" in one else None,
            re.compile(one["free"], re.I) if "free" in one else None,
            frozenset(one.get("but", ())),
            str(one.get("unless", "")),
            bool(one.get("claimless")),
        )
        for one in raw["presumed"]
    ]


_PAID_FOR = re.compile(r"\b(?:cover|reimburs|refund|repa|paid|pay|cubri|reembols|pag)", re.I)


def _has_insurer_paid(said: str, record: CaseRecord) -> bool:
    """Whether the record tells what the insurer has paid, and no more than a payment is said."""
    return record.get(Subject.INSURANCE, "paid") is not None and bool(_PAID_FOR.search(said))


_STAFF = re.compile(r"\b(?:employees?|workers?|staff(?: members?)?|emplead[oa]s?|colleagues?)\b", re.I)
_ROLES = re.compile(
    r"\b(?:teacher|principal|superintendent|nurse|counselor|coach|librarian|secretar|clerk|custodian|driver"
    r"|student|pupil|parent|contractor|vendor|supplier|administrator|director|board member|technician|intern"
    r"|volunteer|substitute|aide|paraprofessional|maestr|profesor|alumn|estudiante|contratista)",
    re.I,
)


def _is_same_who(said: str, record: CaseRecord) -> bool:
    """Whether the fact of the way in names whom the sentence does, or nobody but an employee is meant."""
    fact = record.find(Subject.WAY_IN)
    way = str(fact.value or "") if fact is not None and fact.value else ""
    named, known = ({one[0].lower() for one in _ROLES.finditer(text)} for text in (said, way))
    if named:
        return named <= known
    # a phishing message is opened by somebody here, whom "an employee" does not name
    return bool(way) and (bool(_STAFF.search(way)) or not known)


def _are_letters_out(said: str, record: CaseRecord) -> bool:
    """Whether letters were sent, or nobody put down whether any were."""
    del said
    fact = record.find(Subject.LETTERS_SENT)
    return fact is None or fact.value not in (0, None)


def _list_of(record: CaseRecord, field: str) -> set[str]:
    told = record.get(Subject.SYSTEMS_RESTORED, field) or ()
    return set().union(*(list_systems(str(one)) for one in told))


def _are_out(said: str, record: CaseRecord) -> bool:
    """Whether none of the systems that are named is back."""
    return not list_systems(said) & (_list_of(record, "verified") - _list_of(record, "pending"))


def _are_back(said: str, record: CaseRecord) -> bool:
    """Whether none of the systems that are named is still out."""
    return not list_systems(said) & _list_of(record, "pending")


def _is_nothing_paid(said: str, record: CaseRecord) -> bool:
    """Whether it is said that they got nothing, and nothing was paid."""
    return (
        bool(re.search(r"\b(?:nothing|nada)\b", said, re.I)) and record.get(Subject.RANSOM, "paid") is False
    )


def _is_theft_known(said: str, record: CaseRecord) -> bool:
    """Whether a fact knows that data was taken."""
    del said
    return record.get(Subject.EXFILTRATION, "state") == "confirmed" and record.is_known(Subject.EXFILTRATION)


_KNOWN: Mapping[str, Callable[[str, CaseRecord], bool]] = {
    "theft_known": _is_theft_known,
    "insurer_paid": _has_insurer_paid,
    "same_who": _is_same_who,
    "nothing_paid": _is_nothing_paid,
    "letters_out": _are_letters_out,
    "system_out": _are_out,
    "system_back": _are_back,
}


def find_presumed(flat: str, truths: frozenset[str], record: CaseRecord) -> Iterator[Leftover]:
    """What a plain sentence takes for a fact that no fact carries, beside claims of these truths."""
    for one in _load():
        if one.but & truths or (one.claimless and truths - _OF_THE_PAST):
            continue
        match = one.words.search(flat)
        if match is None or (one.beside and not one.beside.search(flat)):
            continue
        if (one.free and one.free.search(flat)) or (one.unless and _KNOWN[one.unless](match[0], record)):
            continue
        yield Leftover(one.what, match[0], match.start())
    yield from list_misnamed(flat, record, judged=bool(truths))
    yield from list_misplaced(flat, record)


# "Was there a note, and have you paid? No.": an answer to both, of which one may be otherwise
_AUXILIARY = (
    r"(?:is|are|was|were|has|have|had|did|do|does|can|could|will|would|should|isn't|aren't|wasn't"
    r"|weren't|hasn't"
    r"|haven't|didn't|don't|doesn't)"
)
_TWO_ASKED = re.compile(
    rf"^(?P<first>(?:and |so |but )?{_AUXILIARY} [^?]+?),? (?:and"
    rf"|or) (?P<second>{_AUXILIARY} (?!not\b)\w+ [^?]+)\?"
    r" (?P<answer>(?:no|yes|neither|both|none|nothing|never|we (?:have|did|do) not|not (?:yet"
    r"|so far))\b[^?]{0,40})$",
    re.I,
)
_BOTH = {"neither": "No", "both": "Yes"}


def _list_unanswered(flat: str, alone: Alone) -> Iterator[Leftover]:
    """A question of two that have one answer, of which that answer does not pass."""
    asked = _TWO_ASKED.match(flat)
    if asked is None:
        return
    answer = _BOTH.get(asked["answer"].split()[0].lower().rstrip(".,"), asked["answer"].rstrip("."))
    for part in ("first", "second"):
        question = f"{asked[part][0].upper()}{asked[part][1:]}?"
        judged = alone(f"{question} {answer}.")
        if not judged or not all(one.verdict is ClaimVerdict.SUPPORTED for one in judged):
            yield Leftover("what one answer says to two questions", question, asked.start(part))


def hold_presumed(
    said: str, claims: list[JudgedClaim], record: CaseRecord, *, alone: Alone
) -> list[JudgedClaim]:
    """The claims of a sentence as it is written; where it passes and presumes something, all wait."""
    if any(one.waiting or one.verdict in STOPPING for one in claims):
        return claims
    truths = frozenset(
        one.reading.proposition.truth
        for one in claims
        if one.verdict is ClaimVerdict.SUPPORTED and one.reading.proposition is not None
    )
    # "Both are." after a question says what that asks
    asked = record.before if record.before.endswith("?") and len(said.split()) <= _SHORT else ""
    flat = plain(f"{asked} {said}".strip())
    left = next(iter(find_presumed(flat, truths, record)), None) or next(_list_unanswered(flat, alone), None)
    if left is None:
        return claims
    need = f"{PERSON}: no rule reads {left.what} ({left.words.strip()})"
    return [wait(one.reading, need) for one in claims] or [wait(read_unread(said), need)]
