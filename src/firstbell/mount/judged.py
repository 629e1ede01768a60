"""What is told by verdict: clean, suspect and event snapshots, composed trees, and the versions of files.

Verdicts and composed trees are found before anything is mounted. Versions are asked for file by file, by
one thread.
"""

from __future__ import annotations

import posixpath
import stat
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import lru_cache

from firstbell.base.errors import Error
from firstbell.compose.boundaries import Words
from firstbell.compose.compose import ComposedTree, compose_tree
from firstbell.compose.document_versions import DocumentVersion, View, list_document
from firstbell.compose.errors import NoSnapshotError, PathNotInCatalogError, SeveralLinesError
from firstbell.compose.examination import ExaminationContext
from firstbell.compose.hosts import HostSelection, StruckLine, choose_line
from firstbell.mount.content import BlobCache
from firstbell.mount.entries import FOLDER_MODE, Attributes, MountEntry, MountFolder, MountLink, fixed_folder
from firstbell.mount.layout import SnapshotLayout, clean_name, lay_out
from firstbell.mount.nodes import (
    VERSIONS_SUFFIX,
    FindVersions,
    MountedTrees,
    NodeFile,
    NodeFolder,
    Position,
    open_snapshot,
)
from firstbell.record.examination import Verdict
from firstbell.repository import Repository, Snapshot, SnapshotFilter
from firstbell.restore import find_node

_FILES_KEPT = 256
_BY_TIME = SnapshotLayout(("%T",))


@dataclass(frozen=True, slots=True)
class MountedHistory:
    """What judging needs. `context`: used in `executor`, which has one thread, alone."""

    repository: Repository
    context: ExaminationContext
    executor: Executor
    cache: BlobCache


class VersionFolders:
    """The versions of files, each file a folder. Thread-safe."""

    def __init__(self, history: MountedHistory) -> None:
        self._history = history
        self.find = lru_cache(maxsize=_FILES_KEPT)(self._find)

    def _find(self, host: str, path: bytes) -> MountFolder | None:
        """A folder of them; None where the catalog knows no such file. Raises: what reading raises."""
        history = self._history
        view = View(host, None, history.repository)
        try:
            versions = history.executor.submit(list_document, history.context, path, view).result()
        except PathNotInCatalogError:
            return None
        return fixed_folder(self._show(versions), versions[0].first.time_ns if versions else 0)

    def _show(self, versions: Sequence[DocumentVersion]) -> dict[bytes, MountEntry]:
        entries: dict[bytes, MountEntry] = {}
        for version in reversed(versions):
            row = version.row
            if row.kind != "file":
                continue
            state = row.state.value if row.state else "unchecked"
            ending = posixpath.splitext(posixpath.basename(row.path))[1]
            wanted = f"{version.first.time[:19]}-{state}".encode()
            name, number = wanted + ending, 1
            while name in entries:
                name, number = b"%s-%d%s" % (wanted, number, ending), number + 1
            try:
                entries[name] = self._open(version)
            except Error:
                continue  # its snapshot is gone, or its folder cannot be read
            if version.is_clean:
                entries[b"clean" + ending] = MountLink(name, row.mtime_ns)
        return entries

    def _open(self, version: DocumentVersion) -> NodeFile:
        row = version.row
        repository = self._history.repository
        snapshot = repository.load_snapshot(version.first.hex_id)
        node = find_node(repository, bytes.fromhex(snapshot.tree), row.path)
        why = row.judgement.reason if row.judgement else ""
        told = {
            "user.firstbell.state": row.state.value if row.state else "unchecked",
            "user.firstbell.reason": version.rejected or version.why_after or why,
            "user.firstbell.path": row.path.decode(errors="surrogateescape"),
            "user.firstbell.snapshot": snapshot.hex_id,
        }
        return NodeFile(
            node,
            self._history.cache,
            {name: text.encode(errors="surrogateescape") for name, text in told.items() if text},
        )


class BesideFolder(MountFolder):
    """A folder of a composed tree in which `FILE.versions` stands beside each file, and is listed.

    `gone`: names in it of files that the tree does not hold, and of folders on the way to such.
    """

    def __init__(self, inner: MountFolder, at: Position, gone: Mapping[bytes, Iterable[bytes]]) -> None:
        self._inner = inner
        self._at = at
        self._gone = gone

    @property
    def attributes(self) -> Attributes:
        """See `MountEntry.attributes`."""
        return replace(self._inner.attributes, mode=FOLDER_MODE)

    def names(self) -> Iterable[bytes]:
        """See `MountFolder.names`."""
        return [name for name, _ in self.kinds()]

    def kinds(self) -> Iterable[tuple[bytes, int]]:
        """See `MountFolder.kinds`; no file's versions are looked for."""
        kinds = dict(self._inner.kinds())
        for name in [name for name, kind in kinds.items() if kind == stat.S_IFREG]:
            kinds[name + VERSIONS_SUFFIX] = stat.S_IFDIR
        for name in self._gone.get(self._at.path, ()):
            is_folder = self._at.step(name).path in self._gone
            kinds[name if is_folder else name + VERSIONS_SUFFIX] = stat.S_IFDIR
        return kinds.items()

    def find(self, name: bytes) -> MountEntry | None:
        """See `MountFolder.find`."""
        found = self._inner.find(name)
        at = self._at.step(name)
        if isinstance(found, NodeFolder):
            return BesideFolder(found, at, self._gone)
        if found is None and at.path in self._gone:
            return BesideFolder(fixed_folder({}), at, self._gone)
        if found is None and name.endswith(VERSIONS_SUFFIX) and self._at.trees.find_versions is not None:
            stem = name.removesuffix(VERSIONS_SUFFIX)
            if stem in self._gone.get(self._at.path, ()):
                return self._at.trees.find_versions(self._at.host, self._at.step(stem).path)
        return found


