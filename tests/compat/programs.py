"""The two programs, as a person runs them: real processes on one repository."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.store import LocalStore

PASSWORD = "first bell"
FIRSTBELL = (sys.executable, "-m", "firstbell.cli.main")
RESTIC = ("restic",)
TIMEOUT_S = 240.0


@dataclass(frozen=True)
class Done:
    """What a finished program left."""

    command: tuple[str, ...]
    status: int
    stdout: str
    stderr: str

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The objects on stdout, one a line."""
        return [json.loads(line) for line in self.stdout.splitlines()]

    @property
    def summary(self) -> dict[str, Any]:
        """The last object on stdout; its `message_type` is summary."""
        last = self.messages[-1]
        assert last["message_type"] == "summary", last
        return last

    def of_type(self, message_type: str) -> list[dict[str, Any]]:
        """The objects of one type."""
        return [message for message in self.messages if message.get("message_type") == message_type]


@dataclass(frozen=True)
class Place:
    """A repository on disk, and the programs pointed at it."""

    path: Path
    password: str = PASSWORD

    def environment(self) -> dict[str, str]:
        """The environment both programs are run in."""
        return os.environ | {
            "RESTIC_REPOSITORY": str(self.path),
            "RESTIC_PASSWORD": self.password,
            "RESTIC_PROGRESS_FPS": "0.01",
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, words: Sequence[str], **settings: Any) -> subprocess.Popen[bytes]:
        """The program under way."""
        streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(words, env=self.environment(), **(streams | settings))

    def run(self, *words: str, status: int | None = 0) -> Done:
        """The program's end, which must be of that exit status (None: of any)."""
        ended = subprocess.run(words, env=self.environment(), capture_output=True, timeout=TIMEOUT_S)
        done = Done(words, ended.returncode, ended.stdout.decode(), ended.stderr.decode())
        assert status is None or done.status == status, done
        assert "Traceback" not in done.stderr, done
        assert "internal error" not in done.stderr, done
        return done

    def firstbell(self, *arguments: str, status: int | None = 0) -> Done:
        """One command of Firstbell."""
        return self.run(*FIRSTBELL, *arguments, status=status)

    def restic(self, *arguments: str, status: int | None = 0) -> Done:
        """One command of restic."""
        return self.run(*RESTIC, *arguments, status=status)

    def with_password(self, password: str) -> Place:
        """The same repository by another password."""
        return Place(self.path, password)

    def snapshots(self) -> list[dict[str, Any]]:
        """Every snapshot as restic reads them, oldest first."""
        found: list[dict[str, Any]] = json.loads(self.restic("snapshots", "--no-lock", "--json").stdout)
        return found

    def tree_id(self, snapshot: dict[str, Any], folder: Path) -> str:
        """The id of the tree of a folder; what stands above it may change under our feet."""
        spec = f"{snapshot['id']}:{folder.parent}"
        nodes = json.loads(self.restic("cat", "--no-lock", "tree", spec).stdout)["nodes"]
        (subtree,) = (node["subtree"] for node in nodes if node["name"] == folder.name)
        return str(subtree)

    def hash_files(self) -> dict[str, str]:
        """Every file of the repository's folder and the hash of its bytes."""
        return {
            str(file.relative_to(self.path)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(self.path.rglob("*"))
            if file.is_file()
        }

    def lock_names(self) -> list[str]:
        """The locks that stand."""
        return sorted(os.listdir(self.path / "locks"))


def make_place(path: Path, *, made_by: str = "firstbell", version: int = 2) -> Place:
    """A new repository."""
    place = Place(path)
    program = FIRSTBELL if made_by == "firstbell" else RESTIC
    place.run(*program, "init", "--repository-version", str(version))
    return place


def make_quick_place(path: Path, *, version: int = 2) -> Place:
    """A new repository of ours whose password costs no time; restic takes it like any other."""
    Repository.init(LocalStore(path), PASSWORD, version=version, kdf=ScryptParameters(n=2, r=1, p=1))
    return Place(path)


def restored_at(target: Path, source: Path) -> Path:
    """Where a restore of `source` into `target` lays it."""
    return target / source.relative_to("/")
