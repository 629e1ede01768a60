"""Stores in a container of Azure Blob Storage, and in a bucket of Google Cloud Storage, in restic's layout.

A name is published by a put that fails where the name is taken: `If-None-Match: *` at Azure,
`x-goog-if-generation-match: 0` at Google. Both keep an object whole or not at all.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from obstore.store import AzureStore, GCSStore

from firstbell import __version__
from firstbell.store.credentials import Credentials, require_certificates
from firstbell.store.errors import ObjectExistsError, ObjectNotFoundError, ReadOnlyStoreError, StoreError
from firstbell.store.key_folder import KeyFolder, list_keys
from firstbell.store.patience import Patience
from firstbell.store.s3_faults import Retrier
from firstbell.store.store import Buffer, Kind, ObjectInfo, Store

if TYPE_CHECKING:
    from obstore.store import ClientConfig

T = TypeVar("T")

# a pack of 16 MB takes two minutes where the line carries 1 Mbit/s
_LONGEST_REQUEST = timedelta(minutes=30)
_OPTIONS = {
    "azure": ("endpoint", "access-tier", "connections"),
    "gs": ("endpoint", "connections", "region"),
}
_HINTS = {
    "azure": "check AZURE_ACCOUNT_NAME and AZURE_ACCOUNT_KEY (or AZURE_ACCOUNT_SAS), and what they allow",
    "gs": "check GOOGLE_APPLICATION_CREDENTIALS (or GOOGLE_ACCESS_TOKEN), and what they allow",
}
_PLACES = {"azure": "container", "gs": "bucket"}
_DEFAULT_SUFFIX = "core.windows.net"


class CloudAddressError(StoreError):
    """An address that names no container or bucket, or an option or account that is missing."""

    code = "store.cloud_address"


@dataclass(frozen=True, slots=True)
class CloudAddress(KeyFolder):
    """`service`: "azure" or "gs". `prefix`: folder in the container, without slashes at its ends."""

    service: str
    container: str
    prefix: str

    @classmethod
    def parse(cls, service: str, given: str) -> CloudAddress:
        """What follows `azure:` or `gs:`, `NAME:/PATH`, as restic writes it. Raises: CloudAddressError."""
        container, colon, path = given.partition(":")
        if not container or not colon or "/" in container:
            raise CloudAddressError(
                f"{service}:{given} names no {_PLACES[service]} and folder",
                hint=f"write it as {service}:{_PLACES[service]}:/folder",
            )
        cleaned = posixpath.normpath("/" + path).strip("/")
        return cls(service, container, cleaned)

    @property
    def url(self) -> str:
        """How a person names the place."""
        return f"{self.service}:{self.container}:/{self.prefix}"


def open_cloud(
    service: str,
    given: str,
    credentials: Credentials,
    *,
    options: Mapping[str, str],
    patience: Patience | None = None,
) -> CloudStore:
    """The store at what follows `azure:` or `gs:`; nothing is asked yet. Raises: CloudAddressError."""
    address = CloudAddress.parse(service, given)
    wanted = {
        name.partition(".")[2]: value for name, value in options.items() if name.startswith(f"{service}.")
    }
    unknown = sorted(set(wanted) - set(_OPTIONS[service]))
    if unknown:
        known = ", ".join(f"{service}.{name}" for name in _OPTIONS[service])
        raise CloudAddressError(f"-o {service}.{unknown[0]} is not known", hint=f"known: {known}")
    require_certificates(credentials.ca_file)
    limits: ClientConfig = {
        "allow_http": True,
        "user_agent": f"firstbell/{__version__}",
        "connect_timeout": timedelta(seconds=(patience or Patience()).connect_s),
        "timeout": _LONGEST_REQUEST,
    }
    if credentials.ca_file:
        limits["root_certificate"] = credentials.ca_file.read_bytes()
    # tried again by us: only we know that an upload named by its hash may be repeated
    common: dict[str, Any] = {
        "client_options": limits,
        "retry_config": {"max_retries": 0, "retry_timeout": timedelta(0)},
    }
    opened = _open_azure if service == "azure" else _open_google
    return CloudStore(address, opened(address, credentials.cloud, wanted.get("endpoint"), common), patience)


def _open_azure(
    address: CloudAddress, known: Mapping[str, str], endpoint: str | None, common: dict[str, Any]
) -> AzureStore:
    account = known.get("AZURE_ACCOUNT_NAME")
    if not account:
        raise CloudAddressError(f"{address.url}: no account is named", hint="set AZURE_ACCOUNT_NAME")
    suffix = known.get("AZURE_ENDPOINT_SUFFIX", _DEFAULT_SUFFIX)
    config: dict[str, Any] = {
        "account_name": account,
        "endpoint": endpoint or f"https://{account}.blob.{suffix}",
    }
    if known.get("AZURE_ACCOUNT_KEY"):
        config["account_key"] = known["AZURE_ACCOUNT_KEY"]
    elif known.get("AZURE_ACCOUNT_SAS"):
        config["sas_key"] = known["AZURE_ACCOUNT_SAS"].removeprefix("?")
    elif known.get("AZURE_FORCE_CLI_CREDENTIAL"):
        config["use_azure_cli"] = True
    return AzureStore(address.container, config=config, **common)  # type: ignore[arg-type]


def _open_google(
    address: CloudAddress, known: Mapping[str, str], endpoint: str | None, common: dict[str, Any]
) -> GCSStore:
    config: dict[str, Any] = {}
    if endpoint:
        config["base_url"] = endpoint
    if known.get("GOOGLE_ACCESS_TOKEN"):
        config["bearer_token"] = known["GOOGLE_ACCESS_TOKEN"]
    elif known.get("GOOGLE_APPLICATION_CREDENTIALS"):
        config["application_credentials"] = known["GOOGLE_APPLICATION_CREDENTIALS"]
    return GCSStore(address.container, config=config, **common)  # type: ignore[arg-type]


class CloudStore(Store):
    """Objects under keys. The container or bucket is its owner's to make."""

    def __init__(
        self, address: CloudAddress, objects: AzureStore | GCSStore, patience: Patience | None = None
    ) -> None:
        self._address = address
        self._objects = objects
        self._retrier = Retrier(address.url, patience or Patience())

    @property
    def url(self) -> str:
        """See `Store.url`."""
        return self._address.url

    def _ask(self, doing: str, call: Callable[[], T]) -> T:
        """What `call` gives, asked again while the way fails. Raises: as the store's methods."""
        try:
            return self._retrier.ask(doing, call)
        except ReadOnlyStoreError as error:
            raise ReadOnlyStoreError(str(error), hint=_HINTS[self._address.service]) from None

    def create(self) -> None:
        """See `Store.create`. Raises: StoreError where the container or bucket is not there."""
        place = _PLACES[self._address.service]
        try:
            self._ask(
                f"looking at {self.url}", lambda: next(iter(self._objects.list(self._address.prefix)), None)
            )
        except ObjectNotFoundError:
            raise StoreError(
                f"{self.url}: there is no {place} {self._address.container!r}", hint=f"make the {place} first"
            ) from None

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`."""
        key, data = self._address.find_key(kind, name), b"".join(parts)
        attempts = 0

        def send() -> None:
            nonlocal attempts
            attempts += 1
            self._objects.put(key, data, mode="create", use_multipart=False)

        try:
            self._ask(f"writing {kind}/{name}", send)
        except ObjectExistsError:
            # the server may have it from a try whose answer was lost
            if attempts == 1 or self.read(kind, name) != data:
                raise

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        key = self._address.find_key(kind, name)
        return self._ask(f"{kind}/{name}", lambda: bytes(self._objects.get(key).bytes()))

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        key = self._address.find_key(kind, name)
        # a span behind the end is an error that each service words otherwise
        end = min(offset + length, self.size(kind, name))
        if end <= offset:
            return b""
        span = {"range": (offset, end)}
        return self._ask(
            f"{kind}/{name}",
            lambda: bytes(self._objects.get(key, options=span).bytes()),  # type: ignore[arg-type]
        )

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        key = self._address.find_key(kind, name)
        return self._ask(f"{kind}/{name}", lambda: int(self._objects.head(key)["size"]))

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        if kind is Kind.CONFIG:
            yield from self.list_config()
            return
        folder = self._address.join(kind)
        for key, size_bytes in self._ask(f"listing {kind}", lambda: list_keys(self._objects, folder)):
            name = key.rpartition("/")[2]
            if self._address.is_place_of(kind, name, key):
                yield ObjectInfo(name, size_bytes)

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`."""
        key = self._address.find_key(kind, name)
        self.size(kind, name)  # so that what is not there is an error everywhere
        self._ask(f"{kind}/{name}", lambda: self._objects.delete(key))
