"""What a worker elsewhere runs: an errand, a message in and a message out, in an outpost of its own.

The worker may be a thread of any process. It keeps no roster and no key: those are in its outposts, which the
first errands brief. An outpost that is gone (killed, out of memory) is replaced once in an errand.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import defaultdict
from contextlib import suppress
from typing import BinaryIO, cast

from firstbell.base.errors import Error
from firstbell.impact.scanning.outpost import receive_frame, send_frame

_lock = threading.Lock()
# session -> outposts that wait for an errand
_idle: dict[str, list[subprocess.Popen[bytes]]] = defaultdict(list)


class OutpostError(Error):
    """An outpost ended before its errand was done, twice."""

    code = "impact.outpost"


def run_errand(session: str, errand: bytes, briefing: bytes | None = None) -> bytes | None:
    """The reply to an errand; None where no outpost of the session is here, and no briefing came along.

    Raises: OutpostError.
    """
    while (post := _take(session)) is not None:
        reply = _ask(post, errand)
        if reply:
            _give_back(session, post)
            return reply
        if briefing is not None:
            break  # it ended: it waited for too long, or the errand ended it; a new one tries once more
    if briefing is None:
        return None
    post = _start(briefing)
    reply = _ask(post, errand)
    if not reply:
        raise OutpostError("a process that reads documents was ended twice at the same ones")
    _give_back(session, post)
    return reply


def dismiss(session: str) -> None:
    """End the outposts of a session here."""
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


def _start(briefing: bytes) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "firstbell.impact.scanning.outpost"]
    post = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=-1
    )
    with suppress(OSError):  # it is gone: that is seen by its answer
        send_frame(cast(BinaryIO, post.stdin), briefing)
    return post


def _ask(post: subprocess.Popen[bytes], errand: bytes) -> bytes:
    """Its reply; b"" where it is gone, and then it is cleared away."""
    reply = b""
    with suppress(OSError):
        send_frame(cast(BinaryIO, post.stdin), errand)
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
