"""A Dask scheduler and workers over mutual TLS, as processes on this machine, with their own authority."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from firstbell.impact.scan.dask_cluster import ClusterError, ClusterSecurity, DaskCluster
from tests.processes.waits import wait_until

_DAY = datetime.timedelta(days=1)
_EXAMINES = b"firstbell.watch.worker"


class Authority:
    """Signs certificates. `folder`: where all is written."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, folder.name)])
        self.path = folder / "authority.pem"
        made = self._build(self._name, self._key.public_key(), is_authority=True)
        self.path.write_bytes(made)

    def _build(self, name: x509.Name, key: ec.EllipticCurvePublicKey, *, is_authority: bool) -> bytes:
        now = datetime.datetime.now(datetime.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _DAY)
            .not_valid_after(now + _DAY)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def sign(self, name: str) -> ClusterSecurity:
        """A certificate with its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate, private = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        certificate.write_bytes(self._build(subject, key.public_key(), is_authority=False))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return ClusterSecurity(self.path, certificate, private)


@dataclass
class TlsCluster:
    """A cluster that runs. `workers`: processes by name."""

    folder: Path
    authority: Authority
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"dask:{self.address}"

    def _start(self, program: str, *words: str, security: ClusterSecurity | None) -> subprocess.Popen[bytes]:
        tls: list[str] = []
        if security is not None:
            files = (security.authority, security.certificate, security.key)
            for name, path in zip(("--tls-ca-file", "--tls-cert", "--tls-key"), files, strict=True):
                tls += [name, str(path)]
        log = (self.folder / f"{program}.{len(self.processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *words, *tls, "--no-dashboard"],
                stdout=log,
                stderr=log,
                env=os.environ | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"},
            )
        self.processes.append(process)
        return process

    def start_scheduler(self) -> None:
        """Start it, and wait for its address."""
        told = self.folder / "scheduler.json"
        words = ("--host", "tls://127.0.0.1", "--port", "0", "--scheduler-file", str(told))
        process = self._start("dask_scheduler", *words, security=self.authority.sign("scheduler"))

        def is_there() -> bool:
            assert process.poll() is None, (self.folder / "dask_scheduler.0.log").read_text()
            return told.exists() and told.read_text().endswith("}")

        wait_until(is_there)
        self.address = json.loads(told.read_text())["address"]

    def start_worker(self, name: str, security: ClusterSecurity | None) -> subprocess.Popen[bytes]:
        """Start one; it gives up after a while where it is not let in."""
        words = (self.address, "--name", name, "--nthreads", "1", "--no-nanny", "--death-timeout", "8")
        local = self.folder / name
        process = self._start("dask_worker", *words, "--local-directory", str(local), security=security)
        self.workers[name] = process
        return process

    def list_heard(self) -> set[str]:
        """The addresses of the workers that the scheduler let in."""
        try:
            with DaskCluster(self.url, tell=print, security=self.authority.sign("observer")) as seen:
                return set(seen.list_heard())
        except ClusterError:
            return set()

    def find_examining(self) -> tuple[subprocess.Popen[bytes], int] | None:
        """A worker that is at it, and the process that it has examine."""
        for process in self.workers.values():
            for tasks in Path(f"/proc/{process.pid}/task").glob("*/children"):
                with suppress(OSError):  # one that has just ended
                    for child in tasks.read_text().split():
                        if _EXAMINES in Path(f"/proc/{child}/cmdline").read_bytes():
                            return process, int(child)
        return None

    def end(self) -> None:
        """End all."""
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@contextmanager
def tls_cluster(folder: Path, *, workers: int = 2) -> Iterator[TlsCluster]:
    """A cluster with so many workers."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = TlsCluster(folder, Authority(folder / "authority"))
    try:
        cluster.start_scheduler()
        for number in range(workers):
            name = f"worker-{number}"
            cluster.start_worker(name, cluster.authority.sign(name))
        wait_until(lambda: len(cluster.list_heard()) == workers, timeout_s=180.0)
        yield cluster
    finally:
        cluster.end()
