"""An exercise that `firstbell exercise` asked for: played, recorded and reported."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from firstbell.actions.access.repositories import RepositoriesByHost
from firstbell.actions.entries import ExercisePlayed
from firstbell.actions.recovery.jobs import make_job
from firstbell.actions.recovery.plans import list_hosts, plan_recovery
from firstbell.actions.recovery.rehearsals import keep_exercise
from firstbell.base.clock import SystemClock
from firstbell.base.counts import say_count
from firstbell.cli.keys import read_login_name
from firstbell.cli.recovery_plans import split_names
from firstbell.cli.recovery_repositories import load_desk, open_places
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_bytes, format_count, format_table
from firstbell.cli.terminal.options import RepositoryOptions, Result
from firstbell.cli.terminal.output import Output, json_path, text_path
from firstbell.cli.terminal.screen_story import ScreenStory
from firstbell.cli.times import show_time
from firstbell.desk import Configuration
from firstbell.drill.exercise.play import ExerciseResult, ExerciseScript, play_exercise
from firstbell.drill.exercise.stages import LastExercise, StageTime, compare, find_last
from firstbell.runs.plans.planner import PlanScope, choose_systems
from firstbell.runs.plans.repositories import Terms
from firstbell.runs.rehearsals.rehearsal import Extent
from firstbell.runs.rehearsals.scratch import open_scratch

# the copy, what is backed up of it twice, and what is restored
_ROOM = 4
_SEEDS = 1_000_000
_MOST_LISTED = 1000
_MOST_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class ExerciseRequest:
    """What the command line asks of an exercise."""

    systems: tuple[str, ...]
    tier: int | None
    files: int
    cap: int
    scratch: Path | None
    keep: bool
    seed: int | None
    desk: Path | None


def run_exercise(options: RepositoryOptions, request: ExerciseRequest) -> Result:
    """Play it, record it on the desk's ledger, and say how it went. Raises: what it met."""
    configuration = load_desk(options)
    if request.seed is None:
        request = replace(request, seed=secrets.randbelow(_SEEDS))
    systems = choose_systems(configuration, split_names(request.systems), request.tier)
    parent = request.scratch or Path(tempfile.gettempdir())
    with (
        open_scratch(parent, _ROOM * request.cap, keep=request.keep) as scratch,
        open_places(options, configuration, Terms(), hosts=list_hosts(systems), writes=False) as places,
    ):
        last = find_last(places.read_entries())
        result, left_out = _play(options, request, configuration, places=places, scratch=scratch)
        _keep(options, places, result)
        if request.keep:
            options.output.note(f"kept: {scratch} (repository, password, desk, restored systems)")
    return _report(options.output, result, compare(result.seconds, last), last=last, left_out=left_out)


def _play(
    options: RepositoryOptions,
    request: ExerciseRequest,
    configuration: Configuration,
    *,
    places: RepositoriesByHost,
    scratch: Path,
) -> tuple[ExerciseResult, list[str]]:
    """What came of it, and the systems that were left out, or of which a part was; those are warnings."""
    names, target = split_names(request.systems), scratch / "planned"
    wish = PlanScope(names=names, tier=request.tier, target=target, is_real=False)
    plan = plan_recovery(configuration, wish, places, writes=False)
    gaps = {system.name: list(system.gaps) for system in plan.systems}
    who = read_login_name()
    script = ExerciseScript(
        configuration=configuration,
        jobs={
            system.name: make_job(plan, system, places, who=who) for system in plan.systems if system.pieces
        },
        scratch=scratch,
        extent=Extent(cap_bytes=request.cap, most_files=request.files, seed=request.seed),
        clock=SystemClock(),
        who=who,
    )
    result = play_exercise(script, ScreenStory(options.output))
    for name in (name for name in script.jobs if name not in result.systems):
        gaps[name].append("none of its files fits the --cap")
    for name, problems in gaps.items():
        for problem in problems:
            options.output.warn(f"{name} was not exercised: {problem}")
    return result, [name for name, problems in gaps.items() if problems]


