"""A tree of everything a filesystem can hold, and what two trees must agree in to be identical."""

from __future__ import annotations

import hashlib
import os
import random
import stat
import struct
from pathlib import Path

OLD_NS = 981_173_106_987_654_321
ODD_NAMES = (
    b"plain.txt",
    b"two words.txt",
    b"new\nline",
    b"tab\there",
    b'quote"s and \\ back',
    b"*?[x]",
    "Lehrkräfte 日本 🎒.odt".encode(),
    b"latin1 \xe4\xf6\xfc",
    b"\xff\xfe",
    b"-rf",
    b" ",
    b"...",
    b"control\x01\x7f",
    b"n" * 255,
)
SPARSE_BYTES = 24 << 20


def make_odd_tree(root: Path) -> Path:
    """A tree of odd names, all kinds of nodes, modes, times, attributes, links and sizes."""
    rng = random.Random(7)
    for folder in ("names", "sizes", "empty/nested", "links", "modes", "kinds", "attributes", "no_one"):
        (root / folder).mkdir(parents=True)
    top = os.fsencode(root)
    for at, name in enumerate(ODD_NAMES):
        path = os.path.join(top, b"names", name)
        write(path, b"name %d\n" % at)
        os.utime(path, ns=(OLD_NS + at, OLD_NS + 7 * at))
    os.mkdir(os.path.join(top, b"names", b"f\xf6lder"))
    write(os.path.join(top, b"names", b"f\xf6lder", b"inside"), b"inside")
    for size in (0, 1, 511, 512 << 10, (512 << 10) + 1):
        (root / "sizes" / f"{size}").write_bytes(rng.randbytes(size))
    (root / "sizes" / "large").write_bytes(rng.randbytes(5_000_011))
    (root / "sizes" / "zeros").write_bytes(bytes(3 << 20))
    _make_sparse(root / "sizes" / "sparse")
    _make_links(root / "links")
    _make_modes(root)
    _make_attributes(root / "attributes")
    os.mkfifo(root / "kinds" / "fifo", 0o640)
    if os.geteuid() == 0:
        os.mknod(root / "kinds" / "null", 0o644 | stat.S_IFCHR, os.makedev(1, 3))
        os.chown(root / "kinds" / "fifo", 1234, 4321)
    for folder in ("empty", "names", "."):
        os.utime(root / folder, ns=(OLD_NS, OLD_NS + 5))
    return root


def write(path: bytes, data: bytes) -> None:
    """A file of that name, whatever its bytes are."""
    with open(path, "wb") as out:
        out.write(data)


def _make_sparse(path: Path) -> None:
    with path.open("wb") as out:
        out.write(b"head")
        out.seek(SPARSE_BYTES)
        out.write(b"tail")


def _make_links(folder: Path) -> None:
    (folder / "file").write_bytes(b"many names")
    os.link(folder / "file", folder / "hard")
    os.link(folder / "file", folder.parent / "names" / "hard too")
    (folder / "soft").symlink_to("file")
    (folder / "dangling").symlink_to("../no/such")
    (folder / "absolute").symlink_to("/etc/hostname")
    (folder / "to folder").symlink_to("../names", target_is_directory=True)
    os.symlink(b"latin1 \xe4", os.path.join(os.fsencode(folder), b"raw target"))
    os.utime(folder / "soft", ns=(OLD_NS, OLD_NS), follow_symlinks=False)


def _make_modes(root: Path) -> None:
    for mode in (0o000, 0o400, 0o644, 0o755, 0o4755, 0o2755, 0o1644, 0o6711):
        path = root / "modes" / f"{mode:04o}"
        path.write_bytes(b"mode %o" % mode)
        path.chmod(mode)
    (root / "empty" / "nested").chmod(0o1777)
    (root / "no_one" / "inside").write_bytes(b"shut in")
    (root / "no_one").chmod(0o500)


def _make_attributes(folder: Path) -> None:
    path = folder / "tagged"
    path.write_bytes(b"tagged")
    os.setxattr(path, "user.empty", b"")
    os.setxattr(path, "user.school", "Nordhöhe".encode())
    os.setxattr(path, "user.binary", bytes(range(256)))
    os.setxattr(folder, "user.folder", b"yes")
    # owner rwx, user 1234 r--, group r--, mask r--, other ---  (linux/posix_acl_xattr.h, version 2)
    entries = [(0x01, 7, -1), (0x02, 4, 1234), (0x04, 4, -1), (0x10, 4, -1), (0x20, 0, -1)]
    rows = b"".join(struct.pack("<HHi", *entry) for entry in entries)
    os.setxattr(path, "system.posix_acl_access", struct.pack("<I", 2) + rows)


def survey(root: Path) -> dict[bytes, tuple[object, ...]]:
    """Every path below `root` and all that a restore owes it; names of one file share a group."""
    found: dict[bytes, tuple[object, ...]] = {}
    first_name: dict[tuple[int, int], bytes] = {}
    top = os.fsencode(root)
    for where, folders, files in os.walk(top):
        folders.sort()
        for name in [b".", *folders, *sorted(files)] if where == top else [*folders, *sorted(files)]:
            path = os.path.join(where, name)
            relative = os.path.relpath(path, top)
            status = os.lstat(path)
            first = first_name.setdefault((status.st_dev, status.st_ino), relative)
            found[relative] = (*_describe(path, status), first)
    return found


def _describe(path: bytes, status: os.stat_result) -> tuple[object, ...]:
    names = sorted(os.listxattr(path, follow_symlinks=False))
    attributes = tuple((name, os.getxattr(path, name, follow_symlinks=False)) for name in names)
    about = (status.st_mode, status.st_uid, status.st_gid, status.st_mtime_ns, attributes)
    if stat.S_ISREG(status.st_mode):
        return (*about, status.st_nlink, status.st_size, hash_file(path))
    if stat.S_ISLNK(status.st_mode):
        return (*about, os.readlink(path))
    return (*about, status.st_rdev)


def hash_file(path: bytes) -> str:
    """The hash of a file's bytes."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_tree(root: Path) -> str:
    """One hash over a whole tree, cheap to keep and to compare."""
    return hashlib.sha256(repr(sorted(survey(root).items())).encode()).hexdigest()


def count_files(root: Path) -> int:
    """How many regular files, each name counted, a tree holds."""
    return sum(stat.S_ISREG(os.lstat(path).st_mode) for path in _walk(os.fsencode(root)))


def _walk(top: bytes) -> list[bytes]:
    return [os.path.join(where, name) for where, _, files in os.walk(top) for name in files]
