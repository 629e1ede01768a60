"""The programs that are compared, each with its own way to say the same work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "a benchmark has no secrets"
Words = list[str]


@dataclass(frozen=True)
class Peer:
    """One program: its name, how it says its version, and what each work is for it.

    A work is given the repository, the folders of the tree, the number of the backup and a target.
    """

    name: str
    version: Words
    init: Callable[[Path], Words]
    backup: Callable[[Path, tuple[Path, ...], int], Words]
    restore: Callable[[Path, Path, int], Words]
    check: Callable[[Path], Words]
    list_files: Callable[[Path, int], Words]

    def environment(self, scratch: Path) -> dict[str, str]:
        """Passwords, and caches in the scratch folder only."""
        return os.environ | {
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

    def tell(repository: Path, *words: object) -> Words:
        return [*program, "-r", str(repository), *map(str, words)]

    return Peer(
        name,
        version,
        init=lambda repository: tell(repository, "init"),
        backup=lambda repository, folders, _: tell(repository, "backup", *folders),
        restore=lambda repository, target, _: tell(repository, "restore", "latest", "--target", target),
        check=lambda repository: tell(repository, "check", "--read-data"),
        list_files=lambda repository, _: tell(repository, "ls", "latest"),
    )


def _make_borg() -> Peer:
    return Peer(
        "borg",
        ["borg", "--version"],
        init=lambda repository: ["borg", "init", "--encryption", "repokey-blake2", str(repository)],
        backup=lambda repository, folders, number: [
            "borg",
            "create",
            f"{repository}::backup{number}",
            *map(str, folders),
        ],
        # borg extracts into the folder it is started in
        restore=lambda repository, target, number: [
            "env",
            "-C",
            str(target),
            "borg",
            "extract",
            f"{repository}::backup{number}",
        ],
        check=lambda repository: ["borg", "check", "--verify-data", str(repository)],
        list_files=lambda repository, number: ["borg", "list", "--short", f"{repository}::backup{number}"],
    )


def list_peers() -> list[Peer]:
    """The programs that are on this machine, Firstbell first."""
    firstbell = [str(Path(sys.executable).with_name("firstbell"))]
    peers = [_make_restic_kin("Firstbell", firstbell, [*firstbell, "--version"])]
    if shutil.which("restic"):
        peers.append(_make_restic_kin("restic", ["restic"], ["restic", "version"]))
    if shutil.which("borg"):
        peers.append(_make_borg())
    return peers
