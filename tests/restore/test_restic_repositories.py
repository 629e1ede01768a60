"""What restic backed up comes back identical: content, modes, times, owners, links, attributes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.compat.oddtree import SPARSE_BYTES, count_files, make_odd_tree, survey
from tests.compat.programs import Place, make_place, restored_at


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of everything a filesystem can hold."""
    return make_odd_tree(tmp_path_factory.mktemp("tree") / "odd")


@pytest.fixture(scope="module", params=[1, 2])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tree: Path) -> Place:
    """A repository that restic made, of each version, with one snapshot of the tree."""
    made = make_place(tmp_path_factory.mktemp("restic") / "repo", made_by="restic", version=request.param)
    made.restic("backup", str(tree))
    return made


@pytest.mark.long
@pytest.mark.parametrize("options", [(), ("--sparse",), ("--sync",)], ids=str)
def test_a_tree_comes_back_identical(
    place: Place, tree: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    target = tmp_path / "out"
    done = place.firstbell("restore", "latest", "--target", str(target), "--verify", "--json", *options)
    assert survey(restored_at(target, tree)) == survey(tree)
    files = count_files(tree)
    assert (done.summary["files_restored"], done.summary["files_verified"]) == (files, files)
    assert done.summary["files_failed"] == 0
    blocks = (restored_at(target, tree) / "sizes" / "sparse").stat().st_blocks
    assert (blocks * 512 < SPARSE_BYTES // 2) is ("--sparse" in options)


def test_restic_restores_the_same(place: Place, tree: Path, tmp_path: Path) -> None:
    place.restic("restore", "latest", "--target", str(tmp_path / "theirs"))
    place.firstbell("restore", "latest", "--target", str(tmp_path / "ours"))
    assert survey(restored_at(tmp_path / "ours", tree)) == survey(restored_at(tmp_path / "theirs", tree))


def test_a_folder_of_a_snapshot_is_laid_into_the_target(place: Place, tree: Path, tmp_path: Path) -> None:
    place.restic("restore", f"latest:{tree}", "--target", str(tmp_path / "theirs"))
    place.firstbell("restore", f"latest:{tree}", "--target", str(tmp_path / "ours"))
    ours, theirs = survey(tmp_path / "ours"), survey(tmp_path / "theirs")
    assert {path: about for path, about in ours.items() if path != b"."} == {
        path: about for path, about in theirs.items() if path != b"."
    }


@pytest.mark.long
@pytest.mark.parametrize(
    "words",
    [
        ("--include", "*.txt"),
        ("--include", "/sizes"),
        ("--exclude", "sizes", "--exclude", "l*"),
        ("--iinclude", "PLAIN.TXT"),
    ],
    ids=" ".join,
)
def test_patterns_choose_what_restic_chooses(
    place: Place, tree: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    source = f"latest:{tree}"
    place.restic("restore", source, "--target", str(tmp_path / "theirs"), *words)
    place.firstbell("restore", source, "--target", str(tmp_path / "ours"), *words)
    assert set(survey(tmp_path / "ours")) == set(survey(tmp_path / "theirs"))
    assert len(survey(tmp_path / "ours")) > 1


def test_one_file_is_dumped_byte_for_byte(place: Place, tree: Path, tmp_path: Path) -> None:
    place.firstbell("dump", "latest", f"{tree}/sizes/large", "--target", str(tmp_path / "large"))
    assert (tmp_path / "large").read_bytes() == (tree / "sizes" / "large").read_bytes()
    place.firstbell("dump", "latest", f"{tree}/sizes/large", "--target", str(tmp_path / "large"), status=1)
    place.firstbell("dump", "latest", f"{tree}/no/such", status=1)
    place.firstbell("dump", "latest", f"{tree}/links/soft", status=1)


def test_a_folder_is_dumped_as_an_archive_that_unpacks_identical(
    place: Place, tree: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "odd.tar"
    place.firstbell("dump", f"latest:{tree}", "/", "--target", str(archive))
    (tmp_path / "out").mkdir()
    unpack = ("tar", "--xattrs", "--xattrs-include=user.*", "-xpf", str(archive), "-C", str(tmp_path / "out"))
    place.run(*unpack)
    wanted, found = survey(tree), survey(tmp_path / "out")
    assert set(found) == set(wanted)
    for path, about in wanted.items():
        # an archive has each name as a file of its own; ACLs and the root itself it leaves to others
        if path in {b".", b"attributes/tagged"} or b"hard" in path or path == b"links/file":
            continue
        assert found[path] == about, path


def test_a_folder_is_dumped_as_a_zip(place: Place, tree: Path, tmp_path: Path) -> None:
    archive = tmp_path / "sizes.zip"
    place.firstbell("dump", "--archive", "zip", f"latest:{tree}", "sizes", "--target", str(archive))
    shutil.unpack_archive(archive, tmp_path / "out")
    for path in (tree / "sizes").iterdir():
        assert (tmp_path / "out" / "sizes" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.long
def test_a_second_restore_leaves_everything_and_reports_what_differs(
    place: Place, tree: Path, tmp_path: Path
) -> None:
    target = str(tmp_path / "out")
    place.firstbell("restore", "latest", "--target", target)
    again = place.firstbell("restore", "latest", "--target", target, "--json")
    assert again.summary["files_restored"] == 0
    changed = restored_at(tmp_path / "out", tree) / "names" / "plain.txt"
    changed.write_bytes(b"mine")
    told = place.firstbell("restore", "latest", "--target", target, "--json", status=3)
    assert [(error["path"], error["code"]) for error in told.of_type("error")] == [
        (f"{tree}/names/plain.txt", "restore.exists")
    ]
    place.firstbell("restore", "latest", "--target", target, "--overwrite", "never")
    assert changed.read_bytes() == b"mine"
    place.firstbell("restore", "latest", "--target", target, "--overwrite", "if-changed")
    assert survey(restored_at(tmp_path / "out", tree)) == survey(tree)


def test_a_pack_that_is_lost_costs_its_files_only(place: Place, tree: Path, tmp_path: Path) -> None:
    hurt = Place(tmp_path / "hurt", place.password)
    shutil.copytree(place.path, hurt.path)
    packs = sorted((hurt.path / "data").rglob("?" * 64), key=lambda path: path.stat().st_size)
    packs[-1].chmod(0o600)
    packs[-1].write_bytes(packs[-1].read_bytes()[: packs[-1].stat().st_size // 2])
    done = hurt.firstbell("restore", "latest", "--target", str(tmp_path / "out"), "--json", status=3)
    failed = {error["path"] for error in done.of_type("error")}
    assert 0 < len(failed) == done.summary["files_failed"] < count_files(tree)
    restored, wanted = survey(restored_at(tmp_path / "out", tree)), survey(tree)
    lost = {path for path in wanted if f"{tree}/{path.decode(errors='backslashreplace')}" in failed}
    assert set(wanted) - set(restored) == lost
