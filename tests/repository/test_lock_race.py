"""Processes that race for exclusive locks in a folder where nothing is waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from firstbell.store import Kind, LocalStore
from tests.repository.making import names_of

RACE = """
import os, random, sys, time
from pathlib import Path
from firstbell.base.clock import SystemClock
from firstbell.crypto.seal import MasterKey, Sealer
from firstbell.repository.errors import LockedError
from firstbell.repository.locks import Holder, LockTable
from firstbell.store import LocalStore

folder, goal = Path(sys.argv[1]), int(sys.argv[2])
sealer = Sealer(MasterKey(b"e" * 32, b"k" * 16, b"r" * 16))
holder = Holder("here", "ann", os.getpid(), 0, 0)
table = LockTable(LocalStore(folder), sealer, version=2, clock=SystemClock(), holder=holder)
held = 0
for turn in range(20_000):
    try:
        with table.hold(exclusive=turn % 4 != 3):
            if turn % 4 != 3:
                os.close(os.open(folder / "held", os.O_CREAT | os.O_EXCL))  # fails where two hold it
                os.unlink(folder / "held")
            elif (folder / "held").exists():
                sys.exit("a shared lock stood beside an exclusive one")
            held += 1
    except LockedError:
        time.sleep(random.uniform(0, 0.01))  # those that step back together would meet again
        continue
    if held == goal:
        break
print(held)
"""


def test_of_those_that_race_in_a_folder_never_two_hold_an_exclusive_lock(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.create()
    assert store.lists_at_once(), "this test races where nothing is waited for"
    runs = [
        subprocess.Popen([sys.executable, "-c", RACE, str(tmp_path), "40"], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    told = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0] * 4
    assert [int(held) for held in told] == [40] * 4
    assert names_of(store, Kind.LOCKS) == []
    assert "held" not in os.listdir(tmp_path)
