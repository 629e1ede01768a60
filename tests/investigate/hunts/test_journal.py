"""Journals of systemd: read as they lie, and missed where entries were taken out."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from firstbell.investigate.hunts.readers.found import UnreadableSourceError
from firstbell.investigate.hunts.readers.journal import SystemdJournal, expand_lz4, read_journal
from tests.investigate.hunts.journals import write_journal
from tests.investigate.hunts.made import START_NS, MadeHost

PATH = "/var/log/journal/0123456789abcdef0123456789abcdef/system.journal"
START_US = START_NS // 1000
OUTSIDE = "Accepted password for deploy from 203.0.113.9 port 40022 ssh2"
REMOTE = Path("/usr/lib/systemd/systemd-journal-remote")


def entry(second: int, message: str, program: str = "sshd") -> tuple[int, dict[str, str]]:
    return START_US + second * 1_000_000, {"MESSAGE": message, "SYSLOG_IDENTIFIER": program, "_PID": "711"}


QUIET = [entry(at * 60, f"session {at} opened", "systemd-logind") for at in range(40)]


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_entries_are_read_plain_compact_and_packed(compact: bool, packed: bool) -> None:
    data = write_journal([*QUIET, entry(5000, OUTSIDE)], compact=compact, packed=packed)
    found = list(read_journal(data, PATH, {}))
    assert len(found) == 41
    assert found[-1].fields["Event"] == "accepted"
    assert found[-1].fields["IpAddress"] == "203.0.113.9"
    assert found[-1].time_ns == START_NS + 5000 * 10**9
    assert len({one.mark for one in found}) == 41


def test_what_is_no_journal_or_a_newer_one_is_refused() -> None:
    newer = bytearray(write_journal(QUIET))
    newer[12] = 0x40
    for data in (b"noise" * 100, bytes(newer), write_journal(QUIET)[:100]):
        with pytest.raises(UnreadableSourceError):
            list(SystemdJournal(data).list_entries())


def test_a_logon_in_a_journal_is_a_trace_and_covers_its_time() -> None:
    made = MadeHost("web01")
    made.add_night({PATH: write_journal(QUIET)}, paths=["/"])
    made.add_night({PATH: write_journal([*QUIET, entry(5000, OUTSIDE)])}, paths=["/"])
    result = made.hunt()
    assert {one.sign for one in result.traces} == {"entry.remote_logon"}
    assert any(one.source == "journal" and one.state == "covered" for one in result.coverage)


def test_entries_that_went_are_missed_and_a_journal_that_was_rotated_is_not() -> None:
    made = MadeHost("web01")
    whole = [*QUIET, entry(5000, OUTSIDE), entry(5060, "later", "cron")]
    made.add_night({PATH: write_journal(whole)}, paths=["/"])
    archived = PATH.replace("system.journal", "system@00062-0001-0002.journal")
    made.add_night({archived: write_journal(whole), PATH: write_journal([])}, paths=["/"])
    assert "hide.vanished" not in {one.sign for one in made.hunt().traces}
    cut = write_journal([one for one in whole if one[1]["MESSAGE"] != OUTSIDE])
    made.add_night({archived: cut, PATH: write_journal([])}, paths=["/"])
    (trace,) = [one for one in made.hunt().traces if one.sign == "hide.vanished"]
    assert trace.source == "journal"


def test_damaged_journals_never_do_worse_than_refuse() -> None:
    rng = random.Random(3)
    sound = write_journal([*QUIET, entry(5000, OUTSIDE)], packed=True)
    for _ in range(300):
        data = bytearray(sound)
        for _ in range(rng.randrange(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            list(read_journal(bytes(data), PATH, {}))
        except UnreadableSourceError:
            continue


def test_a_damaged_lz4_block_is_refused() -> None:
    with pytest.raises(ValueError, match="before the beginning"):
        expand_lz4(bytes([0x10, 97, 9, 0]), 50)
    with pytest.raises(ValueError, match="over the end"):
        expand_lz4(bytes([0xF0, 200, 97]), 50)


@pytest.mark.deep
def test_a_journal_that_systemd_wrote_is_read_whole(tmp_path: Path) -> None:
    assert REMOTE.exists(), "install Debian's package systemd-journal-remote"
    lines = []
    for at in range(300):
        stamp = START_US + at * 1_000_000
        message = OUTSIDE if at == 250 else f"message {at} " + "x" * (at % 7 * 300)
        lines.append(f"__REALTIME_TIMESTAMP={stamp}\n__MONOTONIC_TIMESTAMP={stamp}\n_BOOT_ID={'ab' * 16}\n")
        lines.append(f"_MACHINE_ID={'cd' * 16}\nMESSAGE={message}\nSYSLOG_IDENTIFIER=sshd\n_PID=7\n\n")
    target = tmp_path / "made.journal"
    for compact in ("0", "1"):
        target.unlink(missing_ok=True)
        done = subprocess.run(
            [REMOTE, "-o", target, "-"],
            input="".join(lines).encode(),
            capture_output=True,
            check=False,
            env={**os.environ, "SYSTEMD_JOURNAL_COMPACT": compact},
        )
        assert done.returncode == 0, done.stderr
        found = list(read_journal(target.read_bytes(), PATH, {}))
        assert len(found) == 300
        assert [one.time_ns for one in found] == [START_NS + at * 10**9 for at in range(300)]
        assert [at for at, one in enumerate(found) if one.fields.get("Event") == "accepted"] == [250]
        assert str(found[6].fields["Message"]).endswith("x" * 1800)
