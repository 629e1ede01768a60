"""The vault's server and Debian's restic-rest-server, each with repositories for eight hosts, on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

OURS, RIVAL = "Firstbell", "restic-rest-server"


@dataclass(frozen=True)
class Host:
    """What a client needs to know. `path`: of its repository on the server, such as `/host1/`."""

    port: int
    user: str
    secret: str
    password: str
    path: str

    def environment(self) -> dict[str, str]:
        """For restic."""
        return os.environ | {
            "RESTIC_REPOSITORY": f"rest:http://127.0.0.1:{self.port}{self.path}",
            "RESTIC_REST_USERNAME": self.user,
            "RESTIC_REST_PASSWORD": self.secret,
            "RESTIC_PASSWORD": self.password,
            "RESTIC_PROGRESS_FPS": "0.01",
        }

    def authorization(self) -> str:
        """The header that says who asks."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()


class RunningServer:
    """A server under way; `peak_bytes` is the most memory it had resident (VmHWM)."""

    def __init__(self, words: list[str], port: int, log: Path) -> None:
        self.port = port
        with log.open("ab") as stream:
            self._process = subprocess.Popen(words, stdout=stream, stderr=stream)
        # it looks through the folders of every host first: 256 of each
        for _ in range(9000):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.02)
        raise SystemExit(f"{words[0]} does not answer: {log.read_text()[-2000:]}")

    def peak_bytes(self) -> int:
        """So far."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))

    def stop(self) -> float:
        """End it; its processor seconds."""
        self._process.send_signal(signal.SIGTERM)
        _, _, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = 0
        return usage.ru_utime + usage.ru_stime


def find_free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_ours(folder: Path, names: list[str]) -> tuple[RunningServer, list[Host]]:
    """A new vault, as `vault init` and `host add` make it, served."""
    port, vault = find_free_port(), folder / "vault"
    named = os.environ | {"FIRSTBELL_DESK": str(folder / "desk"), "FIRSTBELL_VAULT": str(vault)}
    _call(["vault", "init", str(vault), "--url", f"http://127.0.0.1:{port}/"], named)
    hosts = [_add(name, port, named) for name in names]
    words = [sys.executable, "-m", "firstbell.server", "--vault", str(vault)]
    return RunningServer([*words, "--listen", f"127.0.0.1:{port}"], port, folder / "ours.log"), hosts


def _add(name: str, port: int, named: Mapping[str, str]) -> Host:
    told = json.loads(_call(["host", "add", name, "--json"], named).splitlines()[-1])
    return Host(port, told["user"], told["credential"], told["password"], f"/{name}/")


def _call(words: list[str], named: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", "firstbell.cli.main", *words]
    return subprocess.run(command, env=named, check=True, capture_output=True, text=True).stdout


def start_rival(folder: Path, names: list[str]) -> tuple[RunningServer, list[Host]]:
    """restic-rest-server, append-only, a repository for each user: as it would stand in for a vault."""
    port, place = find_free_port(), folder / "rest"
    place.mkdir()
    hosts = [
        Host(port, name, secrets.token_urlsafe(32), secrets.token_urlsafe(20), f"/{name}/") for name in names
    ]
    lines = [f"{host.user}:{{SHA}}{_hash(host.secret)}" for host in hosts]
    (place / ".htpasswd").write_text("\n".join(lines) + "\n")
    words = ["restic-rest-server", "--path", str(place), "--listen", f"127.0.0.1:{port}"]
    server = RunningServer([*words, "--append-only", "--private-repos"], port, folder / "rest.log")
    for host in hosts:
        subprocess.run(["restic", "init"], env=host.environment(), check=True, capture_output=True)
    return server, hosts


def _hash(secret: str) -> str:
    return base64.b64encode(hashlib.sha1(secret.encode(), usedforsecurity=False).digest()).decode()


STARTERS = {OURS: start_ours, RIVAL: start_rival}
