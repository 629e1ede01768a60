"""What the readiness report is evidence of: CISA's advice to schools and NIST's framework.

Sources: CISA, "Partnering to Safeguard K-12 Organizations from Cybersecurity Threats" (January 2023), on
performing and testing backups; NIST CSWP 29, "The NIST Cybersecurity Framework (CSF) 2.0" (2024), RC.RP.
Both are works of the United States government, in the public domain; the wording is shortened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firstbell.base.counts import say_count, say_share
from firstbell.runs.readiness.readiness import Readiness, SystemReadiness


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: what is asked for, whether the record shows it, and what. `state`: yes, partly or no."""

    name: str
    asked: str
    state: str
    shown: str


def list_measures(readiness: Readiness) -> list[Measure]:
    """Every line, CISA's first."""
    return [_judge_advice(readiness), *_judge_plan(readiness.systems), *_judge_proof(readiness.systems)]


def _judge_advice(readiness: Readiness) -> Measure:
    proven = [system for system in readiness.systems if system.is_proven]
    whole = [system for system in proven if system.rehearsed and system.rehearsed.share >= 1.0]
    of = len(readiness.systems)
    tested = f"{say_share(len(proven), of, 'system')} restored and verified, {len(whole)} in full"
    asked = "Request and review evidence of the test restoration"
    return Measure("CISA K-12", asked, _state(len(proven), of), tested)


def _judge_plan(systems: Sequence[SystemReadiness]) -> Iterator[Measure]:
    of = len(systems)
    steps = max((system.wave for system in systems), default=0)
    in_time = sum(system.is_in_time for system in systems)
    clean = sum(bool(system.recovery_point) for system in systems)
    owned = sum(bool(system.owner) for system in systems)
    held = of - sum(bool(system.missing) for system in systems)
    yield Measure(
        "RC.RP-01",
        "The recovery portion of the incident response plan is executed",
        _state(held, of),
        f"{say_share(held, of, 'system')} backed up in full; a plan can be made and run at any time",
    )
    yield Measure(
        "RC.RP-02",
        "Recovery actions are selected, scoped, prioritized, and performed",
        _state(in_time, of),
        f"{say_count(of, 'system')} in {say_count(steps, 'step')}; {in_time} back in time",
    )
    yield Measure(
        "RC.RP-03",
        "The integrity of backups is verified before using them for restoration",
        _state(clean, of),
        f"every snapshot is examined; {say_share(clean, of, 'system')} with a clean one",
    )
    yield Measure(
        "RC.RP-04",
        "Critical mission functions are considered to establish post-incident norms",
        _state(owned, of),
        "tiers, order, and how long the school can do without; "
        f"{say_share(owned, of, 'system')} with an owner",
    )


def _judge_proof(systems: Sequence[SystemReadiness]) -> Iterator[Measure]:
    of = len(systems)
    count = sum(system.is_proven for system in systems)
    checked = sum(system.is_checked for system in systems)
    bare = sum(system.is_proven and not (system.rehearsed and system.rehearsed.checks) for system in systems)
    yield Measure(
        "RC.RP-05",
        "The integrity of restored assets is verified, and normal operating status confirmed",
        _state(count, of),
        f"{say_share(count, of, 'system')} proven by hashes in the last 90 days, "
        f"{checked} of them by checks, too",
    )
    yield Measure(
        "RC.RP-06",
        "The end of recovery is declared based on criteria, and documentation is completed",
        _state(checked, of),
        f"{say_share(checked, of, 'system')} with a signed receipt: verified, and their checks passed"
        + (f"; {bare} more verified, with no check of their own" if bare else ""),
    )


def _state(good: int, of: int) -> str:
    if of and good >= of:
        return "yes"
    return "partly" if good else "no"
