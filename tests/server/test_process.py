"""The server's process: what it loads, when it refuses to start, how it ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from firstbell.vault import Vault, make_vault
from firstbell.vault.journal_heads import prove
from tests.server.serving import RunningServer, list_files, make_served_vault, name_of

# a server that has served, and then tells every module that was ever loaded
_TRACE = """
import sys
seen = set()
sys.addaudithook(lambda event, args: seen.add(args[0]) if event == "import" else None)
from firstbell.server.process import main
try:
    main(sys.argv[1:])
finally:
    print("\\n".join(sorted(seen | set(sys.modules))))
"""
_FORBIDDEN = (
    "cryptography",
    "boto3",
    "nacl",
    "zstandard",
    "firstbell.cli",
    "firstbell.crypto",
    "firstbell.repository",
    "firstbell.ledger",
    "firstbell.desk",
    "firstbell.watch",
)


def test_no_key_and_no_format_is_ever_loaded(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder, start=False)
    traced = tmp_path / "modules"
    with traced.open("wb") as stream:
        server.start_as([sys.executable, "-c", _TRACE], stdout=stream)
    client, desk = server.client(vault, "office"), server.client(vault, "*", "full")
    assert client.put(b"x").status == 200
    assert client.ask("GET", "/office/data/").status == 200
    assert client.ask("DELETE", "/office/data/" + "ab" * 32).status == 403
    assert desk.ask("GET", "/-/head").status == 200
    server.stop()
    loaded = traced.read_text().split()
    assert "firstbell.server.uploads" in loaded
    assert [name for name in loaded if name.startswith(_FORBIDDEN)] == []


def run_server(*words: str, status: int) -> str:
    """What a server that does not start says on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "firstbell.server", *words], capture_output=True, timeout=30, text=True
    )
    assert done.returncode == status, done
    assert "Traceback" not in done.stderr
    return done.stderr


def test_what_does_not_start_says_why_in_a_line_and_a_hint(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    make_vault(folder)
    empty = tmp_path / "empty"
    empty.mkdir()
    here = "127.0.0.1:0"
    absent = str(tmp_path / "none.pem")
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("no certificate")
    cases = [
        (("--vault", str(empty), "--listen", here), "is not a vault"),
        (("--vault", str(tmp_path / "nowhere"), "--listen", here), "is not a vault"),
        (("--vault", str(rubbish), "--listen", here), "is not a vault"),
        (("--vault", str(folder), "--listen", "here"), "not an address and port"),
        (("--vault", str(folder), "--listen", "127.0.0.1:99999"), "not an address and port"),
        (("--vault", str(folder), "--listen", "0.0.0.0:0"), "loopback"),
        (("--vault", str(folder), "--listen", here, "--cert", absent, "--cert-key", absent), "no such file"),
        (("--vault", str(folder), "--listen", here, "--cert", str(rubbish)), "certificate"),
    ]
    for words, told in cases:
        said = run_server(*words, status=1)
        first, *hints = [line for line in said.splitlines() if not line.startswith("{")]
        assert told in first, words
        assert len(hints) <= 1
    assert list(empty.iterdir()) == []


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    make_vault(tmp_path / "vault")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = run_server("--vault", str(tmp_path / "vault"), "--listen", f"127.0.0.1:{port}", status=1)
    assert f"127.0.0.1:{port}" in said
    assert "hint: " in said


def test_a_vault_is_served_by_one_server(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    said = run_server("--vault", str(vault.folder), "--listen", "127.0.0.1:0", status=1)
    assert "already being served" in said
    server.stop()


def test_what_a_kill_left_is_written_down_by_the_next_start(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    server.kill()
    stray = vault.locate("office") / "data" / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"of a name that is not its hash")
    server.start()
    (line,) = server.lines("reconciled", least=1)
    assert (line["found"], line["missed"]) == (1, 0)
    client = server.client(vault, "office")
    assert client.ask("GET", f"/office/data/{'ab' * 32}").status == 404
    assert ("ab" * 32) not in client.ask("GET", "/office/data/").body.decode()
    server.stop()


def test_who_was_not_answered_before_a_kill_may_send_the_same_once_more(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    client = server.client(vault, "office")
    assert client.put(b"it is there, and its sender may not know").status == 200
    server.kill()
    # published, and killed before it was written down
    data = b"found by the next start"
    place = vault.locate("office") / "data" / name_of(data)[:2] / name_of(data)
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    server.start()
    for sent in (b"it is there, and its sender may not know", data):
        assert [client.put(sent).status for _ in range(2)] == [200, 403]
        assert client.ask("GET", f"/office/data/{name_of(sent)}").body == sent
    server.stop()
    assert list(prove(Vault(vault.folder), None, reads_data=True)) == []


def test_after_a_polite_end_everybody_was_answered(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    client = server.client(vault, "office")
    assert client.put(b"told that it is there").status == 200
    server.stop()
    server.start()
    assert client.put(b"told that it is there").status == 403
    server.stop()


@pytest.mark.deep  # it waits for them, ten seconds
def test_it_ends_politely_with_uploads_under_way(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    client = server.client(vault, "office")
    before = list_files(vault.locate("office"))
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        head = client.head("POST", f"/office/data/{'ab' * 32}", Content_Length="1000000")
        connection.sendall(head + bytes(1000))
        assert client.put(b"meanwhile").status == 200
        server.stop()
    added = list_files(vault.locate("office")) - before
    assert len(added) == 1


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_what_it_keeps_is_closed_to_others(tmp_path: Path) -> None:
    vault = make_served_vault(tmp_path / "vault")
    server = RunningServer(vault.folder)
    assert server.client(vault, "office").put(b"closed").status == 200
    for path in vault.folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    server.stop()
