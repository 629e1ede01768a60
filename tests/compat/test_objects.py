"""cat and list beside restic's: the same bytes, the same ids."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.compat.programs import FIRSTBELL, PASSWORD, RESTIC, TIMEOUT_S, Place, make_quick_place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A repository with one snapshot by restic."""
    root = tmp_path_factory.mktemp("objects")
    (root / "tree" / "sub").mkdir(parents=True)
    (root / "tree" / "a.txt").write_bytes(b"hello\n")
    (root / "tree" / "sub" / "noise").write_bytes(os.urandom(700_000))
    place = make_quick_place(root / "repository")
    place.run(*RESTIC, "backup", "--host", "h", "--tag", "t", str(root / "tree"))
    return place


def read_bytes(place: Place, *words: str) -> bytes:
    """What a program writes to stdout."""
    done = subprocess.run(words, env=place.environment(), capture_output=True, timeout=TIMEOUT_S, check=True)
    return done.stdout


def list_ids(place: Place, type_: str) -> list[str]:
    """The ids that restic lists."""
    return place.run(*RESTIC, "list", type_).stdout.split("\n")[:-1]


@pytest.mark.parametrize("type_", ["blobs", "packs", "index", "snapshots", "keys"])
def test_list_gives_the_ids_that_restic_gives(place: Place, type_: str) -> None:
    theirs = list_ids(place, type_)
    assert theirs
    assert sorted(place.run(*FIRSTBELL, "list", type_).stdout.splitlines()) == sorted(theirs)
    told = place.run(*FIRSTBELL, "list", type_, "--json")
    assert sorted(message["id"] for message in told.of_type("object")) == sorted(
        line.split()[-1] for line in theirs
    )
    assert told.summary["count"] == len(theirs)


@pytest.mark.parametrize("type_", ["config", "masterkey"])
def test_cat_gives_what_there_is_one_of(place: Place, type_: str) -> None:
    assert read_bytes(place, *FIRSTBELL, "cat", type_) == read_bytes(place, *RESTIC, "cat", type_)


@pytest.mark.parametrize("listed", ["packs", "index", "snapshots", "keys"])
def test_cat_gives_every_object_as_restic_does(place: Place, listed: str) -> None:
    type_ = listed if listed == "index" else listed.removesuffix("s")
    for hex_id in list_ids(place, listed):
        words = ("cat", type_, hex_id)
        theirs = read_bytes(place, *RESTIC, *words)
        assert read_bytes(place, *FIRSTBELL, *words) == theirs
    assert read_bytes(place, *FIRSTBELL, "cat", type_, hex_id[:10]) == theirs


@pytest.mark.long
def test_cat_gives_blobs_and_trees(place: Place) -> None:
    for line in list_ids(place, "blobs"):
        words = ("cat", "blob", line.split()[1])
        assert read_bytes(place, *FIRSTBELL, *words) == read_bytes(place, *RESTIC, *words)
    (snapshot,) = place.snapshots()
    for spec in (snapshot["id"], f"{snapshot['id']}:{snapshot['paths'][0]}/sub"):
        assert read_bytes(place, *FIRSTBELL, "cat", "tree", spec) == read_bytes(
            place, *RESTIC, "cat", "tree", spec
        )
    whole = read_bytes(place, *FIRSTBELL, "cat", "tree", snapshot["id"])
    assert read_bytes(place, *FIRSTBELL, "cat", "tree", "latest") == whole


def test_a_lock_is_listed_and_shown_without_one_of_our_own(place: Place) -> None:
    with Repository.open(LocalStore(place.path), PASSWORD).lock():
        (hex_id,) = place.lock_names()
        assert place.run(*FIRSTBELL, "list", "locks").stdout.split() == [hex_id]
        shown = json.loads(place.run(*FIRSTBELL, "cat", "lock", hex_id[:8]).stdout)
        assert shown == json.loads(place.run(*RESTIC, "cat", "--no-lock", "lock", hex_id).stdout)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["cat", "blob", "12"], 1),
        (["cat", "blob", "0" * 64], 1),
        (["cat", "pack", "zz"], 1),
        (["cat", "snapshot", "ffffffffff"], 1),
        (["cat", "tree", "latest:/nothing"], 1),
        (["cat", "config", "x"], 2),
        (["cat", "index"], 2),
        (["cat", "something"], 2),
        (["list", "something"], 2),
    ],
)
def test_what_is_not_there_is_said_in_one_line(place: Place, words: list[str], status: int) -> None:
    told = place.run(*FIRSTBELL, *words, status=status)
    assert told.stdout == ""
    assert told.stderr.count("firstbell: ") == 1


def test_a_damaged_pack_is_printed_and_said_to_be_damaged(place: Place, tmp_path: Path) -> None:
    hex_id = list_ids(place, "packs")[0]
    file = place.path / "data" / hex_id[:2] / hex_id
    whole = file.read_bytes()
    file.chmod(0o600)
    try:
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        told = subprocess.run(
            [*FIRSTBELL, "cat", "pack", hex_id],
            env=place.environment(),
            capture_output=True,
            timeout=TIMEOUT_S,
        )
    finally:
        file.write_bytes(whole)
    assert told.returncode == 1
    assert len(told.stdout) == len(whole)
    assert b"it is damaged" in told.stderr
