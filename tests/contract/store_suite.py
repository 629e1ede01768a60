"""What every store must do. A backend's test class inherits `StoreContract` and gives a `store` fixture."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from firstbell.store import Kind, ObjectExistsError, ObjectInfo, ObjectNotFoundError, Store
from firstbell.store.errors import InvalidObjectNameError

NAME = "ab" * 32
OTHER = "cd" * 32
NAMED_KINDS = [kind for kind in Kind if kind is not Kind.CONFIG]


class StoreContract:
    """Inherited by the test of each backend; `store` is a new, empty store, already created."""

    @pytest.fixture
    def store(self) -> Store:
        raise NotImplementedError

    @pytest.mark.parametrize("kind", NAMED_KINDS)
    def test_what_was_written_is_read(self, store: Store, kind: Kind) -> None:
        store.write(kind, NAME, [b"one ", bytearray(b"two "), memoryview(b"three")])
        assert store.read(kind, NAME) == b"one two three"
        assert store.size(kind, NAME) == 13
        assert store.exists(kind, NAME)
        assert list(store.list(kind)) == [ObjectInfo(NAME, 13)]

    def test_the_config_has_one_name(self, store: Store) -> None:
        assert list(store.list(Kind.CONFIG)) == []
        assert not store.exists(Kind.CONFIG, "config")
        store.write(Kind.CONFIG, "config", [b"c"])
        assert store.exists(Kind.CONFIG, "config")
        assert store.read(Kind.CONFIG, "config") == b"c"
        assert list(store.list(Kind.CONFIG)) == [ObjectInfo("config", 1)]

    def test_kinds_do_not_mix(self, store: Store) -> None:
        for kind in NAMED_KINDS:
            store.write(kind, NAME, [kind.encode()])
        for kind in NAMED_KINDS:
            assert store.read(kind, NAME) == kind.encode()

    def test_a_second_write_of_a_name_is_refused_and_the_first_stays(self, store: Store) -> None:
        store.write(Kind.DATA, NAME, [b"first"])
        for second in (b"second", b"first", b""):
            with pytest.raises(ObjectExistsError):
                store.write(Kind.DATA, NAME, [second])
        assert store.read(Kind.DATA, NAME) == b"first"

    def test_an_upload_grows_and_is_there_once_it_has_a_name(self, store: Store) -> None:
        upload = store.begin(Kind.DATA)
        reused = bytearray(b"one ")
        upload.append([reused, b"two "])
        reused[:] = b"gone"
        upload.append([memoryview(b"three")])
        assert list(store.list(Kind.DATA)) == []
        upload.publish(NAME)
        assert store.read(Kind.DATA, NAME) == b"one two three"
        assert list(store.list(Kind.DATA)) == [ObjectInfo(NAME, 13)]

    def test_an_upload_that_is_abandoned_leaves_nothing(self, store: Store) -> None:
        upload = store.begin(Kind.DATA)
        upload.append([b"one"])
        upload.abandon()
        assert list(store.list(Kind.DATA)) == []

    def test_an_upload_takes_no_name_that_is_taken(self, store: Store) -> None:
        store.write(Kind.DATA, NAME, [b"first"])
        upload = store.begin(Kind.DATA)
        upload.append([b"second"])
        with pytest.raises(ObjectExistsError):
            upload.publish(NAME)
        upload.abandon()
        assert store.read(Kind.DATA, NAME) == b"first"
        assert list(store.list(Kind.DATA)) == [ObjectInfo(NAME, 5)]

    def test_of_four_racing_writers_exactly_one_wins_and_its_bytes_are_whole(self, store: Store) -> None:
        names = [f"{number:064x}" for number in range(40)]
        start = threading.Barrier(4)

        def write_all(writer: int) -> list[str]:
            won = []
            start.wait()
            for name in names:
                try:
                    store.write(Kind.SNAPSHOTS, name, [bytes([writer]) * 3000] * 3)
                    won.append(name)
                except ObjectExistsError:
                    continue
            return won

        with ThreadPoolExecutor(4) as executor:
            wins = list(executor.map(write_all, range(4)))
        assert sorted(name for won in wins for name in won) == names
        for writer, won in enumerate(wins):
            for name in won:
                assert store.read(Kind.SNAPSHOTS, name) == bytes([writer]) * 9000

    def test_empty_and_many_parted_objects_are_kept(self, store: Store) -> None:
        store.write(Kind.DATA, NAME, [])
        store.write(Kind.DATA, OTHER, [bytes([number % 256]) for number in range(3000)])
        assert store.read(Kind.DATA, NAME) == b""
        assert store.read(Kind.DATA, OTHER) == bytes(number % 256 for number in range(3000))

    def test_an_object_of_many_megabytes_is_kept(self, store: Store) -> None:
        parts = [bytes([number]) * (1 << 20) for number in range(9)] + [b"", b"end"]
        store.write(Kind.DATA, NAME, parts)
        assert store.read(Kind.DATA, NAME) == b"".join(parts)

    @pytest.mark.parametrize(
        ("offset", "length", "expected"),
        [(0, 4, b"0123"), (3, 4, b"3456"), (8, 10, b"89"), (10, 5, b""), (50, 5, b""), (2, 0, b"")],
    )
    def test_a_range_ends_where_the_object_ends(
        self, store: Store, offset: int, length: int, expected: bytes
    ) -> None:
        store.write(Kind.DATA, NAME, [b"0123456789"])
        assert bytes(store.read_range(Kind.DATA, NAME, offset=offset, length=length)) == expected
        target = bytearray(b"!" * length)
        assert store.read_into(Kind.DATA, NAME, offset=offset, target=memoryview(target)) == len(expected)
        assert target == expected + b"!" * (length - len(expected))

    @pytest.mark.parametrize("kind", list(Kind))
    def test_what_is_not_there_is_an_error_by_name(self, store: Store, kind: Kind) -> None:
        name = "config" if kind is Kind.CONFIG else NAME
        assert not store.exists(kind, name)
        for attempt in (
            lambda: store.read(kind, name),
            lambda: store.read_range(kind, name, offset=0, length=1),
            lambda: store.read_into(kind, name, offset=0, target=memoryview(bytearray(1))),
            lambda: store.size(kind, name),
            lambda: store.delete(kind, name),
        ):
            with pytest.raises(ObjectNotFoundError, match=name):
                attempt()

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "config",
            "..",
            "../../../etc/passwd",
            "ab",
            "AB" * 32,
            "ab" * 32 + "/x",
            "g" * 64,
            "ab" * 31 + "/.",
            NAME + "\n",
        ],
    )
    def test_a_name_that_is_none_is_refused_everywhere(self, store: Store, name: str) -> None:
        for attempt in (
            lambda: store.write(Kind.DATA, name, [b"x"]),
            lambda: store.read(Kind.DATA, name),
            lambda: store.read_range(Kind.DATA, name, offset=0, length=1),
            lambda: store.read_into(Kind.DATA, name, offset=0, target=memoryview(bytearray(1))),
            lambda: store.size(Kind.DATA, name),
            lambda: store.delete(Kind.DATA, name),
        ):
            with pytest.raises(InvalidObjectNameError):
                attempt()

    def test_the_config_takes_no_other_name(self, store: Store) -> None:
        with pytest.raises(InvalidObjectNameError):
            store.write(Kind.CONFIG, NAME, [b"x"])

    def test_what_was_deleted_is_gone_and_its_name_is_free(self, store: Store) -> None:
        store.write(Kind.LOCKS, NAME, [b"one"])
        store.write(Kind.LOCKS, OTHER, [b"two"])
        store.delete(Kind.LOCKS, NAME)
        assert list(store.list(Kind.LOCKS)) == [ObjectInfo(OTHER, 3)]
        store.write(Kind.LOCKS, NAME, [b"three"])
        assert store.read(Kind.LOCKS, NAME) == b"three"

    def test_all_objects_are_listed_with_their_sizes(self, store: Store) -> None:
        expected = {
            f"{number * 7919:02x}".rjust(2, "0")[:2] + f"{number:062x}": number for number in range(50)
        }
        for name, size in expected.items():
            store.write(Kind.DATA, name, [bytes(size)])
        assert dict(store.list(Kind.DATA)) == expected

    def test_making_the_place_again_keeps_what_is_there(self, store: Store) -> None:
        store.write(Kind.KEYS, NAME, [b"key"])
        store.create()
        assert store.read(Kind.KEYS, NAME) == b"key"

    def test_a_store_says_where_it_is(self, store: Store) -> None:
        assert store.url
