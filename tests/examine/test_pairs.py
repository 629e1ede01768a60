"""Which removed path became which added one."""

from __future__ import annotations

from firstbell.examine.pairs import PairBasis, Pairing, pair_changes
from firstbell.record.versions import Change, FileVersion


def version(path: bytes, *blobs: int, size: int = 1000, inode: int = 0, kind: str = "file") -> FileVersion:
    return FileVersion(path, kind, size, tuple(bytes([blob]) * 32 for blob in blobs), inode=inode)


def pair(removed: list[FileVersion], added: list[FileVersion]) -> Pairing:
    return pair_changes([*(Change(old, None) for old in removed), *(Change(None, new) for new in added)])


def links(pairing: Pairing) -> dict[bytes, tuple[bytes | None, PairBasis]]:
    return {pair.new.path: (pair.was, pair.link) for pair in pairing.pairs}


def test_a_suffix_on_a_name_is_the_same_file() -> None:
    found = pair([version(b"/a/x.doc", 1)], [version(b"/a/x.doc.lock", 2), version(b"/a/y.doc.lock", 3)])
    assert links(found)[b"/a/x.doc.lock"] == (b"/a/x.doc", PairBasis.NAME)
    assert links(found)[b"/a/y.doc.lock"] == (None, PairBasis.NONE)


def test_a_copy_that_got_the_inode_of_the_file_deleted_before_it_is_told_by_its_name() -> None:
    found = pair(
        [version(b"/a/1.txt", 1, inode=11), version(b"/a/2.txt", 2, inode=12)],
        [version(b"/a/1.txt.lock", 3, inode=10), version(b"/a/2.txt.lock", 4, inode=11)],
    )
    assert links(found) == {
        b"/a/1.txt.lock": (b"/a/1.txt", PairBasis.NAME),
        b"/a/2.txt.lock": (b"/a/2.txt", PairBasis.NAME),
    }


def test_a_longer_name_that_is_not_a_suffix_is_another_file() -> None:
    found = pair([version(b"/a/x", 1)], [version(b"/a/xylophone", 2)])
    assert links(found) == {b"/a/xylophone": (None, PairBasis.NONE)}
    assert [old.path for old in found.removed] == [b"/a/x"]


def test_a_bracketed_mark_and_one_in_front_are_marks_too() -> None:
    removed = [version(b"/a/x.doc", 1), version(b"/a/y.doc", 2)]
    added = [version(b"/a/x.doc[id-1].lock", 3), version(b"/a/locked_y.doc", 4)]
    assert {was for was, _ in links(pair(removed, added)).values()} == {b"/a/x.doc", b"/a/y.doc"}


def test_the_same_content_under_another_name_is_a_rename_across_folders() -> None:
    found = pair([version(b"/a/x.doc", 1)], [version(b"/b/y.doc", 1)])
    assert [(old.path, new.path) for old, new in found.moves] == [(b"/a/x.doc", b"/b/y.doc")]
    assert found.pairs == ()


def test_a_copy_elsewhere_does_not_take_the_place_of_a_struck_file() -> None:
    found = pair(
        [version(b"/b/copyright", 1)], [version(b"/a/copy of copyright", 1), version(b"/b/copyright.lock", 2)]
    )
    assert links(found)[b"/b/copyright.lock"] == (b"/b/copyright", PairBasis.NAME)
    assert found.moves == ()


def test_shared_blobs_find_a_partly_struck_file() -> None:
    found = pair([version(b"/a/film", 1, 2, 3, 4)], [version(b"/b/9f3a", 9, 2, 3, 4)])
    assert links(found) == {b"/b/9f3a": (b"/a/film", PairBasis.BLOBS)}


def test_an_inode_is_believed_in_the_same_folder_only() -> None:
    removed = [version(b"/a/x", 1, inode=7, size=10), version(b"/a/y", 2, inode=8, size=20)]
    added = [version(b"/a/q", 3, inode=7, size=900), version(b"/b/r", 4, inode=8, size=777)]
    found = links(pair(removed, added))
    assert found[b"/a/q"] == (b"/a/x", PairBasis.INODE)
    assert found[b"/b/r"] == (None, PairBasis.NONE)


def test_names_made_at_random_are_paired_by_the_growth_all_have() -> None:
    removed = [version(b"/a/%d" % index, index, size=1000 + 37 * index) for index in range(1, 9)]
    added = [version(b"/a/q%d" % index, 100 + index, size=1534 + 37 * index) for index in range(8, 0, -1)]
    found = links(pair(removed, added))
    assert all(found[b"/a/q%d" % index] == (b"/a/%d" % index, PairBasis.SIZE) for index in range(1, 9))


def test_what_is_left_in_a_folder_is_paired_by_size_under_a_shared_extension() -> None:
    removed = [version(b"/a/%d.doc" % index, index, size=1000 * index) for index in range(1, 5)]
    added = [
        version(b"/a/q%d.zz" % index, 100 + index, size=1000 * index + index * index) for index in range(1, 5)
    ]
    found = links(pair(removed, added))
    assert {was for was, _ in found.values()} == {old.path for old in removed}
    assert all(
        pair.is_guess
        for pair in pair_changes(
            [*(Change(old, None) for old in removed), *(Change(None, new) for new in added)]
        ).pairs
    )


def test_metadata_alone_is_no_change_and_links_are_no_files() -> None:
    same = Change(version(b"/a/x", 1), version(b"/a/x", 1))
    link = Change(None, version(b"/a/l", kind="symlink"))
    found = pair_changes([same, link])
    assert (found.pairs, found.moves, found.removed) == ((), (), ())


def test_a_file_that_became_a_link_is_removed() -> None:
    found = pair_changes([Change(version(b"/a/x", 1), version(b"/a/x", kind="symlink"))])
    assert [old.path for old in found.removed] == [b"/a/x"]
