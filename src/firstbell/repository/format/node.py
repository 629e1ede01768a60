"""A node: one entry of a tree, with every field that restic 0.18 writes.

Source: restic design document, "Trees and Data"; field names and order as restic 0.18.0 writes them.
The mode is Go's `os.FileMode`: nine permission bits, and the bits below.
"""

from __future__ import annotations

import stat
from functools import lru_cache
from typing import Annotated, Any

import msgspec

from firstbell.base.clock import ZERO_TIME
from firstbell.base.ids import ID_BYTES
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.names import unquote_name

MODE_DIR = 1 << 31
MODE_SYMLINK = 1 << 27
MODE_DEVICE = 1 << 26
MODE_FIFO = 1 << 25
MODE_SOCKET = 1 << 24
MODE_SETUID = 1 << 23
MODE_SETGID = 1 << 22
MODE_CHAR_DEVICE = 1 << 21
MODE_STICKY = 1 << 20
MODE_IRREGULAR = 1 << 19

# as far as restic's fields reach, and a database's
_Short = Annotated[int, msgspec.Meta(ge=-1, le=(1 << 32) - 1)]
# an owner that no system has hurts its own file, not the folder it lies in
_Owner = Annotated[int, msgspec.Meta(ge=-(1 << 63), le=(1 << 63) - 1)]
_Size = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]

KINDS = ("file", "dir", "symlink", "dev", "chardev", "fifo", "socket", "irregular")

_KIND_BITS = {
    stat.S_IFREG: ("file", 0),
    stat.S_IFDIR: ("dir", MODE_DIR),
    stat.S_IFLNK: ("symlink", MODE_SYMLINK),
    stat.S_IFBLK: ("dev", MODE_DEVICE),
    stat.S_IFCHR: ("chardev", MODE_DEVICE | MODE_CHAR_DEVICE),
    stat.S_IFIFO: ("fifo", MODE_FIFO),
    stat.S_IFSOCK: ("socket", MODE_SOCKET),
}


class ExtendedAttribute(msgspec.Struct):
    """One extended attribute: `value` is base64 on disk."""

    name: str
    value: bytes | None = b""


def _no_content() -> None:
    """A factory, not a default: restic writes `"content":null`, and a default would be left out."""


class Node(msgspec.Struct, omit_defaults=True, gc=False):
    """One entry of a tree.

    `quoted_name` is the name as it stands on disk; `name` gives its bytes. Times are RFC 3339 text.
    `content`: hex ids of the data blobs in order (files; None or empty for an empty file).
    `subtree`: hex id of the tree blob (directories). `device`: rdev of a device node.
    """

    quoted_name: str = msgspec.field(name="name")
    type: str
    mode: _Short = 0
    mtime: str = ZERO_TIME
    atime: str = ZERO_TIME
    ctime: str = ZERO_TIME
    uid: _Owner = msgspec.field(default=-1)
    gid: _Owner = msgspec.field(default=-1)
    user: str = ""
    group: str = ""
    inode: int = 0
    device_id: int = 0
    size: _Size = 0
    links: int = 0
    linktarget: str = ""
    linktarget_raw: bytes | None = None
    extended_attributes: list[ExtendedAttribute] | None = None
    generic_attributes: dict[str, Any] | None = None
    device: int = 0
    content: list[str] | None = msgspec.field(default_factory=_no_content)
    subtree: str | None = None

    @property
    def name(self) -> bytes:
        """The name as bytes.

        Raises: FormatError when the quoted name holds an escape that is none.
        """
        return unquote_name(self.quoted_name)

    @property
    def content_ids(self) -> tuple[bytes, ...]:
        """The ids of the content's blobs, 32 raw bytes each.

        Raises: FormatError when one is none.
        """
        return tuple([parse_node_id(hex_id) for hex_id in self.content or ()])

    @property
    def link_target(self) -> bytes:
        """The target of a symlink as bytes."""
        if self.linktarget_raw:
            return self.linktarget_raw
        return self.linktarget.encode(errors="surrogatepass")


class Outline(msgspec.Struct, gc=False):
    """Of an entry of a tree only what a list of paths needs: a third of the time of reading it whole."""

    quoted_name: str = msgspec.field(name="name")
    type: str
    size: _Size = 0
    subtree: str | None = None

    @property
    def name(self) -> bytes:
        """See `Node.name`."""
        return unquote_name(self.quoted_name)


@lru_cache(maxsize=4096)
def kind_and_mode(st_mode: int) -> tuple[str, int]:
    """The node type of restic and Go's file mode for a Unix `st_mode`.

    An unknown kind gives ("irregular", ...).
    """
    kind, bits = _KIND_BITS.get(stat.S_IFMT(st_mode), ("irregular", MODE_IRREGULAR))
    mode = (st_mode & 0o777) | bits
    if st_mode & stat.S_ISUID:
        mode |= MODE_SETUID
    if st_mode & stat.S_ISGID:
        mode |= MODE_SETGID
    if st_mode & stat.S_ISVTX:
        mode |= MODE_STICKY
    return kind, mode


def unix_permissions(mode: int) -> int:
    """The permission bits for `chmod` of a Go file mode."""
    bits = mode & 0o777
    if mode & MODE_SETUID:
        bits |= stat.S_ISUID
    if mode & MODE_SETGID:
        bits |= stat.S_ISGID
    if mode & MODE_STICKY:
        bits |= stat.S_ISVTX
    return bits


def parse_node_id(hex_id: str) -> bytes:
    """The 32 raw bytes of an id in a node.

    Raises: FormatError.
    """
    try:
        raw = bytes.fromhex(hex_id)
    except ValueError:
        raw = b""
    if len(raw) != ID_BYTES:
        raise FormatError("tree", f"{hex_id[:70]!r} is no id")
    return raw
