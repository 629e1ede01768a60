"""Recovering what restic on Windows backed up, on this system: modes, attributes, spellings, devices."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from firstbell.repository import Repository
from firstbell.repository.format.node import MODE_CHAR_DEVICE, MODE_DEVICE, MODE_DIR
from firstbell.store import LocalStore
from tests.catalog.timeline import File, Timeline
from tests.cli.conftest import PASSWORD, Call
from tests.cli.office import desk, make_document, make_text, write_system

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("place", "desk")
HR = "/C/Users/kay/HR"
ATTRIBUTES = {
    "windows.creation_time": "AIDmJ2Yh2QE=",
    "windows.file_attributes": 32,
    "windows.security_descriptor": "AQAUvBQAAAAwAAAAAAAAAEwAAAABBQAAAAAABRUAAAA=",
}


def windows_file(content: bytes, **fields: Any) -> File:
    """A file as restic writes it on Windows: mode 0666 for all, what counts in generic attributes."""
    return File(content, {"mode": 0o666, "generic_attributes": ATTRIBUTES, "uid": 0, "gid": 0, **fields})


def make_files(prefix: str = HR, count: int = 12) -> dict[str, bytes | File]:
    texts = {f"{prefix}/{at}.docx": make_document(make_text(f"hr {at}")) for at in range(count)}
    return {path: windows_file(content) for path, content in texts.items()}


def open_timeline(place: Path) -> Timeline:
    repository = Repository.open(LocalStore(place), PASSWORD)
    return Timeline(repository, host="pc01")


def save(timeline: Timeline, files: dict[str, Any], target: str = "C:\\Users\\kay") -> str:
    return timeline.save(files, paths=[target], excludes=[]).hex_id


def find_modes(top: Path) -> dict[str, set[int]]:
    modes: dict[str, set[int]] = {"file": set(), "dir": set()}
    for folder, _, names in os.walk(top):
        modes["dir"].add(stat.S_IMODE(os.stat(folder).st_mode))
        modes["file"] |= {stat.S_IMODE(os.stat(Path(folder) / name).st_mode) for name in names}
    return modes


def test_nobody_else_can_read_or_write_what_a_windows_host_backed_up(
    place: Path, call: Call, tmp_path: Path
) -> None:
    files = make_files()
    files[f"{HR}/read-only.txt"] = windows_file(b"read only", mode=0o444)
    save(open_timeline(place), files)

    told = call("recover", "run", "-t", tmp_path / "out", "--json")

    assert told.status == 0, told.err
    modes = find_modes(tmp_path / "out" / "C")
    assert modes["file"] == {0o640, 0o440}
    assert all(mode & ~0o750 == 0 for mode in modes["dir"])
    lost = {one["what"]: one for one in told.summary["not_carried"]}
    assert {name: lost[name]["count"] for name in ATTRIBUTES} == dict.fromkeys(ATTRIBUTES, 13)
    assert f"{HR}/3.docx" in lost["windows.security_descriptor"]["paths"]
    assert lost["mode"]["count"] >= 13


def test_a_plan_of_a_windows_host_says_the_same_in_its_receipt(
    place: Path, call: Call, tmp_path: Path
) -> None:
    save(open_timeline(place), make_files())
    write_system(tmp_path, Path("/C/Users/kay"))
    desk_file = tmp_path / "desk" / "firstbell.toml"
    desk_file.write_text(desk_file.read_text().replace('"files"', '"pc01"'))
    plan = call("recover", "plan", "--json").summary["file"]

    told = call("recover", "run", plan, "--json")

    assert told.status == 0, told.err
    (receipt,) = [line for line in told.messages if line["message_type"] == "receipt"]
    lost = {one["what"]: one["count"] for one in receipt["not_carried"]}
    assert lost["windows.security_descriptor"] == 12
    again = call("recover", "run", call("recover", "plan", "--json").summary["file"])
    assert "not carried over for 12 paths: who may read and change them on Windows" in again.out
    assert "windows." not in again.out
    assert find_modes(tmp_path / "to" / "C")["file"] == {0o640}


def test_a_plain_restore_stays_as_that_of_restic(place: Path, call: Call, tmp_path: Path) -> None:
    hex_id = save(open_timeline(place), make_files())

    assert call("restore", hex_id, "-t", tmp_path / "out").status == 0

    assert find_modes(tmp_path / "out" / "C")["file"] == {0o666}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes device nodes")
@pytest.mark.parametrize("asked", [False, True])
def test_device_nodes_of_a_host_are_made_only_where_that_is_asked(
    place: Path, call: Call, tmp_path: Path, *, asked: bool
) -> None:
    timeline = open_timeline(place)
    fields = {"type": "chardev", "mode": MODE_DEVICE | MODE_CHAR_DEVICE | 0o666, "device": 0x103}
    timeline.save({"/srv/a.txt": b"text", "/srv/null": File(b"", fields)})

    told = call("recover", "run", "-t", tmp_path / "out", "--json", *(["--devices"] if asked else []))

    node = tmp_path / "out" / "srv" / "null"
    assert told.status == 0, told.err
    assert os.path.lexists(node) is asked
    assert [one["paths"] for one in told.summary["not_carried"]] == ([] if asked else [["/srv/null"]])


def test_modes_of_a_linux_host_stay_as_they_are(place: Path, call: Call, tmp_path: Path) -> None:
    timeline = open_timeline(place)
    timeline.save({"/srv/a.txt": File(b"text", {"mode": 0o666}), "/srv/sub/": b""})

    told = call("recover", "run", "-t", tmp_path / "out", "--json")

    assert told.summary["not_carried"] == []
    assert find_modes(tmp_path / "out" / "srv") == {"file": {0o666}, "dir": {0o755}}
    assert MODE_DIR


def test_another_spelling_of_the_path_is_the_same_history(place: Path, call: Call, tmp_path: Path) -> None:
    timeline = open_timeline(place)
    calm = make_files() | make_files(f"{HR}/old")
    for day in range(3):
        save(timeline, {**calm, f"{HR}/day{day}.txt": windows_file(b"calm day")})
    struck = {path.replace(HR, "/c/users/KAY/hr") + ".lckd7": windows_file(os.urandom(4000)) for path in calm}
    save(timeline, struck, "c:\\users\\KAY")

    told = call("examine", "--all", "--json")
    event = told.messages[-2]
    counts = call("recover", "run", "-t", tmp_path / "out", "--json")

    assert (event["verdict"], event["files_damaged"]) == ("event", 24)
    assert told.summary["events"]
    assert counts.status == 0, counts.err
    found = {path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert found == {Path(path[1:]) for path in calm} | {Path(f"{HR[1:]}/day2.txt")}


def test_a_file_is_compared_with_the_one_of_another_case(place: Path, call: Call, tmp_path: Path) -> None:
    timeline = open_timeline(place)
    calm = make_files()
    save(timeline, calm)
    save(timeline, {f"/C/Users/kay/HR/{at}.DOCX": calm[f"{HR}/{at}.docx"] for at in range(12)})
    edited = windows_file(make_document(make_text("hr 0") + " and more"))
    save(timeline, {**calm, f"{HR}/0.docx": edited}, "C:/users/Kay/")

    told = call("examine", "--all", "--json")
    versions = call("versions", f"{HR}/0.docx", "--json")

    assert [line["files_changed"] for line in told.messages[1:3]] == [0, 1]
    assert versions.summary["versions"] == 2


def test_after_another_spelling_new_files_lie_in_the_folders_that_are_known(
    place: Path, call: Call, tmp_path: Path
) -> None:
    timeline = open_timeline(place)
    calm = make_files()
    save(timeline, calm)
    other = {path.replace(HR, "/c/users/KAY/hr"): file for path, file in calm.items()}
    save(timeline, other, "c:\\users\\KAY")
    new = {"/c/users/KAY/hr/new.docx": windows_file(make_document(make_text("new")))}
    save(timeline, {**other, **new}, "c:\\users\\KAY")
    call("examine", "--all")

    versions = call("versions", f"{HR}/new.docx", "--json")
    held = call("recover", "compose", "--path", "C:/USERS/kay", "--before", "2023-02-15", "--json")

    assert versions.status == 0, versions.err
    assert versions.summary["versions"] == 1
    assert [one["path"] for one in held.summary["held_after_boundary_paths"]] == [f"{HR}/new.docx"]
    listed = call("ls", held.summary["snapshot_id"], "--json").out
    assert listed.count("3.docx") >= 1
    assert "new.docx" not in listed


def test_on_linux_names_that_differ_in_case_stay_two(place: Path, call: Call) -> None:
    timeline = open_timeline(place)
    timeline.save({"/srv/a.txt": b"one", "/srv/A.txt": b"two"})
    timeline.save({"/srv/a.txt": b"one"})

    assert [line["files_changed"] for line in call("examine", "--all", "--json").messages[:-1]] == [2, 1]


@pytest.mark.parametrize("named", ["C:/USERS/kay", "c:/users/KAY/hr"])
def test_a_plan_finds_a_windows_path_in_any_spelling(
    place: Path, call: Call, tmp_path: Path, named: str
) -> None:
    timeline = open_timeline(place)
    calm = make_files()
    save(timeline, calm)
    other = {path.replace(HR, "/c/users/KAY/hr"): file for path, file in calm.items()}
    save(timeline, other, "c:\\users\\KAY")
    write_system(tmp_path, Path("/C/Users/kay"))
    desk_file = tmp_path / "desk" / "firstbell.toml"
    text = desk_file.read_text().replace('"files"', '"pc01"')
    desk_file.write_text(text.replace("/C/Users/kay", named))

    told = call("recover", "plan", "-n", "--json")

    assert told.status == 0, told.out
    assert told.summary["files"] == 12


# every way to type the folder HR
SPELLED = (
    "C:\\Users\\kay\\HR",
    "C:/Users/kay/HR",
    "/C/Users/kay/HR",
    "c:\\users\\KAY\\hr",
    "/c/USERS/kay/Hr",
)


def strike_with_one_new_file(place: Path, call: Call) -> None:
    """A host of which a person said that it was struck, with one new file for which nothing else speaks."""
    timeline = open_timeline(place)
    files = make_files(count=24)
    for day in range(3):
        files[f"{HR}/0.docx"] = windows_file(make_document(make_text(f"day {day}")))
        save(timeline, files)
    struck = {path: windows_file(make_document(make_text(f"noise {path}"))) for path in files}
    struck[f"{HR}/New.docx"] = windows_file(make_document(make_text("new")))
    hex_id = save(timeline, struck)
    assert call("examine", "rule", hex_id, "event", "--why", "the letters are noise").status == 0


def write_desk_of(host: str, desk: Path) -> None:
    write_system(desk.parent, Path("/C/Users/kay"))
    text = (desk / "firstbell.toml").read_text()
    (desk / "firstbell.toml").write_text(text.replace('"files"', f'"{host}"'))


@pytest.mark.long
@pytest.mark.parametrize("typed", SPELLED)
def test_a_release_on_a_windows_host_may_be_typed_in_any_way(
    place: Path, call: Call, tmp_path: Path, typed: str
) -> None:
    strike_with_one_new_file(place, call)
    before = call("recover", "run", "-t", tmp_path / "before", "--json").summary
    assert f"{HR}/New.docx" in {one["path"] for one in before["held_after_boundary_paths"]}

    ending = "\\new.DOCX" if "\\" in typed else "/new.DOCX"
    told = call("recover", "release", typed + ending, "--why", "Kay wrote it on Monday")
    assert told.status == 0, told.err

    after = call("recover", "run", "-t", tmp_path / "after", "--json").summary
    (taken,) = after["from_after_boundary_paths"]
    assert taken["path"] == f"{HR}/New.docx"
    assert "Kay wrote it on Monday" in taken["reason"]


@pytest.mark.parametrize("typed", SPELLED)
def test_a_deny_list_for_a_windows_host_may_be_written_in_any_way(
    place: Path, call: Call, tmp_path: Path, typed: str
) -> None:
    save(open_timeline(place), make_files())
    write_desk_of("pc01", tmp_path / "desk")
    deny = tmp_path / "deny.txt"
    # a folder may end with what divides names
    deny.write_text(typed + ("\\\n" if "\\" in typed else "/\n"))

    told = call("recover", "plan", "-n", "--json", "--deny", deny)

    (system,) = told.summary["plan"]["systems"]
    assert system["files"] == 0
    assert [one["path"] for one in system["set_aside"]] == [HR]


def test_what_is_denied_on_linux_keeps_its_case(place: Path, call: Call, tmp_path: Path) -> None:
    timeline = Timeline(Repository.open(LocalStore(place), PASSWORD), host="files")
    timeline.save({"/C/Users/kay/HR/a.txt": b"a", "/C/Users/kay/b.txt": b"b"}, paths=["/C/Users/kay"])
    write_desk_of("files", tmp_path / "desk")
    deny = tmp_path / "deny.txt"
    deny.write_text("/c/users/kay/hr\nC:\\Users\\\n")

    told = call("recover", "plan", "-n", "--json", "--deny", deny)

    assert told.summary["plan"]["systems"][0]["files"] == 2
