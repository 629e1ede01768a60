"""A store behind OpenSSH's SFTP server: through a pipe, and through ssh and sshd."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.store import (
    Kind,
    ObjectExistsError,
    ObjectInfo,
    ReadOnlyStoreError,
    Store,
    StoreError,
    StoreFullError,
    UnreachableServerError,
    open_store,
)
from firstbell.store.errors import UnsafeFilesystemError
from firstbell.store.patience import Patience
from firstbell.store.sftp import SftpStore
from firstbell.store.sftp_address import SftpAddress, SftpAddressError
from firstbell.store.sftp_connection import SftpConnection
from firstbell.store.sftp_packets import BadPacketError, PacketReader, pack_text
from tests.contract.store_suite import NAME, OTHER, StoreContract
from tests.store.sshd import SFTP_SERVER, SshServer

QUICK = Patience(tries=3)


def connect(path: Path, *command: str) -> SftpStore:
    """A store whose server is a program of this machine."""
    address = SftpAddress("host", str(path))
    return SftpStore(address, command or (SFTP_SERVER,), QUICK)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[SftpStore]:
    store = connect(tmp_path / "a" / "repository")
    store.create()
    yield store
    store.close()


class TestContract(StoreContract):
    @pytest.fixture
    def store(self, place: SftpStore) -> Store:
        return place


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    running = SshServer(tmp_path_factory.mktemp("ssh") / "keys")
    yield running
    running.stop()


class TestThroughSsh:
    def test_ssh_carries_what_is_written_and_read(self, server: SshServer, tmp_path: Path) -> None:
        options = {"sftp.args": server.args}
        store = open_store(f"sftp:{server.address}/{tmp_path}/repository", options=options, patience=QUICK)
        assert isinstance(store, SftpStore)
        store.create()
        data = os.urandom(3 << 20)
        store.write(Kind.DATA, NAME, [data])
        assert store.read(Kind.DATA, NAME) == data
        assert (tmp_path / "repository" / "data" / NAME[:2] / NAME).read_bytes() == data
        store.close()

    def test_a_server_that_lets_nobody_in_is_said_at_once(self, server: SshServer, tmp_path: Path) -> None:
        options = {"sftp.args": server.args.replace("/user ", "/host ")}
        store = open_store(f"sftp:{server.address}/{tmp_path}", options=options)
        with pytest.raises(UnreachableServerError, match="Permission denied"):
            store.read(Kind.CONFIG, "config")


def test_what_is_written_lies_where_restic_looks_and_is_private(place: SftpStore, tmp_path: Path) -> None:
    place.write(Kind.DATA, NAME, [b"x"])
    place.write(Kind.KEYS, OTHER, [b"y"])
    base = tmp_path / "a" / "repository"
    assert sorted(path.name for path in base.iterdir()) == ["data", "index", "keys", "locks", "snapshots"]
    assert len(list((base / "data").iterdir())) == 256
    assert (base / "data" / NAME[:2] / NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (base / "keys").iterdir()] == [OTHER]


def test_a_file_that_was_left_half_written_is_passed_over(place: SftpStore, tmp_path: Path) -> None:
    (tmp_path / "a" / "repository" / "locks" / f"{NAME}-tmp-0123456789abcdef").write_bytes(b"half")
    place.write(Kind.LOCKS, OTHER, [b"x"])
    assert list(place.list(Kind.LOCKS)) == [ObjectInfo(OTHER, 1)]


def test_a_folder_that_is_missing_is_made_when_it_is_needed(place: SftpStore, tmp_path: Path) -> None:
    (tmp_path / "a" / "repository" / "data" / NAME[:2]).rmdir()
    place.write(Kind.DATA, NAME, [b"x"])
    assert place.read(Kind.DATA, NAME) == b"x"


def script(tmp_path: Path, text: str) -> tuple[str, ...]:
    """A program of a few lines that stands between us and the real server."""
    file = tmp_path / "between.py"
    file.write_text(textwrap.dedent(text))
    return sys.executable, str(file), SFTP_SERVER


# hands on what the server says of itself, without one extension
WITHOUT = """
    import subprocess, sys, threading
    server = subprocess.Popen([sys.argv[1]], stdin=sys.stdin.buffer, stdout=subprocess.PIPE)
    size = int.from_bytes(server.stdout.read(4), "big")
    hello = server.stdout.read(size).replace({name}, {other})
    sys.stdout.buffer.write(size.to_bytes(4, "big") + hello)
    while True:
        sys.stdout.buffer.flush()
        data = server.stdout.read1(65536)
        if not data:
            break
        sys.stdout.buffer.write(data)
