"""JSON as restic reads it, which is written in Go: narrower in values than Python is, and wider in keys.

What Python would read and Go would not makes restic fail for everybody; what both read otherwise makes them
see two different things. So both are refused. Unknown keys are fine: a later restic may write them.
Source: `encoding/json` and `time` of Go 1.24; the fields of restic 0.18; what
`tests/watch/test_differences.py` finds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.watch.errors import UnprovenError

_TIME = r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)\Z"
_ID = "^[0-9a-f]{64}\\Z"
_Time = Annotated[str, msgspec.Meta(pattern=_TIME)]
_Id = Annotated[str, msgspec.Meta(pattern=_ID)]
_U32 = Annotated[int, msgspec.Meta(ge=0, le=(1 << 32) - 1)]
_U63 = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]
# inodes and device numbers of Windows fill 64 bits; the most is looked at by `check_tree`
_U64 = Annotated[int, msgspec.Meta(ge=0)]
_GO_TIME = re.compile(_TIME)
_MOST_U64 = (1 << 64) - 1
_HEX = re.compile(r"[0-9a-f]*\Z")
_ZERO = "0001-01-01T00:00:00Z"


class _Attribute(msgspec.Struct):
    name: str
    value: bytes | None = None


class _Node(msgspec.Struct):
    name: str
    type: str
    mode: _U32 = 0
    mtime: str = _ZERO
    atime: str = _ZERO
    ctime: str = _ZERO
    uid: _U32 = 0
    gid: _U32 = 0
    user: str = ""
    group: str = ""
    inode: _U64 = 0
    device_id: _U64 = 0
    size: _U63 = 0
    links: _U64 = 0
    linktarget: str = ""
    linktarget_raw: bytes | None = None
    extended_attributes: list[_Attribute] | None = None
    generic_attributes: dict[str, msgspec.Raw] | None = None
    device: _U64 = 0
    content: list[str] | None = None
    subtree: _Id | None = None
    error: str = ""


class _Tree(msgspec.Struct):
    nodes: list[_Node]


class _Summary(msgspec.Struct):
    backup_start: _Time = _ZERO
    backup_end: _Time = _ZERO
    files_new: _U63 = 0
    files_changed: _U63 = 0
    files_unmodified: _U63 = 0
    dirs_new: _U63 = 0
    dirs_changed: _U63 = 0
    dirs_unmodified: _U63 = 0
    data_blobs: _U63 = 0
    tree_blobs: _U63 = 0
    data_added: _U63 = 0
    data_added_packed: _U63 = 0
    total_files_processed: _U63 = 0
    total_bytes_processed: _U63 = 0


class _Snapshot(msgspec.Struct):
    time: _Time
    tree: _Id
    paths: list[str] | None = None
    parent: _Id | None = None
    hostname: str = ""
    username: str = ""
    uid: _U32 = 0
    gid: _U32 = 0
    excludes: list[str] | None = None
    tags: list[str] | None = None
    original: _Id | None = None
    program_version: str = ""
    summary: _Summary | None = None


_TREES = msgspec.json.Decoder(_Tree)
_SNAPSHOTS = msgspec.json.Decoder(_Snapshot)
_TREE_KEYS = frozenset({"nodes", *_Node.__struct_fields__, *_Attribute.__struct_fields__})
_SNAPSHOT_KEYS = frozenset({*_Snapshot.__struct_fields__, *_Summary.__struct_fields__})
_INDEX_KEYS = frozenset(
    {"supersedes", "packs", "blobs", "id", "type", "offset", "length", "uncompressed_length"}
)
# a key that is not plain lower case; nothing that matched is tried again, or long strings cost their square
_ODD_KEY = re.compile(
    rb"""[{,]\s*+("[a-z0-9_.]*+(?:[^a-z0-9_."\\]|\\.)(?:[^"\\]++|\\.)*+")\s*+:""", re.DOTALL
)
# a number that is no whole one in digits, or a word, where a value stands
_ODD_VALUE = re.compile(rb":\s*(?![0-9]+[\s,}\]])[^\s\"\[{]")


def check_tree(data: bytes) -> None:
    """Raises: UnprovenError unless restic reads the tree as we do.

    Ids and times are looked at all at once, times that many nodes share once: it is done for every tree.
    """
    tree = _decode(_TREES, data, "tree")
    _refuse_lookalikes(data, _TREE_KEYS, "tree")
    nodes = tree.nodes
    times = {node.mtime for node in nodes} | {node.atime for node in nodes} | {node.ctime for node in nodes}
    for text in times:
        if _GO_TIME.match(text) is None:
            raise UnprovenError(f"{text[:40]!r} is no time for restic")
        _check_day(text)
    largest = max((max(one.inode, one.device_id, one.links, one.device) for one in nodes), default=0)
    if largest > _MOST_U64:
        raise UnprovenError(f"the tree has a number too large for restic: {str(largest)[:40]}")
    if any(node.content is None for node in nodes if node.type == "file"):
        raise UnprovenError("the tree has a file without a list of blobs")
    ids = [hex_id for node in nodes for hex_id in node.content or ()]
    if not set(map(len, ids)) <= {64} or _HEX.match("".join(ids)) is None:
        raise UnprovenError("the tree has a file with a blob whose id is none")


def check_snapshot(data: bytes) -> None:
    """Raises: UnprovenError unless restic reads the snapshot as we do."""
    snapshot = _decode(_SNAPSHOTS, data, "snapshot")
    _refuse_lookalikes(data, _SNAPSHOT_KEYS, "snapshot")
    _check_day(snapshot.time)
    if snapshot.summary is not None:
        _check_day(snapshot.summary.backup_start)
        _check_day(snapshot.summary.backup_end)


def check_index(data: bytes) -> None:
    """Raises: UnprovenError unless restic reads the numbers and keys of the index as we do."""
    _refuse_lookalikes(data, _INDEX_KEYS, "index")
    if _ODD_VALUE.search(data):
        raise UnprovenError("the index has a number that is none for restic")


def _decode(decoder: msgspec.json.Decoder[Any], data: bytes, what: str) -> Any:
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnprovenError(f"the {what} is not as restic reads one: {error}") from None


def _refuse_lookalikes(data: bytes, known: frozenset[str], what: str) -> None:
    for key in _list_odd_keys(data):
        if key not in known and key.casefold() in known:
            raise UnprovenError(f"the {what} has a field {key[:40]!r}, which readers take for another")


def _list_odd_keys(data: bytes) -> Iterator[str]:
    for found in _ODD_KEY.finditer(data):
        try:
            yield str(json.loads(found[1]))
        except ValueError:
            continue


def _check_day(text: str) -> None:
    """Days that there are not, such as 30 February."""
    try:
        parse_time(text)
    except InvalidTimeError:
        raise UnprovenError(f"{text[:40]!r} is no time") from None
