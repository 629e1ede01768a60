"""ls, find, diff and stats beside restic's, on the same snapshots: the same lines, the same numbers."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.compat.programs import FIRSTBELL, RESTIC, Place, make_quick_place

Fields = dict[str, Any]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A repository with two snapshots by restic of a tree of every kind of thing, edits between them."""
    root = tmp_path_factory.mktemp("looking")
    tree = root / "tree"
    (tree / "sub" / "deep").mkdir(parents=True)
    (tree / "a.txt").write_bytes(b"hello\n")
    os.link(tree / "a.txt", tree / "hard")
    (tree / "link").symlink_to("a.txt")
    os.mkfifo(tree / "fifo")
    (tree / "sub" / "b.txt").write_bytes(b"x\n")
    (tree / "sub" / "empty").write_bytes(b"")
    (tree / "sub" / "deep" / "big").write_bytes(bytes(range(256)) * 8000)
    (tree / os.fsdecode(b"sub/odd\xff\nname")).write_bytes(b"odd")
    (tree / "sticky").mkdir()
    (tree / "sticky").chmod(0o1777)
    place = make_quick_place(root / "repository")
    place.run(*RESTIC, "backup", "--host", "h", str(tree))
    (tree / "a.txt").write_bytes(b"hello again\n")
    (tree / "link").unlink()
    (tree / "link").symlink_to("sub/b.txt")
    (tree / "new").write_bytes(b"new")
    (tree / "sub" / "b.txt").chmod(0o600)
    (tree / "sub" / "deep" / "big").unlink()
    (tree / "sub" / "deep").rmdir()
    (tree / "fifo").unlink()
    (tree / "fifo").write_bytes(b"a file now")
    place.run(*RESTIC, "backup", "--host", "h", str(tree))
    return place


@pytest.fixture(scope="module")
def ids(place: Place) -> list[str]:
    """The ids of the two snapshots, older first."""
    found = json.loads(place.run(*RESTIC, "snapshots", "--json").stdout)
    return [snapshot["id"] for snapshot in sorted(found, key=lambda snapshot: snapshot["time"])]


def test_snapshots_have_restics_fields(place: Place, ids: list[str]) -> None:
    theirs = json.loads(place.run(*RESTIC, "snapshots", "--json").stdout)
    ours = place.run(*FIRSTBELL, "snapshots", "--json").of_type("snapshot")
    for message in ours:
        del message["message_type"]
    assert sorted(ours, key=lambda s: s["id"]) == sorted(theirs, key=lambda s: s["id"])


def test_ls_gives_restics_nodes(place: Place, ids: list[str]) -> None:
    for hex_id in ids:
        theirs = place.run(*RESTIC, "ls", "--json", hex_id).of_type("node")
        ours = place.run(*FIRSTBELL, "ls", "--json", hex_id).of_type("node")
        # restic shows bytes that are not UTF-8 as U+FFFD, we as \xNN
        for message in ours:
            for field in ("name", "path"):
                message[field] = message[field].replace("\\xff", "\ufffd")
        assert ours == theirs
        assert len(ours) > 8


@pytest.mark.long
@pytest.mark.parametrize("sort", ["name", "size", "time", "mtime", "atime", "ctime", "extension"])
def test_ls_sorts_as_restic_does(place: Place, ids: list[str], sort: str) -> None:
    for words in (["--sort", sort], ["--sort", sort, "--reverse"]):
        theirs = place.run(*RESTIC, "ls", "--json", *words, ids[0]).of_type("node")
        ours = place.run(*FIRSTBELL, "ls", "--json", *words, ids[0]).of_type("node")
        assert [node["inode"] for node in ours] == [node["inode"] for node in theirs]
        assert len(ours) > 8


def test_ls_gives_restics_listing_for_ncdu(place: Place, ids: list[str]) -> None:
    for hex_id in ids:
        theirs = json.loads(place.run(*RESTIC, "ls", "--ncdu", hex_id).stdout)
        ours = place.run(*FIRSTBELL, "ls", "--ncdu", hex_id).stdout
        assert json.loads(ours.replace("\\\\xff", "\ufffd")) == theirs


