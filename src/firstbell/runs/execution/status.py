"""How far a run is, from its folder alone: for another terminal, and for whoever conducts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.meter import PROGRESS_SLOT, WAITING_SLOT
from firstbell.runs.execution.past import SystemPast, read_past
from firstbell.runs.plans.plan import PlannedSystem, RecoveryPlan

VERIFIED = "verified"
RUNNING, WAITING, STOPPED = "running", "waiting", "stopped"
WITHOUT_BACKUP, WITHHELD = "without backup", "nothing to restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemStatus:
    """How far one system is.

    `state`: pending, without backup, nothing to restore, running, waiting (for the vault), stopped
    (begun, and nobody is at it), failed, or the verdict of its receipt. `why`: of waiting and failing; of
    stopping, what it waited for.
    `left_s`: None where it cannot be told. `is_whole`: a backup holds all of it.
    """

    name: str
    tier: int
    wave: int
    state: str
    stage: str = ""
    files: int = 0
    size_bytes: int = 0
    total_files: int = 0
    total_bytes: int = 0
    rate_bytes_per_s: int = 0
    left_s: float | None = None
    why: str = ""
    began: str = ""
    ended: str = ""
    is_whole: bool = True

    @property
    def is_over(self) -> bool:
        """Whether it has its receipt."""
        return self.state not in {"pending", WITHOUT_BACKUP, WITHHELD, RUNNING, WAITING, STOPPED, "failed"}

    @property
    def is_to_come(self) -> bool:
        """Whether a run would bring it: not where no backup holds it, or all of it is held back."""
        return not self.is_over and self.state not in {WITHOUT_BACKUP, WITHHELD}


def look_at(folder: RunFolder, plan: RecoveryPlan) -> list[SystemStatus]:
    """The status of every system, in the plan's order."""
    is_held = folder.is_held()
    return [
        _look_at_system(folder, plan, plan.find(name), wave=number, is_held=is_held)
        for number, wave in enumerate(plan.waves, start=1)
        for name in wave
    ]


def _look_at_system(
    folder: RunFolder, plan: RecoveryPlan, system: PlannedSystem, *, wave: int, is_held: bool
) -> SystemStatus:
    past = read_past(folder.journal(plan, system.name).read())
    now = folder.now(plan, system.name)
    told, waiting = now.get(PROGRESS_SLOT), now.get(WAITING_SLOT)
    state, why = past.state, ""
    if state == "begun":
        state = (WAITING if waiting else RUNNING) if is_held else STOPPED
        why = str(waiting.get("problem", "")) if waiting else ""
    elif state == "failed":
        why = str((past.failure or {}).get("why", ""))
    elif state == "pending" and not system.pieces:
        state, why = (WITHHELD if system.withheld else WITHOUT_BACKUP), "; ".join(system.gaps)
    is_live = state in {RUNNING, WAITING}
    # what a stopped run told last is still true: those files are in place
    files, size_bytes = _count(past, told, system, counts_told=is_live or state == STOPPED)
    return SystemStatus(
        name=system.name,
        tier=system.tier,
        wave=wave,
        state=state,
        stage=str(told.get("stage", "")) if is_live else "",
        files=files,
        size_bytes=size_bytes,
        total_files=system.files,
        total_bytes=system.size_bytes,
        rate_bytes_per_s=int(told.get("rate_bytes_per_s", 0)) if is_live else 0,
        left_s=_number(told.get("left_s")) if is_live else None,
        why=why,
        began=str((past.begun or {}).get("at", "")),
        ended=str((past.receipt or {}).get("ended", "")),
        is_whole=not system.gaps,
    )


def _count(
    past: SystemPast, told: Mapping[str, Any], system: PlannedSystem, *, counts_told: bool
) -> tuple[int, int]:
    if past.receipt is not None:
        return int(past.receipt.get("files", 0)), int(past.receipt.get("size_bytes", 0))
    written = sum(piece.files_written for piece in past.pieces.values())
    size_bytes = sum(piece.bytes_written for piece in past.pieces.values())
    if counts_told and told.get("stage") == "restoring":
        written = max(written, int(told.get("files", 0)))
        size_bytes = max(size_bytes, int(told.get("size_bytes", 0)))
    return min(written, system.files), min(size_bytes, system.size_bytes)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def foretell_first_bell(plan: RecoveryPlan, statuses: Sequence[SystemStatus]) -> float:
    """Seconds until every system of the lowest tier is there; 0 where they are."""
    lowest = min((status.tier for status in statuses), default=0)
    last = max((status.wave for status in statuses if status.tier == lowest), default=0)
    seconds = 0.0
    for number in range(1, last + 1):
        of_wave = [status for status in statuses if status.wave == number and not status.is_over]
        live = [status for status in of_wave if status.state in {RUNNING, WAITING}]
        waiting = [status for status in of_wave if status not in live]
        seconds += max((_foretell(plan, status) for status in live), default=0.0)
        seconds += sum(plan.find(status.name).estimate_s for status in waiting)
    return round(seconds, 1)


def _foretell(plan: RecoveryPlan, status: SystemStatus) -> float:
    return status.left_s if status.left_s is not None else plan.find(status.name).estimate_s


def _is_there(status: SystemStatus) -> bool:
    return status.state == VERIFIED and status.is_whole and bool(status.ended)


def measure_first_bell(statuses: Sequence[SystemStatus]) -> float | None:
    """Seconds from the first system's begin until the last of the lowest tier was there; None before that.

    What was not restored whole, or was not verified, is not there.
    """
    lowest = min((status.tier for status in statuses), default=0)
    first_tier = [status for status in statuses if status.tier == lowest]
    begins = [parse_time(status.began) for status in statuses if status.began]
    if not begins or not all(_is_there(status) for status in first_tier):
        return None
    return round((max(parse_time(status.ended) for status in first_tier) - min(begins)) / NS_PER_S, 3)
