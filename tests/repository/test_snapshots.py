from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.repository import Repository, Snapshot, SnapshotFilter
from firstbell.repository.errors import AmbiguousIdError, SnapshotNotFoundError
from firstbell.repository.format.errors import FormatError
from firstbell.repository.unpacked import save_unpacked
from firstbell.store import Kind, MemoryStore, ObjectNotFoundError, StoreError
from tests.repository.making import PASSWORD, flip_bit, make_repository, replace_object, save_snapshot_of

TREE = hash_id(b"tree")


@pytest.fixture
def repository() -> Repository:
    repository = make_repository()
    save_snapshot_of(repository, TREE, at_s=20, host="school", tags=["a", "b"], paths=("/srv", "/home"))
    save_snapshot_of(repository, TREE, at_s=10, host="office", tags=["a"])
    save_snapshot_of(repository, TREE, at_s=30, host="library")
    return repository


def _hosts(snapshots: list[Snapshot]) -> list[str]:
    return [snapshot.hostname for snapshot in snapshots]


def test_snapshots_are_listed_by_time_then_id(repository: Repository) -> None:
    assert _hosts(repository.list_snapshots()) == ["office", "school", "library"]
    twins = [save_snapshot_of(repository, TREE, at_s=40, host=str(number)) for number in range(5)]
    assert [each.hex_id for each in repository.list_snapshots()[3:]] == sorted(each.hex_id for each in twins)


def test_times_in_other_zones_are_sorted_by_the_moment(repository: Repository) -> None:
    repository.save_snapshot(Snapshot("2023-02-18T06:30:15-06:00", TREE.hex(), hostname="between"))
    assert _hosts(repository.list_snapshots()) == ["office", "between", "school", "library"]


def test_a_saved_snapshot_knows_its_id_and_is_loaded_by_whoever_opens_next(repository: Repository) -> None:
    snapshot = Snapshot("2023-02-18T12:30:00Z", TREE.hex(), ["/srv"])
    hex_id = repository.save_snapshot(snapshot)
    assert snapshot.hex_id == hex_id
    fresh = Repository.open(repository.store, PASSWORD)
    assert fresh.load_snapshot(hex_id) == snapshot


def test_a_removed_snapshot_is_gone(repository: Repository) -> None:
    hex_id = repository.list_snapshots()[0].hex_id
    repository.remove_snapshot(hex_id)
    assert _hosts(repository.list_snapshots()) == ["school", "library"]
    for attempt in (repository.load_snapshot, repository.remove_snapshot):
        with pytest.raises(ObjectNotFoundError):
            attempt(hex_id)


@pytest.mark.parametrize(
    ("wanted", "hosts"),
    [
        (SnapshotFilter(), ["office", "school", "library"]),
        (SnapshotFilter(hosts=["school", "library"]), ["school", "library"]),
        (SnapshotFilter(tags=["a"]), ["office", "school"]),
        (SnapshotFilter(tags=["a,b"]), ["school"]),
        (SnapshotFilter(tags=["b,c", "a"]), ["office", "school"]),
        (SnapshotFilter(tags=["c"]), []),
        (SnapshotFilter(paths=["/home"]), ["school"]),
        (SnapshotFilter(paths=["/home", "/srv"]), ["school"]),
        (SnapshotFilter(paths=["/nowhere"]), []),
        (SnapshotFilter(hosts=["office"], paths=["/home"]), []),
    ],
)
def test_a_filter_means_every_field_it_has(
    repository: Repository, wanted: SnapshotFilter, hosts: list[str]
) -> None:
    assert _hosts([each for each in repository.list_snapshots() if wanted.fits(each)]) == hosts


def test_latest_is_the_newest_that_fits(repository: Repository) -> None:
    assert repository.find_snapshot("latest").hostname == "library"
    assert repository.find_snapshot("latest", hosts=["office", "school"]).hostname == "school"
    assert repository.find_snapshot("latest", tags=["a"], paths=["/srv"]).hostname == "school"
    with pytest.raises(SnapshotNotFoundError, match="no snapshot matches"):
        repository.find_snapshot("latest", hosts=["office"], tags=["nothing"])
    with pytest.raises(SnapshotNotFoundError, match="no snapshot of host 'Office'") as caught:
        repository.find_snapshot("latest", hosts=["Office"])
    assert caught.value.hint == "did you mean office?"
    with pytest.raises(SnapshotNotFoundError, match="has no snapshots"):
        make_repository().find_snapshot("latest")


