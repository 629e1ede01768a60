"""What the catalog keeps of trees: all of it back, and little for a night in which nothing changed."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from firstbell.catalog import open_catalog
from firstbell.catalog.catalog import Place
from firstbell.catalog.entries import StoredTree, TreeEntry, list_entries, pack_entries, unpack_entries
from firstbell.catalog.views import Reading
from firstbell.record.examination import Examination, Verdict
from firstbell.repository.format.node import Node
from tests.catalog.postgres import PostgresServer
from tests.catalog.timeline import File, Timeline

ENTRIES = st.builds(
    TreeEntry,
    name=st.binary(min_size=1, max_size=20),
    kind=st.sampled_from(("file", "dir", "symlink")),
    size_bytes=st.integers(0, 2**50),
    content=st.sampled_from((b"", b"c" * 32, b"d" * 64)),
    subtree=st.sampled_from((b"", b"s" * 32, b"t" * 32, b"+" * 32)),
    target=st.binary(max_size=5),
    mtime_ns=st.integers(-(2**63), 2**63 - 1),
    ctime_ns=st.integers(-(2**63), 2**63 - 1),
    kept_inode=st.sampled_from((0, 2**64 - 1)),
    kept_device=st.sampled_from((0, 2**40)),
    mode=st.integers(0, 2**32 - 1),
)


@given(st.lists(ENTRIES, max_size=8))
def test_the_entries_of_a_stored_tree_are_those_that_were_stored(entries: list[TreeEntry]) -> None:
    assert unpack_entries(pack_entries(entries)) == entries


def test_trees_that_differ_in_device_inode_and_subtrees_share_their_part() -> None:
    def store(subtree: str, *, inode: int, device_id: int, mode: int) -> bytes:
        node = Node("a", "dir", mode, inode=inode, device_id=device_id, subtree=subtree * 64)
        return pack_entries(list_entries([node])).part

    one = store("a", inode=3, device_id=4, mode=5)
    assert one == store("b", inode=9, device_id=8, mode=5) != store("b", inode=3, device_id=4, mode=6)


def test_a_tree_that_an_older_program_stored_with_devices_and_inodes_is_read() -> None:
    entries = [
        TreeEntry(b"a", "dir", 0, b"", b"+", b"", 1, 2, 3, 0, 5),
        TreeEntry(b"b", "file", 7, b"c" * 32, b"", b"", 1, 2, 4, 0, 5),
    ]
    own = msgspec.msgpack.encode(([8, 9], b"s" * 32))
    shared = zstandard.ZstdCompressor().compress(msgspec.msgpack.encode(entries))

    found = unpack_entries(StoredTree(own, shared))

    assert [(entry.name, entry.subtree, entry.size_bytes) for entry in found] == [
        (b"a", b"s" * 32, 0),
        (b"b", b"", 7),
    ]


def measure_night(
    place: Place, *, files: int, a_folder: int, new_inodes: bool = False, is_elsewhere: bool = True
) -> int:
    """Bytes that an examined night adds in which nothing changed but the number of the device.

    `new_inodes`: each file has another inode, too. `is_elsewhere`: the device has another number.
    """
    timeline = Timeline()
    catalog = open_catalog(place, timeline.repository.hex_id)
    sizes = []
    for night in range(2):
        fields = {"device_id": 7000 + night * is_elsewhere}
        inodes = random.Random(night if new_inodes else 0)
        names = {
            f"/srv/{number // a_folder}/lesson {number}": File(
                b"%d" % number, {**fields, "inode": inodes.getrandbits(63) + 1}
            )
            for number in range(files)
        }
        timeline.save(names, folder_fields=fields)
        catalog.bring_up_to_date(timeline.repository)
        catalog.store_examination(catalog.list_snapshots()[night], Examination(Verdict.CLEAN, (), 0))
        with catalog._read() as reading:
            sizes.append(measure(reading))
    assert catalog.count_versions() == files
    catalog.close()
    return sizes[1] - sizes[0]


def measure(reading: Reading) -> int:
    """Bytes of pages that hold anything; on a server of all tables with all that belongs to them."""
    if reading.is_server:
        whole = (
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relkind = 'r'"
            " AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
        )
        return int(reading.ask(whole)[0][0])
    pages = [reading.ask(f"PRAGMA {name}")[0][0] for name in ("page_count", "freelist_count")]
    return int((pages[0] - pages[1]) * reading.ask("PRAGMA page_size")[0][0])


def test_a_night_without_changes_adds_little_whatever_device_the_files_lie_on(tmp_path: Path) -> None:
    assert measure_night(tmp_path / "catalog.sqlite", files=2000, a_folder=20) < 20_000


def test_a_night_without_changes_adds_little_where_each_file_has_another_inode(tmp_path: Path) -> None:
    assert measure_night(tmp_path / "catalog.sqlite", files=2000, a_folder=20, new_inodes=True) < 20_000


def test_a_night_without_changes_adds_few_pages_on_a_server(own_postgres_server: PostgresServer) -> None:
    """A page there has 8 kB, and each table and index has its own."""
    assert measure_night(own_postgres_server.address, files=2000, a_folder=20) < 40_000


@pytest.mark.deep
@pytest.mark.parametrize("new_inodes", [False, True])
@pytest.mark.parametrize("a_folder", [20, 50])
def test_an_examined_night_of_20_000_unchanged_files_adds_less_than_100_kb(
    tmp_path: Path,
    a_folder: int,
    new_inodes: bool,
) -> None:
    place = tmp_path / "catalog.sqlite"
    assert measure_night(place, files=20_000, a_folder=a_folder, new_inodes=new_inodes) < 100_000


@pytest.mark.deep
@pytest.mark.parametrize(("a_folder", "is_elsewhere"), [(20, False), (50, False), (50, True)])
def test_an_examined_night_of_20_000_unchanged_files_adds_less_than_100_kb_on_a_server(
    own_postgres_server: PostgresServer, a_folder: int, is_elsewhere: bool
) -> None:
    """Where the clients give another device each night, every folder is a row and an entry of an index."""
    place = own_postgres_server.address
    assert measure_night(place, files=20_000, a_folder=a_folder, is_elsewhere=is_elsewhere) < 100_000
