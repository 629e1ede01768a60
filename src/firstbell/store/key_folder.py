"""A folder of a bucket or container: which key an object has in restic's layout, and which keys there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstbell.store.errors import StoreError
from firstbell.store.s3_faults import ERRORS, read_fault
from firstbell.store.store import Kind, validate_name

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class KeyFolder:
    """The folder `prefix`, without slashes at its ends."""

    __slots__ = ()
    prefix: str

    def join(self, *names: str) -> str:
        """The key of what is called so below the prefix."""
        return "/".join(name for name in (self.prefix, *names) if name)

    def find_key(self, kind: Kind, name: str) -> str:
        """The key of an object. Raises: InvalidObjectNameError."""
        validate_name(kind, name)
        if kind is Kind.CONFIG:
            return self.join(name)
        return self.join(kind, *((name[:2],) if kind is Kind.DATA else ()), name)

    def is_place_of(self, kind: Kind, name: str, key: str) -> bool:
        """Whether `key` is where an object of that name belongs; False for names that none can have."""
        try:
            return self.find_key(kind, name) == key
        except StoreError:
            return False


def list_keys(objects: ObjectStore, folder: str, after: str | None = None) -> list[tuple[str, int]]:
    """(key, size in bytes) below a folder, of keys after one; none where there is no bucket yet."""
    try:
        return [
            (each["path"], each["size"])
            for page in objects.list(folder, offset=after, chunk_size=1000)
            for each in page
        ]
    except ERRORS as error:
        if read_fault(error).is_missing:
            return []
        raise
