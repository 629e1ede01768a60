"""Two texts about one event, claim by claim: whatever one of them says and the other does not.

Kinds of data of which each of two audiences hears what concerns it are no difference, nor is one fact of the
record told by count and by name. It is one where a kind may concern both, where nobody says whose it was, and
where one text denies, or says that it was all. So is a refusal to speak of what the other one tells.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from firstbell.notify.kinds import load_words
from firstbell.notify.statements.judges.verdicts import ClaimVerdict, JudgedClaim
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.languages import Language, find_language, read_claims_of
from firstbell.notify.statements.language.names import (
    list_groups,
    list_kinds,
    list_names,
    list_systems,
    list_ways_in,
)
from firstbell.notify.statements.language.patterns import any_case, read_table
from firstbell.notify.statements.language.quantities import Precision, Quantity, find_spans
from firstbell.notify.statements.language.sentences import split_sentences
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# promises to keep informing and what the rules do not know differ from text to text without harm
_LEFT_OUT = frozenset({"told", "unsaid"})
# of these it is another claim to say it of all of them
_COUNTS_ALL = frozenset({"letters", "password_reset", "multi_factor", "backups_whole", "backups_used"})
# of these it is another claim to say it of somebody else
_TELLS_WHO = frozenset(
    {"people_count", "group", "password_reset", "multi_factor", "personal_data", "coercion"}
)
# how long something was or will be, which is said of these
_TELLS_SPAN = frozenset({"dwell", "credit_monitoring", "event"})


# what is said of one of these is no answer to what is said of the other
_APART = frozenset({frozenset({"ransom_paid", "ransom_demanded"})})
# where numbers stand in what a claim comes to
_NUMBERS = 6


@dataclass(frozen=True, slots=True)
class ClaimDifference:
    """What one text claims and the other does not. `a`, `b`: as written; None where it is silent."""

    a: str | None
    b: str | None
    kind: str


def compare_texts(a: str, b: str) -> list[ClaimDifference]:
    """Every difference in what two texts claim, in the order of the first one."""
    left, right = _collect(a), _collect(b)
    differences = []
    unmatched = {key: reading for key, reading in right.items() if key not in left}
    for key, reading in left.items():
        if key in right:
            if _differ_in_year(reading, right[key]):
                differences.append(ClaimDifference(reading.text, right[key].text, str(reading.kind)))
            continue
        if (rougher := _find_rougher(key, right)) is not None:
            unmatched.pop(rougher, None)
            continue
        other = _take_other(unmatched, reading)
        differences.append(ClaimDifference(reading.text, other.text if other else None, str(reading.kind)))
    differences += [ClaimDifference(None, reading.text, str(reading.kind)) for reading in unmatched.values()]
    return _weigh_refusals(differences, a, b)


def _weigh_refusals(differences: list[ClaimDifference], a: str, b: str) -> list[ClaimDifference]:
    """Who is silent of a claim may refuse to speak of it; and a warning beside a refusal is a difference."""
    refused_a, refused_b = find_refusals(a), find_refusals(b)
    told = [
        ClaimDifference(
            one.a if one.a is not None else refused_a.get(one.kind),
            one.b if one.b is not None else refused_b.get(one.kind),
            one.kind,
        )
        for one in differences
    ]
    told += [
        ClaimDifference(refused_a[kind], text, kind) for kind, text in find_warnings(b, refused_a).items()
    ]
    told += [
        ClaimDifference(text, refused_b[kind], kind) for kind, text in find_warnings(a, refused_b).items()
    ]
    return told


def _collect(text: str) -> dict[tuple[Hashable, ...], ClaimReading]:
    """The claims of a text by what they come to; the first of those that say the same."""
    found: dict[tuple[Hashable, ...], ClaimReading] = {}
    for reading in read_claims_of(text):
        if reading.proposition is None or reading.conditional or reading.proposition.truth in _LEFT_OUT:
            continue
        if reading.is_promise and not (reading.wording.firm or reading.wording.negated):
            continue
        found.setdefault(_come_to(reading), reading)
    return found


def _come_to(reading: ClaimReading) -> tuple[Hashable, ...]:
    wording, truth = reading.wording, _truth_of(reading)
    return (
        truth,
        reading.is_promise,
        reading.affirmed,
        wording.mode,
        wording.partial,
        wording.whole and truth in _COUNTS_ALL,
        frozenset((number.value, number.precision, number.top) for number in reading.numbers),
        frozenset(
            (said.month, said.day, said.part, said.weekday if said.month is None else None)
            for said in reading.dates
        ),
        frozenset(find_spans(reading.plain)) if truth in _TELLS_SPAN else None,
        None if truth == "way_in" else list_names(reading.plain),
        frozenset(list_groups(reading.plain)) if truth in _TELLS_WHO else None,
        frozenset(list_ways_in(reading.plain)) if truth == "way_in" else None,
    )


def _differ_in_year(reading: ClaimReading, other: ClaimReading) -> bool:
    """Whether both name a year of the same day, and not the same: where one leaves it out, they agree."""
    years = {(said.month, said.day): said.year for said in other.dates if said.year}
    return any(
        said.year and years.get((said.month, said.day), said.year) != said.year for said in reading.dates
    )


def _take_other(
    unmatched: dict[tuple[Hashable, ...], ClaimReading], reading: ClaimReading
) -> ClaimReading | None:
    """What the other text says of the same matter, taken out of what is left; else of the same kind."""
    truth = _truth_of(reading)
    same = (key for key, other in unmatched.items() if _truth_of(other) == truth)
    kin = (
        key
        for key, other in unmatched.items()
        if other.kind == reading.kind and frozenset({truth, _truth_of(other)}) not in _APART
    )
    for key in (*same, *kin):
        return unmatched.pop(key)
    return None


def _find_rougher(
    key: tuple[Hashable, ...], others: Mapping[tuple[Hashable, ...], ClaimReading]
) -> tuple[Hashable, ...] | None:
    """The claim of the other text that says the same, with "about" where this one, or that one, is exact."""
    for other in others:
        if key[:_NUMBERS] + key[_NUMBERS + 1 :] != other[:_NUMBERS] + other[_NUMBERS + 1 :]:
            continue
        mine, theirs = _list_numbers(key), _list_numbers(other)
        if mine and len(mine) == len(theirs) and all(map(_agree, mine, theirs)):
            return other
    return None


def _list_numbers(key: tuple[Hashable, ...]) -> list[Quantity]:
    numbers = key[_NUMBERS]
    assert isinstance(numbers, frozenset)
    return sorted((Quantity(*number) for number in numbers), key=lambda one: one.value)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are the same, "about" or exactly."""
    exact = {Precision.ABOUT, Precision.EXACT}
    return one == other or (one.value == other.value and {one.precision, other.precision} <= exact)


