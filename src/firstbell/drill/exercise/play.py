"""Playing an exercise: copy, back up, strike, back up; then what a desk does, by the engines it would use."""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firstbell import __version__
from firstbell.actions.access.examination import make_context
from firstbell.backup import BackupOptions, backup_tree
from firstbell.base.clock import DAY_NS, Clock, monotonic_s
from firstbell.base.counts import say_count
from firstbell.base.errors import Error
from firstbell.catalog import find_events, open_catalog
from firstbell.compose.compose import keep_composed
from firstbell.compose.examination import ExaminationContext, examine_pending
from firstbell.compose.rulings import declare_event
from firstbell.desk import Configuration
from firstbell.drill.engines import BackupIncompleteError
from firstbell.drill.exercise.hosts import REPOSITORY, Copied, HostCopies
from firstbell.drill.exercise.stages import Stopwatch
from firstbell.drill.marker import MarkedFolder
from firstbell.drill.story import StoryListener
from firstbell.drill.strike import StrikePlan, StrikeRecord, strike_folder
from firstbell.drill.truth import ItemKind, Tree, TruthItem, survey_tree
from firstbell.ledger import Ledger, SignerKeyFile
from firstbell.repository import Repository
from firstbell.runs.execution.folder import RunFolder
from firstbell.runs.execution.jobs import RunSettings, SystemJob, prepare_piece
from firstbell.runs.execution.supervisor import RunListener, RunSupervisor
from firstbell.runs.plans.paths import is_within, place_under, read_shown_path
from firstbell.runs.plans.plan import RecoveryPlan
from firstbell.runs.plans.planner import PlanInputs, PlanScope, make_plan
from firstbell.runs.plans.rates import Rates
from firstbell.runs.plans.repositories import OpenedRepository, Terms
from firstbell.runs.rehearsals.rehearsal import Extent
from firstbell.store import LocalStore

TAG = "firstbell:exercise"
_COUNTED = (ItemKind.FILE, ItemKind.LINK)


class ExerciseError(Error):
    """An exercise that cannot be played."""

    code = "drill.exercise"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseScript:
    """What is played. `jobs`: of the real vault, by system; `scratch`: an empty folder of its own."""

    configuration: Configuration
    jobs: Mapping[str, SystemJob]
    scratch: Path
    extent: Extent
    clock: Clock
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseResult:
    """What came of it. `seconds`: by stage, in order. `receipts` and `failures`: by system.

    `notes_left`: notes of the strike that were taken for somebody's text; harmless, and told. `spared`: hosts
    that have no file large enough to be struck.
    """

    seed: int | None
    spared: tuple[str, ...]
    event: str
    verdicts: Mapping[str, str]
    systems: tuple[str, ...]
    files: int
    size_bytes: int
    unread: int
    struck: int
    deleted: int
    identical: int
    different: tuple[bytes, ...]
    missing: tuple[bytes, ...]
    unexpected: tuple[bytes, ...]
    notes_left: tuple[bytes, ...]
    receipts: Mapping[str, Mapping[str, Any]]
    failures: Mapping[str, str]
    seconds: Mapping[str, float]
    first_bell_s: float | None
    all_s: float | None

    @property
    def is_perfect(self) -> bool:
        """Whether the event was seen, on no host passed for clean, and every file came back identical."""
        is_seen = "event" in self.verdicts.values() and not self.unseen
        return is_seen and not (self.different or self.missing or self.unexpected or self.failures)

    @property
    def unseen(self) -> list[str]:
        """The hosts that were struck and pass for clean."""
        clean = {host for host, verdict in self.verdicts.items() if verdict == "clean"}
        return sorted(clean - set(self.spared))