def test_ls_refuses_ways_to_print_that_exclude_each_other(place: Place, ids: list[str]) -> None:
    for words in (["--json"], ["--sort", "size"], ["--reverse"]):
        assert place.run(*FIRSTBELL, "ls", "--ncdu", *words, ids[0], status=2).stdout == ""


def test_ls_shows_sizes_in_units(place: Place, ids: list[str]) -> None:
    shown = place.run(*FIRSTBELL, "ls", "-l", "--human-readable", ids[0]).stdout
    assert " 1.953 MiB " in shown


def test_find_finds_what_restic_finds(place: Place, ids: list[str]) -> None:
    for words in (
        ["b.txt"],
        ["sub"],
        ["*.TXT", "-i"],
        ["deep/*", "new"],
        ["a.txt", "--oldest", "2001-01-01"],
    ):
        found = json.loads(place.run(*RESTIC, "find", "--json", *words).stdout)
        theirs = {(item["snapshot"], match["path"]) for item in found for match in item["matches"]}
        ours = place.run(*FIRSTBELL, "find", "--json", *words).of_type("match")
        shown = {(match["snapshot_id"], match["path"].replace("\\xff", "\ufffd")) for match in ours}
        assert shown == theirs
        assert theirs


def without_folders_touched(changes: list[Fields]) -> list[Fields]:
    """Without `U` of folders: restic gives it also to a folder in which only something below has changed."""
    return [change for change in changes if change["modifier"] != "U" or not change["path"].endswith("/")]


@pytest.mark.parametrize("flags", [[], ["--metadata"]], ids=["content", "metadata"])
def test_diff_gives_restics_changes_and_counts(place: Place, ids: list[str], flags: list[str]) -> None:
    for pair in (ids, list(reversed(ids))):
        *theirs, sums = place.run(*RESTIC, "diff", "--json", *flags, *pair).messages
        *ours, own_sums = place.run(*FIRSTBELL, "diff", "--json", *flags, *pair).messages
        for message in ours:
            message["path"] = message["path"].replace("\\xff", "\ufffd")
        assert without_folders_touched(ours) == without_folders_touched(theirs)
        assert {**own_sums, "message_type": "statistics"} == sums


@pytest.mark.long
@pytest.mark.parametrize("mode", ["restore-size", "files-by-contents", "blobs-per-file", "raw-data"])
def test_stats_count_what_restic_counts(place: Place, ids: list[str], mode: str) -> None:
    counted = ("total_size", "total_file_count", "total_blob_count", "snapshots_count")
    for words in ([], ids[:1], ids):
        theirs: Fields = json.loads(place.run(*RESTIC, "stats", "--json", "--mode", mode, *words).stdout)
        ours = place.run(*FIRSTBELL, "stats", "--json", "--mode", mode, *words).summary
        for name in counted:
            assert ours.get(name) == theirs.get(name), name


def test_tags_that_we_set_are_restics_tags(place: Place, tmp_path: Path) -> None:
    other = make_quick_place(tmp_path / "repository")
    (tmp_path / "file").write_bytes(b"x")
    other.run(*RESTIC, "backup", str(tmp_path / "file"), "--tag", "a")
    other.run(*FIRSTBELL, "tag", "--add", "b")
    other.run(*RESTIC, "tag", "--add", "c")
    other.run(*FIRSTBELL, "tag", "--remove", "a")
    (snapshot,) = json.loads(other.run(*RESTIC, "snapshots", "--json").stdout)
    assert snapshot["tags"] == ["b", "c"]
    other.run(*RESTIC, "check")
    other.run(*FIRSTBELL, "forget", "--no-guards", "--yes", snapshot["id"])
    assert json.loads(other.run(*RESTIC, "snapshots", "--json").stdout) == []


def test_a_password_that_we_change_opens_restic_and_the_old_one_does_not(tmp_path: Path) -> None:
    place = make_quick_place(tmp_path / "repository")
    (tmp_path / "new").write_text("another")
    place.run(*FIRSTBELL, "key", "passwd", "--new-password-file", str(tmp_path / "new"))
    assert place.run(*RESTIC, "snapshots", status=12).stdout == ""
    Place(place.path, "another").run(*RESTIC, "snapshots")
