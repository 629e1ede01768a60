"""Kills, full disks, clocks that jump, writers at once: nothing acknowledged is lost, and the chain holds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.base.clock import NS_PER_S, FixedClock
from firstbell.ledger import EntryDraft, KeyRefusedError, Ledger, RoleError, verify
from firstbell.ledger.errors import LedgerFullError
from firstbell.ledger.roster import MADE, ROTATED, describe_key
from firstbell.ledger.verification import KeptHead
from firstbell.ledger.verifier.problems import INSERTED
from tests.ledger.tampered import ADA, BO, OLD_ADA, START_NS, revoke

# appends batches of all sizes; says the size and root of the last head only once it is acknowledged
WRITER = """
import random, sys
from pathlib import Path
from firstbell.ledger import EntryDraft, Ledger
ledger, chance = Ledger(Path(sys.argv[1])), random.Random(sys.argv[2])
while True:
    count = chance.choice([1, 1, 3, 40, 2000])
    drafts = [EntryDraft("note", {"text": "x" * chance.randrange(300)}) for _ in range(count)]
    entries = ledger.append_many(drafts)
    print(entries[-1].seq, entries[-1].hex_id, flush=True)
"""


def kill_while_appending(folder: Path, times: int) -> int:
    """Kill a writer again and again; how many entries were acknowledged."""
    chance, acknowledged, ledger = random.Random(18), {}, Ledger(folder / "ledger")
    for number in range(times):
        words = [sys.executable, "-c", WRITER, str(folder / "ledger"), str(number)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told = [writer.stdout.readline()]
            time.sleep(chance.random() * 0.1)
            writer.send_signal(signal.SIGKILL)
            told += writer.stdout.readlines()
        acknowledged.update({int(line.split()[0]): line.split()[1] for line in told if line.endswith("\n")})
        there = {entry.seq: entry.hex_id for entry in ledger.read()}
        assert {seq: there.get(seq) for seq in acknowledged} == acknowledged
        head = ledger.signed_head()
        assert head is not None
        # a tear just between two lines looks as if somebody had put them there
        assert {each.kind for each in verify(folder / "ledger", [KeptHead("it", head)]).problems} <= {
            INSERTED
        }
    return max(acknowledged) + 1


@pytest.mark.long
def test_a_writer_killed_20_times_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    assert kill_while_appending(tmp_path, 20) > 20


@pytest.mark.deep
def test_a_writer_killed_200_times_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    assert kill_while_appending(tmp_path, 200) > 200


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of 1 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "firstbell", str(place)]
    mounted = subprocess.run(words, capture_output=True, text=True)
    if mounted.returncode != 0:
        reason = f"a small filesystem cannot be mounted here: {mounted.stderr.strip()}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason + "; run as root")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_the_ledger_as_it_was_and_room_lets_it_go_on(small_disk: Path) -> None:
    ledger = Ledger(small_disk / "ledger")
    ledger.append("note", {"text": "first"})
    filler = small_disk / "filler"
    filler.write_bytes(bytes(900 << 10))
    before = ledger.path.read_bytes()
    with pytest.raises(LedgerFullError) as caught:
        ledger.append_many(
            [EntryDraft("note", {"text": "x" * 1000, "number": number}) for number in range(400)]
        )
    assert "nothing was added" in str(caught.value)
    assert caught.value.hint
    assert ledger.path.read_bytes() == before
    assert verify(ledger.folder).holds
    filler.unlink()
    ledger.append("note", {"text": "second"})
    assert [entry.body.get("text") for entry in ledger.read()] == [None, "first", "second"]


def test_a_state_that_has_no_room_costs_only_time(small_disk: Path) -> None:
    ledger = Ledger(small_disk / "ledger")
    ledger.append("note", {})
    ledger.path.with_name("state").unlink()
    ledger.path.with_name("state").mkdir()
    ledger.append("note", {})
    assert verify(ledger.folder).entries == 3


def test_two_writers_at_once_make_one_ledger_that_verifies(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from firstbell.ledger import EntryDraft, Ledger\n"
        "for at in range(15):\n"
        "    Ledger(Path(sys.argv[1])).append_many([EntryDraft('note', {'at': at})] * (at + 1))"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "ledger")]) for _ in range(2)]
    while any(run.poll() is None for run in runs):
        # who reads meanwhile sees a whole ledger
        assert verify(tmp_path / "ledger").holds
    assert [run.wait() for run in runs] == [0, 0]
    found = verify(tmp_path / "ledger")
    assert (found.holds, found.entries, found.heads) == (True, 1 + 2 * 120, 30)


def test_a_clock_that_jumps_back_keeps_the_order_and_says_by_how_much(tmp_path: Path) -> None:
    clock = FixedClock(START_NS)
    ledger = Ledger(tmp_path / "ledger", clock)
    first = ledger.append("note", {})
    clock.advance(-3600)
    second = ledger.append("note", {"text": "behind"})
    clock.advance(3599.5)
    third = ledger.append("note", {})
    clock.advance(60)
    fourth = ledger.append("note", {})
    assert first.time == second.time == third.time < fourth.time
    assert second.body == {"text": "behind", "clock_behind_s": 3600.0}
    assert third.body == {}  # half a second: the network has set the clock right
    assert verify(ledger.folder).holds


def test_a_clock_that_was_a_century_ahead_stops_nobody(tmp_path: Path) -> None:
    ahead = FixedClock(START_NS + 100 * 365 * 86_400 * NS_PER_S)
    Ledger(tmp_path / "ledger", ahead).append("note", {})
    entry = Ledger(tmp_path / "ledger", FixedClock(START_NS)).append("note", {})
    assert entry.body["clock_behind_s"] > 3e9
    assert verify(tmp_path / "ledger").holds


def test_a_revoked_key_adds_nothing_and_what_it_signed_before_stays(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    ada, bo = Ledger(folder, signer=ADA), Ledger(folder, signer=BO)
    ada.append("key", describe_key(MADE, BO))
    bo.append("note", {"text": "while it held"})
    ada.append("key", revoke(BO))
    before = ada.path.read_bytes()
    with pytest.raises(KeyRefusedError, match="is revoked") as caught:
        bo.append("note", {})
    assert caught.value.fingerprint == BO.fingerprint
    assert caught.value.hint
    assert ada.path.read_bytes() == before
    assert verify(folder).holds
    assert ada.read()[-2].body == {"text": "while it held"}


def test_a_rotated_key_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    Ledger(folder, signer=OLD_ADA).append("key", describe_key(ROTATED, ADA))
    Ledger(folder, signer=ADA).append("note", {})
    with pytest.raises(KeyRefusedError, match="is retired"):
        Ledger(folder, signer=OLD_ADA).append("note", {})
    assert verify(folder).holds


def test_a_stranger_adds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    Ledger(folder, signer=ADA).append("note", {})
    with pytest.raises(KeyRefusedError, match="is not known"):
        Ledger(folder, signer=BO).append("note", {})
    with pytest.raises(RoleError):
        Ledger(tmp_path / "other", signer=BO).append("note", {})


def test_a_state_that_lies_is_not_believed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", signer=ADA)
    ledger.append("note", {})
    older = (ledger.folder / "state").read_bytes()
    ledger.append("note", {})
    newer = (ledger.folder / "state").read_bytes()
    for state in (older, newer[:-70], b"", b"{}\n\n", newer.replace(b'"heads"', b'"heaps"'), b"\xff\n\xff\n"):
        (ledger.folder / "state").write_bytes(state)
        ledger.append("note", {})
        assert verify(ledger.folder).holds
