"""A vault's server on a free port, and hosts that speak to it."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firstbell.store import Kind
from firstbell.vault import Vault, VaultStore, make_vault
from firstbell.vault.entries import HostAdded, Permission
from tests.processes.ports import find_free_port
from tests.processes.waits import LONG_S, wait_until


def name_of(data: bytes) -> str:
    """The name of an object."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Client:
    """One that speaks to a server with a credential."""

    port: int
    user: str = ""
    secret: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG_S)
        try:
            connection.request(method, path, body, self.headers | self.authorization() | dict(headers or {}))
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, told, answer.read())
        finally:
            connection.close()

    def authorization(self) -> dict[str, str]:
        """The header that says who asks."""
        if not self.user:
            return {}
        token = base64.b64encode(f"{self.user}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {token}"}

    def put(self, data: bytes, kind: str = "data", host: str = "office") -> Reply:
        """Upload an object under its name."""
        return self.ask("POST", f"/{host}/{kind}/{name_of(data)}", data)

    def send_raw(self, data: bytes, *, timeout_s: float = 10.0) -> bytes:
        """What comes back on a connection on which these bytes were sent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout_s) as connection:
            connection.sendall(data)
            answer = b""
            try:
                while part := connection.recv(65536):
                    answer += part
            except (TimeoutError, ConnectionResetError):
                pass
            return answer

    def head(self, method: str, path: str, **headers: str) -> bytes:
        """The head of a request, for `send_raw`."""
        lines = [f"{method} {path} HTTP/1.1", "Host: vault", "Connection: close"]
        told = self.authorization() | {name.replace("_", "-"): value for name, value in headers.items()}
        lines += [f"{name}: {value}" for name, value in told.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n"


class RunningServer:
    """`firstbell-vault-server` over a vault with hosts `office` and `kiosk`."""

    def __init__(
        self, folder: Path, *words: str, admin: bool = True, start: bool = True, port: int | None = None
    ) -> None:
        self.folder = folder
        self.port, self.admin_port = port or find_free_port(), find_free_port()
        self._log = folder.with_suffix(".log")
        self._words = ["--vault", str(folder), "--listen", f"127.0.0.1:{self.port}", *words]
        self._ports = [self.port, *([self.admin_port] if admin else [])]
        if admin:
            self._words += ["--admin-listen", f"127.0.0.1:{self.admin_port}"]
        self.process: subprocess.Popen[bytes] | None = None
        if start:
            self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.start_as([sys.executable, "-m", "firstbell.server"])

    def start_as(self, program: Sequence[str], **settings: Any) -> None:
        """Start it by another program, which is given its arguments."""
        command = [*program, *self._words]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(command, stderr=log, env=environment, **settings)
        for port in self._ports:
            self._await_answer(port)

    def _await_answer(self, port: int) -> None:
        for _ in range(3000):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            assert self.process is not None
            assert self.process.poll() is None, self._log.read_text()
            time.sleep(0.02)
        raise AssertionError(f"no answer on port {port}")

    def stop(self) -> None:
        """End it politely."""
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(LONG_S) == 0
            self.process = None

    def kill(self) -> None:
        """End it at once."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(LONG_S)
        self.process = None

    @property
    def log(self) -> str:
        """What it wrote on stderr."""
        return self._log.read_text()

    def lines(self, event: str, *, least: int = 0) -> list[dict[str, Any]]:
        """Its log lines of an event, once there are at least so many."""
        wait_until(lambda: len(self._read_lines(event)) >= least)
        return self._read_lines(event)

    def _read_lines(self, event: str) -> list[dict[str, Any]]:
        # the last one may be half written
        whole = self.log.rpartition("\n")[0].splitlines()
        told = [json.loads(line) for line in whole if line.startswith("{")]
        return [line for line in told if line["event"] == event]

    def client(self, vault: Vault, host: str, permission: Permission = "append") -> Client:
        """A client with a new credential; on the admin listener for full permission."""
        made = vault.add_credential(host, permission)
        port = self.admin_port if permission == "full" else self.port
        return Client(port, made.user, made.secret)


def make_served_vault(folder: Path, *, lock_days: int = 0) -> Vault:
    """A vault with two hosts, whose repositories are folders with a config and a key."""
    vault = make_vault(folder, lock_days=lock_days)
    for host in ("office", "kiosk"):
        vault.add_host(HostAdded(host=host))
        store = VaultStore(vault, host)
        store.create()
        store.write(Kind.KEYS, name_of(host.encode()), [host.encode()])
        store.write(Kind.CONFIG, "config", [b"config of " + host.encode()])
    return vault


def list_files(folder: Path) -> set[str]:
    """Every file of a repository, by its path."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
