"""Calls of the Linux kernel that Python does not offer, by their numbers on x86_64 and aarch64.

Source: the kernel's own tables (arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Callable
from functools import lru_cache

AUDIT_ARCHES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# name: its number on x86_64, and on aarch64 where it is another; -1 where there is none
_NUMBERS: dict[str, tuple[int, int]] = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "poll": (7, -1), "lseek": (8, 62),
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "ioctl": (16, 29), "pread64": (17, 67),
    "readv": (19, 65), "writev": (20, 66), "access": (21, -1), "select": (23, -1), "sched_yield": (24, 124),
    "mremap": (25, 216), "madvise": (28, 233), "dup": (32, 23), "dup2": (33, -1), "nanosleep": (35, 101),
    "getpid": (39, 172), "sendfile": (40, 71), "socket": (41, 198), "connect": (42, 203), "sendto": (44, 206),
    "recvfrom": (45, 207), "sendmsg": (46, 211), "recvmsg": (47, 212), "bind": (49, 200), "clone": (56, 220),
    "fork": (57, -1), "execve": (59, 221), "exit": (60, 93), "wait4": (61, 260), "kill": (62, 129),
    "uname": (63, 160), "fcntl": (72, 25), "ftruncate": (77, 46), "getcwd": (79, 17), "readlink": (89, -1),
    "gettimeofday": (96, 169), "getrlimit": (97, -1), "getrusage": (98, 165), "sysinfo": (99, 179),
    "getuid": (102, 174), "getgid": (104, 176), "geteuid": (107, 175), "getegid": (108, 177),
    "getppid": (110, 173), "sigaltstack": (131, 132), "statfs": (137, 43), "prctl": (157, 167),
    "arch_prctl": (158, -1), "gettid": (186, 178), "time": (201, -1), "futex": (202, 98),
    "sched_getaffinity": (204, 123), "getdents64": (217, 61), "set_tid_address": (218, 96),
    "restart_syscall": (219, 128), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "exit_group": (231, 94), "tgkill": (234, 131), "openat": (257, 56),
    "newfstatat": (262, 79), "readlinkat": (267, 78), "faccessat": (269, 48), "pselect6": (270, 72),
    "ppoll": (271, 73), "set_robust_list": (273, 99), "pipe2": (293, 59), "dup3": (292, 24),
    "prlimit64": (302, 261), "seccomp": (317, 277), "getrandom": (318, 278), "execveat": (322, 281),
    "membarrier": (324, 283), "statx": (332, 291), "rseq": (334, 293), "clone3": (435, 435),
    "faccessat2": (439, 439), "capset": (126, 91), "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445), "landlock_restrict_self": (446, 446),
}  # fmt: skip

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SIGKILL, _SIGTERM = 9, 15
_MADV_COLLAPSE = 25
_LARGE_PAGE_BYTES = 2 << 20
_MADV_HUGEPAGE = 14
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
# the C library's own step, and the most that it takes from its heap
_TOP_PAD_BYTES, _MMAP_THRESHOLD_BYTES = 128 << 10, 32 << 20
_NAMED_FIELDS = 4  # of a line of /proc/self/maps, behind extent and rights: the last one is the name
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CAPABILITIES_VERSION = 0x20080522


@lru_cache(maxsize=1)
def find_arch() -> str:
    """The machine's name, where its numbers are known and Python runs as a program of 64 bits; else ""."""
    machine = platform.machine()
    known = sys.platform == "linux" and machine in AUDIT_ARCHES and ctypes.sizeof(ctypes.c_void_p) == 8
    return machine if known else ""


def find_number(name: str, arch: str) -> int:
    """The number of a call; -1 where the architecture has none. Raises: KeyError for a name not listed."""
    return _NUMBERS[name][0 if arch == "x86_64" else 1]


@lru_cache(maxsize=1)
def _load_libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: object) -> int:
    """Call the kernel. Integers, and buffers of ctypes. Raises: OSError, also where there is no such call."""
    arch = find_arch()
    if not arch:
        raise OSError(38, "the calls of this machine's kernel are not known")
    told = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return _check(_load_libc().syscall(ctypes.c_long(find_number(name, arch)), *told))


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _prctl(option: int, value: int) -> None:
    if sys.platform != "linux":
        raise OSError(38, os.strerror(38))
    _check(_load_prctl()(option, value, 0, 0, 0))


@lru_cache(maxsize=1)
def _load_prctl() -> Callable[[int, int, int, int, int], int]:
    function = _load_libc().prctl
    function.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    return function


