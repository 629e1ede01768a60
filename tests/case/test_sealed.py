"""The sealed store: what it keeps comes back, whoever lacks the key learns nothing, a kill loses nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from firstbell.case.errors import SealedKeyError, SealedNotFoundError, SealedStoreError
from firstbell.case.sealed import SealedStore
from firstbell.case.sealed_key import SealSecret, open_sealed
from firstbell.crypto.derivation import ScryptParameters
from firstbell.crypto.seal import make_master_key
from firstbell.store import publication

CHEAP = ScryptParameters(2, 1, 1)
PLANTED = b"219-09-9998"


@pytest.fixture
def store(tmp_path: Path) -> SealedStore:
    (tmp_path / "sealed").mkdir()
    return SealedStore(tmp_path / "sealed", make_master_key())


def list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_put_is_what_is_got(store: SealedStore) -> None:
    assert store.list() == []
    for name, data in {"a": b"", "people/1": b"x" * 100_000, "\u00fcmlaut": bytes(range(256))}.items():
        store.put(name, data)
        assert store.get(name) == data
    assert store.list() == ["a", "people/1", "\u00fcmlaut"]


def test_putting_again_takes_the_place_and_leaves_one_file(store: SealedStore, tmp_path: Path) -> None:
    for number in range(3):
        store.put("a", b"%d" % number)
    assert store.get("a") == b"2"
    assert [path.suffix for path in list_files(tmp_path)] == [".00000003"]


def test_what_is_removed_is_gone(store: SealedStore) -> None:
    store.put("a", b"1")
    store.remove("a")
    assert store.list() == []
    with pytest.raises(SealedNotFoundError, match="'a'"):
        store.get("a")
    with pytest.raises(SealedNotFoundError):
        store.remove("a")


def test_no_file_says_names_or_values(store: SealedStore, tmp_path: Path) -> None:
    store.put("ssn of Ada", PLANTED * 100)
    for path in list_files(tmp_path):
        data = path.read_bytes()
        assert PLANTED not in data
        assert b"Ada" not in data
        assert "Ada" not in path.name


def test_a_kill_before_the_old_one_goes_leaves_the_new_one(store: SealedStore, tmp_path: Path) -> None:
    store.put("a", b"old")
    (old,) = list_files(tmp_path)
    kept = old.read_bytes()
    store.put("a", b"new")
    old.write_bytes(kept)
    assert store.get("a") == b"new"
    assert store.list() == ["a"]
    store.put("a", b"newer")
    assert len(list_files(tmp_path)) == 1


def test_every_changed_byte_is_found(store: SealedStore, tmp_path: Path) -> None:
    store.put("a", PLANTED)
    (path,) = list_files(tmp_path)
    whole = path.read_bytes()
    path.chmod(0o600)
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(SealedStoreError):
            store.get("a")
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with pytest.raises(SealedStoreError):
            store.get("a")


def test_no_object_can_stand_in_anothers_place(store: SealedStore, tmp_path: Path) -> None:
    store.put("a", b"aaa")
    (first,) = list_files(tmp_path)
    store.put("b", b"bbb")
    (second,) = set(list_files(tmp_path)) - {first}
    a, b = first.read_bytes(), second.read_bytes()
    second.chmod(0o600)
    second.write_bytes(a)
    with pytest.raises(SealedStoreError, match="has replaced another object"):
        store.get("b")
    with pytest.raises(SealedStoreError, match="has replaced another object"):
        store.list()
    # the beginning of one and the content of another of the same length
    rest = len(a) - (3 + 32 + 32)
    second.write_bytes(b[:rest] + a[rest:])
    with pytest.raises(SealedStoreError, match="put together"):
        store.get("b")


def test_an_older_generation_under_a_newer_name_is_found(store: SealedStore, tmp_path: Path) -> None:
    store.put("a", b"old")
    (path,) = list_files(tmp_path)
    path.rename(path.with_suffix(".00000009"))
    with pytest.raises(SealedStoreError, match="has replaced another object"):
        store.get("a")


def test_another_writer_that_was_quicker_is_followed(
    store: SealedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raced: list[str] = []

    def publish(folder: Path, name: str, parts: list[bytes]) -> None:
        if not raced:
            raced.append(name)
            publication.publish(folder, name, [b"of another writer"])
        publication.publish(folder, name, parts)

    monkeypatch.setattr("firstbell.case.sealed.publish", publish)
    store.put("a", b"1")
    assert store.get("a") == b"1"
    assert [path.suffix for path in list_files(tmp_path)] == [".00000002"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SealedStoreError, match="none"):
        SealedStore(tmp_path / "none", make_master_key()).put("a", b"")


def test_a_key_file_is_made_outside_with_mode_0600(tmp_path: Path) -> None:
    case, key_file = tmp_path / "case", tmp_path / "config" / "cases" / "x.key"
    case.mkdir()
    open_sealed(case / "sealed", SealSecret(key_file)).put("a", PLANTED)

    assert key_file.stat().st_mode & 0o777 == 0o600
    assert open_sealed(case / "sealed", SealSecret(key_file)).get("a") == PLANTED
    secret = key_file.read_bytes().strip()
    assert all(secret not in path.read_bytes() for path in list_files(case))


def test_a_copy_of_the_folder_without_the_key_opens_nothing(tmp_path: Path) -> None:
    case, key_file = tmp_path / "case", tmp_path / "x.key"
    case.mkdir()
    open_sealed(case / "sealed", SealSecret(key_file)).put("a", PLANTED)
    shutil.copytree(case, tmp_path / "copy")

    with pytest.raises(SealedKeyError, match="is not there"):
        open_sealed(tmp_path / "copy" / "sealed", SealSecret(tmp_path / "none.key"))
    assert not (tmp_path / "none.key").exists()
    (tmp_path / "other.key").write_text("ab" * 32)
    with pytest.raises(SealedKeyError, match="does not open"):
        open_sealed(tmp_path / "copy" / "sealed", SealSecret(tmp_path / "other.key"))


def test_a_password_opens_it_and_a_wrong_or_missing_one_does_not(tmp_path: Path) -> None:
    folder, nowhere = tmp_path / "sealed", tmp_path / "none.key"
    open_sealed(folder, SealSecret(nowhere, "pw", CHEAP)).put("a", PLANTED)

    assert open_sealed(folder, SealSecret(nowhere, "pw")).get("a") == PLANTED
    with pytest.raises(SealedKeyError, match="FIRSTBELL_CASE_PASSWORD does not open"):
        open_sealed(folder, SealSecret(nowhere, "wrong"))
    with pytest.raises(SealedKeyError, match="by a password"):
        open_sealed(folder, SealSecret(nowhere))
    assert not nowhere.exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "does not read"),
        ("{}", "does not read"),
        ('{"version": 2}', "of version 2"),
        ('{"version":1,"by":"hand","scrypt":{"n":2,"r":1,"p":1,"salt":""},"data":""}', "sealed by 'hand'"),
        ('{"version":1,"by":"file","scrypt":{"n":3,"r":1,"p":1,"salt":""},"data":""}', "out of bounds"),
        ('{"version":1,"by":"file","scrypt":{"n":2,"r":1,"p":1,"salt":""},"data":""}', "does not open"),
    ],
)
def test_a_key_that_is_none_is_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "sealed").mkdir()
    (tmp_path / "sealed" / "key").write_text(text)
    (tmp_path / "x.key").write_text("ab" * 32)
    with pytest.raises(SealedStoreError, match=problem):
        open_sealed(tmp_path / "sealed", SealSecret(tmp_path / "x.key"))


@pytest.mark.parametrize("text", ["", "ab", "\u00fc"])
def test_a_key_file_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.key").write_text(text)
    with pytest.raises(SealedKeyError, match=r"x\.key"):
        open_sealed(tmp_path / "sealed", SealSecret(tmp_path / "x.key"))


def test_a_file_where_the_folder_belongs_is_named(tmp_path: Path) -> None:
    (tmp_path / "sealed").write_text("x")
    store = SealedStore(tmp_path / "sealed", make_master_key())
    for attempt in (store.list, lambda: store.get("a"), lambda: store.put("a", b"")):
        with pytest.raises(SealedStoreError, match="sealed"):
            attempt()
    with pytest.raises(SealedStoreError, match="sealed"):
        open_sealed(tmp_path / "sealed", SealSecret(tmp_path / "x.key"))


def test_an_object_that_is_a_folder_is_named(store: SealedStore, tmp_path: Path) -> None:
    store.put("a", b"1")
    (path,) = list_files(tmp_path)
    path.unlink()
    path.mkdir()
    for attempt in (store.list, lambda: store.get("a"), lambda: store.remove("a")):
        with pytest.raises(SealedStoreError):
            attempt()


def test_what_another_removes_meanwhile_is_not_there(
    store: SealedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("a", b"1")
    store.put("b", b"2")
    read = SealedStore._read

    def remove_first(self: SealedStore, path: Path, size_bytes: int) -> object:
        path.unlink(missing_ok=True)
        return read(self, path, size_bytes)

    monkeypatch.setattr(SealedStore, "_read", remove_first)
    with pytest.raises(SealedNotFoundError):
        store.get("a")
    assert store.list() == []


def test_a_key_file_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("x")
    with pytest.raises(SealedKeyError, match="key file"):
        open_sealed(tmp_path / "sealed", SealSecret(tmp_path / "config" / "x.key"))
    assert not (tmp_path / "sealed").exists()


def test_another_who_makes_the_key_at_once_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = SealSecret(tmp_path / "x.key")
    theirs = open_sealed(tmp_path / "sealed", secret)
    theirs.put("a", b"1")
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self: self.name != "key" and exists(self))
    assert open_sealed(tmp_path / "sealed", secret).get("a") == b"1"
