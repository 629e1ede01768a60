"""What the real restic wrote, listed, checked, restored and carried on by Firstbell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.compat.oddtree import count_files, make_odd_tree, survey
from tests.compat.programs import Place, make_place, restored_at

SECOND = "another password ÄÖ"


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_odd_tree(tmp_path_factory.mktemp("source") / "tree")


@pytest.fixture(scope="module", params=[1, 2], ids=["version 1", "version 2"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tree: Path) -> Place:
    """A repository of restic's with two keys and three snapshots of two hosts."""
    folder = tmp_path_factory.mktemp("theirs")
    made = make_place(folder / "repository", made_by="restic", version=request.param)
    (folder / "second").write_text(SECOND)
    made.restic("key", "add", "--new-password-file", str(folder / "second"))
    made.restic("backup", "--host", "office", "--time", "2023-02-05 06:30:00", str(tree / "names"))
    made.restic("backup", "--host", "office", "--tag", "weekly,before", "--tag", "term", str(tree))
    made.restic("backup", "--host", "school", "--exclude", "sizes", str(tree / "names"), str(tree / "sizes"))
    return made


@pytest.mark.long
def test_every_key_opens_it(place: Place) -> None:
    for password in (place.password, SECOND):
        keys = place.with_password(password).firstbell("key", "list", "--json").of_type("key")
        assert len(keys) == 2
        assert sum(key["current"] for key in keys) == 1
    assert place.with_password("neither").firstbell("snapshots", status=12).stdout == ""


def test_its_snapshots_are_listed_as_restic_lists_them(place: Place) -> None:
    ours = place.firstbell("snapshots", "--json").of_type("snapshot")
    for mine, theirs in zip(ours, place.snapshots(), strict=True):
        told = {name: value for name, value in theirs.items() if name != "summary"}
        assert {name: mine[name] for name in told} == told
        assert mine["summary"]["total_bytes_processed"] == theirs["summary"]["total_bytes_processed"]
    assert [mine.get("tags") for mine in ours] == [None, ["weekly", "before", "term"], None]
    assert [mine["hostname"] for mine in ours] == ["office", "office", "school"]


@pytest.mark.long
@pytest.mark.parametrize(("words", "count"), [(["--host", "school"], 1), (["--tag", "term,weekly"], 1)])
def test_filters_choose_as_those_of_restic(place: Place, words: list[str], count: int) -> None:
    ours = place.firstbell("snapshots", "--json", *words).of_type("snapshot")
    theirs = json.loads(place.restic("snapshots", "--json", *words).stdout)
    assert [mine["id"] for mine in ours] == [their["id"] for their in theirs]
    assert len(ours) == count


def test_its_files_are_listed_as_restic_lists_them(place: Place, tree: Path) -> None:
    spec = place.snapshots()[1]["id"]
    theirs = [json.loads(line) for line in place.restic("ls", "--json", spec).stdout.splitlines()]
    ours = [*place.firstbell("ls", "--json", spec).of_type("node")]
    assert len(ours) == len(theirs) - 1 == len(survey(tree)) - 1 + len(tree.parts) - 1
    # restic shows bytes that are not UTF-8 as U+FFFD, we as \xNN; a backslash of the name itself is plain
    mine = {node["path"]: node for node in ours}
    plain = [node for node in theirs[1:] if "\ufffd" not in node["path"]]
    assert len(plain) == len(ours) - 4
    for node in plain:
        for name in ("name", "type", "uid", "gid", "mode", "mtime", "permissions", "size"):
            # restic leaves out a mode of 0
            assert (mine[node["path"]].get(name) or None) == (node.get(name) or None), node


def test_no_fault_is_found_in_it(place: Place) -> None:
    summary = place.firstbell("check", "--read-data", "--json").summary
    assert (summary["num_errors"], summary["broken_packs"]) == (0, [])