"""


@pytest.mark.parametrize("name", [b"hardlink@openssh.com", b"fsync@openssh.com"])
def test_a_server_that_cannot_publish_safely_is_only_read(
    place: SftpStore, tmp_path: Path, name: bytes
) -> None:
    place.write(Kind.DATA, NAME, [b"x"])
    words = script(tmp_path, WITHOUT.format(name=name, other=b"?" * len(name)))
    store = connect(tmp_path / "a" / "repository", *words)
    with pytest.raises(ReadOnlyStoreError, match=name.decode()):
        store.write(Kind.DATA, OTHER, [b"y"])
    with pytest.raises(ReadOnlyStoreError):
        store.create()
    assert store.read(Kind.DATA, NAME) == b"x"
    assert list(store.list(Kind.DATA)) == [ObjectInfo(NAME, 1)]
    store.close()


# ends after so many bytes from the client, the first time
CUT = """
    import os, subprocess, sys
    mark = {mark!r}
    server = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE)
    left = None if os.path.exists(mark) else {limit}
    while True:
        data = os.read(0, 65536)
        if not data:
            break
        if left is not None and len(data) >= left:
            open(mark, "w").close()
            os.write(server.stdin.fileno(), data[:left])
            server.stdin.close()
            server.wait()
            os._exit(1)
        if left is not None:
            left -= len(data)
        os.write(server.stdin.fileno(), data)
    server.stdin.close()
    server.wait()
"""


@pytest.mark.parametrize("limit", [100, 1000, 100_000, 199_000, 200_400, 200_700])
def test_a_connection_that_is_lost_is_made_again_and_the_file_is_whole(
    place: SftpStore, tmp_path: Path, limit: int
) -> None:
    data = os.urandom(200_000)
    words = script(tmp_path, CUT.format(mark=str(tmp_path / "mark"), limit=limit))
    store = connect(tmp_path / "a" / "repository", *words)
    store.write(Kind.DATA, NAME, [data])
    assert place.read(Kind.DATA, NAME) == data
    assert list(place.list(Kind.DATA)) == [ObjectInfo(NAME, 200_000)]
    store.close()


def test_a_second_file_is_refused_though_the_connection_was_lost(place: SftpStore, tmp_path: Path) -> None:
    place.write(Kind.DATA, NAME, [b"first"])
    words = script(tmp_path, CUT.format(mark=str(tmp_path / "mark"), limit=150))
    store = connect(tmp_path / "a" / "repository", *words)
    with pytest.raises(ObjectExistsError):
        store.write(Kind.DATA, NAME, [b"second"])
    assert place.read(Kind.DATA, NAME) == b"first"
    store.close()


def test_a_server_that_ends_again_and_again_is_given_up(tmp_path: Path) -> None:
    words = script(tmp_path, CUT.format(mark=str(tmp_path / "none" / "mark"), limit=20))
    with pytest.raises(StoreError):
        connect(tmp_path, *words).read(Kind.DATA, NAME)


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("/no/such/program",), "cannot be started"),
        (("false",), "ended without a word"),
        (("sh", "-c", "echo no route to host >&2"), "no route to host"),
        (("echo", "Welcome to the school's server, have a nice day"), "does its shell print something"),
        (("sh", "-c", "printf '\\0\\0\\0\\5\\2\\0\\0\\0\\2'; sleep 5"), "version 3"),
    ],
)
def test_what_is_no_server_is_said_in_one_line(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(UnreachableServerError, match=told) as caught:
        connect(tmp_path, *words).exists(Kind.CONFIG, "config")
    assert "\n" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small filesystem")
def test_a_full_disk_is_told_from_other_failures(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k,nr_inodes=1000", "none", str(disk)], check=True)
    try:
        store = connect(disk / "repository")
        store.create()
        store.write(Kind.LOCKS, NAME, [b"x"])
        with pytest.raises(StoreFullError):
            store.write(Kind.DATA, OTHER, [os.urandom(1 << 20)])
        assert store.read(Kind.LOCKS, NAME) == b"x"
        assert list(store.list(Kind.DATA)) == []
        store.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_the_program_is_gone_when_the_store_is(tmp_path: Path) -> None:
    connection = SftpConnection((SFTP_SERVER,), "here")
    number = connection._program.process_id
    del connection
    with pytest.raises(ProcessLookupError):
        os.kill(number, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("given", "address", "url"),
    [
        ("me@host:/srv/repo", SftpAddress("host", "/srv/repo", "me"), "sftp:me@host:/srv/repo"),
        ("host:repo", SftpAddress("host", "repo"), "sftp:host:repo"),
        (
            "//me@host:2222//srv/repo",
            SftpAddress("host", "/srv/repo", "me", 2222),
            "sftp://me@host:2222//srv/repo",
        ),
        ("//host/repo", SftpAddress("host", "repo"), "sftp:host:repo"),
        ("//[::1]:22/repo", SftpAddress("::1", "repo", None, 22), "sftp://::1:22/repo"),
        (
            "a@school.example@host:/x",
            SftpAddress("host", "/x", "a@school.example"),
            "sftp:a@school.example@host:/x",
        ),
    ],
)
def test_addresses_are_read_as_restic_reads_them(given: str, address: SftpAddress, url: str) -> None:
    assert SftpAddress.parse(given) == address
    assert address.url == url


@pytest.mark.parametrize(
    "given", ["", "host", "host:", ":/x", "//host", "-oProxyCommand=x:/y", "//host:ssh/x"]
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(SftpAddressError) as caught:
        SftpAddress.parse(given)
    assert caught.value.hint


def test_the_command_is_that_of_restic() -> None:
    address = SftpAddress("host", "x", "me", 2222)
    assert address.find_command({}) == ["ssh", "host", "-p", "2222", "-l", "me", "-s", "sftp"]
    assert address.find_command({"sftp.args": "-o 'A B'"})[6:] == ["-o", "A B", "-s", "sftp"]
    assert address.find_command({"sftp.command": "my program"}) == ["my", "program"]
    for wrong in ({"sftp.args": "'"}, {"sftp.command": "a", "sftp.args": "b"}, {"sftp.comand": "a"}):
        with pytest.raises(SftpAddressError):
            address.find_command(wrong)


def test_a_packet_that_ends_too_soon_is_refused() -> None:
    for data in (b"", b"\0\0\0", b"\0\0\0\5abcd"):
        with pytest.raises(BadPacketError):
            PacketReader(data).text()
    assert PacketReader(pack_text(b"abc")).text() == b"abc"


# says no to every link
NO_LINKS = """
    import os, subprocess, sys, threading
    server = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    def take(stream, count):
        data = b""
        while len(data) < count:
            more = stream.read(count - len(data))
            if not more:
                server.stdin.close()
                os._exit(0)
            data += more
        return data
    def answers():
        while True:
            size = take(server.stdout, 4)
            sys.stdout.buffer.write(size + take(server.stdout, int.from_bytes(size, "big")))
            sys.stdout.buffer.flush()
    threading.Thread(target=answers, daemon=True).start()
    while True:
        size = take(sys.stdin.buffer, 4)
        packet = take(sys.stdin.buffer, int.from_bytes(size, "big"))
        if b"hardlink@openssh.com" in packet:
            packet = packet.replace(b"hardlink@openssh.com", b"nolink@openssh.com!!")
        server.stdin.write(size + packet)
        server.stdin.flush()
