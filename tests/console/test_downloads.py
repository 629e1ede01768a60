"""Files that come back from a page: which version, which bytes, under which names, and who took them."""

from __future__ import annotations

import io
import json
import socket
import sys
import zipfile
from collections.abc import Sequence

import pytest

from firstbell.console.key_process.command_line import RunCommand
from firstbell.console.key_process.downloads import DownloadRequest, give_out, is_given, list_paths
from firstbell.console.key_process.places import ConsoleRepository
from firstbell.console.messages import read_answer
from tests.console.drilled import DrilledConsole, Reply, Visitor


def choose(visitor: Visitor, *paths: str) -> str:
    """Tick files, as the page does; the address of what will happen."""
    ticked = {f"path{number}": path for number, path in enumerate(paths)}
    reply = visitor.post("/search", page="restore", back="/files/restore", **ticked)
    assert reply.status == 303
    return reply.headers["location"]


def download(visitor: Visitor, address: str, **choices: str) -> Reply:
    """What comes back."""
    return visitor.post("/files/download", search=address.partition("search=")[2], **choices)


def find_documents(drilled: DrilledConsole) -> list[dict[str, object]]:
    """The clean version of documents that were struck, as the command line tells it."""
    matches = drilled.run("find", "*.docx", "*.pdf", *drilled.repository, "--no-lock", "--reverse")
    paths = dict.fromkeys(str(line["path"]) for line in matches if line["message_type"] == "match")
    found = []
    for path in list(paths)[:8]:
        versions = drilled.run("versions", path, *drilled.repository, "--no-lock")
        clean = [line for line in versions if line.get("clean_version")]
        if clean and len(versions) > 2:
            found.append(clean[0])
    assert len(found) > 1
    return found


def dump(drilled: DrilledConsole, version: dict[str, object]) -> bytes:
    """The bytes of a version, by the command line."""
    words = ["dump", str(version["snapshot_id"]), str(version["path"]), *drilled.repository, "--no-lock"]
    done = drilled.call(*words)
    assert done.status == 0, done.stderr
    return done.stdout


@pytest.mark.long
def test_files_come_back_in_their_clean_version_byte_for_byte(drilled: DrilledConsole) -> None:
    technician = drilled.visitor("technician")
    first, second = find_documents(drilled)[:2]
    address = choose(technician, str(first["path"]))
    assert str(first["path"]) not in address
    page = technician.get(address)
    assert "What will happen" in page.text
    assert "the clean one" in page.text
    one = download(technician, address)
    assert one.status == 200
    assert one.body == dump(drilled, first)
    assert one.headers["content-type"] == "application/octet-stream"
    assert one.headers["content-disposition"].startswith("attachment; ")
    both = download(technician, choose(technician, str(first["path"]), str(second["path"])))
    with zipfile.ZipFile(io.BytesIO(both.body)) as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name in archive.namelist()] == [
            dump(drilled, first),
            dump(drilled, second),
        ]
        assert not [name for name in archive.namelist() if name.startswith("/") or ".." in name]
    looks = [
        json.loads(line) for line in (drilled.folder / "console" / "access.jsonl").read_bytes().splitlines()
    ]
    taken = [look for look in looks if look["page"] == "download"]
    assert [len(look["files"]) for look in taken[-2:]] == [1, 2]
    assert taken[-1]["files"][0].startswith(str(first["snapshot_id"])[:16])
    assert str(first["path"]).rpartition("/")[2] not in json.dumps(taken)


@pytest.mark.long
def test_a_damaged_version_is_not_given_out_whoever_asks_for_it(drilled: DrilledConsole) -> None:
    technician = drilled.visitor("technician")
    path = str(find_documents(drilled)[0]["path"])
    versions = drilled.run("versions", path, *drilled.repository, "--no-lock")
    damaged = [line["snapshot_id"] for line in versions if line.get("state") == "damaged"]
    address = choose(technician, path)
    for snapshot in (*damaged, "0" * 64, "none", "--help"):
        reply = download(technician, address, v0=str(snapshot))
        assert reply.status == 409, snapshot


@pytest.mark.parametrize(("role", "code"), [("director", 403), ("reviewer", 403), ("", 401)])
def test_files_are_for_technicians(drilled: DrilledConsole, role: str, code: int) -> None:
    visitor = drilled.visitor(role)
    assert visitor.get("/files/restore").status == (303 if code == 401 else code)
    reply = visitor.post("/files/download", search="made-up")
    assert reply.status == (303 if code == 401 else code)


def test_what_was_chosen_by_somebody_else_is_not_there(drilled: DrilledConsole) -> None:
    address = choose(drilled.visitor("technician"), "/some/file")
    assert download(drilled.visitor("technician"), address).status == 409


def make_run(content: bytes, status: int) -> RunCommand:
    """A command line that knows one file of ten bytes, and reads it so."""
    version = {"message_type": "version", "path": "/a", "snapshot_id": "0" * 64, "size": 10, "type": "file"}

    def run(words: Sequence[str]) -> int:
        if "versions" in words:
            print(json.dumps({**version, "state": "intact", "clean_version": True}))
            return 0
        sys.stdout.buffer.write(content)
        return status

    return run


@pytest.mark.parametrize(
    ("content", "status", "is_whole"),
    [(b"0123456789", 0, True), (b"01234", 0, False), (b"0123456789", 3, False)],
)
@pytest.mark.parametrize("paths", [["/a"], ["/a", "/b"]])
def test_a_file_that_breaks_off_is_never_a_shorter_file(
    content: bytes, status: int, is_whole: bool, paths: list[str]
) -> None:
    noted: list[list[str]] = []
    ours, theirs = socket.socketpair()
    with ours, theirs:
        request = DownloadRequest(ConsoleRepository("a", ()), paths, {})
        give_out(ours, request, make_run(content, status), note=noted.append)
        ours.close()
        came = b"".join(iter(lambda: theirs.recv(1 << 16), b""))
    size = int.from_bytes(came[:4], "little")
    assert read_answer(came[4 : 4 + size]).code == 200
    at, piece = 4 + size, -1
    while at < len(came):
        piece = int.from_bytes(came[at : at + 4], "little")
        at += 4 + piece
    assert (piece == 0) is is_whole
    assert [len(marks) for marks in noted] == [len(paths)]


def test_only_whole_paths_count_and_each_once() -> None:
    assert list_paths("/a\n/b\n/a\nno path\n--help\n") == ["/a", "/b"]
    assert len(list_paths("\n".join(f"/{number}" for number in range(90)))) == 20


@pytest.mark.parametrize(
    ("version", "given"),
    [
        ({"state": "intact", "clean_version": True}, True),
        ({"state": "intact", "clean_version": False}, True),
        ({"state": "damaged", "clean_version": False}, False),
        ({"state": "intact", "clean_version": False, "rejected": "after the boundary"}, False),
        ({"state": "intact", "clean_version": True, "type": "symlink"}, False),
        ({"state": "never heard of"}, False),
    ],
)
def test_which_versions_are_given_out(version: dict[str, object], given: bool) -> None:
    assert is_given(version) is given
