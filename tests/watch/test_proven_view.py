"""The examiner's view of a host: what is not proven is not there, and nothing can be written through it."""

from __future__ import annotations

import pytest

from firstbell.store import Kind, MemoryStore, ObjectNotFoundError, ReadOnlyStoreError
from firstbell.watch.proven_view import ProvenView

PROVEN, STRANGE = "a" * 64, "b" * 64


class _Named(ProvenView):
    def is_shown(self, kind: Kind, name: str) -> bool:
        return name == PROVEN


@pytest.fixture
def view() -> _Named:
    store = MemoryStore()
    store.create()
    for name in (PROVEN, STRANGE):
        store.write(Kind.DATA, name, [b"pack"])
    return _Named(store)


def test_what_is_proven_is_read(view: _Named) -> None:
    assert view.read(Kind.DATA, PROVEN) == b"pack"
    assert [info.name for info in view.list(Kind.DATA)] == [PROVEN]


def test_what_is_not_proven_is_said_to_be_so(view: _Named) -> None:
    with pytest.raises(ObjectNotFoundError, match="is not proven"):
        view.read(Kind.DATA, STRANGE)
    assert not view.exists(Kind.DATA, STRANGE)


def test_nothing_is_written_or_removed_through_it(view: _Named) -> None:
    for change in (
        view.create,
        lambda: view.write(Kind.DATA, STRANGE, [b"x"]),
        lambda: view.delete(Kind.DATA, PROVEN),
    ):
        with pytest.raises(ReadOnlyStoreError, match="the examiner only reads"):
            change()
    assert view.read(Kind.DATA, PROVEN) == b"pack"
