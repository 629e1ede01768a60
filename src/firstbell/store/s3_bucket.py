"""A folder of one bucket, by keys: what both kinds of S3 stores do with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from firstbell.store.errors import ObjectExistsError, ObjectNotFoundError, StoreError
from firstbell.store.key_folder import list_keys
from firstbell.store.s3_address import S3Address
from firstbell.store.s3_faults import ERRORS, read_fault
from firstbell.store.s3_session import S3Session
from firstbell.store.store import Kind, ObjectInfo

if TYPE_CHECKING:
    from obstore import GetOptions


class S3Bucket:
    """Requests, asked again while the way fails. Thread-safe."""

    def __init__(self, session: S3Session, address: S3Address) -> None:
        self.address = address
        self.session = session
        self.url = address.url
        self.retrier = session.make_retrier(address.url)
        self._objects = session.open_bucket(address.bucket, is_upload=False)
        self._uploads = session.open_bucket(address.bucket, is_upload=True)
        self._knows_conditions = True

    def find_key(self, kind: Kind, name: str) -> str:
        """The key of an object. Raises: InvalidObjectNameError."""
        return self.address.find_key(kind, name)

    def make(self) -> None:
        """Make the bucket where it is missing.

        Raises: StoreError.
        """
        client, bucket = self.session.client, self.address.bucket
        try:
            self.retrier.ask(self.url, lambda: client.head_bucket(Bucket=bucket))
        except ObjectNotFoundError:
            where: dict[str, Any] = {}
            if self.address.is_amazon and self.session.region != "us-east-1":
                where["CreateBucketConfiguration"] = {"LocationConstraint": self.session.region}
            try:
                self.retrier.ask(
                    f"making bucket {bucket}", lambda: client.create_bucket(Bucket=bucket, **where)
                )
            except ObjectExistsError:
                return  # somebody else made it meanwhile
        except StoreError as error:
            # looking at the bucket may be forbidden where its objects are not
            if error.code != "store.read_only":
                raise

    def create(self, key: str, data: bytes) -> None:
        """Put an object under a key that is free.

        A server that does not know the condition is asked whether the key is taken first; one that
        passes over it without a word replaces the object, by the same bytes: names are their hashes.

        Raises: ObjectExistsError, StoreFullError, ReadOnlyStoreError, StoreError; nothing is published then.
        """
        attempts = 0

        def send() -> None:
            nonlocal attempts
            attempts += 1
            self._send(key, data)

        try:
            self.retrier.ask(f"writing {key}", send)
        except ObjectExistsError:
            # the server may have it from a try whose answer was lost
            if attempts == 1 or self.read(key) != data:
                raise

    def take(self, key: str, data: bytes) -> str | None:
        """Put an object under a key that is free, or not at all: nothing makes up for a server that cannot.
        The id of the version it became, where there are versions.

        Raises: ObjectExistsError; UnreachableServerError, StoreError: it may be there then, or not.
        """
        attempts = 0

        def send() -> str | None:
            nonlocal attempts
            attempts += 1
            # small: who waits for it is not to wait as long as for a pack
            return self._objects.put(key, data, mode="create", use_multipart=False)["version"]

        try:
            return self.retrier.ask(f"writing {key}", send)
        except ObjectExistsError:
            # as above
            if attempts == 1 or self.read(key) != data:
                raise
        return None

    def _send(self, key: str, data: bytes) -> None:
        if self._knows_conditions:
            try:
                self._uploads.put(key, data, mode="create", use_multipart=False)
            except ERRORS as error:
                if not read_fault(error).is_unsupported:
                    raise
                self._knows_conditions = False
            else:
                return
        if self.find_size(key) is not None:
            raise ObjectExistsError(f"writing {key}: the name is taken")
        self._uploads.put(key, data, mode="overwrite", use_multipart=False)

    def put_version(self, key: str, data: bytes) -> str | None:
        """Put an object under a key, taken or not; the id of the version it became.

        Raises: StoreFullError, ReadOnlyStoreError, StoreError.
        """
        answer = self.retrier.ask(
            f"writing {key}", lambda: self._uploads.put(key, data, mode="overwrite", use_multipart=False)
        )
        return answer["version"]

    def read(self, key: str, *, version: str | None = None) -> bytes:
        """The whole object, or one version of it.

        Raises: ObjectNotFoundError, StoreError.
        """
        return self.retrier.ask(key, lambda: self._get(key, _choose(version)))

    def read_range(self, key: str, span: tuple[int, int], *, version: str | None = None) -> bytes:
        """The bytes from the first of `span` to before the second; fewer where the object ends before.

        Raises: ObjectNotFoundError, StoreError.
        """
        options = _choose(version)
        options["range"] = span

        def get() -> bytes:
            try:
                return self._get(key, options)
            except ERRORS as error:
                if read_fault(error).status == 416:
                    return b""  # it ends before the first
                raise

        return self.retrier.ask(key, get)

    def _get(self, key: str, options: GetOptions) -> bytes:
        return bytes(self._objects.get(key, options=options).bytes())

    def find_size(self, key: str) -> int | None:
        """Size in bytes; None where there is no such object.

        Raises: StoreError.
        """

        def head() -> int | None:
            try:
                return self._objects.head(key)["size"]
            except ERRORS as error:
                if read_fault(error).is_missing:
                    return None
                raise

        return self.retrier.ask(key, head)

    def list_kind(self, kind: Kind) -> Iterator[ObjectInfo]:
        """The objects of a kind that have a possible name and stand where they should.

        Raises: StoreError.
        """
        folder = self.address.join(kind)
        found = self.retrier.ask(f"listing {folder}", lambda: list_keys(self._objects, folder))
        for key, size_bytes in found:
            name = key.rpartition("/")[2]
            if self.address.is_place_of(kind, name, key):
                yield ObjectInfo(name, size_bytes)

    def list_after(self, folder: str, after: str) -> Iterator[tuple[str, int]]:
        """(key, size in bytes) below a folder, of keys that come after one, in order. Raises: StoreError."""
        found = self.retrier.ask(f"listing {folder}", lambda: list_keys(self._objects, folder, after or None))
        yield from sorted(found)

    def delete(self, key: str) -> None:
        """Remove an object; what is not there is gone already.

        Raises: ReadOnlyStoreError, StoreError.
        """

        def remove() -> None:
            try:
                self._objects.delete(key)
            except ERRORS as error:
                if not read_fault(error).is_missing:
                    raise

        self.retrier.ask(f"removing {key}", remove)


def _choose(version: str | None) -> GetOptions:
    return {} if version is None else {"version": version}
