"""Files that a person asked for: whole or not at all, whatever the system refuses."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.output_file import append_whole, create_file, find_line_end, replace_file
from tests.base.small_files import no_file_beyond
from tests.store.denying import run_denied

OLD, NEW = b"as it was\n", b"as it is to be\n" * 1000
FULL = {"write": errno.ENOSPC}
Write = Callable[[Path, bytes], None]
BOTH = pytest.mark.parametrize("write", [create_file, replace_file])


def list_names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@BOTH
def test_a_new_file_is_there_whole_with_the_mode_that_the_umask_leaves(tmp_path: Path, write: Write) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "page.html", NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "page.html").read_bytes() == NEW
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o640
    assert list_names(tmp_path) == ["page.html"]


@BOTH
def test_on_a_full_disk_no_new_file_is_left_and_the_error_names_it(tmp_path: Path, write: Write) -> None:
    path = tmp_path / "page.html"
    with pytest.raises(OSError, match="No space left") as refused:
        run_denied(FULL, lambda: write(path, NEW))
    assert refused.value.filename == str(path)
    assert list_names(tmp_path) == []


@BOTH
def test_where_there_is_no_folder_the_error_names_the_file_that_was_asked_for(
    tmp_path: Path, write: Write
) -> None:
    path = tmp_path / "nowhere" / "page.html"
    with pytest.raises(FileNotFoundError) as refused:
        write(path, NEW)
    assert str(refused.value.filename) == str(path)


@BOTH
def test_a_folder_is_not_written_over(tmp_path: Path, write: Write) -> None:
    with pytest.raises(OSError, match=r"Is a directory|File exists"):
        write(tmp_path, NEW)
    assert list_names(tmp_path) == []


def test_a_file_that_is_there_is_not_created_again(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(OLD)
    with pytest.raises(FileExistsError):
        create_file(path, NEW)
    assert path.read_bytes() == OLD


def test_a_link_to_nowhere_is_a_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "list.json").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "list.json", NEW)
    assert not (tmp_path / "elsewhere").exists()


def test_a_secret_file_was_never_open_to_others(tmp_path: Path) -> None:
    create_file(tmp_path / "register.csv", NEW, mode=0o600)
    assert stat.S_IMODE((tmp_path / "register.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        (FULL, "No space left"),
        ({"fsync": errno.EIO}, "Input/output error"),
        ({"rename": errno.EBUSY}, "Device or resource busy"),
    ],
)
def test_what_cannot_be_replaced_stands_as_it_was_and_nothing_lies_beside_it(
    tmp_path: Path, denied: dict[str, int], said: str
) -> None:
    path = tmp_path / "firstbell.toml"
    path.write_bytes(OLD)
    with pytest.raises(OSError, match=said):
        run_denied(denied, lambda: replace_file(path, NEW))
    assert path.read_bytes() == OLD
    assert list_names(tmp_path) == ["firstbell.toml"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_a_file_keeps_its_mode_when_it_is_replaced(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "firstbell.toml"
    path.write_bytes(OLD)
    path.chmod(mode)
    replace_file(path, NEW)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to somebody else")
def test_a_file_of_another_user_stays_theirs(tmp_path: Path) -> None:
    """A service reads its configuration after root has changed it."""
    path = tmp_path / "firstbell.toml"
    path.write_bytes(OLD)
    path.chmod(0o600)
    os.chown(path, 4711, 4712)
    replace_file(path, NEW)
    assert path.read_bytes() == NEW
    assert (path.stat().st_uid, path.stat().st_gid) == (4711, 4712)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_stays_a_link_and_the_file_behind_it_changes(tmp_path: Path) -> None:
    """Some keep firstbell.toml among the files of their configuration management."""
    (tmp_path / "etc").mkdir()
    real = tmp_path / "etc" / "firstbell.toml"
    real.write_bytes(OLD)
    link = tmp_path / "firstbell.toml"
    link.symlink_to("etc/firstbell.toml")
    replace_file(link, NEW)
    assert link.is_symlink()
    assert real.read_bytes() == NEW
    assert list_names(tmp_path / "etc") == ["firstbell.toml"]


def test_a_link_to_a_file_that_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    link = tmp_path / "page.html"
    link.symlink_to("later.html")
    replace_file(link, NEW)
    assert link.is_symlink()
    assert (tmp_path / "later.html").read_bytes() == NEW


def test_a_pipe_gets_the_text_and_stays_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_file(path, OLD)
        assert os.read(reader, 100) == OLD
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(path.stat().st_mode)
    assert list_names(tmp_path) == ["pipe"]


def test_in_a_folder_that_takes_no_new_names_a_file_is_changed_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(OLD)
    with pytest.raises(PermissionError) as refused:
        run_denied({"rename": errno.EACCES, "write": errno.EACCES}, lambda: replace_file(path, NEW))
    assert refused.value.filename == str(path)
    run_denied({"rename": errno.EACCES}, lambda: replace_file(path, NEW))
    assert path.read_bytes() == NEW
    assert list_names(tmp_path) == ["page.html"]


@BOTH
def test_a_disk_that_takes_a_part_leaves_no_part(tmp_path: Path, write: Write) -> None:
    with no_file_beyond(len(OLD)), pytest.raises(OSError, match="File too large") as refused:
        write(tmp_path / "page.html", NEW)
    assert refused.value.filename == str(tmp_path / "page.html")
    assert list_names(tmp_path) == []


@given(lines=st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=6), room=st.integers(0, 200))
def test_lines_are_added_whole_or_not_at_all_wherever_the_disk_ends(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], room: int
) -> None:
    path = tmp_path_factory.mktemp("log") / "lines"
    kept = b""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    try:
        for line in lines:
            with no_file_beyond(room):
                if len(kept) + len(line) <= room:
                    append_whole(descriptor, line, end_bytes=len(kept))
                    kept += line
                else:
                    with pytest.raises(OSError, match="File too large"):
                        append_whole(descriptor, line, end_bytes=len(kept))
            assert path.read_bytes() == kept
    finally:
        os.close(descriptor)


def test_what_is_not_synced_is_taken_off_again(tmp_path: Path) -> None:
    """Who is told that it failed does it again: it must not stand there twice."""

    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    path = tmp_path / "lines"
    path.write_bytes(b"one\n")
    descriptor = os.open(path, os.O_RDWR)
    try:
        with pytest.raises(OSError, match="Input/output error"):
            append_whole(descriptor, b"two\n", end_bytes=4, sync=fail)
        assert path.read_bytes() == b"one\n"
        append_whole(descriptor, b"two\n", end_bytes=4)
        assert path.read_bytes() == b"one\ntwo\n"
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("block", [1, 5, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 200_000])
@pytest.mark.parametrize("whole", [b"", b"\n", b"a\n", b"a\n\n"])
def test_the_end_of_the_last_whole_line_is_found_behind_a_tail_of_any_length(
    tmp_path: Path, whole: bytes, block: int
) -> None:
    path = tmp_path / "lines"
    for tail in (b"", b"x" * block, b"\0" * block):
        path.write_bytes(whole + tail)
        with path.open("rb") as file:
            assert find_line_end(file.fileno()) == len(whole)
