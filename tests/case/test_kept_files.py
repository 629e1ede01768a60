"""Bytes on their way into a case: whole or not at all, read-only, under the name of their hash, read back."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from firstbell.case.errors import CaseError, EvidenceChangedSinceError
from firstbell.case.kept_files import keep, keep_known, write_new, write_target
from firstbell.investigate.evidence import FileEvidence
from firstbell.store import ObjectExistsError
from tests.base.small_files import no_file_beyond
from tests.store.denying import run_denied

DATA = b"the letter of the intruder\n" * 5000
DIGEST = hashlib.sha256(DATA).hexdigest()


def make_evidence(data: bytes = DATA) -> FileEvidence:
    return FileEvidence(
        path=b"/note.txt", sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data), mtime_ns=0
    )


def fill(out: BinaryIO) -> FileEvidence:
    out.write(DATA)
    return make_evidence()


def list_names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_evidence_is_read_only_and_called_by_its_hash(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        evidence = keep(tmp_path / "evidence", fill)
    finally:
        os.umask(before)
    kept = tmp_path / "evidence" / evidence.sha256
    assert kept.read_bytes() == DATA
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    keep(tmp_path, fill)
    inode = (tmp_path / DIGEST).stat().st_ino
    assert keep(tmp_path, fill) == make_evidence()
    assert (tmp_path / DIGEST).stat().st_ino == inode
    assert list_names(tmp_path) == [DIGEST]


def test_what_lies_there_and_is_something_else_is_told_and_left(tmp_path: Path) -> None:
    """Somebody changed the file since: the copy that was just taken does not hide that."""
    (tmp_path / DIGEST).write_bytes(b"something else")
    with pytest.raises(EvidenceChangedSinceError, match=DIGEST):
        keep(tmp_path, fill)
    assert (tmp_path / DIGEST).read_bytes() == b"something else"


@pytest.mark.parametrize("length", [len(DATA) - 1, len(DATA) + 1, 0])
def test_evidence_of_another_length_is_no_evidence(tmp_path: Path, length: int) -> None:
    def lie(out: BinaryIO) -> FileEvidence:
        out.write(DATA)
        return FileEvidence(b"/note.txt", length, DIGEST, 0)

    if length > len(DATA):
        keep(tmp_path, lie)  # the hash alone says that it is all there
        return
    with pytest.raises(EvidenceChangedSinceError, match="longer than its"):
        keep(tmp_path, lie)


def test_evidence_that_is_known_is_kept_only_where_the_copy_has_its_hash(tmp_path: Path) -> None:
    keep_known(tmp_path, make_evidence(), lambda out: out.write(DATA))
    assert list_names(tmp_path) == [DIGEST]
    other = make_evidence(b"other")
    with pytest.raises(EvidenceChangedSinceError, match=other.sha256):
        keep_known(tmp_path, other, lambda out: out.write(b"othex"))


@pytest.mark.parametrize("room", [0, 1, 100_000, len(DATA) - 1])
def test_on_a_full_disk_nothing_is_kept_and_the_folder_is_named(tmp_path: Path, room: int) -> None:
    with no_file_beyond(room), pytest.raises(CaseError, match="File too large") as refused:
        keep(tmp_path / "evidence", fill)
    assert str(tmp_path / "evidence") in str(refused.value)
    assert list_names(tmp_path / "evidence") == []


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        ({"writev": errno.ENOSPC}, "No space left"),
        ({"link": errno.EIO}, "Input/output error"),
        ({"fsync": errno.EIO}, "Input/output error"),
        ({"open_tmpfile": errno.EROFS}, "Read-only file system"),
    ],
)
def test_whatever_the_system_refuses_is_told_and_leaves_no_name(
    tmp_path: Path, denied: dict[str, int], said: str
) -> None:
    with pytest.raises(CaseError, match=said):
        run_denied(denied, lambda: keep(tmp_path, fill))
    assert list_names(tmp_path) == []


def test_a_reader_that_fails_leaves_nothing_and_its_own_error(tmp_path: Path) -> None:
    def fail(out: BinaryIO) -> FileEvidence:
        out.write(DATA)
        raise KeyError("the repository is damaged")

    with pytest.raises(KeyError, match="damaged"):
        keep(tmp_path, fail)
    assert list_names(tmp_path) == []


def test_a_file_that_somebody_named_is_written_over_nothing(tmp_path: Path) -> None:
    target = tmp_path / "request.tsq"
    assert write_target(target, lambda out: out.write(DATA)) == len(DATA)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(CaseError, match="is there already") as refused:
        write_target(target, lambda out: out.write(b"other"))
    assert refused.value.hint == "name a new file"
    assert target.read_bytes() == DATA


@pytest.mark.parametrize("name", ["nowhere/deep/request.tsq", "x" * 300])
def test_a_target_that_cannot_be_is_an_error_of_the_case(tmp_path: Path, name: str) -> None:
    with pytest.raises(CaseError, match=r"No such file|File name too long"):
        write_target(tmp_path / name, lambda out: out.write(DATA))


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_bytes(b"")
    with pytest.raises(CaseError, match=r"evidence: .*(File exists|Not a directory)"):
        keep(tmp_path / "evidence", fill)


@pytest.mark.parametrize("sizes", [[0], [1, 0, 2], [1 << 20], [(1 << 20) + 1], [1000] * 3000])
def test_what_is_written_in_pieces_of_any_size_is_whole(tmp_path: Path, sizes: list[int]) -> None:
    pieces = [bytes([at % 251]) * size for at, size in enumerate(sizes)]

    def write(out: BinaryIO) -> int:
        return sum(out.write(piece) for piece in pieces)

    name: Callable[[int], str] = "size-{}".format
    size_bytes = write_new(tmp_path, write, name, mode=0o600)
    assert (tmp_path / f"size-{size_bytes}").read_bytes() == b"".join(pieces)
    with pytest.raises(ObjectExistsError):
        write_new(tmp_path, write, name, mode=0o600)
