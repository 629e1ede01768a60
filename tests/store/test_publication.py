from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from firstbell.store import ObjectExistsError, StoreError, StoreFullError
from firstbell.store.errors import UnsafeFilesystemError
from firstbell.store.publication import explain, probe, publish
from tests.store.denying import run_denied

# what filesystems without O_TMPFILE and without links answer
NO_TMPFILE = {"open_tmpfile": errno.EOPNOTSUPP}
NO_LINK = {"link": errno.EPERM}
NO_RENAME = {"rename": errno.EINVAL}
FALLBACKS = [NO_TMPFILE, NO_LINK, NO_TMPFILE | NO_LINK]


@pytest.mark.parametrize("denied", FALLBACKS)
def test_every_fallback_publishes_whole_files_once_and_leaves_nothing_else(
    tmp_path: Path, denied: dict[str, int]
) -> None:
    def work() -> None:
        publish(tmp_path, "name", [b"one", b"two"], mode=0o400)
        with pytest.raises(ObjectExistsError):
            publish(tmp_path, "name", [b"three"])

    run_denied(denied, work)
    assert (tmp_path / "name").read_bytes() == b"onetwo"
    assert (tmp_path / "name").stat().st_mode & 0o777 == 0o400
    assert [each.name for each in tmp_path.iterdir()] == ["name"]


@pytest.mark.parametrize("denied", [{}, *FALLBACKS])
def test_racing_writers_never_overwrite_each_other_on_any_path(
    tmp_path: Path, denied: dict[str, int]
) -> None:
    names = [str(number) for number in range(30)]
    start = threading.Barrier(4)

    def write_all(writer: int) -> int:
        def work() -> int:
            won = 0
            for name in names:
                try:
                    publish(tmp_path, name, [bytes([writer]) * 100])
                    won += 1
                except ObjectExistsError:
                    continue
            return won

        start.wait()
        return run_denied(denied, work)

    with ThreadPoolExecutor(4) as executor:
        assert sum(executor.map(write_all, range(4))) == len(names)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(names)
    for name in names:
        assert len(set((tmp_path / name).read_bytes())) == 1


@pytest.mark.parametrize("denied", [NO_LINK | NO_RENAME, NO_TMPFILE | NO_LINK | NO_RENAME])
def test_a_filesystem_with_neither_links_nor_such_renames_is_refused(
    tmp_path: Path, denied: dict[str, int]
) -> None:
    with pytest.raises(UnsafeFilesystemError) as caught:
        run_denied(denied, lambda: publish(tmp_path, "name", [b"x"]))
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "denied",
    [NO_TMPFILE | {"writev": errno.ENOSPC}, NO_TMPFILE | NO_LINK | {"rename": errno.ENOSPC}],
)
def test_a_disk_that_fills_on_a_fallback_leaves_no_temporary_file(
    tmp_path: Path, denied: dict[str, int]
) -> None:
    with pytest.raises(StoreFullError):
        run_denied(denied, lambda: publish(tmp_path, "name", [b"x"]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "denied", [{"link": errno.EIO}, {"open_tmpfile": errno.EIO}, NO_TMPFILE | {"link": errno.EIO}]
)
def test_an_error_that_is_no_lack_of_support_is_not_worked_around(
    tmp_path: Path, denied: dict[str, int]
) -> None:
    with pytest.raises(StoreError, match="Input/output error"):
        run_denied(denied, lambda: publish(tmp_path, "name", [b"x"]))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"opening .*nowhere"):
        publish(tmp_path / "nowhere", "name", [b"x"])


def test_a_link_that_stands_under_the_name_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "name").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ObjectExistsError):
        publish(tmp_path, "name", [b"x"])
    assert not (tmp_path / "elsewhere").exists()


def test_a_probe_leaves_nothing(tmp_path: Path) -> None:
    probe(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_explanation_holds_the_cause_and_what_was_done() -> None:
    error = explain(OSError(errno.EMFILE, "Too many open files"), "writing x")
    assert str(error) == "writing x: Too many open files"
    assert type(error) is StoreError


WRITER = """
import sys
from pathlib import Path
from firstbell.store.publication import publish
number = 0
while True:
    publish(Path(sys.argv[1]), str(number), [bytes([number % 256]) * 200_000])
    number += 1
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_whole_files_only(tmp_path: Path) -> None:
    for round_number in range(3):
        folder = tmp_path / str(round_number)
        folder.mkdir()
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            for _ in range(5 + 3 * round_number):
                writer.stdout.readline()
            os.kill(writer.pid, signal.SIGKILL)
        files = list(folder.iterdir())
        assert len(files) >= 5
        for file in files:
            assert file.read_bytes() == bytes([int(file.name) % 256]) * 200_000
