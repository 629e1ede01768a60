"""Figures of what strangers and hostile content can do, for docs/faults.md.

    python -m tests.faults.figures [--strangers N] [--garbage N] [--hostile N] [--page FILE]

Everything happens in folders of its own under the system's temporary folder and on loopback. It replaces the
part of the page between its two marks, or prints it where `--page -` is given.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from firstbell.base.clock import FixedClock, SystemClock, format_time
from firstbell.impact.people.roster import load_roster
from firstbell.impact.scan import canaries, fenced_parsers, fenced_readers
from firstbell.impact.scan.fenced_readers import ReaderSetup
from firstbell.vault import Vault
from tests.documents import formats
from tests.faults import hostile
from tests.faults.test_hostile_documents import LIMITS, read_all
from tests.impact import school
from tests.processes.escapes import PLACES, try_all
from tests.server.crowd import SORTS, Wanted, standing
from tests.server.serving import Client, RunningServer, make_served_vault, name_of
from tests.server.test_strangers import Place
from tests.watch.places import FEB_18_NS, WatchedPlace, make_watched

KINDS = ("snapshots", "index", "locks", "data")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
_ROUNDS = 5
_GARBAGE_BYTES = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """One row. `most`: what it may be at most, as a number in the same unit; None where it is only told."""

    what: str
    value: float
    unit: str
    most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it is within its bound."""
        return self.most is None or self.value <= self.most


