"""What stands in for a parser that was taken over, or that is bad: zygotes load it from here."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from firstbell.examine.validators.outcome import Outcome, sound
from firstbell.processes import kernel
from firstbell.processes.zygote import FencedAnswer, FencedRequest

HERE = "tests.processes.stubs"


def begin(_: bytes) -> FencedAnswer:
    return answer


def _hang(_: FencedRequest) -> bytes:
    while True:
        pass


def _sleep(_: FencedRequest) -> bytes:
    while True:
        time.sleep(1)


def _crash(_: FencedRequest) -> bytes:
    return bytes(ctypes.string_at(0))


def _exit(_: FencedRequest) -> bytes:
    os._exit(0)


def _refuse(_: FencedRequest) -> bytes:
    raise ValueError("no such thing")


def _import(_: FencedRequest) -> bytes:
    import wave  # noqa: PLC0415 - what was not loaded before is not to be had

    return wave.__name__.encode()


def _work(_: FencedRequest) -> bytes:
    began = time.process_time()
    while time.process_time() - began < 0.2:
        pass
    return b"done"


_ANSWERS: dict[bytes, Callable[[FencedRequest], bytes]] = {
    b"hang": _hang,
    b"sleep": _sleep,
    b"crash": _crash,
    b"exit": _exit,
    b"refuse": _refuse,
    b"import": _import,
    b"eat": lambda _: bytes(1 << 30),
    b"flood": lambda _: bytes(3 << 20),
    b"work": _work,
    b"pid": lambda _: str(os.getpid()).encode(),
    b"call": lambda request: request.ask(b"fetch"),
    b"document": lambda request: os.pread(request.descriptor, request.size_bytes, 0).upper(),
}


def answer(request: FencedRequest) -> bytes:
    known = _ANSWERS.get(request.data[:20])
    return known(request) if known is not None else request.data.upper()


def begin_badly(_: bytes) -> FencedAnswer:
    raise ValueError("there is no such roster")


def begin_late(setup: bytes) -> FencedAnswer:
    """What finds no memory until it was begun three times. `setup`: the file that counts how often it was."""
    with Path(setup.decode()).open("ab") as file:
        file.write(b".")
        if file.tell() < 3:
            raise MemoryError
    return answer


def begin_crowded(setup: bytes) -> FencedAnswer:
    """What can fork nobody at first but the one that tries the layers. `setup`: how often it cannot."""
    fork, refusals = kernel.fork, [False, *[True] * int(setup)]

    def fork_seldom() -> int:
        if refusals and refusals.pop(0):
            raise BlockingIOError(errno.EAGAIN, "too many processes")
        return fork()

    kernel.fork = fork_seldom
    return answer


class Surroundings(msgspec.Struct):
    """What is there to be reached: ports of servers, a desk with a key, who is outside."""

    tcp: int
    udp: int
    unix: str
    desk: str
    supervisor: int


def begin_escapes(setup: bytes) -> FencedAnswer:
    around = msgspec.msgpack.decode(setup, type=Surroundings)
    attempts = {name: attempt for name, attempt in globals().items() if name.startswith("try_")}

    def try_one(request: FencedRequest) -> bytes:
        return str(attempts[request.data.decode()](around)).encode()

    return try_one


def attempt_as_check(data: bytes) -> Outcome:
    """One attempt in a validator's place. `data`: its name, and what is there to be reached."""
    name, around = msgspec.msgpack.decode(data, type=tuple[str, Surroundings])
    attempt: Callable[[Surroundings], object] = globals()[name]
    return sound("stub", str(attempt(around)))


def list_attempts() -> list[str]:
    return [name for name in globals() if name.startswith("try_")]


def _call(name: str, *arguments: object) -> int:
    return kernel.call(name, *arguments)


def try_connecting_by_tcp(around: Surroundings) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream:
        stream.connect(("127.0.0.1", around.tcp))


def try_sending_by_udp(around: Surroundings) -> object:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        return sender.sendto(b"secret", ("127.0.0.1", around.udp))