def _list_gone(composed: ComposedTree) -> dict[bytes, set[bytes]]:
    """Of every folder the names of files that the tree does not hold, and of folders on the way to them."""
    gone: dict[bytes, set[bytes]] = defaultdict(set)
    for path in (*composed.left_out, *composed.without_clean):
        folder, _, name = path.rpartition(b"/")
        gone[folder].add(name)
        while folder:
            folder, _, name = folder.rpartition(b"/")
            gone[folder].add(name)
    return dict(gone)


def find_composed(
    repository: Repository, context: ExaminationContext, wanted: SnapshotFilter
) -> dict[tuple[str, str], ComposedTree]:
    """A composed tree of every host, by host and "": of one with several backups, of each by its paths.

    Raises: what composing raises.
    """
    words = Words(context.entries, None, context.arrivals)
    found: dict[tuple[str, str], ComposedTree] = {}

    def compose(line: StruckLine, part: str) -> None:
        found[line.line.host, part] = compose_tree(repository, line, context)

    lines = context.catalog.list_lines()
    for host in sorted({line.host for line in lines if not wanted.hosts or line.host in wanted.hosts}):
        try:
            compose(choose_line(context.catalog, HostSelection(host), words=words), "")
        except NoSnapshotError:
            continue
        except SeveralLinesError:
            for paths in (line.paths for line in lines if line.host == host):
                try:
                    line = choose_line(context.catalog, HostSelection(host, paths[0]), words=words)
                except (NoSnapshotError, SeveralLinesError):
                    continue  # which of them is meant is not for us to say
                compose(line, " ".join(paths))
    return found


def show_judged(
    history: MountedHistory,
    composed: Mapping[tuple[str, str], ComposedTree],
    *,
    snapshots: Sequence[Snapshot],
    verdicts: Mapping[str, Verdict],
    find_versions: FindVersions,
) -> dict[bytes, MountEntry]:
    """The folders that tell by verdict. `verdicts`: by hex id of the snapshot. `snapshots`: oldest first."""
    trees = MountedTrees(history.repository, history.cache, find_versions)

    def open_one(snapshot: Snapshot) -> MountEntry:
        return open_snapshot(trees, snapshot)

    def show(host: str, tree: ComposedTree) -> tuple[NodeFolder, BesideFolder]:
        at_ns = tree.line.newest.time_ns
        at = Position(MountedTrees(tree.overlay, history.cache, find_versions), host)
        attributes = Attributes(FOLDER_MODE, 0, at_ns, at_ns, at_ns, links=2)
        told = {"user.firstbell.base": tree.base_hex_id.encode()}
        folder = NodeFolder(at, tree.tree_id, attributes, extended=told)
        return folder, BesideFolder(folder, at, _list_gone(tree))

    entries: dict[bytes, MountEntry] = {}
    for verdict in Verdict:
        judged = [each for each in snapshots if verdicts.get(each.hex_id) is verdict]
        newest_ns = judged[-1].time_ns if judged else 0
        entries[verdict.value.encode()] = fixed_folder(lay_out(judged, _BY_TIME, open_one), newest_ns)
    shown = {key: show(key[0], tree) for key, tree in composed.items()}
    entries[b"composed"] = _by_host({key: pair[0] for key, pair in shown.items()})
    entries[b"versions"] = _by_host({key: pair[1] for key, pair in shown.items()})
    return entries


def _by_host(folders: Mapping[tuple[str, str], MountFolder]) -> MountFolder:
    """The one folder there is; else one by host, and below that by paths where a host has several."""
    if len(folders) == 1:
        return next(iter(folders.values()))
    hosts: dict[bytes, dict[bytes, MountEntry]] = defaultdict(dict)
    for (host, part), folder in folders.items():
        hosts[_name(host)][_name(part.strip("/")) if part else b""] = folder
    return fixed_folder({host: parts.get(b"") or fixed_folder(parts) for host, parts in hosts.items()})


def _name(text: str) -> bytes:
    return clean_name(text).encode(errors="surrogateescape")
