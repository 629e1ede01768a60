from __future__ import annotations

import doctest
import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from firstbell.base.ids import hash_id, is_hex_id
from firstbell.repository import BlobKind, Repository
from firstbell.repository import repository as repository_module
from firstbell.repository.errors import (
    AlreadyInitializedError,
    ConfigDamagedError,
    NoRepositoryError,
    WrongPasswordError,
)
from firstbell.repository.format.errors import FormatError, NewerFormatError
from firstbell.store import Kind, MemoryStore
from tests.repository.making import (
    CHEAP,
    PASSWORD,
    flip_bit,
    make_repository,
    names_of,
    replace_object,
    save_snapshot,
)


@pytest.mark.parametrize("version", [1, 2])
def test_a_new_repository_opens_with_its_password(version: int) -> None:
    repository = make_repository(version=version)
    opened = Repository.open(repository.store, PASSWORD)
    assert opened.version == version
    assert opened.hex_id == repository.hex_id
    assert is_hex_id(opened.hex_id)
    assert opened.list_snapshots() == []
    assert make_repository().hex_id != repository.hex_id


def test_a_place_without_a_repository_is_an_error_by_name() -> None:
    with pytest.raises(NoRepositoryError, match="no repository at memory:") as caught:
        Repository.open(MemoryStore(), PASSWORD)
    assert "init" in caught.value.hint


def test_a_second_repository_at_a_place_is_refused_and_the_first_stays() -> None:
    repository = make_repository()
    with pytest.raises(AlreadyInitializedError):
        Repository.init(repository.store, "other", kdf=CHEAP)
    assert len(names_of(repository.store, Kind.KEYS)) == 1
    assert Repository.open(repository.store, PASSWORD).hex_id == repository.hex_id


def test_an_empty_password_and_an_unknown_version_make_nothing() -> None:
    store = MemoryStore()
    with pytest.raises(WrongPasswordError, match="protects nothing"):
        Repository.init(store, "", kdf=CHEAP)
    with pytest.raises(NewerFormatError):
        Repository.init(store, PASSWORD, version=3, kdf=CHEAP)
    assert all(names_of(store, kind) == [] for kind in Kind)


def test_a_damaged_config_is_told() -> None:
    repository = make_repository()
    data = repository.store.read(Kind.CONFIG, "config")
    replace_object(repository.store, Kind.CONFIG, "config", flip_bit(data, 30))
    with pytest.raises(ConfigDamagedError) as caught:
        Repository.open(repository.store, PASSWORD)
    assert "the config is damaged" in caught.value.hint
    sealed = repository.sealer.seal(b"{}")
    replace_object(repository.store, Kind.CONFIG, "config", sealed)
    with pytest.raises(FormatError, match="config"):
        Repository.open(repository.store, PASSWORD)


def test_trees_are_loaded_to_read_and_to_rewrite() -> None:
    repository = make_repository()
    snapshot = save_snapshot(repository, {b"a": b"content", b"b": {}})
    nodes = repository.load_tree(bytes.fromhex(snapshot.tree))
    assert [(node.name, node.type) for node in nodes] == [(b"a", "file"), (b"b", "dir")]
    tree_id = bytes.fromhex(snapshot.tree)
    assert repository.load_raw_tree(tree_id).render() == repository.load_blob(tree_id)
    assert repository.load_snapshot(snapshot.hex_id) == snapshot


def test_what_others_wrote_is_seen_after_reloading_the_index() -> None:
    repository = make_repository()
    other = Repository.open(repository.store, PASSWORD)
    assert hash_id(b"x") not in repository.index
    with other.writer() as writer:
        writer.save_blob(BlobKind.DATA, b"x")
    assert hash_id(b"x") not in repository.index
    repository.reload_index()
    assert hash_id(b"x") in repository.index


def test_a_repository_that_nobody_holds_is_gone_with_its_buffers_without_the_collector() -> None:
    """An examiner opens those of a thousand hosts one after another, and collects garbage seldom."""
    repository = make_repository()
    snapshot = save_snapshot(repository, {b"lesson.txt": b"one"})
    repository.load_tree(bytes.fromhex(snapshot.tree))
    was_on = gc.isenabled()
    gc.disable()
    try:
        held = weakref.ref(repository)
        blobs = weakref.ref(repository.blobs)
        del repository
        assert held() is None
        assert blobs() is None
    finally:
        if was_on:
            gc.enable()


def test_threads_that_ask_for_the_index_at_once_get_the_same_one() -> None:
    repository = Repository.open(make_repository().store, PASSWORD)
    start = threading.Barrier(8)

    def ask(_: int) -> int:
        start.wait()
        return id(repository.index)

    with ThreadPoolExecutor(8) as executor:
        assert len(set(executor.map(ask, range(8)))) == 1


def test_a_writer_may_write_its_packs_elsewhere() -> None:
    repository = make_repository()
    elsewhere = MemoryStore()
    with repository.writer(store=elsewhere) as writer:
        writer.save_blob(BlobKind.DATA, b"x")
    assert names_of(repository.store, Kind.DATA) == []
    assert len(names_of(elsewhere, Kind.DATA)) == 1


def test_a_process_without_a_user_name_takes_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("firstbell.repository.repository.getpass.getuser", fail)
    assert make_repository().locks.holder.username.isdigit()


def test_the_example_in_the_module_runs() -> None:
    results = doctest.testmod(repository_module)
    assert results.attempted >= 5
    assert results.failed == 0


def test_a_snapshot_written_after_the_index_was_loaded_is_read_all_the_same() -> None:
    """A reader may load the index before it looks for the snapshot; a writer may end between the two."""
    writing = make_repository()
    save_snapshot(writing, {b"a": b"first"})
    reading = Repository.open(writing.store, PASSWORD)
    assert len(reading.index) == 2
    with reading.writer() as writer:
        own = writer.save_blob(BlobKind.DATA, b"our own").id
        late = save_snapshot(writing, {b"a": b"second"}, at_s=60)
        assert hash_id(b"second") not in reading.index
        found = reading.find_snapshot("latest")
        assert found.hex_id == late.hex_id
        assert [
            reading.load_blob(node.content_ids[0]) for node in reading.load_tree(bytes.fromhex(found.tree))
        ] == [b"second"]
    assert reading.load_blob(own) == b"our own"