class Exercise:
    """One exercise, in a marked folder."""

    def __init__(self, script: ExerciseScript, folder: MarkedFolder, teller: StoryListener) -> None:
        self._script = script
        self._folder = folder
        self._teller = teller
        self._watch = Stopwatch()
        self._rng = random.Random(script.extent.seed)
        password = secrets.token_urlsafe(16)
        (folder.path / "password").write_text(password)
        self._repository = Repository.init(LocalStore(folder.path / "repository"), password)
        self._copies = HostCopies(folder.tree, script.extent, teller.progress)

    def play(self) -> ExerciseResult:
        """From the copy to the comparison. Raises: ExerciseError; what the engines raise."""
        with self._watch.time("copy"):
            copied = self._copies.copy(self._script.configuration, self._script.jobs)
        if not copied.systems:
            raise ExerciseError(
                "no system has anything to exercise with", hint="name a higher --cap, or other --systems"
            )
        self._teller.tell("Copied", f"{copied.files:,} files of {len(copied.systems)} systems from the vault")
        before = survey_tree(self._folder.tree)
        now_ns = self._script.clock.now_ns()
        with self._watch.time("backup"):
            self._back_up(copied, now_ns - DAY_NS)
        with self._watch.time("strike"):
            # of a sample no folder is spared: what is left would be too little to be seen
            plan = StrikePlan(now_ns, spared_folders=0.0, surely=self._choose_surely(copied))
            record = strike_folder(self._folder, plan, self._rng)
        with self._watch.time("backup of the event"):
            self._back_up(copied, now_ns)
        self._teller.tell("Struck", f"{len(record.struck):,} files, {len(record.deleted):,} deleted")
        catalog = open_catalog(self._folder.path / "catalog.sqlite", self._repository.hex_id)
        try:
            bench = make_context(catalog, self._repository, progress=self._teller.progress)
            return self._answer(bench, copied, record, before=before)
        finally:
            catalog.close()

    def _choose_surely(self, copied: Copied) -> frozenset[bytes]:
        """The largest file of each host: one that chance spares would pass for one that was missed."""
        found = [list(self._copies.find_folder(host).rglob("*")) for host in copied.hosts]
        plain = [[path for path in some if path.is_file() and not path.is_symlink()] for some in found]
        largest = [max(some, key=lambda path: path.stat().st_size) for some in plain if some]
        return frozenset(os.fsencode(path.relative_to(self._folder.tree)) for path in largest)

    def _back_up(self, copied: Copied, at_ns: int) -> None:
        for host in copied.hosts:
            options = BackupOptions(
                targets=[os.fsencode(self._copies.find_folder(host))],
                hostname=host,
                tags=[TAG],
                time_ns=at_ns,
                program_version=f"firstbell {__version__}",
            )
            with self._repository.lock():
                result = backup_tree(self._repository, options, self._teller.progress)
            if result.problems:
                first = result.problems[0]
                raise BackupIncompleteError(f"{os.fsdecode(first.path)!r}: {first.reason}")

    def _answer(
        self, bench: ExaminationContext, copied: Copied, record: StrikeRecord, *, before: Tree
    ) -> ExerciseResult:
        """What the desk does once the struck backups are in."""
        with self._watch.time("verdict"):
            verdicts, event = self._look(bench)
        with self._watch.time("plan"):
            plan = self._plan(bench, copied)
        self._teller.tell(
            "Planned", f"{say_count(len(plan.systems), 'system')} in {say_count(len(plan.waves), 'step')}"
        )
        receipts, failures = self._run(plan)
        identical, different, missing, unexpected = _compare(plan, before, self._folder.tree)
        seconds, notes = self._watch.seconds, frozenset(record.notes)
        decided_s = seconds["verdict"] + seconds["plan"]
        return ExerciseResult(
            seed=self._script.extent.seed,
            spared=self._list_spared(copied, record),
            event=event,
            verdicts=verdicts,
            systems=tuple(system.name for system in plan.systems),
            files=copied.files,
            size_bytes=copied.size_bytes,
            unread=copied.unread,
            struck=len(record.struck),
            deleted=len(record.deleted),
            identical=identical,
            different=different,
            missing=missing,
            unexpected=tuple(path for path in unexpected if path not in notes),
            notes_left=tuple(path for path in unexpected if path in notes),
            receipts=receipts,
            failures=failures,
            seconds=seconds,
            first_bell_s=_add(decided_s, seconds.get("first tier")),
            all_s=_add(decided_s, seconds.get("all systems")),
        )

    def _list_spared(self, copied: Copied, record: StrikeRecord) -> tuple[str, ...]:
        struck = {os.fsdecode(one.was).split("/")[0] for one in record.struck}
        return tuple(host for host in copied.hosts if self._copies.find_folder(host).name not in struck)

    def _look(self, bench: ExaminationContext) -> tuple[dict[str, str], str]:
        """The verdict on the last backup of each host, and the id of the event, which is declared."""
        bench.catalog.bring_up_to_date(self._repository, self._teller.progress)
        examine_pending(bench)
        rows = bench.catalog.list_examinations()
        verdicts = {
            line.host: rows[bench.catalog.list_snapshots(line.id)[-1].id].verdict.value
            for line in bench.catalog.list_lines()
        }
        events = find_events(rows.values())
        seen = ", ".join(f"{host}: {verdict}" for host, verdict in sorted(verdicts.items()))
        self._teller.tell("Seen", seen)
        if not events:
            return verdicts, ""
        desk = self._folder.path / "desk"
        key = SignerKeyFile(self._folder.path / "desk.key", name=self._script.who or "exercise")
        declare_event(Ledger(desk / "ledger", self._script.clock, key), events[-1])
        return verdicts, events[-1].hex_id

    def _plan(self, bench: ExaminationContext, copied: Copied) -> RecoveryPlan:
        place = OpenedRepository(REPOSITORY, self._repository, bench, terms=Terms())
        configuration = copied.configure(self._script.configuration, self._repository.store.url)
        wish = PlanScope(target=self._folder.path / "restored")
        means = PlanInputs(
            find_place=lambda _: place,
            rates=Rates(),
            keep=lambda piece: keep_composed(self._repository, piece.composed)[0].hex_id,
            now_ns=self._script.clock.now_ns(),
        )
        return make_plan(configuration, wish, means)

    def _run(self, plan: RecoveryPlan) -> tuple[dict[str, Mapping[str, Any]], dict[str, str]]:
        """Carry the plan out; receipts, and why systems stopped."""
        jobs = {system.name: self._make_job(plan, system.name) for system in plan.systems if system.pieces}
        started_s = monotonic_s()
        ended: dict[str, float] = {}

        def end(name: str, receipt: Mapping[str, Any]) -> None:
            ended[name] = round(monotonic_s() - started_s, 3)
            self._teller.tell(
                "Restored", f"{name}: {receipt['verdict']}, {say_count(receipt['files'], 'file')}"
            )

        def fail(name: str, failure: Mapping[str, Any]) -> None:
            self._teller.tell("Stopped", f"{name}: {failure['why']}")

        folder = RunFolder.of_plan(self._folder.path / "desk", plan, self._script.clock)
        with folder.hold():
            supervisor = RunSupervisor(folder, plan, jobs, clock=self._script.clock)
            outcome = supervisor.conduct(RunListener(lambda: None, end, fail))
        lowest = min(system.tier for system in plan.systems)
        first = [system.name for system in plan.systems if system.tier == lowest]
        if all(name in ended for name in first):
            self._watch.seconds["first tier"] = max(ended[name] for name in first)
        if len(ended) == len(jobs):
            self._watch.seconds["all systems"] = max(ended.values())
        failures = {name: str(failure["why"]) for name, failure in outcome.failures.items()}
        failures |= {
            name: str(receipt["verdict"])
            for name, receipt in outcome.receipts.items()
            if receipt["verdict"] != "verified"
        }
        return dict(outcome.receipts), failures

    def _make_job(self, plan: RecoveryPlan, name: str) -> SystemJob:
        system, settings = plan.find(name), RunSettings(ownership=False)

        def refuse() -> Any:
            raise ExerciseError(f"{name}: what was composed is not there any more")

        pieces = [
            prepare_piece(piece, self._repository, recompose=refuse, job=(system.target, settings))
            for piece in system.pieces
        ]
        return SystemJob(
            plan_id=plan.id,
            system=system,
            target=system.target,
            pieces=tuple(pieces),
            settings=settings,
            who=self._script.who,
        )


