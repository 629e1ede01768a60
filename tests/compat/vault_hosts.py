"""A vault as `vault init`, `host add` and `serve` make it, and hosts that push with stock restic."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.compat.programs import FIRSTBELL, RESTIC, TIMEOUT_S, Done
from tests.processes.ports import find_free_port
from tests.server.serving import RunningServer


def run_program(
    words: Sequence[str],
    environment: Mapping[str, str],
    *,
    status: int | None = 0,
    timeout_s: float = TIMEOUT_S,
) -> Done:
    """A program's end, which must be of that exit status (None: of any)."""
    ended = subprocess.run(words, env=os.environ | environment, capture_output=True, timeout=timeout_s)
    done = Done(tuple(words), ended.returncode, ended.stdout.decode(), ended.stderr.decode())
    assert status is None or done.status == status, done
    assert "Traceback" not in done.stderr, done
    return done


@dataclass(frozen=True)
class PushingHost:
    """A host with what `host add --json` told it, and nothing else."""

    told: Mapping[str, str]
    cache: Path

    def environment(self, others: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of stock restic on the host."""
        return {
            "RESTIC_REPOSITORY": self.told["url"],
            "RESTIC_REST_USERNAME": self.told["user"],
            "RESTIC_REST_PASSWORD": self.told["credential"],
            "RESTIC_PASSWORD": self.told["password"],
            "RESTIC_CACHE_DIR": str(self.cache),
            "RESTIC_PROGRESS_FPS": "0.01",
            **(others or {}),
        }

    def restic(
        self,
        *words: str,
        status: int | None = 0,
        timeout_s: float = TIMEOUT_S,
        others: Mapping[str, str] | None = None,
    ) -> Done:
        """restic, as the host runs it."""
        return run_program((*RESTIC, *words), self.environment(others), status=status, timeout_s=timeout_s)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """restic under way."""
        return subprocess.Popen(
            (*RESTIC, *words),
            env=os.environ | self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def backup(self, *paths: Path) -> str:
        """The id of a new snapshot."""
        done = self.restic("backup", "--json", *map(str, paths))
        return str(done.summary["snapshot_id"])

    def list_snapshots(self) -> set[str]:
        """Ids of all snapshots."""
        return {each["id"] for each in json.loads(self.restic("snapshots", "--json", "--no-lock").stdout)}


class MadeVault:
    """A vault made by the command line in `folder`, to be served on loopback. `place`: of a bucket."""

    def __init__(self, folder: Path, *words: str, place: str = "", status: int = 0) -> None:
        self.base = folder
        self.folder = folder / "vault"
        self.desk = folder / "desk"
        self.port = find_free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.firstbell("vault", "init", place or str(self.folder), "--url", self.url, *words, status=status)

    def firstbell(self, *words: str, status: int | None = 0) -> Done:
        """A command on the vault's machine."""
        named = {"FIRSTBELL_DESK": str(self.desk), "FIRSTBELL_VAULT": str(self.folder)}
        return run_program((*FIRSTBELL, *words), named, status=status)

    def add_host(self, name: str, *words: str) -> PushingHost:
        """What `host add NAME --json` ends with."""
        done = self.firstbell("host", "add", name, "--vault", str(self.folder), "--json", *words)
        told: dict[str, Any] = done.messages[-1]
        assert told["message_type"] == "host"
        return PushingHost(told, self.base / f"cache-{name}")

    def serve(self) -> RunningServer:
        """Its server, on the port that the hosts were told."""
        server = RunningServer(self.folder, start=False, port=self.port)
        server.start()
        return server


def make_tree(folder: Path, *, files: int, size_bytes: int) -> Path:
    """Random files; 10 in a folder."""
    for number in range(files):
        path = folder / f"folder {number // 10}" / f"file {number}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(size_bytes))
    return folder


def wait_for_growth(folder: Path, *, above: int, limit_s: float = 120.0) -> None:
    """Wait until more than so many files lie below a folder."""
    end = time.monotonic() + limit_s
    while sum(len(files) for _, _, files in os.walk(folder)) <= above and time.monotonic() < end:
        time.sleep(0.01)
