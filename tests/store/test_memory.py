from __future__ import annotations

import pytest

from firstbell.store import MemoryStore, Store
from tests.contract.store_suite import StoreContract


class TestMemoryStore(StoreContract):
    @pytest.fixture
    def store(self) -> Store:
        store = MemoryStore()
        store.create()
        return store
