"""Names under which snapshots stand."""

from __future__ import annotations

import pytest

from firstbell.mount.entries import MountEntry, MountFolder, MountLink, TextFile
from firstbell.mount.errors import MountTemplateError
from firstbell.mount.layout import DEFAULT_TEMPLATES, SnapshotLayout, lay_out
from firstbell.repository import Snapshot


def make(number: int, time: str, host: str = "dc01", tags: list[str] | None = None) -> Snapshot:
    hex_id = f"{number:02x}" * 32
    return Snapshot(time, "00" * 32, ["/srv"], hostname=host, username="root", tags=tags, hex_id=hex_id)


def show(snapshots: list[Snapshot], layout: SnapshotLayout) -> dict[str, str]:
    """Every path: of a snapshot its number, of a link where it leads, of an empty folder nothing."""

    def walk(entry: MountEntry, path: str) -> None:
        if isinstance(entry, MountLink):
            found[path] = "-> " + entry.target.decode()
        elif isinstance(entry, MountFolder):
            names = list(entry.names())
            found.update({} if names else {path: ""})
            for name in names:
                inner = entry.find(name)
                assert inner is not None
                walk(inner, f"{path}/{name.decode()}")
        else:
            assert isinstance(entry, TextFile)
            found[path] = entry.read(0, 9).decode()

    found: dict[str, str] = {}
    made = lay_out(snapshots, layout, lambda snapshot: TextFile(snapshot.hex_id[:2].encode()))
    for name, entry in made.items():
        walk(entry, name.decode())
    return found


def test_snapshots_stand_by_id_time_host_and_tag() -> None:
    snapshots = [
        make(1, "2023-02-16T02:00:00.123456789+01:00", tags=["nightly", "a/b"]),
        make(2, "2023-02-17T02:00:00Z", "sis01"),
    ]
    assert show(snapshots, SnapshotLayout(DEFAULT_TEMPLATES)) == {
        "ids/01010101": "01",
        "ids/02020202": "02",
        "snapshots/2023-02-16T02:00:00+01:00": "01",
        "snapshots/2023-02-17T02:00:00Z": "02",
        "snapshots/latest": "-> 2023-02-17T02:00:00Z",
        "hosts/dc01/2023-02-16T02:00:00+01:00": "01",
        "hosts/dc01/latest": "-> 2023-02-16T02:00:00+01:00",
        "hosts/sis01/2023-02-17T02:00:00Z": "02",
        "hosts/sis01/latest": "-> 2023-02-17T02:00:00Z",
        "tags/nightly/2023-02-16T02:00:00+01:00": "01",
        "tags/nightly/latest": "-> 2023-02-16T02:00:00+01:00",
        "tags/a_b/2023-02-16T02:00:00+01:00": "01",
        "tags/a_b/latest": "-> 2023-02-16T02:00:00+01:00",
    }


def test_two_of_one_second_have_different_names() -> None:
    snapshots = [make(number, f"2023-02-16T02:00:00.{number}Z") for number in (1, 2, 3)]
    assert show(snapshots, SnapshotLayout(("all/%T",))) == {
        "all/2023-02-16T02:00:00Z": "01",
        "all/2023-02-16T02:00:00Z-1": "02",
        "all/2023-02-16T02:00:00Z-2": "03",
        "all/latest": "-> 2023-02-16T02:00:00Z-2",
    }


def test_templates_are_the_users() -> None:
    layout = SnapshotLayout(("by/%u/%h-%I",), "%Y-%m-%d_%H")
    assert show([make(1, "2023-02-16T02:00:00Z")], layout) == {f"by/root/dc01-{'01' * 32}": "01"}
    assert "t/2023-02-16_02" in show(
        [make(1, "2023-02-16T02:00:00Z")], SnapshotLayout(("t/%T",), "%Y-%m-%d_%H")
    )


def test_an_empty_repository_has_the_folders() -> None:
    assert show([], SnapshotLayout()) == {"ids": "", "snapshots": "", "hosts": "", "tags": ""}


def test_a_host_cannot_lead_out_of_its_folder() -> None:
    found = show(
        [make(1, "2023-02-16T02:00:00Z", "../../etc"), make(2, "2023-02-16T02:00:00Z", "..")],
        SnapshotLayout(),
    )
    assert {path.split("/")[1] for path in found if path.startswith("hosts/")} == {".._.._etc", "__"}


@pytest.mark.parametrize("template", ["", "/", "a//b", "../%T", "hosts/./%T", "%x/%T"])
def test_a_template_that_names_nothing_is_refused(template: str) -> None:
    with pytest.raises(MountTemplateError) as caught:
        SnapshotLayout((template,))
    assert caught.value.hint
