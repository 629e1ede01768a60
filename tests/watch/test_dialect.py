"""What restic would not read, or read otherwise, is proven to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from firstbell.watch.dialect import check_index, check_snapshot, check_tree
from firstbell.watch.errors import UnprovenError
from tests.processes.least_time import take_least_s

ID = "ab" * 32
NODE: dict[str, Any] = {"name": "a", "type": "file", "content": []}
SNAPSHOT: dict[str, Any] = {"time": "2023-02-18T06:00:00Z", "tree": ID, "paths": ["/srv"]}
INDEX: dict[str, Any] = {
    "packs": [{"id": ID, "blobs": [{"id": ID, "type": "data", "offset": 0, "length": 9}]}]
}
Check = Callable[[bytes], None]


def render_tree(**fields: Any) -> bytes:
    return json.dumps({"nodes": [NODE | fields]}, ensure_ascii=False).encode()


def render_snapshot(**fields: Any) -> bytes:
    return json.dumps(SNAPSHOT | fields, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"inode": (1 << 64) - 1, "device_id": (1 << 64) - 1, "device": (1 << 64) - 1, "links": (1 << 64) - 1},
        {"size": (1 << 63) - 1, "uid": (1 << 32) - 1, "mode": (1 << 32) - 1},
        {"content": [ID, ID]},
        {"type": "dir", "content": None, "subtree": ID},
        {"mtime": "2023-02-18T06:00:00.123456789-05:30"},
        {"mtime": "2024-02-29T23:59:59+23:59"},
        {"linktarget_raw": "YQ=="},
        {"generic_attributes": {"windows.creation_time": "AAAA"}, "a_later_field": [1.5, None, {}]},
        {"extended_attributes": [{"name": "user.x", "value": None}]},
    ],
)
def test_what_restic_writes_passes(fields: dict[str, Any]) -> None:
    check_tree(render_tree(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        *({name: 1 << 64} for name in ("inode", "device_id", "device", "links")),
        *({name: -1} for name in ("inode", "device_id", "device", "links", "size", "uid", "gid", "mode")),
        {"size": 1 << 63},
        {"uid": 1 << 32},
        {"mode": 1.0},
        {"name": None},
        {"user": 7},
        {"content": None},
        {"content": ["ab" * 31]},
        {"content": [ID.upper()]},
        {"content": ["ab" * 31, "ab" * 33]},
        {"subtree": "g" * 64},
        {"subtree": ID + "\n"},
        {"mtime": "2023-02-30T00:00:00Z"},
        {"atime": "2023-02-18T24:00:00Z"},
        {"ctime": "2023-02-18 06:00:00Z"},
        {"ctime": "2023-02-18T06:00:00"},
        {"mtime": "2023-02-18T06:00:00Z\n"},
        {"mtime": "2023-02-18T06:00:00+24:00"},
        {"linktarget_raw": "no base64!"},
    ],
)
def test_a_node_that_restic_cannot_read_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(UnprovenError):
        check_tree(render_tree(**fields))


@pytest.mark.parametrize("key", ["Size", "MODE", "\u017fize", "lin\u212as", "Subtree", "NODES"])
def test_a_field_that_restic_takes_for_another_is_refused(key: str) -> None:
    with pytest.raises(UnprovenError, match="which readers take for another"):
        check_tree(render_tree(**{key: 1}))


@pytest.mark.parametrize("key", ["s\\u0069ze", "S\\u0069ze", "\\u0053ize"])
def test_an_escaped_lookalike_is_refused_and_an_escaped_own_name_is_the_name(key: str) -> None:
    data = render_tree().replace(b'"name"', b'"%s": 1, "name"' % key.encode())

    if json.loads(f'"{key}"') == "size":
        check_tree(data)
    else:
        with pytest.raises(UnprovenError):
            check_tree(data)


def test_a_lookalike_within_a_text_is_no_field() -> None:
    check_tree(render_tree(name='{"Size":1,"MODE":2}', user=',"Subtree":'))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b'{"nodes":null}',
        b'{"nodes":[]} {}',
        b'\xef\xbb\xbf{"nodes":[]}',
        b'{"nodes":[],"nodes":null}',
        b'{"nodes":[{"name":"\xff","type":"dir"}]}',
        b'{"nodes":[{"name":"\\ud800","type":"dir"}]}',
        b"[" * 100_000,
        b'{"nodes":[],"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=lambda data: ascii(data)[:30],
)
def test_what_is_no_tree_is_refused_and_ends_nothing(data: bytes) -> None:
    with pytest.raises(UnprovenError):
        check_tree(data)


@pytest.mark.parametrize(
    ("fields", "passes"),
    [
        ({}, True),
        ({"parent": ID, "original": ID, "tags": None, "excludes": ["*.tmp"], "later": 1.5}, True),
        ({"summary": {"backup_start": "2023-02-18T06:00:00Z", "files_new": 1}}, True),
        ({"summary": {"backup_end": "2023-02-31T06:00:00Z"}}, False),
        ({"summary": {"files_new": -1}}, False),
        ({"summary": {"Files_new": 1}}, False),
        ({"time": "2023-02-29T06:00:00Z"}, False),
        ({"tree": ""}, False),
        ({"tree": None}, False),
        ({"parent": "ab"}, False),
        ({"paths": [1]}, False),
        ({"Time": "2023-02-18T06:00:00Z"}, False),
        ({"uid": 1 << 32}, False),
    ],
)
def test_a_snapshot_passes_where_restic_reads_the_same(fields: dict[str, Any], *, passes: bool) -> None:
    if passes:
        check_snapshot(render_snapshot(**fields))
    else:
        with pytest.raises(UnprovenError):
            check_snapshot(render_snapshot(**fields))


@pytest.mark.parametrize("value", ["1.0", "-1", "1e3", "true", "null", "+1", "NaN"])
def test_a_number_of_an_index_is_whole_or_refused(value: str) -> None:
    data = json.dumps(INDEX)
    check_index(data.encode())

    with pytest.raises(UnprovenError):
        check_index(data.replace('"length": 9', f'"length": {value}').encode())


@pytest.mark.parametrize("key", ["Offset", "ID", "un\\u0063ompressed_Length", "Blob\u017f"])
def test_a_key_of_an_index_that_looks_like_another_is_refused(key: str) -> None:
    data = json.dumps(INDEX).replace('"offset"', f'"{key}": 1, "offset"')

    with pytest.raises(UnprovenError, match="readers take for another"):
        check_index(data.encode())


@pytest.mark.parametrize("check", [check_tree, check_snapshot, check_index])
@pytest.mark.parametrize("piece", [b'{"A', b'"\\', b',"', b'{"a.', b": "])
def test_bytes_made_to_be_slow_are_refused_or_passed_at_once(check: Check, piece: bytes) -> None:
    def check_all() -> None:
        for data in (piece * 40_000, b'{"nodes":[],"x":"' + piece.replace(b'"', b"'") * 40_000 + b'"}'):
            with suppress(UnprovenError):
                check(data)

    assert take_least_s(check_all, 1) < 1
