"""What only Windows knows of a file comes through an event, or is told: attributes, junctions, links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.base.ids import parse_hex_id
from firstbell.repository import Repository, walk_tree
from firstbell.repository.format.node import Node
from firstbell.store import LocalStore
from tests.catalog.timeline import File
from tests.cli.conftest import PASSWORD, Call
from tests.cli.test_boundary import desk
from tests.cli.test_windows_hosts import HR, make_files, open_timeline, save, windows_file

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("place", "desk")

JUNCTION, LINK = f"{HR}/shared", f"{HR}/newest.docx"


def hidden(content: bytes) -> File:
    """A file that is hidden and read-only, with extended attributes."""
    return windows_file(
        content,
        mode=0o444,
        generic_attributes={
            "windows.creation_time": "AIDmJ2Yh2QE=",
            "windows.file_attributes": 35,
            "windows.security_descriptor": "AQAUvBQAAAAwAAAAAAAAAEwAAAABBQAAAAAABRUAAAA=",
            "windows.future": {"nobody": ["knows", "this"]},
        },
        extended_attributes=[{"name": "USER.NOTE", "value": "a2VlcA=="}],
    )


def list_nodes(place: Path, hex_id: str) -> dict[bytes, Node]:
    repository = Repository.open(LocalStore(place), PASSWORD)
    tree = parse_hex_id(repository.load_snapshot(hex_id).tree)
    return {entry.path: entry.node for entry in walk_tree(repository, tree)}


def test_attributes_junctions_and_links_survive_into_the_composed_snapshot_and_back(
    place: Path, call: Call, tmp_path: Path
) -> None:
    timeline = open_timeline(place)
    calm = make_files() | {f"{HR}/hidden.txt": hidden(b"kept from view")}
    calm[JUNCTION] = File(b"", {"type": "irregular", "mode": 0x80000 | 0o666, "error": "reparse point"})
    calm[LINK] = File(target="C:\\Users\\kay\\HR\\3.docx")
    for day in range(2):
        clean = save(timeline, {**calm, f"{HR}/day{day}.txt": windows_file(b"calm day")})
    struck = {
        path + (".lckd7" if path.startswith(HR) and path.endswith("x") else ""): windows_file(
            os.urandom(4000)
        )
        for path in calm
        if path not in (JUNCTION, LINK)
    }
    save(timeline, struck)

    composed = call("recover", "compose", "--json")
    assert composed.status == 0, composed.err

    before, after = list_nodes(place, clean), list_nodes(place, composed.summary["snapshot_id"])
    wanted = {path: node for path, node in before.items() if node.type != "dir"}
    assert {path: after.get(path) for path in wanted} == wanted

    told = call("recover", "run", "-t", tmp_path / "out", "--json")
    lost = {one["what"]: one["paths"] for one in told.summary["not_carried"]}
    said = str(lost) + told.out + told.err
    assert f"{HR}/hidden.txt" in lost["windows.file_attributes"]
    assert f"{HR}/hidden.txt" in lost["windows.future"]
    # a junction cannot be made here: it is named, by the receipt or as what could not be restored
    assert JUNCTION in said
    assert not os.path.lexists(tmp_path / "out" / JUNCTION[1:])
    assert os.readlink(tmp_path / "out" / LINK[1:]) == "C:\\Users\\kay\\HR\\3.docx"
