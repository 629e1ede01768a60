"""Whatever bytes a store gives, a codec ends in a value or in an error by name: never in anything else."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.base.errors import Error
from firstbell.base.ids import hash_id
from firstbell.base.progress import Silent
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import Sealer, make_master_key
from firstbell.repository import BlobKind, Repository
from firstbell.repository.check import CheckOptions, check_repository
from firstbell.repository.format.compression import compress, decompress
from firstbell.repository.format.config import parse_config, render_config
from firstbell.repository.format.envelope import unwrap
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.index import parse_index, read_columns
from firstbell.repository.format.keyfile import parse_key_file
from firstbell.repository.format.lockfile import parse_lock_file
from firstbell.repository.format.names import unquote_name
from firstbell.repository.format.pack import parse_header
from firstbell.repository.format.snapshot import parse_snapshot, render_snapshot
from firstbell.repository.format.tree import (
    RawTree,
    list_contents,
    parse_nodes,
    parse_outline,
    parse_tree,
    render_tree,
    split_tree,
)
from firstbell.store import Kind, MemoryStore
from tests.repository.making import PASSWORD, make_repository, names_of, replace_object, save_snapshot


def _use_tree(data: bytes) -> None:
    for node in parse_tree(data):
        node.name, node.content_ids, node.link_target  # noqa: B018
    render_tree(parse_tree(data))


def _use_raw_tree(data: bytes) -> None:
    tree = RawTree.parse(data)
    tree.nodes = [node.with_fields({"name": "x"}) for node in tree.nodes]
    parse_tree(tree.render())


def _use_outline(data: bytes) -> None:
    for node in parse_outline(data):
        node.name  # noqa: B018


def _use_parts(data: bytes) -> None:
    raws = split_tree(data)
    list(list_contents(raws))
    parse_nodes(raws)


def _use_index(data: bytes) -> None:
    read_columns(parse_index(data, "index").packs or [], "index")


def _use_snapshot(data: bytes) -> None:
    snapshot = parse_snapshot(data, "ab" * 32)
    assert snapshot.time_ns is not None
    parse_snapshot(render_snapshot(snapshot), "ab" * 32)


CODECS: dict[str, Callable[[bytes], object]] = {
    "config": lambda data: render_config(parse_config(data)),
    "envelope": lambda data: unwrap(data, "x"),
    "compression": lambda data: decompress(data, max_bytes=1 << 20, what="x"),
    "index": _use_index,
    "key": lambda data: parse_key_file(data, "key"),
    "lock": lambda data: parse_lock_file(data, "lock").time_ns,
    "name": lambda data: unquote_name(data.decode(errors="replace")),
    "header": lambda data: parse_header(data, "pack"),
    "snapshot": _use_snapshot,
    "tree": _use_tree,
    "raw tree": _use_raw_tree,
    "outline": _use_outline,
    "parts of a tree": _use_parts,
}
FIELDS = [
    "id", "packs", "blobs", "supersedes", "offset", "length", "uncompressed_length", "type", "name", "nodes",
    "content", "subtree", "mode", "size", "linktarget", "linktarget_raw", "extended_attributes", "value",
    "generic_attributes", "time", "tree", "paths", "tags", "parent", "summary", "hostname", "uid", "version",
    "chunker_polynomial", "created", "username", "kdf", "N", "r", "p", "salt", "data", "exclusive", "pid",
]  # fmt: skip
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 70), 1 << 70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["ab" * 32, "2023-02-18T12:30:00Z", "file", "dir", "data", "tree", "scrypt", "\\xff"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(FIELDS), inner, max_size=8)
    ),
    max_leaves=25,
)
VALID = [
    b'{"nodes":[{"name":"a","type":"file","mode":420,"content":["' + b"ab" * 32 + b'"]}]}\n',
    b'{"time":"2023-02-18T12:30:00Z","tree":"' + b"ab" * 32 + b'","paths":["/"],"summary":{"files_new":1}}',
    b'{"packs":[{"id":"' + b"ab" * 32 + b'","blobs":[{"id":"' + b"cd" * 32 + b'","type":"data","offset":0,'
    b'"length":5}]}]}',
    b'{"version":2,"id":"x","chunker_polynomial":"3da3358b4dc173"}',
    b"\x02" + compress(b'{"packs":[]}'),
    b"\x02" + bytes(3) + b"\x08\x01\x02" + bytes(60),
]


def _ends_well(use: Callable[[bytes], object], data: bytes) -> None:
    with contextlib.suppress(FormatError):
        use(data)


@pytest.mark.parametrize("codec", sorted(CODECS))
@settings(max_examples=60)
@given(data=st.binary(max_size=200))
def test_arbitrary_bytes_end_in_a_value_or_a_format_error(codec: str, data: bytes) -> None:
    _ends_well(CODECS[codec], data)


@pytest.mark.long
@pytest.mark.parametrize("codec", sorted(set(CODECS) - {"header", "compression", "name"}))
@settings(max_examples=120)
@given(value=st.dictionaries(st.sampled_from(FIELDS), values, max_size=12))
def test_arbitrary_json_ends_in_a_value_or_a_format_error(codec: str, value: dict[str, Any]) -> None:
    _ends_well(CODECS[codec], json.dumps(value).encode(errors="surrogatepass"))
    _ends_well(CODECS[codec], msgspec.json.encode({"nodes": [value], "packs": [value]}))


@pytest.mark.parametrize("codec", sorted(CODECS))
@settings(max_examples=80)
@given(data=st.data())
def test_a_valid_object_with_bytes_changed_ends_in_a_value_or_a_format_error(
    codec: str, data: st.DataObject
) -> None:
    changed = bytearray(data.draw(st.sampled_from(VALID)))
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(changed)))
    _ends_well(CODECS[codec], bytes(changed))
    _ends_well(CODECS[codec], bytes(changed[:end]))


@given(st.binary(max_size=300))
def test_arbitrary_sealed_bytes_do_not_open(data: bytes) -> None:
    with pytest.raises(UnauthenticError):
        Sealer(make_master_key()).open(data)


@settings(max_examples=40)
@given(
    kind=st.sampled_from([Kind.DATA, Kind.INDEX, Kind.SNAPSHOTS]),
    which=st.integers(0, 3),
    where=st.floats(0, 1, exclude_max=True),
    change=st.integers(0, 255),
)
def test_a_check_of_a_repository_changed_anywhere_ends_in_findings(
    kind: Kind, which: int, where: float, change: int
) -> None:
    repository = make_repository()
    save_snapshot(repository, {b"a": b"text " * 30, b"folder": {b"b": b"more"}})
    store = repository.store
    names = names_of(store, kind)
    name = names[which % len(names)]
    content = bytearray(store.read(kind, name))
    position = int(len(content) * where)
    if change:
        content[position] ^= change
    else:
        del content[position:]
    replace_object(store, kind, name, bytes(content))
    fresh = Repository.open(store, PASSWORD)
    findings = list(check_repository(fresh, CheckOptions(read_data=True), Silent()))
    assert any(each.severity == "error" for each in findings)


@settings(max_examples=40)
@given(plaintext=st.binary(max_size=120), kind=st.sampled_from([Kind.INDEX, Kind.SNAPSHOTS, Kind.LOCKS]))
def test_an_intruders_sealed_objects_hide_nothing(plaintext: bytes, kind: Kind) -> None:
    repository = make_repository()
    snapshot = save_snapshot(repository, {b"a": b"text"})
    sealed = repository.sealer.seal(plaintext)
    repository.store.write(kind, hash_id(sealed).hex(), [sealed])
    fresh = Repository.open(repository.store, PASSWORD)
    assert snapshot.hex_id in {each.hex_id for each in fresh.list_snapshots()}
    assert fresh.load_blob(hash_id(b"text")) == b"text"
    list(check_repository(fresh, CheckOptions(read_data=True), Silent()))
    if kind is Kind.LOCKS and len(plaintext) > 100:
        with fresh.lock():
            assert names_of(fresh.store, Kind.LOCKS)


@settings(max_examples=60)
@given(data=st.binary(max_size=200))
def test_an_arbitrary_config_and_arbitrary_keys_end_in_an_error_by_name(data: bytes) -> None:
    store = MemoryStore()
    store.write(Kind.CONFIG, "config", [data])
    store.write(Kind.KEYS, hash_id(data).hex(), [data])
    with pytest.raises(Error):
        Repository.open(store, PASSWORD)


@settings(max_examples=60)
@given(
    folder=st.dictionaries(
        st.binary(min_size=1, max_size=12).filter(lambda name: b"/" not in name and b"\0" not in name),
        st.binary(max_size=100),
        max_size=8,
    )
)
def test_any_folder_is_saved_and_read_back(folder: dict[bytes, bytes]) -> None:
    folder = {name: content for name, content in folder.items() if name not in {b".", b".."}}
    repository = make_repository()
    snapshot = save_snapshot(repository, folder)
    fresh = Repository.open(repository.store, PASSWORD)
    nodes = fresh.load_tree(bytes.fromhex(snapshot.tree))
    assert [node.name for node in nodes] == sorted(folder)
    for node in nodes:
        assert b"".join(map(fresh.load_blob, node.content_ids)) == folder[node.name]
    assert fresh.index.holds(bytes.fromhex(snapshot.tree), BlobKind.TREE)
    assert list(check_repository(fresh, CheckOptions(read_data=True), Silent())) == []
