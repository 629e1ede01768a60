"""`firstbell ls`: list the files of a snapshot."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click
import msgspec

from firstbell.base.clock import read_node_time
from firstbell.base.ids import parse_hex_id
from firstbell.cli.terminal.ncdu import write_ncdu
from firstbell.cli.terminal.nodes import list_node, list_paths
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, collect, reading, repository_command
from firstbell.cli.terminal.output import Output, text_path
from firstbell.cli.terminal.selection import filter_options
from firstbell.record.paths import fold_name, has_drive, is_of_windows, read_inside
from firstbell.repository import walk_tree
from firstbell.repository.description import describe_node, describe_snapshot
from firstbell.repository.format.tree import parse_outline
from firstbell.repository.walk import walk_runs

if TYPE_CHECKING:
    from firstbell.repository import Node, Repository, Snapshot, SnapshotFilter, WalkEntry


SORTS = ("name", "size", "time", "mtime", "atime", "ctime", "extension")


def sort_entries(entries: Iterable[WalkEntry], sort: str, *, reverse: bool = False) -> list[WalkEntry]:
    """The entries by one of SORTS; what is equal in that stands by path."""
    key = _KEYS[sort]
    return sorted(entries, key=lambda entry: (key(entry.node), entry.path), reverse=reverse)


def _find_extension(node: Node) -> bytes:
    """From the last dot on: a name that begins with its only dot is all extension, as in Go."""
    _, dot, rest = node.name.rpartition(b".")
    return dot + rest if dot else b""


_KEYS: dict[str, Callable[[Any], Any]] = {
    "name": lambda node: 0,
    "size": lambda node: node.size if node.type == "file" else 0,
    "time": lambda node: read_node_time(node.mtime),
    "mtime": lambda node: read_node_time(node.mtime),
    "atime": lambda node: read_node_time(node.atime),
    "ctime": lambda node: read_node_time(node.ctime),
    "extension": _find_extension,
}


class LsRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for. `folders`: absolute paths inside the snapshot."""

    snapshot: str
    folders: tuple[bytes, ...]
    wanted: SnapshotFilter
    long: bool
    recursive: bool
    human_readable: bool
    sort: str | None
    reverse: bool
    ncdu: bool


@repository_command()
@click.argument("snapshot")
@click.argument("folders", nargs=-1, type=click.Path(path_type=bytes))
@click.option("-l", "--long", is_flag=True, help="Also show mode, owner, size and time.")
@click.option("--recursive", is_flag=True, help="Include everything below the folders.")
@click.option("--human-readable", is_flag=True, help="With -l, show sizes in units such as MiB.")
@click.option(
    "-s",
    "--sort",
    type=click.Choice(SORTS),
    metavar="|".join(SORTS),
    help="Sort by this; `time` is `mtime`. [as the folders hold them]",
)
@click.option("--reverse", is_flag=True, help="Reverse the order; without --sort, that of the paths.")
@click.option("--ncdu", is_flag=True, help="Print the export format of ncdu (pipe it into `ncdu -f -`).")
@filter_options
@collect(LsRequest)
def command(options: RepositoryOptions, request: LsRequest) -> None:
    """List the files of a snapshot.

    SNAPSHOT is an id, its first digits, or `latest`. FOLDERS are absolute paths inside it; then only they and
    what is directly in them are listed. In a snapshot of a Windows host, `C:\\Users` and `/C/Users` are the
    same folder, in upper or lower case.

    \b
    EXAMPLE
      firstbell ls latest /srv/school -l
    """
    _refuse_mixture(options, request)
    for folder in request.folders:
        if not has_drive(folder):
            _check_absolute(folder)
    output = options.output
    with reading(options) as repository:
        snapshot = repository.snapshots.find(request.snapshot, request.wanted)
        output.message({"message_type": "snapshot", "struct_type": "snapshot", **describe_snapshot(snapshot)})
        folders = _Folders(request, snapshot)
        if request.ncdu:
            write_ncdu(snapshot, _find(repository, snapshot, folders))
            return
        if folders or request.long or output.json or request.sort or request.reverse:
            found = _sort(request, _find(repository, snapshot, folders))
            count, size_bytes = _tell_entries(output, request, found)
            if request.folders and not count:
                named = ", ".join(map(text_path, request.folders))
                short = snapshot.short_id
                output.note(
                    f"snapshot {short} holds nothing at {named}; `firstbell ls {short}` shows all it holds"
                )
        else:
            count, size_bytes = _tell_paths(output, repository, snapshot)
    output.summary({"snapshot_id": snapshot.hex_id, "entries": count, "total_bytes": size_bytes})


