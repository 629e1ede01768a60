r"""Wherever a path is typed, `C:\Users`, `C:/Users` and `/C/Users` mean the same for what Windows backed up.

The trees are made by our own writer, as restic writes them there. A Linux host holds folders of the same
names, on which nothing may change.
"""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.catalog.timeline import File, Timeline
from tests.cli.conftest import PASSWORD, Call, Told
from tests.cli.office import desk, write_system
from tests.cli.test_windows_hosts import windows_file

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("place", "desk")

FOLDER = "/C/Users/kay/Größe 1"
PLAN, ROSTER = f"{FOLDER}/plan.txt", f"{FOLDER}/roster.txt"
# every way to type the folder
SPELLINGS = (
    "C:\\Users\\kay\\Größe 1",
    "C:/Users/kay/Größe 1",
    "/C/Users/kay/Größe 1",
    "c:\\users\\KAY\\GRÖSSE 1".replace("SS", "ß"),
    "c:/USERS/kay/größe 1",
    "/c/users/Kay/größe 1",
    "C:\\Users/kay\\Größe 1",
)


@pytest.fixture
def windows(place: Path) -> str:
    """The id of a Windows host's snapshot."""
    timeline = Timeline(Repository.open(LocalStore(place), PASSWORD), host="pc01")
    files: dict[str, bytes | File] = {
        PLAN: windows_file(b"plan"),
        ROSTER: windows_file(b"roster"),
        "/C/Users/lee/a.txt": b"lee",
    }
    # what was backed up from another drive letter's spelling stands beside it
    files["/c/data/grades.txt"] = windows_file(b"grades")
    return timeline.save(files, paths=["C:\\Users", "c:\\data"], excludes=[]).hex_id


@pytest.fixture
def linux(place: Path) -> str:
    """The id of a Linux host's snapshot, which has folders of the same names."""
    timeline = Timeline(Repository.open(LocalStore(place), PASSWORD), host="files")
    return timeline.save({PLAN: b"linux", "/srv/C:\\Users/a.txt": b"odd"}, paths=["/C", "/srv"]).hex_id


def list_paths(told: Told, kind: str) -> list[str]:
    assert told.status == 0, told.err
    return [line["path"] for line in told.messages if line["message_type"] == kind]


def test_ls_lists_the_folder_in_every_spelling(call: Call, windows: str) -> None:
    for typed in SPELLINGS:
        assert list_paths(call("ls", windows, typed, "--json"), "node") == [FOLDER, PLAN, ROSTER]


def test_ls_of_a_drive_lists_both_of_its_spellings(call: Call, windows: str) -> None:
    for typed in ("C:\\", "c:/", "/C", "C:"):
        found = list_paths(call("ls", windows, typed, "--json"), "node")
        assert found == ["/C", "/C/Users", "/c", "/c/data"]


def test_find_finds_in_every_spelling_and_only_where_windows_was(
    call: Call, windows: str, linux: str
) -> None:
    for typed in SPELLINGS:
        told = call("find", f"{typed}\\P*.TXT" if "\\" in typed else f"{typed}/P*.TXT", "--json")
        hits = {(line["snapshot_id"], line["path"]) for line in told.messages[:-1]}
        assert hits == {(windows, PLAN)}

    exact = call("find", f"{FOLDER}/p*.txt", "--json")
    assert {(line["snapshot_id"], line["path"]) for line in exact.messages[:-1]} == {
        (windows, PLAN),
        (linux, PLAN),
    }


def test_a_pattern_that_begins_at_no_root_keeps_its_case(call: Call, windows: str) -> None:
    assert list_paths(call("find", "PLAN.TXT", "--json"), "match") == []
    assert list_paths(call("find", "-i", "PLAN.TXT", "--json"), "match") == [PLAN]


def test_a_drives_path_may_end_in_a_backslash(call: Call, windows: str, linux: str) -> None:
    assert list_paths(call("find", "C:\\Users\\lee\\", "--json"), "match") == [
        "/C/Users/lee",
        "/C/Users/lee/a.txt",
    ]


def test_without_a_windows_host_it_is_a_wrong_pattern_as_ever(call: Call, linux: str) -> None:
    told = call("find", "C:\\Users\\lee\\")
    assert told.status == 2
    assert "nothing follows the `\\`" in told.err


def test_dump_writes_the_file_in_every_spelling(call: Call, windows: str) -> None:
    for typed in SPELLINGS:
        assert call("dump", windows, f"{typed}/PLAN.txt").out == "plan"


def test_dump_names_the_files_of_an_archive_as_the_snapshot_does(
    call: Call, windows: str, tmp_path: Path
) -> None:
    told = call("dump", windows, "c:\\users\\KAY", "-t", tmp_path / "a.tar")
    assert told.status == 0, told.err
    with tarfile.open(fileobj=io.BytesIO((tmp_path / "a.tar").read_bytes())) as archive:
        assert PLAN[1:] in archive.getnames()

    below = call("dump", f"{windows}:C:\\Users\\kay", "/GRÖßE 1/roster.txt")
    assert below.out == "roster"


