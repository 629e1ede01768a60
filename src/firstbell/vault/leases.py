"""Which machine examines a vault that several share: by a lease that stands in the journal of judgements.

It stands among the judgements themselves, so nothing is judged on a lease that has gone to somebody else: an
examiner that was away finds the other's line before it can put one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.base.clock import NS_PER_S, Clock, format_time, parse_time
from firstbell.vault.entries import JudgementEntry, Leased
from firstbell.vault.errors import VaultBusyError
from firstbell.vault.judgements import Judgements

LEASE_S = 900
# each renewal is a line, and an object of the bucket
RENEWED_S = 300


def make_lease(machine: str, clock: Clock, *, lasts_s: float = LEASE_S) -> Leased:
    """The lease of a machine from now on; for 0 seconds it has ended."""
    return Leased(machine=machine, until=format_time(clock.now_ns() + int(lasts_s * NS_PER_S)))


def refuse_taken(judgements: Judgements, machine: str, clock: Clock) -> None:
    """Raises: VaultBusyError where another machine has the lease."""
    lease = judgements.lease
    if lease is None or lease.machine == machine or parse_time(lease.until) <= clock.now_ns():
        return
    raise VaultBusyError(
        f"{lease.machine} examines this vault until {lease.until}",
        hint="end `firstbell watch` there first; after a crash wait until then",
    )


def keep_holder(
    entries: Sequence[JudgementEntry], judgements: Judgements, machine: str
) -> Sequence[JudgementEntry]:
    """The entries, of the machine that has the lease. Raises: VaultBusyError where another got it."""
    lease = judgements.lease
    if lease is None or lease.machine != machine:
        raise VaultBusyError(
            f"{lease.machine if lease else 'nobody'} examines this vault now, so this machine does not",
            hint="see that the machines' clocks agree",
        )
    return entries
