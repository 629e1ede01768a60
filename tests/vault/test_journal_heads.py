"""From a kept head it shows what was removed or changed, on the disk and in the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.store import Kind, ObjectNotFoundError, Store, StoreError
from firstbell.vault import Vault, VaultStore
from firstbell.vault import journal_heads as proving_room
from firstbell.vault.journal_heads import JournalHead, find_head, prove
from firstbell.vault.reconciliation import find_object, hash_object, reconcile
from tests.vault.places import make_place, name_of, put


@pytest.fixture(autouse=True)
def _no_settling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving_room, "_SETTLING_S", 0.01)


def problems_of(vault: Vault, kept: JournalHead | None = None, *, reads_data: bool = False) -> list[str]:
    return [problem.problem for problem in prove(vault, kept, reads_data=reads_data)]


def test_a_vault_that_nobody_touched_holds(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    empty = find_head(vault)
    put(vault, b"pack")
    head = find_head(vault)
    put(vault, b"later")
    VaultStore(vault, "office").delete(Kind.DATA, name_of(b"pack"))
    for kept in (None, empty, head, find_head(vault)):
        assert problems_of(vault, kept, reads_data=True) == []
    assert (empty.entries, head.entries) == (0, 1)
    assert head.to_bytes().startswith(b"firstbell vault head 1\n")


def test_what_was_done_to_the_disk_is_seen(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    names = [put(vault, data, Kind.INDEX) for data in (b"one", b"two", b"three")]
    gone, changed, longer = (find_object(tmp_path, ("office", "index", name)) for name in names)
    gone.unlink()
    changed.chmod(0o600)
    changed.write_bytes(b"owt")
    longer.chmod(0o600)
    longer.write_bytes(b"three and more")
    stranger = find_object(tmp_path, ("office", "data", "ab" * 32))
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_bytes(b"x")
    found = set(problems_of(vault, reads_data=True))
    assert found == {
        "it is in the journal but not on disk",
        f"its bytes hash to {name_of(b'owt')}",
        "it has 14 bytes, but 5 arrived",
        f"its bytes hash to {name_of(b'three and more')}",
        "it is on disk but not in the journal",
    }


def test_an_object_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = make_place(tmp_path)
    put(vault, b"one", Kind.INDEX)

    def fail(place: Store, kind: Kind, name: str) -> str:
        raise StoreError("Input/output error")

    monkeypatch.setattr(proving_room, "hash_object", fail)
    assert problems_of(vault, reads_data=True) == ["it cannot be read (Input/output error)"]

    def vanish(place: Store, kind: Kind, name: str) -> str:
        raise ObjectNotFoundError("gone")

    monkeypatch.setattr(proving_room, "hash_object", vanish)
    assert problems_of(vault, reads_data=True) == []


def test_a_log_that_was_written_anew_does_not_fit_a_kept_head(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    for at in range(3):
        put(vault, bytes([at]))
    head = find_head(vault)
    path = tmp_path / "arrivals.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    shorter = Vault(tmp_path)
    assert "the head stands after 3 entries, the journal has 2" in problems_of(shorter, head)
    VaultStore(shorter, "office").write(Kind.SNAPSHOTS, name_of(b"other"), [b"other"])
    assert "the first 3 entries differ from those that the head covers" in problems_of(shorter, head)
    other = JournalHead(head.entries, head.hash, head.time, "cd" * 16)
    assert any("the head belongs to vault" in problem for problem in problems_of(shorter, other))


def test_the_server_writes_down_what_a_kill_left_and_what_is_missing(tmp_path: Path) -> None:
    vault = make_place(tmp_path)
    missing = put(vault, b"missing", Kind.SNAPSHOTS)
    find_object(tmp_path, ("office", "snapshots", missing)).unlink()
    place = vault.open_place("office")
    place.write(Kind.DATA, name_of(b"unwritten"), [b"unwritten"])
    place.write(Kind.INDEX, "ab" * 32, [b"no such hash"])
    place.write(Kind.CONFIG, "config", [b"config"])
    differences = reconcile(vault)
    assert (differences.found, differences.missed) == (3, 1)
    assert vault.judgements.is_set_aside("office", "index", "ab" * 32)
    assert not vault.judgements.is_set_aside("office", "config", "config")
    again = reconcile(Vault(tmp_path))
    assert (again.found, again.missed) == (0, 0)
    assert problems_of(vault) == ["it is in the journal but not on disk"]
    assert hash_object(vault.open_place("office"), Kind.CONFIG, "config") == name_of(b"config")
