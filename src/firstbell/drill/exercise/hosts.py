"""Copies of hosts: a sample of what each system has in the vault, in a marked folder, to be struck."""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from firstbell.base.progress import Progress
from firstbell.desk import Check, Configuration, Host, Part, RepositoryAddress, System
from firstbell.restore import Overwrite, RestoreOptions, restore_tree
from firstbell.runs.execution.jobs import RunPiece, SystemJob
from firstbell.runs.plans.paths import read_shown_path
from firstbell.runs.plans.plan import PlannedCheck
from firstbell.runs.plans.targets import name_under, slug
from firstbell.runs.rehearsals.rehearsal import Extent
from firstbell.runs.rehearsals.samples import draw_sample

REPOSITORY = "exercise"
_FILE_CHECKS = frozenset({"sqlite", "postgresql"})


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied. `systems`: as of a desk whose hosts lie in the folder; `unread`: files that failed."""

    systems: tuple[System, ...]
    hosts: tuple[str, ...]
    files: int
    size_bytes: int
    unread: int

    def configure(self, configuration: Configuration, url: str) -> Configuration:
        """The desk's configuration with the copies in the place of its systems."""
        place = RepositoryAddress(name=REPOSITORY, url=url)
        hosts = tuple(Host(name=name, repository=REPOSITORY) for name in self.hosts)
        return msgspec.structs.replace(
            configuration, repository=(place,), host=hosts, system=self.systems, person=()
        )


class HostCopies:
    """Copies into `live`, a folder below it for each host. `extent.cap_bytes`: of all systems together."""

    def __init__(self, live: Path, extent: Extent, progress: Progress) -> None:
        self._live = live
        self._extent = extent
        self._progress = progress
        self._rng = random.Random(extent.seed)
        self._files = self._bytes = self._unread = 0

    def copy(self, configuration: Configuration, jobs: Mapping[str, SystemJob]) -> Copied:
        """Copy a sample of each system. Raises: what reading the vault raises."""
        systems = []
        hosts: dict[str, None] = {}
        for system in configuration.system:
            job = jobs.get(system.name)
            parts = self._copy_system(job, len(jobs)) if job is not None else []
            if job is None or not parts:
                continue
            hosts |= dict.fromkeys(part.host for part in parts)
            systems.append(self._move(system, job, parts))
        named = {system.name for system in systems}
        kept = [
            msgspec.structs.replace(one, depends_on=tuple(name for name in one.depends_on if name in named))
            for one in systems
        ]
        return Copied(tuple(kept), tuple(hosts), self._files, self._bytes, self._unread)

    def find_folder(self, host: str) -> Path:
        """Where a host's copy lies."""
        return self._live / slug(host)

    def _copy_system(self, job: SystemJob, of: int) -> list[Part]:
        parts = []
        for piece in job.pieces:
            self._copy_piece(piece, self._extent.cap_bytes // of)
            folder = self.find_folder(piece.piece.host)
            paths = [
                os.fsdecode(os.fsencode(folder) + read_shown_path(path).rstrip(b"/"))
                for path in piece.piece.paths
            ]
            there = tuple(path for path in paths if os.path.lexists(path))
            if there:
                parts.append(Part(host=piece.piece.host, paths=there))
        return parts

    def _copy_piece(self, piece: RunPiece, most_bytes: int) -> None:
        sample = draw_sample(
            piece, most_bytes=most_bytes, most_files=self._extent.most_files, rng=self._rng, surely=()
        )
        folder = self.find_folder(piece.piece.host)
        folder.mkdir(exist_ok=True)
        options = RestoreOptions(overwrite=Overwrite.IF_CHANGED, ownership=False)
        receipt = restore_tree(piece.trees, sample.tree_id, folder, options=options, progress=self._progress)
        _tame(folder)
        self._files += receipt.files_restored
        self._bytes += receipt.bytes_restored
        self._unread += receipt.files_failed

    def _move(self, system: System, job: SystemJob, parts: Sequence[Part]) -> System:
        """The system as it lies here: no commands and no checks that would touch anything but files."""
        several = len({part.host for part in parts}) > 1
        checks = [
            msgspec.convert({"kind": check.kind, "target": moved, "limit_s": check.limit_s}, type=Check)
            for check in job.system.checks
            if check.kind in _FILE_CHECKS and (moved := self._move_check(check, job, several=several))
        ]
        return msgspec.structs.replace(
            system, parts=tuple(parts), target="", owner="", before=(), after=(), checks=tuple(checks)
        )

    def _move_check(self, check: PlannedCheck, job: SystemJob, *, several: bool) -> str:
        """Where the file that a check looks at will lie, below the target; "" where it is not here."""
        wanted = str(Path(job.target, check.target))
        for piece in job.pieces:
            root = str(piece.root).rstrip("/")
            if not wanted.startswith(root + "/"):
                continue
            here = f"{self.find_folder(piece.piece.host)}{wanted[len(root) :]}"
            if os.path.lexists(here):
                return f"{name_under(piece.piece.host)}{here}" if several else here.lstrip("/")
        return ""


def _tame(folder: Path) -> None:
    """Let everything be read and written, and remove what is neither a file nor a link nor a folder."""
    for where, folders, names in os.walk(os.fsencode(folder)):
        for name in (*folders, *names):
            path = os.path.join(where, name)
            mode = os.lstat(path).st_mode
            if stat.S_ISDIR(mode):
                os.chmod(path, stat.S_IMODE(mode) | stat.S_IRWXU)
            elif stat.S_ISREG(mode):
                os.chmod(path, stat.S_IMODE(mode) & 0o777 | stat.S_IRUSR | stat.S_IWUSR)
            elif not stat.S_ISLNK(mode):
                os.unlink(path)
