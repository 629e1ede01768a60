from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from firstbell.base.clock import parse_time
from firstbell.investigate.exports import seal_bag
from firstbell.investigate.exports.bag import BagError

MADE_NS = parse_time("2023-03-01T10:00:00Z")


def fill(folder: Path) -> Path:
    (folder / "data" / "deep").mkdir(parents=True)
    (folder / "data" / "facts.json").write_bytes(b"{}")
    (folder / "data" / "deep" / "100 with\nnewline é.txt").write_bytes(b"x" * 5000)
    (folder / "data" / "empty").write_bytes(b"")
    return folder


def test_a_sealed_bag_validates(tmp_path: Path) -> None:
    info = {"Source-Organization": "Northwind\nSchools", "External-Description": "A case"}
    assert seal_bag(fill(tmp_path), info, made_ns=MADE_NS) == 3
    bag = bagit.Bag(str(tmp_path))
    bag.validate()
    assert (bag.version_info, sorted(bag.algorithms)) == ((1, 0), ["sha256", "sha512"])
    assert bag.info["Source-Organization"] == "Northwind Schools"
    assert bag.info["Bagging-Date"] == "2023-03-01"
    assert bag.info["Payload-Oxum"] == "5002.3"


@pytest.mark.parametrize("name", ["data/facts.json", "bag-info.txt", "manifest-sha512.txt", "bagit.txt"])
def test_what_is_changed_afterwards_is_found(name: str, tmp_path: Path) -> None:
    seal_bag(fill(tmp_path), {}, made_ns=MADE_NS)
    with (tmp_path / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path)).validate()


def test_what_is_added_or_removed_afterwards_is_found(tmp_path: Path) -> None:
    seal_bag(fill(tmp_path), {}, made_ns=MADE_NS)
    (tmp_path / "data" / "more").write_bytes(b"")
    assert not bagit.Bag(str(tmp_path)).is_valid()
    (tmp_path / "data" / "more").unlink()
    (tmp_path / "data" / "empty").unlink()
    assert not bagit.Bag(str(tmp_path)).is_valid()


def test_links_devices_and_names_that_are_not_utf_8_are_refused_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    def make_latin(path: Path) -> None:
        Path(os.fsdecode(os.fsencode(path) + b"\xff")).write_bytes(b"")

    makers: list[Callable[[Path], object]] = [
        lambda path: path.symlink_to("/etc/passwd"),
        os.mkfifo,
        make_latin,
        lambda path: path.with_name("odd%0A").write_bytes(b""),
    ]
    for at, make in enumerate(makers):
        folder = fill(tmp_path / str(at))
        make(folder / "data" / "odd")
        with pytest.raises(BagError, match="odd"):
            seal_bag(folder, {}, made_ns=MADE_NS)
        assert [path.name for path in folder.iterdir()] == ["data"]


def test_a_folder_without_payload_or_sealed_before_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BagError, match="No such file"):
        seal_bag(tmp_path, {}, made_ns=MADE_NS)
    (tmp_path / "data").mkdir()
    with pytest.raises(BagError, match="there is nothing in it"):
        seal_bag(tmp_path, {}, made_ns=MADE_NS)
    seal_bag(fill(tmp_path / "bag"), {}, made_ns=MADE_NS)
    with pytest.raises(BagError, match="a bag already"):
        seal_bag(tmp_path / "bag", {}, made_ns=MADE_NS)
