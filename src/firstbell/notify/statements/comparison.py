"""Two texts about one event, claim by claim: whatever one of them says and the other does not."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.languages import read_claims_of
from firstbell.notify.statements.language.names import list_groups, list_names, list_ways_in
from firstbell.notify.statements.language.quantities import Precision, Quantity, find_spans
from firstbell.notify.statements.refusals import find_refusals, find_warnings

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
