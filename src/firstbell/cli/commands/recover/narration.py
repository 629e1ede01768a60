"""What is told of a run: while it goes on, when it ends, and to another terminal."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstbell.actions.recovery.run_status import NO_RUN, read_status
from firstbell.base.clock import SystemClock, monotonic_s
from firstbell.base.counts import say_count
from firstbell.cli.desks import find_desk
from firstbell.cli.recovery_starts import tell_starts
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_bytes, format_count, format_duration
from firstbell.cli.terminal.left_out import say_uncarried
from firstbell.cli.terminal.options import RepositoryOptions, Result
from firstbell.cli.terminal.output import Output, json_path
from firstbell.cli.times import show_time
from firstbell.desk.errors import NoDeskError
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.status import (
    RUNNING,
    WAITING,
    WITHHELD,
    WITHOUT_BACKUP,
    SystemStatus,
    foretell_first_bell,
    look_at,
    measure_first_bell,
)
from firstbell.runs.plans.plan import RecoveryPlan

if TYPE_CHECKING:
    from firstbell.runs.execution.jobs import SystemJob
    from firstbell.runs.execution.supervisor import RunOutcome

_NOT_RESTORED = {
    WITHOUT_BACKUP: "there is no backup to restore it from",
    WITHHELD: "nothing of it would be restored",
}
# on a terminal and for machines more often than in a log
_TICK_S = {True: 1.0, False: 5.0}


class RunNarration:
    """Tells what happens while a run goes on."""

    def __init__(self, options: RepositoryOptions, plan: RecoveryPlan, names: Collection[str]) -> None:
        self._output = options.output
        self._names = names
        self._plan = plan
        self._folder: RunFolder | None = None
        self._told_s = monotonic_s()
        self._pause_s = _TICK_S[options.output.json or sys.stderr.isatty()]

    def begin(self, folder: RunFolder, jobs: Mapping[str, SystemJob]) -> None:
        """Which names are mapped, which systems were done before, and what would start again."""
        self._folder = folder
        for name, job in jobs.items():
            for path, new in (pair for piece in job.pieces for pair in piece.mapped):
                shown, called = json_path(path), json_path(new)
                self._output.message(
                    {"message_type": "mapped", "system": name, "path": shown, "name": called}
                )
                self._output.note(f"{name}: {shown} is now called {called}")
        for status in look_at(folder, self._plan):
            if status.state == "verified":
                self._output.note(f"{status.name}: already done ({show_time(status.ended)})")
        first = [name for name in self._names if name not in jobs]
        tell_starts(self._output, [self._plan.find(name) for name in (*first, *jobs)])

    def tick(self) -> None:
        """A line for each system that runs, now and then."""
        if self._folder is None or self._output.quiet or monotonic_s() - self._told_s < self._pause_s:
            return
        self._told_s = monotonic_s()
        statuses = look_at(self._folder, self._plan)
        left_s = foretell_first_bell(self._plan, statuses)
        for status in statuses:
            if status.state in {RUNNING, WAITING}:
                self._output.message({"message_type": "status", **asdict(status), "first_bell_s": left_s})
                self._output.note(describe_status(status))
        if left_s:
            self._output.note(f"first bell in about {format_duration(left_s)}")

    def tell_receipt(self, name: str, receipt: Mapping[str, Any]) -> None:
        """A system has its receipt."""
        self._output.message({"message_type": "receipt", **receipt})
        files, size = say_count(receipt["files"], "file"), format_bytes(receipt["size_bytes"])
        self._output.text(f"{name}: {receipt['verdict']}; {files}, {size} in {receipt['target']}")
        for check in receipt["checks"]:
            mark = "passed" if check["passed"] else "FAILED"
            self._output.text(f"{name}: check {check['kind']} {check['target']}: {mark}: {check['detail']}")
        for kind in receipt.get("not_carried", ()):
            self._output.text(f"{name}: {say_uncarried(kind['what'], kind['count'])}")
        if receipt["moved_aside"]:
            self._output.note(f"{name}: moved {say_count(receipt['moved_aside'], 'existing item')} aside")

    def tell_failure(self, name: str, failure: Mapping[str, Any]) -> None:
        """A system stopped."""
        self._output.message({"message_type": "failure", "system": name, **_explain(failure)})
        self._output.warn(f"{name} stopped: {failure['why']}")
        if failure.get("hint"):
            self._output.note(f"hint: {failure['hint']}")


def _explain(failure: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": failure.get("code", ""), "reason": failure["why"], "hint": failure.get("hint", "")}


def describe_status(status: SystemStatus) -> str:
    """One line on how far a system is."""
    if status.state == "waiting":
        return f"{status.name}: waiting for the vault: {status.why}"
    files = f"{format_count(status.files)} of {format_count(status.total_files)} files"
    size = f"{format_bytes(status.size_bytes)} of {format_bytes(status.total_bytes)}"
    if status.state == "running":
        left = f", {format_duration(status.left_s)} left" if status.left_s is not None else ""
        rate = f", {format_bytes(status.rate_bytes_per_s)}/s" if status.rate_bytes_per_s else ""
        return f"{status.name}: {status.stage}, {files}, {size}{rate}{left}"
    if status.state in (WITHOUT_BACKUP, WITHHELD):
        return f"{status.name}: {_NOT_RESTORED[status.state]}: {status.why}"
    why = f": {status.why}" if status.why else ""
    return f"{status.name}: {status.state}{why}; {files}, {size}"


def conclude(
    output: Output, folder: RunFolder, plan: RecoveryPlan, *, outcome: RunOutcome, names: Collection[str]
) -> Result:
    """The last words on a run of the systems `names`, and its exit status."""
    statuses = look_at(folder, plan)
    states: dict[str, list[str]] = {}
    for status in statuses:
        states.setdefault(status.state, []).append(status.name)
    asked = [system for system in plan.systems if system.name in names]
    for system in asked:
        for sentence in system.missing:
            why = _NOT_RESTORED[WITHOUT_BACKUP]
            output.warn(f"{system.name}: not restored, because {why}: {sentence}")
        for sentence in system.withheld:
            output.warn(f"{system.name}: not restored: {sentence}")
    first_bell_s = measure_first_bell(statuses)
    if first_bell_s is not None:
        output.text(f"Time to first bell: {first_bell_s:.1f} s, with {_list_first(statuses)}")
    receipts = list(outcome.receipts.values())
    output.summary(
        {
            "plan_id": plan.id,
            "run": str(folder.path),
            "verified": states.get("verified", []),
            "incomplete": states.get("incomplete", []) + states.get("check failed", []),
            "failed": list(outcome.failures),
            "without_backup": states.get(WITHOUT_BACKUP, []),
            "nothing_to_restore": states.get(WITHHELD, []),
            "pending": [one.name for one in statuses if one.is_to_come and one.name not in outcome.failures],
            "files": sum(receipt["files"] for receipt in receipts),
            "size_bytes": sum(receipt["size_bytes"] for receipt in receipts),
            "files_written": sum(receipt["files_written"] for receipt in receipts),
            "bytes_written": sum(receipt["bytes_written"] for receipt in receipts),
            "first_bell_s": first_bell_s,
        }
    )
    codes = {str(failure.get("code", "")) for failure in outcome.failures.values()}
    if codes - {"recover.hook"}:
        return ExitStatus.FAILED
    is_whole = all(receipt["verdict"] == "verified" for receipt in receipts)
    return None if is_whole and not codes and not any(one.gaps for one in asked) else ExitStatus.INCOMPLETE


def _list_first(statuses: Collection[SystemStatus]) -> str:
    """The systems of the lowest tier."""
    lowest = min((status.tier for status in statuses), default=0)
    return ", ".join(status.name for status in statuses if status.tier == lowest)


def show_status(options: RepositoryOptions, plan_file: Path | None, desk: Path | None) -> None:
    """Tell how far a run is: of a plan, else the newest; that there is none is no failure.

    Raises: PlanError; NoDeskError where the desk's folder is not there.
    """
    output = options.output
    folder = find_desk(desk)
    if not folder.is_dir():
        raise NoDeskError(f"{folder} is not there", hint="--desk or FIRSTBELL_DESK names the desk")
    found = read_status(folder, SystemClock(), plan_file)
    if found is None:
        of = "of this plan " if plan_file is not None else ""
        output.text(f"No run {of}has started yet. `firstbell recover run PLAN` starts one.")
        output.summary(dict(NO_RUN))
        return
    for status, told in zip(found.systems, found.describe_systems(), strict=True):
        output.message(told)
        output.text(describe_status(status))
    if found.first_bell_s is not None:
        output.text(f"Time to first bell: {found.first_bell_s:.1f} s")
    elif found.is_running and found.left_s:
        output.text(f"first bell in about {format_duration(found.left_s)}")
    output.summary(found.describe())
