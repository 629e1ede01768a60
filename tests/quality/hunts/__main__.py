"""Measures, and prints one line a figure. `--sigma DIR`: a copy of SigmaHQ's repository."""

from __future__ import annotations

import argparse
import functools
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import yaml

from firstbell.backup import BackupOptions, backup_tree
from firstbell.drill.intrusion.eventlogs import Event, write_log
from firstbell.investigate.hunts.header_coverage import map_headers
from firstbell.investigate.hunts.match.matcher import Matcher
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.match.sigma import load_folder
from firstbell.investigate.hunts.match.signs import list_rules, load_signs
from firstbell.investigate.hunts.reader import EVENTLOG, PieceReader, ReadRequest, fence_reader
from firstbell.investigate.hunts.readers.eventlog import (
    CHUNK_BYTES,
    CHUNK_MAGIC,
    flatten,
    list_chunks,
    read_chunk,
)
from firstbell.processes.fence import ProcessFence, ProcessLimits, Stopped
from tests.investigate.hunts.made import SECURITY, START_NS, MadeHost, security
from tests.investigate.hunts.ordinary import OTHERS, SYSMON, SYSTEM
from tests.investigate.hunts.ordinary import SECURITY as AUDITED

FOLDERS = ("rules", "rules-emerging-threats", "rules-threat-hunting")


def tell(name: str, value: object) -> None:
    """One figure."""
    sys.stdout.write(f"{name:<62} {value}\n")
    sys.stdout.flush()


def load_rules(sigma: Path) -> list[HuntRule]:
    """SigmaHQ's rules for Windows, and how many could be used."""
    rules: list[HuntRule] = []
    left_out: list[tuple[Path, str]] = []
    for name in FOLDERS:
        found = load_folder(sigma / name)
        rules.extend(found.rules)
        left_out.extend(found.left_out)
    windows = [rule for rule in rules if any(place.source.startswith("eventlog") for place in rule.places)]
    lost = [(path, why) for path, why in left_out if "product: windows" in path.read_text(errors="replace")]
    tell("Windows rules of SigmaHQ loaded", f"{len(windows)} of {len(windows) + len(lost)}")
    for path, why in lost:
        tell(f"  not used: {path.name}"[:62], why)
    return windows


def check_conformance(sigma: Path, rules: Sequence[HuntRule]) -> None:
    """Whether each of SigmaHQ's regression logs raises its rule."""
    matcher = Matcher(rules)
    right = logs = 0
    for info in sorted((sigma / "regression_data").rglob("info.yml")):
        wanted = f"sigma:{yaml.safe_load(info.read_text())['rule_metadata'][0]['id']}"
        for log in info.parent.glob("*.evtx"):
            logs += 1
            right += wanted in {rule.sign for rule in match_log(matcher, log.read_bytes())}
    tell("regression logs of SigmaHQ that raise their rule", f"{right} of {logs}")


def match_log(matcher: Matcher, data: bytes) -> Iterator[HuntRule]:
    """The rules that fit a log's records."""
    for chunk in cut_chunks(data):
        for record in read_chunk(chunk)[0]:
            decode = functools.partial(flatten, record.text)
            source = f"eventlog/{record.channel}"
            yield from matcher.match(source, record.text, decode, event=record.event)


def cut_chunks(data: bytes) -> list[bytes]:
    """The chunks of a log."""
    chunks = [data[at : at + CHUNK_BYTES] for at in list_chunks(len(data))]
    return [chunk for chunk in chunks if chunk[:8] == CHUNK_MAGIC]


def make_set(count: int, *, is_process_heavy: bool) -> bytes:
    """A log of ordinary records: nine in ten of processes, or one in five."""
    r = random.Random(7)
    makers = [*SYSMON[:2]] * 9 if is_process_heavy else [*SYSTEM * 2, *OTHERS, *AUDITED, *SYSMON]
    makers = [*makers, *SYSMON[2:]] if is_process_heavy else makers
    events: list[Event] = []
    for number in range(count):
        one = r.choice(makers)(r)
        events.append(replace(one, record_id=number + 1, time_ns=START_NS + number * 10**9))
    return write_log(events)


def measure_rate(name: str, rules: Sequence[HuntRule], data: bytes) -> None:
    """Records a second of one core, parsed and matched."""
    reader = PieceReader(rules)
    chunks = cut_chunks(data)
    requests = [msgspec.msgpack.encode(ReadRequest(EVENTLOG, "x", chunk)) for chunk in chunks]
    reader.read(requests[0])
    began = time.process_time()
    records = sum(msgspec.msgpack.decode(reader.read(one))["records"] for one in requests)
    tell(name, f"{records / (time.process_time() - began):,.0f} records/s")