def _truth_of(reading: ClaimReading) -> str:
    if reading.proposition is None:
        return ""
    truth = reading.proposition.truth
    if truth == "cause_known" and reading.affirmed and list_ways_in(reading.plain):
        return "way_in"
    return truth


_KIND = "personal_data"
# an audience, and the groups of people of whom it must hear; any other audience is one of everything
_HEARS_OF: Mapping[str, frozenset[str]] = {
    "families": frozenset({"students", "families"}),
    "staff": frozenset({"staff"}),
}
# whoever says one of these says more than that such data is there
_MORE = any_case(
    r"\b(?:no|not|never|none|nothing|nobody|neither|nor|without|only|just|all|everything|merely|solely"
    r"|everyone|anyone|if|may|might|could)\b|n't\b"
)


def drop_unconcerned(
    differences: Sequence[ClaimDifference], to_a: str | None, to_b: str | None
) -> list[ClaimDifference]:
    """The differences, without kinds of data that do not concern the readers of the text that is silent."""
    kept = []
    for one in differences:
        a, b = one.a, one.b
        if one.kind == _KIND:
            a = a if a is None or _concerns(a, to_b) else None
            b = b if b is None or _concerns(b, to_a) else None
        if a is not None or b is not None:
            kept.append(ClaimDifference(a, b, one.kind))
    return kept