@pytest.mark.parametrize("typed", SPELLINGS)
def test_restore_takes_every_spelling(call: Call, windows: str, tmp_path: Path, typed: str) -> None:
    told = call(
        "restore", windows, "-t", tmp_path / "a", "--include", typed, "--exclude", f"{typed}/Roster.txt"
    )
    assert told.status == 0, told.err
    found = [path for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert found == [tmp_path / "a" / PLAN[1:]]

    assert call("restore", f"{windows}:{typed}", "-t", tmp_path / "b", "--include", "plan.txt").status == 0
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["plan.txt"]


def test_restore_takes_back_what_a_windows_pattern_took(call: Call, windows: str, tmp_path: Path) -> None:
    told = call(
        *("restore", windows, "-t", tmp_path / "a", "--exclude", "C:\\users"),
        *("--exclude", "!C:\\Users\\lee", "--json"),
    )
    assert told.status == 0, told.err
    names = {path.name for path in (tmp_path / "a").rglob("*.txt")}
    assert names == {"grades.txt"}  # what lies below an excluded folder stays out, as restic has it


def test_on_a_linux_host_nothing_changes(call: Call, linux: str, tmp_path: Path) -> None:
    assert list_paths(call("ls", linux, FOLDER, "--json"), "node") == [FOLDER, PLAN]
    assert list_paths(call("ls", linux, "/c/users", "--json"), "node") == []
    refused = call("ls", linux, "C:\\Users")
    assert (refused.status, "is not an absolute path" in refused.err) == (2, True)
    assert call("dump", linux, "/c/users/kay").status == 1
    assert call("dump", linux, "/srv/C:\\Users/a.txt").out == "odd"
    assert call("restore", linux, "-t", tmp_path / "a", "--include", "C:\\Users").status != 0
    assert call("versions", PLAN.lower()).status == 1


def test_versions_are_found_in_every_spelling(call: Call, windows: str) -> None:
    for typed in SPELLINGS:
        told = call("versions", f"{typed}/Plan.TXT", "--json")
        assert told.status == 0, told.err
        assert [line["path"] for line in told.messages[:-1]] == [PLAN]

    folder = call("versions", SPELLINGS[3])
    assert folder.status == 2
    assert "is a folder" in folder.err


def test_versions_tell_a_folder_that_was_backed_up_by_a_relative_path(call: Call, place: Path) -> None:
    timeline = Timeline(Repository.open(LocalStore(place), PASSWORD), host="files")
    timeline.save({"/data/staff/a.txt": b"a"}, paths=["/srv/school/data"])  # as restic keeps `backup data`
    for folder in ("/srv/school/data/staff", "/srv/school/data", "/data/staff"):
        told = call("versions", folder)
        assert (told.status, "is a folder" in told.err) == (2, True), told.err
    assert call("versions", "/srv/school/data/none").status == 1


def test_versions_join_hosts_that_spell_a_path_differently(call: Call, windows: str, place: Path) -> None:
    other = Timeline(Repository.open(LocalStore(place), PASSWORD), host="pc02")
    other.save({PLAN.replace("Users", "USERS"): windows_file(b"of pc02")}, paths=["c:\\users"], excludes=[])
    told = call("versions", f"{SPELLINGS[0]}\\plan.txt", "--json")
    assert {(line["host"], line["path"]) for line in told.messages[:-1]} == {
        ("pc01", PLAN),
        ("pc02", PLAN.replace("Users", "USERS")),
    }


@pytest.mark.parametrize("typed", ["C:\\Users", "C:/Users", "/C/Users", "c:/USERS/", "/c/users"])
def test_path_selects_snapshots_in_every_spelling(
    call: Call, windows: str, linux: str, tmp_path: Path, typed: str
) -> None:
    told = call("snapshots", "--path", typed, "--json")
    assert [line["id"] for line in told.messages if line.get("message_type") == "snapshot"] == [windows]
    assert list_paths(call("ls", "latest", "--path", typed, "/C/Users/lee", "--json"), "node")
    assert call("dump", "latest", "--path", typed, "/C/Users/lee/a.txt").out == "lee"
    assert call("restore", "latest", "--path", typed, "-t", tmp_path / "a").status == 0
    composed = call("recover", "compose", "-H", "pc01", "--path", typed, "-n", "--json")
    assert composed.status == 0, composed.err


def test_path_of_a_linux_host_is_taken_as_it_is(call: Call, linux: str) -> None:
    for typed, count in (("/C", 1), ("/c", 0), ("C:\\", 0)):
        told = call("snapshots", "--path", typed, "--json")
        assert sum(line.get("message_type") == "snapshot" for line in told.messages) == count


@pytest.mark.parametrize(
    "typed", ["C:\\Users\\kay", "C:/Users/kay", "/C/Users/kay", "/c/USERS/Kay", "c:/users/kay/"]
)
def test_firstbell_toml_takes_every_spelling(call: Call, windows: str, tmp_path: Path, typed: str) -> None:
    write_system(tmp_path, Path("/C/Users/kay"))
    desk_file = tmp_path / "desk" / "firstbell.toml"
    text = desk_file.read_text().replace('"files"', '"pc01"')
    desk_file.write_text(text.replace('"/C/Users/kay"', f"'{typed}'"))

    told = call("recover", "plan", "-n", "--json")

    assert told.status == 0, told.out
    assert told.summary["files"] == 2
