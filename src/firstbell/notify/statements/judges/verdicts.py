"""The verdict on one claim: what the record says to it, whether or not it is read as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstbell.notify.statements.judges.table import JUDGES
from firstbell.notify.statements.judges.truth import Truth
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading, read_sentence
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.holds import PERSON, binds

# what is understated by "may have" once it is known
_HEDGED = frozenset(
    {"exfiltration", "published", "personal_data", "people_count", "event", "coercion", "ransom_paid"}
    | {"ransom_demanded", "data_lost", "hit", "way_in", "timing"}
)
_SAY_SO = "no more facts: it is known to be so, and the sentence says only that it may be"
_DECISION = "decision: an entry that binds the district to it"
# what the record can prove of the future: that nothing is lost of which a clean version is there
_PROVABLE = {"data_lost", "backups_whole"}


class ClaimVerdict(StrEnum):
    """What the record says to a claim."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    UNJUDGED = "unjudged"


STOPPING = frozenset({ClaimVerdict.UNSUPPORTED, ClaimVerdict.CONTRADICTED})


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """One claim, judged. `entries`: hex ids that support or contradict it; `needs`: what is missing.

    `waiting`: no rule judges it, and it may be a claim: it is held until a named person confirms it.
    """

    reading: ClaimReading
    verdict: ClaimVerdict
    needs: Sequence[str] = ()
    entries: Sequence[str] = ()
    waiting: bool = False

    @property
    def text(self) -> str:
        """The claim as written."""
        return self.reading.text

    @property
    def kind(self) -> str | None:
        """What it is about; None where the rules know no kind for it."""
        return self.reading.kind


def judge_claim(reading: ClaimReading, record: CaseRecord) -> JudgedClaim:
    """The verdict on one claim."""
    if reading.proposition is None:
        return (
            _judge_plain_promise(reading)
            if reading.wording.future
            else JudgedClaim(reading, ClaimVerdict.UNJUDGED)
        )
    truth = JUDGES[reading.proposition.truth](record, reading)
    if reading.is_promise:
        return _judge_promise(reading, truth, record)
    if not truth.judgeable:
        return JudgedClaim(reading, ClaimVerdict.UNJUDGED)
    return _decide(reading, truth)


def _decide(reading: ClaimReading, truth: Truth) -> JudgedClaim:
    mode = ClaimMode.FLAT if truth.modeless else reading.wording.mode
    if mode is ClaimMode.UNKNOWN:
        if truth.value is not None and truth.known and truth.entries:
            return JudgedClaim(reading, ClaimVerdict.CONTRADICTED, (), truth.entries)
        return JudgedClaim(reading, ClaimVerdict.SUPPORTED, (), truth.entries)
    if truth.value is None:
        if mode is ClaimMode.POSSIBLE and truth.told:
            return JudgedClaim(reading, ClaimVerdict.SUPPORTED, (), truth.entries)
        return JudgedClaim(reading, ClaimVerdict.UNSUPPORTED, truth.missing or ("a fact about it",))
    if truth.value == reading.affirmed:
        return _decide_same(reading, truth, mode)
    if mode is ClaimMode.POSSIBLE and not truth.known:
        return JudgedClaim(
            reading, ClaimVerdict.UNSUPPORTED, ("a fact that leaves it open: the opposite is believed",)
        )
    return JudgedClaim(reading, ClaimVerdict.CONTRADICTED, truth.missing, truth.entries)


def _decide_same(reading: ClaimReading, truth: Truth, mode: ClaimMode) -> JudgedClaim:
    """Of a sentence that says what the record does: it must not be surer, nor less sure of what is known."""
    if mode is ClaimMode.POSSIBLE and _understates(reading, truth):
        return JudgedClaim(reading, ClaimVerdict.CONTRADICTED, (_SAY_SO,), truth.entries)
    if truth.known or mode in (ClaimMode.BELIEVED, ClaimMode.POSSIBLE):
        return JudgedClaim(reading, ClaimVerdict.SUPPORTED, (), truth.entries)
    return JudgedClaim(reading, ClaimVerdict.UNSUPPORTED, ("a fact that is known: it is only believed",))


def _understates(reading: ClaimReading, truth: Truth) -> bool:
    """Whether a sentence says "may have" of what is known to be so."""
    proposition = reading.proposition
    if proposition is None or proposition.truth not in _HEDGED or not reading.affirmed:
        return False
    return truth.value is True and truth.known and bool(truth.entries) and truth.settled


def _judge_plain_promise(reading: ClaimReading) -> JudgedClaim:
    """A promise about nothing that the rules know."""
    if binds(reading):
        return JudgedClaim(reading, ClaimVerdict.UNSUPPORTED, (_DECISION,))
    return JudgedClaim(reading, ClaimVerdict.UNJUDGED)


def _judge_promise(reading: ClaimReading, truth: Truth, record: CaseRecord) -> JudgedClaim:
    """What is to come is proven by what is there already, or stands on a decision; or it must not be firm."""
    proposition = reading.proposition
    assert proposition is not None
    if proposition.truth in _PROVABLE:
        return _decide(reading, truth)
    if reading.conditional or reading.wording.mode in (ClaimMode.POSSIBLE, ClaimMode.UNKNOWN):
        return JudgedClaim(reading, ClaimVerdict.UNJUDGED)
    against = truth.value is not None and truth.known and truth.value and not reading.affirmed
    if against:
        return JudgedClaim(reading, ClaimVerdict.CONTRADICTED, (), truth.entries)
    decided = _find_decision(reading, record)
    if decided:
        return JudgedClaim(reading, ClaimVerdict.SUPPORTED, (), decided)
    if reading.wording.firm or reading.wording.negated:
        return JudgedClaim(
            reading, ClaimVerdict.UNSUPPORTED, (f"{_DECISION}; what is to come stands on no record",)
        )
    return JudgedClaim(reading, ClaimVerdict.UNJUDGED)


def _find_decision(reading: ClaimReading, record: CaseRecord) -> list[str]:
    proposition = reading.proposition
    assert proposition is not None
    return [
        decision.entry
        for decision in record.decisions
        for said in read_sentence(decision.text)
        if said.proposition is not None
        and said.proposition.truth == proposition.truth
        and said.affirmed == reading.affirmed
    ]


def wait(reading: ClaimReading, need: str = PERSON) -> JudgedClaim:
    """A claim that no rule judges, and that may be one; `need`: what would let it pass."""
    return JudgedClaim(reading, ClaimVerdict.UNJUDGED, (need,), waiting=True)
