"""The outside firm's list: what its lines mean, also as Windows programs and checksum programs write them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from firstbell.compose.contents import RepositoryContents
from firstbell.compose.deny_list import (
    EMPTY,
    MOST_HASHED_BYTES,
    DenyListError,
    load_deny_list,
    parse_deny_list,
)
from firstbell.repository import Node
from tests.catalog.timeline import Timeline

EVIL = b"MZ evil"
DIGEST = hashlib.sha256(EVIL).hexdigest()
DENIED = "its content is on the deny list"


def make_node(*blobs: bytes) -> Node:
    ids = [hashlib.sha256(blob).hexdigest() for blob in blobs]
    return Node("x", type="file", size=sum(map(len, blobs)), content=ids)


class Blobs:
    """The content of blobs by id; `read` counts how many were asked for."""

    def __init__(self, *blobs: bytes) -> None:
        self.blobs = {hashlib.sha256(blob).digest(): blob for blob in blobs}
        self.asked = 0

    def load_blob(self, blob_id: bytes) -> bytes:
        self.asked += 1
        return self.blobs[blob_id]

    def blob_size(self, blob_id: bytes) -> int:
        return len(self.blobs[blob_id])


@pytest.mark.parametrize(
    "line",
    [
        DIGEST,
        DIGEST.upper(),
        f"  {DIGEST}\t",
        f"{DIGEST}  C/Windows/evil.exe",
        f"{DIGEST} *evil.exe",
        # a name with a backslash or a line end is told so by `sha256sum`
        f"\\{DIGEST}  C:\\\\Windows\\\\evil.exe",
    ],
)
def test_a_hash_is_known_in_every_way_that_a_checksum_program_prints_it(line: str) -> None:
    found = parse_deny_list([line], "list")

    assert (found.hashes, found.paths) == (frozenset([bytes.fromhex(DIGEST)]), 0)
    assert found.tell_content(make_node(EVIL), RepositoryContents(Blobs())) == DENIED


@pytest.mark.parametrize("digits", [32, 40, 56, 96, 128])
@pytest.mark.parametrize("behind", ["", "  evil.exe", " *evil.exe"])
def test_another_hash_is_refused_with_its_line_and_never_taken_for_a_path(digits: int, behind: str) -> None:
    with pytest.raises(DenyListError, match=r"iocs\.txt, line 3: .* is no SHA-256") as caught:
        parse_deny_list(["# from the firm", "", "ab" * (digits // 2) + behind], "iocs.txt")

    assert "SHA-256" in caught.value.hint


def test_a_pattern_that_cannot_be_read_is_named_by_its_line() -> None:
    with pytest.raises(DenyListError, match=r"iocs\.txt, line 2: "):
        parse_deny_list(["/srv/ok", "/srv/[bad"], "iocs.txt")


def test_a_list_as_notepad_saves_it_is_read_from_its_first_line_on(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"\xef\xbb\xbf" + f"{DIGEST}\r\n/srv/tool.exe\r\n".encode())

    found = load_deny_list(path)

    assert (found.hashes, found.paths) == (frozenset([bytes.fromhex(DIGEST)]), 1)


def test_a_list_as_powershell_redirects_it_is_read_and_what_no_text_is_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(f"{DIGEST}\r\n/srv/tool.exe\r\n".encode("utf-16"))
    found = load_deny_list(path)
    assert (found.hashes, found.paths) == (frozenset([bytes.fromhex(DIGEST)]), 1)

    path.write_bytes(f"{DIGEST}\r\n".encode("utf-16-le"))
    with pytest.raises(DenyListError, match="is not a text in UTF-8") as caught:
        load_deny_list(path)
    assert "UTF-8" in caught.value.hint


def test_a_path_that_is_not_utf_8_is_denied_as_the_bytes_it_is(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"/srv/caf\xe9.exe\n")

    tell = load_deny_list(path).tell_paths(["/srv"])

    assert tell(b"/srv/caf\xe9.exe") == "its path is on the deny list"
    assert tell("/srv/café.exe".encode()) == ""


def test_a_windows_path_is_denied_in_any_case_and_with_its_drive_or_without() -> None:
    for line in (r"C:\Users\Kay\tool.exe", "c:/users/KAY/TOOL.EXE", "/C/Users/kay/tool.exe"):
        found = parse_deny_list([line], "list")
        assert found.tell_paths([r"C:\Users"])(b"/C/Users/kay/tool.exe"), line
    assert not parse_deny_list(["/SRV/A"], "list").tell_paths(["/srv"])(b"/srv/a")


def test_a_file_in_several_blobs_is_hashed_whole() -> None:
    parts = b"a" * 10, b"b" * 7
    whole = hashlib.sha256(b"".join(parts)).hexdigest()
    contents = RepositoryContents(Blobs(*parts))

    assert parse_deny_list([whole], "list").tell_content(make_node(*parts), contents) == DENIED
    swapped = make_node(*reversed(parts))
    assert parse_deny_list([whole], "list").tell_content(swapped, contents) == ""


def test_a_file_too_large_to_be_malware_is_not_read_for_its_hash() -> None:
    blobs = Blobs(b"a", b"b")
    node = make_node(b"a", b"b")
    node.size = MOST_HASHED_BYTES + 1

    assert parse_deny_list([DIGEST], "list").tell_content(node, RepositoryContents(blobs)) == ""
    assert blobs.asked == 0


def test_an_empty_list_denies_nothing_and_reads_nothing() -> None:
    blobs = Blobs(EVIL, b"x")
    found = parse_deny_list(["", "  ", "# nothing"], "list")

    assert found.digest == EMPTY.digest == ""
    assert found.tell_content(make_node(EVIL, b"x"), RepositoryContents(blobs)) == ""
    assert found.tell_paths(["/srv"])(b"/srv/a") == ""
    assert blobs.asked == 0


def test_a_digest_is_of_what_a_list_denies_and_not_of_how_it_is_written() -> None:
    other = hashlib.sha256(b"other").hexdigest()
    more = [hashlib.sha256(b"%d" % at).hexdigest() for at in range(9)]
    plain = parse_deny_list([DIGEST, other, "/srv/a"], "one").digest

    assert parse_deny_list(["# why", other.upper(), "", f"{DIGEST}  x", "/srv/a"], "two").digest == plain
    assert parse_deny_list([DIGEST, "/srv/a"], "one").digest != plain
    assert parse_deny_list([DIGEST, other, "/srv/b"], "one").digest != plain
    # the same in every process: plans keep it
    said = "\n".join([*sorted([DIGEST, other, *more]), "/srv/a"])
    assert (
        parse_deny_list([*more, DIGEST, other, "/srv/a"], "one").digest
        == hashlib.sha256(said.encode()).hexdigest()
    )


def test_a_list_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(DenyListError, match=why):
            load_deny_list(path)


def test_the_hash_of_a_real_node_is_the_id_of_its_blob() -> None:
    timeline = Timeline()
    timeline.save({"/srv/evil.exe": EVIL})
    (snapshot,) = timeline.repository.list_snapshots()
    (srv,) = timeline.repository.load_tree(bytes.fromhex(snapshot.tree))
    (node,) = timeline.repository.load_tree(bytes.fromhex(srv.subtree or ""))

    found = parse_deny_list([DIGEST], "list")

    assert found.tell_content(node, RepositoryContents(timeline.repository)) == DENIED
