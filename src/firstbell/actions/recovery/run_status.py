"""How far the run of a plan is, for whoever asks from another terminal or a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from firstbell.base.clock import Clock
from firstbell.runs.execution.folder import RUNS_FOLDER, RunFolder, find_newest
from firstbell.runs.execution.status import SystemStatus, foretell_first_bell, look_at, measure_first_bell
from firstbell.runs.plans.plan import load_plan

# what `RunStatus.describe` says where nothing has started
NO_RUN: Mapping[str, Any] = {
    "plan_id": None,
    "run": None,
    "running": False,
    "first_bell_s": None,
    "first_bell_left_s": None,
    "systems_over": 0,
    "systems": 0,
}


@dataclass(frozen=True, slots=True)
class RunStatus:
    """A run. Seconds: `first_bell_s` until the first systems were there, None while some are not;
    `left_s` until they are.
    """

    plan_id: str
    folder: Path
    is_running: bool
    systems: Sequence[SystemStatus]
    first_bell_s: float | None
    left_s: float

    def describe_systems(self) -> list[dict[str, Any]]:
        """The fields of each system, as `recover status --json` gives them."""
        return [{"message_type": "system", **asdict(status)} for status in self.systems]

    def describe(self) -> dict[str, Any]:
        """What they come to."""
        return {
            "plan_id": self.plan_id,
            "run": str(self.folder),
            "running": self.is_running,
            "first_bell_s": self.first_bell_s,
            "first_bell_left_s": self.left_s,
            "systems_over": sum(status.is_over for status in self.systems),
            "systems": len(self.systems),
        }


def read_status(desk: Path, clock: Clock, plan_file: Path | None = None) -> RunStatus | None:
    """How far the run of a plan is, else the newest of the desk; None where there is none yet.

    Raises: PlanError.
    """
    folder = find_newest(desk, clock)
    if plan_file is not None:
        folder = RunFolder(desk / RUNS_FOLDER / load_plan(plan_file).id, clock)
    if folder is None or not (folder.path / "plan.json").exists():
        return None
    plan = folder.load_plan()
    statuses = look_at(folder, plan)
    return RunStatus(
        plan_id=plan.id,
        folder=folder.path,
        is_running=folder.is_held(),
        systems=statuses,
        first_bell_s=measure_first_bell(statuses),
        left_s=foretell_first_bell(plan, statuses),
    )
