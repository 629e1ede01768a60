"""A store behind a restic REST server, protocol versions 1 and 2.

Source: restic's "REST Backend" document; behaviour of restic-rest-server 0.13.
"""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from firstbell.base.errors import UNREADABLE
from firstbell.store.credentials import Credentials, hide_secret
from firstbell.store.errors import (
    ObjectExistsError,
    ObjectNotFoundError,
    ReadOnlyStoreError,
    StoreError,
    StoreFullError,
    UnreachableServerError,
)
from firstbell.store.http import HttpClient, HttpReply
from firstbell.store.patience import PASSING_STATUSES, Patience
from firstbell.store.store import Buffer, Kind, ObjectInfo, Store, validate_name

_V2 = "application/vnd.x.restic.rest.v2"
_FULL = frozenset({413, 507})
_BAD_CREDENTIALS = frozenset({401, 407})
_VARIABLES = "RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD"


@dataclass(frozen=True, slots=True)
class RestAddress:
    """`base`: URL that ends in a slash, without credentials."""

    base: str
    username: str | None = None
    password: str | None = None

    @classmethod
    def parse(cls, url: str) -> RestAddress:
        """The address in `http(s)://[user[:password]@]host[:port]/path/`.

        Raises: StoreError when it is none.
        """
        parts, port = _split(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise StoreError(
                f"{hide_secret(url)!r} is not the address of a REST server",
                hint="write it like rest:https://host:8000/path/",
            )
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        netloc = f"{host}:{port}" if port else host
        base = urllib.parse.urlunsplit((parts.scheme, netloc, parts.path.rstrip("/") + "/", "", ""))
        username = urllib.parse.unquote(parts.username) if parts.username else None
        return cls(base, username, urllib.parse.unquote(parts.password or "") if username else None)


def _split(url: str) -> tuple[urllib.parse.SplitResult, int | None]:
    """The parts, and the port; nothing of a text that no URL can be."""
    try:
        parts = urllib.parse.urlsplit(url)
        return parts, parts.port
    except ValueError:  # its words may hold a piece of the password
        return urllib.parse.SplitResult("", "", "", "", ""), None


def open_rest(url: str, credentials: Credentials, patience: Patience | None = None) -> RestStore:
    """The store at an address; what it names of user and password comes before `credentials`.

    Raises: StoreError when it is none.
    """
    address = RestAddress.parse(url)
    source = "" if credentials.username is None else f"they come from {_VARIABLES}"
    if address.username is not None:
        credentials = Credentials(address.username, address.password, credentials.ca_file)
        source = "they stand in the address"
    return RestStore(HttpClient(credentials, patience), address.base, source)


class Requester(Protocol):
    """Sends a request and gives the answer, as `HttpClient` does."""

    def request(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> HttpReply:
        """The answer, whatever its status. Raises: UnreachableServerError."""


class RestStore(Store):
    """Objects of a REST server. A lost answer is asked for again, an upload too: names are hashes.

    `source`: where user name and password come from, "" without any.
    """

    def __init__(self, client: Requester, base: str, source: str = "") -> None:
        self._client = client
        self._base = base
        self._source = source

    @property
    def url(self) -> str:
        """The address without credentials."""
        return f"rest:{self._base}"

    def create(self) -> None:
        """Ask the server to make the repository's folders; one that has them already says so or is silent."""
        reply = self._client.request("POST", f"{self._base}?create=true")
        if reply.status not in {200, 403, 405}:
            raise self._explain(reply, f"making {self.url}")

    def _address(self, kind: Kind, name: str) -> str:
        validate_name(kind, name)
        return f"{self._base}config" if kind is Kind.CONFIG else f"{self._base}{kind}/{name}"

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`."""
        address = self._address(kind, name)
        data = b"".join(parts)
        if self._client.request("HEAD", address).status == 200:
            raise ObjectExistsError(f"{kind}/{name} already exists")
        reply = self._client.request(
            "POST", address, body=data, headers={"Content-Type": "application/octet-stream"}
        )
        if reply.status == 200:
            return
        # the server had it from a try whose answer was lost
        if reply.status in {403, 409} and reply.attempts > 1 and self._holds(address, data):
            return
        if reply.status in {403, 409} and self._client.request("HEAD", address).status == 200:
            raise ObjectExistsError(f"{kind}/{name} already exists")
        raise self._explain(reply, f"writing {kind}/{name}")

    def _holds(self, address: str, data: bytes) -> bool:
        reply = self._client.request("GET", address)
        return reply.status == 200 and reply.body == data

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        reply = self._client.request("GET", self._address(kind, name))
        if reply.status != 200:
            raise self._explain(reply, f"{kind}/{name}")
        return reply.body

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        if length == 0:
            self.size(kind, name)
            return b""
        headers = {"Range": f"bytes={offset}-{offset + length - 1}"}
        reply = self._client.request("GET", self._address(kind, name), headers=headers)
        if reply.status == 416:
            return b""
        if reply.status == 200:  # a server that does not know ranges
            return reply.body[offset : offset + length]
        if reply.status != 206:
            raise self._explain(reply, f"{kind}/{name}")
        return reply.body

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        reply = self._client.request("HEAD", self._address(kind, name))
        if reply.status != 200:
            raise self._explain(reply, f"{kind}/{name}")
        return int(reply.headers.get("content-length", "0"))

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        if kind is Kind.CONFIG:
            yield from self.list_config()
            return
        reply = self._client.request("GET", f"{self._base}{kind}/", headers={"Accept": _V2})
        if reply.status == 404:
            return  # a kind that has no folder yet
        if reply.status != 200:
            raise self._explain(reply, f"listing {kind}")
        for name, size_bytes in _parse_listing(reply, kind):
            try:
                validate_name(kind, name)
            except StoreError:
                continue
            yield ObjectInfo(name, self.size(kind, name) if size_bytes is None else size_bytes)

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`."""
        self.size(kind, name)  # the reference server says 200 to removing what is not there
        reply = self._client.request("DELETE", self._address(kind, name))
        if reply.status == 404 and reply.attempts > 1:
            return  # an earlier try removed it
        if reply.status not in {200, 204}:
            raise self._explain(reply, f"removing {kind}/{name}")

    def exists(self, kind: Kind, name: str) -> bool:
        """See `Store.exists`."""
        reply = self._client.request("HEAD", self._address(kind, name))
        if reply.status not in {200, 404}:
            raise self._explain(reply, f"{kind}/{name}")
        return reply.status == 200

    def _explain(self, reply: HttpReply, doing: str) -> StoreError:
        if reply.status == 404:
            return ObjectNotFoundError(f"{doing} does not exist")
        answer = f"{reply.status} {reply.reason}".strip()
        if reply.status in _BAD_CREDENTIALS:
            return self._explain_refusal(answer)
        message = f"{self.url} answers {answer} ({doing})"
        if reply.status in _FULL:
            return StoreFullError(message, hint="make room on the server, or raise the quota")
        if reply.status in {403, 405}:
            return ReadOnlyStoreError(message, hint="the server does not allow this with these credentials")
        return UnreachableServerError(message) if reply.status in PASSING_STATUSES else StoreError(message)

    def _explain_refusal(self, answer: str) -> ReadOnlyStoreError:
        if self._source:
            refused = f"{self.url} refuses the user name or the password ({answer})"
            return ReadOnlyStoreError(refused, hint=f"check both: {self._source}")
        return ReadOnlyStoreError(
            f"{self.url} wants a user name and a password ({answer})",
            hint=f"set {_VARIABLES}, or write rest:https://USER:PASSWORD@HOST/",
        )


def _parse_listing(reply: HttpReply, kind: Kind) -> Iterator[tuple[str, int | None]]:
    """(name, size or None where version 1 gives none)."""
    try:
        entries = json.loads(reply.body) or []
        for entry in entries:
            if isinstance(entry, str):
                yield entry, None
            else:
                yield str(entry["name"]), int(entry["size"])
    except (*UNREADABLE, KeyError, TypeError) as error:
        raise StoreError(f"listing {kind}: the server's answer is not a listing ({error})") from None