def forbid_new_privileges() -> None:
    """From here on no program that is run gains rights by its file. Raises: OSError."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent() -> None:
    """Have this process killed when the one that forked it ends. Raises: OSError."""
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL)


def end_with(parent: int) -> None:
    """Have this new process told to end (SIGTERM) when `parent`, which forked it, ends, however that does.

    Told, not killed: it may have something to end itself. Where it cannot be, it goes on.
    """
    try:
        _prctl(_PR_SET_PDEATHSIG, _SIGTERM)
    except OSError:
        return
    if os.getppid() != parent:  # it was gone already
        os.kill(os.getpid(), _SIGTERM)


def fork() -> int:
    """As `os.fork`, without what Python does around it for processes of several threads.

    Only where this process has one thread: locks, random numbers and hooks stay as they were, which spares
    each child the pages that setting them anew would copy. Raises: OSError.
    """
    return _check(_load_python().fork())


@lru_cache(maxsize=1)
def _load_python() -> ctypes.PyDLL:
    return ctypes.PyDLL(None, use_errno=True)  # one that keeps the interpreter's lock over a call


def join_pages() -> int:
    """Have the kernel join this process's own memory into pages of 2 MiB; how many it joined.

    A fork copies one entry for each of them instead of 512, and none is copied whole for a child that writes
    in it. Linux from 6.1; 0 elsewhere.

    Source: madvise(2), MADV_COLLAPSE.
    """
    if sys.platform != "linux":
        return 0
    advise = _load_advise()
    return sum(advise(start, _LARGE_PAGE_BYTES, _MADV_COLLAPSE) == 0 for start in _list_large_places())


@lru_cache(maxsize=1)
def _load_advise() -> Callable[[int, int, int], int]:
    function = _load_libc().madvise
    function.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return function


def _list_large_places() -> list[int]:
    """Where a page of 2 MiB would fit into memory that is ours and has no file behind it."""
    places: list[int] = []
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return places
    for line in lines:
        extent, rights, *rest = line.split(None, 5)
        if rights == "rw-p" and (len(rest) < _NAMED_FIELDS or rest[-1] == "[heap]"):
            start, end = (int(one, 16) for one in extent.split("-"))
            first = -(-start // _LARGE_PAGE_BYTES) * _LARGE_PAGE_BYTES
            places += range(first, end - _LARGE_PAGE_BYTES + 1, _LARGE_PAGE_BYTES)
    return places


def reserve_heap(size_bytes: int) -> bool:
    """Let the heap grow by so much (64 MiB at most), unwritten yet, in pages of 2 MiB; whether it did.

    What a child writes there costs it one fault in 2 MiB instead of 512, and what it gives back the C library
    keeps for what it takes next, instead of having the kernel clear other pages for it. glibc only.

    Source: mallopt(3), madvise(2) on MADV_HUGEPAGE.
    """
    library = _load_libc()
    if sys.platform != "linux" or not hasattr(library, "mallopt"):
        return False
    library.mallopt(_M_MMAP_THRESHOLD, _MMAP_THRESHOLD_BYTES)
    library.mallopt(_M_TRIM_THRESHOLD, 2 * size_bytes)
    library.mallopt(_M_TOP_PAD, size_bytes // 2)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
    library.free.restype, library.free.argtypes = None, (ctypes.c_void_p,)
    start = library.malloc(size_bytes // 2)  # at the end of the heap: nowhere else is as much room
    library.free(start)
    library.mallopt(_M_TOP_PAD, _TOP_PAD_BYTES)
    library.sbrk.restype, library.sbrk.argtypes = ctypes.c_void_p, (ctypes.c_ssize_t,)
    first = -(-(start or 0) // _LARGE_PAGE_BYTES) * _LARGE_PAGE_BYTES
    length = (library.sbrk(0) or 0) - first
    return length >= _LARGE_PAGE_BYTES and _load_advise()(first, length, _MADV_HUGEPAGE) == 0


def leave_network() -> None:
    """Move this process into an empty network of its own; it must have one thread.

    Root does it directly, others in a user namespace, where the system allows them one. Raises: OSError.
    """
    if sys.platform != "linux":
        raise OSError(38, "only Linux has network namespaces")
    try:
        _check(_load_libc().unshare(_CLONE_NEWNET))
    except PermissionError:
        _check(_load_libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET))


def drop_capabilities() -> None:
    """Give up every capability; with no new privileges none comes back. Raises: OSError."""
    head = ctypes.create_string_buffer(struct.pack("<Ii", _CAPABILITIES_VERSION, 0))
    call("capset", head, ctypes.create_string_buffer(24))
