"""The layers of a fence, laid on from inside by a process that is about to meet what nobody trusts.

Each layer holds by itself. Where one is not to be had (an old kernel, a container that refuses it, macOS) the
others hold, and the report says which is missing and why.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

import msgspec

from firstbell.processes import kernel, landlock, seccomp

_NOBODY = 65534
_MOST_DESCRIPTORS = 64
# a backstop behind the supervisor's own limits, for a child that nobody watches any longer
_MOST_CPU_S = 4 * 3600
_SYSTEM_FOLDERS = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/sys/devices/system/cpu",
)
_LOADERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")


class FenceLayer(msgspec.Struct, frozen=True, array_like=True):
    """One layer of the fence: its name, whether it holds here, and what it does or why it is missing."""

    name: str
    ok: bool
    why: str


class _Step(msgspec.Struct, frozen=True):
    name: str
    why: str
    lay: Callable[[], object]


def _lay(steps: Iterable[_Step]) -> list[FenceLayer]:
    layers = []
    for step in steps:
        try:
            step.lay()
        except (OSError, ValueError, AttributeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            layers.append(FenceLayer(step.name, ok=False, why=reason))
        else:
            layers.append(FenceLayer(step.name, ok=True, why=step.why))
    return layers


def leave_world() -> list[FenceLayer]:
    """What a program does first, while it has one thread: it leaves the network."""
    why = "the child has an empty network of its own"
    return _lay([_Step("network namespace", why, kernel.leave_network)])


def confine_zygote(*, opens_own: bool = False) -> list[FenceLayer]:
    """What the program that forks the children lays on itself, and so on them, once all is loaded.

    `opens_own`: the children may open the document they were given once more, by a path: only where Landlock
    holds, which keeps them from every other file.
    """
    layers = _lay(
        (
            _Step("limits", "no file can be written, no core file is left", _limit_files),
            _Step("other user", "the child does not run as root", _leave_root),
            _Step("capabilities", "the child has none", kernel.drop_capabilities),
            _Step("no new privileges", "no program gives the child rights", kernel.forbid_new_privileges),
            _Step("Landlock", "the child can open no file", landlock.restrict_files),
        )
    )
    opens = opens_own and layers[-1].ok
    why = "the child may call what a short list names"
    return [*layers, *_lay([_Step("system calls", why, lambda: _filter_zygote(opens=opens))])]


class ChildConfinement:
    """What a child lays on itself before it is given anything. `data_bytes`: what it has in memory.

    Made before the children are forked, and tried in one of them, which says what holds; the others lay that
    on with as little work as they can, since each page of memory that they touch is copied for them.
    """

    def __init__(self, data_bytes: int, memory_bytes: int) -> None:
        most = data_bytes + memory_bytes
        self._steps = (
            _Step("ends with its parent", "no child is left over", kernel.die_with_parent),
            _Step("memory", "the child may take so much", lambda: _limit_memory(most)),
            _Step("no process", "the child starts no process and no thread", _forbid_processes),
        )
        self._held: tuple[Callable[[], object], ...] = ()

    def try_out(self) -> list[FenceLayer]:
        """Lay all of it on this process, and say what holds."""
        return _lay(self._steps)

    def expect(self, layers: Sequence[FenceLayer]) -> None:
        """What held in the child that tried it has to hold in the others."""
        held = {layer.name for layer in layers if layer.ok}
        self._held = tuple(step.lay for step in self._steps if step.name in held)

    def lay(self) -> None:
        """Lay on what is expected to hold. Raises: OSError, ValueError where it does not."""
        for lay in self._held:
            lay()


def confine_program(readable: Sequence[str], program: str, memory_bytes: int) -> list[FenceLayer]:
    """What is laid on before another's program is run: it may read these paths, and run itself."""
    allowed = [(path, landlock.READ_FILE | landlock.READ_FOLDER) for path in (*_SYSTEM_FOLDERS, *readable)]
    allowed += [
        (os.path.realpath(path), landlock.EXECUTE | landlock.READ_FILE) for path in (program, *_LOADERS)
    ]
    return _lay(
        (
            _Step("network namespace", "", kernel.leave_network),
            _Step("limits", "", _limit_files),
            _Step("memory", "", lambda: _limit_memory(memory_bytes)),
            _Step("other user", "", _leave_root),
            _Step("capabilities", "", kernel.drop_capabilities),
            _Step("no new privileges", "", kernel.forbid_new_privileges),
            _Step("Landlock", "", lambda: landlock.restrict_files(allowed)),
            _Step("system calls", "", lambda: seccomp.install_filter(seccomp.build_program_filter())),
        )
    )


def measure_data_bytes() -> int:
    """What of this process's memory counts on its limit; 0 where nobody says."""
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[5]) * resource.getpagesize()
    return 0


def _limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    most = min(_MOST_DESCRIPTORS, *(one for one in resource.getrlimit(resource.RLIMIT_NOFILE) if one >= 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_CPU_S, _MOST_CPU_S))


def _limit_memory(most_bytes: int) -> None:
    if sys.platform != "linux":
        raise OSError(38, "this system does not hold a process to a limit on memory")
    # a mapped file does not count here; what is shared and has no file behind it is refused as a call
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))


def _leave_root() -> None:
    if os.geteuid() != 0:
        return
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _filter_zygote(*, opens: bool) -> None:
    if not kernel.find_arch():
        raise OSError(38, "the system calls of this machine are not listed")
    seccomp.install_filter(seccomp.build_zygote_filter(opens=opens))


def _forbid_processes() -> None:
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if os.geteuid() == 0:  # whom that limit does not hold
        seccomp.install_filter(seccomp.build_child_filter())