def _add(decided_s: float, restored_s: float | None) -> float | None:
    return None if restored_s is None else round(decided_s + restored_s, 3)


def _compare(
    plan: RecoveryPlan, before: Tree, live: Path
) -> tuple[int, tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]]:
    """(identical, different, missing, unexpected) of the files and links of all systems."""
    top = os.fsencode(live)
    identical = 0
    different: list[bytes] = []
    missing: list[bytes] = []
    unexpected: list[bytes] = []
    for piece, target in ((piece, system.target) for system in plan.systems for piece in system.pieces):
        root = Path(os.fsdecode(os.fsencode(place_under(target, piece.under)) + top))
        tops = [read_shown_path(path) for path in piece.paths]
        found = _count_only(survey_tree(root) if root.is_dir() else {})
        wanted = {
            path: item
            for path, item in _count_only(before).items()
            if any(is_within(top + b"/" + path, one) for one in tops)
        }
        identical += sum(found.get(path) == item for path, item in wanted.items())
        different += [path for path, item in wanted.items() if path in found and found[path] != item]
        missing += [path for path in wanted if path not in found]
        unexpected += [path for path in found if path not in wanted]
    return identical, tuple(sorted(different)), tuple(sorted(missing)), tuple(sorted(unexpected))


def _count_only(tree: Tree) -> dict[bytes, TruthItem]:
    return {path: item for path, item in tree.items() if item.kind in _COUNTED}


def play_exercise(script: ExerciseScript, teller: StoryListener) -> ExerciseResult:
    """Play it in a folder that is made in the script's scratch, marked, and let go of.

    Raises: ExerciseError; what the engines raise.
    """
    folder = MarkedFolder.make(script.scratch)
    try:
        return Exercise(script, folder, teller).play()
    finally:
        folder.close()
