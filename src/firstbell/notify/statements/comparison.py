"""Two texts about one event, claim by claim: whatever one of them says and the other does not."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from firstbell.notify.statements.claims import ClaimReading
from firstbell.notify.statements.judges.names import list_groups, list_names, list_ways_in
from firstbell.notify.statements.languages import read_claims_of
from firstbell.notify.statements.quantities import find_spans

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
        other = _take_other(unmatched, reading)
        differences.append(ClaimDifference(reading.text, other.text if other else None, str(reading.kind)))
    differences += [ClaimDifference(None, reading.text, str(reading.kind)) for reading in unmatched.values()]
    return differences


def _collect(text: str) -> dict[Hashable, ClaimReading]:
    """The claims of a text by what they come to; the first of those that say the same."""
    found: dict[Hashable, ClaimReading] = {}
    for reading in read_claims_of(text):
        if reading.proposition is None or reading.conditional or reading.proposition.truth in _LEFT_OUT:
            continue
        if reading.is_promise and not (reading.wording.firm or reading.wording.negated):
            continue
        found.setdefault(_come_to(reading), reading)
    return found


def _come_to(reading: ClaimReading) -> Hashable:
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


def _take_other(unmatched: dict[Hashable, ClaimReading], reading: ClaimReading) -> ClaimReading | None:
    """What the other text says of the same matter, taken out of what is left; else of the same kind."""
    same = (key for key, other in unmatched.items() if _truth_of(other) == _truth_of(reading))
    kin = (key for key, other in unmatched.items() if other.kind == reading.kind)
    for key in (*same, *kin):
        return unmatched.pop(key)
    return None


def _truth_of(reading: ClaimReading) -> str:
    if reading.proposition is None:
        return ""
    truth = reading.proposition.truth
    if truth == "cause_known" and reading.affirmed and list_ways_in(reading.plain):
        return "way_in"
    return truth
