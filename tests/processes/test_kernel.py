"""Calls of the kernel that Python does not offer."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys

import pytest

from firstbell.processes import kernel

_JOINED = """
import mmap
from firstbell.processes import kernel
data = mmap.mmap(-1, 16 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
for at in range(0, len(data), 4096):
    data[at] = at >> 12 & 255
print(kernel.join_pages())
assert all(data[at] == at >> 12 & 255 for at in range(0, len(data), 4096))
"""


def test_a_child_goes_on_where_its_parent_forked_it() -> None:
    shared = mmap.mmap(-1, 4096)
    pid = kernel.fork()
    if pid == 0:
        shared[0] = os.getppid() & 255
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    assert shared[0] == os.getpid() & 255


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux joins pages")
def test_joining_pages_changes_nothing_in_them() -> None:
    ended = subprocess.run([sys.executable, "-c", _JOINED], capture_output=True, text=True, check=True)
    assert int(ended.stdout) >= 0


def test_where_the_kernel_joins_no_pages_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert kernel.join_pages() == 0


_RESERVED = """
import os, resource
from firstbell.processes import kernel
print(kernel.reserve_heap(32 << 20))
if kernel.fork() == 0:
    b"x" * (8 << 20)
    os._exit(0)
os.wait()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt)
"""
_LEFT = _RESERVED.replace("kernel.reserve_heap(32 << 20)", "False")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has pages of 2 MiB on demand")
def test_a_child_writes_into_a_reserved_heap_with_fewer_faults() -> None:
    faults = []
    for code in (_RESERVED, _LEFT):
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        done, count = ended.stdout.split()
        faults.append(int(count))
        if done == "False" and code == _RESERVED:
            pytest.skip("no pages of 2 MiB here, or another C library")
    assert faults[0] < faults[1]


def test_a_heap_that_cannot_be_reserved_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not kernel.reserve_heap(32 << 20)