def _keep(options: RepositoryOptions, places: RepositoriesByHost, result: ExerciseResult) -> None:
    body = ExercisePlayed(
        systems=tuple(result.systems),
        files=result.files,
        size_bytes=result.size_bytes,
        struck=result.struck,
        verdicts=dict(result.verdicts),
        identical=result.identical,
        not_identical=len(result.different) + len(result.missing) + len(result.unexpected),
        stages=dict(result.seconds),
        first_bell_s=result.first_bell_s,
        all_s=result.all_s,
    )
    keep_exercise(places, body, options.output)


def _report(
    output: Output,
    result: ExerciseResult,
    stages: list[StageTime],
    *,
    last: LastExercise | None,
    left_out: Sequence[str],
) -> Result:
    _tell(output, result, stages, last=last)
    output.summary(_describe(result, last, left_out))
    if not result.is_perfect:
        return ExitStatus.FAILED
    return ExitStatus.INCOMPLETE if left_out else None


def _tell(
    output: Output, result: ExerciseResult, stages: list[StageTime], *, last: LastExercise | None
) -> None:
    for receipt in result.receipts.values():
        output.message({"message_type": "receipt", **receipt})
    for stage in stages:
        output.message({"message_type": "stage", **asdict(stage), "change": stage.change})
    _tell_stages(output, stages, last)
    faults = _list_faults(result)
    for path in faults[:_MOST_SHOWN]:
        output.text(f"differs from the original: {text_path(path)}")
    for name, why in result.failures.items():
        output.text(f"{name}: {why}")
    for path in result.notes_left[:_MOST_SHOWN]:
        output.text(
            "a ransom note of the exercise was left in place because it looks like a person's text: "
            f"{text_path(path)}"
        )
    _tell_seen(output, result)
    size, struck = format_bytes(result.size_bytes), format_count(result.struck)
    output.text(f"{say_count(result.files, 'file')}, {size}; {struck} struck; --seed {result.seed}")
    output.text(f"{format_count(result.identical)} identical, {format_count(len(faults))} not")
    if result.first_bell_s is not None:
        output.text(f"Time to first bell: {result.first_bell_s:.1f} s")


def _list_faults(result: ExerciseResult) -> list[bytes]:
    return [*result.different, *result.missing, *result.unexpected]


def _describe(result: ExerciseResult, last: LastExercise | None, left_out: Sequence[str]) -> dict[str, Any]:
    return {
        "event_id": result.event or None,
        "verdicts": dict(result.verdicts),
        "systems": list(result.systems),
        "left_out": left_out,
        "failed": dict(result.failures),
        "files": result.files,
        "size_bytes": result.size_bytes,
        "files_unread": result.unread,
        "seed": result.seed,
        "spared": list(result.spared),
        "struck": result.struck,
        "deleted": result.deleted,
        "identical": result.identical,
        "different": len(result.different),
        "missing": len(result.missing),
        "unexpected": len(result.unexpected),
        "notes_left": len(result.notes_left),
        "paths": [json_path(path) for path in _list_faults(result)[:_MOST_LISTED]],
        "seconds": dict(result.seconds),
        "first_bell_s": result.first_bell_s,
        "all_s": result.all_s,
        "last": asdict(last) if last else None,
    }


def _tell_seen(output: Output, result: ExerciseResult) -> None:
    if result.unseen:
        output.text(f"the event was not seen on: {', '.join(result.unseen)}")
    if "event" not in result.verdicts.values():
        output.text("no host was judged an event: with --keep you can look at it with `firstbell examine`")
    if result.spared:
        output.text(f"nothing was struck on {', '.join(result.spared)}: the files there are too small")


def _tell_stages(output: Output, stages: list[StageTime], last: LastExercise | None) -> None:
    rows = []
    for stage in stages:
        before = f"{stage.last_s:.1f} s" if stage.last_s is not None else "-"
        change = f"{stage.change:+.0%}" if stage.change is not None else "-"
        rows.append((stage.name, f"{stage.seconds:.1f} s", before, change))
    for line in format_table(("Stage", "Time", "Before", "Change"), rows, right="TBC"):
        output.text(line)
    if last is not None:
        size = format_bytes(last.size_bytes)
        output.text(f"last exercise: {show_time(last.time)}, {say_count(last.files, 'file')}, {size}")
