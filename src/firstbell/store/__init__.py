"""Floor 1: named bytes. A store publishes once and never overwrites."""

from firstbell.store.addresses import open_row, open_store
from firstbell.store.credentials import AWS_VARIABLES, CLOUD_VARIABLES, Credentials
from firstbell.store.errors import (
    ObjectExistsError,
    ObjectNotFoundError,
    ReadOnlyStoreError,
    StoreError,
    StoreFullError,
    UnreachableServerError,
)
from firstbell.store.local import LocalStore
from firstbell.store.memory import MemoryStore
from firstbell.store.patience import Patience
from firstbell.store.store import Kind, ObjectInfo, Store, Upload

__all__ = [
    "AWS_VARIABLES",
    "CLOUD_VARIABLES",
    "Credentials",
    "Kind",
    "LocalStore",
    "MemoryStore",
    "ObjectExistsError",
    "ObjectInfo",
    "ObjectNotFoundError",
    "Patience",
    "ReadOnlyStoreError",
    "Store",
    "StoreError",
    "StoreFullError",
    "UnreachableServerError",
    "Upload",
    "open_row",
    "open_store",
]
