"""What a worker elsewhere runs: a batch, a message in and a message out, in a reader process of its own.

The worker may be a thread of any process. It keeps no roster and no key: those are in its reader processes, which the
first batches brief. A reader process that is gone (killed, out of memory) is replaced once in a batch.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import suppress
from typing import BinaryIO, cast

from firstbell.base.errors import Error
from firstbell.impact.scan.reader_process import receive_frame, send_frame

_lock = threading.Lock()
# session -> reader processes that wait for a batch
_idle: dict[str, list[subprocess.Popen[bytes]]] = defaultdict(list)


class ReaderProcessError(Error):
    """A reader process ended before its batch was done, twice."""

    code = "impact.outpost"


def run_batch(session: str, batch: bytes, setup: bytes | None = None) -> bytes | None:
    """The reply to a batch; None where no reader process of the session is here, and no setup came along.

    Raises: ReaderProcessError.
    """
    while (post := _take(session)) is not None:
        reply = _ask(post, batch)
        if reply:
            _give_back(session, post)
            return reply
        if setup is not None:
            break  # it ended: it waited for too long, or the batch ended it; a new one tries once more
    if setup is None:
        return None
    post = _start(setup)
    reply = _ask(post, batch)
    if not reply:
        raise ReaderProcessError("a process that reads documents was ended twice at the same ones")
    _give_back(session, post)
    return reply


def dismiss(session: str) -> None:
    """End the reader processes of a session here."""
    with _lock:
        posts = _idle.pop(session, [])
    for post in posts:
        _end(post)


def _take(session: str) -> subprocess.Popen[bytes] | None:
    with _lock:
        posts = _idle.get(session)
        return posts.pop() if posts else None


def _give_back(session: str, post: subprocess.Popen[bytes]) -> None:
    with _lock:
        _idle[session].append(post)


def _start(setup: bytes) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "firstbell.impact.scan.reader_process"]
    post = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=-1
    )
    with suppress(OSError):  # it is gone: that is seen by its answer
        send_frame(cast(BinaryIO, post.stdin), setup)
    return post


def _ask(post: subprocess.Popen[bytes], batch: bytes) -> bytes:
    """Its reply; b"" where it is gone, and then it is cleared away."""
    reply = b""
    with suppress(OSError):
        send_frame(cast(BinaryIO, post.stdin), batch)
        reply = receive_frame(cast(BinaryIO, post.stdout))
    if not reply:
        _end(post)
    return reply


def _end(post: subprocess.Popen[bytes]) -> None:
    post.kill()
    for stream in (post.stdin, post.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    post.wait()
