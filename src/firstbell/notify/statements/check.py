"""Every claim of a statement, judged against the record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstbell.notify.statements.certainty import ClaimMode
from firstbell.notify.statements.claims import ClaimReading, read_claims, read_sentence
from firstbell.notify.statements.judges.table import JUDGES
from firstbell.notify.statements.judges.truth import Truth
from firstbell.notify.statements.record import CaseRecord

_BINDING = re.compile(
    r"\b(?:guarantee\w*|promis\w+|pledg\w+|vow\w*|never|ensur\w+ that|(?:will|shall) ensure|will not"
    r"|won't|our word|"
    r"no (?:further|more|other|student|data|information|harm|one|family|child)\w*(?: \w+){0,2} will)\b",
    re.I,
)
_TELLING = re.compile(
    r"\b(?:(?:know|learn|share|say|have) more|more (?:information|details)|updates?)\b", re.I
)
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
    """One claim, judged. `entries`: hex ids that support or contradict it; `needs`: what is missing."""

    reading: ClaimReading
    verdict: ClaimVerdict
    needs: Sequence[str] = ()
    entries: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The claim as written."""
        return self.reading.text

    @property
    def kind(self) -> str | None:
        """What it is about; None where the rules know no kind for it."""
        return self.reading.kind


def check_statement(text: str, record: CaseRecord) -> list[JudgedClaim]:
    """Every claim of the text with its verdict."""
    return [judge_claim(reading, record) for reading in read_claims(text)]


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
        if truth.known or mode in (ClaimMode.BELIEVED, ClaimMode.POSSIBLE):
            return JudgedClaim(reading, ClaimVerdict.SUPPORTED, (), truth.entries)
        return JudgedClaim(reading, ClaimVerdict.UNSUPPORTED, ("a fact that is known: it is only believed",))
    if mode is ClaimMode.POSSIBLE and not truth.known:
        return JudgedClaim(
            reading, ClaimVerdict.UNSUPPORTED, ("a fact that leaves it open: the opposite is believed",)
        )
    return JudgedClaim(reading, ClaimVerdict.CONTRADICTED, truth.missing, truth.entries)


def _judge_plain_promise(reading: ClaimReading) -> JudgedClaim:
    """A promise about nothing that the rules know."""
    if _TELLING.search(reading.plain):
        return JudgedClaim(reading, ClaimVerdict.UNJUDGED)
    if reading.wording.mode is ClaimMode.UNKNOWN:
        return JudgedClaim(reading, ClaimVerdict.UNJUDGED)
    if not reading.conditional and (reading.wording.firm or _BINDING.search(reading.plain)):
        return JudgedClaim(
            reading, ClaimVerdict.UNSUPPORTED, ("decision: an entry that binds the district to it",)
        )
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
        need = "decision: an entry that binds the district to it; what is to come stands on no record"
        return JudgedClaim(reading, ClaimVerdict.UNSUPPORTED, (need,))
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
