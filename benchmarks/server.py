"""Stock restic through the vault's server and through restic-rest-server: one client, eight, memory."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import CommandFailedError, warm_memory
from benchmarks.servers import STARTERS, Host
from firstbell.base.clock import monotonic_s

MB = 1_000_000
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
CLIENTS = 8
FILE_BYTES = 25 * MB
UPLOADS, UPLOAD_BYTES = 32, 100 * MB
ONE_UP, ONE_DOWN = "one client uploads", "one client downloads"
ALL_UP, ALL_DOWN = "eight clients upload at once", "eight clients download at once"
_PIECE_BYTES = 1 << 20


@dataclass
class ServerFigures:
    """Seconds by work and server, a round each; processor seconds of the server over a round; memory.

    `size_bytes`: what one client has; of eight clients each has an eighth of it.
    """

    size_bytes: int
    walls: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    cpu_s: dict[str, list[float]] = field(default_factory=dict)
    upload_peak_bytes: dict[str, int] = field(default_factory=dict)
    upload_s: dict[str, float] = field(default_factory=dict)

    def median(self, work: str, name: str) -> float:
        """The median of the rounds."""
        return statistics.median(self.walls[work][name])


def measure_server(
    scratch: Path, *, size_bytes: int, upload_bytes: int, rounds: int, tell: Callable[[str], None]
) -> ServerFigures:
    """Both servers in turn, another one first in each round; then 32 uploads at once to each."""
    trees = [_make_noise(scratch / f"tree{number}", size_bytes // CLIENTS) for number in range(CLIENTS)]
    figures = ServerFigures(size_bytes)
    names = list(STARTERS)
    for turn in range(rounds):
        for name in names[turn % 2 :] + names[: turn % 2]:
            tell(f"round {turn + 1}: {name}")
            _run_round(figures, name, scratch, trees)
    for name in names:
        tell(f"{UPLOADS} uploads at once: {name}")
        _measure_uploads(figures, name, scratch, upload_bytes)
    return figures


def _make_noise(folder: Path, size_bytes: int) -> Path:
    """Files that neither compress nor repeat: every byte travels."""
    folder.mkdir()
    count = max(size_bytes // FILE_BYTES, 1)
    for number in range(count):
        (folder / f"{number}.bin").write_bytes(os.urandom(size_bytes // count))
    return folder


def _run_round(figures: ServerFigures, name: str, scratch: Path, trees: list[Path]) -> None:
    folder = scratch / "round"
    folder.mkdir()
    # restored to memory: it stands for the disk of another machine than the server's
    restored = Path(tempfile.mkdtemp(prefix="firstbell-bench-", dir=MEMORY))
    server, hosts = STARTERS[name](folder, [f"host{number}" for number in range(CLIENTS + 1)])
    room = figures.size_bytes

    def clock(work: str, commands: list[tuple[Host, list[str]]]) -> None:
        warm_memory(scratch, room)
        figures.walls.setdefault(work, {}).setdefault(name, []).append(_time(commands))

    alone, others = hosts[0], hosts[1:]
    clock(ONE_UP, [(alone, ["backup", *map(str, trees)])])
    clock(ALL_UP, [(host, ["backup", str(tree)]) for host, tree in zip(others, trees, strict=True)])
    clock(ONE_DOWN, [(alone, ["restore", "latest", "--target", str(restored / "one")])])
    shutil.rmtree(restored / "one")
    targets = [str(restored / f"target{number}") for number in range(CLIENTS)]
    clock(ALL_DOWN, [(h, ["restore", "latest", "--target", t]) for h, t in zip(others, targets, strict=True)])
    _prove(trees, [Path(target) for target in targets])
    figures.cpu_s.setdefault(name, []).append(server.stop())
    shutil.rmtree(folder)
    shutil.rmtree(restored)


def _time(commands: list[tuple[Host, list[str]]]) -> float:
    """Seconds until the last of these is done, all begun at once. Raises: CommandFailedError."""
    os.sync()
    start_s = monotonic_s()
    running = [
        subprocess.Popen(
            ["restic", "--no-cache", *words],
            env=host.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for host, words in commands
    ]
    told = [process.communicate()[1] for process in running]
    wall_s = monotonic_s() - start_s
    for process, text in zip(running, told, strict=True):
        if process.returncode:
            raise CommandFailedError(text.decode(errors="replace")[-2000:])
    return wall_s


def _prove(trees: list[Path], targets: list[Path]) -> None:
    for tree, target in zip(trees, targets, strict=True):
        for path in tree.iterdir():
            restored = target / path.relative_to("/")
            if _hash(path) != _hash(restored):
                raise CommandFailedError(f"{restored} is not {path}")


def _hash(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _measure_uploads(figures: ServerFigures, name: str, scratch: Path, size_bytes: int) -> None:
    folder = scratch / "uploads"
    folder.mkdir()
    server, (host,) = STARTERS[name](folder, ["host"])
    block = os.urandom(size_bytes - 8)
    bodies = [(number.to_bytes(8, "big"), block) for number in range(UPLOADS)]
    digests = [_hash_parts(parts) for parts in bodies]
    gate = threading.Barrier(UPLOADS + 1)
    problems: list[str] = []
    threads = [
        threading.Thread(target=_upload, args=(host, digest, parts, gate, problems))
        for digest, parts in zip(digests, bodies, strict=True)
    ]
    for thread in threads:
        thread.start()
    gate.wait()
    start_s = monotonic_s()
    for thread in threads:
        thread.join()
    figures.upload_s[name] = monotonic_s() - start_s
    figures.upload_peak_bytes[name] = server.peak_bytes()
    server.stop()
    shutil.rmtree(folder)
    if problems:
        raise CommandFailedError("; ".join(problems[:3]))


def _hash_parts(parts: tuple[bytes, bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _upload(
    host: Host, name: str, parts: tuple[bytes, bytes], gate: threading.Barrier, problems: list[str]
) -> None:
    """All have begun before one goes on, so that all are under way at once."""
    head = (
        f"POST {host.path}data/{name} HTTP/1.1\r\nHost: vault\r\nConnection: close\r\n"
        f"Authorization: {host.authorization()}\r\nContent-Length: {sum(map(len, parts))}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", host.port), timeout=600) as connection:
        connection.sendall(head.encode() + parts[0])
        gate.wait()
        view = memoryview(parts[1])
        for at in range(0, len(view), _PIECE_BYTES):
            connection.sendall(view[at : at + _PIECE_BYTES])
        answer = connection.recv(1000)
    if not answer.startswith(b"HTTP/1.1 200 "):
        problems.append(answer[:200].decode(errors="replace"))
