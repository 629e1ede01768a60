"""Making a vault's retention lock shorter: two people's keys, and a delay after the second. On the ledger.

Bodies: docs/formats/ledger.md. One of the two may be an intruder, and whoever adds a second key may be one
too; so the delay counts from the second signature, and everybody can read meanwhile what is to come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from firstbell.base.clock import DAY_NS, format_time, parse_time
from firstbell.base.counts import say_count
from firstbell.desk.errors import DeskError
from firstbell.ledger import Entry, Ledger
from firstbell.ledger.bodies import EntryBody

DELAY_DAYS = 7
_DELAY_NS = DELAY_DAYS * DAY_NS


class LoweringAsked(EntryBody, frozen=True, kw_only=True):
    """Somebody asks for a shorter lock. `vault`: its id."""

    KIND: ClassVar[str] = "lock.lowering_asked"

    vault: str
    days: int
    from_days: int
    why: str


class LoweringApproved(EntryBody, frozen=True, kw_only=True):
    """A second person signed. `asked`: id of the entry that asks, as below."""

    KIND: ClassVar[str] = "lock.lowering_approved"

    asked: str


class LoweringWithdrawn(EntryBody, frozen=True, kw_only=True):
    """It is not to be done."""

    KIND: ClassVar[str] = "lock.lowering_withdrawn"

    asked: str
    why: str = ""


class LoweringDone(EntryBody, frozen=True, kw_only=True):
    """The lock is so many days now."""

    KIND: ClassVar[str] = "lock.lowering_done"

    asked: str
    days: int | None = None


class LoweringError(DeskError):
    """What stands against making the retention lock shorter."""

    code = "desk.lowering"


@dataclass(frozen=True, slots=True)
class Lowering:
    """A wish to make the lock shorter. Ids are of entries, times RFC 3339.

    `asked_by`, `approved_by`: ids of actors. `approved`: "" while nobody else has signed. `ended`:
    `withdrawn` or `done`, "" while it stands.
    """

    hex_id: str
    vault: str
    days: int
    from_days: int
    why: str
    asked: str
    asked_by: str
    approved: str = ""
    approved_by: str = ""
    ended: str = ""

    @property
    def due(self) -> str:
        """From when on it may be done; "" while nobody else has signed."""
        return format_time(parse_time(self.approved) + _DELAY_NS) if self.approved else ""


def read_lowerings(entries: Iterable[Entry], vault: str) -> list[Lowering]:
    """All that were ever asked for a vault, the oldest first, as they stand."""
    found: dict[str, Lowering] = {}
    for entry in entries:
        if asked := LoweringAsked.find(entry):
            if asked.vault == vault:
                found[entry.hex_id] = _make_lowering(entry, asked)
            continue
        body = LoweringApproved.find(entry) or LoweringWithdrawn.find(entry) or LoweringDone.find(entry)
        standing = found.get(body.asked) if body else None
        if body is None or standing is None or standing.ended:
            continue
        found[standing.hex_id] = _follow(standing, entry, body)
    return list(found.values())


def _make_lowering(entry: Entry, body: LoweringAsked) -> Lowering:
    return Lowering(
        hex_id=entry.hex_id,
        vault=body.vault,
        days=body.days,
        from_days=body.from_days,
        why=body.why,
        asked=entry.time,
        asked_by=entry.actor,
    )


def _follow(
    standing: Lowering, entry: Entry, body: LoweringApproved | LoweringWithdrawn | LoweringDone
) -> Lowering:
    if isinstance(body, LoweringWithdrawn):
        return replace(standing, ended="withdrawn")
    if isinstance(body, LoweringDone):
        return replace(standing, ended="done") if standing.approved else standing
    if standing.approved or entry.actor == standing.asked_by:
        return standing
    return replace(standing, approved=entry.time, approved_by=entry.actor)


def list_standing(entries: Iterable[Entry], vault: str) -> list[Lowering]:
    """Those that are neither done nor withdrawn."""
    return [each for each in read_lowerings(entries, vault) if not each.ended]


def pick_lowering(ledger: Ledger, vault: str, prefix: str) -> Lowering:
    """The standing one whose id begins so. Raises: LoweringError; LedgerError and its kin."""
    standing = list_standing(ledger.read(), vault)
    found = [each for each in standing if prefix and each.hex_id.startswith(prefix.lower())]
    if len(found) != 1:
        problem = (
            f"{prefix!r} matches {len(found)} of them" if found else f"no open request begins with {prefix!r}"
        )
        raise LoweringError(problem, hint="`firstbell vault lock` shows the requests")
    return found[0]


def ask(ledger: Ledger, vault: str, *, days: int, from_days: int, why: str) -> Lowering:
    """Put on the ledger that the lock should be shorter. Raises: LoweringError; LedgerError and its kin."""
    if days >= from_days:
        raise LoweringError(f"{say_count(days, 'day')} is not less than the present {from_days}")
    if not why.strip():
        raise LoweringError("asking for a shorter lock needs a reason", hint="give --why")
    body = LoweringAsked(vault=vault, days=days, from_days=from_days, why=why)
    return _make_lowering(body.append_to(ledger), body)


def approve(ledger: Ledger, lowering: Lowering) -> Lowering:
    """Sign it as the second person. Raises: LoweringError; RoleError; LedgerError and its kin."""
    if lowering.approved:
        raise LoweringError(
            "two people have already signed", hint=f"it can be applied from {lowering.due} on"
        )
    if ledger.signer.actor.id == lowering.asked_by:
        raise LoweringError(
            "the person who asked for it cannot also approve it",
            hint="a second person must sign with their own key: --key FILE (`firstbell vault holder add`)",
        )
    entry = LoweringApproved(asked=lowering.hex_id).append_to(ledger, [lowering.hex_id])
    return replace(lowering, approved=entry.time, approved_by=entry.actor)


def withdraw(ledger: Ledger, lowering: Lowering, why: str) -> Lowering:
    """End it undone. Raises: LedgerError and its kin."""
    LoweringWithdrawn(asked=lowering.hex_id, why=why).append_to(ledger, [lowering.hex_id])
    return replace(lowering, ended="withdrawn")


def refuse_early(lowering: Lowering, *, lock_days: int, now_ns: int) -> None:
    """Raises: LoweringError unless two have signed, the delay has passed, and the lock is still as it was."""
    if not lowering.approved:
        raise LoweringError(
            "only one person has signed",
            hint=f"a second person must sign: `firstbell vault lock --approve {lowering.hex_id[:8]} --key "
            "FILE`",
        )
    if lowering.from_days != lock_days:
        raise LoweringError(
            f"it was requested when the lock was {say_count(lowering.from_days, 'day')}; now it is "
            f"{lock_days}",
            hint="withdraw it and ask again",
        )
    if now_ns < parse_time(lowering.due):
        raise LoweringError(
            f"two people have signed; {say_count(DELAY_DAYS, 'day')} must pass first",
            hint=f"it can be applied from {lowering.due} on",
        )


def note_done(ledger: Ledger, lowering: Lowering) -> None:
    """Put on the ledger that it was done. Raises: LedgerError and its kin."""
    LoweringDone(asked=lowering.hex_id, days=lowering.days).append_to(ledger, [lowering.hex_id])
