"""What a store must do that is only read from. A test class inherits `ReadOnlyContract` and gives two."""

from __future__ import annotations

import pytest

from firstbell.store import Kind, ObjectInfo, ObjectNotFoundError, ReadOnlyStoreError, Store
from firstbell.store.errors import InvalidObjectNameError
from tests.contract.store_suite import NAME, NAMED_KINDS, OTHER


class ReadOnlyContract:
    """`writer` puts objects into the place; `store` is what is tried, and shows the same place."""

    @pytest.fixture
    def writer(self) -> Store:
        raise NotImplementedError

    @pytest.fixture
    def store(self, writer: Store) -> Store:
        raise NotImplementedError

    @pytest.mark.parametrize("kind", NAMED_KINDS)
    def test_what_lies_there_is_read(self, writer: Store, store: Store, kind: Kind) -> None:
        writer.write(kind, NAME, [b"one two three"])
        assert store.read(kind, NAME) == b"one two three"
        assert store.size(kind, NAME) == 13
        assert store.exists(kind, NAME)
        assert list(store.list(kind)) == [ObjectInfo(NAME, 13)]

    def test_the_config_has_one_name(self, writer: Store, store: Store) -> None:
        assert list(store.list(Kind.CONFIG)) == []
        writer.write(Kind.CONFIG, "config", [b"c"])
        assert store.read(Kind.CONFIG, "config") == b"c"
        assert list(store.list(Kind.CONFIG)) == [ObjectInfo("config", 1)]

    def test_an_object_of_many_megabytes_is_read(self, writer: Store, store: Store) -> None:
        data = b"".join(bytes([number]) * (1 << 20) for number in range(20))
        writer.write(Kind.DATA, NAME, [data])
        assert store.read(Kind.DATA, NAME) == data
        assert store.read_range(Kind.DATA, NAME, offset=(1 << 20) - 1, length=2) == b"\0\1"

    @pytest.mark.parametrize(
        ("offset", "length", "expected"),
        [(0, 4, b"0123"), (3, 4, b"3456"), (8, 10, b"89"), (10, 5, b""), (50, 5, b""), (2, 0, b"")],
    )
    def test_a_range_ends_where_the_object_ends(
        self, writer: Store, store: Store, offset: int, length: int, expected: bytes
    ) -> None:
        writer.write(Kind.DATA, NAME, [b"0123456789"])
        assert bytes(store.read_range(Kind.DATA, NAME, offset=offset, length=length)) == expected

    @pytest.mark.parametrize("kind", list(Kind))
    def test_what_is_not_there_is_an_error_by_name(self, store: Store, kind: Kind) -> None:
        name = "config" if kind is Kind.CONFIG else NAME
        assert not store.exists(kind, name)
        for attempt in (
            lambda: store.read(kind, name),
            lambda: store.read_range(kind, name, offset=0, length=1),
            lambda: store.size(kind, name),
        ):
            with pytest.raises(ObjectNotFoundError, match=name):
                attempt()

    def test_a_name_that_is_none_is_refused(self, store: Store) -> None:
        for name in ("", "..", "../config", "AB" * 32, NAME + "/x"):
            with pytest.raises(InvalidObjectNameError):
                store.read(Kind.DATA, name)

    def test_all_objects_are_listed_with_their_sizes(self, writer: Store, store: Store) -> None:
        expected = {f"{number:02x}" + f"{number:062x}": number for number in range(20)}
        for name, size in expected.items():
            writer.write(Kind.DATA, name, [bytes(size)])
        assert dict(store.list(Kind.DATA)) == expected

    def test_nothing_is_written_or_removed(self, writer: Store, store: Store) -> None:
        writer.write(Kind.LOCKS, NAME, [b"one"])
        with pytest.raises(ReadOnlyStoreError, match="can only be read"):
            store.write(Kind.LOCKS, OTHER, [b"two"])
        with pytest.raises(ReadOnlyStoreError):
            store.delete(Kind.LOCKS, NAME)
        with pytest.raises(ReadOnlyStoreError):
            store.create()
        with pytest.raises(ReadOnlyStoreError):
            store.begin(Kind.DATA).publish(OTHER)
        assert list(writer.list(Kind.LOCKS)) == [ObjectInfo(NAME, 3)]
        assert list(writer.list(Kind.DATA)) == []

    def test_a_store_says_where_it_is(self, store: Store) -> None:
        assert store.url
