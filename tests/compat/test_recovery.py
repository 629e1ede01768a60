"""An encryption event in restic's own repository: seen, composed, and restored alike by both programs."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.compat.oddtree import survey
from tests.compat.programs import Place, make_place, make_quick_place, restored_at
from tests.compat.struck_tree import ENDING, change_calmly, make_tree, strike, write_document


@dataclass(frozen=True)
class Struck:
    """A repository of three calm days and a struck one; `wanted`: the tree a person would want back."""

    place: Place
    tree: Path
    wanted: Path


@pytest.fixture(scope="module", params=[("restic", 2), ("restic", 1), ("firstbell", 2)], ids=str)
def struck(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Struck:
    maker, version = request.param
    folder = tmp_path_factory.mktemp("struck")
    where = folder / "repository"
    place = (
        make_quick_place(where) if maker == "firstbell" else make_place(where, made_by=maker, version=version)
    )
    tree, wanted = folder / "tree", folder / "wanted"

    def back_up() -> None:
        program = place.restic if maker == "restic" else place.firstbell
        program("backup", str(tree))

    make_tree(tree)
    back_up()
    back_up()
    change_calmly(tree)
    back_up()
    shutil.copytree(tree, wanted, symlinks=True)
    os.unlink(wanted / "office" / "linked.docx")
    os.link(wanted / "office" / "letter 0.docx", wanted / "office" / "linked.docx")
    strike(tree)
    write_document(tree / "office" / "after.docx", "made after it began")
    shutil.copy2(tree / "office" / "after.docx", wanted / "office" / "after.docx")
    back_up()
    return Struck(place, tree, wanted)


@pytest.fixture(autouse=True)
def _own_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTBELL_DESK", str(tmp_path / "desk"))


def read_contents(root: Path) -> dict[str, bytes]:
    """Every file, symlink (by its target) and folder under a root."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_symlink():
            found[name] = os.fsencode(os.readlink(path))
        else:
            found[name] = b"" if path.is_dir() else path.read_bytes()
    return found


@pytest.mark.long
def test_the_event_is_seen_and_every_struck_name_told(struck: Struck) -> None:
    told = struck.place.firstbell("examine", "--json", "--no-lock", "latest", status=4)

    (line,) = told.of_type("examination")
    assert line["verdict"] == "event"
    # six documents in each of three folders; the first one in the office has two names
    assert line["files_damaged"] == len(line["damaged"]) == 19
    renamed = str(struck.tree / "home" / "ana" / f"letter 2.docx{ENDING}")
    assert renamed in line["damaged"]
    assert line["was"][renamed] == str(struck.tree / "home" / "ana" / "letter 2.docx")


@pytest.mark.long
def test_without_locks_nothing_is_written_and_the_tree_comes_back(struck: Struck, tmp_path: Path) -> None:
    before = struck.place.hash_files()

    for words in (["examine", "--all"], ["event", "list"], ["recover", "compose"]):
        struck.place.firstbell(*words, "--no-lock", status=4 if words[0] == "examine" else 0)
    path = str(struck.tree / "office" / "letter 1.docx")
    versions = struck.place.firstbell("versions", path, "--no-lock", "--json").of_type("version")
    run = struck.place.firstbell("recover", "run", "--target", str(tmp_path / "back"), "--no-lock", "--json")

    assert struck.place.hash_files() == before
    assert [(one["state"], one["clean_version"]) for one in versions] == [
        ("damaged", False),
        ("intact", True),
        ("intact", False),
    ]
    assert read_contents(restored_at(tmp_path / "back", struck.tree)) == read_contents(struck.wanted)
    assert run.summary["files_failed"] == 0
    assert run.summary["files_verified"] == run.summary["files_restored"] > 20


@pytest.mark.long
def test_restic_restores_the_composed_snapshot_to_the_same_bytes(struck: Struck, tmp_path: Path) -> None:
    before = struck.place.hash_files()
    composed = struck.place.firstbell("recover", "compose", "--json").summary
    again = struck.place.firstbell("recover", "run", "--target", str(tmp_path / "ours"), "--json").summary
    struck.place.restic("restore", composed["snapshot_id"], "--target", str(tmp_path / "theirs"))

    assert again["snapshot_id"] == composed["snapshot_id"]
    ours, theirs = (restored_at(tmp_path / name, struck.tree) for name in ("ours", "theirs"))
    assert survey(ours) == survey(theirs)
    assert read_contents(ours) == read_contents(struck.wanted)
    assert os.path.samefile(ours / "office" / "letter 0.docx", ours / "office" / "linked.docx")
    assert before.items() <= struck.place.hash_files().items()
    assert "no errors were found" in struck.place.restic("check", "--read-data").stdout


@pytest.mark.long
def test_the_composed_snapshot_says_what_it_stands_for(struck: Struck) -> None:
    composed = struck.place.firstbell("recover", "compose", "--json").summary
    snapshots = {snapshot["id"]: snapshot for snapshot in struck.place.snapshots()}
    base, made = snapshots[composed["base_snapshot_id"]], snapshots[composed["snapshot_id"]]

    assert made["tags"] == ["firstbell:composed"]
    assert made["parent"] == base["id"]
    assert (made["hostname"], made["paths"]) == (base["hostname"], base["paths"])
    assert made["time"] > base["time"]
    assert composed["files_without_clean_version"] == 0
    assert composed["left_out"] == 3
    assert composed["files_from_earlier"] == 22
    assert composed["files"] == sum(
        path.is_file() and not path.is_symlink() for path in struck.wanted.rglob("*")
    )
    assert struck.place.firstbell("examine", "--json").summary["snapshots"] == 0
    assert struck.place.firstbell("examine", made["id"], "--json", status=1).stdout == ""


@pytest.mark.long
def test_restic_goes_on_after_a_composed_snapshot(struck: Struck) -> None:
    struck.place.firstbell("recover", "compose")
    summary = struck.place.restic("backup", "--json", str(struck.tree)).summary

    assert summary["data_blobs"] == 0
    struck.place.restic("forget", summary["snapshot_id"], "--prune")
    assert "no errors were found" in struck.place.restic("check", "--read-data").stdout
    struck.place.firstbell("check")
