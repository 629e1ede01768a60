"""`firstbell serve --examine` as a process, and hosts that push to it with stock restic."""

from __future__ import annotations

import filecmp
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firstbell.repository import Repository
from firstbell.store import LocalStore
from firstbell.vault import Vault, make_vault
from tests.processes.ports import find_free_port
from tests.processes.waits import LONG_S
from tests.server.serving import Client, Reply, name_of
from tests.watch.forging import Forger
from tests.watch.places import DESK_PASSWORD, PASSWORD, add_host

FIRSTBELL = (sys.executable, "-m", "firstbell.cli.main")


@dataclass(frozen=True)
class ServedHost:
    """A host with restic, its credential and its password; an intruder on it has the same."""

    name: str
    port: int
    secret: str
    folder: Path
    repository: Path

    def environment(self) -> dict[str, str]:
        """Restic's."""
        return os.environ | {
            "RESTIC_REPOSITORY": f"rest:http://{self.name}:{self.secret}@127.0.0.1:{self.port}/{self.name}/",
            "RESTIC_PASSWORD": PASSWORD,
            "RESTIC_CACHE_DIR": str(self.folder / f"{self.name}.cache"),
        }

    def attempt(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """A finished restic."""
        return subprocess.run(
            ["restic", *map(str, words)], env=self.environment(), capture_output=True, text=True, timeout=120
        )

    def restic(self, *words: str | Path) -> str:
        """What restic says; it must end well."""
        done = self.attempt(*words)
        assert done.returncode == 0, f"restic {words}: {done.stdout}{done.stderr}"
        return done.stdout

    def back_up(self, tree: Path, *words: str) -> str:
        """The id of a new snapshot."""
        told = self.restic("backup", "--json", "--host", self.name, *words, tree).splitlines()
        snapshot: str = json.loads(told[-1])["snapshot_id"]
        return snapshot

    def list_snapshots(self) -> list[str]:
        """The ids of all that are served, oldest first."""
        return [one["id"] for one in json.loads(self.restic("snapshots", "--json"))]

    def put(self, kind: str, data: bytes) -> Reply:
        """Upload an object past restic."""
        return Client(self.port, self.name, self.secret).put(data, kind, self.name)

    def forger(self) -> Forger:
        """Forges with the host's password."""
        return Forger(Repository.open(LocalStore(self.repository), PASSWORD))

    def check_restores(self, snapshot: str, tree: Path, target: Path) -> None:
        """The snapshot restores what stood in the tree, byte by byte."""
        self.restic("restore", snapshot, "--target", target)
        assert_same(tree, target / tree.relative_to("/"))


def assert_same(left: Path, right: Path) -> None:
    """Two trees hold the same files with the same bytes."""
    files = [{str(path.relative_to(root)) for path in root.rglob("*")} for root in (left, right)]
    assert files[0] == files[1]
    plain = [name for name in files[0] if (left / name).is_file()]
    assert filecmp.cmpfiles(left, right, plain, shallow=False)[0] == plain


class ServedVault:
    """A vault under `serve --examine`, its desk beside it."""

    def __init__(self, folder: Path, *, configuration: str = "") -> None:
        self.folder = folder
        self.desk = folder / "desk"
        self.desk.mkdir(parents=True)
        if configuration:
            (self.desk / "firstbell.toml").write_text(configuration)
        self.vault: Vault = make_vault(folder / "vault")
        passwords = self.desk / "vaults"
        passwords.mkdir()
        (passwords / f"{self.vault.about.id}.password").write_text(DESK_PASSWORD + "\n")
        self.port = find_free_port()
        self.log_path = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def add_host(self, name: str) -> ServedHost:
        """A new host."""
        made = add_host(self.vault, name)
        return ServedHost(name, self.port, made.secret, self.folder, self.vault.locate(name))

    def start(self) -> None:
        """Start both processes, and wait until the port answers."""
        words = ["serve", "--vault", self.vault.folder, "--listen", f"127.0.0.1:{self.port}", "--no-tls"]
        words += ["--examine", "--desk", self.desk]
        environment = os.environ | {"FIRSTBELL_CACHE_DIR": str(self.folder / "cache")}
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [*FIRSTBELL, *map(str, words)], stdout=log, stderr=log, env=environment
            )
        wait_until(self._answers, what=self.log_path)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log_path.read_text()
        return self.is_listening()

    def is_listening(self) -> bool:
        """Whether anybody answers on the port."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        """End it politely."""
        assert self.process is not None
        self.process.terminate()
        assert self.process.wait(LONG_S) == 0, self.log_path.read_text()

    def kill(self) -> None:
        """Kill the process that was started; the others have to follow."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(LONG_S)

    def told(self, message_type: str) -> list[dict[str, Any]]:
        """What the examiner said."""
        lines = [json.loads(line) for line in self.log_path.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line.get("message_type") == message_type]

    def list_alerts(self, host: str) -> list[str]:
        """The kinds of the alerts about a host, oldest first."""
        return [alert["kind"] for alert in self.told("alert") if alert["host"] == host]

    def wait_for_verdict(self, host: str, snapshot: str) -> str:
        """The verdict on a snapshot, once there is one."""

        def is_there() -> bool:
            self.vault.refresh()
            return (host, snapshot) in self.vault.judgements.verdicts

        wait_until(is_there, what=self.log_path)
        return self.vault.judgements.verdicts[host, snapshot].verdict

    def is_set_aside(self, host: str, kind: str, data: bytes) -> bool:
        """Whether an uploaded object is in quarantine now."""
        self.vault.refresh()
        return self.vault.judgements.is_set_aside(host, kind, name_of(data))


def wait_until(happened: Callable[[], bool], *, what: Path, timeout_s: float = 60.0) -> None:
    """Returns once it happened; else fails with what stands in the log."""
    deadline_s = time.monotonic() + timeout_s
    while not happened():
        assert time.monotonic() < deadline_s, what.read_text()[-4000:]
        time.sleep(0.05)
