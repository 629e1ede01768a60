"""`firstbell-vault-server`: the process that serves a vault. It holds no key and loads no cryptography."""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import gc
import logging
import os
import resource
import signal
import socket
import ssl
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import uvicorn
from starlette.types import ASGIApp

from firstbell.base.clock import SystemClock
from firstbell.base.errors import Error, say_cause
from firstbell.server.access import TABLE
from firstbell.server.application import make_application
from firstbell.server.connection_table import ConnectionTable, OpenConnection
from firstbell.server.connections import BoundedProtocol
from firstbell.server.errors import ServerError
from firstbell.server.lines import Lines, LinesLogging
from firstbell.server.listener import Listener
from firstbell.server.service import Service
from firstbell.server.settings import SETTLE_S, ServerSettings, is_loopback, parse_place
from firstbell.store.modes import open_shared
from firstbell.vault import Vault, VaultBusyError
from firstbell.vault.reconciliation import list_doubts, reconcile

_LOCK_NAME = "server.lock"
_ENDED = b"ended\n"
_GRACE_S = 10
_FILES = 16384


class _Server(uvicorn.Server):
    """Signals are this process's own: it may have two listeners."""

    @contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        """Nothing is captured."""
        yield


def serve(settings: ServerSettings, lines: Lines) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises: ServerError, VaultError, StoreError before anything is served.
    """
    vault = Vault(settings.vault, clock=SystemClock())
    with _alone(vault) as (lock_fd, was_cut_off):
        settings = replace(settings, limits=settings.limits.fit(_raise_file_limit()))
        service = Service(vault, settings, lines)
        if vault.is_shared:
            service.doubts = list_doubts(vault)
        else:
            _reconcile(service, was_cut_off=was_cut_off)
        sockets = [_bind(place) for place in (settings.listen, settings.admin) if place is not None]
        gc.freeze()
        asyncio.run(_serve(service, sockets))
        if not service.unanswered:
            os.pwrite(lock_fd, _ENDED, 0)
    vault.close()


def _reconcile(service: Service, *, was_cut_off: bool) -> None:
    # each answer that was under way had a connection
    differences = reconcile(service.vault, latest=service.settings.limits.connections)
    if differences.found or differences.missed:
        service.lines.tell("reconciled", found=differences.found, missed=differences.missed)
    for key in differences.latest if was_cut_off else ():
        service.unanswered.note(key)


@contextmanager
def _alone(vault: Vault) -> Iterator[tuple[int, bool]]:
    """The one server of the vault: its lock, and whether the one before it was cut off.

    Raises: VaultBusyError.
    """
    was_served = (vault.folder / _LOCK_NAME).exists()
    lock_fd = open_shared(vault.folder / _LOCK_NAME)
    try:
        fcntl.flock(lock_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock_fd)
        raise VaultBusyError(
            f"{vault.folder} is already being served", hint="stop the running server, or serve another vault"
        ) from None
    try:
        was_cut_off = was_served and os.pread(lock_fd, len(_ENDED), 0) != _ENDED
        os.ftruncate(lock_fd, 0)
        yield lock_fd, was_cut_off
    finally:
        os.close(lock_fd)


def _bind(place: tuple[str, int]) -> socket.socket:
    address, port = place
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # said to be TCP: else asyncio leaves Nagle's algorithm on, and each small answer waits 40 ms
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
    except OSError as error:
        listener.close()
        hint = "stop the program that listens there, or use another port" if error.errno == 98 else ""
        raise ServerError(f"listening on {address}:{port}: {error.strerror}", hint=hint) from None
    return listener


def _raise_file_limit() -> int:
    """How many files may be open at once."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, _FILES)), hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


async def _serve(service: Service, sockets: Sequence[socket.socket]) -> None:
    listeners = []
    servers = []
    for is_admin, listening in enumerate(sockets):
        server = _Server(_configure(service, make_application(service, is_admin=bool(is_admin))))
        servers.append(server)
        listeners.append(_listen(service, server, listening))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, servers, listeners)
    tending = asyncio.create_task(service.tend())
    # it is handed no socket: accepting is ours
    await asyncio.gather(*(server.serve(sockets=[]) for server in servers))
    tending.cancel()
    with suppress(Error):
        await service.note_readings()
    service.close()
    service.lines.tell("stopped")