"""


def test_a_filesystem_without_links_is_refused(place: SftpStore, tmp_path: Path) -> None:
    store = connect(tmp_path / "a" / "repository", *script(tmp_path, NO_LINKS))
    with pytest.raises(UnsafeFilesystemError):
        store.write(Kind.LOCKS, NAME, [b"x"])
    assert list(place.list(Kind.LOCKS)) == []
    assert os.listdir(tmp_path / "a" / "repository" / "locks") == []
    store.close()


ASKING = """
    import os, pty, sys
    with open("/dev/tty", "r+b", buffering=0) as terminal:
        terminal.write(b"passphrase? ")
        answer = terminal.readline()
    if answer.strip() != b"sesame":
        sys.exit("wrong passphrase")
    os.execv(sys.argv[1], [sys.argv[1]])
"""


def test_ssh_may_ask_on_the_terminal(place: SftpStore, tmp_path: Path) -> None:
    words = script(tmp_path, ASKING)
    child, terminal_fd = pty.fork()
    if child == 0:
        try:
            exists = connect(tmp_path / "a" / "repository", *words).exists(Kind.CONFIG, "config")
            front = os.tcgetpgrp(0) == os.getpgrp()
            os._exit(0 if front and not exists else 1)
        finally:
            os._exit(2)
    told = b""
    while b"passphrase?" not in told:
        told += os.read(terminal_fd, 1000)
    os.write(terminal_fd, b"sesame\n")
    _, status = os.waitpid(child, 0)
    os.close(terminal_fd)
    assert os.waitstatus_to_exitcode(status) == 0
