"""Timelines: how fast lines of other tools are taken in and put in order, and what an event's own take.

Each measurement is a process of its own (`python -m benchmarks.timeline read|join FILE`, `... event FOLDER`).
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from benchmarks.evidence import measure_evidence
from benchmarks.measuring import Cost
from firstbell.base.clock import NS_PER_S, format_time, monotonic_s, parse_time
from firstbell.catalog import open_catalog
from firstbell.investigate.imports import open_import
from firstbell.investigate.imports.l2tcsv import COLUMNS
from firstbell.investigate.timeline import join_lines, list_catalog_lines
from firstbell.repository import Repository
from firstbell.store import LocalStore

SEED = 20230218
START_NS = parse_time("2023-02-06T00:00:00Z")
SPAN_S = 14 * 86_400
JOINED = "timesketch-jsonl"


@dataclass(frozen=True)
class Pass:
    """One measurement: so many lines came out, in this time; the most memory that the process had."""

    lines: int
    seconds: float
    peak_bytes: int


@dataclass
class TimelineFigures:
    """What imports of `lines` lines took by format, joining one of them in order, a drill's event, and the
    evidence in its case.
    """

    lines: int
    files: int
    imports: dict[str, Pass] = field(default_factory=dict)
    joined: Pass | None = None
    event: Pass | None = None
    evidence: dict[str, Cost] = field(default_factory=dict)


def measure_timeline(scratch: Path, *, lines: int, files: int, evidence_bytes: int) -> TimelineFigures:
    """All of it; `files`: of the drill; `evidence_bytes`: of a file from outside that becomes evidence."""
    figures = TimelineFigures(lines, files)
    for name, write in _WRITERS.items():
        path = scratch / name
        with path.open("w") as out:
            out.writelines(write(random.Random(SEED), lines))
        figures.imports[name] = _run("read", path)
        if name == JOINED:
            figures.joined = _run("join", path)
        path.unlink()
    words = [sys.executable, "-m", "firstbell.cli.main", "drill", "--keep", "--quiet", "--files", str(files)]
    subprocess.run([*words, "--scratch", str(scratch)], check=True, capture_output=True)
    (folder,) = scratch.glob("firstbell-drill-*")
    figures.event = _run("event", folder)
    figures.evidence = measure_evidence(folder, size_bytes=evidence_bytes)
    return figures


def _run(what: str, path: Path) -> Pass:
    words = [sys.executable, "-m", "benchmarks.timeline", what, str(path)]
    told = subprocess.run(words, cwd=Path(__file__).parents[1], capture_output=True, check=True).stdout
    return msgspec.json.decode(told, type=Pass)


def _draw_times(rng: random.Random, count: int) -> Iterator[tuple[int, str]]:
    for at in range(count):
        yield at, format_time(START_NS + rng.randrange(SPAN_S) * NS_PER_S)


def _write_jsonl(rng: random.Random, count: int) -> Iterator[str]:
    for at, time in _draw_times(rng, count):
        event = {
            "message": f"process {at} started: cmd.exe /c dir",
            "datetime": time,
            "timestamp_desc": "Start",
        }
        yield json.dumps({**event, "hostname": "files", "pid": at}) + "\n"


def _write_csv(rng: random.Random, count: int) -> Iterator[str]:
    yield "message,datetime,timestamp_desc,hostname,pid\n"
    for at, time in _draw_times(rng, count):
        yield f"process {at} started,{time},Start,files,{at}\n"


def _write_bodyfile(rng: random.Random, count: int) -> Iterator[str]:
    """Each line has two different times."""
    for at in range(count):
        second = START_NS // NS_PER_S + rng.randrange(SPAN_S)
        yield f"0|/srv/folder {at % 100}/file {at}.docx|{at}|r/rrw-r--r--|0|0|{at}|0|{second}|{second}.5|0\n"


def _write_l2tcsv(rng: random.Random, count: int) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    for at, time in _draw_times(rng, count):
        moment = f"{time[5:7]}/{time[8:10]}/{time[:4]},{time[11:19]},UTC"
        yield f"{moment},M...,FILE,NTFS,Write Time,-,files,s {at},file {at} written,2,/a/{at},{at},-,mft,-\n"


_WRITERS: dict[str, Callable[[random.Random, int], Iterator[str]]] = {
    JOINED: _write_jsonl,
    "timesketch-csv": _write_csv,
    "bodyfile": _write_bodyfile,
    "l2tcsv": _write_l2tcsv,
}


def _read(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in open_import(stream, "0" * 64))


def _join(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in join_lines([open_import(stream, "0" * 64)], scratch=path.parent))


def _tell_event(folder: Path) -> None:
    store = LocalStore(folder / "repository")
    repository = Repository.open(store, (folder / "password").read_text())
    catalog = open_catalog(folder / "catalog.sqlite", repository.hex_id)
    begin = monotonic_s()
    lines = len(list(join_lines([list_catalog_lines(catalog)])))
    _tell(lines, begin)


def _tell(lines: int, begin: float) -> None:
    seconds = monotonic_s() - begin
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.buffer.write(msgspec.json.encode(Pass(lines, seconds, peak_bytes)))


def main(what: str, path: Path) -> None:
    """One measurement, told on stdout."""
    if what == "event":
        _tell_event(path)
        return
    begin = monotonic_s()
    _tell(_join(path) if what == "join" else _read(path), begin)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