def try_connecting_to_a_socket_file(around: Surroundings) -> None:
    with socket.socket(socket.AF_UNIX) as stream:
        stream.connect(around.unix)


def try_connecting_to_a_name_without_file(around: Surroundings) -> None:
    with socket.socket(socket.AF_UNIX) as stream:
        stream.connect("\0" + around.unix)


def try_reading_the_key(around: Surroundings) -> object:
    return Path(around.desk, "desk.key").read_bytes()


def try_reading_accounts(_: Surroundings) -> object:
    return Path("/etc/passwd").read_bytes()


def try_listing_a_folder(around: Surroundings) -> object:
    return os.listdir(around.desk)


def try_writing_in_the_desk(around: Surroundings) -> object:
    return Path(around.desk, "firstbell.toml").write_text("mine")


def try_writing_in_tmp(_: Surroundings) -> object:
    return Path("/tmp/firstbell-escape").write_text("mine")


def try_removing_the_key(around: Surroundings) -> None:
    os.unlink(Path(around.desk, "desk.key"))


def try_running_a_program(_: Surroundings) -> object:
    return subprocess.run(["/bin/true"], check=True)


def try_becoming_a_program(_: Surroundings) -> None:
    os.execv("/bin/true", ["true"])


def try_forking(_: Surroundings) -> object:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return pid


def try_forking_past_the_library(_: Surroundings) -> object:
    pid = _call("clone", int(signal.SIGCHLD), 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    return pid


def try_tracing_the_parent(_: Surroundings) -> object:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(16, os.getppid(), None, None) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    return 0


def try_reading_the_memory_of_the_parent(_: Surroundings) -> object:
    with open(f"/proc/{os.getppid()}/mem", "rb") as file:
        return file.read(1)


def try_reading_the_memory_of_the_supervisor(around: Surroundings) -> object:
    with open(f"/proc/{around.supervisor}/mem", "rb") as file:
        return file.read(1)


def try_reading_its_environment(around: Surroundings) -> object:
    return Path(f"/proc/{around.supervisor}/environ").read_bytes()


def try_reading_an_environment_of_ones_own(_: Surroundings) -> object:
    if not os.environ or set(os.environ) == {"LC_CTYPE"}:  # which Python itself sets
        raise OSError("there is none")
    return dict(os.environ)


def try_killing_the_supervisor(around: Surroundings) -> None:
    os.kill(around.supervisor, signal.SIGTERM)


def try_killing_the_parent(_: Surroundings) -> None:
    os.kill(os.getppid(), signal.SIGKILL)


def try_limiting_the_supervisor(around: Surroundings) -> object:
    return _call("prlimit64", around.supervisor, 0, ctypes.create_string_buffer(16), 0)


def try_mounting(around: Surroundings) -> object:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"none", around.desk.encode(), b"tmpfs", 0, None) < 0:
        raise OSError(ctypes.get_errno(), "mount")
    return 0


def try_a_namespace_of_ones_own(_: Surroundings) -> object:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x10000000) < 0:
        raise OSError(ctypes.get_errno(), "unshare")
    return 0


def try_raising_the_limit_of_memory(_: Surroundings) -> None:
    most = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def try_memory_that_is_shared(_: Surroundings) -> object:
    return len(mmap.mmap(-1, 1 << 30))


def try_memory_that_can_be_run(_: Surroundings) -> object:
    prot = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    return len(mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=prot))


def try_too_much_memory(_: Surroundings) -> object:
    return len(bytearray(1 << 30))


def try_memory_bit_by_bit(_: Surroundings) -> object:
    held: list[bytearray] = []
    while len(held) < 1 << 10:
        held.append(bytearray(1 << 20))
    return len(held)


def try_working_without_end(_: Surroundings) -> None:
    while True:
        pass


def try_answering_without_end(_: Surroundings) -> object:
    return "x" * (20 << 20)


def begin_counting(_: bytes) -> FencedAnswer:
    seen: list[FencedRequest] = []

    def count(request: FencedRequest) -> bytes:
        seen.append(request)
        return str(len(seen)).encode()

    return count
