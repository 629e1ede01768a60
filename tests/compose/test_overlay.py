"""Trees that were never written, over a repository that stays as it is; nodes by position and path."""

from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.compose.overlay import TreeOverlay
from firstbell.compose.sources import NodeSource
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.tree import RawTree
from tests.catalog.timeline import File, Timeline

A, DEEP = "/srv/a.docx", "/srv/Sub/deep/b.xlsx"


def make_timeline() -> Timeline:
    timeline = Timeline()
    timeline.save({A: b"letter", DEEP: File(b"sheet", {"unheard_of": [1, {"x": None}]})})
    timeline.save({A: b"letter 2", "/srv/Sub": b"a file where a folder was"})
    return timeline


def list_roots(timeline: Timeline) -> list[bytes]:
    snapshots = sorted(timeline.repository.list_snapshots(), key=lambda one: one.time)
    return [bytes.fromhex(one.tree) for one in snapshots]


def make_source(timeline: Timeline, *, is_folded: bool = False) -> NodeSource:
    return NodeSource(timeline.repository, list_roots(timeline), is_folded=is_folded)


def test_a_tree_that_is_kept_is_read_as_one_that_was_written_and_leaves_no_trace() -> None:
    timeline = make_timeline()
    overlay = TreeOverlay(timeline.repository)
    before = timeline.repository.load_raw_tree(list_roots(timeline)[0])
    data = RawTree([node for node in before.nodes if node.node.name == b"srv"], {}).render() + b"\n"

    tree_id = overlay.save_rendered(data)

    assert tree_id == hash_id(data)
    assert [node.name for node in overlay.load_tree(tree_id)] == [b"srv"]
    assert [raw.node.name for raw in overlay.load_raw_tree(tree_id).nodes] == [b"srv"]
    assert set(overlay.trees) == {tree_id}
    for root in list_roots(timeline):
        assert overlay.load_tree(root) == timeline.repository.load_tree(root)


@pytest.mark.parametrize("data", [b"", b"[]", b"no tree", b'{"nodes":[{"name":1}]}'])
def test_what_would_not_decode_is_not_kept(data: bytes) -> None:
    overlay = TreeOverlay(make_timeline().repository)

    with pytest.raises(FormatError):
        overlay.save_rendered(data)
    assert overlay.trees == {}


def test_a_branch_begins_with_the_trees_of_its_overlay_and_adds_nothing_to_it() -> None:
    timeline = make_timeline()
    overlay = TreeOverlay(timeline.repository)
    first = overlay.save_rendered(RawTree([], {}).render())
    branch = overlay.branch()

    second = branch.save_rendered(b'{"nodes":[],"later":1}\n')

    assert set(branch.trees) == {first, second}
    assert set(overlay.trees) == {first}


def test_a_node_is_found_where_it_was_at_that_time_with_every_byte_it_was_written_with() -> None:
    source = make_source(make_timeline())

    node = source.find_node(0, DEEP.encode())

    assert node is not None
    assert b'"unheard_of":[1,{"x":null}]' in RawTree([node], {}).render()
    assert source.find_node(1, DEEP.encode()) is None
    assert source.newest == 1


@pytest.mark.parametrize(
    ("position", "folder", "is_there"),
    [
        (0, b"", True),
        (0, b"/srv/Sub/deep", True),
        (1, b"/srv/Sub", False),  # a file by then
        (0, A.encode(), False),
        (0, b"/srv/none", False),
        (0, b"/srv/none/deeper", False),
        (2, b"", False),
        (-1, b"", False),
    ],
)
def test_a_folder_is_one_only_where_a_folder_stood(position: int, folder: bytes, *, is_there: bool) -> None:
    source = make_source(make_timeline())

    for _ in range(2):
        assert (source.find_folder(position, folder) is not None) is is_there


@pytest.mark.parametrize("path", [b"/srv/sub/deep/b.xlsx", b"/SRV/SUB/DEEP/B.XLSX"])
def test_a_name_in_another_spelling_is_found_as_windows_does_and_elsewhere_is_not(path: bytes) -> None:
    timeline = make_timeline()

    assert make_source(timeline, is_folded=True).find_node(0, path) is not None
    assert make_source(timeline).find_node(0, path) is None


def test_of_two_names_that_differ_by_case_each_is_itself_first() -> None:
    timeline = Timeline()
    timeline.save({"/srv/A.txt": b"upper", "/srv/a.txt": b"lower"})
    source = make_source(timeline, is_folded=True)

    for path in (b"/srv/A.txt", b"/srv/a.txt"):
        node = source.find_node(0, path)
        assert node is not None
        assert node.node.name == path.rpartition(b"/")[2]
