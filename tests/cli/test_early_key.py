"""The key that a command line will need, begun before the command is loaded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstbell.cli.early_key import begin_key
from firstbell.crypto import scrypt
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.repository.format.keyfile import KeyOrigin
from firstbell.repository.keys import add_key, find_key
from firstbell.store import LocalStore

CHEAP = ScryptParameters(n=2, r=1, p=1)
PASSWORD = "correct horse"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in list(os.environ):
        if name.startswith(("FIRSTBELL_", "RESTIC_")):
            monkeypatch.delenv(name)
    folder = tmp_path / "repository"
    store = LocalStore(folder)
    store.create()
    Repository.init(store, PASSWORD, kdf=CHEAP)
    (tmp_path / "password").write_text(f"\ufeff{PASSWORD}\n", encoding="utf-8")
    yield folder
    scrypt._begun.clear()


def list_begun() -> list[bytes]:
    return [derivation.password for derivation in scrypt._begun]


def fill(words: str, place: Path) -> list[str]:
    return [word.format(place=place, file=place.parent / "password") for word in words.split()]


@pytest.mark.parametrize(
    "words",
    [
        "snapshots -r {place} -p {file}",
        "-r {place} -p {file} snapshots",
        "ls latest -r{place} -p{file}",
        "ls -l latest /srv --repo={place} --password-file={file} --json",
        "event list --repo local:{place} -p {file} --no-lock",
    ],
)
def test_the_key_that_options_name_is_begun(place: Path, words: str) -> None:
    begin_key(fill(words, place))
    assert list_begun() == [PASSWORD.encode()]
    find_key(LocalStore(place), PASSWORD)
    # it was taken, not derived once more
    assert list_begun() == []


@pytest.mark.parametrize(
    "settings",
    [
        {"RESTIC_REPOSITORY": "{place}", "RESTIC_PASSWORD": PASSWORD},
        {"FIRSTBELL_REPOSITORY": "{place}", "RESTIC_PASSWORD_FILE": "{file}"},
        {"RESTIC_REPOSITORY": "elsewhere", "FIRSTBELL_REPOSITORY": "{place}", "FIRSTBELL_PASSWORD": PASSWORD},
        {"RESTIC_PASSWORD": "another", "FIRSTBELL_PASSWORD": PASSWORD, "RESTIC_REPOSITORY": "{place}"},
    ],
)
def test_the_key_that_the_environment_names_is_begun(
    place: Path, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, fill(value, place)[0] if "{" in value else value)
    begin_key(["snapshots"])
    assert list_begun() == [PASSWORD.encode()]


def test_an_option_comes_before_the_environment(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESTIC_REPOSITORY", "elsewhere")
    monkeypatch.setenv("FIRSTBELL_PASSWORD", "another")
    listed = place.parent / "listed"
    listed.write_text(f"{place}\n")
    begin_key(fill(f"ls latest --repository-file {listed} -p {{file}}", place))
    assert list_begun() == [PASSWORD.encode()]


@pytest.mark.parametrize(
    "words",
    [
        "snapshots --help -r {place} -p {file}",
        "host list -r {place} -p {file}",
        "init -r {place} -p {file}",
        "snapshots -r {place}",
        "snapshots -p {file}",
        "snapshots -r",
        "snapshots -r {place} -p /nowhere",
        "snapshots -r {place} -p {place}",
        "snapshots -r {file} -p {file}",
        "snapshots -r rest:http://127.0.0.1:9/ -p {file}",
        "snapshots -r {place} --password-command echo",
        "",
    ],
)
def test_nothing_is_begun_where_no_key_shows_at_a_glance(place: Path, words: str) -> None:
    begin_key(fill(words, place))
    assert list_begun() == []


def test_a_password_that_can_be_read_once_is_left_to_the_command(place: Path) -> None:
    pipe = place.parent / "pipe"
    os.mkfifo(pipe)
    begin_key(["snapshots", "-r", str(place), "-p", str(pipe)])
    assert list_begun() == []


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"N": "x", "r": 1, "p": 1, "salt": ""}', b"\xff"])
def test_key_files_that_make_no_sense_begin_nothing(place: Path, data: bytes) -> None:
    (place / "keys" / ("0" * 64)).write_bytes(data)
    begin_key(fill("snapshots -r {place} -p {file}", place))
    assert list_begun() == []


def test_a_key_that_asks_for_too_much_is_left_to_who_may_refuse_it(place: Path) -> None:
    (path,) = (place / "keys").iterdir()
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b'"N":2,', b'"N":1073741824,'))
    begin_key(fill("snapshots -r {place} -p {file}", place))
    assert list_begun() == []


def test_the_cheapest_key_is_begun_as_it_is_tried_first(place: Path) -> None:
    store = LocalStore(place)
    master = Repository.open(store, PASSWORD).key.master
    dear = KeyOrigin("2026-01-01T00:00:00Z", "root", "desk", ScryptParameters(n=4, r=1, p=1))
    add_key(store, master, password="another", origin=dear)
    begin_key(fill("snapshots -r {place} -p {file}", place))
    assert [derivation.n for derivation in scrypt._begun] == [2]
