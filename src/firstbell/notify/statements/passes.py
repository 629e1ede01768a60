"""What people let pass: claims that counsel overrode, and claims that a named person confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.ledger import Entry
from firstbell.notify.statements.judges.verdicts import STOPPING, JudgedClaim
from firstbell.notify.statements.rulings import hash_claim, list_confirmations, list_overrides


@dataclass(frozen=True, slots=True)
class Passes:
    """Hash of a claim -> hex id of the entry by which it passes."""

    overrides: Mapping[str, str]
    confirmations: Mapping[str, str]

    def find_override(self, claim: JudgedClaim) -> str | None:
        """The entry by which counsel let a claim pass."""
        return self.overrides.get(hash_claim(claim.text))

    def find_confirmation(self, claim: JudgedClaim) -> str | None:
        """The entry by which a person confirmed a claim that no rule judges; it settles no other verdict."""
        return self.confirmations.get(hash_claim(claim.text)) if claim.waiting else None

    def stops(self, claim: JudgedClaim) -> bool:
        """Whether the record does not bear a claim out, and counsel did not let it pass."""
        return claim.verdict in STOPPING and self.find_override(claim) is None

    def holds(self, claim: JudgedClaim) -> bool:
        """Whether a claim waits for a person."""
        return claim.waiting and self.find_confirmation(claim) is None

    def list_stopping(self, claims: Sequence[JudgedClaim]) -> list[JudgedClaim]:
        """Every claim that keeps the statement from going out, by its verdict or because it waits."""
        return [claim for claim in claims if self.stops(claim) or self.holds(claim)]


def find_passes(entries: Iterable[Entry]) -> Passes:
    """What people let pass by these entries."""
    kept = list(entries)
    return Passes(list_overrides(kept), list_confirmations(kept))
