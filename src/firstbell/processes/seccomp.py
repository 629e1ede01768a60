"""A filter of system calls: a short list is allowed, all else is refused with EPERM.

The filter is a program of classic BPF over `struct seccomp_data`: number (offset 0), architecture (4),
arguments (from 16, 8 bytes each; the lower half is looked at, and the upper where it matters). Calls of
another architecture end the process.

Source: Documentation/userspace-api/seccomp_filter.rst, linux/filter.h.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterable, Sequence

import msgspec

from firstbell.processes import kernel

_LOAD, _EQUALS, _AT_LEAST, _ANY_BIT, _MASK, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_SET_MODE_FILTER = 1
_X32_BIT = 0x40000000
_ARGUMENTS_AT = 16

# values of arguments, linux/mman.h, fcntl.h, sched.h, prctl.h
_SHARED_ANONYMOUS, _EXECUTABLE = 0x21, 0x04
_FCNTL_ALLOWED = (0, 1, 2, 3, 1030, 1034)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC, F_GET_SEALS
_CLONE_THREAD = 0x00010000
_PR_SET_NAME, _PR_SET_PDEATHSIG, _SIGKILL = 15, 1, 9
_EMPTY_PATH = 0x1000

_ALWAYS = (
    "read", "write", "readv", "writev", "close", "fstat", "lseek", "pread64", "munmap", "brk", "mremap",
    "madvise", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "poll", "ppoll", "select",
    "pselect6", "sched_yield", "nanosleep", "clock_nanosleep", "dup", "dup2", "dup3", "getpid", "gettid",
    "getppid", "sendto", "recvfrom", "sendmsg", "recvmsg", "exit", "exit_group", "uname", "getcwd",
    "gettimeofday", "time", "clock_gettime", "clock_getres", "getrlimit", "getrusage", "sysinfo", "getuid",
    "getgid", "geteuid", "getegid", "futex", "set_robust_list", "set_tid_address", "rseq", "restart_syscall",
    "sched_getaffinity", "getrandom", "membarrier",
)  # fmt: skip
# what a program needs that is run, besides: files are Landlock's to allow, and its one execve
_OF_PROGRAM = (
    "execve", "openat", "readlink", "readlinkat", "access", "faccessat", "faccessat2", "newfstatat", "statx",
    "getdents64", "statfs", "mmap", "mprotect", "arch_prctl", "ioctl", "pipe2",
)  # fmt: skip

Instruction = tuple[int, int, int, int]


class _Rule(msgspec.Struct, frozen=True):
    """When a call is allowed: `test` is run with the call's arguments, and ends in a return."""

    name: str
    test: tuple[Instruction, ...]


def _load(argument: int, *, upper: bool = False) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument + 4 * upper)


_YES: Instruction = (_RETURN, 0, 0, _ALLOW)
_REFUSED: Instruction = (_RETURN, 0, 0, _ERRNO | errno.EPERM)


def _no(number: int = errno.EPERM) -> Instruction:
    return (_RETURN, 0, 0, _ERRNO | number)


def _one_of(argument: int, values: Sequence[int]) -> tuple[Instruction, ...]:
    """Allowed where an argument is one of these."""
    count = len(values)
    tests = [(_EQUALS, count - at, 0, value) for at, value in enumerate(values)]
    return (_load(argument), *tests, _no(), _YES)


def _without(argument: int, bits: int) -> tuple[Instruction, ...]:
    """Allowed where none of these bits is set in an argument."""
    return (_load(argument), (_ANY_BIT, 0, 1, bits), _no(), _YES)


