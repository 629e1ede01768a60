"""Entries of a snapshot as lines of `ls -l`."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.base.clock import parse_time
from firstbell.base.errors import Error
from firstbell.cli.terminal.figures import format_bytes
from firstbell.cli.terminal.output import text_path
from firstbell.cli.times import show_moment
from firstbell.repository import Node
from firstbell.repository.description import format_mode
from firstbell.repository.format.node import Outline


def list_paths(folder: bytes, nodes: Sequence[Node | Outline]) -> list[str]:
    """One line for each of these entries of a folder, as `text_path` shows its path."""
    names = [node.quoted_name for node in nodes]
    together = "".join(names)
    if together.isprintable() and "\\" not in together:
        # nothing is quoted, nothing is to be shown otherwise
        parent = text_path(folder) + "/"
        return [parent + name for name in names]
    return [text_path(folder + b"/" + node.name) for node in nodes]


def list_node(path: bytes, node: Node, *, human: bool = False) -> str:
    """One line of `ls -l`. `human`: the size in units."""
    target = f" -> {text_path(node.link_target)}" if node.type == "symlink" else ""
    size = node.size if node.type == "file" else 0
    try:
        moment = show_moment(parse_time(node.mtime))
    except Error:
        moment = "?" * 26
    permissions = format_mode(node.mode)
    shown = format_bytes(size) if human else str(size)
    return f"{permissions} {node.uid:>5} {node.gid:>5} {shown:>12} {moment} {text_path(path)}{target}"