def _refuse_mixture(options: RepositoryOptions, request: LsRequest) -> None:
    """Raises: UsageError."""
    other = "--json" if options.output.json else "--sort" if request.sort else "--reverse"
    if request.ncdu and (options.output.json or request.sort or request.reverse):
        raise UsageError(f"--ncdu and {other} cannot be combined")


def _sort(request: LsRequest, entries: Iterable[WalkEntry]) -> Iterable[WalkEntry]:
    """The entries as they are asked for; where nothing was asked, one after the other as they are read."""
    if not (request.sort or request.reverse):
        return entries
    return sort_entries(entries, request.sort or "name", reverse=request.reverse)


def _tell_paths(output: Output, repository: Repository, snapshot: Snapshot) -> tuple[int, int]:
    """Shows every path, and nothing but it: count and bytes of the files."""
    count = size_bytes = 0
    root = parse_hex_id(snapshot.tree)
    for folder, nodes in walk_runs(lambda tree_id: parse_outline(repository.load_blob(tree_id)), root):
        output.lines(list_paths(folder, nodes))
        count += len(nodes)
        size_bytes += sum([node.size for node in nodes if node.type == "file"])
    return count, size_bytes


def _tell_entries(output: Output, request: LsRequest, entries: Iterable[WalkEntry]) -> tuple[int, int]:
    """Shows entries as they are asked for: count, and bytes of the files."""
    count = size_bytes = 0
    for path, node in entries:
        count += 1
        size_bytes += node.size if node.type == "file" else 0
        if output.json:
            output.message({"message_type": "node", "struct_type": "node", **describe_node(path, node)})
        else:
            output.text(
                list_node(path, node, human=request.human_readable) if request.long else text_path(path)
            )
    return count, size_bytes


def _check_absolute(folder: bytes) -> None:
    if not folder.startswith(b"/"):
        raise UsageError(
            f"{text_path(folder)!r} is not an absolute path inside the snapshot",
            hint="begin it with `/`; `firstbell ls` without a path shows what the snapshot holds",
        )


class _Folders:
    """The folders that are wanted of a snapshot; none: everything. Windows ones may be typed in any way."""

    def __init__(self, request: LsRequest, snapshot: Snapshot) -> None:
        self._is_of_windows = is_of_windows(snapshot.paths)
        self._recursive = request.recursive
        self._wanted = [self._clean(folder) for folder in request.folders]

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def _clean(self, folder: bytes) -> bytes:
        if self._is_of_windows:
            folder = fold_name(read_inside(folder))
        _check_absolute(folder)
        cleaned = os.path.normpath(folder).strip(b"/")
        return b"/" + cleaned if cleaned else b""

    def may_hold(self, entry: WalkEntry) -> bool:
        """Whether a folder is wanted, or on the way to one."""
        below = self._key(entry.path) + b"/"
        return not self._wanted or any(
            (folder + b"/").startswith(below) or below.startswith(folder + b"/") for folder in self._wanted
        )

    def want(self, entry: WalkEntry) -> bool:
        """Whether an entry is to be shown."""
        path = self._key(entry.path)
        if self._recursive:
            return not self._wanted or any(
                path == folder or path.startswith(folder + b"/") for folder in self._wanted
            )
        return not self._wanted or path in self._wanted or path.rpartition(b"/")[0] in self._wanted

    def _key(self, path: bytes) -> bytes:
        return fold_name(path) if self._is_of_windows else path


def _find(repository: Repository, snapshot: Snapshot, folders: _Folders) -> Iterator[WalkEntry]:
    """Every entry that is wanted; only folders that are wanted, or on the way to one, are read."""
    for entry in walk_tree(repository, parse_hex_id(snapshot.tree), enter=folders.may_hold):
        if folders.want(entry):
            yield entry
