"""Metadata of local files as nodes."""

from __future__ import annotations

import errno
import grp
import os
import pwd
from functools import lru_cache

from firstbell.base.clock import format_time
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import ExtendedAttribute, Node, kind_and_mode

_NO_XATTRS = frozenset({errno.ENOTSUP, errno.ENODATA, errno.EPERM, errno.EACCES, errno.ENOENT})
_HAS_LINKS = frozenset({"file", "symlink", "dev", "chardev"})


@lru_cache(maxsize=1024)
def _find_user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return ""


@lru_cache(maxsize=1024)
def _find_group(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return ""


@lru_cache(maxsize=4096)
def _describe_rights(st_mode: int, uid: int, gid: int) -> tuple[str, int, int, int, str, str]:
    """Type, mode, owner and group, and their names, as a node has them."""
    kind, mode = kind_and_mode(st_mode)
    return kind, mode, uid, gid, _find_user(uid), _find_group(gid)


def make_node(name: bytes, path: bytes, status: os.stat_result, *, with_atime: bool = False) -> Node:
    """The node of a local file, without content or subtree.

    The access time is the modified time unless `with_atime`, so that reading alone changes no tree.

    Raises: OSError when a link or attribute cannot be read.
    """
    kind, mode = kind_and_mode(status.st_mode)
    modified_ns, changed_ns = status.st_mtime_ns, status.st_ctime_ns
    modified = format_time(modified_ns)
    node = Node(
        quote_name(name),
        kind,
        mode,
        modified,
        format_time(status.st_atime_ns) if with_atime else modified,
        modified if changed_ns == modified_ns else format_time(changed_ns),
        status.st_uid,
        status.st_gid,
        _find_user(status.st_uid),
        _find_group(status.st_gid),
        status.st_ino,
        status.st_dev,
    )
    if kind == "file":
        node.size = status.st_size
    if kind in _HAS_LINKS:
        node.links = status.st_nlink
    if kind == "symlink":
        _set_link_target(node, os.readlink(path))
    elif kind in {"dev", "chardev"}:
        node.device = status.st_rdev
    attributes = read_attributes(path)
    if attributes:
        node.extended_attributes = attributes
    return node


def is_described(path: bytes, status: os.stat_result, node: Node, *, with_atime: bool = False) -> bool:
    """Whether `make_node` would give `node`, content apart; cheaper than making it.

    Of other things than regular files and plain links it says no. Raises: OSError when a link or attribute
    cannot be read.
    """
    modified_ns, changed_ns = status.st_mtime_ns, status.st_ctime_ns
    kind, mtime = node.type, node.mtime
    return (
        node.inode == status.st_ino
        and node.size == (status.st_size if kind == "file" else 0)
        and mtime == format_time(modified_ns)
        # they are the same moment of most files that were written where they lie
        and node.ctime == (mtime if changed_ns == modified_ns else format_time(changed_ns))
        and node.atime == (format_time(status.st_atime_ns) if with_atime else mtime)
        and (kind, node.mode, node.uid, node.gid, node.user, node.group)
        == _describe_rights(status.st_mode, status.st_uid, status.st_gid)
        and node.links == status.st_nlink
        and node.device_id == status.st_dev
        and (node.extended_attributes or []) == read_attributes(path)
        and (kind == "file" or (kind == "symlink" and _leads_to(path, node)))
    )


def is_described_folder(path: bytes, status: os.stat_result, node: Node, *, with_atime: bool = False) -> bool:
    """Whether `make_node` would give `node`, the node of a folder, subtree apart; cheaper than making it.

    Raises: OSError when an attribute cannot be read.
    """
    mtime = format_time(status.st_mtime_ns)
    return (
        node.inode == status.st_ino
        and node.mtime == mtime
        and node.ctime == format_time(status.st_ctime_ns)
        and node.atime == (format_time(status.st_atime_ns) if with_atime else mtime)
        and (node.type, node.mode, node.uid, node.gid, node.user, node.group)
        == _describe_rights(status.st_mode, status.st_uid, status.st_gid)
        and node.device_id == status.st_dev
        and (node.extended_attributes or []) == read_attributes(path)
        # what the node of a folder never has here, and one that another program wrote might
        and not (node.size or node.links or node.device or node.linktarget or node.linktarget_raw)
        and node.generic_attributes is None
        and node.content is None
    )


def _leads_to(path: bytes, node: Node) -> bool:
    return node.linktarget_raw is None and os.readlink(path) == node.link_target


def _set_link_target(node: Node, target: bytes) -> None:
    try:
        node.linktarget = target.decode()
    except UnicodeDecodeError:
        node.linktarget = target.decode(errors="replace")
        node.linktarget_raw = target


def read_attributes(path: bytes) -> list[ExtendedAttribute]:
    """The extended attributes of a local file in the system's order, as in restic; links not followed."""
    try:
        names = os.listxattr(path, follow_symlinks=False)
    except OSError as error:
        if error.errno in _NO_XATTRS:
            return []
        raise
    if not names:
        return []
    found = []
    for name in names:
        try:
            value = os.getxattr(path, name, follow_symlinks=False)
        except OSError as error:
            if error.errno in _NO_XATTRS:
                continue
            raise
        found.append(ExtendedAttribute(name, value))
    return found
