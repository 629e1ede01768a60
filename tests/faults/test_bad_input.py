"""Bad input through the real command: one clear line, a hint, the right status, and nothing is lost."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from firstbell.repository import Repository, walk_tree
from firstbell.store import LocalStore
from tests.compat.programs import FIRSTBELL, Done, Place, make_quick_place, restored_at

EVERY = [
    ["snapshots"],
    ["ls", "latest"],
    ["find", "*.txt"],
    ["diff", "latest", "latest"],
    ["dump", "latest", "/x"],
    ["stats"],
    ["check"],
    ["tag", "--add", "seen", "latest"],
    ["forget", "--keep-last", "1"],
    ["key", "list"],
    ["unlock"],
    ["backup", "/etc/hostname"],
    ["restore", "latest", "--target", "/nonexistent/target"],
    ["examine"],
    ["versions", "/x"],
    ["event", "list"],
    ["recover", "compose"],
    ["recover", "run", "--target", "/nonexistent/target"],
    ["catalog"],
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A repository with two snapshots, to be copied before it is harmed."""
    folder = tmp_path_factory.mktemp("made")
    tree = folder / "tree"
    tree.mkdir()
    place = make_quick_place(folder / "repository")
    aged: set[Path] = set()
    for number in range(2):
        (tree / f"{number}.txt").write_text(f"text {number}\n" * 50_000)
        (tree / f"{number}.raw").write_bytes(random.Random(number).randbytes(3_000_000))
        place.firstbell("backup", str(tree))
        # a clock of files that ticks slowly would make both backups one of age
        for path in {one for one in place.path.rglob("*") if one.is_file()} - aged:
            os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
            aged.add(path)
    return place


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Place:
    copied = Place(tmp_path / "repository")
    shutil.copytree(made.path, copied.path)
    return copied


def fails(done: Done, *words: str) -> bool:
    """Whether stderr is one line with the words in it and one hint, and stdout says nothing."""
    lines = done.stderr.splitlines()
    assert len(lines) == 2, done
    assert lines[0].startswith("firstbell: ")
    assert lines[1].startswith("hint: ")
    assert len(lines[1]) > len("hint: ")
    return all(word in lines[0] for word in words)


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_says_that_there_is_no_repository(tmp_path: Path, words: list[str]) -> None:
    nowhere = Place(tmp_path / "nowhere")
    assert fails(nowhere.firstbell(*words, status=10), str(nowhere.path))
    assert not nowhere.path.exists()


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_says_that_the_password_is_wrong(made: Place, words: list[str]) -> None:
    before = made.hash_files()
    assert fails(made.with_password("wrong").firstbell(*words, status=12), "password")
    assert made.hash_files() == before


def test_an_error_in_json_is_one_object_on_stderr(made: Place) -> None:
    done = made.with_password("wrong").firstbell("snapshots", "--json", status=12)
    told = json.loads(done.stderr)
    assert (told["message_type"], told["code"]) == ("exit_error", 12)
    assert told["message"]
    assert told["hint"]
    assert done.stdout == ""


def test_no_password_at_all_is_told(made: Place) -> None:
    assert fails(Place(made.path, "").run(*no_password(made), status=1), "password")


def no_password(made: Place) -> tuple[str, ...]:
    """A command with no terminal to ask at."""
    return ("setsid", *FIRSTBELL, "-r", str(made.path), "snapshots")


def test_a_repository_is_never_made_over_another(place: Place) -> None:
    before = place.hash_files()
    assert fails(place.firstbell("init", status=1), str(place.path))
    assert place.hash_files() == before


def test_a_folder_that_is_no_repository_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("not a repository")
    assert fails(Place(tmp_path).firstbell("snapshots", status=10), str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


def test_an_id_that_fits_two_snapshots_names_both(place: Place) -> None:
    repository = Repository.open(LocalStore(place.path), place.password)
    snapshot = repository.list_snapshots()[-1]
    ids = {one.hex_id for one in repository.list_snapshots()}
    while len({hex_id[0] for hex_id in ids}) == len(ids):
        snapshot.username += "x"
        ids.add(repository.save_snapshot(snapshot))
    twice = next(hex_id[0] for hex_id in ids if sum(other[0] == hex_id[0] for other in ids) > 1)
    done = place.firstbell("ls", twice, status=1)
    assert fails(done, *[hex_id[:8] for hex_id in ids if hex_id[0] == twice])


@pytest.mark.parametrize("spec", ["0123456789abcdef", "ffffffff", "no id", "", "lates"])
def test_an_id_that_fits_none_is_told(place: Place, spec: str) -> None:
    assert fails(place.firstbell("ls", spec, status=1), spec)


def test_a_latest_that_the_filter_leaves_none_of_is_told(place: Place) -> None:
    assert fails(
        place.firstbell("ls", "latest", "--host", "nobody", status=1), "no snapshot of host 'nobody'"
    )


def newest(place: Place, kind: str) -> Path:
    """The newest file of one kind."""
    files = [path for path in (place.path / kind).rglob("*") if path.is_file()]
    return max(files, key=lambda path: path.stat().st_mtime_ns)


def find_data_pack(place: Place, path: Path) -> Path:
    """The pack that holds a file's content in the newest snapshot."""
    repository = Repository.open(LocalStore(place.path), place.password)
    entries = walk_tree(repository, bytes.fromhex(repository.find_snapshot("latest").tree))
    (node,) = (entry.node for entry in entries if entry.path == bytes(path))
    name = repository.locate(node.content_ids[0]).pack_id.hex()
    return place.path / "data" / name[:2] / name


def harm(path: Path, way: str) -> None:
    """Makes a stored file what it must not be; they are read-only on disk."""
    data = path.read_bytes()
    path.chmod(0o600)
    half = len(data) // 2
    changed = {
        "empty": b"",
        "truncated": data[:half],
        "no such thing": b"This is a letter, not what it should be.\n" * 50,
        "one bit": data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :],
    }
    path.write_bytes(changed[way])


