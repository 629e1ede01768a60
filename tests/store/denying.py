"""System calls that fail, for one thread: a seccomp filter, so that the real code meets real errors.

The filter binds the thread that installs it and ends with it; nothing else of the process is touched.
Source: seccomp(2), filter.h of Linux.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_NUMBERS = {
    "x86_64": {
        "fsync": (74,),
        "getdents": (217,),
        "link": (86, 265),
        "mkdir": (83, 258),
        "open_tmpfile": (257,),
        "open": (257,),
        "pread": (17,),
        "rename": (82, 264, 316),
        "unlink": (87, 263),
        "write": (1,),
        "writev": (20,),
    },
    "aarch64": {
        "fsync": (82,),
        "getdents": (61,),
        "link": (37,),
        "mkdir": (34,),
        "open_tmpfile": (56,),
        "open": (56,),
        "pread": (67,),
        "rename": (38, 276),
        "unlink": (35,),
        "write": (64,),
        "writev": (66,),
    },
}
_TMPFILE_BIT = 0o20000000
_LOAD_NUMBER = (0x20, 0, 0, 0)
_LOAD_OPEN_FLAGS = (0x20, 0, 0, 16 + 2 * 8)
_ALLOW = (0x06, 0, 0, 0x7FFF0000)
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2


def run_denied(denied: dict[str, int], work: Callable[[], T]) -> T:
    """What `work` gives in a thread in which these calls (name -> errno) fail. Raises what `work` raises."""
    results: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            _install(denied)
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - handed on to the caller
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return results[0]


def _install(denied: dict[str, int]) -> None:
    numbers = _NUMBERS[platform.machine()]
    program = [_LOAD_NUMBER]
    for name, code in denied.items():
        fail = (0x06, 0, 0, 0x00050000 | code)
        for number in numbers[name]:
            if name == "open_tmpfile":
                # another call: on to the next; flags without the bit: on, with the number loaded again
                program += [
                    (0x15, 0, 4, number),
                    _LOAD_OPEN_FLAGS,
                    (0x45, 0, 1, _TMPFILE_BIT),
                    fail,
                    _LOAD_NUMBER,
                ]
            else:
                program += [(0x15, 0, 1, number), fail]
    program.append(_ALLOW)
    code_bytes = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code_bytes, len(code_bytes))

    class _Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    whole = _Program(len(program), ctypes.addressof(buffer))
    for arguments in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER_MODE, ctypes.byref(whole))):
        if libc.prctl(*arguments):
            raise OSError(ctypes.get_errno(), "the kernel takes no seccomp filter")
