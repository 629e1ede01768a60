from __future__ import annotations

import pytest

from firstbell.base.clock import parse_time
from firstbell.base.pathtext import say_path
from firstbell.catalog import SnapshotRow
from firstbell.investigate.phrases import find_shared_folder
from firstbell.investigate.traces import find_suffix
from firstbell.investigate.windows import BACKUP_TIME, find_windows
from firstbell.record.versions import FileVersion


def make_row(position: int, time: str) -> SnapshotRow:
    return SnapshotRow(bytes([position]) * 32, 1, "files", position, parse_time(time), time, b"t" * 32)


def make_version(time: str) -> FileVersion:
    return FileVersion(b"/a", "file", 1, (), ctime_ns=parse_time(time))


@pytest.mark.parametrize(
    ("was", "path", "suffix"),
    [
        (b"/a/b.docx", b"/a/b.docx.lock", b".lock"),
        (b"/a/b.docx", b"/a/b.docx[id-9].x", b"[id-9].x"),
        (b"/a/b.docx", b"/a/b.lock", b".lock"),
        (b"/a/b.docx", b"/a/q7.lock", b".lock"),
        (b"/a/b.docx", b"/a/c.docx", b""),
        (b"/a/b.docx", b"/a/plain", b""),
        (b"/a/b", b"/a/.hidden", b""),
        (b"/a/b", b"/a/b." + b"x" * 100, b"." + b"x" * 63),
    ],
)
def test_an_ending_is_what_was_appended_else_the_new_extension(
    was: bytes, path: bytes, suffix: bytes
) -> None:
    assert find_suffix(was, path) == suffix


def test_the_first_backup_knows_only_that_it_was_so_by_then() -> None:
    first, second = find_windows([make_row(0, "2023-02-13T02:00:00Z"), make_row(1, "2023-02-13T08:00:00Z")])
    assert first.words == "by the first backup, of 2023-02-13T02:00:00Z"
    assert first.place(make_version("2023-02-13T01:00:00Z")).timestamp_desc == BACKUP_TIME
    assert first.fields["known_after"] is None
    assert second.words == "between the backups of 2023-02-13T02:00:00Z and 2023-02-13T08:00:00Z"


def test_a_claim_counts_until_the_next_backup_or_half_a_day() -> None:
    rows = [make_row(at, time) for at, time in enumerate(["2023-02-13T02:00:00Z", "2023-02-13T08:00:00Z"])]
    rows.append(make_row(2, "2023-02-13T09:00:00Z"))
    _, second, last = find_windows(rows)
    assert second.place(make_version("2023-02-13T09:00:00Z")).is_claim
    assert not second.place(make_version("2023-02-13T09:00:01Z")).is_claim
    assert not second.place(make_version("2023-02-13T02:00:00Z")).is_claim
    assert last.place(make_version("2023-02-13T21:00:00Z")).is_claim
    assert not last.place(make_version("2023-02-13T21:00:01Z")).is_claim
    assert not last.place(None).is_claim


def test_the_folder_that_holds_all_is_found_by_whole_names() -> None:
    assert find_shared_folder([b"/a/bc", b"/a/bd/e"]) == b"/a"
    assert find_shared_folder([b"/a/b", b"/a/b"]) == b"/a/b"
    assert find_shared_folder([b"/a", b"/b"]) == b"/"
    assert find_shared_folder([]) == b""


def test_a_name_turns_no_line_around() -> None:
    assert say_path("/a\u202ecod.exe\x9b".encode()) == "/a\\u202ecod.exe\\x9b"