WAYS = ["empty", "truncated", "no such thing", "one bit"]


@pytest.mark.parametrize("way", WAYS)
def test_a_harmed_pack_is_found_and_what_is_whole_is_restored(
    place: Place, tmp_path: Path, way: str, made: Place
) -> None:
    source = made.path.parent / "tree"
    pack = find_data_pack(place, source / "1.raw")
    harm(pack, way)
    checked = place.firstbell("check", "--read-data", "--json", status=1)
    assert checked.summary["broken_packs"] == [pack.name]
    assert pack.name[:8] in place.firstbell("check", "--read-data", status=1).stdout
    target = tmp_path / "target"
    restored = place.firstbell("restore", "latest", "--target", str(target), "--json", status=3)
    assert restored.summary["files_failed"] in (1, 2)
    assert restored.summary["files_failed"] + restored.summary["files_restored"] == 4
    back = {path.name: path.read_bytes() for path in restored_at(target, source).iterdir()}
    assert {"0.raw", "0.txt"} <= back.keys()
    assert all(data == (source / name).read_bytes() for name, data in back.items())


@pytest.mark.parametrize("way", WAYS)
def test_a_harmed_index_hides_nothing_that_others_name_and_is_no_silence(place: Place, way: str) -> None:
    older, index = sorted((place.path / "index").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    harm(index, way)
    first = min(place.snapshots(), key=lambda snapshot: snapshot["time"])["id"]
    place.firstbell("ls", first)
    assert fails(place.firstbell("ls", "latest", status=1), "no index of the repository lists blob")
    told = place.firstbell("check", status=1).stdout
    assert index.name[:8] in told
    assert older.name[:8] not in told
    harm(older, way)
    assert fails(place.firstbell("ls", first, status=1), "index", "and 1 more")


@pytest.mark.parametrize("way", WAYS)
def test_a_harmed_snapshot_is_told_and_the_other_is_there(place: Place, tmp_path: Path, way: str) -> None:
    snapshot = newest(place, "snapshots")
    harm(snapshot, way)
    listed = place.firstbell("snapshots", "--json", status=3)
    assert len(listed.of_type("snapshot")) == 1
    assert snapshot.name[:8] in listed.stderr
    assert fails(place.firstbell("ls", snapshot.name, status=1), snapshot.name[:8])
    place.firstbell("restore", "latest", "--target", str(tmp_path / "target"))
    checked = place.firstbell("check", status=1)
    assert snapshot.name[:8] in checked.stdout + checked.stderr


@pytest.mark.parametrize("way", WAYS)
def test_a_harmed_config_is_one_line(place: Place, way: str) -> None:
    harm(place.path / "config", way)
    assert fails(place.firstbell("snapshots", status=1), "config")


@pytest.mark.parametrize("way", ["empty", "truncated", "no such thing"])
def test_a_harmed_key_leaves_the_others_and_says_so(place: Place, tmp_path: Path, way: str) -> None:
    (tmp_path / "second").write_text("second")
    place.firstbell("key", "add", "--new-password-file", str(tmp_path / "second"))
    harm(min((place.path / "keys").iterdir(), key=lambda path: path.stat().st_mtime_ns), way)
    place.with_password("second").firstbell("snapshots")
    done = place.firstbell("snapshots", status=12)
    assert "Traceback" not in done.stderr


def test_what_stands_in_the_target_stays_without_overwrite(place: Place, made: Place, tmp_path: Path) -> None:
    source, target = made.path.parent / "tree", tmp_path / "target"
    mine = restored_at(target, source) / "0.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    done = place.firstbell("restore", "latest", "--target", str(target), status=3)
    assert str(mine) in done.stderr or "0.txt" in done.stderr
    assert mine.read_text() == "mine"
    assert (mine.parent / "1.txt").read_bytes() == (source / "1.txt").read_bytes()
    place.firstbell("restore", "latest", "--target", str(target), "--overwrite", "always")
    assert mine.read_bytes() == (source / "0.txt").read_bytes()


def test_a_target_that_is_a_file_is_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert fails(place.firstbell("restore", "latest", "--target", str(tmp_path / "file"), status=1), "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_lock_of_a_live_process_is_told_with_its_holder(place: Place) -> None:
    with Repository.open(LocalStore(place.path), place.password).lock(exclusive=True):
        assert fails(place.firstbell("backup", "/etc/hostname", status=11), "locked by process")
        told = json.loads(place.firstbell("ls", "latest", "--json", status=11).stderr)
        assert (told["message_type"], told["code"]) == ("exit_error", 11)


@pytest.mark.parametrize(
    "words",
    [
        ["no-such"],
        ["ls"],
        ["ls", "latest", "--no-such"],
        ["backup"],
        ["restore", "latest"],
        ["backup", "--time", "x", "/etc"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_status_2(place: Place, words: list[str]) -> None:
    done = place.firstbell(*words, status=2)
    assert len(done.stderr.splitlines()) == 2
    assert place.firstbell(*words, "--json", status=2).stderr.startswith('{"message_type":"exit_error"')
