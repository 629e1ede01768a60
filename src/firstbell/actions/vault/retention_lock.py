"""The retention lock of a vault: longer at once; shorter by two people and a delay, on the desk's ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from firstbell.desk import lock_reduction as lowerings
from firstbell.desk.lock_reduction import Lowering, list_standing
from firstbell.ledger import Ledger
from firstbell.vault import Vault

LoweringStep = Literal["approve", "apply", "withdraw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRequest:
    """How many days are to be protected, and why."""

    days: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRequest:
    """What is done about a request to shorten the lock. `prefix`: how its id begins."""

    step: LoweringStep
    prefix: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class OpenLowering:
    """A request that still stands, with the names of the two people; "" while nobody else has signed."""

    lowering: Lowering
    asked_by: str
    approved_by: str

    def describe(self) -> dict[str, Any]:
        """The fields, as `vault lock --json` gives them."""
        wish = self.lowering
        return {
            "id": wish.hex_id,
            "days": wish.days,
            "from_days": wish.from_days,
            "why": wish.why,
            "asked": wish.asked,
            "asked_by": self.asked_by,
            "approved": wish.approved,
            "approved_by": self.approved_by,
            "due": wish.due,
        }


def change_lock(vault: Vault, ledger: Ledger, request: LockRequest) -> Lowering | None:
    """Lengthen the lock, or ask for a shorter one. The request that was made, None where it is longer now.

    Raises: LoweringError, VaultError, LedgerError and its kin.
    """
    if request.days >= vault.lock_days:
        vault.lengthen_lock(request.days, by="desk", why=request.why)
        return None
    return lowerings.ask(
        ledger, vault.about.id, days=request.days, from_days=vault.lock_days, why=request.why
    )


def step_lowering(vault: Vault, ledger: Ledger, request: StepRequest) -> Lowering:
    """Approve a request, apply it, or take it back.

    Raises: LoweringError, VaultError; RoleError and its kin.
    """
    wish = lowerings.pick_lowering(ledger, vault.about.id, request.prefix)
    if request.step == "approve":
        return lowerings.approve(ledger, wish)
    if request.step == "withdraw":
        return lowerings.withdraw(ledger, wish, request.why)
    lowerings.refuse_early(wish, lock_days=vault.lock_days, now_ns=vault.clock.now_ns())
    # the ledger first: a lock is never shorter than the ledger says
    lowerings.note_done(ledger, wish)
    vault.shorten_lock(wish.days, by="desk", why=f"{wish.why} (entry {wish.hex_id} of the desk's ledger)")
    return wish


def list_lowerings(vault: Vault, ledger: Ledger) -> list[OpenLowering]:
    """The requests that are neither done nor withdrawn. Raises: LedgerError and its kin."""
    actors = ledger.roster().actors
    names = {key: actor.name for key, actor in actors.items()}
    return [
        OpenLowering(wish, names.get(wish.asked_by, ""), names.get(wish.approved_by, ""))
        for wish in list_standing(ledger.read(), vault.about.id)
    ]
