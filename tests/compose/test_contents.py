"""Content of versions: limits, blobs that are kept, and one that cannot be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.ids import hash_id
from firstbell.compose.contents import RepositoryContents
from firstbell.record.versions import FileVersion
from firstbell.repository.errors import BlobNotFoundError


class Blobs:
    """Blobs by id; `asked`: those that were read, in order."""

    def __init__(self, blobs: Sequence[bytes]) -> None:
        self.blobs = {hash_id(blob): blob for blob in blobs}
        self.asked: list[bytes] = []

    def load_blob(self, blob_id: bytes) -> bytes:
        self.asked.append(blob_id)
        if blob_id not in self.blobs:
            raise BlobNotFoundError(blob_id.hex())
        return self.blobs[blob_id]

    def blob_size(self, blob_id: bytes) -> int:
        return len(self.blobs[blob_id])


def make_version(blobs: Sequence[bytes]) -> FileVersion:
    return FileVersion(
        path=b"/srv/a",
        kind="file",
        size_bytes=sum(map(len, blobs)),
        content=tuple(map(hash_id, blobs)),
        mtime_ns=0,
    )


@given(st.lists(st.binary(max_size=6), max_size=6), st.integers(-1, 40), st.integers(0, 12))
def test_the_first_bytes_are_read_whatever_the_blobs_and_the_store_beside(
    blobs: list[bytes], limit: int, kept: int
) -> None:
    contents = RepositoryContents(Blobs(blobs), kept_bytes=kept)
    version = make_version(blobs)

    for _ in range(2):
        assert contents.read(version, limit) == b"".join(blobs)[: max(limit, 0)]
        assert contents.read_blobs(version.content) == b"".join(blobs)


def test_no_blob_is_read_behind_the_limit() -> None:
    reader = Blobs([b"aaaa", b"bbbb"])

    RepositoryContents(reader).read(make_version([b"aaaa", b"bbbb", b"lost"]), 8)

    assert reader.asked == [hash_id(b"aaaa"), hash_id(b"bbbb")]


def test_the_blobs_read_last_stay_at_hand_and_never_more_bytes_than_allowed() -> None:
    parts = [bytes([at]) * 4 for at in range(4)]
    reader = Blobs(parts)
    contents = RepositoryContents(reader, kept_bytes=8)
    first, second, third, _ = map(hash_id, parts)

    contents.read_blobs([first, second])
    contents.read_blobs([first])  # is now the one read last
    contents.read_blobs([third])  # the second one goes
    reader.asked.clear()
    contents.read_blobs([first, third])
    assert reader.asked == []
    contents.read_blobs([second])
    assert reader.asked == [second]


def test_a_blob_larger_than_all_that_is_kept_takes_nothing_elses_place() -> None:
    reader = Blobs([b"small", b"x" * 100])
    contents = RepositoryContents(reader, kept_bytes=10)

    contents.read_blobs([hash_id(b"small"), hash_id(b"x" * 100), hash_id(b"x" * 100), hash_id(b"small")])

    assert reader.asked == [hash_id(b"small"), hash_id(b"x" * 100), hash_id(b"x" * 100)]


def test_a_blob_that_is_lost_is_an_error_each_time_and_never_taken_for_empty() -> None:
    reader = Blobs([b"there"])
    contents = RepositoryContents(reader)
    version = make_version([b"there", b"lost"])

    for _ in range(2):
        with pytest.raises(BlobNotFoundError):
            contents.read(version, 100)
    assert contents.read(version, 5) == b"there"


def test_a_size_is_told_without_reading() -> None:
    reader = Blobs([b"four"])

    assert RepositoryContents(reader).blob_size(hashlib.sha256(b"four").digest()) == 4
    assert reader.asked == []
