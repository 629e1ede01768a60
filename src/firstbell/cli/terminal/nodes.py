"""Entries of a snapshot as they are shown: restic's fields in JSON, `ls -l` in text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstbell.base.clock import parse_time
from firstbell.base.errors import Error
from firstbell.cli.terminal.output import json_path, text_path
from firstbell.cli.times import show_moment
from firstbell.repository import Node
from firstbell.repository.format.node import Outline

# Go's os.FileMode writes a letter for each of its high bits
_MODE_LETTERS = "dalTLDpSugct?"


def format_mode(mode: int) -> str:
    """A Go file mode as Go writes it.

    >>> format_mode((1 << 31) | 0o750)
    'drwxr-x---'
    """
    letters = "".join(letter for at, letter in enumerate(_MODE_LETTERS) if mode & (1 << (31 - at)))
    permissions = "".join(letter if mode & (1 << (8 - at)) else "-" for at, letter in enumerate("rwxrwxrwx"))
    return (letters or "-") + permissions


def describe_node(path: bytes, node: Node) -> dict[str, Any]:
    """The fields of `ls --json`."""
    fields: dict[str, Any] = {"name": json_path(node.name), "type": node.type, "path": json_path(path)}
    fields |= {"uid": node.uid, "gid": node.gid}
    if node.type == "file":
        fields["size"] = node.size
    fields |= {"mode": node.mode, "permissions": format_mode(node.mode)}
    fields |= {"mtime": node.mtime, "atime": node.atime, "ctime": node.ctime, "inode": node.inode}
    return fields


def list_paths(folder: bytes, nodes: Sequence[Node | Outline]) -> list[str]:
    """One line for each of these entries of a folder, as `text_path` shows its path."""
    names = [node.quoted_name for node in nodes]
    together = "".join(names)
    if together.isprintable() and "\\" not in together:
        # nothing is quoted, nothing is to be shown otherwise
        parent = text_path(folder) + "/"
        return [parent + name for name in names]
    return [text_path(folder + b"/" + node.name) for node in nodes]


def list_node(path: bytes, node: Node) -> str:
    """One line of `ls -l`."""
    target = f" -> {text_path(node.link_target)}" if node.type == "symlink" else ""
    size = node.size if node.type == "file" else 0
    try:
        moment = show_moment(parse_time(node.mtime))
    except Error:
        moment = "?" * 26
    permissions = format_mode(node.mode)
    return f"{permissions} {node.uid:>5} {node.gid:>5} {size:>12} {moment} {text_path(path)}{target}"
