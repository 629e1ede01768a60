"""What the catalog keeps of trees: all of it back, and little for a night in which nothing changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.catalog import open_catalog
from firstbell.catalog.entries import TreeEntry, pack_entries, unpack_entries
from firstbell.record.examination import Examination, Verdict
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
    inode=st.integers(0, 2**64 - 1),
    device_id=st.sampled_from((0, 1, 2**40, 2**64 - 1)),
    mode=st.integers(0, 2**32 - 1),
)


@given(st.lists(ENTRIES, max_size=8))
def test_the_entries_of_a_stored_tree_are_those_that_were_stored(entries: list[TreeEntry]) -> None:
    assert unpack_entries(pack_entries(entries)) == entries


def test_trees_that_differ_in_device_and_subtrees_share_their_part() -> None:
    one = TreeEntry(b"a", "dir", 0, b"", b"s" * 32, b"", 1, 2, 3, 4, 5)
    other = TreeEntry(b"a", "dir", 0, b"", b"t" * 32, b"", 1, 2, 3, 9, 5)
    changed = TreeEntry(b"a", "dir", 0, b"", b"t" * 32, b"", 1, 2, 8, 9, 5)
    assert pack_entries([one]).part == pack_entries([other]).part != pack_entries([changed]).part


def measure_night(folder: Path, *, files: int, a_folder: int) -> int:
    """Bytes that an examined night adds in which nothing changed but the number of the device."""
    timeline = Timeline()
    catalog = open_catalog(folder / "catalog.sqlite", timeline.repository.hex_id)
    sizes = []
    for night in range(2):
        fields = {"device_id": 7000 + night}
        names = {
            f"/srv/{number // a_folder}/lesson {number}": File(
                b"%d" % number, {**fields, "inode": number + 1}
            )
            for number in range(files)
        }
        timeline.save(names, folder_fields=fields)
        catalog.bring_up_to_date(timeline.repository)
        catalog.store_examination(catalog.list_snapshots()[night], Examination(Verdict.CLEAN, (), 0))
        with catalog._read() as reading:
            pages = [reading.ask(f"PRAGMA {name}")[0][0] for name in ("page_count", "freelist_count")]
            sizes.append(int((pages[0] - pages[1]) * reading.ask("PRAGMA page_size")[0][0]))
    assert catalog.count_versions() == files
    return sizes[1] - sizes[0]


def test_a_night_without_changes_adds_little_whatever_device_the_files_lie_on(tmp_path: Path) -> None:
    assert measure_night(tmp_path, files=2000, a_folder=20) < 20_000


@pytest.mark.deep
@pytest.mark.parametrize("a_folder", [20, 50])
def test_an_examined_night_of_20_000_unchanged_files_adds_less_than_100_kb(
    tmp_path: Path, a_folder: int
) -> None:
    assert measure_night(tmp_path, files=20_000, a_folder=a_folder) < 100_000
