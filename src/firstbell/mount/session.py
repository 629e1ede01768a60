"""A filesystem mounted by libfuse, until somebody unmounts it or interrupts us."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from firstbell.mount.errors import MountError
from firstbell.mount.operations import MountOperations

try:
    import mfusepy
except (OSError, AttributeError) as error:
    raise MountError(
        f"this machine has no FUSE library: {error}", hint="apt-get install fuse3 (macOS: macFUSE)"
    ) from None

# how long the kernel believes what it was told
_KERNEL_CACHE_S = 5.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# what libfuse 3 gives when a signal ended it, or an unmount that it was not asked for
_ENDED = 8


@dataclass(frozen=True, slots=True)
class MountOptions:
    """`allow_other`: other users may look in. `checks_modes`: the kernel holds users to modes and owners."""

    allow_other: bool = False
    checks_modes: bool = True


class _Answers:
    """What mfusepy calls. An attribute for each request that is known; others the kernel is told are not."""

    use_ns = True

    def __init__(self, operations: MountOperations, on_mounted: Callable[[], None]) -> None:
        self.getattr = operations.getattr
        self.readdir = operations.readdir
        self.readlink = operations.readlink
        self.open = operations.open
        self.read = lambda path, size, offset, fh: operations.read(path, size, offset=offset, handle=fh)
        self.release = operations.release
        self.listxattr = operations.listxattr
        self.getxattr = operations.getxattr
        self.statfs = operations.statfs
        self._on_mounted = on_mounted
        self._folder = os.getcwd()

    def init(self, path: str) -> None:
        """Called when the kernel has it mounted."""
        # libfuse went to the root, and the repository may have a relative path
        os.chdir(self._folder)
        self._on_mounted()


def check_mountpoint(mountpoint: Path) -> None:
    """Raises: MountError unless it is a folder that nobody mounts on yet."""
    try:
        status = mountpoint.stat()
    except OSError as error:
        hint = f"make it first: mkdir {mountpoint}"
        if isinstance(error, PermissionError) or error.errno not in (2,):
            hint = f"if an earlier mount ended badly: umount {mountpoint}"
        raise MountError(f"{mountpoint}: {error.strerror}", hint=hint) from None
    if not stat.S_ISDIR(status.st_mode):
        raise MountError(f"{mountpoint} is not a folder", hint="name an empty folder")
    if os.path.ismount(mountpoint):
        raise MountError(f"something is mounted on {mountpoint} already", hint=f"umount {mountpoint}")
    with suppress(PermissionError):
        if any(mountpoint.iterdir()):
            why = f"{mountpoint} is not empty, and the mount would hide what is in it"
            raise MountError(why, hint="name an empty folder")


def serve_mount(
    operations: MountOperations,
    mountpoint: Path,
    options: MountOptions,
    *,
    name: str,
    on_mounted: Callable[[], None],
) -> None:
    """Mount, answer the kernel, and unmount when interrupted; returns when nothing is mounted any more.

    `name`: what tables of mounts show.

    Raises: MountError.
    """
    settings: dict[str, object] = {
        "foreground": True,
        "ro": True,
        # a comma would begin the next option
        "fsname": name.replace(",", "_"),
        "subtype": "firstbell",
        "default_permissions": options.checks_modes,
        "allow_other": options.allow_other,
        "attr_timeout": _KERNEL_CACHE_S,
        "entry_timeout": _KERNEL_CACHE_S,
        # what was read of a file stays with the kernel while size and time are the same
        "auto_cache": True,
    }
    try:
        with _default_signals():
            mfusepy.FUSE(_Answers(operations, on_mounted), str(mountpoint), **settings)
    except RuntimeError as error:
        if error.args != (_ENDED,):
            raise MountError(
                f"{mountpoint} cannot be mounted (libfuse gives {error})",
                hint="see what FUSE says above; root, or fusermount3 and access to /dev/fuse, is needed",
            ) from None


@contextmanager
def _default_signals() -> Iterator[None]:
    """Libfuse unmounts on signals that nobody else answers to."""
    before = {}
    with suppress(ValueError):  # not in the main thread, where signals are somebody else's
        before = {number: signal.signal(number, signal.SIG_DFL) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
