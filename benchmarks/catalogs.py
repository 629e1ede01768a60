"""Catalogs made from the same repositories in SQLite and in PostgreSQL, by one process and by four."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from firstbell.catalog import Catalog, open_catalog
from firstbell.catalog.address import parse_address
from firstbell.repository import Repository
from firstbell.store import LocalStore

SCRIPT = Path(__file__).parents[1] / "scripts" / "postgres.sh"
WRITERS = 4
FILES, SERVER = "SQLite", "PostgreSQL"


@dataclass
class CatalogTimes:
    """Seconds for the catalogs of so many repositories, by place, for one writer and for four at once."""

    repositories: int
    alone_s: dict[str, float] = field(default_factory=dict)
    together_s: dict[str, float] = field(default_factory=dict)


def measure_catalogs(scratch: Path, places: Sequence[Path], password: str) -> CatalogTimes:
    """Each way from nothing, also from a new server. Processes are started before the clock is."""
    times = CatalogTimes(len(places))
    groups = [places[at::WRITERS] for at in range(WRITERS)]
    ways = (
        ("alone", times.alone_s, [places]),
        ("together", times.together_s, [group for group in groups if group]),
    )
    for name, told_s, shared in ways:
        told_s[FILES] = _time(shared, str(scratch / name), password)
        with serve_catalogs() as address:
            told_s[SERVER] = _time(shared, address, password)
    return times


def fill_catalogs(places: Sequence[Path], address: str, password: str) -> None:
    """Catalogs of all these repositories on a server that has none of them."""
    _time([places], address, password)


@contextmanager
def serve_catalogs() -> Iterator[str]:
    """A server with nothing in it; its address."""
    started = subprocess.run([SCRIPT, "start"], check=True, capture_output=True, text=True)
    folder, port, _ = started.stdout.split()
    try:
        yield f"postgresql://firstbell@/firstbell?host={folder}&port={port}"
    finally:
        subprocess.run([SCRIPT, "stop", folder], check=True)


def _time(groups: Sequence[Sequence[Path]], target: str, password: str) -> float:
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.catalogs", target, *map(str, group)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for group in groups
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(password + "\n")
        writer.stdin.flush()
        _expect(writer, "ready")
    began_s = time.monotonic()
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _expect(writer, "done")
    # that a program with so much loaded ends takes a tenth of a second, which is not the catalogs'
    took_s = time.monotonic() - began_s
    for writer in writers:
        writer.communicate()
        if writer.returncode:
            raise SystemExit("a writer of catalogs failed")
    return took_s


def _expect(writer: subprocess.Popen[str], word: str) -> None:
    assert writer.stdout is not None
    if writer.stdout.readline() != f"{word}\n":
        raise SystemExit(f"a writer of catalogs is not {word}")


def main() -> None:
    """A writer: opens repositories, says that it is ready, and on a word makes their catalogs anew."""
    target, password = sys.argv[1], sys.stdin.readline().rstrip("\n")
    opened = [Repository.open(LocalStore(Path(place)), password) for place in sys.argv[2:]]
    for repository in opened:
        repository.list_snapshots()
    # what writes is loaded, and another catalog is made, before the clock runs
    _place(target, "0" * 64).close()
    print("ready", flush=True)
    sys.stdin.readline()
    for repository in opened:
        catalog = _place(target, repository.hex_id)
        catalog.bring_up_to_date(repository)
        catalog.close()
    print("done", flush=True)


def _place(target: str, hex_id: str) -> Catalog:
    """A new catalog of a repository."""
    is_server = target.startswith("postgresql:")
    place = parse_address(target) if is_server else Path(target) / hex_id / "catalog.sqlite"
    return open_catalog(place, hex_id, rebuild=True)


if __name__ == "__main__":
    main()