def test_a_snapshot_is_found_by_the_first_digits_of_its_id(repository: Repository) -> None:
    for snapshot in repository.list_snapshots():
        for spec in (snapshot.hex_id, snapshot.short_id, snapshot.hex_id[:12].upper()):
            assert repository.find_snapshot(spec).hex_id == snapshot.hex_id


@pytest.mark.parametrize("spec", ["", "xyz", "/", "0" * 64])
def test_an_id_that_fits_none_is_an_error_by_name(repository: Repository, spec: str) -> None:
    with pytest.raises(SnapshotNotFoundError) as caught:
        repository.find_snapshot(spec)
    assert repr(spec) in str(caught.value)
    assert caught.value.hint


def test_an_id_that_fits_several_names_them(repository: Repository) -> None:
    for number in range(20):
        save_snapshot_of(repository, TREE, at_s=100 + number)
    ids = [snapshot.hex_id for snapshot in repository.list_snapshots()]
    digit = next(first for first in "0123456789abcdef" if sum(each[0] == first for each in ids) > 1)
    with pytest.raises(AmbiguousIdError) as caught:
        repository.find_snapshot(digit)
    assert caught.value.matches == sorted(each for each in ids if each[0] == digit)


def test_a_damaged_snapshot_hides_no_other_and_is_named(repository: Repository) -> None:
    bad = repository.find_snapshot("latest", hosts=["school"]).hex_id
    data = repository.store.read(Kind.SNAPSHOTS, bad)
    replace_object(repository.store, Kind.SNAPSHOTS, bad, flip_bit(data, 30))
    fresh = Repository.open(repository.store, PASSWORD)
    assert _hosts(fresh.list_snapshots()) == ["office", "library"]
    assert list(fresh.snapshots.damaged) == [bad]
    with pytest.raises(FormatError, match=f"snapshots/{bad[:8]}"):
        fresh.find_snapshot(bad[:8])


@pytest.mark.parametrize(
    "plaintext", [b"{}", b'{"time":"soon","tree":"ab"}', b"[1]", b'{"time":"2023-02-18T12:30:00Z","tree":9}']
)
def test_a_sealed_snapshot_of_nonsense_hides_no_other(repository: Repository, plaintext: bytes) -> None:
    name = save_unpacked(repository.store, repository.sealer, Kind.SNAPSHOTS, plaintext=plaintext, version=2)
    assert len(repository.list_snapshots()) == 3
    assert list(repository.snapshots.damaged) == [name]


class _UnsteadyStore(MemoryStore):
    """Snapshots named here go away, or cannot be read, between listing and reading."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: dict[str, StoreError] = {}

    def read(self, kind: Kind, name: str) -> bytes:
        if name in self.failures:
            raise self.failures[name]
        return super().read(kind, name)


def test_a_snapshot_forgotten_since_it_was_listed_is_no_damage_and_an_unreadable_one_is() -> None:
    store = _UnsteadyStore()
    repository = make_repository(store)
    gone, bad, _ = (save_snapshot_of(repository, TREE, at_s=number).hex_id for number in range(3))
    store.failures = {gone: ObjectNotFoundError("gone"), bad: StoreError("Input/output error")}
    fresh = Repository.open(store, PASSWORD)
    assert len(fresh.list_snapshots()) == 1
    assert fresh.snapshots.damaged == {bad: "Input/output error"}


def test_a_snapshot_from_the_future_is_newest_only_where_there_is_no_other(repository: Repository) -> None:
    invented = save_snapshot_of(repository, TREE, at_s=7200, host="office")
    assert repository.find_snapshot("latest").hostname == "library"
    assert repository.find_snapshot("latest", hosts=["office"]).hex_id != invented.hex_id
    for hex_id in [one.hex_id for one in repository.list_snapshots() if one.hex_id != invented.hex_id]:
        repository.remove_snapshot(hex_id)
    assert repository.find_snapshot("latest").hex_id == invented.hex_id
