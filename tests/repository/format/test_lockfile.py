from __future__ import annotations

import pytest

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.lockfile import LockFile, parse_lock_file, render_lock_file

RESTIC = (
    b'{"time":"2026-11-25T01:47:16.5+01:00","exclusive":true,"hostname":"vm","username":"root","pid":18361}'
)


def test_a_lock_of_restic_is_read() -> None:
    lock = parse_lock_file(RESTIC, "lock")
    assert (lock.exclusive, lock.hostname, lock.username, lock.pid, lock.uid) == (
        True,
        "vm",
        "root",
        18361,
        0,
    )
    assert lock.time_ns == 1_795_567_636_500_000_000


@pytest.mark.parametrize("exclusive", [True, False])
def test_a_lock_survives_and_always_says_whether_it_is_exclusive(exclusive: bool) -> None:
    lock = LockFile("2023-02-18T12:30:00Z", exclusive=exclusive, hostname="h", pid=3, uid=1000, gid=1000)
    data = render_lock_file(lock)
    assert b'"exclusive":' in data
    assert parse_lock_file(data, "lock") == lock


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"time":"soon"}', b'{"time":5}', b"\xff", b'{"x":' + b"[" * 100_000]
)
def test_what_is_no_lock_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="lock"):
        parse_lock_file(data, "lock")