def measure_map(data: bytes) -> None:
    """MB of log a second of `hunt coverage --headers`, of a log that was saved and never looked at."""
    made = MadeHost()
    whole = data * max(1, (64 << 20) // len(data))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "C" + SECURITY.removeprefix("/C"))
        log.parent.mkdir(parents=True)
        log.write_bytes(whole)
        backup_tree(made.repository, BackupOptions([os.fsencode(Path(folder, "C"))], made.host))
        began = time.process_time()
        told = map_headers(made.repository, made.store)
        took_s = time.process_time() - began
    tell("coverage map from the headers of a saved log", f"{told.log_bytes / took_s / 1e6:,.0f} MB/s")


def measure_nights() -> None:
    """What a second night with 2 % new records reads, and a repeated hunt; the nights are real backups."""
    made = MadeHost()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "C" + SECURITY.removeprefix("/C"))
        log.parent.mkdir(parents=True)
        options = BackupOptions([os.fsencode(Path(folder, "C"))], made.host)
        hunts = []
        for count in (20_000, 20_400):
            log.write_bytes(write_log([security(number) for number in range(1000, 1000 + count)]))
            backup_tree(made.repository, options)
            hunts.append(made.hunt())
    one, two = hunts
    share = two.pieces_read / one.pieces_read
    tell("second night, 2 % new: pieces parsed", f"{two.pieces_read} of {one.pieces_read} ({share:.1%})")
    tell("second night, 2 % new: bytes read", f"{two.bytes_read / one.bytes_read:.1%} of the first")
    tell("second night, 2 % new: bytes loaded", f"{two.bytes_loaded / one.bytes_loaded:.1%} of the first")
    tell("repeated hunt: bytes loaded", made.hunt().bytes_loaded)


def measure_mutants(rules: Sequence[HuntRule], count: int) -> None:
    """Damaged chunks, each read in the fence beside a good one."""
    reader = PieceReader(rules)
    good, *_ = cut_chunks(write_log([security(number) for number in range(1, 80)]))
    wanted = reader.read(msgspec.msgpack.encode(ReadRequest(EVENTLOG, "x", good)))
    r = random.Random(11)
    outcomes = {"read": 0, "refused": 0, "stopped": 0}
    unchanged = 0

    def note(answer: bytes | Stopped) -> None:
        kind = (
            "read"
            if isinstance(answer, bytes)
            else "stopped"
            if "stopped" in str(answer) or "crashed" in str(answer)
            else "refused"
        )
        outcomes[kind] += 1

    limits = ProcessLimits(memory_bytes=512 << 20, seconds=5.0)
    with ProcessFence(fence_reader(rules), limits=limits) as fence:
        for _ in range(count):
            data = bytearray(good)
            for _ in range(r.randrange(1, 40)):
                data[r.randrange(len(data))] = r.randrange(256)
            fence.submit(msgspec.msgpack.encode(ReadRequest(EVENTLOG, "x", bytes(data))), note)
            fence.join()
            unchanged += fence.ask(msgspec.msgpack.encode(ReadRequest(EVENTLOG, "x", good))) == wanted
    tell(f"{count} damaged chunks", ", ".join(f"{number} {name}" for name, number in outcomes.items()))
    tell("good chunk beside each of them came out the same", f"{unchanged} of {count}")


def main() -> None:
    """Everything, or what `--only` names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sigma", type=Path)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--mutants", type=int, default=1000)
    given = parser.parse_args()
    own = list_rules(load_signs())
    heavy = make_set(given.records, is_process_heavy=True)
    ordinary = make_set(given.records, is_process_heavy=False)
    steps: list[Callable[[], None]] = [
        lambda: measure_rate("own signs, ordinary set", own, ordinary),
        lambda: measure_rate("own signs, process-heavy set", own, heavy),
    ]
    if given.sigma is not None:
        rules = load_rules(given.sigma)
        check_conformance(given.sigma, rules)
        steps.append(lambda: measure_rate("SigmaHQ, ordinary set", rules, ordinary))
        steps.append(lambda: measure_rate("SigmaHQ, process-heavy set", rules, heavy))
    steps.extend([lambda: measure_map(ordinary), measure_nights, lambda: measure_mutants(own, given.mutants)])
    for step in steps:
        step()


if __name__ == "__main__":
    main()
