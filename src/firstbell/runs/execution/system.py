"""The run of one system, from where its journal ends: commands, pieces, commands, checks, receipt."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import Clock, format_time, parse_time
from firstbell.base.errors import Error
from firstbell.base.pathtext import show_path
from firstbell.compose.errors import RecoverError
from firstbell.compose.overlay import TreeOverlay
from firstbell.compose.trim import drop_paths
from firstbell.ledger.tree import compute_root
from firstbell.record.paths import is_of_windows
from firstbell.record.receipt import Receipt
from firstbell.record.recovery import CheckVerdict, KindNotCarried, SystemReceipt
from firstbell.restore import (
    Overwrite,
    RestoreError,
    RestoreOptions,
    TargetError,
    choose_processes,
    restore_tree,
)
from firstbell.runs.execution.checkpoints import MOST_FAILED, JournalCheckpoint
from firstbell.runs.execution.checks import run_check
from firstbell.runs.execution.clearance import ChooseAside, Clearing
from firstbell.runs.execution.hooks import HOOK_LIMIT_S, CommandResult, end_left_command, run_command
from firstbell.runs.execution.jobs import RunPiece, SystemJob
from firstbell.runs.execution.journal import RunJournal, read_boot_id, sync_filesystem
from firstbell.runs.execution.meter import SystemMeter
from firstbell.runs.execution.past import PiecePast, SystemPast, find_running, read_past
from firstbell.runs.execution.shared_packs import PACKS_FOLDER, SharedPacks, SharingStore
from firstbell.runs.execution.waiting_store import Waiter, WaitingStore
from firstbell.runs.plans.paths import is_within, read_shown_path
from firstbell.runs.plans.targets import slug
from firstbell.store import Store

_AGAIN = (
    "fix this and run the plan again; if you change the command in firstbell.toml, make a new plan first, "
    "because a plan keeps its commands"
)
_GO_ON = "fix this (for example, make room) and run the plan again; it continues where it stopped"
_MOST_PATHS = 1000
# who ended a command: the run, when it was told to end; or the next one, after it was killed
ENDED_BY_STOP, ENDED_BY_NEXT = "stop", "next run"
_PLACEHOLDER = re.compile(r"\{(?:target|system)\}")
VERIFIED, INCOMPLETE, CHECK_FAILED = "verified", "incomplete", "check failed"


class HookFailedError(RecoverError):
    """A command that runs before or after failed: the system stops there."""

    code = "recover.hook"


class SystemRun:
    """Runs one system, in a process of its own or not. `boot`: id of this boot of the machine."""

    def __init__(self, job: SystemJob, journal: RunJournal, meter: SystemMeter, *, clock: Clock) -> None:
        self._job = job
        self._journal = journal
        self._meter = meter
        self._clock = clock
        self._variables = {"FIRSTBELL_TARGET": job.target, "FIRSTBELL_SYSTEM": job.system.name}

    def run(self) -> Mapping[str, Any]:
        """Do what is left; the receipt, as it stands in the journal.

        Raises: HookFailedError, TargetError, TargetFullError, and what cannot be waited for; each is in the
        journal then.
        """
        past = self._begin()
        if past.receipt is not None and past.receipt.get("verdict") != CHECK_FAILED:
            return past.receipt
        try:
            return self._go_on(past)
        except Error as error:
            # what a restore would say to its own command line is of no use to who runs a plan
            hint = _GO_ON if isinstance(error, RestoreError) else error.hint
            self._journal.append("failed", why=str(error), code=error.code, hint=hint)
            raise
        except OSError as error:
            said = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
            self._journal.append("failed", why=said, code="recover.system", hint=_GO_ON)
            raise

    def _begin(self) -> SystemPast:
        boot = read_boot_id()
        self._end_left(boot)
        past = read_past(self._journal.read())
        if past.begun is None or self._is_target_gone(past):
            job = self._job
            verify = "read" if job.settings.verify_read else "write"
            line = self._journal.append(
                "begun", target=job.target, boot=boot, verify=verify, in_place=job.settings.in_place
            )
            return SystemPast(begun=line)
        if past.receipt is None:
            self._journal.append("resumed", boot=boot)
        return past

    def _end_left(self, boot: str) -> None:
        """End the command that a run which was killed left behind: what it does would come between."""
        left = find_running(self._journal.read())
        if left is None or left.get("boot") != boot:
            return
        how = end_left_command(int(left.get("pid", 0)), int(left.get("start", 0)))
        if how:
            self._journal.append(
                "command",
                when=left.get("when"),
                command=left.get("command"),
                status=None,
                seconds=None,
                output=f"a run that was killed had left it running; {how}",
                ended_by=ENDED_BY_NEXT,
            )

    def _is_target_gone(self, past: SystemPast) -> bool:
        """Whether what was restored was removed since: then it is restored again."""
        if self._job.settings.in_place or not past.pieces:
            return False
        return not all(piece.root.is_dir() for piece in self._job.pieces)

    def _go_on(self, past: SystemPast) -> Mapping[str, Any]:
        system = self._job.system
        self._run_commands("before", system.before, past)
        for number, piece in enumerate(self._job.pieces):
            if not past.piece(number).is_restored:
                self._restore(number, piece, past)
        self._run_commands("after", system.after, past)
        self._meter.enter("checking")
        verdicts = [self._check(number) for number in range(len(system.checks))]
        receipt = self._write_receipt(read_past(self._journal.read()), verdicts)
        self._journal.append("done", receipt=receipt)
        self._meter.enter("done")
        return receipt

    def _run_commands(self, when: str, commands: list[str], past: SystemPast) -> None:
        for command in commands:
            if (when, command) in past.commands:
                continue
            self._meter.enter(f"running commands {when}")
            result = self._watch_command(when, command, line=self._fill(command), limit_s=HOOK_LIMIT_S)
            self._note_command(when, command, result=result)
            if result.is_run_stopped:
                raise KeyboardInterrupt  # the run's supervisor told this process to end
            if not result.is_good:
                raise HookFailedError(f"{when} restoring: {result.explain()}", hint=_AGAIN)

    def _watch_command(self, when: str, command: str, *, line: str, limit_s: float) -> CommandResult:
        """Run a line; the journal says by which process: should this one be killed, the next run finds it."""
        boot = read_boot_id()

        def begun(pid: int, start: int) -> None:
            self._journal.append("started", when=when, command=command, pid=pid, start=start, boot=boot)

        return run_command(line, limit_s=limit_s, variables=self._variables, begun=begun)

    def _note_command(self, when: str, command: str, *, result: CommandResult) -> None:
        ended_by = {"ended_by": ENDED_BY_STOP} if result.is_run_stopped else {}
        self._journal.append(
            "command",
            when=when,
            command=command,
            status=result.status,
            seconds=round(result.seconds, 3),
            output=result.output,
            **ended_by,
        )

    def _run_for_check(self, command: str, *, limit_s: float, variables: Mapping[str, str]) -> CommandResult:
        del variables  # they are this system's
        result = self._watch_command("check", command, line=command, limit_s=limit_s)
        if result.is_run_stopped:
            self._note_command("check", command, result=result)
        return result

    def _fill(self, command: str) -> str:
        words = {"{target}": self._job.target, "{system}": self._job.system.name}
        # in one pass: a target may have `{system}` in its own name
        return _PLACEHOLDER.sub(lambda found: shlex.quote(words[found[0]]), command)

    def _restore(self, number: int, piece: RunPiece, past: SystemPast) -> None:
        self._meter.enter("restoring")
        waiter = Waiter(self._meter.tell_waiting, longest_s=self._job.settings.longest_wait_s)
        store = piece.reopen() if piece.reopen is not None else piece.repository.store
        repository = piece.repository.through(self._share(piece, WaitingStore(store, waiter)))
        trees = piece.trees.branch(repository)
        root_fd = open_root(piece.root)
        try:
            done = past.piece(number)
            self._clear(number, trees, root_fd, past)
            with JournalCheckpoint(self._journal, number, root_fd=root_fd, before=done) as checkpoint:
                options = replace(
                    self._choose_options(done, checkpoint, processes=choose_processes(store)),
                    is_foreign=is_of_windows(piece.piece.line),
                )
                receipt = restore_tree(
                    trees, piece.tree_id, piece.root, options=options, progress=self._meter
                )
                sync_filesystem(root_fd)
            self._conclude(piece, trees, receipt, told=checkpoint.describe(receipt))
        finally:
            os.close(root_fd)

    def _share(self, piece: RunPiece, store: Store) -> Store:
        needed = self._job.shared.get(piece.repository.hex_id)
        if not needed:
            return store
        folder = self._journal.path.parent / PACKS_FOLDER / piece.repository.hex_id
        return SharingStore(store, SharedPacks(folder, needed))

    def _choose_options(
        self, done: PiecePast, checkpoint: JournalCheckpoint, *, processes: int
    ) -> RestoreOptions:
        settings = self._job.settings
        self._meter.pass_over(done.files_written, done.bytes_written)
        return RestoreOptions(
            overwrite=Overwrite.IF_CHANGED,
            verify=settings.verify_read,
            sparse=settings.sparse,
            whole=True,
            passed=done.passed,
            checkpoint=checkpoint,
            ownership=settings.ownership,
            devices=settings.devices,
            has_own_modes=False,
            processes=processes,
        )

    def _clear(self, number: int, trees: TreeOverlay, root_fd: int, past: SystemPast) -> None:
        """Compare with what stands there: what others left, or what a power cut may have torn of ours."""
        boot = read_boot_id()
        before = past.cleared.get(number)
        if before == boot:
            return
        in_place = self._job.settings.in_place
        piece = self._job.pieces[number]
        is_ours = before is not None and not in_place
        aside = (lambda _: None) if is_ours else self._choose_aside(piece)
        clearing = Clearing(trees, root_fd, aside, devices=self._job.settings.devices)
        if os.listdir(root_fd):
            self._meter.enter("comparing existing files")
            known = clearing.clear(piece.tree_id, passed=past.piece(number).passed)
            if in_place:
                tops = [read_shown_path(path) for path in piece.piece.paths]
                clearing.clear_strangers(piece.base_tree, known, tops)
            self._meter.enter("restoring")
        cleared = clearing.cleared
        self._journal.append(
            "cleared",
            piece=number,
            boot=boot,
            identical=cleared.identical,
            identical_bytes=cleared.identical_bytes,
            moved_aside=len(cleared.moved),
            moved=[show_path(path) for path in cleared.moved[:1000]],
        )

    def _choose_aside(self, piece: RunPiece) -> ChooseAside:
        job = self._job
        named = job.settings.aside
        if named is not None or not job.settings.in_place:
            top = (named or piece.root.parent / ".firstbell-aside") / job.plan_id / slug(job.system.name)
            return lambda _: top
        tops = [Path(os.fsdecode(read_shown_path(path))) for path in piece.piece.paths]

        def choose(path: bytes) -> Path:
            top = next((top for top in tops if is_within(path, os.fsencode(top))), Path("/"))
            return top.parent / ".firstbell-aside" / job.plan_id

        return choose

    def _conclude(
        self, piece: RunPiece, trees: TreeOverlay, receipt: Receipt, *, told: dict[str, Any]
    ) -> None:
        failed = [read_shown_path(path) for path in told["failed"]]
        root = drop_paths(trees, piece.tree_id, failed) if failed else piece.tree_id
        self._journal.append(
            "restored",
            **told,
            root=root.hex(),
            files_read_back=receipt.files_verified,
            problems=[
                {"path": show_path(one.path), "code": one.code, "reason": one.reason}
                for one in receipt.problems[:MOST_FAILED]
            ],
            not_carried=[
                {"what": one.what, "count": one.count, "paths": [show_path(path) for path in one.paths]}
                for one in receipt.not_carried
            ],
        )

    def _check(self, number: int) -> CheckVerdict:
        check = self._job.system.checks[number]
        check = msgspec.structs.replace(
            check, target=self._fill(check.target) if check.kind == "command" else check.target
        )
        verdict = run_check(check, Path(self._job.target or "/"), self._variables, run=self._run_for_check)
        self._journal.append("check", **msgspec.to_builtins(verdict))
        return verdict

    def _write_receipt(self, past: SystemPast, verdicts: list[CheckVerdict]) -> dict[str, Any]:
        job = self._job
        pieces = [past.piece(number) for number in range(len(job.pieces))]
        roots = [bytes.fromhex(piece.root) for piece in pieces]
        failed = sum(piece.files_failed for piece in pieces)
        now_ns = self._clock.now_ns()
        began = str((past.begun or {}).get("at", format_time(now_ns)))
        files = sum(piece.piece.files for piece in job.pieces) - failed
        # nothing was proven by restoring no file
        verdict = VERIFIED if files and not failed else INCOMPLETE
        if verdict == VERIFIED and not all(one.passed for one in verdicts):
            verdict = CHECK_FAILED
        receipt = SystemReceipt(
            system=job.system.name,
            plan=job.plan_id,
            target="/" if job.settings.in_place else job.target,
            in_place=job.settings.in_place,
            snapshots=tuple(piece.piece.snapshot or piece.piece.base for piece in job.pieces),
            files=files,
            size_bytes=sum(piece.piece.size_bytes for piece in job.pieces),
            files_failed=failed,
            files_kept=max(files - sum(piece.files_written for piece in pieces), 0),
            files_read_back=sum(piece.files_read_back for piece in pieces),
            moved_aside=past.moved_aside,
            root=compute_root(roots).hex() if roots else "",
            verify="read" if job.settings.verify_read else "write",
            verdict=verdict,
            began=began,
            ended=format_time(now_ns),
            seconds=round((now_ns - parse_time(began)) / 1e9, 3),
            restore_seconds=round(sum(piece.seconds for piece in pieces), 3),
            who=job.who,
            checks=tuple(verdicts),
            not_carried=tuple(_join_uncarried(pieces)),
        )
        return {
            **msgspec.to_builtins(receipt),
            "files_written": sum(piece.files_written for piece in pieces),
            "bytes_written": sum(piece.bytes_written for piece in pieces),
        }


def _join_uncarried(pieces: Iterable[PiecePast]) -> Iterator[KindNotCarried]:
    """What was not carried over, by kind, over all pieces."""
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for one in (one for piece in pieces for one in piece.not_carried):
        kinds.setdefault(str(one["what"]), []).append(one)
    for what, found in sorted(kinds.items()):
        paths = [str(path) for one in found for path in one["paths"]]
        yield KindNotCarried(what, sum(int(one["count"]) for one in found), tuple(paths[:_MOST_PATHS]))


def open_root(root: Path) -> int:
    """A descriptor of the folder that a piece is laid into, made where it is missing; proven to take files.

    Raises: TargetError.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        root_fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        name = f".firstbell-{os.getpid()}-probe"
        try:
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=root_fd))
            os.unlink(name, dir_fd=root_fd)
        except OSError:
            os.close(root_fd)
            raise
    except OSError as error:
        raise TargetError(
            f"cannot write to the target {root}: {error.strerror}",
            hint="use a folder that you may write to, or make room, and run the plan again",
        ) from None
    return root_fd
