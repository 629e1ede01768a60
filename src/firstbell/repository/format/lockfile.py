"""Lock files: who works on the repository now. Sealed objects in the unpacked envelope.

Source: restic design document, "Locks".
"""

from __future__ import annotations

import msgspec

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.repository.format.bombs import refuse_bomb
from firstbell.repository.format.errors import FormatError


class LockFile(msgspec.Struct, omit_defaults=True):
    """`time`: RFC 3339, renewed while the work goes on. `pid`, `uid`, `gid`: of the process on `hostname`."""

    time: str
    exclusive: bool = msgspec.field(default_factory=bool)
    hostname: str = ""
    username: str = ""
    pid: int = 0
    uid: int = 0
    gid: int = 0

    @property
    def time_ns(self) -> int:
        """The time in nanoseconds since the epoch."""
        return parse_time(self.time)


def parse_lock_file(data: bytes, what: str) -> LockFile:
    """The lock in its plaintext.

    Raises: FormatError, also when its time is none.
    """
    refuse_bomb(data, what)
    try:
        lock = msgspec.json.decode(data, type=LockFile)
        parse_time(lock.time)
    except (msgspec.MsgspecError, InvalidTimeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(what, str(error)) from None
    return lock


def render_lock_file(lock: LockFile) -> bytes:
    """The plaintext of a lock."""
    return msgspec.json.encode(lock)
