"""A store behind Debian's rclone: a folder, and a WebDAV server, which is rclone's, too."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from firstbell.store import Kind, LocalStore, Store, UnreachableServerError, open_store
from firstbell.store.patience import Patience
from firstbell.store.rclone import RcloneAddressError, find_command
from tests.contract.read_only_suite import ReadOnlyContract
from tests.contract.store_suite import NAME
from tests.processes.ports import find_free_port
from tests.store.test_rest import wait_for_port


@pytest.fixture
def writer(tmp_path: Path) -> Store:
    store = LocalStore(tmp_path / "repository")
    store.create()
    return store


class TestFolder(ReadOnlyContract):
    @pytest.fixture
    def writer(self, writer: Store) -> Store:
        return writer

    @pytest.fixture
    def store(self, writer: Store) -> Store:
        return open_store(f"rclone::local:{writer.url}")


@pytest.fixture(scope="module")
def webdav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """A folder, and the port at which it is served."""
    folder, port = tmp_path_factory.mktemp("webdav"), find_free_port()
    words = ["rclone", "serve", "webdav", str(folder), "--addr", f"127.0.0.1:{port}"]
    # what the folder holds is changed beside the server's back
    words += ["--dir-cache-time", "0s", "--vfs-cache-mode", "off"]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for_port(port, "rclone")
    yield folder, port
    running.terminate()
    running.wait()


class TestWebdav(ReadOnlyContract):
    @pytest.fixture
    def writer(self, webdav: tuple[Path, int], tmp_path: Path) -> Store:
        store = LocalStore(webdav[0] / tmp_path.name)
        store.create()
        for folder in (Path(store.url) / "data").iterdir():
            folder.rmdir()  # each is asked for by itself
        return store

    @pytest.fixture
    def store(self, webdav: tuple[Path, int], writer: Store, tmp_path: Path) -> Store:
        return open_store(f"rclone::webdav,url='http://127.0.0.1:{webdav[1]}':{tmp_path.name}")


def test_many_readers_share_one_program(writer: Store) -> None:
    objects = {f"{number:064x}": bytes([number]) * 300_000 for number in range(60)}
    for name, data in objects.items():
        writer.write(Kind.DATA, name, [data])
    store = open_store(f"rclone::local:{writer.url}")
    with ThreadPoolExecutor(16) as pool:
        read = list(pool.map(lambda name: store.read(Kind.DATA, name), objects))
    assert read == list(objects.values())


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("/no/such/program", "cannot be started"),
        ("false", "without a word"),
        ("sh -c 'echo no such remote >&2'", "no such remote"),
        ("sh -c 'echo this is no HTTP; cat >/dev/null'", "cannot be reached"),
    ],
)
def test_a_program_that_does_not_serve_is_said_in_one_line(program: str, told: str) -> None:
    store = open_store("rclone:x:y", options={"rclone.program": program})
    for _ in range(2):
        with pytest.raises(UnreachableServerError, match=told) as caught:
            store.read(Kind.DATA, NAME)
        assert "\n" not in str(caught.value)
        assert caught.value.hint


@pytest.mark.parametrize("ending", ["kill $$", "sleep 2"])
def test_a_program_that_stops_in_the_middle_is_given_up(writer: Store, ending: str) -> None:
    writer.write(Kind.DATA, NAME, [bytes(20 << 20)])
    script = f'exec 3>&1; rclone serve restic --stdio "$1" | (head -c 1000000 >&3; {ending})'
    options = {"rclone.program": f"sh -c '{script}' -", "rclone.args": ""}
    store = open_store(f"rclone::local:{writer.url}", options=options, patience=Patience(read_s=0.5))
    with pytest.raises(UnreachableServerError):
        store.read(Kind.DATA, NAME)


def test_the_command_is_that_of_restic() -> None:
    assert find_command("remote:a b", {}) == [
        *("rclone", "serve", "restic", "--stdio", "--b2-hard-delete"),
        "remote:a b",
    ]
    chosen = {"rclone.program": "ssh host rclone", "rclone.args": "serve restic --stdio"}
    assert find_command("x:", chosen) == ["ssh", "host", "rclone", "serve", "restic", "--stdio", "x:"]


@pytest.mark.parametrize(
    ("remote", "options"),
    [("", {}), ("remote", {}), ("-v:x", {}), ("a:b", {"rclone.prog": "x"}), ("a:b", {"rclone.args": "'"})],
)
def test_what_names_no_remote_is_refused(remote: str, options: dict[str, str]) -> None:
    with pytest.raises(RcloneAddressError) as caught:
        open_store(f"rclone:{remote}", options=options)
    assert caught.value.hint