@pytest.mark.long
def test_every_snapshot_is_restored_identical(place: Place, tree: Path, tmp_path: Path) -> None:
    opened = place.with_password(SECOND)
    for number, snapshot in enumerate(place.snapshots()):
        ours, theirs = tmp_path / f"ours{number}", tmp_path / f"theirs{number}"
        summary = opened.firstbell(
            "restore", snapshot["id"], "--target", str(ours), "--verify", "--json"
        ).summary
        place.restic("restore", snapshot["id"], "--target", str(theirs))
        assert strip_top(survey(ours)) == strip_top(survey(theirs))
        assert summary["files_verified"] == summary["files_restored"] == count_files(ours)
    assert survey(restored_at(tmp_path / "ours1", tree)) == survey(tree)


def test_the_bytes_of_one_file_are_dumped(place: Place, tree: Path) -> None:
    path = tree / "names" / "two words.txt"
    spec = place.snapshots()[1]["id"]
    assert place.firstbell("dump", spec, str(path)).stdout.encode() == path.read_bytes()


def strip_top(surveyed: dict[bytes, tuple[object, ...]]) -> dict[bytes, tuple[object, ...]]:
    """Without the target itself, which no snapshot holds."""
    return {path: about for path, about in surveyed.items() if path != b"."}


@pytest.mark.long
def test_reading_without_locks_changes_nothing(place: Place, tree: Path, tmp_path: Path) -> None:
    """Not a byte, not a name, not the time of a folder."""
    path = str(tree / "names" / "plain.txt")
    before = survey(place.path)
    for words in (
        ["snapshots"],
        ["ls", "latest"],
        ["find", "plain.txt"],
        ["diff", "latest", "latest"],
        ["dump", "latest", path],
        ["stats"],
        ["key", "list"],
        ["check", "--read-data"],
        ["restore", "latest", "--target", str(tmp_path)],
        ["examine"],
        ["versions", path],
        ["event", "list"],
    ):
        place.firstbell(*words, "--no-lock")
    assert survey(place.path) == before


@pytest.mark.parametrize(
    "words", [["backup", "/etc/hostname"], ["tag", "--add", "x"], ["prune"]], ids=" ".join
)
def test_what_writes_does_not_take_no_lock(place: Place, words: list[str]) -> None:
    before = survey(place.path)
    done = place.firstbell(*words, "--no-lock", status=2)
    assert "--no-lock" in done.stderr
    assert survey(place.path) == before


@pytest.mark.long
@pytest.mark.parametrize("version", [1, 2])
def test_a_further_backup_reads_nothing_again(tmp_path: Path, version: int) -> None:
    """The large file would have other chunks if it were read: our chunk borders are not restic's."""
    tree = make_odd_tree(tmp_path / "tree")
    place = make_place(tmp_path / "repository", made_by="restic", version=version)
    place.restic("backup", str(tree))
    summary = place.firstbell("backup", "--json", str(tree)).summary
    assert summary["files_unmodified"] == count_files(tree)
    assert summary["files_new"] == summary["files_changed"] == summary["data_blobs"] == 0
    theirs, ours = place.snapshots()
    assert ours["parent"] == theirs["id"]
    assert place.tree_id(ours, tree) == place.tree_id(theirs, tree)


@pytest.mark.long
def test_both_take_turns_on_one_repository(tmp_path: Path) -> None:
    tree = make_odd_tree(tmp_path / "tree")
    place = make_place(tmp_path / "repository", made_by="restic")
    kept = {}
    for turn, program in enumerate((place.restic, place.firstbell) * 2):
        (tree / "sizes" / f"turn {turn}").write_bytes(f"turn {turn}\n".encode() * 40_000)
        program("backup", str(tree))
        kept[place.snapshots()[-1]["id"]] = survey(tree)
    place.restic("check", "--read-data")
    place.firstbell("check", "--read-data")
    for number, (hex_id, expected) in enumerate(kept.items()):
        target = tmp_path / f"target{number}"
        (place.firstbell, place.restic)[number % 2]("restore", hex_id, "--target", str(target))
        assert survey(restored_at(target, tree)) == expected
