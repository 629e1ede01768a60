"""One vault over one bucket of a real S3 server, served by two machines: folder, way and server each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from firstbell.vault import Vault
from firstbell.vault.entries import Permission
from tests.compat.programs import FIRSTBELL, Done
from tests.compat.vault_hosts import PushingHost, run_program
from tests.processes.ports import find_free_port
from tests.server.serving import Client, RunningServer
from tests.store.radosgw import S3Server
from tests.store.relay import Relay, relaying


@dataclass
class Machine:
    """One of the machines. `way`: to the bucket."""

    base: Path
    desk: Path
    way: Relay
    place: str
    variables: dict[str, str]
    server: RunningServer

    @property
    def folder(self) -> Path:
        """The vault's, on it."""
        return self.base / "vault"

    def firstbell(self, *words: str, status: int | None = 0) -> Done:
        """A command on it."""
        named = {"FIRSTBELL_DESK": str(self.desk), "FIRSTBELL_VAULT": str(self.folder)}
        return run_program((*FIRSTBELL, *words), self.variables | named, status=status)

    def open(self) -> Vault:
        """The vault as this machine sees it now."""
        return Vault(self.folder)

    def client(self, made: Any, port: int | None = None) -> Client:
        """One that speaks to its server with a credential."""
        return Client(port or self.server.port, made.user, made.secret)


class SharedVault:
    """Machines `a` and `b`. Hosts reach both by one name, which leads to `a` until it is turned."""

    def __init__(self, machines: tuple[Machine, Machine], door: Relay) -> None:
        self.a, self.b = machines
        self.door = door

    def add_host(self, name: str) -> PushingHost:
        """A new host, told of by machine `a`."""
        done = self.a.firstbell("host", "add", name, "--json")
        return PushingHost(done.messages[-1], self.a.base.parent / f"cache-{name}")

    def add_credential(self, host: str, permission: Permission = "append") -> Any:
        """A new credential, made on machine `a`."""
        vault = self.a.open()
        try:
            return vault.add_credential(host, permission)
        finally:
            vault.close()

    def prove(self) -> None:
        """On both machines the log holds, with every object, and is the same, byte for byte."""
        for machine in (self.a, self.b):
            machine.open().close()
            proven = machine.firstbell("vault", "prove", "--read-data", "--json")
            assert proven.summary["holds"] is True
        for name in ("hosts", "arrivals", "judgements", "settings", "claims"):
            one, other = ((each.folder / f"{name}.jsonl").read_bytes() for each in (self.a, self.b))
            assert one == other, name


def serve_from(base: Path, *words: str) -> RunningServer:
    return RunningServer(base / "vault", *words, start=False, port=find_free_port())


@contextmanager
def shared_vault(s3_server: S3Server, base: Path, bucket: str, *words: str) -> Iterator[SharedVault]:
    """A vault that `vault init --shared` made and `vault join` joined; both machines serve it."""
    target = int(urlsplit(s3_server.endpoint).port or 0)
    with ExitStack() as stack:
        machines = []
        for name in ("a", "b"):
            way = stack.enter_context(relaying(target))
            place = f"s3:http://127.0.0.1:{way.port}/{bucket}/district"
            folder = base / name
            folder.mkdir()
            server = serve_from(folder, *words)
            machines.append(Machine(folder, base / "desk", way, place, s3_server.variables, server))
        a, b = machines
        door = stack.enter_context(relaying(a.server.port))
        a.firstbell("vault", "init", a.place, "--shared", "--url", f"http://127.0.0.1:{door.port}/")
        told = b.firstbell("vault", "join", b.place, "--json").messages[-1]
        assert told["id"] == a.open().about.id
        # from here on nobody has the bucket's credential but the vault's folders
        for machine in machines:
            machine.variables = {"PATH": os.environ["PATH"]}
            machine.server.start()
        try:
            yield SharedVault((a, b), door)
        finally:
            for machine in machines:
                if machine.server.process is not None:
                    machine.server.kill()
