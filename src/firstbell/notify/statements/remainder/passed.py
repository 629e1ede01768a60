"""A sentence that passes as it was read, with what the record bears out in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from firstbell.notify.statements.judges.verdicts import ClaimVerdict, JudgedClaim
from firstbell.notify.statements.language.contexts import find_segment
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Fact, Subject


@dataclass(frozen=True, slots=True)
class Passed:
    """A plain sentence, its claims, and the record they rest on. `spanish`: the language it is written in."""

    flat: str
    claims: Sequence[JudgedClaim]
    record: CaseRecord
    spanish: bool

    @property
    def borne(self) -> Sequence[JudgedClaim]:
        """The claims that the record bears out."""
        return [one for one in self.claims if one.verdict is ClaimVerdict.SUPPORTED]

    @property
    def truths(self) -> frozenset[str]:
        """What the claims that are borne out say."""
        return frozenset(
            one.reading.proposition.truth for one in self.borne if one.reading.proposition is not None
        )

    @property
    def facts(self) -> Sequence[Fact]:
        """The facts that claims of the sentence rest on."""
        entries = {entry for one in self.borne for entry in one.entries}
        return [fact for fact in self.record.facts.values() if fact.entry in entries]

    def rests_on(self, subject: Subject) -> bool:
        """Whether a claim rests on a fact of this subject."""
        return any(fact.subject == subject for fact in self.facts)

    def list_clauses(self, words: re.Pattern[str]) -> list[tuple[re.Match[str], str]]:
        """Where such words stand, each with the clause that holds them."""
        found = []
        for match in words.finditer(self.flat):
            first, last = find_segment(self.flat, match.start(), match.end())
            found.append((match, self.flat[first:last]))
        return found

    def is_borne_around(self, match: re.Match[str]) -> bool:
        """Whether a claim that is borne out is read in the clause that holds these words.

        What is told in other words is read in the whole of the sentence.
        """
        first, last = find_segment(self.flat, match.start(), match.end())
        clause = self.flat[first:last].lower()
        for one in self.borne:
            told = one.text.strip(" .!?").lower()
            at = self.flat.lower().find(told)
            if at < 0 or (at < last and at + len(told) > first) or told in clause:
                return True
        return False
