"""What can go wrong with a place that holds bytes."""

from __future__ import annotations

from firstbell.base.errors import Error


class StoreError(Error):
    """The root of this room's errors; a cause of the system is named in the message."""

    code = "store.failed"


class ObjectNotFoundError(StoreError):
    """No object has the name."""

    code = "store.not_found"


class BucketNotFoundError(ObjectNotFoundError):
    """There is no such bucket."""

    code = "store.no_bucket"


class ObjectExistsError(StoreError):
    """The name is taken: an object is published once and never overwritten."""

    code = "store.exists"


class StoreFullError(StoreError):
    """No room is left, or a quota is used up. Nothing of the object was published."""

    code = "store.full"


class UnsafeFilesystemError(StoreError):
    """The filesystem can neither link nor rename without replacing, so publishing once cannot be promised."""

    code = "store.unsafe_filesystem"


class ReadOnlyStoreError(StoreError):
    """The store may not be written to, by permission or by the caller's own wish (`--no-lock`)."""

    code = "store.read_only"


class InvalidObjectNameError(StoreError):
    """A name that no object of its kind can have."""

    code = "store.invalid_name"


class UnknownAddressError(StoreError):
    """An address of a kind this program does not know."""

    code = "store.unknown_place"


class UnreachableServerError(StoreError):
    """The server did not answer, after all tries."""

    code = "store.unreachable"


class HeldObjectError(StoreError):
    """The object may not be removed yet: the place itself keeps it."""

    code = "store.held"