def _concerns(told: str, audience: str | None) -> bool:
    """Whether a text for this audience may not leave out what is told."""
    hears_of = _HEARS_OF.get(audience or "")
    text = gloss(told).text if find_language(told) is Language.SPANISH else told
    if hears_of is None or _MORE.search(text):
        return True
    kinds, groups = list_kinds(text), list_groups(text)
    words = load_words()
    if not groups and kinds and all(words[kind].is_of_students for kind in kinds):
        groups = {"students"}
    return not kinds or not groups or bool(groups - {"students", "families", "staff"} or groups & hears_of)


# the kind of claims of systems that are back, or not, and their truth; lost files are of that kind, too
_SYSTEMS, _BACK = "restoration", "restored"


def list_agreed_kinds(
    a: Sequence[JudgedClaim], b: Sequence[JudgedClaim], record: CaseRecord
) -> frozenset[str]:
    """The kinds of claim of which both texts tell the same fact whole, and the record supports each.

    So it is with systems where one text says how many are back, and the other names each of them, those that
    are not back as well. A list that leaves one out tells less.
    """
    sides = [[claim for claim in claims if claim.reading.kind == _SYSTEMS] for claims in (a, b)]
    if not all(sides) or not all(_tells_only_that(claim) for side in sides for claim in side):
        return frozenset()
    named = [list_systems(" ".join(claim.text for claim in side)) for side in sides]
    systems = [
        list_systems(str(system))
        for state in ("verified", "pending")
        for system in record.get(Subject.SYSTEMS_RESTORED, state) or ()
    ]
    is_whole = bool(systems) and all(names and names <= named[0] | named[1] for names in systems)
    return frozenset({_SYSTEMS}) if is_whole and not all(named) else frozenset()


def _tells_only_that(claim: JudgedClaim) -> bool:
    """Whether the record supports it, and it says of systems only that they are back, or are not."""
    told = claim.reading.proposition
    is_back = told is not None and told.truth == _BACK
    return claim.verdict is ClaimVerdict.SUPPORTED and is_back and not claim.reading.dates


@lru_cache(maxsize=1)
def _load() -> tuple[list[re.Pattern[str]], dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    told: Any = read_table("language", "refusals.toml")
    refusals = [_compile(told["refusal"]), _compile(told["refusal_es"])]
    matters = {kind: _compile(words) for kind, words in told["matters"].items()}
    return refusals, matters, {kind: _compile(words) for kind, words in told["warnings"].items()}


def _compile(words: str) -> re.Pattern[str]:
    return any_case(rf"(?<!\w)(?:{words})(?!\w)")


def find_refusals(text: str) -> dict[str, str]:
    """The kinds of claim of which a text refuses to speak, each with its sentence.

    >>> find_refusals("We will not comment on contacts.")
    {'coercion': 'We will not comment on contacts.'}
    """
    refusals, matters, _ = _load()
    found: dict[str, str] = {}
    for sentence in split_sentences(text):
        for refusal in refusals:
            for match in refusal.finditer(sentence.replace("\u2019", "'")):
                matter = " ".join(part for part in match.groupdict().values() if part)
                for kind in (kind for kind, words in matters.items() if words.search(matter)):
                    found.setdefault(kind, sentence)
    return found


def find_warnings(text: str, kinds: Iterable[str]) -> dict[str, str]:
    """What tells readers of these matters without a claim, by kind, each with its sentence.

    >>> find_warnings("The intruders may write to you and ask for money.", ["coercion"])
    {'coercion': 'The intruders may write to you and ask for money.'}
    """
    _, _, warnings = _load()
    found: dict[str, str] = {}
    for sentence in split_sentences(text):
        for kind in kinds:
            if kind in warnings and warnings[kind].search(sentence):
                found.setdefault(kind, sentence)
    return found
