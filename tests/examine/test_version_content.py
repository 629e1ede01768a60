"""Large versions: where they differ, laid side by side."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.examine.judge import judge_alone, judge_transition
from firstbell.examine.version_content import WHOLE_BYTES, find_changed_runs, read_alone, read_pair
from firstbell.record.versions import FileVersion, State
from tests.examine.samples import make_text
from tests.examine.strikes import LAYOUTS, strike

_BLOB = (make_text(1) * 200)[: 1 << 20]


class RepeatingReader:
    """A version of many blobs that are all the same but for a few."""

    def __init__(self, special: dict[bytes, bytes]) -> None:
        self.special = special
        self.bytes_read = 0

    def read(self, version: FileVersion, limit_bytes: int) -> bytes:
        return self.read_blobs(version.content[:2])[:limit_bytes]

    def read_blobs(self, blob_ids: Sequence[bytes]) -> bytes:
        data = b"".join(self.special.get(blob, _BLOB) for blob in blob_ids)
        self.bytes_read += len(data)
        return data


def version(blobs: Sequence[int]) -> FileVersion:
    return FileVersion(
        b"/a/big.log", "file", len(blobs) << 20, tuple(blob.to_bytes(32, "big") for blob in blobs)
    )


def test_runs_lie_between_blobs_that_both_have() -> None:
    runs = list(find_changed_runs([b"a", b"b", b"c", b"d"], [b"x", b"b", b"y", b"z", b"d", b"w"]))
    assert runs == [([b"a"], [b"x"]), ([b"c"], [b"y", b"z"]), ([], [b"w"])]


def test_equal_lists_have_no_runs() -> None:
    assert list(find_changed_runs([b"a", b"b"], [b"a", b"b"])) == []


def test_a_terabyte_of_one_repeated_blob_is_read_in_part() -> None:
    reader = RepeatingReader({})
    huge = FileVersion(b"/a/disk.img", "file", 1 << 40, (bytes(32),) * 200_000)
    assert judge_alone(read_alone(huge, reader)).state is State.INTACT
    assert reader.bytes_read < 40 << 20


def test_a_struck_blob_in_the_middle_of_a_large_file_is_damage() -> None:
    blobs = list(range(100))
    struck = [*blobs[:50], 500, *blobs[51:]]
    reader = RepeatingReader({(500).to_bytes(32, "big"): strike(_BLOB, LAYOUTS[0], seed=1)})
    old, new = version(blobs), version(struck)
    assert new.size_bytes > WHOLE_BYTES
    judgement = judge_transition(*read_pair(old, new, reader))
    assert judgement.state is State.DAMAGED


def test_a_changed_blob_of_text_in_a_large_file_is_intact_and_says_that_it_was_sampled() -> None:
    blobs = list(range(100))
    edited = [*blobs[:50], 500, *blobs[51:]]
    reader = RepeatingReader({(500).to_bytes(32, "big"): _BLOB.replace(b"school", b"School")})
    judgement = judge_transition(*read_pair(version(blobs), version(edited), reader))
    assert judgement.state is State.INTACT
    assert "sampled" in judgement.reason