def measure_examiner(kind: str, count: int) -> Iterator[Figure]:
    """A new examiner, which is a process of its own, judges so much garbage of a kind."""
    with tempfile.TemporaryDirectory() as folder:
        place = make_watched(Path(folder))
        store = place.host_store()
        for _ in range(count):
            store.put(kind, os.urandom(_GARBAGE_BYTES))
        command = [sys.executable, "-m", "tests.faults.figures", "--examine", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        set_aside, alerts, peak_kib = map(int, done.stdout.split())
    assert set_aside == count, f"{set_aside} of {count} {kind} were set aside"
    yield Figure(f"examiner: memory, {count} garbage {kind}", peak_kib / 1024, "MB", 150)
    yield Figure(f"examiner: alerts of that host in a day, {count} garbage {kind}", alerts, "", 24)


def examine_once(folder: Path) -> str:
    """How many objects were set aside, how many alerts there were, the most memory in KiB."""
    vault = Vault(folder / "vault", clock=FixedClock(FEB_18_NS))
    place = WatchedPlace(vault, folder / "desk", folder / "cache")
    examiner = place.watch_once()
    return f"{examiner.tally.set_aside} {len(place.list_told('alert'))} {_read_peak_kib(os.getpid())}"


def measure_server(count: int) -> Iterator[Figure]:
    """A server takes in so much garbage of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        vault = make_served_vault(Path(folder) / "vault")
        server = RunningServer(Path(folder) / "vault")
        client = server.client(vault, "office")
        for kind in KINDS:
            _upload(client, kind, count)
            yield Figure(f"server: memory, {count} garbage {kind} more", _read_memory_mb(server), "MB", 150)
        server.stop()


def _upload(client: Client, kind: str, count: int) -> None:
    for _ in range(count):
        data = os.urandom(_GARBAGE_BYTES)
        # what is beyond a bound on locks is refused, which is garbage that costs nothing
        assert client.put(data, kind).status in (200, 413, 429, 507)


def _read_memory_mb(server: RunningServer) -> float:
    assert server.process is not None
    return _read_peak_kib(server.process.pid) / 1024


def _read_peak_kib(pid: int) -> int:
    """The most memory since the process began its program; getrusage counts what was before, too."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"^VmHWM:\s+(\d+)", status, re.MULTILINE)[0])


def measure_crowd(sort: str, count: int, *, tls: bool) -> Iterator[Figure]:
    """What an honest host waits for while so many strangers of a sort stand at the door."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "vault", tls=tls)
        works = {"upload": _upload_once, "read": _read_once, "first request of a new host": _enter_once}
        normal = {name: _time(work, place) for name, work in works.items()}
        written, began_s = len(place.server.log), time.monotonic()
        with standing(Wanted(place.server.port, sort, count, tls, True)) as crowd:
            crowd.wait_opened(timeout_s=300)
            beside = {name: _time(work, place) for name, work in works.items()}
        minutes = max((time.monotonic() - began_s) / 60, 1.0)
        about = f"{count} strangers, {sort}, {'TLS' if tls else 'plain'}"
        for name in works:
            yield Figure(f"{about}: {name}, longer than without", beside[name] - normal[name], "s", 2)
        log = (len(place.server.log) - written) / minutes / 1e6
        yield Figure(f"{about}: log a minute", log, "MB", 1)
        yield Figure(f"{about}: memory of the server", _read_memory_mb(place.server), "MB")
        place.server.stop()


def _time(work: Callable[[Place], None], place: Place) -> float:
    """The longest of some rounds, in seconds."""
    taken: list[float] = []
    for _ in range(_ROUNDS):
        began_s = time.monotonic()
        work(place)
        taken.append(time.monotonic() - began_s)
    return max(taken)


def _upload_once(place: Place) -> None:
    data = os.urandom(1000)
    put = place.client.head("POST", f"/office/data/{name_of(data)}", Content_Length="1000")
    assert b" 200 " in place.ask(put, data).partition(b"\r\n")[0]


def _read_once(place: Place) -> None:
    assert b"config of office" in place.ask(place.client.head("GET", "/office/config"))


def _enter_once(place: Place) -> None:
    client = place.server.client(place.vault, "kiosk")
    assert b"config of kiosk" in place.ask(client.head("GET", "/kiosk/config"))


def measure_hostile(count: int) -> Iterator[Figure]:
    """So many hostile documents beside honest ones, in one scan."""
    with tempfile.TemporaryDirectory() as folder:
        people = load_roster([school.write_roster(Path(folder))]).people
        setup = ReaderSetup([*people, canaries.PERSON], bytes(32), "2024-02-20", LIMITS)
        bad = list(hostile.list_hostile(count))
        good = [*canaries.iterate_canaries(), ("letter.txt", formats.make_text())]
        mixed = [one for pair in zip(bad, good * (count // len(good) + 1), strict=False) for one in pair]
        with pytest.MonkeyPatch.context() as patching:
            patching.setattr(fenced_readers, "BEGIN", "tests.faults.hostile:begin")
            patching.setattr(fenced_readers, "JUDGE", "tests.faults.hostile:begin_judging")
            patching.setattr(fenced_parsers, "BEGIN", "tests.faults.hostile:begin_parsing")
            alone = read_all(setup, good)
            together = read_all(setup, [*mixed, *good])
    changed = sum(together.get(name) != alone[name] for name in alone)
    missing = sum(name not in together for name, _ in bad)
    yield Figure(f"{count} hostile documents: results of honest ones that changed", changed, "", 0)
    yield Figure(f"{count} hostile documents: those of which nothing was told", missing, "", 0)


def measure_escapes() -> Iterator[Figure]:
    """What a parser that was taken over got done of what it tried."""
    names = ("reader of documents", "judge of texts", "validator of the examiner")
    for place, name in zip(PLACES, names, strict=True):
        told = try_all(place)
        done = sum(not what.startswith("refused") for what in told.values())
        yield Figure(f"{name}: attempts from inside that succeeded, of {len(told)}", done, "", 0)


def render(figures: Sequence[Figure], command: str) -> str:
    """The part of the page."""
    lines = [
        BEGIN,
        f"`{command}` of {format_time(SystemClock().now_ns())[:10]}, {os.cpu_count()} processors, load "
        f"{os.getloadavg()[0]:.0f} at the end. Strangers come from 40 other loopback addresses, and open "
        "again what the server closes; times are the longest of five.",
        "",
        "| measured | value | at most | |",
        "|---|---:|---:|---|",
    ]
    for one in figures:
        digits = 0 if one.value == int(one.value) else 2
        most = "" if one.most is None else f"{one.most:g} {one.unit}".strip()
        verdict = "" if one.holds else "**missed**"
        lines.append(f"| {one.what} | {one.value:.{digits}f} {one.unit} | {most} | {verdict} |")
    return "\n".join([*lines, END]) + "\n"


def measure(strangers: int, garbage: int, documents: int) -> Iterator[Figure]:
    """All of it."""
    for kind in KINDS:
        yield from measure_examiner(kind, garbage)
    yield from measure_server(garbage)
    for tls in (False, True):
        for sort in SORTS:
            yield from measure_crowd(sort, strangers, tls=tls)
    yield from measure_hostile(documents)
    yield from measure_escapes()


def main() -> int:
    """Reads the command line; 1 where a figure is beyond its bound."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.figures",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--strangers", type=int, default=5000)
    parser.add_argument("--garbage", type=int, default=3000)
    parser.add_argument("--hostile", type=int, default=200)
    parser.add_argument("--page", type=Path, default=Path("docs/faults.md"))
    parser.add_argument("--examine", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.examine is not None:
        print(examine_once(given.examine))
        return 0
    figures: list[Figure] = []
    for one in measure(given.strangers, given.garbage, given.hostile):
        print(one, file=sys.stderr, flush=True)
        figures.append(one)
    part = render(figures, " ".join(["python -m tests.faults.figures", *sys.argv[1:]]))
    if str(given.page) == "-":
        print(part)
    else:
        page = given.page.read_text(encoding="utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        given.page.write_text(before + part.rstrip("\n") + after, encoding="utf-8")
    return 0 if all(one.holds for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
