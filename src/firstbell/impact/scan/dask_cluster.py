"""A Dask cluster as workers: `dask:tcp://HOST:PORT`, or `dask:tls://...` with the certificates of Dask's own
configuration.

A worker needs the same version of Firstbell installed, and nothing else: no repository, no vault, no case.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

import firstbell
from firstbell.base.clock import monotonic_s
from firstbell.base.errors import Error, say_cause
from firstbell.impact.scan.reader_link import dismiss

PREFIX = "dask:"
_CONNECT_S = 10.0
_ANSWER_S = 10.0
_DESERTED_S = 30.0
# what a connection that is going, or gone, ends in
FAILURES = (OSError, TimeoutError, CancelledError, ValueError, RuntimeError)
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_PROTOCOLS = frozenset(("tcp", "tls", "ws", "wss", "ucx"))


class ClusterError(Error):
    """A cluster that cannot be used."""

    code = "impact.cluster"


def tell_version() -> str:
    """The version of Firstbell where this runs."""
    return firstbell.__version__


class ClusterSecurity(msgspec.Struct, frozen=True):
    """PEM files: the authority that signed the certificates of all in the cluster; our own, and its key.

    Those that are None are of Dask's configuration (`distributed.comm.tls`).
    """

    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class DaskCluster:
    """A connection to a Dask scheduler; a context manager, which ends it. `client`: of `distributed`.

    `security`: everything is encrypted, and both sides show certificates; None for what the address says.

    Raises: ClusterError when it cannot be reached, has no workers, or these lack Firstbell.
    """

    def __init__(
        self, url: str, *, tell: Callable[[str], None], security: ClusterSecurity | None = None
    ) -> None:
        self.name = url
        self.tell = tell
        self._address = url.removeprefix(PREFIX)
        parts = urlsplit(self._address)
        if parts.scheme not in _PROTOCOLS or not parts.netloc:
            raise ClusterError(
                f"{url} names no Dask scheduler",
                hint="write it as dask:tcp://HOST:PORT or dask:tls://HOST:PORT",
            )
        if parts.scheme in {"tcp", "ws"} and parts.hostname not in _LOOPBACK:
            tell(f"documents and the roster go to {self._address} unencrypted: use tls:// off this machine")
        self.client = _connect(self._address, security)
        self._deserted_s = 0.0
        try:
            self.slots = self._check_workers()
            self.executor: Executor = self.client.get_executor(pure=False)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> DaskCluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; the cluster goes on."""
        with suppress(*FAILURES):
            self.client.close(timeout=_ANSWER_S)

    def find_problem(self) -> str:
        """Why no work gets done there any more; "" while it does."""
        if self.client.status != "running":
            return "its scheduler does not answer"
        try:
            slots = self._count_slots()
        except FAILURES as error:
            return f"its scheduler does not answer: {error}"
        now_s = monotonic_s()
        if slots:
            self.slots, self._deserted_s = slots, 0.0
        elif not self._deserted_s:
            self._deserted_s = now_s
        elif now_s - self._deserted_s > _DESERTED_S:
            return f"it has had no worker for {_DESERTED_S:.0f} s"
        return ""

    def dismiss(self, session: str) -> None:
        """Have the workers forget a session, as far as they can be reached."""
        with suppress(*FAILURES):
            self.client.run(dismiss, session, on_error="ignore")

    def submit(self, work: Callable[..., Any], *given: Any, worker: str, key: str) -> Any:
        """Have one worker, and no other, do something once. The future, of `distributed`.

        Raises: ClusterError where the scheduler is gone.
        """
        lost = (*FAILURES, importlib.import_module("distributed.client").ClosedClientError)
        try:
            return self.client.submit(
                work, *given, key=key, workers=[worker], allow_other_workers=False, retries=0, pure=False
            )
        except lost as error:
            raise ClusterError(f"the scheduler at {self._address} does not answer: {error}") from None

    def list_heard(self) -> dict[str, float]:
        """The last heart beat of each worker, by the scheduler's clock. Raises: ClusterError."""
        if self.client.status != "running":
            raise ClusterError(f"the scheduler at {self._address} does not answer")
        try:
            told = self.client.sync(self.client.scheduler.identity, callback_timeout=_ANSWER_S)
        except FAILURES as error:
            raise ClusterError(f"the scheduler at {self._address} does not answer: {error}") from None
        return {address: float(worker["last_seen"]) for address, worker in told["workers"].items()}

    def _count_slots(self) -> int:
        told = self.client.sync(self.client.scheduler.ncores, callback_timeout=_ANSWER_S)
        return sum(told.values())

    def _check_workers(self) -> int:
        try:
            self.client.wait_for_workers(1, timeout=_ANSWER_S)
            versions = self.client.run(tell_version, on_error="return")
        except FAILURES:
            raise ClusterError(
                f"{self._address} has no workers",
                hint=f"start one on each machine: dask worker {self._address}",
            ) from None
        for worker, version in versions.items():
            if version != firstbell.__version__:
                found = "it is not there" if isinstance(version, BaseException) else f"it is {version} there"
                raise ClusterError(
                    f"worker {worker} lacks Firstbell {firstbell.__version__} ({found})",
                    hint="install the same version for each worker of the cluster",
                )
        return self._count_slots()


def _connect(address: str, security: ClusterSecurity | None) -> Any:
    try:
        distributed = importlib.import_module("distributed")
        dask = importlib.import_module("dask")
    except ImportError:
        raise ClusterError(
            "Dask is not installed", hint="pip install 'firstbell[dask]', here and for each worker"
        ) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is told by us
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})  # documents are large
    named: dict[str, Any] = {}
    if security is not None:
        named["security"] = _make_security(distributed, security)
    try:
        return distributed.Client(
            address, timeout=_CONNECT_S, set_as_default=False, name="firstbell-impact", **named
        )
    except FAILURES as error:
        told = str(error).partition("\n")[0][:120] or type(error).__name__
        raise ClusterError(
            f"the Dask scheduler at {address} cannot be reached: {told}",
            hint="start it (dask scheduler), or name a number of processes: --workers 2",
        ) from None


def _make_security(distributed: Any, security: ClusterSecurity) -> Any:
    """Raises: ClusterError for files that are not named, cannot be read, or do not belong together."""
    files = {
        "tls_ca_file": security.authority,
        "tls_client_cert": security.certificate,
        "tls_client_key": security.key,
    }
    hint = "give PEM files: the authority's certificate, your own, and its key"
    try:
        made = distributed.Security(
            require_encryption=True, **{name: str(path) for name, path in files.items() if path is not None}
        )
        has_certificate = made.get_connection_args("client").get("ssl_context") is not None
    except OSError as error:  # of which `ssl.SSLError` is one
        raise ClusterError(
            f"the certificates for the cluster cannot be used: {say_cause(error)}", hint=hint
        ) from None
    if not has_certificate:
        raise ClusterError("no certificates for the cluster are named", hint=hint)
    return made
