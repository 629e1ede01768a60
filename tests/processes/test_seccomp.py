"""Filters of system calls, run by an interpreter of the kernel's programs, and by the kernel."""

from __future__ import annotations

import errno
import os
import struct
import subprocess
import sys

import pytest

from firstbell.processes import kernel, seccomp
from tests.house.sources import ROOT

ALLOW, KILL, REFUSE, ABSENT = 0x7FFF0000, 0x80000000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
ARCHES = sorted(kernel.AUDIT_ARCHES)


def run_filter(program: bytes, arch: str, number: int, arguments: tuple[int, ...] = ()) -> int:
    """What a filter says of a call."""
    padded = (*arguments, *(0,) * (6 - len(arguments)))
    data = struct.pack("<IIQ6Q", number, kernel.AUDIT_ARCHES[arch], 0, *padded)
    code = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    held, at = 0, 0
    while True:
        operation, if_so, if_not, value = code[at]
        at += 1
        if operation == 0x20:
            (held,) = struct.unpack_from("<I", data, value)
        elif operation == 0x54:
            held &= value
        elif operation == 0x06:
            return int(value)
        else:
            tests = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}
            at += if_so if tests[operation] else if_not


def ask(program: bytes, arch: str, name: str, *arguments: int) -> int:
    return run_filter(program, arch, kernel.find_number(name, arch), arguments)


@pytest.mark.parametrize("arch", ARCHES)
def test_a_child_reads_writes_and_ends(arch: str) -> None:
    program = seccomp.build_zygote_filter(arch)
    for name in ("read", "write", "pread64", "brk", "munmap", "futex", "exit_group", "recvmsg", "sendto"):
        assert ask(program, arch, name) == ALLOW, name


@pytest.mark.parametrize("arch", ARCHES)
@pytest.mark.parametrize(
    "name",
    ["socket", "connect", "bind", "openat", "execve", "execveat", "kill", "pipe2", "ftruncate", "readlinkat",
     "getdents64", "statx", "faccessat", "ioctl", "sendfile", "capset", "landlock_restrict_self", "tgkill"],
)  # fmt: skip
def test_a_child_opens_runs_connects_and_signals_nothing(arch: str, name: str) -> None:
    assert ask(seccomp.build_zygote_filter(arch), arch, name, 1, 1, 1, 1) == REFUSE


@pytest.mark.parametrize("arch", ARCHES)
def test_what_no_list_names_is_refused(arch: str) -> None:
    for program in (seccomp.build_zygote_filter(arch), seccomp.build_program_filter(arch)):
        listed = sum(run_filter(program, arch, number) == ALLOW for number in range(500))
        assert listed < 100
        assert run_filter(program, arch, 499) == REFUSE


@pytest.mark.parametrize("arch", ARCHES)
def test_arguments_decide_where_a_call_can_do_more_than_one_thing(arch: str) -> None:
    program = seccomp.build_zygote_filter(arch)
    private, shared, executable = 0x22, 0x21, 4
    assert ask(program, arch, "mmap", 0, 4096, 3, private) == ALLOW
    assert ask(program, arch, "mmap", 0, 4096, 3, shared) == REFUSE
    assert ask(program, arch, "mmap", 0, 4096, 3, 1) == ALLOW
    assert ask(program, arch, "mmap", 0, 4096, 3 | executable, private) == REFUSE
    assert ask(program, arch, "mprotect", 0, 4096, 3) == ALLOW
    assert ask(program, arch, "mprotect", 0, 4096, executable) == REFUSE
    set_owner = 8
    assert ask(program, arch, "fcntl", 3, 3) == ALLOW
    assert ask(program, arch, "fcntl", 3, set_owner, 1) == REFUSE
    assert ask(program, arch, "prlimit64", 0, 7, 0, 1) == ALLOW
    assert ask(program, arch, "prlimit64", 1234, 7, 0, 1) == REFUSE
    assert ask(program, arch, "newfstatat", 3, 1, 1, 0x1000) == ALLOW
    assert ask(program, arch, "newfstatat", 3, 1, 1, 0) == REFUSE
    name, parent_death, kill = 15, 1, 9
    assert ask(program, arch, "prctl", name) == ALLOW
    assert ask(program, arch, "prctl", parent_death, kill) == ALLOW
    assert ask(program, arch, "prctl", parent_death, 0) == REFUSE
    assert ask(program, arch, "clone3") == ABSENT


@pytest.mark.parametrize("arch", ARCHES)
def test_a_child_of_root_forks_nothing(arch: str) -> None:
    program = seccomp.build_child_filter(arch)
    thread = 0x00010000
    assert ask(program, arch, "clone", 17) == REFUSE
    assert ask(program, arch, "clone", thread) == ALLOW
    assert ask(program, arch, "read") == ALLOW
    if arch == "x86_64":
        assert ask(program, arch, "fork") == REFUSE


@pytest.mark.parametrize("arch", ARCHES)
def test_a_program_becomes_itself_and_reaches_nobody(arch: str) -> None:
    program = seccomp.build_program_filter(arch)
    for name in ("execve", "openat", "mmap"):
        assert ask(program, arch, name, 0, 0, 4) == ALLOW
    for name in ("socket", "connect", "kill", "ftruncate", "bind"):
        assert ask(program, arch, name, 0, 0, 4) == REFUSE
    assert ask(program, arch, "prlimit64", 0, 7, 0, 1) == ALLOW
    assert ask(program, arch, "prlimit64", 0, 7, 1 << 33, 1) == REFUSE


def test_a_call_of_another_architecture_ends_the_process() -> None:
    assert run_filter(seccomp.build_zygote_filter("x86_64"), "aarch64", 63) == KILL
    x32 = 0x40000000
    assert run_filter(seccomp.build_zygote_filter("x86_64"), "x86_64", x32 | 1) == REFUSE
    assert run_filter(seccomp.build_child_filter("x86_64"), "x86_64", x32 | 57) == REFUSE


def test_the_kernel_holds_a_process_to_it_alone() -> None:
    if not kernel.find_arch():
        pytest.skip("the system calls of this machine are not listed")
    code = (
        "import os, socket\n"
        "from firstbell.processes import kernel, seccomp\n"
        "kernel.forbid_new_privileges()\n"
        "seccomp.install_filter(seccomp.build_zygote_filter())\n"
        "for attempt in (lambda: open('/etc/passwd'), socket.socket, lambda: os.kill(os.getppid(), 0)):\n"
        "    try:\n"
        "        attempt()\n"
        "        os._exit(7)\n"
        "    except PermissionError:\n"
        "        os.write(1, b'refused ')\n"
        "os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    if b"Function not implemented" in done.stderr or b"Invalid argument" in done.stderr:
        pytest.skip("this kernel filters no system calls")
    assert (done.returncode, done.stdout) == (0, b"refused refused refused "), done.stderr.decode()
    assert os.path.exists("/etc/passwd")