def _listen(service: Service, server: uvicorn.Server, listening: socket.socket) -> Listener:
    """Accept connections for a server."""
    settings = service.settings
    table = ConnectionTable(settings.limits, service.lines, trusted=settings.proxies)
    service.tables.append(table)

    def make_protocol(opened: OpenConnection) -> BoundedProtocol:
        return BoundedProtocol(
            table,
            opened,
            lines=service.lines,
            config=server.config,
            server_state=server.server_state,
            app_state={TABLE: table},
            _loop=asyncio.get_running_loop(),
        )

    address, port = listening.getsockname()[:2]
    listener = Listener(listening, make_protocol, table, tls=server.config.ssl)
    service.lines.tell("listening", address=address, port=port, tls=server.config.ssl is not None)
    return listener


def _stop(servers: Sequence[uvicorn.Server], listeners: Sequence[Listener]) -> None:
    for listener in listeners:
        listener.close()
    for server in servers:
        server.should_exit = True


def _configure(service: Service, application: ASGIApp) -> uvicorn.Config:
    settings, limits = service.settings, service.settings.limits
    config = uvicorn.Config(
        application,
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # else whoever reaches us on the loopback says who he is
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_keep_alive=limits.keep_alive_s,
        timeout_graceful_shutdown=_GRACE_S,
    )
    config.load()
    if settings.certificate is not None:
        config.ssl = load_tls(settings.certificate, settings.key)
    return config


def load_tls(certificate: Path, key: Path | None) -> ssl.SSLContext:
    """TLS 1.2 and newer with a certificate. Raises: ServerError when it cannot be read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for path in filter(None, (certificate, key)):
        if not path.is_file():
            raise ServerError(
                f"{path}: there is no such file",
                hint="`vault init` makes a certificate",
            )
    try:
        context.load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as error:
        raise ServerError(f"certificate {certificate}: {say_cause(error)}") from None
    return context


def _parse(words: Sequence[str]) -> ServerSettings:
    parser = argparse.ArgumentParser(
        prog="firstbell-vault-server", description="Serve a vault. `firstbell serve` starts it."
    )
    parser.add_argument("--vault", type=Path, required=True)
    parser.add_argument("--listen", required=True)
    parser.add_argument("--admin-listen")
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--cert-key", type=Path)
    parser.add_argument("--proven-only", action="store_true")
    parser.add_argument("--proof-wait", type=float, default=20.0)
    parser.add_argument("--log-reads", action="store_true")
    parser.add_argument("--settle", type=float, default=SETTLE_S)
    parser.add_argument("--proxy", action="append", default=[])
    given = parser.parse_args(words)
    return ServerSettings(
        vault=given.vault,
        listen=parse_place(given.listen),
        admin=parse_place(given.admin_listen) if given.admin_listen else None,
        certificate=given.cert,
        key=given.cert_key,
        proven_only=given.proven_only,
        proof_wait_s=given.proof_wait,
        logs_reads=given.log_reads,
        settle_s=given.settle,
        proxies=tuple(given.proxy),
    )


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Serve as the command line says; ends with 0, or with 1 and one line."""
    lines = Lines(SystemClock())
    logging.getLogger().addHandler(LinesLogging(lines))
    try:
        settings = _parse(sys.argv[1:] if words is None else words)
        if settings.certificate is None and not is_loopback(settings.listen[0]):
            raise ServerError("only loopback can be served without TLS", hint="give --cert and --cert-key")
        serve(settings, lines)
    except Error as error:
        lines.close()
        hint = f"hint: {error.hint}\n" if error.hint else ""
        sys.stderr.write(f"firstbell-vault-server: {error}\n{hint}")
        sys.exit(1)
    lines.close()
    sys.exit(0)
