"""The programs that are compared, each with its own way to say the same work.

To add a work: give it a name here, say it for each program that can do it, and name it in `run.py` where
it is to be done. A program that does not know a work is passed over.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "a benchmark has no secrets"
HOME = "Firstbell"
OLDER = "older Firstbell"
FIRST = "first backup"
UNSCREENED = "first backup, not screened"
AGAIN = "again, nothing changed"
CHANGED = "again, 1 % changed"
RESTORE = "restore"
SYNCED = "restore, synced to the disk"
CHECK = "check, every byte read"
LIST = "list files"
START = "list snapshots"
DIFF = "difference of two snapshots"
Words = list[str]


@dataclass(frozen=True)
class Setting:
    """What a work is about. `snapshots`: their names, oldest first; the last one is meant."""

    repository: Path
    folders: tuple[Path, ...] = ()
    target: Path = Path()
    snapshots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Peer:
    """One program: its name, how it says its version, and what each work is for it."""

    name: str
    version: Words
    init: Callable[[Path], Words]
    works: dict[str, Callable[[Setting], Words]]
    list_snapshots: Callable[[Path], list[str]]

    def environment(self, scratch: Path) -> dict[str, str]:
        """Passwords, and caches in the scratch folder only.

        Our modules may be kept compiled, as `pip install` leaves them: compiling them takes 0.06 s a command.
        """
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return inherited | {
            "FIRSTBELL_PASSWORD": PASSWORD,
            "FIRSTBELL_CACHE_DIR": str(scratch / "cache-firstbell"),
            "RESTIC_PASSWORD": PASSWORD,
            "RESTIC_CACHE_DIR": str(scratch / "cache-restic"),
            "RESTIC_PROGRESS_FPS": "0.01",
            "BORG_PASSPHRASE": PASSWORD,
            "BORG_BASE_DIR": str(scratch / "cache-borg"),
        }

    def tell_version(self) -> str:
        """The first line of what it says about itself."""
        told = subprocess.run(self.version, capture_output=True, text=True, check=True).stdout
        return " ".join(told.splitlines()[0].replace(",", "").split()[:3]).removesuffix(" compiled")


def _make_restic_kin(name: str, program: Words, version: Words) -> Peer:
    """Firstbell and restic are told the same."""

    def tell(at: Setting, *words: object) -> Words:
        return [*program, "-r", str(at.repository), *map(str, words)]

    def list_snapshots(repository: Path) -> list[str]:
        files = sorted((repository / "snapshots").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        return [path.name for path in files]

    return Peer(
        name,
        version,
        init=lambda repository: [*program, "-r", str(repository), "init"],
        works={
            FIRST: lambda at: tell(at, "backup", *at.folders),
            AGAIN: lambda at: tell(at, "backup", *at.folders),
            CHANGED: lambda at: tell(at, "backup", *at.folders),
            RESTORE: lambda at: tell(at, "restore", "latest", "--target", at.target),
            CHECK: lambda at: tell(at, "check", "--read-data"),
            LIST: lambda at: tell(at, "ls", at.snapshots[-1]),
            START: lambda at: tell(at, "snapshots"),
            DIFF: lambda at: tell(at, "diff", *at.snapshots[-2:]),
        },
        list_snapshots=list_snapshots,
    )


def _make_firstbell() -> Peer:
    firstbell = [str(Path(sys.executable).with_name("firstbell"))]
    peer = _make_restic_kin(HOME, firstbell, [*firstbell, "--version"])
    peer.works[UNSCREENED] = lambda at: [*peer.works[FIRST](at), "--no-screen"]
    peer.works[SYNCED] = lambda at: [*peer.works[RESTORE](at), "--sync"]
    return peer


def _make_borg() -> Peer:
    def list_snapshots(repository: Path) -> list[str]:
        environment = borg.environment(repository.parent)
        words = ["borg", "list", "--short", str(repository)]
        told = subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout
        return told.split()

    def back_up(at: Setting) -> Words:
        return ["borg", "create", f"{at.repository}::{{utcnow:%Y%m%dT%H%M%S.%f}}", *map(str, at.folders)]

    borg = Peer(
        "borg",
        ["borg", "--version"],
        init=lambda repository: ["borg", "init", "--encryption", "repokey-blake2", str(repository)],
        works={
            FIRST: back_up,
            AGAIN: back_up,
            CHANGED: back_up,
            # borg extracts into the folder it is started in
            RESTORE: lambda at: [
                *("env", "-C", str(at.target)),
                *("borg", "extract", f"{at.repository}::{at.snapshots[-1]}"),
            ],
            CHECK: lambda at: ["borg", "check", "--verify-data", str(at.repository)],
            LIST: lambda at: ["borg", "list", "--short", f"{at.repository}::{at.snapshots[-1]}"],
            DIFF: lambda at: ["borg", "diff", f"{at.repository}::{at.snapshots[-2]}", at.snapshots[-1]],
        },
        list_snapshots=list_snapshots,
    )
    return borg


def list_versions(older: Path) -> list[Peer]:
    """This Firstbell and an older one, given by its program."""
    programs = {HOME: str(Path(sys.executable).with_name("firstbell")), OLDER: str(older)}
    return [_make_restic_kin(name, [program], [program, "--version"]) for name, program in programs.items()]


def list_peers() -> list[Peer]:
    """The programs that are on this machine, Firstbell first."""
    peers = [_make_firstbell()]
    if shutil.which("restic"):
        peers.append(_make_restic_kin("restic", ["restic"], ["restic", "version"]))
    if shutil.which("borg"):
        peers.append(_make_borg())
    return peers