# memory that is shared counts on no limit; what can be run as code is loaded before
_MMAP = _Rule("mmap", (
    _load(3), (_MASK, 0, 0, _SHARED_ANONYMOUS), (_EQUALS, 0, 1, _SHARED_ANONYMOUS), _no(),
    *_without(2, _EXECUTABLE),
))  # fmt: skip
_MPROTECT = _Rule("mprotect", _without(2, _EXECUTABLE))
_FCNTL = _Rule("fcntl", _one_of(1, _FCNTL_ALLOWED))
_THREADS = _Rule("clone", (_load(0), (_ANY_BIT, 1, 0, _CLONE_THREAD), _no(), _YES))
# its flags are in memory, where a filter cannot look: libraries go on with clone
_CLONE3 = _Rule("clone3", (_no(errno.ENOSYS),))
# of itself, to read: who may set another's limits can end it
_OWN_LIMITS = _Rule("prlimit64", (
    _load(0), (_EQUALS, 0, 5, 0), _load(2), (_EQUALS, 0, 3, 0), _load(2, upper=True), (_EQUALS, 0, 1, 0),
    _YES, _no(),
))  # fmt: skip
_OWN_NAME = _Rule("prctl", _one_of(0, (_PR_SET_NAME,)))
# and to ask for its end with its parent, which it cannot take back
_PARENT_DEATH = _Rule("prctl", (
    _load(0), (_EQUALS, 3, 0, _PR_SET_NAME), (_EQUALS, 0, 3, _PR_SET_PDEATHSIG),
    _load(1), (_EQUALS, 0, 1, _SIGKILL), _YES, _no(),
))  # fmt: skip
# of an open file; a path cannot be told from an empty one, and gives away sizes and times at most
_OPEN_FILE = _Rule("newfstatat", _one_of(3, (_EMPTY_PATH,)))
_ITSELF = _Rule("prlimit64", _one_of(0, (0,)))


def build_zygote_filter(arch: str = "", *, opens: bool = False) -> bytes:
    """The list for a zygote, and so for its children: nothing that opens, runs, connects or signals.

    `opens`: a path may be opened, as far as Landlock lets it: for libraries that take no bytes.

    A limit of no process holds the children from forking, which a zygote may. A filter of their own would
    take the kernel 0.6 ms for each child.
    """
    rules = (
        _MMAP, _MPROTECT, _FCNTL, _CLONE3, _OPEN_FILE, _ITSELF, _PARENT_DEATH,
        _Rule("clone", (_YES,)), _Rule("fork", (_YES,)), _Rule("wait4", (_YES,)),
        _Rule("seccomp", (_YES,)), *((_Rule("openat", (_YES,)),) if opens else ()),
    )  # fmt: skip
    return _assemble(_ALWAYS, rules, arch or kernel.find_arch())


def build_child_filter(arch: str = "") -> bytes:
    """For children that a limit of no process does not hold, those of root: they fork nothing."""
    rules = (_THREADS, _Rule("fork", (_no(),)))
    return _assemble((), rules, arch or kernel.find_arch(), otherwise=_YES)


def build_program_filter(arch: str = "") -> bytes:
    """What a program may call that is run in a fence: it opens what Landlock lets it, and starts no other."""
    rules = (_FCNTL, _THREADS, _CLONE3, _OWN_LIMITS, _OWN_NAME)
    return _assemble((*_ALWAYS, *_OF_PROGRAM), rules, arch or kernel.find_arch())


def _assemble(
    always: Iterable[str], rules: Iterable[_Rule], arch: str, *, otherwise: Instruction = _REFUSED
) -> bytes:
    program: list[Instruction] = [
        (_LOAD, 0, 0, 4),
        (_EQUALS, 1, 0, kernel.AUDIT_ARCHES[arch]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, 0),
    ]
    if arch == "x86_64":
        program += [(_AT_LEAST, 0, 1, _X32_BIT), _no()]
    for name in always:
        if (number := kernel.find_number(name, arch)) >= 0:
            program += [(_EQUALS, 0, 1, number), _YES]
    for rule in rules:
        if (number := kernel.find_number(rule.name, arch)) >= 0:
            program += [(_EQUALS, 0, len(rule.test), number), *rule.test]
    program.append(otherwise)
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def install_filter(program: bytes) -> None:
    """Hold this process, and what it forks, to a filter for good. Raises: OSError.

    No new privileges must have been forbidden before.
    """
    held = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("<HxxxxxxQ", len(program) // 8, ctypes.addressof(held))
    kernel.call("seccomp", _SET_MODE_FILTER, 0, ctypes.create_string_buffer(described, len(described)))
